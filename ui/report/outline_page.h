// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/report/find_bar.h"
#include "ui/report/outline_plans.h"
#include "ui/report/outline_rows.h"
#include "ui/report/outline_tree.h"

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace stemma::ui {

class EditSession;
class InPlaceDelegate;
class Inspector;
class OutlineModel;
class PartEditor;

/// The outline as a tree, with everything about the selected part beside it. In place of a tree without rows
/// stands a message that says why.
class OutlinePage : public QWidget, public Findable {
    Q_OBJECT
public:
    explicit OutlinePage(QWidget* parent = nullptr);

    enum class Content { same, another };
    /// Shows a report's outline. `items`: outlineItems() of it. Of the same report: selection, folds and
    /// scroll survive.
    void setOutline(std::shared_ptr<const report::LoadedReport> report, OutlineItems items, Content content);
    void setNow(Timestamp now);
    /// What the rows were made of; null: nothing.
    [[nodiscard]] const std::shared_ptr<const report::LoadedReport>& report() const { return m_report; }

    /// What the outline is edited by; null, or while it says that it can't be: only to be looked at.
    void setEditSession(EditSession* session);
    /// Puts a part of another above the tree, or below what is told of the chosen part; owned from then on.
    void addAboveTree(QWidget* part);
    void addBelowInspector(QWidget* part);
    /// Shows the columns that there is room for.
    void showColumns();
    /// Not owned: the menu of a row.
    void setContextMenu(QMenu* menu);

    [[nodiscard]] OutlineTree* tree() const { return m_tree; }
    [[nodiscard]] OutlineModel* model() const { return m_model; }
    /// What titles are edited by in the tree.
    [[nodiscard]] InPlaceDelegate* inPlace() const { return m_inPlace; }
    [[nodiscard]] PartEditor* editor() const { return m_editor; }
    /// Where the outline's own keys are heard: the tree, and what stands in its place.
    [[nodiscard]] QList<QWidget*> keyWidgets() const;
    /// Null if no row is the current one.
    [[nodiscard]] const OutlineRow* currentRow() const;
    [[nodiscard]] PartSet selectedParts() const;
    enum class Then { nothing, rename, editText, editFromStart };
    /// Selects these rows as soon as the outline has all of them, unless the person chose another meanwhile.
    void selectWhenThere(std::vector<std::string> keys, Then then);
    /// Makes it the current row and the only selected one; an invalid one: none is.
    void choose(const QModelIndex& index);
    /// Chooses a row, or none for the report itself, and goes to its text.
    void goTo(const std::string& key);
    /// Asks for the chosen part to be read in its place.
    void readCurrent();
    /// Why there is no tree; empty while there is one.
    [[nodiscard]] QString emptyText() const;

    [[nodiscard]] QString findableText() const override { return m_findText; }
    [[nodiscard]] int findOrigin() const override;
    void showFound(int position, int length) override;
    void focusContent() override;

Q_SIGNALS:
    /// The person wants to read the part in its place: an anchor of the published report.
    void readRequested(const QString& anchor);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildTree();
    void buildEmpty();
    void showTreeOrMessage();
    void divide();
    void showCurrent();
    void selectWanted();
    void showMenu(const QPoint& at);
    void collectText(const OutlineItems& items);

    struct Start {
        int position = 0;
        std::string key;
    };

    std::shared_ptr<const report::LoadedReport> m_report;
    OutlineModel* m_model = nullptr;
    OutlineTree* m_tree = nullptr;
    InPlaceDelegate* m_inPlace = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr; ///< the tree, or the message
    Inspector* m_inspector = nullptr;
    PartEditor* m_editor = nullptr;
    QStackedWidget* m_side = nullptr; ///< the editor, or the inspector of what can't be edited
    EditSession* m_session = nullptr;
    QMenu* m_menu = nullptr;
    QVBoxLayout* m_left = nullptr;
    QVBoxLayout* m_right = nullptr;
    std::vector<std::string> m_wanted; ///< rows to be selected when they are there
    Then m_then = Then::nothing;
    bool m_divided = false; ///< the person placed the splitter
    QSplitter* m_splitter = nullptr;
    QString m_findText;
    std::vector<Start> m_starts;
};

} // namespace stemma::ui
