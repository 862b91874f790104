// SPDX-License-Identifier: MIT
// Taking one transaction out of a history that went on.
#include <algorithm>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/graph/compose.h"
#include "core/graph/restore_graph.h"
#include "core/graph/undo_merge.h"
#include "core/graph/user_history.h"

namespace stemma::graph {

namespace {

using json::Value;

std::optional<std::string> hashOfFile(const UserFilePtr& file) {
    return file ? std::optional(sha256(file->bytes)) : std::nullopt;
}

class Undoing {
public:
    Undoing(io::Disk& disk, const std::string& userFolder, const UserHistory& history, std::size_t place,
            UserFiles& before)
        : m_disk(disk)
        , m_userFolder(userFolder)
        , m_history(history)
        , m_place(place)
        , m_before(before) {}

    Result<UserFiles> run();

private:
    [[nodiscard]] const UserTransaction& transaction() const { return m_history.transactions[m_place]; }
    Status takeOut(const journal::PastChange& change);
    Status bringBack(const journal::PastChange& change);
    Status merge(const journal::PastChange& change, const UserFilePtr& now);
    Result<std::optional<std::string>> madeBytes(const journal::PastChange& change);
    Status checkUsers();

    io::Disk& m_disk;
    const std::string& m_userFolder;
    const UserHistory& m_history;
    std::size_t m_place;
    UserFiles& m_before;
    UserFiles m_after;
    std::set<std::string> m_conflicts;
    std::set<std::string> m_thinned; ///< graphs whose folder lost files
};

Unexpected conflictAt(const ActionId& action, const std::set<std::string>& paths, const std::string& why) {
    std::string list;
    for (const std::string& path : paths)
        list += (list.empty() ? "" : ", ") + path;
    return fail(ErrorCode::conflict, "undo the change", action.text(), why + list,
                "Undo the later changes first, or restore the graph as it was before.");
}

/// What the change made of the file: the next that replaced it has it, unless others were there before.
Result<std::optional<std::string>> Undoing::madeBytes(const journal::PastChange& change) {
    for (std::size_t at = m_place + 1; at < m_history.transactions.size(); ++at) {
        const UserTransaction& later = m_history.transactions[at];
        if (!later.past)
            return fail(*later.problem);
        for (const journal::PastChange& other : later.past->changes) {
            if (other.path != change.path)
                continue;
            if (!change.newSha256 || other.oldSha256 != change.newSha256)
                return std::nullopt;
            auto bytes = journal::readBeforeImage(m_disk, m_userFolder, later.action, other);
            if (!bytes)
                return fail(bytes.error());
            return std::move(*bytes);
        }
    }
    return std::nullopt;
}

Status Undoing::bringBack(const journal::PastChange& change) {
    const std::string graph = graphOfPath(change.path);
    if (!change.oldSha256) {
        m_after.remove(change.path);
        m_thinned.insert(graph);
        return {};
    }
    auto bytes = journal::readBeforeImage(m_disk, m_userFolder, transaction().action, change);
    if (!bytes)
        return fail(bytes.error());
    m_after.setBytes(change.path, std::move(*bytes));
    if (!graph.empty())
        m_after.addGraphFolder(graph);
    return {};
}

Status Undoing::merge(const journal::PastChange& change, const UserFilePtr& now) {
    const auto made = madeBytes(change);
    if (!made)
        return fail(made.error());
    std::optional<std::string> old;
    if (change.oldSha256) {
        auto bytes = journal::readBeforeImage(m_disk, m_userFolder, transaction().action, change);
        if (!bytes)
            return fail(bytes.error());
        old = std::move(*bytes);
    }
    const auto merged = *made && now ? mergedBytes(change.path, **made, now->bytes, old) : std::nullopt;
    if (merged)
        m_after.setBytes(change.path, *merged);
    else
        m_conflicts.insert(change.path);
    return {};
}

Status Undoing::takeOut(const journal::PastChange& change) {
    if (isStrayName(change.path)) {
        const auto& strays = m_before.strays();
        const bool there = std::find(strays.begin(), strays.end(), change.path) != strays.end();
        return there || change.newSha256 ? Status() : bringBack(change);
    }
    const UserFilePtr now = m_before.find(change.path);
    if (now && !now->read) {
        m_conflicts.insert(change.path);
        return {};
    }
    const auto hash = hashOfFile(now);
    if (hash == change.oldSha256)
        return {};
    if (hash == change.newSha256)
        return bringBack(change);
    return isComposedPath(change.path) ? Status() : merge(change, now);
}

/// What the change made may be used by now in other files: then later changes overlap too.
Status Undoing::checkUsers() {
    const GraphStore after = readGraphStore(m_after);
    const auto wrong = newlyWrong(readGraphStore(m_before), after);
    if (wrong.empty())
        return {};
    const auto then = filesOfVersion(m_disk, m_userFolder, m_history, m_before,
                                     {GraphVersion::At::before, transaction().action, {}});
    if (!then)
        return fail(then.error());
    std::set<std::string> newToo;
    for (const Finding& finding : newlyWrong(readGraphStore(*then), after))
        newToo.insert(finding.message);
    std::set<std::string> paths;
    for (const Finding& finding : wrong)
        if (newToo.contains(finding.message))
            paths.insert(finding.path);
    if (!paths.empty())
        return conflictAt(transaction().action, paths, "later changes use what it made: ");
    return {};
}

Result<UserFiles> Undoing::run() {
    const auto& changes = transaction().past->changes;
    for (const journal::PastChange& change : changes)
        if (isComposedPath(change.path))
            if (auto read = readComposedFiles(m_disk, m_userFolder, m_before, graphOfPath(change.path));
                !read)
                return fail(read.error());
    m_after = m_before;
    for (const journal::PastChange& change : changes)
        if (isUserData(change.path))
            if (auto taken = takeOut(change); !taken)
                return fail(taken.error());
    for (const std::string& graph : m_thinned)
        if (!graph.empty() && m_after.below("graphs/" + graph).empty())
            m_after.removeGraphFolder(graph);
    if (!m_conflicts.empty())
        return conflictAt(transaction().action, m_conflicts, "later changes touched the same: ");
    if (auto used = checkUsers(); !used)
        return fail(used.error());
    return std::move(m_after);
}

Result<std::size_t> placeOfAction(const UserHistory& history, const ActionId& action) {
    const auto place = history.find(action);
    if (!place)
        return fail(ErrorCode::notFound, "undo the change", action.text(),
                    "there is no change with that action id", "`graph log` lists all of them.");
    if (!history.transactions[*place].past)
        return fail(*history.transactions[*place].problem);
    return *place;
}

/// Reads composed files into `before` where it has to.
Result<GraphChange> undoneChange(io::Disk& disk, const std::string& userFolder, const ActionId& action,
                                 const std::string& graph, UserFiles& before) {
    const auto history = readUserHistory(disk, userFolder);
    if (!history)
        return fail(history.error());
    const auto place = placeOfAction(*history, action);
    if (!place)
        return fail(place.error());
    Undoing undoing(disk, userFolder, *history, *place, before);
    auto after = undoing.run();
    if (!after)
        return fail(after.error());
    const UserFiles composed = *after; // with what it had of composed files
    const GraphStore afterStore = readGraphStore(*after);
    GraphChange change =
        changeTo(before, readGraphStore(before), std::move(*after), afterStore, composed, graph);
    if (auto read = readDifferingComposed(disk, userFolder, before, change.after); !read)
        return fail(read.error());
    return change;
}

} // namespace

Result<RestorePreview> previewUndo(io::Disk& disk, const std::string& userFolder, const ActionId& action) {
    auto now = readUserFiles(disk, userFolder, ReadComposed::yes);
    if (!now)
        return fail(now.error());
    auto change = undoneChange(disk, userFolder, action, {}, *now);
    if (!change)
        return fail(change.error());
    RestorePreview preview;
    preview.files = std::move(change->after);
    for (const std::string& graph : change->graphs)
        putComposed(preview.files, graph);
    preview.differences = differences(*now, preview.files);
    preview.orphans = newlyWrong(readGraphStore(*now), readGraphStore(preview.files));
    preview.base = std::make_shared<const UserFiles>(std::move(*now));
    return preview;
}

Result<SavedGraph> undoTransaction(const GraphWorkspace& workspace, const ActionId& action,
                                   const UserFiles* base) {
    const auto history = readUserHistory(workspace.environment.disk, workspace.userFolder);
    if (!history)
        return fail(history.error());
    const auto place = placeOfAction(*history, action);
    if (!place)
        return fail(place.error());
    const history::AuditEvent& event = history->transactions[*place].event.event;
    const std::string graph = event.payload.stringAt("graph").value_or(event.report.text());
    GraphEventFacts facts{"revert", "undo", graph, Value::object()};
    facts.stemma.set("undoes", Value::string(action.text()));
    facts.stemma.set("undone_operation",
                     Value::string(event.payload.stringAt("operation").value_or(std::string())));
    return saveChange(
        workspace, facts, [&](UserFiles& before, Timestamp) -> Result<std::optional<GraphChange>> {
            if (auto seen = checkSeen(base, before); !seen)
                return fail(seen.error());
            auto change =
                undoneChange(workspace.environment.disk, workspace.userFolder, action, graph, before);
            if (!change)
                return fail(change.error());
            return std::move(*change);
        });
}

} // namespace stemma::graph
