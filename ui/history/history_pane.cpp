// SPDX-License-Identifier: MIT
#include "ui/history/history_pane.h"

#include <QCoreApplication>
#include <QLabel>
#include <QTreeView>

#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/text/content_text.h"

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

HistoryPane::HistoryPane(QWidget* parent)
    : TimelinePane(parent) {
    timelineView()->setAccessibleName(tr("History of the report, newest first"));
    setAgainstNow(tr("Compare the selected version with the report as it is now"));
    setSession(nullptr);
}

Timestamp HistoryPane::now() const {
    return m_session ? m_session->library().environment().clock.now() : Timestamp{};
}

void HistoryPane::setSession(ReportSession* session) {
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        m_session->setHistoryWanted(false);
    }
    m_session = session;
    m_fresh = true;
    m_comparing.clear();
    m_other.reset();
    m_offer.reset();
    restorePanel()->hide();
    model()->setItems({});
    diffView()->setRunner(session != nullptr ? &session->library().runner() : nullptr);
    note()->setText(session == nullptr ? tr("No report is open.") : QString());
    choose();
    if (session == nullptr)
        return;
    connectSession();
    if (isVisible())
        session->setHistoryWanted(true);
    onTimeline();
}

void HistoryPane::connectSession() {
    connect(m_session, &ReportSession::timelineChanged, this, &HistoryPane::onTimeline);
    connect(m_session, &ReportSession::compared, this, &HistoryPane::onCompared);
    connect(m_session, &ReportSession::previewReady, this, &HistoryPane::onPreview);
    connect(m_session, &ReportSession::restored, this, &HistoryPane::onRestored);
    connect(m_session, &ReportSession::failed, this, &HistoryPane::onFailed);
    connect(m_session, &ReportSession::undoChanged, this, &HistoryPane::showButtons);
    connect(m_session, &QObject::destroyed, this, [this] { setSession(nullptr); });
}

void HistoryPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_session)
        m_session->setHistoryWanted(true);
}

void HistoryPane::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (m_session)
        m_session->setHistoryWanted(false);
}

void HistoryPane::onTimeline() {
    if (!m_session || !m_session->timeline())
        return;
    model()->setNow(now());
    model()->setItems(timelineItems(*m_session->timeline()));
    if (std::exchange(m_fresh, false) && !m_other) {
        chooseOnly(firstToShow());
        timelineView()->scrollToTop();
    }
    choose();
    const auto offer = isAsking() ? m_offer : nullptr;
    const auto& timeline = *m_session->timeline();
    if (offer && timeline.live && timeline.versions[*timeline.live].sha256 != offer->preview.baseSha256) {
        m_remade = true;
        m_session->previewAgain(*offer);
    }
}

/// The newest change is what one comes for; to a damaged report, the newest version that can be restored.
QModelIndex HistoryPane::firstToShow() const {
    const history::Timeline& timeline = *m_session->timeline();
    for (int row = 1; !liveIsReadable() && row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (chooseVersions(comparedVersions(timeline), {*model()->rowData(index)}, Against::itself, now())
                .restorable)
            return index;
    }
    return model()->index(model()->rowCount() > 1 ? 1 : 0, 0);
}

void HistoryPane::showDifference(std::shared_ptr<const DiffSource> source) {
    closePanel();
    m_other.reset();
    timelineView()->clearSelection();
    m_comparing.clear();
    m_other = std::move(source);
    diffView()->showDifference(m_other);
}

void HistoryPane::choose() {
    if (m_other && (!m_session || selectedEntries().empty()))
        return;
    m_other.reset();
    if (!m_session || !m_session->timeline()) {
        m_choice = {};
        diffView()->showMessage(m_session ? tr("Reading the history …") : QString());
        showButtons();
        return;
    }
    const history::Timeline& timeline = *m_session->timeline();
    m_choice = chooseVersions(comparedVersions(timeline), selectedEntries(), against(), now());
    showButtons();
    if (isAsking())
        return;
    if (!m_choice.before || !m_choice.after) {
        m_comparing.clear();
        diffView()->showMessage(m_choice.why);
        return;
    }
    const std::string comparing = timeline.versions[*m_choice.before].sha256 +
                                  timeline.versions[*m_choice.after].sha256 +
                                  m_choice.beforeText.toStdString() + m_choice.afterText.toStdString();
    if (std::exchange(m_comparing, comparing) != comparing)
        m_session->compare(*m_choice.before, *m_choice.after, m_choice.beforeText, m_choice.afterText);
}

void HistoryPane::onCompared(const std::shared_ptr<const Comparison>& comparison) {
    if (isAsking() || m_comparing.empty())
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = comparison->beforeText;
    source->afterText = comparison->afterText;
    source->before = comparison->beforeBytes;
    source->after = comparison->afterBytes;
    diffView()->showDifference(std::move(source));
}

void HistoryPane::showButtons() {
    const QString& version = m_choice.restorableText;
    if (m_choice.restorable)
        setRestoreButton(true,
                         {tr("Restore the version %1", "… before “edited” by agent, 14:02").arg(version),
                          tr("Restore the version"), version});
    else
        setRestoreButton(false, {tr("Nothing to restore here"), {}, {}});
    const std::vector<TimelineEntry> entries = selectedEntries();
    QString special;
    if (entries.size() == 1 && entries.front().kind == EntryKind::change &&
        entries.front().actionType == "revert" && !entries.front().hole)
        special = tr("Undo this restore");
    else if (entries.size() == 1 && entries.front().kind == EntryKind::unrecorded &&
             entries.front().current && liveIsReadable())
        special = tr("Record this change");
    setSpecialButton(special);
}

bool HistoryPane::liveIsReadable() const {
    const auto timeline = m_session ? m_session->timeline() : nullptr;
    return timeline && timeline->live && timeline->versions[*timeline->live].readable;
}

void HistoryPane::offerRestore() {
    if (!m_session || !m_choice.restorable)
        return;
    m_remade = false;
    m_session->previewRestore(*m_choice.restorable, m_choice.restorableText);
}

void HistoryPane::doSpecial() {
    const std::vector<TimelineEntry> entries = selectedEntries();
    if (!m_session || !m_session->timeline() || entries.size() != 1)
        return;
    if (entries.front().kind == EntryKind::unrecorded) {
        m_session->recordUnrecordedChange();
        return;
    }
    const auto& event = m_session->timeline()->rows[entries.front().row].event;
    m_remade = false;
    if (event && !m_session->undoIf(event->action))
        m_session->previewUndo(*event);
}

void HistoryPane::acceptRestore() {
    if (!m_session || !m_offer)
        return;
    restorePanel()->setBusy(true);
    m_session->restore(*m_offer);
}

void HistoryPane::forgetOffer() {
    if (m_session)
        m_session->cancelPreview();
    m_offer.reset();
    m_comparing.clear();
}

void HistoryPane::onPreview(const std::shared_ptr<const RestoreOffer>& offer) {
    m_offer = offer;
    RestoreQuestion question;
    question.question =
        tr("Restore the version %1?", "… before “edited” by agent, 14:02").arg(offer->versionText);
    question.body = restoreText(offer->preview);
    if (std::exchange(m_remade, false))
        question.body = tr("The report was changed meanwhile: this preview is made anew.") +
                        QLatin1Char('\n') + question.body;
    question.possible = !offer->preview.unchanged;
    restorePanel()->ask(question);
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->afterText = tr("what the restore would make of it");
    source->before = offer->liveBytes;
    source->after = offer->preview.bytes;
    diffView()->showDifference(std::move(source));
    showPanel();
    m_comparing.clear();
    showButtons();
}

void HistoryPane::onRestored() {
    closePanel();
    if (model()->rowCount() > 1 && isVisible())
        chooseOnly(model()->index(1, 0));
}

void HistoryPane::onFailed(const Error& error) {
    const auto offer = isAsking() ? m_offer : nullptr;
    if (!offer) {
        m_comparing.clear();
        return;
    }
    restorePanel()->setBusy(false);
    if (error.code == ErrorCode::conflict && m_session) { // somebody wrote since: show what it would do now
        m_remade = true;
        m_session->previewAgain(*offer);
    }
}

} // namespace stemma::ui
