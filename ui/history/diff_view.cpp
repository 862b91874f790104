// SPDX-License-Identifier: MIT
#include "ui/history/diff_view.h"

#include <optional>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/report/read_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {

/// Runs on the pool.
DiffPlan planOf(const DiffSource& source, bool raw, Unchanged unchanged) {
    if (raw)
        return source.rawPlan ? source.rawPlan(unchanged)
                              : planRawDifference(source.before, source.after, unchanged);
    return source.plan ? source.plan(unchanged) : planDifference(source.before, source.after, unchanged);
}

} // namespace

DiffView::DiffView(QWidget* parent)
    : QWidget(parent)
    , m_header(new QLabel(this))
    , m_bar(new QWidget(this))
    , m_view(new ReadView(this)) {
    m_header->setWordWrap(true);
    m_header->setTextFormat(Qt::PlainText);
    m_header->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_header->setContentsMargins(8, 6, 8, 0);
    m_view->setAccessibleName(tr("Differences"));
    buildBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_header);
    layout->addWidget(m_bar);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
    showMessage({});
}

void DiffView::buildBar() {
    const auto button = [this](const QString& text, std::optional<IconName> icon, const QString& tip) {
        auto* made = new QToolButton(m_bar);
        made->setText(text);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        if (icon)
            made->setIcon(themeIcon(*icon));
        return made;
    };
    m_previous = button(tr("Previous"), IconName::up, tr("Previous change"));
    m_next = button(tr("Next"), IconName::down, tr("Next change"));
    m_unchanged = button(tr("All text"), {}, tr("Show also what is the same in both versions"));
    m_raw = button(tr("Raw JSON"), {}, tr("Compare the files line by line"));
    for (QToolButton* toggle : {m_unchanged, m_raw}) {
        toggle->setCheckable(true);
        toggle->setAutoRaise(false);
    }
    m_count = new QLabel(m_bar);
    m_filter = new QLineEdit(m_bar);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Show only changes that hold this text"));
    m_filter->setToolTip(m_filter->accessibleName());
    m_filter->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_count, 1);
    row->addWidget(m_unchanged);
    row->addWidget(m_raw);
    m_second = new QHBoxLayout;
    m_second->addWidget(m_filter, 1);
    auto* layout = new QVBoxLayout(m_bar);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addLayout(m_second);
    connect(m_previous, &QToolButton::clicked, this, &DiffView::previousChange);
    connect(m_next, &QToolButton::clicked, this, &DiffView::nextChange);
    connect(m_unchanged, &QToolButton::toggled, this, &DiffView::make);
    connect(m_raw, &QToolButton::toggled, this, &DiffView::make);
    connect(m_filter, &QLineEdit::textChanged, this, &DiffView::make);
}

void DiffView::setRunner(TaskRunner* runner) {
    m_runner = runner;
}

void DiffView::showDifference(std::shared_ptr<const DiffSource> source) {
    forget();
    m_source = std::move(source);
    m_another = true;
    m_toShow.reset();
    make();
}

/// What is compared may be large: it isn't taken apart in the window's thread.
void DiffView::forget() {
    if (m_runner != nullptr && m_source)
        m_runner->discard(std::move(m_source));
    m_source.reset();
}

void DiffView::showMessage(const QString& text) {
    ++m_generation;
    forget();
    m_making = false;
    m_toShow.reset();
    m_changes.clear();
    m_parts.clear();
    m_current = -1;
    m_bar->hide();
    m_view->setShownFromTop(nullptr);
    m_header->setText(text);
    m_header->setVisible(!text.isEmpty());
}

void DiffView::make() {
    if (!m_source || m_runner == nullptr)
        return;
    m_making = true;
    m_runner->run(
        this,
        [source = m_source, style = diffStyle(m_view->palette(), m_view->font()), raw = m_raw->isChecked(),
         unchanged = m_unchanged->isChecked() ? Unchanged::show : Unchanged::fold,
         filter = m_filter->text()] {
            return diffDocument(filteredPlan(planOf(*source, raw, unchanged), filter), style);
        },
        [this, generation = ++m_generation](DiffDocument document) {
            if (generation == m_generation)
                take(std::move(document));
        });
}

void DiffView::take(DiffDocument document) {
    m_header->setText(tr("From %1\nto %2", "versions").arg(m_source->beforeText, m_source->afterText));
    m_header->show();
    m_bar->show();
    m_changes = std::move(document.changes);
    m_parts = std::move(document.parts);
    m_making = false;
    m_current = -1;
    const int scroll = m_view->verticalScrollBar()->value();
    m_view->setShownFromTop(std::move(document.document));
    m_view->verticalScrollBar()->setValue(std::exchange(m_another, false) ? 0 : scroll);
    showCount();
    if (const auto place = std::exchange(m_toShow, std::nullopt))
        showPlace(*place);
    Q_EMIT shown();
}

void DiffView::showCount() {
    const int count = changeCount();
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    if (m_current < 0)
        m_count->setText(tr("%n change(s)", nullptr, count));
    else
        m_count->setText(tr("%1 of %n change(s)", nullptr, count).arg(m_current + 1));
}

void DiffView::goTo(int change) {
    if (m_changes.empty())
        return;
    const int count = changeCount();
    m_current = (change % count + count) % count;
    QTextCursor cursor(m_view->document());
    cursor.setPosition(m_changes[static_cast<std::size_t>(m_current)]);
    m_view->setTextCursor(cursor);
    const QRect place = m_view->cursorRect(cursor);
    QScrollBar* bar = m_view->verticalScrollBar();
    bar->setValue(bar->value() + place.top() - m_view->viewport()->height() / 6);
    QTextEdit::ExtraSelection mark;
    mark.format.setBackground(
        mixed(m_view->palette().color(QPalette::Base), m_view->palette().color(QPalette::Highlight), 0.2));
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    mark.cursor = cursor;
    m_view->setExtraSelections({mark});
    showCount();
}

void DiffView::reveal(const DiffPlace& place) {
    if (!m_source)
        return;
    m_filter->clear(); // it may hide the place
    if (m_making)
        m_toShow = place;
    else
        showPlace(place);
}

/// The text where it is marked as changed, else anywhere in that change.
QTextCursor DiffView::findIn(int change, const QString& text) const {
    const auto at = static_cast<std::size_t>(change);
    const int end = at + 1 < m_changes.size() ? m_changes[at + 1] : m_view->document()->characterCount();
    QTextCursor found;
    QTextCursor next(m_view->document());
    next.setPosition(m_changes[at]);
    while (!text.isEmpty()) {
        next = m_view->document()->find(text, next, QTextDocument::FindCaseSensitively);
        if (next.isNull() || next.selectionEnd() > end)
            break;
        const bool changed = next.charFormat().hasProperty(QTextFormat::BackgroundBrush);
        if (changed || found.isNull())
            found = next;
        if (changed)
            break;
    }
    return found;
}

void DiffView::showPlace(const DiffPlace& place) {
    std::vector<int> candidates;
    for (const std::string& key : {partKey(place.what, place.id), partKey("insight", place.id)})
        for (int change = 0; change < changeCount(); ++change)
            if (m_parts[static_cast<std::size_t>(change)] == key)
                candidates.push_back(change);
    const int fallback = candidates.empty() ? -1 : candidates.front();
    for (int change = 0; change < changeCount(); ++change)
        candidates.push_back(change);
    for (const int change : candidates) {
        const QTextCursor found = findIn(change, place.text);
        if (found.isNull())
            continue;
        goTo(change);
        m_view->setTextCursor(found);
        m_view->ensureCursorVisible();
        return;
    }
    if (fallback >= 0)
        goTo(fallback);
}

DiffView::Revealed DiffView::revealed() const {
    if (m_current < 0)
        return {};
    return {m_parts[static_cast<std::size_t>(m_current)], m_view->textCursor().selectedText()};
}

void DiffView::nextChange() {
    goTo(m_current + 1);
}

void DiffView::previousChange() {
    goTo(m_current < 0 ? -1 : m_current - 1);
}

void DiffView::setRaw(bool raw) {
    m_raw->setChecked(raw);
}

void DiffView::setUnchangedShown(bool shown) {
    m_unchanged->setChecked(shown);
}

void DiffView::addTool(QWidget* tool) {
    m_second->addWidget(tool);
}

void DiffView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void DiffView::setFilter(const QString& text) {
    m_filter->setText(text);
}

QString DiffView::plainText() const {
    return m_view->toPlainText();
}

QString DiffView::headerText() const {
    return m_header->text();
}

void DiffView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        make();
}

} // namespace stemma::ui
