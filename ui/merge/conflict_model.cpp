// SPDX-License-Identifier: MIT
#include "ui/merge/conflict_model.h"

#include <utility>

#include "ui/merge/conflict_text.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

bool sameTexts(const report::MergeConflict& a, const report::MergeConflict& b) {
    return a.ours == b.ours && a.theirs == b.theirs;
}

} // namespace

QString choiceText(report::Choice choice) {
    switch (choice) {
    case report::Choice::ours:
        return ConflictModel::tr("mine");
    case report::Choice::theirs:
        return ConflictModel::tr("theirs");
    case report::Choice::both:
        return ConflictModel::tr("both");
    case report::Choice::text:
        break;
    }
    return ConflictModel::tr("edited");
}

ConflictModel::ConflictModel(QObject* parent)
    : QAbstractListModel(parent) {}

void ConflictModel::setConflicts(std::vector<report::MergeConflict> conflicts) {
    beginResetModel();
    m_conflicts = std::move(conflicts);
    std::map<std::string, Decision> kept;
    for (const report::MergeConflict& conflict : m_conflicts) {
        const auto known = m_decisions.find(conflict.key());
        if (known != m_decisions.end() && sameTexts(known->second.about, conflict))
            kept.insert(*known);
    }
    m_decisions = std::move(kept);
    endResetModel();
}

const report::MergeConflict& ConflictModel::conflict(int row) const {
    return m_conflicts[static_cast<std::size_t>(row)];
}

std::optional<report::Resolution> ConflictModel::resolution(int row) const {
    const auto known = m_decisions.find(conflict(row).key());
    return known == m_decisions.end() ? std::nullopt : std::optional(known->second.resolution);
}

void ConflictModel::decide(int row, report::Choice choice, std::optional<json::Value> value) {
    const report::MergeConflict& about = conflict(row);
    m_decisions[about.key()] = {{about.key(), choice, std::move(value)}, about};
    Q_EMIT dataChanged(index(row), index(row));
}

void ConflictModel::decideAll(report::Choice choice) {
    for (int row = 0; row < rowCount(); ++row)
        decide(row, choice);
}

int ConflictModel::decided() const {
    return static_cast<int>(m_decisions.size());
}

int ConflictModel::nextOpen(int row) const {
    for (int step = 1; step <= rowCount(); ++step) {
        const int at = (row + step) % rowCount();
        if (!resolution(at))
            return at;
    }
    return -1;
}

std::vector<report::Resolution> ConflictModel::resolutions() const {
    std::vector<report::Resolution> all;
    for (const auto& [key, decision] : m_decisions)
        all.push_back(decision.resolution);
    return all;
}

int ConflictModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_conflicts.size());
}

QVariant ConflictModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const report::MergeConflict& about = conflict(index.row());
    const auto decision = resolution(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return decision ? tr("%1: %2", "a conflict, and what was decided")
                              .arg(conflictHeading(about), choiceText(decision->choice))
                        : conflictHeading(about);
    case Qt::DecorationRole:
        return decision ? toneIcon(IconName::ok, Tone::good) : toneIcon(IconName::warning, Tone::warning);
    case Qt::AccessibleTextRole:
        return decision ? tr("%1, decided: %2").arg(conflictHeading(about), choiceText(decision->choice))
                        : tr("%1, not decided").arg(conflictHeading(about));
    case IdRole:
        return fromUtf8(about.key());
    case DecidedRole:
        return decision.has_value();
    default:
        return {};
    }
}

} // namespace stemma::ui
