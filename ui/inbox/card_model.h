// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QAbstractListModel>

#include "core/base/clock.h"
#include "core/report/inbox.h"

namespace stemma::ui {

/// The cards of an inbox, newest first. A new look is taken as a difference, so that selection and scroll
/// survive.
class CardModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< the card's id
        SortRole,                  ///< its time as the log has it
        FreshRole,                 ///< whether it came since the person looked
    };
    struct Row {
        std::shared_ptr<const report::Inbox> inbox; ///< keeps the card
        const report::InboxCard* card = nullptr;
        bool fresh = false;
    };

    /// `clock` outlives the model.
    explicit CardModel(const Clock& clock, QObject* parent = nullptr);

    void setRows(std::vector<Row> rows);
    /// Null for an index that is none of the model's.
    [[nodiscard]] const Row* rowOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const std::string& card) const;
    [[nodiscard]] Timestamp now() const { return m_clock.now(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    /// Where the rows are others than those that are held: between what is the same at both ends.
    struct Other {
        std::size_t from = 0;
        std::size_t heldEnd = 0;
        std::size_t wantedEnd = 0;
    };
    [[nodiscard]] Other otherThan(const std::vector<Row>& rows) const;
    [[nodiscard]] bool keepsOrder(const std::vector<Row>& rows, const Other& other) const;
    void removeMissing(const std::vector<Row>& rows, const Other& other);
    void insertAndChange(std::vector<Row>& rows);

    const Clock& m_clock;
    std::vector<Row> m_rows;
};

} // namespace stemma::ui
