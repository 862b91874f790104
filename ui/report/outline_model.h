// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/report/report_library.h"
#include "ui/report/outline_plans.h"
#include "ui/report/outline_rows.h"
#include "ui/report/part_moves.h"

namespace stemma::ui {

class BlameBook;
struct BlameMark;

/// The parts of one outline as a tree: sections, their insights, their citations. A newer outline is taken as
/// a difference, so that selection, folds and scroll survive. Titles are edited in place and parts are
/// dragged; the model itself changes nothing but asks for it.
class OutlineModel : public KeyedTreeModel<OutlineRow> {
    Q_OBJECT
public:
    enum Column {
        TextColumn,
        ImportanceColumn,
        StatusColumn,
        CitationsColumn,
        UpdatedColumn,
        BlameColumn, ///< a margin, before the others where it is shown
        ColumnCount
    };
    enum Role { SortRole = Qt::UserRole, IdRole, KindRole, ImportanceRole };

    explicit OutlineModel(QObject* parent = nullptr);

    /// The moment that relative times are told from.
    void setNow(Timestamp now);
    [[nodiscard]] Timestamp now() const { return m_now; }

    /// Who made the parts what they are; null: nobody knows yet.
    void setBlame(std::shared_ptr<const BlameBook> book);
    /// Who made a row what it is; null: nothing is known of it.
    [[nodiscard]] const BlameMark* blameOf(const QModelIndex& index) const;
    /// Whether what a person made or changed stands back.
    void setNeverHuman(bool only);

    enum class Editing { no, yes };
    /// What the rows are of, for their whole text and for copies.
    void setReport(std::shared_ptr<const report::LoadedReport> report, Editing editing);
    /// Sections and insights among the rows, in display order.
    [[nodiscard]] PartSet partsOf(const QModelIndexList& rows) const;
    /// Citations among the rows.
    [[nodiscard]] std::vector<CitationRef> citationsOf(const QModelIndexList& rows) const;
    [[nodiscard]] std::optional<CitationPlace> citationPlaceAt(int row, const QModelIndex& parent) const;
    /// What is being dragged above the rows, which decides where it can be dropped; null: nothing any more.
    void setDragged(const QMimeData* data);
    enum class Origin {
        thisReport,
        otherReport, ///< of this program, so that it can be taken out of there
        elsewhere,
    };
    /// Where dragged data come from.
    [[nodiscard]] Origin originOf(const QMimeData& data) const;
    /// Where something is put that is dropped at a row of a parent; none if it can't be there.
    [[nodiscard]] std::optional<PartPlace> placeAt(int row, const QModelIndex& parent, bool sections) const;

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                       const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// The person gave a section or an insight another text, in place.
    void textEntered(const QModelIndex& index, const QString& text);
    void dropped(const stemma::ui::Dropped& what);

private:
    [[nodiscard]] QString wholeText(const OutlineRow& row) const;
    [[nodiscard]] QString text(const OutlineRow& row, int column) const;
    [[nodiscard]] QString accessibleText(const OutlineRow& row) const;
    [[nodiscard]] QVariant blameData(const QModelIndex& index, int role) const;
    [[nodiscard]] bool standsBack(const QModelIndex& index) const;
    void tellChanged(const QModelIndex& parent);
    [[nodiscard]] QVariant decoration(const OutlineRow& row, int column) const;

    Timestamp m_now;
    std::shared_ptr<const report::LoadedReport> m_report;
    std::shared_ptr<const BlameBook> m_blame;
    bool m_neverHuman = false;
    bool m_editing = false;
    enum class Dragged { parts, citations };
    Dragged m_dragged = Dragged::parts;
};

} // namespace stemma::ui
