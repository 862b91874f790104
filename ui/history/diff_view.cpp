// SPDX-License-Identifier: MIT
#include "ui/history/diff_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/history/diff_canvas.h"
#include "ui/history/part_ticks.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr int twoColumnsFrom = 620; // pixels: narrower columns hold too few words

/// Runs on the pool.
DiffPlan planOf(const DiffSource& source, bool raw, bool swapped, Stamps stamps) {
    if (source.plan)
        return raw && source.rawPlan ? source.rawPlan(Unchanged::fold) : source.plan(Unchanged::fold);
    const std::string& before = swapped ? source.after : source.before;
    const std::string& after = swapped ? source.before : source.after;
    if (raw)
        return planRawDifference(before, after, Unchanged::fold);
    DiffPlan plan = planDifference(before, after, Unchanged::fold, stamps, source.keep);
    markPeoplesParts(plan, source.byPeople);
    return plan;
}

} // namespace

DiffView::DiffView(QWidget* parent)
    : QWidget(parent)
    , m_header(new QLabel(this))
    , m_bar(new QWidget(this))
    , m_canvas(new DiffCanvas(this)) {
    m_header->setWordWrap(true);
    m_header->setTextFormat(Qt::PlainText);
    m_header->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_header->setContentsMargins(8, 6, 8, 0);
    m_canvas->setAccessibleName(tr("Differences"));
    buildBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_header);
    layout->addWidget(m_bar);
    layout->addWidget(m_canvas, 1);
    setFocusProxy(m_canvas);
    connect(m_canvas, &DiffCanvas::currentChanged, this, &DiffView::showCount);
    showMessage({});
}

QToolButton* DiffView::button(const QString& text, std::optional<IconName> icon, const QString& tip) {
    auto* made = new QToolButton(m_bar);
    made->setText(text);
    made->setToolTip(plainTip(tip));
    made->setAccessibleName(tip);
    made->setAutoRaise(true);
    if (icon)
        made->setIcon(themeIcon(*icon));
    return made;
}

void DiffView::buildBar() {
    m_previous = button(tr("Previous"), IconName::up, tr("Previous change"));
    m_next = button(tr("Next"), IconName::down, tr("Next change"));
    m_unchanged = button(tr("All text"), {}, tr("Show also what is the same in both versions"));
    m_raw = button(tr("Raw JSON"), {}, tr("Compare the files line by line"));
    m_swap = button(tr("Swap"), IconName::swap, tr("Swap the sides: show what leads back"));
    m_more = button(tr("More"), IconName::configure, tr("More about the differences"));
    for (QToolButton* toggle : {m_unchanged, m_raw, m_swap})
        toggle->setCheckable(true);
    m_unchanged->setAutoRaise(false);
    m_raw->setAutoRaise(false);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->hide();
    m_count = new QLabel(m_bar);
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_filter = new QLineEdit(m_bar);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Show only changes that hold this text"));
    m_filter->setToolTip(m_filter->accessibleName());
    m_filter->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_count, 1);
    for (QToolButton* tool : {m_unchanged, m_raw, m_swap, m_more})
        row->addWidget(tool);
    m_second = new QHBoxLayout;
    m_second->addWidget(m_filter, 1);
    buildKinds();
    auto* layout = new QVBoxLayout(m_bar);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addLayout(m_second);
    connect(m_previous, &QToolButton::clicked, this, &DiffView::previousChange);
    connect(m_next, &QToolButton::clicked, this, &DiffView::nextChange);
    connect(m_unchanged, &QToolButton::toggled, this, &DiffView::takeWish);
    connect(m_raw, &QToolButton::toggled, this, &DiffView::make);
    connect(m_swap, &QToolButton::toggled, this, &DiffView::setSwapped);
    connect(m_filter, &QLineEdit::textChanged, this, &DiffView::takeWish);
}

void DiffView::buildKinds() {
    const std::array<QString, 4> tips{tr("Show what was added"), tr("Show what was removed"),
                                      tr("Show what was moved"), tr("Show what was edited")};
    for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
        m_kinds[kind] = button({}, {}, tips[kind]);
        m_kinds[kind]->setCheckable(true);
        m_kinds[kind]->setChecked(true);
        m_kinds[kind]->setAutoRaise(false);
        connect(m_kinds[kind], &QToolButton::toggled, this, &DiffView::takeWish);
        m_second->addWidget(m_kinds[kind]);
    }
}

void DiffView::setMenu(QMenu* menu) {
    m_more->setMenu(menu);
    m_more->setVisible(menu != nullptr);
    m_canvas->setMenu(menu);
}

void DiffView::setRunner(TaskRunner* runner) {
    m_runner = runner;
}

void DiffView::showDifference(std::shared_ptr<const DiffSource> source) {
    forget();
    m_source = std::move(source);
    m_another = true;
    m_toShow.reset();
    m_swapped = false;
    m_swap->setEnabled(!m_source->plan);
    const QSignalBlocker quiet(m_swap);
    m_swap->setChecked(false);
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
    m_bar->hide();
    m_canvas->setPlan(nullptr);
    m_canvas->setChoosing(false);
    m_header->setText(text);
    m_header->setVisible(!text.isEmpty());
    if (std::exchange(m_isShown, false))
        Q_EMIT shown();
}

void DiffView::make() {
    if (!m_source || m_runner == nullptr)
        return;
    m_making = true;
    m_runner->run(
        this,
        [source = m_source, raw = m_raw->isChecked(), swapped = m_swapped, stamps = m_stamps,
         runner = m_runner] { return runner->share(planOf(*source, raw, swapped, stamps)); },
        [this, generation = ++m_generation](std::shared_ptr<const DiffPlan> plan) {
            if (generation == m_generation)
                take(std::move(plan));
        });
}

void DiffView::take(std::shared_ptr<const DiffPlan> plan) {
    const std::array<int, 4> counts = countKinds(*plan);
    const std::array<QString, 4> signs{QStringLiteral("+%1"), QStringLiteral("−%1"), QStringLiteral("↕%1"),
                                       QStringLiteral("~%1")};
    for (std::size_t kind = 0; kind < m_kinds.size(); ++kind) {
        m_kinds[kind]->setText(signs[kind].arg(counts[kind]));
        m_kinds[kind]->setVisible(counts[kind] > 0);
    }
    m_isShown = true;
    showHeader();
    m_bar->show();
    m_canvas->setChoosing(m_source->choosing && !m_raw->isChecked());
    m_canvas->setPlan(std::move(plan),
                      std::exchange(m_another, false) ? DiffCanvas::From::top : DiffCanvas::From::samePlace);
    m_making = false;
    takeWish();
    if (const auto place = std::exchange(m_toShow, std::nullopt))
        showPlace(*place);
}

QString DiffView::direction() const {
    const QString& alone = m_source->afterAlone.isEmpty() ? m_source->afterText : m_source->afterAlone;
    const QString& from = m_swapped ? alone : m_source->beforeText;
    const QString& to = m_swapped ? m_source->beforeText : m_source->afterText;
    return tr("From %1\nto %2", "versions").arg(from, to);
}

void DiffView::showHeader() {
    m_header->setText(direction());
    m_header->show();
}

void DiffView::takeWish() {
    DiffWish wish = m_canvas->wish();
    wish.text = m_filter->text();
    wish.unchanged = m_unchanged->isChecked();
    for (std::size_t kind = 0; kind < m_kinds.size(); ++kind)
        wish.kinds[kind] = m_kinds[kind]->isChecked();
    m_canvas->setWish(std::move(wish));
    showCount();
    Q_EMIT shown();
}

void DiffView::showCount() {
    const int count = changeCount();
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    const int all = m_canvas->plan() ? m_canvas->plan()->changes : 0;
    if (count < all)
        m_count->setText(tr("%1 of %n change(s) shown", nullptr, all).arg(count));
    else if (m_canvas->currentChange() < 0)
        m_count->setText(tr("%n change(s)", nullptr, count));
    else
        m_count->setText(tr("%1 of %n change(s)", nullptr, count).arg(m_canvas->currentChange() + 1));
    m_count->setToolTip(m_count->text());
}

void DiffView::takeLayout() {
    m_canvas->setColumns(inTwoColumns() ? DiffColumns::two : DiffColumns::one);
}

bool DiffView::inTwoColumns() const {
    return m_layout == Layout::two || (m_layout == Layout::automatic && width() >= twoColumnsFrom);
}

void DiffView::setLayout(Layout layout) {
    m_layout = layout;
    takeLayout();
}

void DiffView::setTwoColumns(bool two) {
    setLayout(two ? Layout::two : Layout::one);
    Q_EMIT layoutChosen(m_layout);
    Q_EMIT shown();
}

void DiffView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool two = m_canvas->columns() == DiffColumns::two;
    takeLayout();
    if (two != inTwoColumns())
        Q_EMIT shown();
}

int DiffView::changeCount() const {
    return m_canvas->changeCount();
}

void DiffView::nextChange() {
    m_canvas->goToChange(m_canvas->currentChange() + 1);
}

void DiffView::previousChange() {
    m_canvas->goToChange(m_canvas->currentChange() < 0 ? -1 : m_canvas->currentChange() - 1);
}

bool DiffView::isRaw() const {
    return m_raw->isChecked();
}
bool DiffView::unchangedShown() const {
    return m_unchanged->isChecked();
}
void DiffView::setRaw(bool raw) {
    m_raw->setChecked(raw);
}
void DiffView::setUnchangedShown(bool shown) {
    m_unchanged->setChecked(shown);
}

void DiffView::setStampsShown(bool shown) {
    m_stamps = shown ? Stamps::show : Stamps::leaveOut;
    make();
}

void DiffView::setSwapped(bool swapped) {
    const QSignalBlocker quiet(m_swap);
    m_swap->setChecked(swapped);
    if (m_swapped == swapped)
        return;
    m_swapped = swapped;
    make();
}

void DiffView::addTool(QWidget* tool) {
    m_second->addWidget(tool);
}

void DiffView::setFilter(const QString& text) {
    m_filter->setText(text);
}

void DiffView::showAllChanges() {
    m_raw->setChecked(false);
    m_filter->clear();
    for (QToolButton* kind : m_kinds)
        kind->setChecked(true);
}

QString DiffView::plainText() const {
    return m_canvas->plainText();
}

QString DiffView::headerText() const {
    return m_header->text();
}

} // namespace stemma::ui
