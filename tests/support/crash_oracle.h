// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/crash_disk.h"

namespace stemma::test {

using Files = std::map<std::string, std::string>; ///< bytes by path

/// Knows every state that a run was in when a step of it was done, byte by byte. After a crash and recovery
/// the disk must be in the last one that was promised, or in the next; and at no moment may it show what is
/// neither: a file that is neither old nor new, an event ahead of its outline, a backup that isn't whole.
class CrashOracle {
public:
    /// Of the paths of which `isCache` says so, nothing is expected after recovery.
    using Choice = std::function<bool(const std::string& path)>;
    explicit CrashOracle(Choice isCache = {})
        : m_isCache(std::move(isCache)) {}
    /// These are whole, old or new, at every moment; outlines always are.
    void expectWhole(std::string path) { m_whole.insert(std::move(path)); }

    /// Backups may go, and come back.
    void expectPruning() { m_mayPrune = true; }

    void add(const CrashDisk& disk);
    [[nodiscard]] std::size_t size() const { return m_pictures.size(); }

    /// What is wrong on a disk right after a crash, as another program may see it.
    [[nodiscard]] std::string wrongBefore(const Files& files) const;
    /// What is wrong on a disk that was recovered, after so many steps were promised.
    [[nodiscard]] std::string wrongAfter(const CrashDisk& disk, std::size_t promised) const;

private:
    struct Picture {
        Files files;
        std::map<std::string, std::int64_t> times; ///< of the last change, of each backup
    };
    [[nodiscard]] Picture pictureOf(const CrashDisk& disk) const;
    [[nodiscard]] std::string wrongWithLog(const Files& files, const std::string& path) const;

    Choice m_isCache;
    std::set<std::string> m_whole;
    bool m_mayPrune = false;
    std::vector<Picture> m_pictures;
};

} // namespace stemma::test
