// SPDX-License-Identifier: MIT
#include "core/report/overwritten_edits.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/outline_merge.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

constexpr const char* action = "put the edits back";

using history::TimelineRow;

/// An outline's parts by kind and id.
class Parts {
public:
    explicit Parts(std::string_view bytes) {
        if (auto document = json::parse(bytes))
            m_tree = outlineTree(*document);
        for (const diff::Part& part : m_tree)
            m_byId.emplace(part.what + '|' + part.id, &part);
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    [[nodiscard]] const diff::Tree& tree() const { return m_tree; }
    [[nodiscard]] const diff::Part* find(const diff::Change& change) const {
        const auto found = m_byId.find(change.what + '|' + change.id);
        return found == m_byId.end() ? nullptr : found->second;
    }

private:
    diff::Tree m_tree;
    std::map<std::string, const diff::Part*> m_byId;
};

const json::Value* fieldOf(const diff::Part* part, const std::string& name) {
    if (part == nullptr)
        return nullptr;
    const auto found = std::find_if(part->fields.begin(), part->fields.end(),
                                    [&](const auto& field) { return field.first == name; });
    return found == part->fields.end() ? nullptr : &found->second;
}

bool same(const json::Value* found, const json::Value& value, bool isThere) {
    return isThere ? found != nullptr && *found == value : found == nullptr;
}

/// The outlines around a save of somebody else, and the one that is current.
struct Moments {
    const Parts& before;
    const Parts& after;
    const Parts& now;
};

/// What of an edited part is back at its old values.
std::optional<diff::Change> undoneFields(const diff::Change& change, const Moments& moments) {
    diff::Change lost = change;
    lost.fields.clear();
    for (const diff::FieldChange& field : change.fields) {
        const bool wasThere =
            same(fieldOf(moments.before.find(change), field.name), field.after, field.hasAfter);
        const auto isBack = [&](const Parts& parts) {
            return parts.find(change) != nullptr &&
                   same(fieldOf(parts.find(change), field.name), field.before, field.hadBefore);
        };
        if (wasThere && isBack(moments.after) && isBack(moments.now))
            lost.fields.push_back(field);
    }
    return lost.fields.empty() ? std::nullopt : std::optional(std::move(lost));
}

std::optional<diff::Change> undoneBy(const diff::Change& change, const Moments& moments) {
    const diff::Part* before = moments.before.find(change);
    const diff::Part* after = moments.after.find(change);
    const diff::Part* now = moments.now.find(change);
    switch (change.kind) {
    case diff::ChangeKind::edited:
        return undoneFields(change, moments);
    case diff::ChangeKind::added:
        return before != nullptr && after == nullptr && now == nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::removed:
        return before == nullptr && after != nullptr && now != nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::moved:
        break;
    }
    const bool undone = change.parent != change.oldParent && before != nullptr && after != nullptr &&
                        now != nullptr && before->parent == change.parent &&
                        after->parent == change.oldParent && now->parent == change.oldParent;
    return undone ? std::optional(change) : std::nullopt;
}

bool isContentChange(const TimelineRow& row) {
    const bool isChange =
        row.kind == history::RowKind::change || row.kind == history::RowKind::unrecordedChange;
    return isChange && row.before && row.after && *row.before != *row.after;
}

bool isByPerson(const TimelineRow& row) {
    return row.event && row.actor == history::actorWord(history::Actor::human);
}

bool isRestore(const TimelineRow& row) {
    return row.event && row.event->type == "revert";
}

class Search {
public:
    Search(io::Disk& disk, std::string directory, const history::Timeline& timeline)
        : m_disk(disk)
        , m_directory(std::move(directory))
        , m_timeline(timeline) {}

    /// Adds what the change at `culprit` undid of the changes from `first` on.
    void look(std::size_t first, std::size_t culprit, std::vector<OverwrittenEdit>& found) {
        const TimelineRow& other = m_timeline.rows[culprit];
        const Moments moments{parts(*other.before), parts(*other.after), parts(*m_timeline.live)};
        for (std::size_t at = first; at < culprit; ++at) {
            const TimelineRow& row = m_timeline.rows[at];
            if (!isByPerson(row) || !isContentChange(row))
                continue;
            OverwrittenEdit edit{row.event->action, row.ts,   other.event ? other.event->action : ActionId(),
                                 other.actor,       other.ts, {}};
            for (const diff::Change& change : changesOf(at)) {
                if (auto lost = undoneBy(change, moments))
                    edit.lost.push_back(std::move(*lost));
            }
            if (!edit.lost.empty())
                found.push_back(std::move(edit));
        }
    }

private:
    const Parts& parts(std::size_t version) {
        std::unique_ptr<Parts>& made = m_parts[version];
        if (!made) {
            const auto bytes = history::readVersion(m_disk, m_directory, m_timeline.versions[version]);
            made = std::make_unique<Parts>(bytes ? *bytes : std::string());
        }
        return *made;
    }
    const diff::Changes& changesOf(std::size_t row) {
        const auto [known, isNew] = m_changes.try_emplace(row);
        if (isNew)
            known->second = diff::difference(parts(*m_timeline.rows[row].before).tree(),
                                             parts(*m_timeline.rows[row].after).tree());
        return known->second;
    }

    io::Disk& m_disk;
    std::string m_directory;
    const history::Timeline& m_timeline;
    std::map<std::size_t, std::unique_ptr<Parts>> m_parts;
    std::map<std::size_t, diff::Changes> m_changes;
};

Result<std::string> versionBytes(io::Disk& disk, const std::string& directory,
                                 const history::Timeline& timeline, const std::optional<std::size_t>& version,
                                 const ActionId& edit) {
    if (!version)
        return fail(ErrorCode::notFound, action, directory,
                    "the version around the change " + edit.text() + " is no longer there",
                    "Nothing was written. Look in the history for another version that has the edit.");
    return history::readVersion(disk, directory, timeline.versions[*version]);
}

} // namespace

Result<std::vector<OverwrittenEdit>> findOverwrittenEdits(io::Disk& disk, const std::string& root,
                                                          const ReportId& id, std::size_t rows,
                                                          const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    const auto timeline =
        history::loadTimeline(disk, *directory, interpretOutline, history::Counts::leaveOut, progress);
    if (!timeline)
        return fail(timeline.error());
    std::vector<OverwrittenEdit> found;
    if (!timeline->live)
        return found;
    const std::size_t count = timeline->rows.size();
    const std::size_t first = count - std::min(count, rows);
    Search search(disk, *directory, *timeline);
    bool edited = false;
    for (std::size_t at = first; at < count; ++at) {
        const TimelineRow& row = timeline->rows[at];
        if (!isContentChange(row))
            continue;
        if (edited && !isByPerson(row) && !isRestore(row))
            search.look(first, at, found);
        edited = edited || isByPerson(row);
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "look for overwritten edits", *directory, "it was cancelled");
    }
    return found;
}

Result<Saved> putBackEdits(const Workspace& workspace, const ReportId& id,
                           const std::vector<ActionId>& edits) {
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    const auto timeline =
        history::loadTimeline(disk, *directory, interpretOutline, history::Counts::leaveOut);
    if (!timeline)
        return fail(timeline.error());
    const auto live = readLiveOutline(disk, *directory);
    if (!live)
        return fail(live.error());
    std::string working = live->bytes;
    for (const TimelineRow& row : timeline->rows) {
        if (!row.event || std::find(edits.begin(), edits.end(), row.event->action) == edits.end())
            continue;
        const auto before = versionBytes(disk, *directory, *timeline, row.before, row.event->action);
        const auto after = versionBytes(disk, *directory, *timeline, row.after, row.event->action);
        if (!before || !after)
            return fail(before ? after.error() : before.error());
        auto merged = mergeOutlines(*before, *after, working, Prefer::theirs);
        if (!merged)
            return fail(std::move(merged.error()));
        working = std::move(merged->bytes);
    }
    auto work = saveWork(workspace, id, live->bytes, working);
    if (!work)
        return fail(std::move(work.error()));
    return std::move(work->saved);
}

} // namespace stemma::report
