// SPDX-License-Identifier: MIT
#include "ui/library/report_list.h"

#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/library/report_delegate.h"
#include "ui/library/report_list_model.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
// "2 min ago" is said to the minute.
constexpr int clockTickMs = 20'000;
} // namespace

ReportList::ReportList(ReportListModel& model, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new ReportFilter(model, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    makeView(clock);
    m_empty = new QLabel(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    connectView();
    updateEmptyText();
}

QWidget* ReportList::makeHeader() {
    auto* header = new QWidget(this);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    m_edit = new QLineEdit(header);
    m_edit->setPlaceholderText(tr("Filter by title, tag or id"));
    m_edit->setAccessibleName(tr("Filter the reports by title, tag or id"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(themeIcon(IconName::find), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    layout->addWidget(m_edit, 1);
    m_orderButton = new QToolButton(header);
    m_orderButton->setIcon(themeIcon(IconName::sort));
    m_orderButton->setToolTip(tr("Order of the list"));
    m_orderButton->setAccessibleName(tr("Order of the list"));
    m_orderButton->setPopupMode(QToolButton::InstantPopup);
    m_orderButton->setAutoRaise(true);
    m_orderButton->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(m_orderButton);
    makeOrderMenu();
    return header;
}

void ReportList::makeOrderMenu() {
    auto* menu = new QMenu(m_orderButton);
    m_orders = new QActionGroup(this);
    const auto add = [this, menu](const QString& text, ReportFilter::Order order) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(static_cast<int>(order));
        action->setChecked(order == ReportFilter::Order::lastChange);
        m_orders->addAction(action);
    };
    add(tr("By &Last Change"), ReportFilter::Order::lastChange);
    add(tr("By &Title"), ReportFilter::Order::title);
    add(tr("By &Creation"), ReportFilter::Order::created);
    add(tr("By &Size"), ReportFilter::Order::size);
    menu->addSeparator();
    m_descending = menu->addAction(tr("&Newest and Largest First"));
    m_descending->setCheckable(true);
    m_descending->setChecked(true);
    m_orderButton->setMenu(menu);
    connect(m_orders, &QActionGroup::triggered, this, [this](const QAction* action) {
        // A to Z is what is meant by "by title".
        setOrder(action->data().toInt(),
                 action->data().toInt() != static_cast<int>(ReportFilter::Order::title));
    });
    connect(m_descending, &QAction::triggered, this, [this](bool checked) { setOrder(order(), checked); });
}

void ReportList::makeView(const Clock& clock) {
    m_view = new QListView(this);
    m_view->setModel(m_filter);
    new QuietSelection(*m_view);
    m_view->setItemDelegate(new ReportDelegate(clock, m_view));
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Reports"));
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
}

void ReportList::connectView() {
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setWords(text);
        updateEmptyText();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &ReportList::followCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReportList::followCurrent);
    connect(m_view, &QListView::activated, this, &ReportList::activated);
    connect(m_view, &QListView::customContextMenuRequested, this, &ReportList::showMenu);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &ReportList::currentChanged);
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ReportList::updateEmptyText);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ReportList::updateEmptyText);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ReportList::findCurrentAgain);
    connect(&m_clockTick, &QTimer::timeout, m_view->viewport(), qOverload<>(&QWidget::update));
    m_clockTick.start(clockTickMs);
}

void ReportList::findCurrentAgain() {
    // What was chosen before a filter hid it is chosen again when it is back.
    if (!select(m_chosenKey))
        m_view->scrollToTop();
    followCurrent();
}

void ReportList::followCurrent() {
    const auto row = current();
    const QString key = row ? row->key : QString();
    if (row)
        m_chosenKey = key;
    if (key == m_currentKey)
        return;
    m_currentKey = key;
    Q_EMIT currentChanged();
}

std::optional<ListRow> ReportList::current() const {
    const QModelIndexList selected = m_view->selectionModel()->selectedIndexes();
    if (selected.isEmpty())
        return std::nullopt;
    return m_model.rowAt(m_filter->mapToSource(selected.first()).row());
}

bool ReportList::select(const QString& key) {
    const QModelIndex index = m_filter->mapFromSource(m_model.indexOf(key));
    if (!index.isValid())
        return false;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    return true;
}

void ReportList::selectFirst() {
    if (!current() && m_filter->rowCount() > 0)
        m_view->setCurrentIndex(m_filter->index(0, 0));
}

void ReportList::setScope(const ListScope& scope) {
    m_filter->setScope(scope);
    updateEmptyText();
}

int ReportList::order() const {
    return static_cast<int>(m_filter->order());
}
bool ReportList::descending() const {
    return m_filter->direction() == Qt::DescendingOrder;
}

void ReportList::setOrder(int order, bool descending) {
    const int known = qBound(0, order, static_cast<int>(ReportFilter::Order::size));
    m_filter->setOrder(static_cast<ReportFilter::Order>(known),
                       descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    for (QAction* action : m_orders->actions())
        action->setChecked(action->data().toInt() == known);
    m_descending->setChecked(descending);
    m_descending->setText(known == static_cast<int>(ReportFilter::Order::title)
                              ? tr("&Reversed")
                              : tr("&Newest and Largest First"));
    m_view->scrollTo(m_view->currentIndex());
}

void ReportList::setReading(bool reading) {
    m_reading = reading;
    updateEmptyText();
}

void ReportList::clearFilter() {
    m_edit->clear();
}

void ReportList::focusFilter() {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void ReportList::focusList() {
    m_view->setFocus(Qt::ShortcutFocusReason);
}

void ReportList::updateEmptyText() {
    const bool empty = m_filter->rowCount() == 0;
    if (empty) {
        QString text;
        if (m_reading)
            text = tr("Reading the library…");
        else if (m_filter->filtering())
            text = tr("No report here has “%1” in its title, tags or id.")
                       .arg(isolated(m_edit->text().trimmed()));
        else if (m_filter->scope().kind == ListScope::Kind::trash)
            text = tr("The trash is empty.");
        else if (m_filter->scope().kind == ListScope::Kind::archived)
            text = tr("No report is archived.");
        else if (m_filter->scope().kind == ListScope::Kind::attention)
            text = tr("Every report can be read. Nothing to do here.");
        else
            text = tr("No reports yet. What an agent writes appears here by itself.");
        m_empty->setText(text);
    }
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_view);
}

void ReportList::showMenu(const QPoint& at) {
    if (m_menu != nullptr && current())
        m_menu->popup(m_view->viewport()->mapToGlobal(at));
}

void ReportList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_view->doItemsLayout();
    QWidget::changeEvent(event);
}

bool ReportList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    // From the filter straight into what it found; Escape takes the filter away first, then leaves it.
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        selectFirst();
        focusList();
        return true;
    }
    if (key == Qt::Key_Escape) {
        if (m_edit->text().isEmpty())
            focusList();
        m_edit->clear();
        return true;
    }
    return false;
}

} // namespace stemma::ui
