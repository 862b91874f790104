// SPDX-License-Identifier: MIT
// The session's side of saving the edits of graphs.
#include <utility>

#include "ui/session/graph_editing.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// What a save made of the states.
struct Written {
    graph::SavedGraph saved;
    DraftStates states;
    std::shared_ptr<const UserGraphs> disk;
    bool merged = false;
};

Result<Written> write(const journal::Environment& environment, const UserGraphs& disk, DraftStates states,
                      const std::optional<std::string>& note) {
    const graph::GraphWorkspace workspace{environment,  disk.folder, history::Actor::human,
                                          std::nullopt, {},          note};
    auto done = graph::saveDraft(workspace, *states.base, states.now().draft);
    if (!done)
        return fail(done.error());
    Written written;
    written.saved = std::move(done->saved);
    written.merged = !graph::sameUserData(*states.base, done->before);
    written.states =
        carriedOver(std::move(states), std::make_shared<const graph::UserFiles>(std::move(done->before)));
    // From here on the disk has it: going back is a change of its own.
    const std::shared_ptr<const UserGraphs> after =
        userGraphsOf(disk.user, disk.folder, std::move(done->after));
    written.disk = after;
    written.states.base = {after, &after->files};
    written.states.all[written.states.current] = {{written.states.base, {}}, {}};
    return written;
}

} // namespace

void GraphEditing::save(const QString& note) {
    m_refusal.clear();
    Q_EMIT flushRequested();
    if (!m_refusal.isEmpty()) {
        Q_EMIT refused(m_refusal);
        return;
    }
    if (const QString why = whyNotEditable(); !why.isEmpty()) {
        Q_EMIT refused(why);
        return;
    }
    enqueue([this, note] { beginSave(note, false); });
}

void GraphEditing::saveByItself() {
    if (m_saving || isClashing() || !isIdle() || m_typing || !m_states.isModified())
        return;
    enqueue([this] { beginSave({}, true); });
}

void GraphEditing::beginSave(const QString& note, bool byItself) {
    if (isClashing()) {
        if (byItself)
            return finish();
        m_saveWanted = note;
        return rebase(); // tells what is still in the way, or goes on
    }
    if (!m_states.isModified()) {
        Q_EMIT saved({}, false);
        return finish();
    }
    m_saving = true;
    std::optional<std::string> why;
    if (!note.trimmed().isEmpty())
        why = toUtf8(note.trimmed());
    m_session.runner().run(
        this,
        [&environment = m_session.environment(), disk = m_disk, states = m_states, why] {
            return write(environment, *disk, states, why);
        },
        [this, byItself, note](Result<Written> written) {
            m_saving = false;
            // What looks find that began before is not what lies there now.
            m_freshLook = m_session.looksBegun() + 1;
            if (!written) {
                if (written.error().code == ErrorCode::conflict && !byItself)
                    m_saveWanted = note;
                onSaveFailed(written.error());
                return;
            }
            m_states = std::move(written->states);
            m_disk = written->disk;
            m_stack.setClean();
            show(m_disk);
            Q_EMIT saved(written->saved, written->merged);
            m_session.refresh();
            finish();
        });
}

void GraphEditing::onSaveFailed(const Error& error) {
    if (error.code == ErrorCode::conflict)
        m_saveConflict = error; // what it is about comes with the next look
    else
        Q_EMIT failed(error);
    m_session.refresh();
    finish();
}

} // namespace stemma::ui
