// SPDX-License-Identifier: MIT
#include "core/report/lost_changes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

/// The parts of a timeline's versions. Keeps the last one, as a change mostly begins where the last ended.
class VersionTrees {
public:
    VersionTrees(io::Disk& disk, const std::string& directory, const history::Timeline& timeline)
        : m_disk(disk)
        , m_directory(directory)
        , m_timeline(timeline) {}

    /// Nothing if it can't be read; of no version at all no parts.
    std::optional<diff::Tree> tree(std::optional<std::size_t> version) {
        if (!version)
            return diff::Tree();
        const history::Version& wanted = m_timeline.versions[*version];
        if (!wanted.sha256.empty() && wanted.sha256 == m_sha256)
            return m_tree;
        const auto bytes = history::readVersion(m_disk, m_directory, wanted);
        const auto document = bytes ? json::parseFile(*bytes, wanted.file) : fail(bytes.error());
        if (!document || !document->isObject())
            return std::nullopt;
        m_tree = outlineTree(*document);
        m_sha256 = wanted.sha256;
        return m_tree;
    }

private:
    io::Disk& m_disk;
    const std::string& m_directory;
    const history::Timeline& m_timeline;
    std::string m_sha256;
    diff::Tree m_tree;
};

bool isSameVersion(const history::Timeline& timeline, const history::TimelineRow& row) {
    return row.before && row.after &&
           (*row.before == *row.after ||
            (!timeline.versions[*row.before].sha256.empty() &&
             timeline.versions[*row.before].sha256 == timeline.versions[*row.after].sha256));
}

} // namespace

void addLost(std::vector<RestorePreview::Lost>& lost, const std::string& actor) {
    const auto same =
        std::find_if(lost.begin(), lost.end(), [&](const auto& one) { return one.actor == actor; });
    if (same != lost.end())
        ++same->changes;
    else
        lost.push_back({actor, 1});
}

Status forLaterChanges(const std::function<void(const history::TimelineRow&, const diff::Changes*)>& see,
                       io::Disk& disk, const std::string& directory, const history::Timeline& timeline,
                       std::size_t first, const Progress& progress) {
    VersionTrees trees(disk, directory, timeline);
    for (std::size_t i = first; i < timeline.rows.size(); ++i) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "count later changes", directory, "it was cancelled");
        const history::TimelineRow& row = timeline.rows[i];
        const bool isChange =
            row.kind == history::RowKind::change || row.kind == history::RowKind::unrecordedChange;
        if (!isChange || isSameVersion(timeline, row))
            continue;
        const auto before = row.beforeIsHole ? std::nullopt : trees.tree(row.before);
        const auto after = row.after ? trees.tree(row.after) : std::nullopt;
        if (before && after) {
            const diff::Changes changes = diff::difference(*before, *after);
            see(row, &changes);
        } else {
            see(row, nullptr);
        }
    }
    return {};
}

Result<std::vector<RestorePreview::Lost>>
countChangesThat(const std::function<bool(const diff::Change&)>& touches, io::Disk& disk,
                 const std::string& directory, const history::Timeline& timeline, std::size_t first,
                 const Progress& progress) {
    std::vector<RestorePreview::Lost> lost;
    const Status seen = forLaterChanges(
        [&](const history::TimelineRow& row, const diff::Changes* changes) {
            if (changes == nullptr || std::any_of(changes->begin(), changes->end(), touches))
                addLost(lost, row.actor);
        },
        disk, directory, timeline, first, progress);
    if (!seen)
        return fail(seen.error());
    return lost;
}

} // namespace stemma::report
