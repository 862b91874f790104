// SPDX-License-Identifier: MIT
#include "ui/inbox/card_list.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/inbox/card_model.h"
#include "ui/inbox/card_text.h"
#include "ui/inbox/change_delegate.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr int tickMs = 20'000; // "2 min ago" is said to the minute

ChangeLines linesOf(const CardModel::Row& row, Timestamp now) {
    const report::InboxCard& card = *row.card;
    return {cardTitle(card),   relativeTime(card.ts, now),          cardDeed(card), card.counts,
            cardRemarks(card), card.state != report::CardState::ok, row.fresh};
}

} // namespace

CardList::CardList(CardModel& model, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new CommandListView(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this)) {
    m_view->setModel(&model);
    m_view->setItemDelegate(new ChangeDelegate(
        ChangeDelegate::Lines::three,
        [&model, &clock](const QModelIndex& index) { return linesOf(*model.rowOf(index), clock.now()); },
        m_view));
    makeView();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setFocusPolicy(Qt::StrongFocus);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(makeMeanwhile());
    layout->addWidget(m_stack, 1);
    connect(&m_tick, &QTimer::timeout, m_view->viewport(), qOverload<>(&QWidget::update));
    m_tick.start(tickMs);
}

QWidget* CardList::makeHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(tr("Inbox"), header);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_acceptAll = new QToolButton(header);
    m_acceptAll->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_acceptAll->setAutoRaise(true);
    m_acceptAll->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(10, 4, 6, 4);
    row->addWidget(m_title, 1);
    row->addWidget(m_acceptAll);
    return header;
}

QWidget* CardList::makeMeanwhile() {
    m_bar = new QWidget(this);
    m_bar->setAutoFillBackground(true);
    m_meanwhile = new QLabel(m_bar);
    m_meanwhile->setWordWrap(true);
    m_meanwhile->setTextFormat(Qt::PlainText);
    m_lookAgain = new QToolButton(m_bar);
    m_lookAgain->setText(tr("Look Again"));
    m_lookAgain->setToolTip(tr("Shows what came, so that all can be accepted"));
    m_lookAgain->setFocusPolicy(Qt::StrongFocus);
    connect(m_lookAgain, &QToolButton::clicked, this, &CardList::lookAgainRequested);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(10, 4, 6, 4);
    row->addWidget(m_meanwhile, 1);
    row->addWidget(m_lookAgain);
    m_bar->hide();
    return m_bar;
}

void CardList::makeView() {
    new QuietSelection(*m_view);
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("Changes by others since you last looked"));
    connect(m_view, &QListView::doubleClicked, this, &CardList::activated);
    connect(m_view, &QListView::customContextMenuRequested, this, &CardList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &CardList::follow);
    const auto refill = [this] {
        m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
        if (!m_model.indexOf(m_current).isValid() && m_model.rowCount() > 0)
            m_view->setCurrentIndex(m_model.index(std::min(m_row, m_model.rowCount() - 1)));
        else if (const QModelIndex at = m_model.indexOf(m_current);
                 at.isValid() && at != m_view->currentIndex())
            m_view->setCurrentIndex(at);
        follow();
    };
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_model, signal, this, refill);
    connect(&m_model, &QAbstractItemModel::modelReset, this, refill);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &CardList::currentChanged);
}

void CardList::follow() {
    const CardModel::Row* row = m_model.rowOf(m_view->currentIndex());
    const std::string card = row == nullptr ? std::string() : row->card->id;
    if (row != nullptr)
        m_row = m_view->currentIndex().row();
    if (card == m_current)
        return;
    m_current = card;
    Q_EMIT currentChanged();
}

std::string CardList::current() const {
    return m_current;
}

void CardList::choose(const std::string& card) {
    if (const QModelIndex index = m_model.indexOf(card); index.isValid())
        m_view->setCurrentIndex(index);
}

void CardList::step(int rows) {
    if (m_model.rowCount() == 0)
        return;
    const int row = std::clamp(m_view->currentIndex().row() + rows, 0, m_model.rowCount() - 1);
    m_view->setCurrentIndex(m_model.index(row));
}

void CardList::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

QString CardList::emptyText() const {
    return m_stack->currentWidget() == m_empty ? m_empty->text() : QString();
}

void CardList::setCount(int changes) {
    m_title->setText(changes == 0 ? tr("Inbox") : tr("Inbox: %n change(s)", nullptr, changes));
}

void CardList::setMeanwhile(int changes, bool refused) {
    m_bar->setVisible(changes > 0);
    const QString came = tr("%n change(s) came meanwhile.", nullptr, changes);
    const QString text = refused ? came + QLatin1Char(' ') + tr("Nothing was accepted.") : came;
    if (changes > 0 && m_meanwhile->text() != text)
        m_meanwhile->setText(text);
    QPalette ground = palette();
    ground.setColor(QPalette::Window, toneGround(refused ? Tone::warning : Tone::accent, palette()));
    m_bar->setPalette(ground);
}

QString CardList::meanwhileText() const {
    return m_bar->isVisibleTo(this) ? m_meanwhile->text() : QString();
}

void CardList::showMenu(const QPoint& at) {
    if (m_menu != nullptr && !m_current.empty())
        m_menu->popup(m_view->viewport()->mapToGlobal(at));
}

void CardList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_view->doItemsLayout();
    QWidget::changeEvent(event);
}

} // namespace stemma::ui
