// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/clock.h"
#include "ui/history/timeline_entries.h"

namespace stemma::ui {

/// The history of one report as a list that folds: newest first. A newer timeline is taken as a difference.
class TimelineModel : public KeyedTreeModel<TimelineEntry> {
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole, IdRole, KindRole };

    explicit TimelineModel(QObject* parent = nullptr);

    /// The moment that relative times are told from.
    void setNow(Timestamp now);
    [[nodiscard]] Timestamp now() const { return m_now; }

    enum class Naming { no, yes };
    /// Whether versions can be named in place.
    void setNaming(Naming naming) { m_naming = naming; }
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Changes nothing, but asks for it.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    /// "Agent edited ×12": who and what, the row's first line.
    [[nodiscard]] static QString headline(const TimelineEntry& entry);
    /// "+2 ~1 ↕1 −3", empty if nothing is known or nothing changed.
    [[nodiscard]] static QString countsText(const TimelineEntry& entry);
    /// The marks of the second line: "current", "version before is lost", …
    [[nodiscard]] static QStringList marks(const TimelineEntry& entry);
    /// What the person called its versions, each behind a star; empty if nothing.
    [[nodiscard]] static QString nameText(const TimelineEntry& entry);

Q_SIGNALS:
    /// The person called the version that a row made so; empty: it is to have no name.
    void nameEntered(const QModelIndex& index, const QString& name);

private:
    [[nodiscard]] QString accessibleText(const TimelineEntry& entry) const;
    [[nodiscard]] QString toolTip(const TimelineEntry& entry) const;

    Timestamp m_now;
    Naming m_naming = Naming::no;
};

} // namespace stemma::ui
