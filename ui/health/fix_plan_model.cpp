// SPDX-License-Identifier: MIT
#include "ui/health/fix_plan_model.h"

#include <algorithm>
#include <utility>

#include "ui/health/finding_words.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void FixPlanModel::setRows(std::vector<Row> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void FixPlanModel::setOutcomes(const std::vector<FixOutcome>& outcomes) {
    const std::size_t count = std::min(outcomes.size(), m_rows.size());
    if (count == 0)
        return;
    for (std::size_t at = 0; at < count; ++at)
        m_rows[at].outcome = outcomes[at];
    Q_EMIT dataChanged(index(0), index(static_cast<int>(count) - 1));
}

const FixPlanModel::Row* FixPlanModel::rowAt(const QModelIndex& index) const {
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < m_rows.size() ? &m_rows[row] : nullptr;
}

QString FixPlanModel::sentence(const Row& row) {
    const health::Finding& finding = row.finding.finding;
    if (row.outcome)
        return outcomeText(*row.outcome);
    if (finding.kind == health::FindingKind::graphs) // several of one user tell apart only by what is wrong
        return tr("%1 %2", "what is wrong, what will be done: sentences")
            .arg(messageText(finding), fixSentence(finding));
    return fixSentence(finding);
}

int FixPlanModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant FixPlanModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = *rowAt(index);
    const QStringList facts{whereText(row.finding), findingKindText(row.finding.finding.kind), sentence(row)};
    switch (role) {
    case Qt::DisplayRole:
        return facts.front();
    case Qt::AccessibleTextRole:
        return facts.join(tr(", ", "between spoken facts"));
    case Qt::ToolTipRole:
        return plainTip(facts.join(QLatin1Char('\n')));
    case IdRole:
        return fromUtf8(row.finding.finding.id);
    case SortRole:
        return index.row();
    default:
        return {};
    }
}

} // namespace stemma::ui
