// SPDX-License-Identifier: MIT
// The way back in the history of graphs: what is asked before it is gone.
#include <algorithm>

#include <QTreeView>

#include "ui/graph/graph_history_pane.h"
#include "ui/graph/history_plan.h"
#include "ui/graph/part_names.h"
#include "ui/history/diff_view.h"
#include "ui/history/timeline_model.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr std::size_t mostParts = 200; // more are not chosen one by one

/// The node that comes back with a part, and without which that can't be: the target of a relation.
std::string neededBy(const GraphStates& states, const diff::Change& change) {
    if (change.what != "relation" || change.kind != diff::ChangeKind::added)
        return {};
    const graph::Relation* relation = states.afterStore.relation(change.id);
    return relation && !states.beforeStore.node(relation->target) ? relation->target : std::string();
}

} // namespace

void GraphHistoryPane::showButtons() {
    const bool whole = of() == Of::user;
    if (m_choice.restorable) {
        const QString& version = m_choice.restorableText;
        const QString text =
            of() == Of::node
                ? tr("Restore the node as it was %1", "… before “edited” by agent, 14:02").arg(version)
            : whole
                ? tr("Restore all graphs as they were %1", "… before “edited” by agent, 14:02").arg(version)
                : tr("Restore the graph as it was %1", "… before “edited” by agent, 14:02").arg(version);
        const QString first = of() == Of::node ? tr("Restore the node as it was")
                              : whole          ? tr("Restore all graphs as they were")
                                               : tr("Restore the graph as it was");
        setRestoreButton(!m_past->isWriting(), {text, first, version});
    } else {
        setRestoreButton(false, {tr("Nothing to restore here"), {}, {}});
    }
    setSpecialButton(undoableRow() ? tr("Undo This Change…") : QString());
}

/// The one change of ours that is selected, if it can be taken out.
const graph::GraphRow* GraphHistoryPane::undoableRow() const {
    const std::vector<TimelineEntry> entries = selectedEntries();
    if (!m_past || !m_past->timeline() || !m_read || entries.size() != 1 ||
        entries.front().kind != EntryKind::change || entries.front().hole || entries.front().undone)
        return nullptr;
    const auto& rows = m_past->timeline()->rows;
    return entries.front().row < rows.size() ? &rows[entries.front().row] : nullptr;
}

void GraphHistoryPane::offerRestore() {
    if (!m_past || !m_choice.restorable)
        return;
    m_remade = false;
    m_offer.reset();
    m_parts.clear();
    m_asking = true;
    graph::RestoreScope scope;
    scope.wholeUser = of() == Of::user;
    if (of() == Of::node)
        scope.nodes = {m_scope.node};
    m_past->previewRestore(m_scope.graph, m_entries.versions[*m_choice.restorable], scope,
                           m_choice.restorableText);
}

void GraphHistoryPane::doSpecial() {
    offerUndo();
}

void GraphHistoryPane::offerUndo() {
    const graph::GraphRow* row = undoableRow();
    if (!row)
        return;
    m_remade = false;
    m_offer.reset();
    m_parts.clear();
    m_asking = true;
    const TimelineEntry entry = selectedEntries().front();
    m_past->previewUndo(m_scope.graph, row->action,
                        tr("“%1” by %2, %3", "a change: what, who, when")
                            .arg(entry.action, actorText(entry.actor), shortTime(entry.ts, now())));
}

/// What differs can be left out, part by part; what an undo takes out is one.
void GraphHistoryPane::takeParts(const GraphOffer& offer) {
    m_parts.clear();
    m_checks.clear();
    m_needs.clear();
    if (!offer.undoes.empty() || offer.scope.wholeUser)
        return;
    const bool bare = offer.version.at == graph::GraphVersion::At::backup;
    const PartNames names(*offer.states);
    for (const diff::Change& change : shownChanges(*offer.states, m_scope)) {
        if (change.kind == diff::ChangeKind::moved || (bare && change.what != "node"))
            continue;
        const QString title = names.titleOf(change);
        const QString owner = change.parent.empty() ? QString() : names.nodeName(change.parent);
        m_parts.push_back({change.what, change.id});
        m_needs.push_back(neededBy(*offer.states, change));
        RestoreCheck check;
        check.text = owner.isEmpty()
                         ? tr("%1: %2", "what becomes of a part, which")
                               .arg(changeText(change.kind, change.what), isolated(title))
                         : tr("%1 of %2: %3", "what becomes of a part, of which node, which")
                               .arg(changeText(change.kind, change.what), isolated(owner), isolated(title));
        m_checks.push_back(std::move(check));
    }
    if (m_parts.size() < 2 || m_parts.size() > mostParts) {
        m_parts.clear();
        m_checks.clear();
    }
}

bool GraphHistoryPane::isWanted(std::size_t part) const {
    if (!m_checks[part].wanted)
        return false;
    for (std::size_t n = 0; n < m_parts.size(); ++n)
        if (m_parts[n].what == "node" && m_parts[n].id == m_needs[part])
            return m_checks[n].wanted;
    return true;
}

graph::RestoreScope GraphHistoryPane::wishedScope() const {
    graph::RestoreScope scope = m_offer->scope;
    scope.nodes.clear();
    scope.parts.clear();
    scope.repairs.clear();
    for (std::size_t n = 0; n < m_parts.size(); ++n)
        if (isWanted(n))
            scope.parts.push_back(m_parts[n]);
    if (scope.parts.size() == m_parts.size()) {
        scope.parts.clear();
        if (of() == Of::node)
            scope.nodes = {m_scope.node};
    }
    return scope;
}

bool GraphHistoryPane::wantsNothing() const {
    return !m_checks.empty() && std::none_of(m_checks.begin(), m_checks.end(),
                                             [](const RestoreCheck& check) { return check.wanted; });
}

void GraphHistoryPane::changeWish() {
    if (!m_past || !m_offer)
        return;
    const std::vector<bool> parts = restorePanel()->wantedParts();
    for (std::size_t n = 0; n < m_checks.size() && n < parts.size(); ++n)
        if (m_checks[n].possible)
            m_checks[n].wanted = parts[n];
    for (std::size_t n = 0; n < m_checks.size(); ++n)
        m_checks[n].possible = isWanted(n) || !m_checks[n].wanted;
    const std::vector<bool> repairs = restorePanel()->wantedRepairs();
    m_unwanted.clear();
    for (std::size_t n = 0; n < m_offer->findings.size() && n < repairs.size(); ++n)
        if (!repairs[n])
            m_unwanted.insert(m_offer->findings[n].id);
    if (wantsNothing())
        return ask();
    m_remade = false;
    restorePanel()->setBusy(true);
    lookAgain();
}

/// As the person wishes it by now.
void GraphHistoryPane::lookAgain() {
    GraphOffer wished = *m_offer;
    if (m_offer->undoes.empty())
        wished.scope = wishedScope();
    m_past->previewAgain(wished);
}

void GraphHistoryPane::onPreview(const GraphOfferPtr& offer) {
    if (!m_asking || !isVisible())
        return;
    const bool first = !m_offer;
    m_offer = offer;
    if (first) {
        m_unwanted.clear();
        takeParts(*offer);
    }
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->afterText = offer->undoes.empty() ? tr("what the restore would make of it")
                                              : tr("what taking the change out would make of it");
    const PastScope scope = offer->undoes.empty() ? m_scope : PastScope();
    source->plan = [states = offer->states, scope](Unchanged unchanged) {
        return planGraphDifference(*states, scope, {}, unchanged);
    };
    source->rawPlan = [states = offer->states, scope](Unchanged unchanged) {
        return planFileDifference(*states, scope, unchanged);
    };
    diffView()->showDifference(std::move(source));
    showStates(offer->states);
    ask();
    showPanel();
    m_comparing.clear();
    showButtons();
}

void GraphHistoryPane::ask() {
    RestoreQuestion question;
    question.question = questionText();
    question.body = bodyText();
    question.act = m_offer->undoes.empty() ? QString() : tr("Undo This Change");
    question.parts = m_checks;
    question.partsTitle = tr("What comes back as it was:");
    question.repairsTitle = tr("What would no longer fit, and is repaired with it:");
    for (const graph::Finding& finding : m_offer->findings) {
        RestoreCheck check;
        check.text = fromUtf8(finding.repair.empty() ? finding.message : finding.repair);
        check.detail = fromUtf8(finding.message);
        check.possible = !finding.repair.empty();
        check.wanted = !m_unwanted.contains(finding.id);
        if (m_offer->undoes.empty())
            question.repairs.push_back(std::move(check));
    }
    question.possible = !m_offer->unchanged && !wantsNothing();
    restorePanel()->ask(question);
}

QString GraphHistoryPane::questionText() const {
    if (!m_offer->undoes.empty())
        return tr("Take the change %1 out?", "“edited” by agent, 14:02").arg(m_offer->text);
    if (m_offer->scope.wholeUser)
        return tr("Restore all graphs as they were %1?", "… before “edited” by agent, 14:02")
            .arg(m_offer->text);
    if (of() == Of::node)
        return tr("Restore the node %1 as it was %2?")
            .arg(isolated(m_nodeName.isEmpty() ? fromUtf8(m_scope.node) : m_nodeName), m_offer->text);
    return tr("Restore the graph %1 as it was %2?").arg(isolated(m_graphTitle), m_offer->text);
}

QString GraphHistoryPane::bodyText() const {
    QStringList lines;
    if (m_remade)
        lines << tr("The data were changed meanwhile: this preview is made anew.");
    if (m_offer->unchanged)
        return (lines << tr("It is like that already: there is nothing to write.")).join(QLatin1Char('\n'));
    lines << tr("What it will change is shown below.");
    if (!m_offer->undoes.empty()) {
        lines << tr("Later changes stay.");
    } else {
        QStringList lost;
        for (const auto& [actor, count] : changesSince(*m_past->timeline(), m_scope, m_offer->version))
            lost << changesBy(actor, count);
        if (!lost.isEmpty())
            lines << tr("These later changes will no longer be in it: %1. They stay in the history.")
                         .arg(lost.join(tr(", ", "between items of a list")));
        if (m_offer->version.at == graph::GraphVersion::At::backup)
            lines << (m_offer->scope.wholeUser
                          ? tr("The backup holds the registries alone: the files of nodes, relations and "
                               "attributes stay as they are.")
                          : tr("The backup holds the registries alone: which nodes are in the graph is "
                               "restored, not what they say."));
    }
    lines << tr("This can be undone.");
    return lines.join(QLatin1Char('\n'));
}

void GraphHistoryPane::acceptRestore() {
    if (!m_past || !m_offer)
        return;
    GraphOffer accepted = *m_offer;
    accepted.scope.repairs.clear();
    for (const graph::Finding& finding : m_offer->findings)
        if (!finding.repair.empty() && !m_unwanted.contains(finding.id) && accepted.undoes.empty())
            accepted.scope.repairs.push_back(finding.id);
    restorePanel()->setBusy(true);
    m_past->accept(accepted);
}

void GraphHistoryPane::forgetOffer() {
    if (m_past)
        m_past->cancelPreview();
    m_asking = false;
    if (m_past && m_offer)
        m_past->session().runner().discard(std::move(m_offer));
    m_offer.reset();
    m_comparing.clear();
}

/// Somebody wrote since: what it would do now is another thing.
void GraphHistoryPane::onRefused(const Error& error) {
    if (!isAsking() || !m_offer) {
        m_asking = false;
        return;
    }
    restorePanel()->setBusy(false);
    if (error.code == ErrorCode::conflict) {
        m_remade = true;
        lookAgain();
    }
}

void GraphHistoryPane::onGraphs() {
    if (!isAsking() || !m_offer || m_past->isWriting())
        return;
    m_remade = true;
    lookAgain();
}

void GraphHistoryPane::onWritten() {
    m_toNewest = true; // as soon as it is there
    if (isAsking())
        closePanel();
}

} // namespace stemma::ui
