// SPDX-License-Identifier: MIT
// transact change|recover ROOT: brings ten files from one state to the next by one transaction, or finishes
// what a crash cut off. In state n every file says n, `graphs/g<n>` is the only graph that comes and goes,
// and `backups/b<n>` keeps the registry of the state before. For tests that kill it and cut its power.
#include <cstdio>
#include <iostream>
#include <string>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "core/journal/file_transaction.h"

using namespace stemma;

namespace {

const std::string registry = "node_registry.json";

std::string textOf(int state, std::size_t size) {
    return "{\"n\": " + std::to_string(state) + ", \"text\": \"" + std::string(size, 'x') + "\"}";
}

class Change {
public:
    Change(io::Disk& disk, std::string root)
        : m_disk(disk)
        , m_root(std::move(root)) {}

    Result<std::optional<journal::TransactionContent>> compose(const journal::TransactionInput& input) {
        const auto now = io::readFile(m_disk, m_root + "/" + registry);
        if (!now)
            return fail(now.error());
        const int state = std::stoi(now->bytes.substr(now->bytes.find(':') + 1)) + 1;
        m_content = {};
        m_content.auditLine = R"({"action_id": ")" + input.action.text() + R"(", "ts": ")" +
                              isoText(input.now) + R"(", "payload": {"state": )" + std::to_string(state) +
                              "}}";
        put(registry, textOf(state, 200));
        for (const char* name : {"a", "b", "c", "d", "e"})
            put(std::string("nodes/") + name + ".json", textOf(state, 3000));
        put("graphs/air/composed.json", textOf(state, 20'000));
        put("graphs/g" + std::to_string(state) + "/metadata.yaml", textOf(state, 10));
        const std::string last = "graphs/g" + std::to_string(state - 1);
        put(last + "/metadata.yaml", std::nullopt);
        m_content.goneFolders.push_back(last);
        put("backups/b" + std::to_string(state) + "/" + registry, std::nullopt);
        m_content.changes.back().copyOf = registry;
        return std::optional(m_content);
    }

private:
    void put(const std::string& path, std::optional<std::string> bytes) {
        const auto there = io::readFile(m_disk, m_root + "/" + path);
        m_content.changes.push_back({path, std::move(bytes), {}, {}});
        if (there)
            m_content.changes.back().oldSha256 = sha256(there->bytes);
    }

    io::Disk& m_disk;
    std::string m_root;
    journal::TransactionContent m_content;
};

int told(const Error& error) {
    std::cerr << describe(error) << '\n';
    return error.committed == Committed::unknown ? 3 : 1;
}

int run(const std::string& what, const std::string& root) {
    const auto disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    if (what == "recover") {
        const auto done = journal::recoverTransactions(environment, root, {});
        if (!done)
            return told(done.error());
        std::cout << done->finished.size() << ' ' << done->takenBack.size() << ' ' << done->stopped.size()
                  << '\n';
        return 0;
    }
    Change change(*disk, root);
    const auto done = journal::runTransaction(
        environment, root, [&](const journal::TransactionInput& input) { return change.compose(input); }, {});
    if (!done)
        return told(done.error());
    std::cout << done->action.text() << '\n';
    for (const std::string& warning : done->warnings)
        std::cerr << warning << '\n';
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::string what = argc == 3 ? argv[1] : "";
    if (what == "change" || what == "recover")
        return run(what, argv[2]);
    std::cerr << "transact change|recover ROOT\n";
    return 2;
}
