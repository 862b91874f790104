// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QTimer>
#include <QWidget>

#include "ui/session/health_session.h"

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace stemma::ui {

class HealthModel;

/// The findings as a list, the worst first, with a filter. Shows what it is given and tells what is chosen.
class HealthList : public QWidget {
    Q_OBJECT
public:
    explicit HealthList(HealthModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QListView* view() const { return m_view; }
    [[nodiscard]] QLineEdit* filterEdit() const { return m_filter; }
    /// Their actions are set by whoever has them.
    [[nodiscard]] QToolButton* lookButton() const { return m_look; }
    [[nodiscard]] QToolButton* fixAllButton() const { return m_fixAll; }
    /// What takes the keyboard: the rows, or where there are none, the way to look again.
    [[nodiscard]] QWidget* focusTarget() const;
    /// The menu of a row; not owned.
    void setContextMenu(QMenu* menu) { m_menu = menu; }
    void focusFilter();
    void clearFilter();
    /// What stands in the place of the list while it is empty.
    void setEmptyText(const QString& text);
    [[nodiscard]] QString emptyText() const;
    /// "3 to see to" beside the title; and below it what was looked at, and when.
    void setSummary(const QString& count, const QString& looked);
    [[nodiscard]] QString summary() const;

    /// What is chosen stays where it is still there; else what stands in its place is.
    void showRows(std::shared_ptr<const HealthRows> rows);
    /// The id of the chosen finding; empty if none is.
    [[nodiscard]] const std::string& current() const { return m_current; }
    void choose(const std::string& id);

Q_SIGNALS:
    void currentChanged();
    void filterChanged();
    void activated();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    void makeView();
    void filter();
    void follow();
    void refill(const std::function<void()>& change);
    void showMenu(const QPoint& at);

    HealthModel& m_model;
    QLabel* m_title = nullptr;
    QLabel* m_looked = nullptr;
    QLineEdit* m_filter = nullptr;
    QToolButton* m_look = nullptr;
    QToolButton* m_fixAll = nullptr;
    QListView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QMenu* m_menu = nullptr;
    QTimer m_typing; ///< the list follows when the person pauses
    std::string m_current;
    bool m_filling = false;
};

} // namespace stemma::ui
