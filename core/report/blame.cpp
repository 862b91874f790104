// SPDX-License-Identifier: MIT
#include "core/report/blame.h"

#include <charconv>
#include <memory>
#include <utility>

#include "core/report/blame_search.h"
#include "core/report/outline.h"
#include "core/report/restore_target.h"
#include "core/report/version_links.h"

namespace stemma::report {

namespace {

using history::Timeline;
using Versions = ComparedVersions<Touches>;

/// How many rows of the history had passed when the report was the version of that name, which
/// history::findVersion() has accepted.
std::size_t rowsUntil(const Timeline& timeline, const std::string& name, std::size_t version) {
    const auto actionBehind = [&](std::string_view prefix) {
        return history::findChange(timeline, name.substr(prefix.size()));
    };
    if (name == "now")
        return timeline.rows.size();
    if (name.starts_with('@')) {
        std::size_t row = timeline.rows.size();
        std::from_chars(name.data() + 1, name.data() + name.size(), row);
        return row;
    }
    if (name.starts_with("before:"))
        if (const auto row = actionBehind("before:"))
            return *row;
    if (name.starts_with("after:"))
        if (const auto row = actionBehind("after:"))
            return *row + 1;
    const std::string& file = timeline.versions[version].file;
    for (std::size_t at = 0; !file.empty() && at < timeline.rows.size(); ++at)
        if (timeline.rows[at].backup == file)
            return timeline.rows[at].kind == history::RowKind::unnamedBackup ? at + 1 : at;
    return firstRowSince(timeline, name, version);
}

/// Goes back through the changes, as far as they can be told; answers what isn't known by then.
Result<std::optional<std::size_t>> searchAll(BlameSearch& search, Versions& versions,
                                             const Timeline& timeline,
                                             const std::vector<VersionLink>& links) {
    std::optional<std::size_t> since;
    for (const VersionLink& link : links) {
        since = link.next;
        if (link.kind == VersionLink::Kind::dark || !link.after)
            break;
        const auto touches = versions.between(timeline, link.before, *link.after);
        if (!touches)
            return fail(touches.error());
        if (*touches == nullptr)
            break;
        search.add(link, **touches);
    }
    return since;
}

} // namespace

Result<diff::Changes> partsOf(io::Disk& disk, const std::string& directory, const history::Version& version) {
    const auto tree = readParts(disk, directory, version);
    if (!tree)
        return fail(tree.error());
    if (!*tree)
        return fail(ErrorCode::damaged, "tell who wrote the report", directory,
                    "the version can't be read: " + version.problem, "Choose another version.");
    return diff::difference({}, **tree);
}

Result<Blame> loadBlame(io::Disk& disk, const std::string& reportDirectory, const std::string& version,
                        const Progress& progress) {
    auto memory = std::make_shared<BlameMemory>();
    PartNumbers& numbers = memory->numbers;
    Versions versions(disk, reportDirectory, [&numbers](const history::Comparison& comparison) {
        return Touches(comparison, numbers);
    });
    auto timeline = versions.load(interpretOutline, progress);
    if (!timeline)
        return fail(std::move(timeline.error()));
    const auto found = history::findVersion(*timeline, version);
    if (!found)
        return fail(found.error());
    const auto parts = partsOf(disk, reportDirectory, timeline->versions[*found]);
    if (!parts)
        return fail(parts.error());
    const auto links = versionLinks(*timeline, rowsUntil(*timeline, version, *found), *found);
    BlameSearch search(*timeline, numbers);
    const auto since = searchAll(search, versions, *timeline, links);
    if (!since)
        return fail(since.error());
    std::vector<PartBlame> blamed = search.blame(*parts, *since);
    memory->facts = search.takeFacts();
    memory->since = *since;
    return Blame{std::move(*timeline), *found, std::move(blamed), std::move(memory)};
}

} // namespace stemma::report
