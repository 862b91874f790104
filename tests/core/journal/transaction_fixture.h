// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>

#include <QTemporaryDir>

#include "core/io/posix_disk.h"
#include "tests/fault/transaction_program.h"

namespace stemma::test {

/// A user's folder on the real disk, and raw access to its files, as another program has it.
class TransactionFixture {
public:
    TransactionFixture() {
        write("node_registry.json", "{}");
        write("nodes/a.json", "a");
        write("nodes/b.json", "b");
    }

    [[nodiscard]] std::string root() const { return m_root.path().toStdString(); }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(root()) / name;
    }
    void write(const std::string& name, const std::string& bytes) const {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << bytes;
    }
    /// As programs that care do it: another file in its place.
    void replace(const std::string& name, const std::string& bytes) const {
        write(name + ".tmp", bytes);
        std::filesystem::rename(path(name + ".tmp"), path(name));
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }
    /// Every file, but for the history of ours.
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root())) {
            const std::string name = std::filesystem::relative(entry.path(), root()).string();
            if (!entry.is_directory() && !name.starts_with(".stemma/txn/"))
                names.insert(name);
        }
        return names;
    }

    Result<journal::TransactionResult> run(Wishes wishes, std::map<std::string, std::string> copies = {},
                                           std::vector<std::string> gone = {}, io::Disk* through = nullptr) {
        io::Disk& disk = through != nullptr ? *through : *m_disk;
        const journal::Environment environment{disk, m_clock, m_locks, {}};
        return journal::runTransaction(
            environment, root(), wishing(disk, root(), std::move(wishes), std::move(copies), std::move(gone)),
            options());
    }
    Result<journal::TransactionResult> run(const journal::ComposeTransaction& compose) {
        return journal::runTransaction({*m_disk, m_clock, m_locks, {}}, root(), compose, options());
    }
    Result<journal::RecoveredTransactions> recover() {
        return journal::recoverTransactions({*m_disk, m_clock, m_locks, {}}, root(), options().lock);
    }
    [[nodiscard]] journal::TransactionOptions options() const {
        journal::TransactionOptions options;
        options.lock.timeout = patience;
        return options;
    }
    std::chrono::milliseconds patience{5000};
    [[nodiscard]] io::Disk& disk() const { return *m_disk; }

private:
    QTemporaryDir m_root;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    SystemClock m_clock;
    io::LockKeeper m_locks;
};

} // namespace stemma::test
