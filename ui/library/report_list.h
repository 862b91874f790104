// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QTimer>
#include <QWidget>

#include "ui/library/list_scope.h"
#include "ui/library/report_filter.h"

class QActionGroup;
class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace stemma::ui {

class ReportListModel;

/// The list of reports: filter, order, rows. Shows what it is given and tells what is chosen.
class ReportList : public QWidget {
    Q_OBJECT
public:
    ReportList(ReportListModel& model, const Clock& clock, QWidget* parent = nullptr);

    void setScope(const ListScope& scope);
    /// The menu that a right click or the menu key opens on a row; not owned.
    void setContextMenu(QMenu* menu) { m_menu = menu; }
    /// While the library is read for the first time, the list says so instead of being empty.
    void setReading(bool reading);
    [[nodiscard]] bool isReading() const { return m_reading; }
    void clearFilter();
    /// Puts the cursor in the filter.
    void focusFilter();
    void focusList();
    [[nodiscard]] QListView* view() const { return m_view; }
    [[nodiscard]] QLineEdit* filterEdit() const { return m_edit; }

    /// The row that is chosen; none if none is.
    [[nodiscard]] std::optional<ListRow> current() const;
    /// Chooses a row by its key; a filter or scope that hides it is left alone, and false returned.
    bool select(const QString& key);
    /// Chooses the first row, if none is chosen.
    void selectFirst();

    [[nodiscard]] int order() const;
    void setOrder(int order, bool descending);
    [[nodiscard]] bool descending() const;

Q_SIGNALS:
    /// Another row is chosen, or none.
    void currentChanged();
    /// Enter or a double click.
    void activated();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeHeader();
    void makeOrderMenu();
    void makeView(const Clock& clock);
    void connectView();
    void updateEmptyText();
    void showMenu(const QPoint& at);
    void followCurrent();
    void findCurrentAgain();

    ReportListModel& m_model;
    ReportFilter* m_filter = nullptr;
    QLineEdit* m_edit = nullptr;
    QToolButton* m_orderButton = nullptr;
    QActionGroup* m_orders = nullptr;
    QAction* m_descending = nullptr;
    QListView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QMenu* m_menu = nullptr;
    QTimer m_clockTick;
    QString m_currentKey; ///< empty while no row is chosen
    QString m_chosenKey;  ///< the last one that was
    bool m_reading = false;
};

} // namespace stemma::ui
