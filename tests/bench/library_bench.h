// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/io/disk.h"
#include "core/report/report_library.h"
#include "tests/bench/bare_storage.h"

namespace bench {

/// A library of many reports that is read as a whole, and the bare reading of the same files.
class LibraryBench {
public:
    LibraryBench(const std::filesystem::path& root, int reports);

    [[nodiscard]] std::string sizeText() const;

    void readBare() const;
    /// By many threads, as a cold disk likes it.
    void readBareBy(std::size_t threads) const;
    void rebuild();
    /// Makes the system forget what it has read of the outlines.
    void chill() const;

    void statBare() const;
    void refresh();
    /// Scans until the stamps are old enough to be trusted.
    void settle();

private:
    std::unique_ptr<stemma::io::Disk> m_disk;
    std::string m_root;
    std::vector<std::string> m_entries;
    std::unique_ptr<BareDirectory> m_bare;
    std::shared_ptr<const stemma::report::LibrarySnapshot> m_snapshot;
    std::size_t m_total = 0;
};

} // namespace bench
