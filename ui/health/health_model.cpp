// SPDX-License-Identifier: MIT
#include "ui/health/health_model.h"

#include <unordered_map>
#include <utility>

#include "ui/health/finding_words.h"
#include "ui/library/list_row.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// Looks in what a person sees of a finding. The same facts come again and again.
class FindingSearch {
public:
    explicit FindingSearch(const QString& folded)
        : m_folded(folded) {}

    [[nodiscard]] bool finds(const HealthRow& row) {
        return m_folded.isEmpty() || row.haystack.contains(m_folded) || isIn(findingFacts(row.finding));
    }

private:
    bool isIn(const QString& facts) {
        const auto known = m_known.find(facts);
        return known != m_known.end() ? known->second
                                      : (m_known[facts] = foldedForSearch(facts).contains(m_folded));
    }

    const QString& m_folded;
    std::unordered_map<QString, bool> m_known;
};

} // namespace

void HealthModel::setRows(std::shared_ptr<const HealthRows> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    choose();
    endResetModel();
}

void HealthModel::setFilter(const QString& text) {
    const QString folded = foldedForSearch(text.trimmed());
    if (folded == m_filter)
        return;
    beginResetModel();
    m_filter = folded;
    choose();
    endResetModel();
}

void HealthModel::choose() {
    m_shown.clear();
    FindingSearch search(m_filter);
    for (std::size_t at = 0; m_rows && at < m_rows->rows.size(); ++at)
        if (search.finds(m_rows->rows[at]))
            m_shown.push_back(static_cast<std::uint32_t>(at));
}

const HealthRow* HealthModel::rowAt(const QModelIndex& index) const {
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < m_shown.size() ? &m_rows->rows[m_shown[row]] : nullptr;
}

int HealthModel::placeOf(const std::string& id) const {
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        if (m_rows->rows[m_shown[row]].finding.id == id)
            return static_cast<int>(row);
    return -1;
}

int HealthModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant HealthModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HealthRow& row = *rowAt(index);
    const QStringList facts{whereText(row), messageText(row.finding), findingFacts(row.finding)};
    switch (role) {
    case Qt::DisplayRole:
        return facts.front();
    case Qt::AccessibleTextRole:
        return facts.join(tr(", ", "between spoken facts"));
    case Qt::ToolTipRole:
        return plainTip(facts.join(QLatin1Char('\n')));
    case IdRole:
        return fromUtf8(row.finding.id);
    case SortRole:
        return static_cast<int>(row.finding.severity);
    default:
        return {};
    }
}

Qt::ItemFlags HealthModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

} // namespace stemma::ui
