// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include <QAbstractItemModel>
#include <QIcon>

#include "ui/library/list_scope.h"

namespace stemma::ui {

/// How many reports there are in each place of a library, and which tags.
struct PlaceCounts {
    struct Tag {
        QString name;
        int count = 0;
    };
    int all = 0, attention = 0, archived = 0, trash = 0;
    std::vector<Tag> tags; ///< in the order of their names
};
/// Counts; work for the pool where there are many rows.
[[nodiscard]] PlaceCounts countPlaces(const ListRows& rows);

/// The places of a library: all reports, the inbox, the feed, by tag, what needs attention, archived, trash,
/// health, each with its number of reports. Tags come and go one by one, so that what is unfolded and chosen
/// stays.
class SidebarModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< a QString, unique in the tree
        SortRole,                  ///< the name
        ScopeRole,                 ///< a ListScope; none for a row that only groups
        CountRole,                 ///< how many reports, or changes; none where nothing is counted
    };

    explicit SidebarModel(QObject* parent = nullptr);

    void setCounts(const PlaceCounts& counts);
    /// How many changes by others aren't seen yet.
    void setInboxCount(int changes) { setCount(inboxPlace, changes); }
    /// How many findings are to be seen to; -1: nobody has looked.
    void setHealthCount(int findings) { setCount(healthPlace, findings); }
    [[nodiscard]] QModelIndex indexOf(const ListScope& scope) const;
    [[nodiscard]] QModelIndex tagsIndex() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    enum Place : int {
        allPlace,
        inboxPlace,
        feedPlace,
        tagsPlace,
        attentionPlace,
        archivedPlace,
        trashPlace,
        healthPlace,
        placeCount
    };
    using Tag = PlaceCounts::Tag;

    [[nodiscard]] bool isTag(const QModelIndex& index) const { return index.internalId() != 0; }
    [[nodiscard]] ListScope scopeOf(const QModelIndex& index) const;
    [[nodiscard]] QString nameOf(const QModelIndex& index) const;
    [[nodiscard]] QString healthText() const;
    [[nodiscard]] int countOf(const QModelIndex& index) const;
    [[nodiscard]] QIcon iconOf(const QModelIndex& index) const;
    void setCount(Place place, int count);
    void setTags(const std::vector<Tag>& tags);

    std::vector<int> m_counts;
    std::vector<Tag> m_tags;
};

} // namespace stemma::ui
