// SPDX-License-Identifier: MIT
#include "ui/report/outline_page.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

#include "ui/report/importance.h"
#include "ui/report/inspector.h"
#include "ui/report/outline_model.h"
#include "ui/shell/quiet_selection.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

constexpr int besideFrom = 720; // pixels: in a narrower page the inspector stands below the tree

/// Rows with a little air.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override {
        const QSize plain = QStyledItemDelegate::sizeHint(option, index);
        return {plain.width(), qMax(plain.height(), QFontMetrics(option.font).height() + 8)};
    }
};

} // namespace

OutlinePage::OutlinePage(QWidget* parent)
    : QWidget(parent)
    , m_model(new OutlineModel(this))
    , m_tree(new QTreeView(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_inspector(new Inspector(this)) {
    buildTree();
    buildActions();
    buildEmpty();
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setFocusProxy(m_tree);
}

void OutlinePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() >= besideFrom ? Qt::Horizontal : Qt::Vertical);
}

void OutlinePage::buildTree() {
    m_tree->setModel(m_model);
    new QuietSelection(*m_tree);
    m_tree->setItemDelegate(new RowDelegate(m_tree));
    m_tree->setItemDelegateForColumn(OutlineModel::ImportanceColumn, new ImportanceDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setAccessibleName(tr("Outline of the report"));
    QHeaderView* header = m_tree->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(OutlineModel::TextColumn, QHeaderView::Stretch);
    for (int column = OutlineModel::ImportanceColumn; column < OutlineModel::ColumnCount; ++column)
        header->setSectionResizeMode(column, QHeaderView::Interactive);
    const QFontMetrics metrics(m_tree->font());
    header->resizeSection(OutlineModel::ImportanceColumn, metrics.averageCharWidth() * 14);
    header->resizeSection(OutlineModel::StatusColumn, metrics.averageCharWidth() * 9);
    header->resizeSection(OutlineModel::CitationsColumn, metrics.averageCharWidth() * 10);
    header->resizeSection(OutlineModel::UpdatedColumn,
                          metrics.horizontalAdvance(QStringLiteral("30 Mar 2025")) + 20);
    header->setMinimumSectionSize(metrics.averageCharWidth() * 6);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &OutlinePage::showCurrent);
}

void OutlinePage::buildActions() {
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto add = [this](const QString& text, const QKeySequence& keys, auto act) {
        auto* action = new QAction(text, m_tree);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, act);
        m_tree->addAction(action);
    };
    add(tr("Read in its place"), {}, [this] {
        const OutlineRow* row = m_model->rowData(m_tree->currentIndex());
        if (row == nullptr)
            return;
        const QString id = fromUtf8(row->id);
        Q_EMIT readRequested(
            (row->kind == OutlineKind::section ? QStringLiteral("section-") : QStringLiteral("insight-")) +
            id);
    });
    add(tr("Copy text"), QKeySequence::Copy, [this] {
        if (const OutlineRow* row = m_model->rowData(m_tree->currentIndex())) {
            const report::Insight* insight =
                m_report ? m_report->outline.insight(InsightId(row->id)) : nullptr;
            const bool whole = insight != nullptr && row->kind == OutlineKind::insight;
            QGuiApplication::clipboard()->setText(whole ? fromUtf8(insight->summary) : row->text);
        }
    });
    add(tr("Copy id"), {}, [this] {
        QGuiApplication::clipboard()->setText(m_tree->currentIndex().data(OutlineModel::IdRole).toString());
    });
}

void OutlinePage::buildEmpty() {
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_empty->setFocusPolicy(Qt::StrongFocus); // or a screen reader would pass over it
}

QString OutlinePage::emptyText() const {
    if (!m_report || m_model->rowCount() > 0)
        return {};
    if (m_report->state == report::ReportState::missing)
        return tr("This report has no outline.json. The history has its earlier versions.");
    if (m_report->state != report::ReportState::ok)
        return tr("Nothing of this outline can be shown. The Source page has its bytes; the history has "
                  "earlier versions.");
    return tr("This outline has no sections.");
}

void OutlinePage::showTreeOrMessage() {
    const QString text = emptyText();
    const bool focused = m_stack->isAncestorOf(QApplication::focusWidget());
    m_empty->setText(text);
    m_empty->setAccessibleName(text);
    QWidget* shown = text.isEmpty() ? static_cast<QWidget*>(m_tree) : m_empty;
    setFocusProxy(shown);
    m_stack->setCurrentWidget(shown);
    if (focused)
        shown->setFocus(Qt::OtherFocusReason);
}

void OutlinePage::setOutline(std::shared_ptr<const report::LoadedReport> report, OutlineItems items,
                             Content content) {
    m_report = std::move(report);
    collectText(items);
    if (content == Content::another)
        m_model->setItems({});
    std::vector<std::string> opened; // sections that weren't there come unfolded, as at first
    for (const auto& item : items)
        if (!m_model->indexOf(item.key).isValid())
            opened.push_back(item.key);
    m_model->setItems(std::move(items));
    for (const std::string& key : opened)
        m_tree->expand(m_model->indexOf(key));
    if (content == Content::another) {
        m_tree->setCurrentIndex({});
        m_tree->scrollToTop();
    }
    showTreeOrMessage();
    showCurrent();
}

void OutlinePage::setNow(Timestamp now) {
    m_model->setNow(now);
}

void OutlinePage::showCurrent() {
    const OutlineRow* row = m_model->rowData(m_tree->currentIndex());
    m_inspector->showPart(m_report, row == nullptr ? std::nullopt : std::optional(*row));
}

void OutlinePage::collectText(const OutlineItems& items) {
    m_findText.clear();
    m_starts.clear();
    const auto collect = [this](const auto& self, const OutlineItems& rows) -> void {
        for (const auto& row : rows) {
            m_starts.push_back({static_cast<int>(m_findText.size()), row.key});
            m_findText += row.data.text + QLatin1Char('\n');
            self(self, row.children);
        }
    };
    collect(collect, items);
}

int OutlinePage::findOrigin() const {
    const std::string key = m_model->keyOf(m_tree->currentIndex());
    for (const Start& start : m_starts)
        if (start.key == key)
            return start.position;
    return 0;
}

void OutlinePage::showFound(int position, int) {
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), position,
                                        [](int at, const Start& start) { return at < start.position; });
    if (after == m_starts.begin())
        return;
    const QModelIndex index = m_model->indexOf(std::prev(after)->key);
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void OutlinePage::focusContent() {
    focusProxy()->setFocus(Qt::OtherFocusReason);
}

} // namespace stemma::ui
