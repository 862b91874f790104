// SPDX-License-Identifier: MIT
#include "ui/session/undo_steps.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

bool canBeUndone(const history::AuditEvent& event) {
    static constexpr std::array<std::string_view, 6> types{"revert",        "rename",  "tag_update",
                                                           "status_change", "archive", "evolve"};
    return event.actor == "human" && event.backupName() &&
           std::find(types.begin(), types.end(), event.type) != types.end();
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::UndoSteps)
};

const json::Value* markOf(const history::AuditEvent& event, const char* key) {
    const json::Value* mark = event.payload.isObject() ? event.payload.find("stemma") : nullptr;
    return mark == nullptr || !mark->isObject() ? nullptr : mark->find(key);
}

using Events = std::vector<const history::AuditEvent*>;

/// After others wrote, only what took changes out can be undone without taking theirs back.
void keepTakeOuts(Events& done) {
    const auto last = std::find_if(done.rbegin(), done.rend(), [](const history::AuditEvent* event) {
        return changesTakenOut(*event).empty();
    });
    done.erase(done.begin(), last.base());
}

} // namespace

std::vector<std::string> changesTakenOut(const history::AuditEvent& event) {
    std::vector<std::string> changes;
    const json::Value* undoes = markOf(event, "undoes");
    if (undoes != nullptr && undoes->isArray())
        for (const json::Value& change : undoes->items())
            if (change.isString())
                changes.push_back(change.text());
    return changes;
}

bool tookOnlyParts(const history::AuditEvent& event) {
    return markOf(event, "parts") != nullptr;
}

/// A person who restored the version before a change, or took it out, made a change of their own, with the
/// same bytes: only the mark tells the two apart.
std::string changeUndoneBy(const history::AuditEvent& event) {
    const json::Value* undo = markOf(event, "undo");
    if (undo == nullptr || !undo->isBoolean() || !undo->asBoolean())
        return {};
    if (event.type == "revert")
        return event.payload.stringAt("reverted_from_action_id").value_or("");
    const std::vector<std::string> changes = changesTakenOut(event);
    return changes.size() == 1 ? changes.front() : std::string();
}

std::size_t partsRestoredBy(const history::AuditEvent& event) {
    const json::Value* restored = markOf(event, "restored");
    const json::Value* parts =
        restored != nullptr && restored->isObject() ? restored->find("parts") : nullptr;
    std::set<std::pair<std::string, std::string>> ids; // several fields of one are one
    if (parts != nullptr && parts->isArray())
        for (const json::Value& part : parts->items())
            ids.emplace(part.stringAt("what").value_or(""), part.stringAt("id").value_or(""));
    return ids.size();
}

QString doneText(const history::AuditEvent& event) {
    const std::vector<std::string> changes = changesTakenOut(event);
    if (const std::size_t parts = partsRestoredBy(event); parts > 0)
        return Words::tr("restored %n part(s)", nullptr, static_cast<int>(parts));
    if (changes.empty())
        return actionText(event.type);
    if (tookOnlyParts(event))
        return changes.size() == 1 ? Words::tr("took parts of a change out")
                                   : Words::tr("took parts of %1 changes out").arg(changes.size());
    return changes.size() == 1 ? Words::tr("took a change out")
                               : Words::tr("took %1 changes out").arg(changes.size());
}

bool leavesContentAlone(const history::AuditEvent& event) {
    return event.type == "render" || event.type == "delete";
}

UndoSteps undoSteps(const history::AuditLog& log) {
    Events done;
    Events undone; // the events that undid
    for (const history::LoggedEvent& logged : log.events) {
        const history::AuditEvent& event = logged.event;
        if (leavesContentAlone(event))
            continue;
        const std::string target = changeUndoneBy(event);
        if (!canBeUndone(event)) {
            keepTakeOuts(done);
            undone.clear();
        } else if (!done.empty() && target == done.back()->action.text()) {
            undone.push_back(&event);
            done.pop_back();
        } else if (!undone.empty() && target == undone.back()->action.text()) {
            done.push_back(&event); // done again: undoing that means the version before this event
            undone.pop_back();
        } else {
            done.push_back(&event);
            undone.clear();
        }
    }
    UndoSteps steps;
    if (!done.empty())
        steps.undo = *done.back();
    if (!undone.empty())
        steps.redo = *undone.back();
    return steps;
}

} // namespace stemma::ui
