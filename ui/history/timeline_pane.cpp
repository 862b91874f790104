// SPDX-License-Identifier: MIT
#include "ui/history/timeline_pane.h"

#include <map>
#include <utility>

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
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
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

constexpr int sideBySideFrom = 760; // pixels: wider than this, list and difference stand beside each other
constexpr int tickMs = 30'000;

} // namespace

TimelinePane::TimelinePane(QWidget* parent)
    : QWidget(parent)
    , m_model(new TimelineModel(this))
    , m_list(new QTreeView)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_diff(new DiffView)
    , m_panel(new RestorePanel) {
    buildList();
    buildButtons();
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(buildRight());
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({400, 600}); // the difference has the greater part, whatever it asks for
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
}

QWidget* TimelinePane::buildRight() {
    auto* right = new QWidget;
    auto* layout = m_right = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_panel);
    layout->addWidget(m_diff, 1);
    m_diff->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // what is asked has the room first
    m_acts = new QWidget(right);
    auto* buttons = new QHBoxLayout(m_acts);
    buttons->setContentsMargins(6, 6, 6, 6);
    buttons->setSpacing(6);
    buttons->addWidget(m_special);
    buttons->addWidget(m_restore, 1);
    layout->addWidget(m_acts);
    m_panel->installEventFilter(this);
    return right;
}

QWidget* TimelinePane::buildTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("History"), top);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_note = new QLabel(top);
    m_withNow = new QToolButton(top);
    m_withNow->setText(tr("Compare with now"));
    m_withNow->setCheckable(true);
    connect(m_withNow, &QToolButton::toggled, this, [this] { choose(); });
    auto* row = m_head = new QHBoxLayout;
    row->addWidget(title);
    row->addWidget(m_note, 1);
    row->addWidget(m_withNow);
    m_rows = new QVBoxLayout(top);
    m_rows->setContentsMargins(8, 4, 4, 4);
    m_rows->addLayout(row);
    return top;
}

void TimelinePane::buildList() {
    m_list->setModel(m_model);
    new QuietSelection(*m_list);
    m_list->setItemDelegate(new TimelineDelegate(m_list));
    m_list->setHeaderHidden(true);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setIndentation(14);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers); // F2 is a command
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setSectionResizeMode(QHeaderView::Stretch);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { choose(); });
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QTreeView::customContextMenuRequested, this, &TimelinePane::showMenu);
    connect(m_list, &QTreeView::activated, this, [this] { m_diff->setFocus(Qt::OtherFocusReason); });
}

void TimelinePane::buildButtons() {
    m_restore = new QPushButton;
    m_restore->setIcon(themeIcon(IconName::restore));
    m_restore->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_restore->installEventFilter(this);
    m_special = new QPushButton;
    connect(m_restore, &QPushButton::clicked, this, [this] { offerRestore(); });
    connect(m_special, &QPushButton::clicked, this, [this] { doSpecial(); });
    connect(m_panel, &RestorePanel::accepted, this, [this] { acceptRestore(); });
    connect(m_panel, &RestorePanel::wishChanged, this, [this] { changeWish(); });
    connect(m_panel, &RestorePanel::rejected, this, [this] {
        closePanel();
        m_list->setFocus(Qt::OtherFocusReason);
    });
}

void TimelinePane::setRestoreButton(bool possible, const ButtonText& text) {
    const bool wasEnabled = m_restore->isEnabled();
    m_restore->setEnabled(possible && !isAsking());
    if (m_restore->isEnabled() != wasEnabled)
        Q_EMIT restorableChanged();
    m_restoreText = text;
    fitRestoreText();
    m_restore->setToolTip(plainTip(text.whole));
    m_restore->setAccessibleName(text.whole);
}

void TimelinePane::fitRestoreText() {
    const int room = qMax(80, m_restore->width() - 44);
    const QFontMetrics metrics = m_restore->fontMetrics();
    const bool fits =
        metrics.horizontalAdvance(m_restoreText.whole) <= room || m_restoreText.second.isEmpty();
    m_restore->setText(fits ? m_restoreText.whole
                            : metrics.elidedText(m_restoreText.first, Qt::ElideRight, room) +
                                  QLatin1Char('\n') +
                                  metrics.elidedText(m_restoreText.second, Qt::ElideRight, room));
}

void TimelinePane::showMenu(const QPoint& at) {
    if (m_menu != nullptr)
        m_menu->popup(m_list->viewport()->mapToGlobal(at));
}

void TimelinePane::setSpecialButton(const QString& text, Special what) {
    const QString before = undoChangeText();
    m_specialWhat = what;
    m_special->setText(text);
    m_special->setVisible(!text.isEmpty());
    m_special->setEnabled(!isAsking());
    if (undoChangeText() != before)
        Q_EMIT restorableChanged();
}

QString TimelinePane::undoChangeText() const {
    return m_specialWhat == Special::undoChange && m_special->isEnabled() ? m_special->text() : QString();
}

void TimelinePane::undoChange() {
    if (!undoChangeText().isEmpty())
        doSpecial();
}

void TimelinePane::addRow(QWidget* row) {
    m_rows->addWidget(row);
}

void TimelinePane::addHeadTool(QWidget* tool) {
    m_head->insertWidget(m_head->count() - 1, tool);
}

void TimelinePane::addAboveDifference(QWidget* part) {
    m_right->insertWidget(m_right->indexOf(m_diff), part);
}

void TimelinePane::favourDifference() {
    const QList<int> sizes = m_splitter->sizes();
    const int all = sizes.first() + sizes.last();
    if (m_splitter->orientation() == Qt::Vertical && sizes.first() > all * 2 / 5)
        m_splitter->setSizes({all / 3, all - all / 3});
}

void TimelinePane::setAgainstNow(const QString& tip) {
    m_withNow->setToolTip(plainTip(tip));
}

Against TimelinePane::against() const {
    return m_withNow->isChecked() ? Against::now : Against::itself;
}

/// What is to be decided needs room: the list gives it, as long as it lies above.
void TimelinePane::showPanel() {
    m_panel->show();
    if (m_splitter->orientation() != Qt::Vertical || !m_sizes.isEmpty())
        return;
    m_sizes = m_splitter->sizes();
    const int all = m_sizes.first() + m_sizes.last();
    m_splitter->setSizes({all / 5, all - all / 5});
}

bool TimelinePane::isAsking() const {
    return m_panel->isVisibleTo(this);
}

std::vector<TimelineEntry> TimelinePane::selectedEntries() const {
    std::vector<TimelineEntry> entries;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes())
        if (const TimelineEntry* entry = m_model->rowData(index))
            entries.push_back(*entry);
    return entries;
}

std::vector<TimelineEntry> TimelinePane::selectedSingles() const {
    std::map<std::size_t, TimelineEntry, std::greater<>> singles; // "now" has the row of the newest
    std::vector<TimelineEntry> entries;
    for (const QModelIndex& index : m_list->selectionModel()->selectedIndexes()) {
        const TimelineEntry* entry = m_model->rowData(index);
        if (entry == nullptr)
            continue;
        if (entry->kind == EntryKind::now)
            entries.push_back(*entry);
        else if (entry->kind != EntryKind::group)
            singles.emplace(entry->row, *entry);
        for (int row = 0; row < m_model->rowCount(index); ++row)
            if (const TimelineEntry* member = m_model->rowData(m_model->index(row, 0, index)))
                singles.emplace(member->row, *member);
    }
    for (auto& [row, entry] : singles)
        entries.push_back(std::move(entry));
    return entries;
}

/// Whatever keys are still held down: with Ctrl of Ctrl+Z, the view's own way would add to the selection.
void TimelinePane::chooseOnly(const QModelIndex& index) {
    m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
}

void TimelinePane::closePanel() {
    // Hidden, it would leave the focus to whatever comes next.
    if (m_panel->isAncestorOf(QApplication::focusWidget()))
        m_list->setFocus(Qt::OtherFocusReason);
    forgetOffer();
    m_panel->hide();
    if (!m_sizes.isEmpty())
        m_splitter->setSizes(std::exchange(m_sizes, {}));
    choose();
}

void TimelinePane::compareWithPrevious() {
    m_withNow->setChecked(false);
    if (m_model->rowCount() > 1)
        chooseOnly(m_model->index(1, 0));
    m_list->setFocus(Qt::ShortcutFocusReason);
}

void TimelinePane::setComparedWithNow(bool now) {
    m_withNow->setChecked(now);
}

void TimelinePane::nextChange() {
    m_diff->nextChange();
}

void TimelinePane::previousChange() {
    m_diff->previousChange();
}

/// The button has less room once another one stands beside it. While something is asked, none of them can be
/// pressed, and what is asked has their room.
bool TimelinePane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_restore && event->type() == QEvent::Resize)
        fitRestoreText();
    else if (watched == m_panel &&
             (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        m_acts->setHidden(event->type() == QEvent::ShowToParent);
    return QWidget::eventFilter(watched, event);
}

void TimelinePane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() >= sideBySideFrom ? Qt::Horizontal : Qt::Vertical);
    showButtons();
}

void TimelinePane::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
    } else if (isAsking()) {
        closePanel();
        m_list->setFocus(Qt::OtherFocusReason);
    } else if (!leaveScope()) {
        Q_EMIT closeRequested();
    }
}

} // namespace stemma::ui
