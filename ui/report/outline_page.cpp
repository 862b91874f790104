// SPDX-License-Identifier: MIT
#include "ui/report/outline_page.h"

#include <algorithm>

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/report/importance.h"
#include "ui/report/in_place_delegate.h"
#include "ui/report/inspector.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_tree.h"
#include "ui/report/part_editor.h"
#include "ui/session/edit_session.h"
#include "ui/shell/quiet_selection.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

constexpr int treeShare = 56;   // per cent
constexpr int besideFrom = 720; // pixels: in a narrower page the inspector stands below the tree

/// Rows with a little air.
class RowDelegate : public InPlaceDelegate {
public:
    using InPlaceDelegate::InPlaceDelegate;
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
    , m_tree(new OutlineTree(*m_model, this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_inspector(new Inspector(this))
    , m_editor(new PartEditor(this))
    , m_side(new QStackedWidget(this)) {
    buildTree();
    buildEmpty();
    m_side->addWidget(m_inspector);
    m_side->addWidget(m_editor);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    const auto add = [this](QWidget* content) {
        auto* part = new QWidget(m_splitter);
        auto* rows = new QVBoxLayout(part);
        rows->setContentsMargins(0, 0, 0, 0);
        rows->setSpacing(0);
        rows->addWidget(content, 1);
        m_splitter->addWidget(part);
        return rows;
    };
    m_left = add(m_stack);
    m_right = add(m_side);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setChildrenCollapsible(false);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        m_divided = true;
        showColumns();
    });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setFocusProxy(m_tree);
}

void OutlinePage::addAboveTree(QWidget* part) {
    m_left->insertWidget(0, part);
}

void OutlinePage::addBelowInspector(QWidget* part) {
    m_right->addWidget(part);
}

void OutlinePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Qt::Orientation wanted = width() >= besideFrom ? Qt::Horizontal : Qt::Vertical;
    if (m_splitter->orientation() != wanted) {
        m_splitter->setOrientation(wanted);
        m_divided = false;
    }
    QTimer::singleShot(0, this, &OutlinePage::divide); // when the splitter has its new size
}

/// Until the person moves the splitter the tree has the greater part.
void OutlinePage::divide() {
    if (!m_divided) {
        const int whole = m_splitter->orientation() == Qt::Horizontal ? width() : height();
        m_splitter->setSizes({whole * treeShare / 100, whole - whole * treeShare / 100});
    }
    showColumns();
}

/// Of a narrow tree the words matter most: other columns go, the least telling first.
void OutlinePage::showColumns() {
    const int unit = fontMetrics().averageCharWidth();
    int width = m_tree->viewport()->width();
    if (!m_tree->isColumnHidden(OutlineModel::BlameColumn)) {
        const int margin = qBound(unit * 9, width * 3 / 10, unit * 24);
        m_tree->setColumnWidth(OutlineModel::BlameColumn, margin);
        width -= margin;
    }
    m_tree->setColumnHidden(OutlineModel::UpdatedColumn, width < unit * 78);
    m_tree->setColumnHidden(OutlineModel::StatusColumn, width < unit * 64);
    m_tree->setColumnHidden(OutlineModel::CitationsColumn, width < unit * 52);
    m_tree->setColumnHidden(OutlineModel::ImportanceColumn, width < unit * 40);
}

void OutlinePage::buildTree() {
    new QuietSelection(*m_tree);
    m_inPlace = new RowDelegate(QStringLiteral("outline/in place"), m_tree);
    m_tree->setItemDelegate(m_inPlace);
    m_tree->setItemDelegateForColumn(OutlineModel::ImportanceColumn, new ImportanceDelegate(m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setAccessibleName(tr("Outline of the report"));
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers); // keys are commands: F2, Return
    m_tree->setDragDropMode(QAbstractItemView::DragDrop);
    m_tree->setDefaultDropAction(Qt::MoveAction);
    m_tree->setDropIndicatorShown(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &OutlinePage::showMenu);
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

void OutlinePage::setContextMenu(QMenu* menu) {
    m_menu = menu;
}

void OutlinePage::showMenu(const QPoint& at) {
    if (m_menu != nullptr)
        m_menu->popup(m_tree->viewport()->mapToGlobal(at));
}

void OutlinePage::setEditSession(EditSession* session) {
    m_session = session;
    m_wanted.clear();
    m_inPlace->setSession(session);
    m_editor->setSession(session);
}

QList<QWidget*> OutlinePage::keyWidgets() const {
    return {m_tree, m_empty};
}

const OutlineRow* OutlinePage::currentRow() const {
    return m_model->rowData(m_tree->currentIndex());
}

PartSet OutlinePage::selectedParts() const {
    return m_model->partsOf(m_tree->selectionModel()->selectedRows(OutlineModel::TextColumn));
}

void OutlinePage::readCurrent() {
    const OutlineRow* row = currentRow();
    if (row == nullptr)
        return;
    const QString id = fromUtf8(row->id);
    Q_EMIT readRequested(
        (row->kind == OutlineKind::section ? QStringLiteral("section-") : QStringLiteral("insight-")) + id);
}

void OutlinePage::selectWhenThere(std::vector<std::string> keys, Then then) {
    m_wanted = std::move(keys);
    m_then = then;
    selectWanted();
}

/// Not QTreeView::setCurrentIndex(): where Ctrl is still held down from a shortcut, that only toggles.
void OutlinePage::choose(const QModelIndex& index) {
    if (!index.isValid()) {
        m_tree->selectionModel()->clear();
        return;
    }
    m_tree->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                         QItemSelectionModel::Rows);
    m_tree->scrollTo(index);
}

void OutlinePage::goTo(const std::string& key) {
    choose(m_model->indexOf(key));
    showCurrent();
    m_editor->focusFirst();
}

void OutlinePage::selectWanted() {
    if (m_wanted.empty())
        return;
    QItemSelection rows;
    for (const std::string& key : m_wanted) {
        const QModelIndex index = m_model->indexOf(key);
        if (!index.isValid())
            return;
        rows.select(index, index);
    }
    const QModelIndex first = m_model->indexOf(m_wanted.front());
    m_wanted.clear();
    m_tree->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_tree->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_tree->scrollTo(first);
    showCurrent();
    if (m_then == Then::rename)
        m_tree->edit(first);
    else if (m_then == Then::editText)
        m_editor->focusText(PartEditor::Selection::all);
    else if (m_then == Then::editFromStart)
        m_editor->focusText(PartEditor::Selection::start);
}

void OutlinePage::buildEmpty() {
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_tree->setStandIn(*m_empty);
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
    return m_session != nullptr && m_session->isEditable()
               ? tr("This outline has no sections yet. Add one with the menu Outline, or paste a text to "
                    "make "
                    "an outline of it.")
               : tr("This outline has no sections.");
}

void OutlinePage::showTreeOrMessage() {
    const QString text = emptyText();
    const QWidget* focus = QApplication::focusWidget();
    const bool focused = m_stack->isAncestorOf(focus);
    m_empty->setText(text);
    m_empty->setAccessibleName(text);
    QWidget* shown = text.isEmpty() ? static_cast<QWidget*>(m_tree) : m_empty;
    setFocusProxy(shown);
    m_stack->setCurrentWidget(shown);
    if (focused && !shown->isAncestorOf(focus)) // a title may be edited within
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
    m_model->setReport(m_report, m_session != nullptr && m_session->isEditable() ? OutlineModel::Editing::yes
                                                                                 : OutlineModel::Editing::no);
    const bool chosen = m_tree->selectionModel()->hasSelection();
    m_model->setItems(std::move(items));
    for (const std::string& key : opened)
        m_tree->expand(m_model->indexOf(key));
    // What was chosen went: what stands there now is chosen, so that the next key has something to act on.
    if (chosen && !m_tree->selectionModel()->hasSelection() && m_tree->currentIndex().isValid())
        choose(m_tree->currentIndex());
    if (content == Content::another) {
        m_tree->setCurrentIndex({});
        m_tree->scrollToTop();
    }
    showTreeOrMessage();
    showCurrent();
    selectWanted();
}

void OutlinePage::setNow(Timestamp now) {
    m_model->setNow(now);
}

void OutlinePage::showCurrent() {
    const OutlineRow* row = m_model->rowData(m_tree->currentIndex());
    const auto part = row == nullptr ? std::nullopt : std::optional(*row);
    const bool editing = m_session != nullptr && m_report && m_session->isEditable() && m_session->state() &&
                         (!part || part->kind == OutlineKind::section || part->kind == OutlineKind::insight ||
                          part->kind == OutlineKind::citation);
    if (editing)
        m_editor->showPart(m_report, part);
    else
        m_inspector->showPart(m_report, part);
    m_side->setCurrentWidget(editing ? static_cast<QWidget*>(m_editor) : m_inspector);
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
    choose(index);
}

void OutlinePage::focusContent() {
    focusProxy()->setFocus(Qt::OtherFocusReason);
}

} // namespace stemma::ui
