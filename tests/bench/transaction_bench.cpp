// SPDX-License-Identifier: MIT
#include "tests/bench/transaction_bench.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "tests/bench/bench_texts.h"

using namespace stemma;
namespace fs = std::filesystem;

namespace bench {

TransactionBench::TransactionBench(const std::string& root, std::size_t files)
    : m_disk(io::makePosixDisk())
    , m_environment{*m_disk, m_clock, m_locks, {}}
    , m_root(root) {
    fs::create_directories(root + "/nodes");
    for (std::size_t i = 0; i < files; ++i) {
        m_paths.push_back(i == 0 ? "node_registry.json" : "nodes/node_" + std::to_string(i) + ".json");
        const std::string bytes = nextBytes();
        std::ofstream(root + "/" + m_paths.back(), std::ios::binary) << bytes;
        m_hashes.push_back(sha256(bytes));
    }
    m_bare = std::make_unique<BareDirectory>(root + "/nodes");
    change();
}

std::string TransactionBench::nextBytes() {
    constexpr std::size_t size = 4096;
    const std::string digits = std::to_string(++m_turn);
    return digits + std::string(size - digits.size(), 'x');
}

void TransactionBench::saveBare() {
    m_bare->save("bench.json", nextBytes());
}

void TransactionBench::change() {
    std::vector<std::string> hashes;
    const auto compose =
        [&](const journal::TransactionInput& input) -> Result<std::optional<journal::TransactionContent>> {
        journal::TransactionContent content;
        content.auditLine = R"({"action_id": ")" + input.action.text() + R"(", "ts": ")" +
                            isoText(input.now) + R"(", "payload": {"operation": "edit"}})";
        hashes.clear();
        for (std::size_t i = 0; i < m_paths.size(); ++i) {
            std::string bytes = nextBytes();
            hashes.push_back(sha256(bytes));
            content.changes.push_back({m_paths[i], std::move(bytes), {}, m_hashes[i]});
        }
        return std::optional(std::move(content));
    };
    const auto done = orThrow(journal::runTransaction(m_environment, m_root, compose, {}));
    if (done.unchanged || !done.warnings.empty())
        throw std::runtime_error("the transaction did not go through");
    m_hashes = hashes;
}

} // namespace bench
