// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QStringList>

#include "core/report/pruning.h"
#include "ui/model/keyed_tree_model.h"

namespace stemma::ui {

/// One backup, or one report with its backups below it.
struct BackupRow {
    bool isReport = false;
    QString title;    ///< of a report
    std::string file; ///< of a backup
    std::optional<Timestamp> made;
    std::uint64_t bytes = 0;
    bool shared = false;
    report::BackupHealth health = report::BackupHealth::restorable;
    QString message; ///< why it isn't restorable, or a remark
    bool there = true;
    bool goes = false;
    std::vector<history::RetentionReason> reasons;
    std::size_t count = 0; ///< of a report: how many files
    std::size_t going = 0; ///< how many of them go
    std::uint64_t goingBytes = 0;
    bool unread = false;    ///< of a report: nothing is known of its backups
    std::size_t unwell = 0; ///< how many can't be restored as they are
    friend bool operator==(const BackupRow&, const BackupRow&) = default;
};
using BackupItem = KeyedItem<BackupRow>;

/// Which backups are listed.
enum class BackupFilter { all, going, unwell };

/// The rows of a preview: reports, or, of one report alone, its backups; newest first. Pure.
[[nodiscard]] std::vector<BackupItem> backupItems(const report::PrunePreview& preview, BackupFilter filter);

/// "36.1 kB"
[[nodiscard]] QString backupSizeText(std::uint64_t bytes);
/// "restorable", "damaged" …
[[nodiscard]] QString backupHealthText(report::BackupHealth health);
/// "It is the newest that can be restored."
[[nodiscard]] QString retentionReasonSentence(history::RetentionReason reason);

class BackupTreeModel : public KeyedTreeModel<BackupRow> {
    Q_OBJECT
public:
    enum Column { NameColumn, SizeColumn, StateColumn, FateColumn, WhyColumn, ColumnCount };
    using KeyedTreeModel::KeyedTreeModel;

    /// For times beside their moment.
    void setNow(Timestamp now) { m_now = now; }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const BackupRow& row, int column) const;
    [[nodiscard]] QString fateText(const BackupRow& row) const;
    [[nodiscard]] QString whyText(const BackupRow& row) const;
    Timestamp m_now;
};

} // namespace stemma::ui
