// SPDX-License-Identifier: MIT
#include "resources/sample_library/story.h"

#include <cstdint>

#include "core/base/sha256.h"
#include "core/io/disk.h"
#include "core/report/outline_edit.h"
#include "core/report/report_library.h"

namespace stemma::sample {

namespace {

Unexpected storyError(std::string detail) {
    return fail(ErrorCode::usage, "tell the story", {}, std::move(detail));
}

/// A UUID that is the same for the same report and name, so that a story's names can be ids.
std::string namedUuid(const std::string& report, const std::string& name) {
    std::string hex = sha256(report + '/' + name).substr(0, 32);
    hex[12] = '4';
    hex[16] = 'a';
    for (const std::size_t at : {8U, 13U, 18U, 23U})
        hex.insert(at, 1, '-');
    return hex;
}

/// The value with every string `$name` made an id.
json::Value withIds(const json::Value& value, const std::string& report) {
    if (value.isString() && value.text().starts_with('$'))
        return json::Value::string(namedUuid(report, value.text()));
    if (value.isArray()) {
        json::Value list = json::Value::array();
        for (const json::Value& item : value.items())
            list.appendItem(withIds(item, report));
        return list;
    }
    if (value.isObject()) {
        json::Value object = json::Value::object();
        for (const json::Member& member : value.members())
            object.set(member.key, withIds(member.value, report));
        return object;
    }
    return value;
}

std::vector<std::string> texts(const json::Value& object, std::string_view key) {
    std::vector<std::string> out;
    if (const json::Value* list = object.find(key)) {
        for (const json::Value& item : list->items())
            out.push_back(item.text());
    }
    return out;
}

/// One report of the story while it is being told.
struct Telling {
    report::Workspace workspace;
    StoryClock& clock;
    ReportId id;
    std::string names;      ///< what the `$names` of the story are made from
    std::string lastAction; ///< of the newest change, for "before-last"
};

Result<report::Saved> edit(Telling& telling, const json::Value& edits) {
    io::Disk& disk = telling.workspace.environment.disk;
    auto loaded = report::loadReport(disk, telling.workspace.root, telling.id);
    if (!loaded)
        return fail(loaded.error());
    json::Value document = loaded->document;
    const auto applied = report::applyEdits(document, withIds(edits, telling.names), telling.clock.now());
    if (!applied)
        return fail(applied.error());
    return report::saveOutline(telling.workspace, telling.id, loaded->sha256, json::bytesOf(document));
}

Result<report::Saved> change(Telling& telling, const json::Value& told) {
    if (const json::Value* edits = told.find("edits"))
        return edit(telling, *edits);
    if (const auto title = told.stringAt("rename"))
        return report::renameReport(telling.workspace, telling.id, *title);
    if (const json::Value* tags = told.find("tag"))
        return report::tagReport(telling.workspace, telling.id, texts(*tags, "add"), texts(*tags, "remove"));
    if (const auto status = told.stringAt("status"))
        return *status == "archived" ? report::archiveReport(telling.workspace, telling.id)
                                     : report::setReportStatus(telling.workspace, telling.id, *status);
    if (told.find("restore") != nullptr)
        return report::restoreVersion(telling.workspace, telling.id, "before:" + telling.lastAction);
    return storyError("a change that does nothing known");
}

Status tellChanges(Telling& telling, const json::Value& changes) {
    for (const json::Value& told : changes.items()) {
        const json::Value* after = told.find("after");
        telling.clock.advance(after == nullptr ? 1 : after->asInteger().value_or(1));
        telling.workspace.actor =
            history::actorFromWord(told.stringAt("actor").value_or("human")).value_or(history::Actor::human);
        telling.workspace.requestId = told.stringAt("request");
        const auto saved = change(telling, told);
        if (!saved)
            return fail(saved.error());
        if (saved->unchanged)
            return storyError("a change changes nothing, after action " + telling.lastAction);
        telling.lastAction = saved->action.text();
    }
    return {};
}

/// What a crash of a program that writes in place leaves: the first part of the file.
Status damage(const Telling& telling) {
    io::Disk& disk = telling.workspace.environment.disk;
    const auto path = report::reportDirectory(disk, telling.workspace.root, telling.id);
    if (!path)
        return fail(path.error());
    const auto directory = io::openDirectory(disk, *path);
    if (!directory)
        return fail(directory.error());
    const auto file = io::openFile(disk, *directory, "outline.json", io::OpenMode::readWrite);
    if (!file)
        return fail(file.error());
    const auto stamp = disk.stat(file->get());
    if (!stamp)
        return fail(stamp.error());
    return disk.truncate(file->get(), stamp->size * 3 / 5);
}

Status endings(const Telling& telling, const json::Value& story) {
    for (const std::string& ending : texts(story, "finally")) {
        if (ending == "damage") {
            if (auto done = damage(telling); !done)
                return done;
        } else if (auto moved = report::trashReport(telling.workspace, telling.id); !moved) {
            return fail(moved.error());
        }
    }
    return {};
}

Status tellFork(Telling& source, const json::Value& fork) {
    source.clock.advance(600);
    source.workspace.actor = history::Actor::human;
    source.workspace.requestId.reset();
    const auto forked =
        report::forkReport(source.workspace, source.id, fork.stringAt("title").value_or("Fork"));
    if (!forked)
        return fail(forked.error());
    Telling telling{source.workspace, source.clock, forked->id, source.names, forked->action.text()};
    const json::Value* changes = fork.find("changes");
    return changes == nullptr ? Status{} : tellChanges(telling, *changes);
}

} // namespace

Status tellStory(const report::Workspace& workspace, StoryClock& clock, const json::Value& story) {
    const auto title = story.stringAt("title");
    const auto start = parseIso(story.stringAt("start").value_or(""));
    const json::Value* changes = story.find("changes");
    if (!title || !start || changes == nullptr)
        return storyError("title, start or changes are missing");
    clock.set(*start);
    Telling telling{workspace, clock, {}, *title, {}};
    telling.workspace.actor = history::Actor::agent;
    const auto made = report::newReport(telling.workspace, *title, {});
    if (!made)
        return fail(made.error());
    telling.id = made->id;
    if (auto told = tellChanges(telling, *changes); !told)
        return told;
    if (const json::Value* fork = story.find("fork")) {
        if (auto told = tellFork(telling, *fork); !told)
            return told;
    }
    return endings(telling, story);
}

} // namespace stemma::sample
