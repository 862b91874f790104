// SPDX-License-Identifier: MIT
#include "ui/history/history_pane.h"

#include <QLabel>
#include <QToolButton>
#include <QTreeView>

#include "ui/history/diff_view.h"
#include "ui/history/history_finder.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/part_scope_bar.h"
#include "ui/history/restore_panel.h"
#include "ui/history/take_out_text.h"
#include "ui/history/timeline_marks.h"
#include "ui/history/timeline_model.h"
#include "ui/history/version_note.h"
#include "ui/session/trust_check.h"
#include "ui/session/version_marks.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {
HistoryPane::HistoryPane(QWidget* parent)
    : TimelinePane(parent)
    , m_overlaps(new OverlapChooser) {
    restorePanel()->addPart(m_overlaps);
    connect(m_overlaps, &OverlapChooser::changed, this, &HistoryPane::lookAgain);
    buildParts();
    timelineView()->setAccessibleName(tr("History of the report, newest first"));
    setAgainstNow(tr("Compare the selected version with the report as it is now"));
    buildTrust();
    buildFinding();
    buildScope();
    buildMarking();
    setSession(nullptr);
}

Timestamp HistoryPane::now() const {
    return m_session ? m_session->library().environment().clock.now() : Timestamp{};
}

void HistoryPane::setSession(ReportSession* session) {
    m_versionNote->keep();
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        m_session->setHistoryWanted(false);
    }
    m_session = session;
    if (m_marks)
        m_marks->setReport(session == nullptr ? ReportId() : session->id());
    m_fresh = true;
    m_part.reset();
    m_whole.reset();
    m_wantedChange.clear();
    m_shown.reset();
    ++m_listGeneration;
    m_listing = false;
    m_afterList.clear();
    m_scopeBar->setScope(std::nullopt);
    m_scopeBar->setChosen(std::nullopt);
    m_scopeBar->setTouched({});
    m_comparing.clear();
    m_place.reset();
    m_hit.reset();
    m_finder->setSession(session);
    if (m_trust)
        m_trust->setSession(session);
    m_other.reset();
    m_offer.reset();
    m_takeOut.reset();
    m_wantedVersion.clear();
    m_overlaps->clear();
    forgetParts();
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
    connect(m_session, &ReportSession::notCompared, this, &HistoryPane::onNotCompared);
    connect(m_session, &ReportSession::previewReady, this, &HistoryPane::onPreview);
    connect(m_session, &ReportSession::takeOutReady, this, &HistoryPane::onTakeOut);
    connect(m_session, &ReportSession::partsReady, this, &HistoryPane::onPartsReady);
    connect(m_session, &ReportSession::partsOffered, this, &HistoryPane::onPartsOffered);
    connect(m_session, &ReportSession::partsRefused, this, &HistoryPane::onPartsRefused);
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
    m_finder->historyChanged();
    if (m_scopeBar->scope())
        readPart();
    list([this] {
        if (m_shown && std::exchange(m_fresh, false) && !m_other) {
            chooseOnly(firstToShow());
            timelineView()->scrollToTop();
        }
        showWantedChange();
        choose();
    });
    chooseHit();
    offerWantedVersion();
    const auto& timeline = *m_session->timeline();
    if (isAsking() && timeline.live && timeline.versions[*timeline.live].sha256 != offeredBase()) {
        m_remade = true;
        lookAgain();
    }
}

void HistoryPane::offerRestoreOf(const std::string& version) {
    m_wantedVersion = version;
    offerWantedVersion();
}

void HistoryPane::offerWantedVersion() {
    if (!m_session || !m_session->timeline() || m_wantedVersion.empty())
        return;
    const auto version = history::findVersion(*m_session->timeline(), m_wantedVersion);
    if (!version && m_session->timelineIsPartial())
        return; // it may be further up
    m_wantedVersion.clear();
    if (version)
        m_session->previewRestore(*version);
    else
        Q_EMIT failed(version.error());
}

/// The newest change is what one comes for; to a damaged report, the newest version that can be restored.
QModelIndex HistoryPane::firstToShow() const {
    for (int row = 1; !liveIsReadable() && row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (chooseVersions(m_versions, {*model()->rowData(index)}, Against::itself, now()).restorable)
            return index;
    }
    return model()->index(model()->rowCount() > 1 ? 1 : 0, 0);
}

void HistoryPane::showDifference(std::shared_ptr<const DiffSource> source,
                                 std::optional<PartsOrigin> origin) {
    closePanel();
    m_other.reset();
    timelineView()->clearSelection();
    m_comparing.clear();
    m_other = std::move(source);
    m_otherOrigin = std::move(origin);
    Q_EMIT restorableChanged();
    diffView()->showDifference(m_other);
}

void HistoryPane::choose() {
    if (m_other && (!m_session || selectedEntries().empty()))
        return;
    m_other.reset();
    if (!m_session || !m_shown) {
        m_choice = {};
        diffView()->showMessage(m_session ? tr("Reading the history …") : QString());
        showButtons();
        return;
    }
    const history::Timeline& timeline = *m_shown;
    m_choice = chooseVersions(m_versions, selectedEntries(), against(), now());
    showButtons();
    if (isAsking())
        return;
    if (!m_choice.before || !m_choice.after) {
        m_comparing.clear();
        diffView()->showMessage(m_choice.why);
        return;
    }
    const history::Version& before = timeline.versions[*m_choice.before];
    const history::Version& after = timeline.versions[*m_choice.after];
    const QString part = m_part ? partText(m_part->scope) : QString();
    const std::string comparing = before.sha256 + after.sha256 + m_choice.beforeText.toStdString() +
                                  m_choice.afterText.toStdString() + part.toStdString();
    if (std::exchange(m_comparing, comparing) == comparing)
        return;
    m_compared.clear();
    m_place.reset();
    m_session->compare(before, after, m_choice.beforeText, m_choice.afterText);
}

void HistoryPane::onCompared(const std::shared_ptr<const Comparison>& comparison) {
    if (isAsking() || m_comparing.empty())
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = comparison->beforeText;
    source->afterText = comparison->afterText;
    source->afterAlone = m_choice.afterAlone;
    source->before = comparison->beforeBytes;
    source->after = comparison->afterBytes;
    if (m_part)
        source->keep = [question = m_part->scope.question](const history::Comparison& whole) {
            return report::changesOfPart(whole, question);
        };
    diffView()->showDifference(std::move(source));
    showTouched(comparison);
    m_compared = m_comparing;
    showPlace();
}

/// What was chosen before doesn't stay beside another row.
void HistoryPane::onNotCompared(const Error& error) {
    if (isAsking() || m_comparing.empty())
        return;
    m_comparing.clear();
    diffView()->showMessage(errorText(error));
}

void HistoryPane::showButtons() {
    const QString& version = m_choice.restorableText;
    if (m_choice.restorable)
        setRestoreButton(true,
                         {tr("Restore the version %1", "… before “edited” by agent, 14:02").arg(version),
                          tr("Restore the version"), version});
    else
        setRestoreButton(false, {tr("Nothing to restore here"), {}, {}});
    const std::size_t changes = undoable().size();
    if (canBeRecorded())
        setSpecialButton(tr("Record this change"), Special::other);
    else
        setSpecialButton(changes == 0 ? QString()
                                      : tr("%1…", "Undo This Change").arg(undoChangesText(changes)));
    showMarks();
}

bool HistoryPane::canBeRecorded() const {
    const std::vector<TimelineEntry> entries = selectedEntries();
    return entries.size() == 1 && entries.front().kind == EntryKind::unrecorded && entries.front().current &&
           liveIsReadable();
}

bool HistoryPane::liveIsReadable() const {
    const auto timeline = m_session ? m_session->timeline() : nullptr;
    return timeline && timeline->live && timeline->versions[*timeline->live].readable;
}

} // namespace stemma::ui
