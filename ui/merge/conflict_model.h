// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractListModel>

#include "core/report/outline_merge.h"

namespace stemma::ui {

/// The conflicts of a merge and what the person decided about each so far. A decision is kept while the
/// conflict stays the same, also when the merge is made anew.
class ConflictModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, DecidedRole };

    explicit ConflictModel(QObject* parent = nullptr);

    void setConflicts(std::vector<report::MergeConflict> conflicts);
    [[nodiscard]] const report::MergeConflict& conflict(int row) const;
    [[nodiscard]] std::optional<report::Resolution> resolution(int row) const;
    void decide(int row, report::Choice choice, std::optional<json::Value> value = {});
    void decideAll(report::Choice choice);
    [[nodiscard]] int decided() const;
    /// The row after `row` that isn't decided yet, from the top again at the end; -1: none.
    [[nodiscard]] int nextOpen(int row) const;
    [[nodiscard]] std::vector<report::Resolution> resolutions() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Decision {
        report::Resolution resolution;
        report::MergeConflict about;
    };
    std::vector<report::MergeConflict> m_conflicts;
    std::map<std::string, Decision> m_decisions; ///< by MergeConflict::key()
};

/// "mine", "theirs" … for the list.
[[nodiscard]] QString choiceText(report::Choice choice);

} // namespace stemma::ui
