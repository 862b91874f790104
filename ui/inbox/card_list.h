// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <QTimer>
#include <QWidget>

#include "core/base/clock.h"
#include "ui/inbox/command_list_view.h"

class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace stemma::ui {

class CardModel;

/// The cards of the inbox, with the way to accept all of them, and what came since the person looked.
class CardList : public QWidget {
    Q_OBJECT
public:
    CardList(CardModel& model, const Clock& clock, QWidget* parent = nullptr);

    [[nodiscard]] QListView* view() const { return m_view; }
    /// The menu of a card; not owned.
    void setContextMenu(QMenu* menu) { m_menu = menu; }
    /// What stands in the place of the list while it is empty: a whole sentence.
    void setEmptyText(const QString& text);
    void setCount(int changes);
    /// So many changes came since the person looked; zero: none, and nothing is told.
    void setMeanwhile(int changes, bool refused);
    [[nodiscard]] QString meanwhileText() const;
    [[nodiscard]] QToolButton* acceptAllButton() const { return m_acceptAll; }
    [[nodiscard]] QToolButton* lookAgainButton() const { return m_lookAgain; }
    [[nodiscard]] QString emptyText() const;

    /// The card that is chosen; empty if none is.
    [[nodiscard]] std::string current() const;
    void choose(const std::string& card);
    /// So many rows on; stays where there are no more.
    void step(int rows);

Q_SIGNALS:
    void currentChanged();
    void activated();
    void lookAgainRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    [[nodiscard]] QWidget* makeMeanwhile();
    void makeView();
    void showMenu(const QPoint& at);
    void follow();

    CardModel& m_model;
    QLabel* m_title = nullptr;
    QToolButton* m_acceptAll = nullptr;
    QWidget* m_bar = nullptr;
    QLabel* m_meanwhile = nullptr;
    QToolButton* m_lookAgain = nullptr;
    CommandListView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QMenu* m_menu = nullptr;
    QTimer m_tick;
    std::string m_current;
    int m_row = 0; ///< where the chosen card stood
};

} // namespace stemma::ui
