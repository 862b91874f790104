// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/report/find_bar.h"
#include "ui/report/outline_rows.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace stemma::ui {

class Inspector;
class OutlineModel;

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

    [[nodiscard]] QTreeView* tree() const { return m_tree; }
    [[nodiscard]] OutlineModel* model() const { return m_model; }
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
    void buildActions();
    void buildEmpty();
    void showTreeOrMessage();
    void showCurrent();
    void collectText(const OutlineItems& items);

    struct Start {
        int position = 0;
        std::string key;
    };

    std::shared_ptr<const report::LoadedReport> m_report;
    OutlineModel* m_model = nullptr;
    QTreeView* m_tree = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr; ///< the tree, or the message
    Inspector* m_inspector = nullptr;
    QSplitter* m_splitter = nullptr;
    QString m_findText;
    std::vector<Start> m_starts;
};

} // namespace stemma::ui
