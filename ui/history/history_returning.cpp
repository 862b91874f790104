// SPDX-License-Identifier: MIT
// The way back in the history of a report: what is asked before a version is restored, or changes are taken
// out.
#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QTreeView>

#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/restore_panel.h"
#include "ui/history/take_out_text.h"
#include "ui/history/timeline_model.h"
#include "ui/merge/merge_desk.h"
#include "ui/session/undo_steps.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::RestorePanel)
};

QString lostText(const std::vector<report::RestorePreview::Lost>& lost) {
    QStringList parts;
    for (const report::RestorePreview::Lost& one : lost)
        parts << changesBy(one.actor, one.changes);
    return parts.join(Words::tr(", ", "between items of a list"));
}

/// Whether something of it could still be taken out, as far as the list knows.
bool canBeTakenOut(const TimelineEntry& entry) {
    return entry.kind == EntryKind::change && entry.before && entry.after && !entry.hole &&
           !entry.damagedBackup && !entry.inherited && !entry.unchanged && !entry.undone;
}

} // namespace

QString restoreText(const report::RestorePreview& preview) {
    QStringList lines;
    if (preview.unchanged)
        lines << Words::tr("The report has this content already: there is nothing to restore.");
    else
        lines << Words::tr("What it will change in the report is shown below.");
    if (!preview.lost.empty())
        lines << Words::tr(
                     "These later changes will no longer be in the report: %1. They stay in the history.")
                     .arg(lostText(preview.lost));
    for (const std::string& note : preview.notes)
        lines << fromUtf8(note);
    if (!preview.unchanged)
        lines << Words::tr("This can be undone.");
    return lines.join(QLatin1Char('\n'));
}

std::shared_ptr<const TakeOutOffer> HistoryPane::takeOut() const {
    return m_offer && m_keep ? m_offer->keeping : m_takeOut;
}

std::string HistoryPane::offeredBase() const {
    if (m_partsBasis)
        return m_partsBasis->source.baseSha256;
    return m_takeOut ? m_takeOut->preview.baseSha256 : m_offer ? m_offer->preview.baseSha256 : std::string();
}

/// The selected changes that can be taken out, if all that is selected are changes.
std::vector<TimelineEntry> HistoryPane::undoable() const {
    std::vector<TimelineEntry> entries = selectedSingles();
    if (!liveIsReadable() || std::any_of(entries.begin(), entries.end(), [](const TimelineEntry& entry) {
            return entry.kind != EntryKind::change;
        }))
        return {};
    std::erase_if(entries, [](const TimelineEntry& entry) { return !canBeTakenOut(entry); });
    return entries;
}

void HistoryPane::offerRestore() {
    if (!m_session || !m_shown || !m_choice.restorable)
        return;
    m_remade = false;
    m_session->previewRestore(m_shown->versions[*m_choice.restorable], *m_choice.restorable,
                              m_choice.restorableText);
}

void HistoryPane::doSpecial() {
    if (!m_session || !m_shown)
        return;
    if (canBeRecorded()) {
        m_session->recordUnrecordedChange();
        return;
    }
    const std::vector<TimelineEntry> entries = undoable();
    std::vector<std::string> actions;
    for (const TimelineEntry& entry : entries)
        if (const auto& event = m_shown->rows[entry.row].event)
            actions.push_back(event->action.text());
    if (actions.empty())
        return;
    m_remade = false;
    const TimelineEntry& one = entries.front();
    m_session->previewTakeOut(std::move(actions),
                              entries.size() > 1
                                  ? QString()
                                  : tr("“%1” by %2, %3", "a change: what, who, when")
                                        .arg(one.action, actorText(one.actor), shortTime(one.ts, now())));
}

void HistoryPane::offerTakeOut(const ActionId& action) {
    if (!m_session)
        return;
    if (isAsking())
        closePanel();
    m_remade = false;
    m_session->previewTakeOut({action.text()}, {});
}

void HistoryPane::acceptRestore() {
    if (!m_session || (!m_offer && !m_takeOut && !m_partsOffer))
        return;
    restorePanel()->setBusy(true);
    if (m_partsOffer)
        m_session->restoreParts(*m_partsOffer);
    else if (m_takeOut)
        m_session->takeOut(*m_takeOut);
    else if (m_keep)
        m_session->restoreKeeping(*m_offer);
    else
        m_session->restore(*m_offer);
}

void HistoryPane::forgetOffer() {
    if (m_session)
        m_session->cancelPreview();
    m_offer.reset();
    m_takeOut.reset();
    m_keep = false;
    m_remade = false;
    m_overlaps->clear();
    m_comparing.clear();
    forgetParts();
}

void HistoryPane::changeWish() {
    if (m_partsBasis)
        return changePartsWish();
    if (!m_offer || !m_offer->keeping)
        return;
    m_keep = restorePanel()->wantsChoice();
    m_remade = false;
    showOffered();
}

/// As the person chose it by now, of the report as it is now.
void HistoryPane::lookAgain() {
    if (!m_session || !isAsking())
        return;
    restorePanel()->setBusy(true);
    if (m_partsBasis)
        m_session->openParts(m_partsBasis->origin);
    else if (m_takeOut)
        m_session->previewAgain(*m_takeOut, m_overlaps->resolutions());
    else if (m_offer)
        m_session->previewAgain(*m_offer, m_overlaps->resolutions());
}

void HistoryPane::onPreview(const std::shared_ptr<const RestoreOffer>& offer) {
    m_keep = offer->keeping && (m_offer && m_offer->keeping ? m_keep : offer->byProgram);
    m_offer = offer;
    m_takeOut.reset();
    forgetParts();
    showOffered();
}

void HistoryPane::onTakeOut(const std::shared_ptr<const TakeOutOffer>& offer) {
    m_takeOut = offer;
    m_offer.reset();
    forgetParts();
    m_keep = false;
    showOffered();
}

RestoreQuestion HistoryPane::restoreQuestion() const {
    RestoreQuestion question;
    question.question =
        tr("Restore the version %1?", "… before “edited” by agent, 14:02").arg(m_offer->versionText);
    question.body = m_keep ? keepingText(*m_offer) : restoreText(m_offer->preview);
    question.possible = m_keep ? !m_offer->keeping->preview.unchanged : !m_offer->preview.unchanged;
    if (m_offer->keeping)
        question.choice = RestoreCheck{
            tr("&Keep what people changed since"),
            tr("Takes out only what programs changed after that version, and leaves what people did."),
            m_keep};
    return question;
}

RestoreQuestion HistoryPane::takeOutQuestion() const {
    const auto timeline = m_session->timeline();
    RestoreQuestion question;
    question.question = ui::takeOutQuestion(*m_takeOut);
    question.body =
        takeOutText(m_takeOut->preview, timeline ? laterChanges(*timeline, m_takeOut->preview.undone)
                                                 : std::vector<report::RestorePreview::Lost>());
    question.act = undoChangesText(m_takeOut->preview.undone.size());
    question.possible = !m_takeOut->preview.unchanged;
    return question;
}

void HistoryPane::ask() {
    RestoreQuestion question = m_takeOut ? takeOutQuestion() : restoreQuestion();
    if (std::exchange(m_remade, false))
        question.body = tr("The report was changed meanwhile: this preview is made anew.") +
                        QLatin1Char('\n') + question.body;
    restorePanel()->ask(question);
    const auto report = m_session->report();
    const auto taken = takeOut();
    m_overlaps->setConflicts(taken ? taken->preview.resolved : std::vector<report::MergeConflict>(),
                             report ? partNames(report->outline) : PartNames());
}

void HistoryPane::showOffered() {
    const auto taken = takeOut();
    ask();
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->afterText = m_offer ? tr("what the restore would make of it")
                        : taken->preview.undone.size() == 1
                            ? tr("what undoing this change would make of it")
                            : tr("what undoing these changes would make of it");
    source->before = taken ? taken->liveBytes : m_offer->liveBytes;
    source->after = taken ? taken->preview.bytes : m_offer->preview.bytes;
    diffView()->showDifference(std::move(source));
    showPanel();
    m_comparing.clear();
    showButtons();
}

void HistoryPane::onRestored() {
    closePanel();
    afterList([this] {
        if (model()->rowCount() > 1 && isVisible())
            chooseOnly(model()->index(1, 0));
    });
}

void HistoryPane::onFailed(const Error& error) {
    if (!isAsking())
        return;
    restorePanel()->setBusy(false);
    if (error.code == ErrorCode::conflict &&
        (m_offer || m_takeOut || m_partsBasis)) { // somebody wrote since: show it anew
        m_remade = true;
        lookAgain();
    }
}

} // namespace stemma::ui
