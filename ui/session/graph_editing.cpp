// SPDX-License-Identifier: MIT
#include "ui/session/graph_editing.h"

#include <utility>

#include "ui/session/graph_command.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int mostSteps = 500; // each keeps the files that it changed

bool isStale(const QUndoCommand* command) {
    const auto* step = dynamic_cast<const GraphCommand*>(command);
    return step && step->isStale();
}
} // namespace

/// An edit on the undo list: from one state to another.
class EditStep final : public GraphCommand {
public:
    EditStep(GraphEditing& editing, std::string graph, int from, int to, const QString& text)
        : GraphCommand(std::move(graph), text)
        , m_editing(editing)
        , m_from(from)
        , m_to(to) {}
    void undo() override { m_editing.goTo(m_from, true); }
    void redo() override { m_editing.goTo(m_to, false); }
    [[nodiscard]] int from() const { return m_from; }
    [[nodiscard]] int to() const { return m_to; }

private:
    GraphEditing& m_editing;
    int m_from, m_to;
};

GraphEditing::GraphEditing(GraphSession& session, std::shared_ptr<const UserGraphs> graphs, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_disk(std::move(graphs))
    , m_graphs(m_disk)
    , m_seen(m_disk) {
    m_states.base = {m_disk, &m_disk->files};
    m_states.all[0] = {{m_states.base, {}}, {}};
    m_stack.setUndoLimit(mostSteps);
    connect(&session, &GraphSession::looked, this, &GraphEditing::lookAtDisk);
    connect(&session, &GraphSession::graphsChanged, this, &GraphEditing::lookAtDisk);
}

GraphEditing::~GraphEditing() {
    m_stack.clear();
    m_session.runner().discard(std::make_tuple(std::move(m_states), std::move(m_graphs), std::move(m_disk),
                                               std::move(m_theirs), std::move(m_seen), std::move(m_way)));
}

QString GraphEditing::whyNotEditable() const {
    const auto library = m_session.library();
    if (library && !library->writable)
        return tr("This library can only be read: %1").arg(fromUtf8(library->readOnlyReason));
    return {};
}

std::set<std::string> GraphEditing::unsavedGraphs() const {
    std::set<std::string> graphs;
    for (const auto& step : m_states.now().draft.steps)
        graphs.insert(step->graph);
    return graphs;
}

void GraphEditing::setTyping(bool typing) {
    m_typing = typing;
    tellModified();
}

void GraphEditing::tellModified() {
    if (std::exchange(m_wasModified, isModified()) != isModified())
        Q_EMIT modifiedChanged(isModified());
}

// --- one thing after another

void GraphEditing::enqueue(Request request) {
    m_requests.push_back(std::move(request));
    pump();
}

void GraphEditing::pump() {
    if (m_running || m_requests.empty())
        return;
    m_running = true;
    const Request request = std::move(m_requests.front());
    m_requests.pop_front();
    request();
}

void GraphEditing::finish() {
    m_running = false;
    tellModified();
    if (m_requests.empty() && std::exchange(m_rebaseDue, false))
        lookAtDisk();
    pump();
    if (isIdle())
        Q_EMIT idle();
}

// --- edits

void GraphEditing::apply(std::shared_ptr<const UserGraphs> madeOn, const std::string& graph,
                         std::vector<graph::GraphEdit> edits, const QString& label, Done done) {
    auto step = std::make_shared<const graph::DraftStep>(graph::DraftStep{graph, std::move(edits)});
    enqueue(
        [this, step = std::move(step), label, done = std::move(done), madeOn = std::move(madeOn)]() mutable {
            beginApply(std::move(step), label, done, std::move(madeOn));
        });
}

void GraphEditing::beginApply(std::shared_ptr<const graph::DraftStep> step, const QString& label,
                              const Done& done, std::shared_ptr<const UserGraphs> madeOn) {
    if (madeOn == m_graphs)
        madeOn.reset();
    m_session.runner().run(
        this,
        [&clock = m_session.environment().clock, graphs = m_graphs, disk = m_disk, step = std::move(step),
         madeOn = std::move(madeOn)]() mutable {
            auto applied = appliedStep(graphs, *disk, std::move(step), madeOn.get(), clock.now());
            madeOn.reset(); // here, not where frames are drawn
            return applied;
        },
        [this, label, done](Result<AppliedStep> applied) {
            if (applied && applied->shown) {
                giveUpTheWay();
                DraftState state = m_states.now();
                state.draft.steps.push_back(applied->step);
                push(std::move(state), std::move(applied->shown), applied->step->graph, label);
            }
            const Status status = applied ? Status() : Status(fail(applied.error()));
            if (done)
                done(status);
            else if (!status)
                Q_EMIT failed(status.error());
            finish();
        });
}

/// A new state is shown, and is a step of the undo list.
void GraphEditing::push(DraftState state, std::shared_ptr<const UserGraphs> shown, const std::string& graph,
                        const QString& label) {
    const int from = m_states.current;
    const int to = ++m_lastState;
    m_states.all[to] = std::move(state);
    m_states.current = to;
    m_pushing = true;
    m_stack.push(new EditStep(*this, graph, from, to, label));
    m_pushing = false;
    prune();
    show(std::move(shown));
}

/// States that no step leads to any more go.
void GraphEditing::prune() {
    std::set<int> wanted{m_states.current};
    for (int n = 0; n < m_stack.count(); ++n) {
        if (const auto* step = dynamic_cast<const EditStep*>(m_stack.command(n))) {
            wanted.insert(step->from());
            wanted.insert(step->to());
        }
    }
    std::erase_if(m_states.all, [&](const auto& state) { return !wanted.contains(state.first); });
}

void GraphEditing::show(std::shared_ptr<const UserGraphs> graphs) {
    m_session.runner().discard(std::exchange(m_graphs, std::move(graphs)));
    Q_EMIT changed();
}

const QUndoCommand* GraphEditing::nextUndo() const {
    for (int n = m_stack.index() - 1; n >= 0; --n)
        if (!isStale(m_stack.command(n)))
            return m_stack.command(n);
    return nullptr;
}

const QUndoCommand* GraphEditing::nextRedo() const {
    for (int n = m_stack.index(); n < m_stack.count(); ++n)
        if (!isStale(m_stack.command(n)))
            return m_stack.command(n);
    return nullptr;
}

void GraphEditing::undo() {
    enqueue([this] {
        while (m_stack.canUndo() && isStale(m_stack.command(m_stack.index() - 1)))
            m_stack.undo(); // it goes
        m_stack.undo();
        if (!m_going) // it only moved something in the picture
            finish();
    });
}

void GraphEditing::redo() {
    enqueue([this] {
        while (m_stack.canRedo() && isStale(m_stack.command(m_stack.index())))
            m_stack.redo();
        m_stack.redo();
        if (!m_going)
            finish();
    });
}

/// Whether the list would go there now.
bool GraphEditing::isNextStep(int number, bool undoing) const {
    const int at = undoing ? m_stack.index() - 1 : m_stack.index();
    const auto* step = at < 0 ? nullptr : dynamic_cast<const EditStep*>(m_stack.command(at));
    return step && (undoing ? step->from() : step->to()) == number;
}

void GraphEditing::discard() {
    setTyping(false);
    enqueue([this] {
        giveUpTheWay();
        if (!m_states.isModified())
            return finish();
        const std::string graph =
            unsavedSteps() > 0 ? m_states.now().draft.steps.back()->graph : std::string();
        push({{m_states.base, {}}, {}}, m_disk, graph, tr("discarding the edits"));
        if (isClashing())
            rebase();
        else
            finish();
    });
}

} // namespace stemma::ui
