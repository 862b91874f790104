// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QAbstractListModel>

#include "core/base/clock.h"
#include "core/report/history_search.h"

namespace stemma::ui {

/// The changes with which a text came to a report, or went, the newest first. A snapshot.
class FoundChanges : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole, IdRole };

    using QAbstractListModel::QAbstractListModel;

    /// Null: none.
    void setSearch(std::shared_ptr<const report::HistorySearch> search);
    [[nodiscard]] const report::HistorySearch* search() const { return m_search.get(); }
    /// The moment that times are told from.
    void setNow(Timestamp now) { m_now = now; }
    [[nodiscard]] Timestamp now() const { return m_now; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// Null for an index that is none of the model's.
    [[nodiscard]] const report::HistoryHit* hit(const QModelIndex& index) const;

    /// "came with “edited” by agent, 14:02": which change it was, or that it isn't known.
    [[nodiscard]] static QString changeLine(const report::HistoryHit& hit, Timestamp now);
    /// The same in a row, behind its sign: "“edited” by agent, 14:02".
    [[nodiscard]] static QString rowLine(const report::HistoryHit& hit, Timestamp now);
    /// "Insight, summary".
    [[nodiscard]] static QString placeText(const report::FoundText& found);

private:
    std::shared_ptr<const report::HistorySearch> m_search;
    Timestamp m_now;
};

/// A match in one line with what stands around it.
struct ShownExcerpt {
    QString text;
    int at = 0; ///< of the match
    int length = 0;
};
/// `most`: the characters to show before the match.
[[nodiscard]] ShownExcerpt shownExcerpt(const report::Excerpt& excerpt, int most);

} // namespace stemma::ui
