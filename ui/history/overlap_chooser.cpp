// SPDX-License-Identifier: MIT
#include "ui/history/overlap_chooser.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/history/diff_document.h"
#include "ui/report/read_view.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using report::Choice;
using report::MergeConflict;

constexpr int listLines = 4;
constexpr int sideLines = 9;

bool sameTexts(const MergeConflict& a, const MergeConflict& b) {
    return a.ours == b.ours && a.theirs == b.theirs;
}

/// A later stretch of changes may overlap in the same place: that is asked once.
std::vector<MergeConflict> eachOnce(std::vector<MergeConflict> conflicts) {
    std::vector<MergeConflict> once;
    for (MergeConflict& conflict : conflicts)
        if (std::none_of(once.begin(), once.end(),
                         [&](const MergeConflict& one) { return one.key() == conflict.key(); }))
            once.push_back(std::move(conflict));
    return once;
}

/// One side under its name. A whole part is shown whole: there is nothing that it was "before".
void addSide(DiffPlan& plan, MergeConflict conflict, MergeSide side, const PartNames& names) {
    const std::array<QString, 3> titles{OverlapChooser::tr("What the change made"), OverlapChooser::tr("Now"),
                                        OverlapChooser::tr("Before the change")};
    const std::array<const std::optional<json::Value>*, 3> values{&conflict.base, &conflict.ours,
                                                                  &conflict.theirs};
    const auto at = static_cast<std::size_t>(side);
    plan.blocks.push_back({DiffBlock::Kind::heading, {{titles[at], DiffTone::strong}}});
    if (!*values[at]) {
        plan.blocks.push_back(
            {DiffBlock::Kind::note, {{OverlapChooser::tr("It is not there."), DiffTone::muted}}});
        return;
    }
    if (side != MergeSide::base && (*values[at])->isObject())
        conflict.base.reset();
    DiffPlan shown = sidePlan(conflict, side, names);
    plan.blocks.insert(plan.blocks.end(), std::make_move_iterator(shown.blocks.begin()),
                       std::make_move_iterator(shown.blocks.end()));
}

} // namespace

OverlapChooser::OverlapChooser(QWidget* parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
    , m_sides(new ReadView(this))
    , m_keep(new QPushButton(tr("Keep &Now"), this))
    , m_takeBack(new QPushButton(tr("Take &Back"), this)) {
    auto* title = new QLabel(
        tr("Later changes made something else of this. What is there now stays, unless you take it back:"),
        this);
    title->setWordWrap(true);
    title->setTextFormat(Qt::PlainText);
    title->setBuddy(m_list);
    m_list->setAccessibleName(tr("Where later changes overlap"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setTabKeyNavigation(false);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    m_sides->setAccessibleName(tr("What the change made, what is there now, and what was there before"));
    m_sides->setFixedHeight(fontMetrics().height() * sideLines);
    m_keep->setToolTip(plainTip(tr("Key 1 in the list")));
    m_takeBack->setToolTip(plainTip(tr("Key 2 in the list")));
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_keep, m_takeBack}) {
        button->setCheckable(true);
        button->setAutoDefault(true);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* part : std::initializer_list<QWidget*>{title, m_list, m_sides})
        layout->addWidget(part);
    layout->addLayout(buttons);
    connect(m_list, &QListWidget::currentRowChanged, this, &OverlapChooser::showCurrent);
    connect(m_keep, &QPushButton::clicked, this, [this] { choose(Choice::ours); });
    connect(m_takeBack, &QPushButton::clicked, this, [this] { choose(Choice::theirs); });
    hide();
}

void OverlapChooser::setConflicts(std::vector<MergeConflict> conflicts, PartNames names) {
    conflicts = eachOnce(std::move(conflicts));
    const auto placeOf = [this](const MergeConflict& conflict) {
        return std::find_if(m_conflicts.begin(), m_conflicts.end(),
                            [&](const MergeConflict& one) { return one.key() == conflict.key(); }) -
               m_conflicts.begin();
    };
    std::stable_sort(conflicts.begin(), conflicts.end(),
                     [&](const MergeConflict& a, const MergeConflict& b) { return placeOf(a) < placeOf(b); });
    for (const MergeConflict& old : m_conflicts) {
        const bool same = std::any_of(conflicts.begin(), conflicts.end(), [&](const MergeConflict& conflict) {
            return conflict.key() == old.key() && sameTexts(conflict, old);
        });
        if (!same)
            m_chosen.erase(old.key());
    }
    m_conflicts = std::move(conflicts);
    m_names = std::move(names);
    fill();
    setVisible(!m_conflicts.empty());
}

void OverlapChooser::clear() {
    m_chosen.clear();
    setConflicts({});
}

std::vector<report::Resolution> OverlapChooser::resolutions() const {
    std::vector<report::Resolution> all;
    for (const auto& [key, choice] : m_chosen)
        all.push_back({key, choice, {}});
    return all;
}

Choice OverlapChooser::chosen(const MergeConflict& conflict) const {
    const auto found = m_chosen.find(conflict.key());
    return found == m_chosen.end() ? Choice::ours : found->second;
}

/// Of all that are selected, so that many can be decided at once.
void OverlapChooser::choose(Choice choice) {
    bool another = false;
    for (const QModelIndex& index : m_list->selectionModel()->selectedRows()) {
        const MergeConflict& conflict = m_conflicts[static_cast<std::size_t>(index.row())];
        another = another || chosen(conflict) != choice;
        m_chosen.insert_or_assign(conflict.key(), choice);
    }
    fill();
    if (another)
        Q_EMIT changed();
}

/// Items stay where they are, so that what is selected stays so.
void OverlapChooser::fill() {
    const int count = static_cast<int>(m_conflicts.size());
    {
        const QSignalBlocker quiet(m_list);
        while (m_list->count() > count)
            delete m_list->takeItem(m_list->count() - 1);
        for (int row = 0; row < count; ++row) {
            const MergeConflict& conflict = m_conflicts[static_cast<std::size_t>(row)];
            if (row == m_list->count())
                m_list->addItem(QString());
            const QString text = chosen(conflict) == Choice::theirs
                                     ? tr("%1: taken back", "a part").arg(conflictHeading(conflict))
                                     : tr("%1: as it is now", "a part").arg(conflictHeading(conflict));
            m_list->item(row)->setText(text);
            m_list->item(row)->setToolTip(plainTip(text));
        }
    }
    if (count > 0)
        m_list->setFixedHeight(m_list->sizeHintForRow(0) * std::min(count, listLines) +
                               2 * m_list->frameWidth());
    if (count > 0 && m_list->selectionModel()->selectedRows().isEmpty())
        m_list->setCurrentRow(0);
    showCurrent();
}

void OverlapChooser::showCurrent() {
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_conflicts.size()))
        return;
    const MergeConflict& conflict = m_conflicts[static_cast<std::size_t>(row)];
    DiffPlan plan;
    for (const MergeSide side : {MergeSide::ours, MergeSide::theirs, MergeSide::base})
        addSide(plan, conflict, side, m_names);
    m_sides->setShown(diffDocument(plan, diffStyle(palette(), font())).document);
    m_keep->setChecked(chosen(conflict) == Choice::ours);
    m_takeBack->setChecked(chosen(conflict) == Choice::theirs);
}

bool OverlapChooser::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier;
    if (!plain || (key->key() != Qt::Key_1 && key->key() != Qt::Key_2))
        return false;
    choose(key->key() == Qt::Key_1 ? Choice::ours : Choice::theirs);
    return true;
}

void OverlapChooser::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        showCurrent();
}

} // namespace stemma::ui
