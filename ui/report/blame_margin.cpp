// SPDX-License-Identifier: MIT
#include "ui/report/blame_margin.h"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/report/blame_book.h"
#include "ui/report/blame_delegate.h"
#include "ui/report/field_blame.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/outline_tree.h"
#include "ui/session/edit_session.h"
#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {

/// The row after that one, whatever it is below of; invalid behind the last.
QModelIndex following(const QAbstractItemModel& model, const QModelIndex& index) {
    if (!index.isValid())
        return model.index(0, 0);
    if (model.rowCount(index) > 0)
        return model.index(0, 0, index);
    for (QModelIndex up = index; up.isValid(); up = up.parent())
        if (const QModelIndex next = up.siblingAtRow(up.row() + 1); next.isValid())
            return next.siblingAtColumn(0);
    return {};
}

} // namespace

BlameMargin::BlameMargin(OutlinePage& page)
    : m_page(page)
    , m_fields(new FieldBlame) {
    buildBar();
    buildColumn();
    page.addAboveTree(this);
    page.addBelowInspector(m_fields);
    connect(m_fields, &FieldBlame::changeWanted, this, &BlameMargin::changeWanted);
    connect(&m_reader, &BlameReader::changed, this, &BlameMargin::make);
    connect(page.tree()->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showFields();
        Q_EMIT abilityChanged();
    });
    showBar();
}

void BlameMargin::buildBar() {
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    const auto button = [this](IconName icon, const QString& tip) {
        auto* made = new QToolButton(this);
        made->setIcon(themeIcon(icon));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        return made;
    };
    m_previous = button(IconName::up, tr("Previous part that was never seen by a human"));
    m_next = button(IconName::down, tr("Next part that was never seen by a human"));
    connect(m_previous, &QToolButton::clicked, this, &BlameMargin::previousUntouched);
    connect(m_next, &QToolButton::clicked, this, &BlameMargin::nextUntouched);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 3, 4, 3);
    row->addWidget(m_text, 1);
    row->addWidget(m_previous);
    row->addWidget(m_next);
}

void BlameMargin::buildColumn() {
    OutlineTree& tree = *m_page.tree();
    addBlameColumn(tree);
    connect(&tree, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == OutlineModel::BlameColumn)
            goToChange();
    });
}

void BlameMargin::setSession(ReportSession* session, EditSession* edit) {
    if (m_edit)
        disconnect(m_edit, nullptr, this, nullptr);
    m_session = session;
    m_edit = edit;
    ++m_generation;
    m_making = false;
    take(nullptr);
    if (edit != nullptr)
        connect(edit, &EditSession::changed, this, &BlameMargin::make);
    m_reader.setSession(session);
}

void BlameMargin::setShown(bool shown) {
    m_shown = shown;
    m_page.tree()->setColumnHidden(OutlineModel::BlameColumn, !shown);
    m_page.showColumns();
    if (!shown)
        m_neverHuman = false;
    m_page.model()->setNeverHuman(m_neverHuman);
    m_reader.setWanted(shown);
    if (shown)
        make();
    showBar();
    showFields();
    Q_EMIT abilityChanged();
}

void BlameMargin::setNeverHuman(bool only) {
    m_neverHuman = only;
    setShown(m_shown || only);
}

/// What is on show differs from what is saved, or somebody saved.
void BlameMargin::make() {
    if (!m_shown || !m_session || !m_session->report() || !m_reader.blame()) {
        showBar();
        return;
    }
    if (m_making) {
        m_makeAgain = true;
        return;
    }
    m_making = true;
    m_makeAgain = false;
    const auto saved = m_session->report();
    const auto shown = m_edit && m_edit->report() ? m_edit->report() : saved;
    m_session->library().runner().run(
        this,
        [blame = m_reader.blame(), saved, shown] {
            return std::make_shared<const BlameBook>(*blame, *saved, *shown);
        },
        [this, generation = m_generation](std::shared_ptr<const BlameBook> book) {
            if (generation != m_generation)
                return;
            m_making = false;
            take(std::move(book));
            if (m_makeAgain)
                make();
        });
}

void BlameMargin::take(std::shared_ptr<const BlameBook> book) {
    m_book = std::move(book);
    m_page.model()->setBlame(m_book);
    showBar();
    showFields();
    Q_EMIT abilityChanged();
}

QString BlameMargin::text() const {
    return m_text->text();
}

void BlameMargin::showBar() {
    QString text;
    const bool failed = m_shown && !m_reader.failure().isEmpty();
    if (failed)
        text = tr("Who wrote what can't be told. %1").arg(m_reader.failure());
    else if (m_shown && m_session && !m_book)
        text = tr("Reading who wrote what …");
    else if (m_neverHuman && m_book && m_book->neverHuman() == 0)
        text = tr("A human made or changed something in every part.");
    else if (m_neverHuman && m_book)
        text = tr("%1 of %n part(s) were never seen by a human: no person is known to have made or changed "
                  "anything in them.",
                  nullptr, m_book->parts())
                   .arg(m_book->neverHuman());
    m_text->setText(text);
    const bool steps = m_neverHuman && m_book && m_book->neverHuman() > 0;
    m_previous->setVisible(steps);
    m_next->setVisible(steps);
    setVisible(!text.isEmpty());
}

void BlameMargin::showFields() {
    const OutlineRow* row = m_page.currentRow();
    const PartMark* part = !m_shown || !m_book ? nullptr
                           : row == nullptr    ? m_book->ofReport()
                                               : m_book->of(*row);
    m_fields->showPart(part, m_page.model()->now());
}

const std::string& BlameMargin::chosenChange() const {
    static const std::string none;
    const OutlineRow* row = m_page.currentRow();
    const PartMark* part = row == nullptr || !m_book ? nullptr : m_book->of(*row);
    return part == nullptr ? none : part->changed.row;
}

bool BlameMargin::canGoToChange() const {
    return m_shown && !chosenChange().empty();
}

void BlameMargin::goToChange() {
    if (canGoToChange())
        Q_EMIT changeWanted(chosenChange());
}

void BlameMargin::step(int by) {
    if (!m_book)
        return;
    const OutlineModel& model = *m_page.model();
    std::vector<QModelIndex> untouched;
    std::size_t at = 0; // how many of them come before the chosen row
    const QModelIndex current = m_page.tree()->currentIndex().siblingAtColumn(0);
    bool passed = !current.isValid(), onOne = false;
    for (QModelIndex index = following(model, {}); index.isValid(); index = following(model, index)) {
        const OutlineRow* row = model.rowData(index);
        const bool counts = row->kind == OutlineKind::section || row->kind == OutlineKind::insight;
        const PartMark* part = counts ? m_book->of(*row) : nullptr;
        const bool wanted = part != nullptr && !part->changed.human;
        if (index == current) {
            passed = true;
            onOne = wanted;
        } else if (wanted && !passed) {
            ++at;
        }
        if (wanted)
            untouched.push_back(index);
    }
    if (untouched.empty())
        return;
    const std::size_t count = untouched.size();
    const std::size_t next = current.isValid() ? (onOne ? at + 1 : at) : 0;
    m_page.choose(untouched[(by > 0 ? next : at + count - 1) % count]);
}

} // namespace stemma::ui
