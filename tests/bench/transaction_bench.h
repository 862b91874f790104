// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/journal/file_transaction.h"
#include "tests/bench/bare_storage.h"

namespace bench {

/// A user's folder of small files, so many of which are replaced by each transaction: nodes, and among them
/// the registry in the folder above, as an edit of a graph does it.
class TransactionBench {
public:
    TransactionBench(const std::string& root, std::size_t files);

    /// R of durability.md, of one such file.
    void saveBare();
    void change();

private:
    [[nodiscard]] std::string nextBytes();

    std::unique_ptr<stemma::io::Disk> m_disk;
    stemma::SystemClock m_clock;
    stemma::io::LockKeeper m_locks;
    stemma::journal::Environment m_environment;
    std::string m_root;
    std::vector<std::string> m_paths;
    std::vector<std::string> m_hashes; ///< of what each file holds
    std::unique_ptr<BareDirectory> m_bare;
    std::uint64_t m_turn = 0;
};

} // namespace bench
