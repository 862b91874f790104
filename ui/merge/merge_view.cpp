// SPDX-License-Identifier: MIT
#include "ui/merge/merge_view.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/history/diff_document.h"
#include "ui/merge/conflict_model.h"
#include "ui/merge/conflict_text.h"
#include "ui/report/read_view.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

using report::Choice;

constexpr int besideFrom = 620; // pixels: narrower than this, the three texts stand one below the other
constexpr std::array<Choice, 4> choices{Choice::ours, Choice::theirs, Choice::both, Choice::text};

QFont bold(const QFont& font) {
    QFont made = font;
    made.setBold(true);
    return made;
}

} // namespace

MergeView::MergeView(QWidget* parent)
    : QWidget(parent)
    , m_model(new ConflictModel(this))
    , m_heading(new QLabel)
    , m_list(new QListView)
    , m_what(new QLabel)
    , m_sentence(new QLabel)
    , m_sides(new QSplitter)
    , m_choices(new QWidget)
    , m_edit(new QPlainTextEdit)
    , m_end(new QWidget) {
    setObjectName(QStringLiteral("mergeView"));
    buildList();
    buildSides();
    buildChoices();
    buildEnd();
    m_heading->setWordWrap(true);
    auto* detail = new QWidget;
    auto* inner = new QVBoxLayout(detail);
    inner->setContentsMargins(0, 6, 0, 0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_what, m_sentence})
        inner->addWidget(widget);
    inner->addWidget(m_sides, 3);
    inner->addWidget(m_choices);
    inner->addWidget(m_edit, 2);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(m_list);
    parts->addWidget(detail);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 4);
    parts->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(parts, 1);
    layout->addWidget(m_end);
    setFocusProxy(m_list);
}

void MergeView::buildList() {
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Conflicts"));
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->installEventFilter(this);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &MergeView::showCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &MergeView::showState);
}

void MergeView::buildSides() {
    m_sides->setChildrenCollapsible(false);
    for (std::size_t side = 0; side < m_sideTexts.size(); ++side) {
        auto* box = new QWidget;
        auto* layout = new QVBoxLayout(box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(2);
        m_sideNames[side] = new QLabel;
        m_sideNames[side]->setTextFormat(Qt::PlainText);
        m_sideTexts[side] = new ReadView;
        m_sideTexts[side]->setMinimumHeight(fontMetrics().height() * 3);
        m_sideNames[side]->setBuddy(m_sideTexts[side]);
        layout->addWidget(m_sideNames[side]);
        layout->addWidget(m_sideTexts[side], 1);
        m_sides->addWidget(box);
    }
    m_what->setFont(bold(font()));
    for (QLabel* label : {m_heading, m_what, m_sentence}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
}

void MergeView::buildChoices() {
    const std::array<std::pair<QString, QString>, 4> texts{
        {{tr("Keep mine"), tr("Key 1 in the list")},
         {tr("Keep theirs"), tr("Key 2 in the list")},
         {tr("Keep both"), tr("Key 3 in the list. Mine comes first.")},
         {tr("Write it myself"), tr("Key 4 in the list")}}};
    auto* layout = new QHBoxLayout(m_choices);
    layout->setContentsMargins(0, 0, 0, 0);
    for (std::size_t at = 0; at < choices.size(); ++at) {
        m_choose[at] = new QPushButton(texts[at].first);
        m_choose[at]->setToolTip(plainTip(texts[at].second));
        m_choose[at]->setCheckable(true);
        m_choose[at]->setAutoDefault(true);
        layout->addWidget(m_choose[at]);
        connect(m_choose[at], &QPushButton::clicked, this, [this, at] { choose(choices[at]); });
    }
    layout->addStretch(1);
    m_edit->setAccessibleName(tr("The text to keep"));
    m_edit->setPlaceholderText(tr("What you write here is kept."));
    m_edit->setTabChangesFocus(true);
    m_edit->hide();
    connect(m_edit, &QPlainTextEdit::textChanged, this, &MergeView::takeEdited);
}

void MergeView::buildEnd() {
    m_state = new QLabel;
    m_apply = new QPushButton(tr("Apply"));
    m_copy = new QPushButton(tr("Keep mine as a copy"));
    m_later = new QPushButton(tr("Decide later"));
    auto* mine = new QPushButton(tr("Mine for all"));
    auto* theirs = new QPushButton(tr("Theirs for all"));
    m_apply->setIcon(themeIcon(IconName::ok));
    m_copy->setToolTip(tr("Your version becomes a new report; here theirs stays as it is."));
    m_later->setToolTip(tr("Goes back to the outline. Your work stays unsaved, and nothing of it is lost."));
    m_state->setTextFormat(Qt::PlainText);
    auto* layout = new QHBoxLayout(m_end);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_state, 1);
    for (QPushButton* button : {mine, theirs, m_copy, m_later, m_apply}) {
        button->setAutoDefault(true);
        layout->addWidget(button);
    }
    connect(mine, &QPushButton::clicked, this, [this] { chooseForAll(Choice::ours); });
    connect(theirs, &QPushButton::clicked, this, [this] { chooseForAll(Choice::theirs); });
    connect(m_copy, &QPushButton::clicked, this, &MergeView::copyRequested);
    connect(m_later, &QPushButton::clicked, this, &MergeView::postponed);
    connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT applied(m_model->resolutions()); });
}

int MergeView::row() const {
    return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
}

void MergeView::setConflicts(const QString& who, std::vector<report::MergeConflict> conflicts,
                             PartNames names) {
    const QString current =
        row() < 0 ? QString() : m_list->currentIndex().data(ConflictModel::IdRole).toString();
    m_who = who;
    m_names = std::move(names);
    const int count = static_cast<int>(conflicts.size());
    m_heading->setText(
        tr("%1 saved while you were editing. Everything else is merged; in %n place(s) you both changed the "
           "same.",
           "“Agent” saved …", count)
            .arg(actorTitle(toUtf8(who))));
    setAccessibleDescription(m_heading->text());
    m_model->setConflicts(std::move(conflicts));
    const QModelIndexList same = current.isEmpty() ? QModelIndexList()
                                                   : m_model->match(m_model->index(0), ConflictModel::IdRole,
                                                                    current, 1, Qt::MatchExactly);
    const int open = m_model->nextOpen(-1);
    m_list->setCurrentIndex(same.isEmpty() ? m_model->index(std::max(open, 0)) : same.first());
    showCurrent();
}

void MergeView::choose(Choice choice) {
    const int at = row();
    if (at < 0)
        return;
    if (choice == Choice::text) {
        if (!isEditable(m_model->conflict(at)))
            return;
        const auto before = m_model->resolution(at);
        if (!before || before->choice != Choice::text)
            m_model->decide(at, Choice::text,
                            valueOfText(m_model->conflict(at), editableText(m_model->conflict(at))));
        showCurrent();
        m_edit->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (choice == Choice::both && !m_choose[2]->isEnabled())
        return;
    m_model->decide(at, choice);
    const int open = m_model->nextOpen(at);
    if (open >= 0)
        m_list->setCurrentIndex(m_model->index(open));
    else if (!m_apply->hasFocus())
        m_apply->setFocus(Qt::OtherFocusReason);
    showCurrent();
}

void MergeView::chooseForAll(Choice choice) {
    m_model->decideAll(choice);
    showCurrent();
}

void MergeView::showCurrent() {
    const int at = row();
    showState();
    if (at < 0)
        return;
    const report::MergeConflict& conflict = m_model->conflict(at);
    m_what->setText(conflictHeading(conflict));
    m_sentence->setText(conflictSentence(conflict, m_who));
    const std::array<QString, 3> names{tr("Before"), tr("Mine"), tr("Theirs (%1)", "who").arg(m_who)};
    const DiffStyle style = diffStyle(palette(), font());
    for (std::size_t side = 0; side < m_sideTexts.size(); ++side) {
        m_sideNames[side]->setText(names[side]);
        m_sideTexts[side]->setAccessibleName(names[side]);
        m_sideTexts[side]->setShownFromTop(
            diffDocument(sidePlan(conflict, static_cast<MergeSide>(side), m_names), style).document);
    }
    const auto decision = m_model->resolution(at);
    m_choose[2]->setEnabled(conflict.isProse || (conflict.kind == report::ConflictKind::field &&
                                                 conflict.ours && conflict.ours->isArray()));
    m_choose[3]->setEnabled(isEditable(conflict));
    for (std::size_t k = 0; k < choices.size(); ++k)
        m_choose[k]->setChecked(decision && decision->choice == choices[k]);
    const bool written = decision && decision->choice == Choice::text;
    m_edit->setVisible(written);
    if (written) {
        const QSignalBlocker quiet(m_edit);
        const QString text = decision->value ? fromUtf8(decision->value->text()) : editableText(conflict);
        if (m_edit->toPlainText() != text)
            m_edit->setPlainText(text);
    }
}

void MergeView::takeEdited() {
    const int at = row();
    if (at < 0 || !m_edit->isVisible())
        return;
    const auto value = valueOfText(m_model->conflict(at), m_edit->toPlainText());
    if (value)
        m_model->decide(at, Choice::text, value);
}

void MergeView::showState() {
    const int all = m_model->rowCount();
    const int open = all - m_model->decided();
    m_state->setText(open == 0 ? tr("All is decided.") : tr("%n still to be decided", "conflicts", open));
    m_apply->setEnabled(all > 0 && open == 0);
    m_apply->setToolTip(open == 0
                            ? tr("Takes the result into the outline. It can be undone, and is not saved "
                                 "until you save it.")
                            : tr("Decide about every conflict first."));
}

bool MergeView::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::NoModifier && key->modifiers() != Qt::KeypadModifier)
        return false;
    const int which = key->key() - Qt::Key_1;
    if (which < 0 || which >= static_cast<int>(choices.size()))
        return false;
    choose(choices[static_cast<std::size_t>(which)]);
    return true;
}

void MergeView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT postponed();
    else
        QWidget::keyPressEvent(event);
}

void MergeView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_what->setFont(bold(font()));
        showCurrent();
    }
}

void MergeView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_sides->setOrientation(width() < besideFrom ? Qt::Vertical : Qt::Horizontal);
}

} // namespace stemma::ui
