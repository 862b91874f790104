// SPDX-License-Identifier: MIT
// Going back to how graphs were.
#include <algorithm>
#include <utility>

#include "ui/session/graph_past.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

Result<GraphOfferPtr> offerOf(io::Disk& disk, const UserGraphs& graphs, GraphOffer offer) {
    offer.scope.base = nullptr;
    auto preview = offer.undoes.empty() ? graph::previewRestore(disk, graphs.folder, offer.graph,
                                                                graph::nameOf(offer.version), offer.scope)
                                        : graph::previewUndo(disk, graphs.folder, offer.undoes);
    if (!preview)
        return fail(preview.error());
    auto states = std::make_shared<GraphStates>();
    states->before = *preview->base;
    states->after = std::move(preview->files);
    states->beforeStore = graph::readGraphStore(states->before);
    states->afterStore = graph::readGraphStore(states->after);
    offer.states = std::move(states);
    offer.scope.base = std::move(preview->base);
    offer.findings = std::move(preview->findings);
    std::stable_partition(offer.findings.begin(), offer.findings.end(),
                          [](const graph::Finding& finding) { return !finding.repair.empty(); });
    offer.unchanged = preview->differences.empty();
    return std::make_shared<const GraphOffer>(std::move(offer));
}

} // namespace

void GraphPast::previewRestore(const std::string& graph, const graph::GraphVersion& version,
                               const graph::RestoreScope& scope, const QString& text) {
    GraphOffer offer;
    offer.graph = graph;
    offer.version = version;
    offer.scope = scope;
    offer.text = text;
    previewAgain(offer);
}

void GraphPast::previewUndo(const std::string& graph, const ActionId& action, const QString& text) {
    GraphOffer offer;
    offer.graph = graph;
    offer.undoes = action;
    offer.text = text;
    previewAgain(offer);
}

void GraphPast::previewAgain(const GraphOffer& offer) {
    const auto graphs = m_session.graphs();
    if (!graphs)
        return;
    m_session.runner().run(
        this, [&disk = m_session.environment().disk, graphs, offer] { return offerOf(disk, *graphs, offer); },
        [this, generation = ++m_previewGeneration](Result<GraphOfferPtr> made) {
            if (generation != m_previewGeneration) {
                m_session.runner().discard(std::move(made));
                return;
            }
            if (made)
                Q_EMIT previewReady(*made);
            else
                Q_EMIT failed(made.error());
        });
}

void GraphPast::accept(const GraphOffer& offer) {
    GraphWritten told;
    if (offer.undoes.empty()) {
        told.what = tr("Restored the version %1.", "… before “edited” by agent, 14:02").arg(offer.text);
        told.label = tr("restoring the version %1", "… before “edited” by agent, 14:02").arg(offer.text);
    } else {
        told.what = tr("Took the change %1 out.").arg(offer.text);
        told.label = tr("taking the change %1 out").arg(offer.text);
    }
    write(
        [offer](const graph::GraphWorkspace& workspace) {
            return offer.undoes.empty()
                       ? graph::restoreGraph(workspace, offer.graph, graph::nameOf(offer.version),
                                             offer.scope)
                       : graph::undoTransaction(workspace, offer.undoes, offer.scope.base.get());
        },
        std::move(told), nullptr);
}

void GraphPast::undo(const std::shared_ptr<ActionId>& action, const QString& label) {
    if (m_writing) { // quick keys: each is done in its turn
        m_waiting.emplace_back([this, action, label] { undo(action, label); });
        return;
    }
    if (action->empty())
        return;
    GraphWritten told;
    told.what = label.isEmpty() ? tr("Took it back.") : tr("Took back: %1.").arg(label);
    told.label = label;
    told.isNew = false;
    const bool begun = write(
        [undone = *action](const graph::GraphWorkspace& workspace) {
            return graph::undoTransaction(workspace, undone);
        },
        std::move(told), action);
    if (!begun)
        *action = {};
}

bool GraphPast::write(Write work, GraphWritten told, const std::shared_ptr<ActionId>& undone) {
    const auto graphs = m_session.graphs();
    if (m_writing || !graphs)
        return false;
    if (const QString why = m_whyNot ? m_whyNot() : QString(); !why.isEmpty()) {
        Q_EMIT failed({ErrorCode::usage, "write the change", graphs->folder, toUtf8(why), {}});
        return false;
    }
    m_writing = true;
    Q_EMIT busyChanged();
    m_session.runner().run(
        this,
        [&environment = m_session.environment(), graphs, work = std::move(work)] {
            const graph::GraphWorkspace workspace{environment, graphs->folder, history::Actor::human, {}, {},
                                                  {}};
            return work(workspace);
        },
        [this, told = std::move(told), undone,
         folder = graphs->folder](const Result<graph::SavedGraph>& saved) {
            m_writing = false;
            if (undone)
                *undone = saved ? saved->action : ActionId();
            Q_EMIT busyChanged();
            if (folder == m_folder)
                takeWritten(saved, told);
            m_session.refresh();
            refresh();
            if (!m_waiting.empty()) {
                const auto next = std::move(m_waiting.front());
                m_waiting.pop_front();
                next();
            }
        });
    return true;
}

void GraphPast::takeWritten(const Result<graph::SavedGraph>& saved, GraphWritten told) {
    if (!saved)
        return Q_EMIT failed(saved.error());
    told.action = saved->action;
    if (saved->unchanged) {
        told.action = {};
        told.what = tr("It is like that already: nothing was written.");
    }
    for (const std::string& warning : saved->warnings)
        told.warnings << fromUtf8(warning);
    Q_EMIT written(told);
}

} // namespace stemma::ui
