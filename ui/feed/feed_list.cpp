// SPDX-License-Identifier: MIT
#include "ui/feed/feed_list.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/feed/feed_model.h"
#include "ui/inbox/change_delegate.h"
#include "ui/inbox/command_list_view.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr int typingMs = 150;
constexpr int settlesMs = 80;

/// Paints days as captions, and changes as everywhere.
class FeedDelegate final : public ChangeDelegate {
public:
    FeedDelegate(FeedModel& model, QObject* parent)
        : ChangeDelegate(
              Lines::two,
              [&model](const QModelIndex& index) {
                  const report::FeedEntry& entry = *model.entryAt(index);
                  const QString remarks = feedRemarks(entry);
                  const QString deed = feedDeed(entry);
                  const report::FeedCount* count = model.countOf(entry);
                  return ChangeLines{
                      feedTitle(entry), shortTime(entry.ts, entry.moment), // the day stands above it
                      remarks.isEmpty() ? deed : tr("%1 · %2", "deed, request").arg(deed, remarks),
                      count == nullptr ? std::nullopt : count->counts};
              },
              parent)
        , m_model(model) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const FeedRows::Row* row = m_model.rowAt(index);
        if (row == nullptr || !row->isDay) {
            ChangeDelegate::paint(painter, option, index);
            return;
        }
        painter->save();
        QFont font = option.font;
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(quietText(option.palette));
        const QRect place = option.rect.adjusted(10, 0, -10, -5);
        painter->drawText(
            place, static_cast<int>((Qt::AlignBottom | Qt::AlignLeading).toInt()),
            QFontMetrics(font).elidedText(dayText(row->day, m_model.now()), Qt::ElideRight, place.width()));
        painter->setPen(option.palette.color(QPalette::Midlight));
        painter->drawLine(place.left(), option.rect.bottom(), place.right(), option.rect.bottom());
        painter->restore();
    }

private:
    FeedModel& m_model;
};

} // namespace

FeedList::FeedList(FeedModel& model, QWidget* parent)
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
    connect(&m_typing, &QTimer::timeout, this, &FeedList::wishChanged);
    m_settles.setSingleShot(true);
    m_settles.setInterval(settlesMs);
    connect(&m_settles, &QTimer::timeout, this, &FeedList::shownChanged);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, &m_settles, qOverload<>(&QTimer::start));
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, &m_settles, qOverload<>(&QTimer::start));
}

QWidget* FeedList::makeHeader() {
    auto* header = new QWidget(this);
    m_title = new QLabel(tr("Feed"), header);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_actor = new QComboBox(header);
    m_actor->setAccessibleName(tr("Whose changes to show"));
    m_actor->setToolTip(m_actor->accessibleName());
    m_actor->addItem(tr("By anyone"), QString());
    for (const char* actor : {"human", "agent", "cli"})
        m_actor->addItem(tr("By %1", "who").arg(actorText(actor)), QLatin1String(actor));
    m_text = new QLineEdit(header);
    m_text->setPlaceholderText(tr("Filter by title, change or request"));
    m_text->setAccessibleName(tr("Filter the feed by title, change or request"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(themeIcon(IconName::find), QLineEdit::LeadingPosition);
    m_text->installEventFilter(this);
    m_requestChip = new QToolButton(header);
    m_requestChip->setIcon(themeIcon(IconName::clear));
    m_requestChip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_requestChip->setFocusPolicy(Qt::StrongFocus);
    m_requestChip->hide();
    auto* first = new QHBoxLayout;
    first->addWidget(m_title, 1);
    first->addWidget(m_actor);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_text);
    layout->addWidget(m_requestChip, 0, Qt::AlignLeading);
    connect(m_actor, &QComboBox::currentIndexChanged, this, &FeedList::wishChanged);
    connect(m_text, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_requestChip, &QToolButton::clicked, this, [this] { setRequest({}); });
    return header;
}

void FeedList::makeView() {
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new FeedDelegate(m_model, m_view));
    new QuietSelection(*m_view);
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("All changes, newest first"));
    connect(m_view, &QListView::doubleClicked, this, &FeedList::activated);
    connect(&m_model, &FeedModel::counted, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(m_view, &QListView::customContextMenuRequested, this, &FeedList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FeedList::follow);
}

FeedWish FeedList::wish() const {
    FeedWish wish{m_text->text(), {}};
    wish.filter.actor = toUtf8(m_actor->currentData().toString());
    wish.filter.request = m_request;
    return wish;
}

void FeedList::setRequest(const std::string& request) {
    if (std::exchange(m_request, request) == request)
        return;
    if (!request.empty()) {
        const QString text = tr("Request %1").arg(isolated(oneLine(fromUtf8(request), 40)));
        m_requestChip->setText(text);
        m_requestChip->setToolTip(tr("Show changes of any request again"));
        m_requestChip->setAccessibleName(tr("%1. Show changes of any request again").arg(text));
    }
    m_requestChip->setVisible(!request.empty());
    Q_EMIT wishChanged();
}

void FeedList::clearWish() {
    const QSignalBlocker quiet(this);
    m_text->clear();
    m_typing.stop();
    m_actor->setCurrentIndex(0);
    setRequest({});
}

void FeedList::focusFilter() {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FeedList::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

QString FeedList::emptyText() const {
    return m_stack->currentWidget() == m_empty ? m_empty->text() : QString();
}

void FeedList::setCount(const QString& text) {
    m_title->setText(text.isEmpty() ? tr("Feed") : tr("Feed: %1", "how many changes").arg(text));
}

void FeedList::showRows(std::shared_ptr<const FeedRows> rows) {
    m_filling = true;
    const QModelIndex top = m_view->indexAt(QPoint(1, 1));
    const bool atTop = m_view->verticalScrollBar()->value() == 0;
    const report::FeedEntry* first = m_model.entryAt(top);
    const std::string topKey = first == nullptr || atTop ? std::string() : feedKey(*first);
    const int shown = m_model.rowCount();
    m_model.setRows(std::move(rows), shown);
    const auto indexOf = [this](const std::string& key) {
        const int place = key.empty() ? -1 : m_model.placeOf(key);
        while (place >= m_model.rowCount() && m_model.canFetchMore({}))
            m_model.fetchMore({});
        return place < 0 ? QModelIndex() : m_model.index(place);
    };
    m_stack->setCurrentWidget(m_model.rowCount() == 0 ? static_cast<QWidget*>(m_empty) : m_view);
    const QModelIndex chosen = indexOf(m_current);
    m_view->setCurrentIndex(chosen.isValid()         ? chosen
                            : m_model.rowCount() > 1 ? m_model.index(1)
                                                     : QModelIndex());
    if (const QModelIndex before = indexOf(topKey); before.isValid())
        m_view->scrollTo(before, QAbstractItemView::PositionAtTop);
    else if (atTop)
        m_view->scrollToTop();
    m_filling = false;
    m_settles.start();
    follow();
}

std::vector<std::uint32_t> FeedList::visibleEntries() const {
    std::vector<std::uint32_t> entries;
    const QRect port = m_view->viewport()->rect();
    const QModelIndex top = m_view->indexAt(port.topLeft() + QPoint(1, 1));
    for (int row = top.row(); top.isValid() && row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row);
        if (m_view->visualRect(index).top() > port.bottom())
            break;
        if (const FeedRows::Row* shown = m_model.rowAt(index); !shown->isDay)
            entries.push_back(shown->entry);
    }
    return entries;
}

void FeedList::follow() {
    if (m_filling)
        return;
    const report::FeedEntry* entry = m_model.entryAt(m_view->currentIndex());
    const std::string key = entry == nullptr ? std::string() : feedKey(*entry);
    if (std::exchange(m_current, key) != key)
        Q_EMIT currentChanged();
}

void FeedList::showMenu(const QPoint& at) {
    if (m_menu != nullptr && !m_current.empty())
        m_menu->popup(m_view->viewport()->mapToGlobal(at));
}

void FeedList::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_view->doItemsLayout();
    QWidget::changeEvent(event);
}

/// From the filter into what it found; Escape takes the filter away first, then leaves it.
bool FeedList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_text || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        m_view->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (key != Qt::Key_Escape)
        return false;
    if (m_text->text().isEmpty())
        m_view->setFocus(Qt::OtherFocusReason);
    m_text->clear();
    return true;
}

} // namespace stemma::ui
