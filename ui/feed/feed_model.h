// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <QAbstractListModel>

#include "core/report/feed_counts.h"
#include "ui/feed/feed_rows.h"

namespace stemma::ui {

/// The rows of the feed, of which a view gets some more whenever it comes to their end: it need not lay out a
/// hundred thousand at once.
class FeedModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< feedKey(), or the day
        SortRole,                  ///< the moment, microseconds
    };
    static constexpr int batch = 500;

    /// `clock` outlives the model.
    explicit FeedModel(const Clock& clock, QObject* parent = nullptr);

    /// At least so many rows are there at once, as far as there are any.
    void setRows(std::shared_ptr<const FeedRows> rows, int least);
    [[nodiscard]] const std::shared_ptr<const FeedRows>& rows() const { return m_rows; }
    /// Null for a day, and for an index that is none of the model's.
    [[nodiscard]] const report::FeedEntry* entryAt(const QModelIndex& index) const;
    [[nodiscard]] const FeedRows::Row* rowAt(const QModelIndex& index) const;
    /// Where it stands among all rows, also those that no view has yet; -1 if it isn't there.
    [[nodiscard]] int placeOf(const std::string& key) const;
    [[nodiscard]] Timestamp now() const { return m_clock.now(); }
    /// How much an entry changed; null: it wasn't counted yet.
    [[nodiscard]] const report::FeedCount* countOf(const report::FeedEntry& entry) const;
    /// Of entries by their feedKey(). They are kept for the next rows, too.
    void addCounts(const std::vector<std::pair<std::string, report::FeedCount>>& counts);
    /// Those that later changes may have altered are to be counted again.
    void forgetUnsettled();
    void forgetCounts() { m_counts.clear(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    /// Counts came. Not dataChanged(): a list would lay out all of its rows again.
    void counted();

private:
    [[nodiscard]] int all() const { return m_rows ? static_cast<int>(m_rows->rows.size()) : 0; }

    const Clock& m_clock;
    std::shared_ptr<const FeedRows> m_rows;
    int m_shown = 0;
    std::unordered_map<std::string, report::FeedCount> m_counts; ///< by feedKey()
};

} // namespace stemma::ui
