// SPDX-License-Identifier: MIT
#include "ui/health/health_list.h"

#include <algorithm>
#include <utility>

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

#include "ui/health/finding_words.h"
#include "ui/health/health_model.h"
#include "ui/inbox/change_delegate.h"
#include "ui/inbox/command_list_view.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr int typingMs = 150;

ChangeDelegate* makeDelegate(HealthModel& model, QObject* parent) {
    return new ChangeDelegate(
        ChangeDelegate::Lines::three,
        [&model](const QModelIndex& index) {
            const HealthRow& row = *model.rowAt(index);
            ChangeLines lines{whereText(row), {}, oneLine(messageText(row.finding))};
            lines.remarks = findingFacts(row.finding);
            lines.odd = row.finding.severity != Severity::info;
            lines.icon = severityIcon(row.finding.severity);
            return lines;
        },
        parent);
}

} // namespace

HealthList::HealthList(HealthModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new CommandListView(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    makeView();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &HealthList::filter);
    connect(m_filter, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
}

QWidget* HealthList::makeHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(tr("Health"), header);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_looked = new QLabel(header);
    m_looked->setWordWrap(true);
    m_looked->setTextFormat(Qt::PlainText);
    m_filter = new QLineEdit(header);
    m_filter->setPlaceholderText(tr("Filter by title, kind or words"));
    m_filter->setAccessibleName(tr("Filter the findings by title, kind or words"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themeIcon(IconName::find), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_look = new QToolButton(header);
    m_look->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_fixAll = new QToolButton(header);
    m_fixAll->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton* button : {m_look, m_fixAll}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(m_look);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_looked);
    layout->addWidget(m_fixAll, 0, Qt::AlignLeading);
    layout->addWidget(m_filter);
    return header;
}

void HealthList::makeView() {
    m_view->setModel(&m_model);
    m_view->setItemDelegate(makeDelegate(m_model, m_view));
    new QuietSelection(*m_view);
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("Findings, the worst first"));
    connect(m_view, &QListView::doubleClicked, this, &HealthList::activated);
    connect(m_view, &QListView::customContextMenuRequested, this, &HealthList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &HealthList::follow);
}

QWidget* HealthList::focusTarget() const {
    return m_stack->currentWidget() == m_view ? static_cast<QWidget*>(m_view) : m_look;
}

void HealthList::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void HealthList::clearFilter() {
    m_filter->clear();
    m_typing.stop();
    filter();
}

void HealthList::filter() {
    refill([this] { m_model.setFilter(m_filter->text()); });
    Q_EMIT filterChanged();
}

void HealthList::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

QString HealthList::emptyText() const {
    return m_stack->currentWidget() == m_empty ? m_empty->text() : QString();
}

void HealthList::setSummary(const QString& count, const QString& looked) {
    m_title->setText(count.isEmpty() ? tr("Health") : tr("Health: %1", "how many findings").arg(count));
    m_looked->setText(looked);
    m_looked->setVisible(!looked.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, quietText(palette()));
    m_looked->setPalette(colours);
}

QString HealthList::summary() const {
    return m_title->text() + QLatin1Char('\n') + m_looked->text();
}

void HealthList::showRows(std::shared_ptr<const HealthRows> rows) {
    refill([&] { m_model.setRows(std::move(rows)); });
}

void HealthList::refill(const std::function<void()>& change) {
    m_filling = true;
    const std::string chosen = m_current;
    const bool focused = focusTarget()->hasFocus();
    const int before = std::max(0, m_view->currentIndex().row());
    change();
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
    if (focused)
        focusTarget()->setFocus(Qt::OtherFocusReason);
    const int same = chosen.empty() ? -1 : m_model.placeOf(chosen);
    m_view->setCurrentIndex(m_model.index(same >= 0 ? same : std::min(before, m_model.rowCount() - 1)));
    m_filling = false;
    follow();
}

void HealthList::choose(const std::string& id) {
    if (const int place = m_model.placeOf(id); place >= 0)
        m_view->setCurrentIndex(m_model.index(place));
}

/// Also told when only what is known of the chosen one may have changed.
void HealthList::follow() {
    if (m_filling)
        return;
    const HealthRow* row = m_model.rowAt(m_view->currentIndex());
    m_current = row == nullptr ? std::string() : row->finding.id;
    Q_EMIT currentChanged();
}

void HealthList::showMenu(const QPoint& at) {
    if (m_menu != nullptr && !m_current.empty())
        m_menu->popup(m_view->viewport()->mapToGlobal(at));
}

void HealthList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_view->doItemsLayout();
    QWidget::changeEvent(event);
}

/// From the filter into what it found; Escape takes the filter away first, then leaves it.
bool HealthList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        m_view->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (key != Qt::Key_Escape)
        return false;
    if (m_filter->text().isEmpty())
        m_view->setFocus(Qt::OtherFocusReason);
    m_filter->clear();
    return true;
}

} // namespace stemma::ui
