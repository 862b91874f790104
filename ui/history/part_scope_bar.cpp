// SPDX-License-Identifier: MIT
#include "ui/history/part_scope_bar.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::size_t mostTouched = 40; // a box that fits on a screen

/// The same part, whatever of it.
bool samePart(const HistoryPart& a, const HistoryPart& b) {
    return a.question.what == b.question.what && a.question.id == b.question.id;
}

bool hasContents(const HistoryPart& part) {
    return part.question.field.empty() &&
           (part.question.what == "section" || part.question.what == "insight");
}

QToolButton* toggle(const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    return button;
}

} // namespace

PartScopeBar::PartScopeBar(QWidget* parent)
    : QWidget(parent)
    , m_of(new QComboBox(this)) {
    m_of->setAccessibleName(tr("What the history is told of"));
    m_of->setToolTip(tr("Of what the history is told: the whole report, or one part of it"));
    m_of->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_of->setMinimumContentsLength(12);
    m_contents =
        toggle(tr("With contents"), tr("Also what stands in the part, not only the part itself"), this);
    m_contents->setChecked(true);
    m_keep = toggle(tr("Keep"), tr("Stay with this part, whatever is chosen in the outline"), this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_of, 1);
    row->addWidget(m_contents);
    row->addWidget(m_keep);
    connect(m_of, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_parts.size()))
            take(m_parts[static_cast<std::size_t>(index)]);
    });
    connect(m_contents, &QToolButton::toggled, this, [this] { take(m_scope); });
    connect(m_keep, &QToolButton::toggled, this, [this](bool kept) {
        if (!kept && m_scope && m_chosen && !samePart(*m_scope, *m_chosen))
            take(m_chosen);
    });
    fill();
}

void PartScopeBar::setChosen(std::optional<HistoryPart> part) {
    if (m_chosen == part)
        return;
    m_chosen = std::move(part);
    const bool follows = m_scope && m_chosen && m_chosen->question.what != "report" && !m_keep->isChecked();
    if (follows && !samePart(*m_scope, *m_chosen))
        take(m_chosen);
    else
        fill();
}

void PartScopeBar::setTouched(std::vector<HistoryPart> parts) {
    if (m_touched == parts)
        return;
    m_touched = std::move(parts);
    if (m_touched.size() > mostTouched)
        m_touched.resize(mostTouched);
    fill();
}

void PartScopeBar::setScope(std::optional<HistoryPart> part) {
    take(std::move(part));
}

void PartScopeBar::setKept(bool kept) {
    m_keep->setChecked(kept);
}

void PartScopeBar::take(std::optional<HistoryPart> scope) {
    if (scope)
        scope->question.contents = m_contents->isChecked() && scope->question.what != "report"
                                       ? report::PartContents::include
                                       : report::PartContents::leaveOut;
    const bool another = scope != m_scope;
    // One that isn't chosen in the outline would be left at the next step there.
    const bool elsewhere = scope && (!m_chosen || !samePart(*scope, *m_chosen));
    m_scope = std::move(scope);
    if (elsewhere || !m_scope) {
        const QSignalBlocker quiet(m_keep);
        m_keep->setChecked(elsewhere);
    }
    fill();
    if (another)
        Q_EMIT scopeChanged();
}

void PartScopeBar::add(const HistoryPart& part, const QString& text) {
    HistoryPart whole = part;
    whole.question.contents = report::PartContents::include;
    m_parts.emplace_back(std::move(whole));
    m_of->addItem(text);
    m_of->setItemData(m_of->count() - 1, plainTip(text), Qt::ToolTipRole);
}

void PartScopeBar::fill() {
    const QSignalBlocker quiet(m_of);
    m_of->clear();
    m_parts.assign(1, std::nullopt);
    m_of->addItem(tr("The whole report"));
    const auto addPart = [this](const HistoryPart& part) {
        HistoryPart whole = part;
        whole.question.field.clear();
        add(whole, tr("Only %1", "a part of the report").arg(partText(whole)));
        for (const std::string& field : fieldsOf(whole.question.what)) {
            whole.question.field = field;
            add(whole, tr("Only its %1", "a field of a part").arg(fieldName(field)));
        }
    };
    if (m_chosen)
        addPart(*m_chosen);
    if (m_scope && (!m_chosen || !samePart(*m_scope, *m_chosen)))
        addPart(*m_scope);
    bool separated = false;
    for (const HistoryPart& part : m_touched) {
        if ((m_chosen && samePart(part, *m_chosen)) || (m_scope && samePart(part, *m_scope)))
            continue;
        if (!std::exchange(separated, true)) {
            m_of->insertSeparator(m_of->count());
            m_parts.emplace_back(std::nullopt);
        }
        add(part, tr("Changed here: %1", "a part of the report").arg(partText(part)));
    }
    int current = 0;
    for (std::size_t i = 0; m_scope && i < m_parts.size(); ++i)
        if (m_parts[i] && samePart(*m_parts[i], *m_scope) &&
            m_parts[i]->question.field == m_scope->question.field)
            current = static_cast<int>(i);
    m_of->setCurrentIndex(current);
    m_contents->setVisible(m_scope && hasContents(*m_scope));
    m_keep->setVisible(m_scope.has_value());
}

} // namespace stemma::ui
