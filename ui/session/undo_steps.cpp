// SPDX-License-Identifier: MIT
#include "ui/session/undo_steps.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace stemma::ui {
namespace {

bool canBeUndone(const history::AuditEvent& event) {
    static constexpr std::array<std::string_view, 6> types{"revert",        "rename",  "tag_update",
                                                           "status_change", "archive", "evolve"};
    return event.actor == "human" && event.backupName() &&
           std::find(types.begin(), types.end(), event.type) != types.end();
}

/// The change that the event undid. A person who restored the version before a change made a change of their
/// own, with the same bytes: only the mark tells the two apart.
std::string takenBack(const history::AuditEvent& event) {
    const json::Value* mark = event.payload.find("stemma");
    const json::Value* undo = mark == nullptr ? nullptr : mark->find("undo");
    const bool isUndo = event.type == "revert" && undo != nullptr && undo->isBoolean() && undo->asBoolean();
    return isUndo ? event.payload.stringAt("reverted_from_action_id").value_or("") : "";
}

} // namespace

bool leavesContentAlone(const history::AuditEvent& event) {
    return event.type == "render" || event.type == "delete";
}

UndoSteps undoSteps(const history::AuditLog& log) {
    std::vector<const history::AuditEvent*> done;
    std::vector<const history::AuditEvent*> undone; // the events that undid
    for (const history::LoggedEvent& logged : log.events) {
        const history::AuditEvent& event = logged.event;
        if (leavesContentAlone(event))
            continue;
        const std::string target = takenBack(event);
        if (!canBeUndone(event)) {
            done.clear();
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
