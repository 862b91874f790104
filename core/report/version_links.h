// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/io/disk.h"

/// Private to core/report.
namespace stemma::report {

/// A step between two contents of a report that can be read.
struct VersionLink {
    enum class Kind {
        change,    ///< made by its one row
        beginning, ///< made from nothing by its one row
        gap,  ///< made by one or several of its rows, or by what isn't recorded: some content between is lost
        dark, ///< what was before is not known; the oldest
    };
    Kind kind = Kind::change;
    std::optional<std::size_t> before; ///< in Timeline::versions; none of a beginning and the dark
    std::optional<std::size_t> after;  ///< none only where the last content of all is not known
    std::vector<std::size_t> rows;     ///< in Timeline::rows, the newest first
    std::optional<std::size_t> next;   ///< the first row that came after `after`; none: none did
};

/// The steps by which the report came to be `version` by the first `end` rows, the newest first. Rows that
/// changed nothing are left out, and so are damaged backups that no event names.
[[nodiscard]] std::vector<VersionLink> versionLinks(const history::Timeline& timeline, std::size_t end,
                                                    std::optional<std::size_t> version);

/// The parts of a version; nothing if its bytes are no JSON object. Errors as readVersion() has them.
[[nodiscard]] Result<std::optional<diff::Tree>> readParts(io::Disk& disk, const std::string& directory,
                                                          const history::Version& version);

/// What is kept of the comparisons of a report's versions, made while the history is read, so that no version
/// is read for it a second time.
template <class Kept>
class ComparedVersions {
public:
    using Keep = std::function<Kept(const history::Comparison&)>;

    ComparedVersions(io::Disk& disk, const std::string& directory, Keep keep)
        : m_disk(disk)
        , m_directory(directory)
        , m_keep(std::move(keep)) {}

    /// As history::loadTimeline() with counts.
    [[nodiscard]] Result<history::Timeline> load(const history::Interpret& interpret,
                                                 const Progress& progress) {
        return history::loadTimeline(m_disk, m_directory, interpret, history::Counts::compute, progress,
                                     [this](const history::Comparison& comparison) {
                                         m_kept.insert_or_assign(comparison.before + comparison.after,
                                                                 m_keep(comparison));
                                     });
    }

    /// What is kept of two versions; before none stands for nothing at all. Null pointer if one of them can't
    /// be taken apart. Reads them only where the history had no need of this comparison. Errors as
    /// readVersion() has them.
    [[nodiscard]] Result<const Kept*> between(const history::Timeline& timeline,
                                              std::optional<std::size_t> before, std::size_t after) {
        const std::string old = before ? timeline.versions[*before].sha256 : std::string();
        const std::string& now = timeline.versions[after].sha256;
        if (const auto known = m_kept.find(old + now); known != m_kept.end())
            return &known->second;
        Result<std::optional<diff::Tree>> oldTree{diff::Tree{}};
        if (before)
            oldTree = readParts(m_disk, m_directory, timeline.versions[*before]);
        const auto newTree = readParts(m_disk, m_directory, timeline.versions[after]);
        if (!oldTree || !newTree)
            return fail(oldTree ? newTree.error() : oldTree.error());
        if (!*oldTree || !*newTree)
            return nullptr;
        const diff::Changes changes = diff::difference(**oldTree, **newTree);
        return &m_kept.insert_or_assign(old + now, m_keep({old, now, **oldTree, **newTree, changes}))
                    .first->second;
    }

private:
    io::Disk& m_disk;
    std::string m_directory;
    Keep m_keep;
    std::unordered_map<std::string, Kept> m_kept; ///< by both hashes
};

} // namespace stemma::report
