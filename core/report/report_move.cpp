// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "core/journal/directory_unit.h"
#include "core/journal/report_folder.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

/// What a move has in hand: the outline as it is, whatever it is.
struct Moved {
    LiveOutline live;
    Outline outline;
    Saved saved;
};

Result<Moved> lookAt(io::Disk& disk, const std::string& directory, const std::string& id) {
    auto live = readLiveOutline(disk, directory);
    if (!live)
        return tl::unexpected(std::move(live.error()));
    Moved moved;
    moved.live = std::move(*live);
    if (moved.live.document().isObject())
        moved.outline = outlineHead(moved.live.document());
    moved.saved.id = ReportId(id);
    moved.saved.action = ActionId(newUuid());
    moved.saved.sha256 = moved.live.sha256;
    moved.saved.outlineVersion = moved.live.exists ? moved.outline.outlineVersion : 0;
    return moved;
}

/// The id that the events of the report carry.
std::string eventId(const Moved& moved) {
    const std::string& inner = moved.outline.id.text();
    return inner.empty() ? moved.saved.id.text() : inner;
}

/// The id in the name of a folder in the trash: all before the time.
std::string idOfTrashName(const std::string& name) {
    const std::size_t bar = name.rfind('_');
    if (bar == std::string::npos || bar == 0 || !parseBackupStamp(name.substr(bar + 1) + "_000000"))
        return name;
    return name.substr(0, bar);
}

/// A report that is still there with that id inside, to be listed in place of the one that went.
struct Heir {
    std::string name; ///< of its folder; empty if there is none
    LiveOutline live;
};

/// Looks into the folder of that name first. What can't be read is passed over, and told in `warnings`.
Heir heirOf(io::Disk& disk, const std::string& root, const std::string& id,
            std::vector<std::string>& warnings) {
    const auto tell = [&](const Error& error) {
        if (error.code == ErrorCode::io)
            warnings.push_back("The index may lack another report with the same id. " + describe(error));
    };
    const std::string place = io::joinPath(root, "by_id");
    const auto folder = io::openDirectory(disk, place);
    const auto entries =
        folder ? disk.list(folder->get()) : Result<std::vector<io::DirEntry>>(fail(folder.error()));
    if (!entries) {
        tell(entries.error());
        return {};
    }
    std::vector<std::string> names{id};
    for (const io::DirEntry& entry : *entries)
        if (entry.name != id && entry.type != io::NodeType::file)
            names.push_back(entry.name);
    std::sort(names.begin() + 1, names.end());
    for (const std::string& name : names) {
        const auto content = io::readFile(disk, io::joinPath(io::joinPath(place, name), "outline.json"));
        if (!content)
            tell(content.error());
        if (!content || content->bytes.find(id) == std::string::npos)
            continue;
        LiveOutline live = liveOutlineFrom(&content->bytes);
        if (live.verdict.peerReads && live.document().stringAt("report_id") == id)
            return {name, std::move(live)};
    }
    return {};
}

/// Takes a report that was moved away out of the index. If another folder has the same id inside (one of them
/// is a copy), that one is listed from now on.
void unlist(const Workspace& workspace, Moved& moved) {
    io::Disk& disk = workspace.environment.disk;
    const std::string id = eventId(moved);
    if (const Status done = removeIndexEntry(disk, workspace.root, id); !done) {
        moved.saved.warnings.push_back("The report is in the trash, but the index still names it. " +
                                       describe(done.error()));
        return;
    }
    const Heir heir = heirOf(disk, workspace.root, id, moved.saved.warnings);
    if (!heir.name.empty())
        refreshIndex(workspace, heir.live.document(), heir.name, moved.saved);
}

} // namespace

Result<Saved> trashReport(const Workspace& workspace, const ReportId& id) {
    constexpr const char* action = "move the report to the trash";
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    auto seen = lookAt(disk, *directory, id.text());
    if (!seen)
        return tl::unexpected(journal::during(std::move(seen.error()), action));
    Moved& moved = *seen;
    if (!moved.live.verdict.peerReads)
        return tl::unexpected(damagedError(action, *directory, moved.live));
    const std::string trash = io::joinPath(workspace.root, ".trash");
    Timestamp now = workspace.environment.clock.now();
    for (int tries = 0;; ++tries, now.micros += 1'000'000) { // a name holds whole seconds
        const std::string name = id.text() + '_' + compactStamp(now);
        const std::string place = io::joinPath(trash, name);
        Value payload = Value::object(
            {{"trash_location",
              Value::string(disk.resolve(workspace.root).value_or(workspace.root) + "/.trash/" + name)},
             {"deleted_at", Value::string(isoText(now))}});
        addHashes(payload, moved.live.sha256, moved.live.sha256);
        const std::string line =
            eventLine(workspace, {moved.saved.action, eventId(moved), now, "delete"}, std::move(payload));
        const auto done =
            journal::moveDirectory(workspace.environment, io::joinPath(workspace.root, "by_id"), id.text(),
                                   trash, name, moved.saved.action, line, workspace.lock);
        if (done) {
            moved.saved.warnings = done->warnings;
            break;
        }
        const bool taken =
            done.error().code == ErrorCode::conflict && done.error().committed == Committed::no;
        const auto there = io::openDirectory(disk, place);
        if (!taken || !there || tries == 5)
            return tl::unexpected(done.error());
    }
    unlist(workspace, moved);
    return moved.saved;
}

Result<Saved> untrashReport(const Workspace& workspace, const std::string& trashName) {
    constexpr const char* action = "take the report out of the trash";
    if (!isSafeName(trashName))
        return fail(ErrorCode::unsafe, action, workspace.root,
                    "“" + trashName + "” is no name of a folder in the trash");
    io::Disk& disk = workspace.environment.disk;
    const std::string trash = io::joinPath(workspace.root, ".trash");
    const std::string from = io::joinPath(trash, trashName);
    if (const auto opened = io::openDirectory(disk, from); !opened)
        return opened.error().code == ErrorCode::notFound
                   ? fail(ErrorCode::notFound, action, from, "there is no such report in the trash")
                   : tl::unexpected(opened.error());
    const std::string id = idOfTrashName(trashName);
    auto seen = lookAt(disk, from, id);
    if (!seen)
        return tl::unexpected(journal::during(std::move(seen.error()), action));
    Moved& moved = *seen;
    const Timestamp now = workspace.environment.clock.now();
    Value payload = Value::object(
        {{"status", Value::string(moved.outline.status)}, {"untrashed_from", Value::string(trashName)}});
    addHashes(payload, moved.live.sha256, moved.live.sha256);
    const std::string line =
        eventLine(workspace, {moved.saved.action, eventId(moved), now, "status_change"}, std::move(payload));
    const auto done =
        journal::moveDirectory(workspace.environment, trash, trashName, io::joinPath(workspace.root, "by_id"),
                               id, moved.saved.action, line, workspace.lock);
    if (!done)
        return tl::unexpected(done.error());
    moved.saved.warnings = done->warnings;
    refreshIndex(workspace, moved.live.document(), id, moved.saved);
    return moved.saved;
}

} // namespace stemma::report
