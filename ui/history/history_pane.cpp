// SPDX-License-Identifier: MIT
#include "ui/history/history_pane.h"

#include <algorithm>

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_delegate.h"
#include "ui/history/timeline_model.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"

namespace stemma::ui {
namespace {

constexpr int sideBySideFrom = 760; // pixels: wider than this, list and difference stand beside each other
constexpr int tickMs = 30'000;

} // namespace

HistoryPane::HistoryPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new TimelineModel(this))
    , m_list(new QTreeView)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_diff(new DiffView)
    , m_panel(new RestorePanel) {
    buildList();
    buildButtons();
    auto* right = new QWidget;
    auto* rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_panel);
    rightLayout->addWidget(m_diff, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(6, 6, 6, 6);
    buttons->addWidget(m_special);
    buttons->addWidget(m_restore, 1);
    rightLayout->addLayout(buttons);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(right);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTop());
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_list);
    setMinimumWidth(280);
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] { m_model->setNow(now()); });
    timer->start(tickMs);
    setSession(nullptr);
}

QWidget* HistoryPane::buildTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("History"), top);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_empty = new QLabel(top);
    m_withNow = new QToolButton(top);
    m_withNow->setText(tr("Compare with now"));
    m_withNow->setToolTip(tr("Compare the selected version with the report as it is now"));
    m_withNow->setCheckable(true);
    connect(m_withNow, &QToolButton::toggled, this, &HistoryPane::choose);
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->addWidget(title);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_withNow);
    return top;
}

void HistoryPane::buildList() {
    m_list->setModel(m_model);
    new QuietSelection(*m_list);
    m_list->setItemDelegate(new TimelineDelegate(m_list));
    m_list->setHeaderHidden(true);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setIndentation(14);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("History of the report, newest first"));
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPane::choose);
}

void HistoryPane::buildButtons() {
    m_restore = new QPushButton;
    m_restore->setIcon(themeIcon(IconName::restore));
    m_restore->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_special = new QPushButton;
    connect(m_restore, &QPushButton::clicked, this, &HistoryPane::offerRestore);
    connect(m_special, &QPushButton::clicked, this, &HistoryPane::doSpecial);
    connect(m_panel, &RestorePanel::accepted, this, [this] {
        if (m_session && m_panel->offer()) {
            m_panel->setBusy(true);
            m_session->restore(*m_panel->offer());
        }
    });
    connect(m_panel, &RestorePanel::rejected, this, [this] {
        closePanel();
        m_list->setFocus(Qt::OtherFocusReason);
    });
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
    m_panel->hide();
    m_model->setItems({});
    m_diff->setRunner(session != nullptr ? &session->library().runner() : nullptr);
    m_empty->setText(session == nullptr ? tr("No report is open.") : QString());
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

void HistoryPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() >= sideBySideFrom ? Qt::Horizontal : Qt::Vertical);
    showButtons();
}

void HistoryPane::onTimeline() {
    if (!m_session || !m_session->timeline())
        return;
    m_model->setNow(now());
    m_model->setItems(timelineItems(*m_session->timeline()));
    if (std::exchange(m_fresh, false) && !m_other) {
        chooseOnly(firstToShow());
        m_list->scrollToTop();
    }
    choose();
    const auto offer = m_panel->isVisibleTo(this) ? m_panel->offer() : nullptr;
    const auto& timeline = *m_session->timeline();
    if (offer && timeline.live && timeline.versions[*timeline.live].sha256 != offer->preview.baseSha256) {
        m_remade = true;
        m_session->previewAgain(*offer);
    }
}

/// The newest change is what one comes for; to a damaged report, the newest version that can be restored.
QModelIndex HistoryPane::firstToShow() const {
    const history::Timeline& timeline = *m_session->timeline();
    for (int row = 1; !liveIsReadable() && row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (chooseVersions(timeline, {*m_model->rowData(index)}, Against::itself, now()).restorable)
            return index;
    }
    return m_model->index(m_model->rowCount() > 1 ? 1 : 0, 0);
}

std::vector<TimelineEntry> HistoryPane::selectedEntries() const {
    std::vector<TimelineEntry> entries;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes())
        if (const TimelineEntry* entry = m_model->rowData(index))
            entries.push_back(*entry);
    return entries;
}

void HistoryPane::showDifference(std::shared_ptr<const DiffSource> source) {
    closePanel();
    m_other.reset();
    m_list->clearSelection();
    m_comparing.clear();
    m_other = std::move(source);
    m_diff->showDifference(m_other);
}

void HistoryPane::choose() {
    if (m_other && (!m_session || selectedEntries().empty()))
        return;
    m_other.reset();
    if (!m_session || !m_session->timeline()) {
        m_choice = {};
        m_diff->showMessage(m_session ? tr("Reading the history …") : QString());
        showButtons();
        return;
    }
    const history::Timeline& timeline = *m_session->timeline();
    m_choice = chooseVersions(timeline, selectedEntries(),
                              m_withNow->isChecked() ? Against::now : Against::itself, now());
    showButtons();
    if (m_panel->isVisibleTo(this))
        return;
    if (!m_choice.before || !m_choice.after) {
        m_comparing.clear();
        m_diff->showMessage(m_choice.why);
        return;
    }
    const std::string comparing = timeline.versions[*m_choice.before].sha256 +
                                  timeline.versions[*m_choice.after].sha256 +
                                  m_choice.beforeText.toStdString() + m_choice.afterText.toStdString();
    if (std::exchange(m_comparing, comparing) != comparing)
        m_session->compare(*m_choice.before, *m_choice.after, m_choice.beforeText, m_choice.afterText);
}

void HistoryPane::onCompared(const std::shared_ptr<const Comparison>& comparison) {
    if (m_panel->isVisibleTo(this) || m_comparing.empty())
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = comparison->beforeText;
    source->afterText = comparison->afterText;
    source->before = comparison->beforeBytes;
    source->after = comparison->afterBytes;
    m_diff->showDifference(std::move(source));
}

void HistoryPane::showButtons() {
    const QString name =
        m_choice.restorable
            ? tr("Restore the version %1", "… before “edited” by agent, 14:02").arg(m_choice.restorableText)
            : tr("Nothing to restore here");
    const bool wasEnabled = m_restore->isEnabled();
    m_restore->setEnabled(m_choice.restorable.has_value() && !m_panel->isVisibleTo(this));
    if (m_restore->isEnabled() != wasEnabled)
        Q_EMIT restorableChanged();
    const int room = qMax(80, m_restore->width() - 44);
    const bool fits = m_restore->fontMetrics().horizontalAdvance(name) <= room;
    const QString second = m_restore->fontMetrics().elidedText(m_choice.restorableText, Qt::ElideRight, room);
    m_restore->setText(fits || !m_choice.restorable ? name
                                                    : tr("Restore the version") + QLatin1Char('\n') + second);
    m_restore->setToolTip(name);
    m_restore->setAccessibleName(name);
    const std::vector<TimelineEntry> entries = selectedEntries();
    QString special;
    if (entries.size() == 1 && entries.front().kind == EntryKind::change &&
        entries.front().actionType == "revert" && !entries.front().hole)
        special = tr("Undo this restore");
    else if (entries.size() == 1 && entries.front().kind == EntryKind::unrecorded &&
             entries.front().current && liveIsReadable())
        special = tr("Record this change");
    m_special->setText(special);
    m_special->setVisible(!special.isEmpty());
    m_special->setEnabled(!m_panel->isVisibleTo(this));
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

void HistoryPane::onPreview(const std::shared_ptr<const RestoreOffer>& offer) {
    m_panel->setOffer(offer,
                      std::exchange(m_remade, false) ? RestorePanel::Made::again : RestorePanel::Made::first);
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("now");
    source->afterText = tr("what the restore would make of it");
    source->before = offer->liveBytes;
    source->after = offer->preview.bytes;
    m_diff->showDifference(std::move(source));
    m_panel->show();
    m_comparing.clear();
    showButtons();
}

/// Whatever keys are still held down: with Ctrl of Ctrl+Z, the view's own way would add to the selection.
void HistoryPane::chooseOnly(const QModelIndex& index) {
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
}

void HistoryPane::onRestored() {
    closePanel();
    if (m_model->rowCount() > 1 && isVisible())
        chooseOnly(m_model->index(1, 0));
}

void HistoryPane::onFailed(const Error& error) {
    const auto offer = m_panel->isVisibleTo(this) ? m_panel->offer() : nullptr;
    if (!offer) {
        m_comparing.clear();
        return;
    }
    m_panel->setBusy(false);
    if (error.code == ErrorCode::conflict && m_session) { // somebody wrote since: show what it would do now
        m_remade = true;
        m_session->previewAgain(*offer);
    }
}

void HistoryPane::closePanel() {
    // Hidden, it would leave the focus to whatever comes next.
    if (m_panel->isAncestorOf(QApplication::focusWidget()))
        m_list->setFocus(Qt::OtherFocusReason);
    if (m_session)
        m_session->cancelPreview();
    m_panel->hide();
    m_comparing.clear();
    choose();
}

void HistoryPane::compareWithPrevious() {
    m_withNow->setChecked(false);
    if (m_model->rowCount() > 1)
        chooseOnly(m_model->index(1, 0));
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void HistoryPane::setComparedWithNow(bool now) {
    m_withNow->setChecked(now);
}

void HistoryPane::nextChange() {
    m_diff->nextChange();
}

void HistoryPane::previousChange() {
    m_diff->previousChange();
}

void HistoryPane::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
    } else if (m_panel->isVisibleTo(this)) {
        closePanel();
        m_list->setFocus(Qt::OtherFocusReason);
    } else {
        Q_EMIT closeRequested();
    }
}

} // namespace stemma::ui
