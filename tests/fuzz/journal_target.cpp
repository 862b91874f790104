// SPDX-License-Identifier: MIT
// What recovery and locks read: any bytes in their place harm nothing.
#include <chrono>
#include <string>

#include "core/base/sha256.h"
#include "core/io/lock_inspection.h"
#include "core/io/lock_token.h"
#include "core/journal/intent.h"
#include "core/journal/recovery.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/small_report.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

void fuzz::lockToken(std::string_view bytes) {
    const auto token = io::parseToken(bytes);
    if (!token)
        return;
    require(token->pid > 0 && !token->nonce.empty(), "a token names its owner");
    const auto again = io::parseToken(io::tokenText(*token));
    require(again && io::tokenText(*again) == io::tokenText(*token), "a token that is written is read");
    static_cast<void>(io::ownerState(*token));
}

namespace {

/// With the right checksum, so that what is behind it is reached.
std::string sealed(std::string_view body) {
    return std::string(body) + "sha256 " + sha256(body) + '\n';
}

} // namespace

void fuzz::intent(std::string_view bytes) {
    require(!journal::parseIntent(bytes) || journal::intentText(*journal::parseIntent(bytes)) == bytes,
            "an intent has one spelling");
    const std::string text = sealed(bytes);
    const auto intent = journal::parseIntent(text);
    if (!intent)
        return;
    require(intent->temporary.find('/') == std::string::npos, "no staged file elsewhere");
    require(intent->backupName.find('/') == std::string::npos, "no backup elsewhere");
    const auto again = journal::parseIntent(journal::intentText(*intent));
    require(again && journal::intentText(*again) == journal::intentText(*intent),
            "an intent that is written is read");
}

/// An intent's text without its checksum and, after a NUL, the log.
void fuzz::recovery(std::string_view bytes) {
    const auto [body, log] = twoParts(bytes);
    SmallReport report;
    const std::string intents = report.directory + "/backups/.3f2504e0-4f89-41d3-9a0c-0305e82c3301.intent";
    report.disk.plant(intents, sealed(body));
    report.disk.plant(report.directory + "/audit.jsonl", log);
    report.disk.plant(report.root + "/by_id/other/outline.json", "untouched");
    report.disk.plant("/outside", "untouched");
    SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{report.disk, clock, locks, {}};
    io::LockOptions patience;
    patience.timeout = std::chrono::milliseconds(100);
    const auto done = journal::recoverLibrary(environment, report.root, patience);
    require(done.has_value(), "any intent is dealt with");
    const auto files = report.disk.files();
    require(files.at("/outside") == "untouched", "nothing outside is touched");
    require(files.at(report.root + "/by_id/other/outline.json") == "untouched", "no other report is touched");
    std::string everything;
    for (const auto& [path, content] : files)
        everything += content + '\n';
    for (const int version : {2, 3})
        require(everything.find(SmallReport::outlineBytes(version)) != std::string::npos,
                "no version is lost");
    const auto again = journal::recoverLibrary(environment, report.root, patience);
    require(again.has_value() && report.disk.files() == files, "a second recovery does nothing");
}
