// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/sha256.h"
#include "core/journal/file_transaction.h"
#include "tests/support/crash_disk.h"
#include "tests/support/fake_clock.h"

namespace stemma::test {

inline const std::string userPath = "/users/ada";

/// Wished content by path; none: the file is to go.
using Wishes = std::map<std::string, std::optional<std::string>>;

inline std::string eventOf(const journal::TransactionInput& input, const std::string& what) {
    return R"({"action_id": ")" + input.action.text() + R"(", "ts": ")" + isoText(input.now) +
           R"(", "payload": {"operation": ")" + what + R"("}})";
}

/// A compose function that makes the files what is wished, from what they are.
inline journal::ComposeTransaction wishing(io::Disk& disk, std::string root, Wishes wishes,
                                           std::map<std::string, std::string> copies = {},
                                           std::vector<std::string> gone = {}) {
    return [&disk, root = std::move(root), wishes = std::move(wishes), copies = std::move(copies),
            gone = std::move(gone)](
               const journal::TransactionInput& input) -> Result<std::optional<journal::TransactionContent>> {
        journal::TransactionContent content;
        content.auditLine = eventOf(input, "edit");
        content.goneFolders = gone;
        std::optional<Error> unread;
        const auto add = [&](const std::string& path) -> journal::FileChange& {
            const auto there = io::readFile(disk, root + "/" + path);
            if (!there && there.error().code != ErrorCode::notFound)
                unread = there.error();
            content.changes.push_back({path, {}, {}, {}});
            if (there)
                content.changes.back().oldSha256 = sha256(there->bytes);
            return content.changes.back();
        };
        for (const auto& [path, bytes] : wishes)
            add(path).bytes = bytes;
        for (const auto& [path, source] : copies)
            add(path).copyOf = source;
        if (unread)
            return fail(*unread);
        return std::optional(std::move(content));
    };
}

/// One run of the program on a disk.
class TransactionProgram {
public:
    /// `committed`: called when a transaction can't be undone by a crash any more.
    explicit TransactionProgram(io::Disk& disk, std::function<void()> committed = {})
        : m_disk(disk)
        , m_environment{disk, m_clock, m_locks, {}} {
        if (committed)
            m_environment.trace = [committed = std::move(committed)](const ActionId&, const std::string& step,
                                                                     const std::string&) {
                if (step == "committed")
                    committed();
            };
    }

    Result<journal::TransactionResult> run(Wishes wishes, std::map<std::string, std::string> copies = {},
                                           std::vector<std::string> gone = {}) {
        return journal::runTransaction(
            m_environment, userPath,
            wishing(m_disk, userPath, std::move(wishes), std::move(copies), std::move(gone)), options());
    }
    Result<journal::RecoveredTransactions> recover() {
        return journal::recoverTransactions(m_environment, userPath, options().lock);
    }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    static journal::TransactionOptions options() {
        journal::TransactionOptions options;
        options.lock.timeout = std::chrono::milliseconds(200);
        return options;
    }

private:
    io::Disk& m_disk;
    FakeClock m_clock{Timestamp{1'700'000'000'000'000}, 1000};
    io::LockKeeper m_locks;
    journal::Environment m_environment;
};

inline const std::map<std::string, std::string> plantedUser = {
    {"node_registry.json", "{\n  \"oxygen\": {}\n}"},     {"relation_registry.json", "{}"},
    {"attribute_registry.json", "{\n  \"mass\": 16\n}"},  {"nodes/oxygen.json", "{\"id\": \"oxygen\"}"},
    {"nodes/carbon.json", "{\"id\": \"carbon\"}"},        {"relationNodes/r.json", "{\"id\": \"r\"}"},
    {"graphs/old/metadata.yaml", "title: old\n"},         {"graphs/old/composed.json", "{}"},
    {"graphs/air/composed.json", std::string(3000, 'c')},
};

inline void plantUser(CrashDisk& disk) {
    for (const auto& [path, bytes] : plantedUser)
        disk.plant(userPath + "/" + path, bytes);
}

/// Replaces three files, makes three (one in two folders that are new), removes three, of which two leave
/// their folder empty, and keeps two old registries in the other program's form.
inline Result<journal::TransactionResult> changeTenFiles(TransactionProgram& program) {
    return program.run(
        {{"node_registry.json", "{\n  \"oxygen\": {},\n  \"water\": {}\n}"},
         {"nodes/oxygen.json", "{\"id\": \"oxygen\", \"morphs\": []}"},
         {"graphs/air/composed.json", std::string(2000, 'd')},
         {"nodes/water.json", "{\"id\": \"water\"}"},
         {"attributeNodes/a.json", "{\"id\": \"a\"}"},
         {"graphs/new/deep/composed.json", "{\"nodes\": []}"},
         {"relationNodes/r.json", std::nullopt},
         {"graphs/old/metadata.yaml", std::nullopt},
         {"graphs/old/composed.json", std::nullopt}},
        {{"backups/air_20250628_100117_0123abcd/node_registry.json", "node_registry.json"},
         {"backups/air_20250628_100117_0123abcd/relation_registry.json", "relation_registry.json"}},
        {"graphs/old"});
}

} // namespace stemma::test
