// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "ui/feed/feed_rows.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace stemma::ui {

class FeedModel;

/// The feed as a list: what is asked of it, and the changes below their days.
class FeedList : public QWidget {
    Q_OBJECT
public:
    explicit FeedList(FeedModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QListView* view() const { return m_view; }
    [[nodiscard]] QLineEdit* textEdit() const { return m_text; }
    [[nodiscard]] QComboBox* actorBox() const { return m_actor; }
    /// The menu of a row; not owned.
    void setContextMenu(QMenu* menu) { m_menu = menu; }
    [[nodiscard]] FeedWish wish() const;
    /// Only that request; empty: any.
    void setRequest(const std::string& request);
    void clearWish();
    void focusFilter();
    /// What stands in the place of the list while it is empty.
    void setEmptyText(const QString& text);
    [[nodiscard]] QString emptyText() const;
    /// "1,204 changes" beside the title.
    void setCount(const QString& text);

    /// What is chosen, and what stands on top, stays where it is still there.
    void showRows(std::shared_ptr<const FeedRows> rows);
    /// What the view shows now, from its top on, without the days: indices in Feed::entries.
    [[nodiscard]] std::vector<std::uint32_t> visibleEntries() const;
    /// feedKey() of what is chosen; empty if nothing is.
    [[nodiscard]] const std::string& current() const { return m_current; }

Q_SIGNALS:
    void wishChanged();
    void currentChanged();
    /// visibleEntries() may be others, for a moment that a person can read them.
    void shownChanged();
    void activated();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeHeader();
    void makeView();
    void follow();
    void showMenu(const QPoint& at);

    FeedModel& m_model;
    QLabel* m_title = nullptr;
    QLineEdit* m_text = nullptr;
    QComboBox* m_actor = nullptr;
    QToolButton* m_requestChip = nullptr;
    std::string m_request;
    QListView* m_view = nullptr;
    QLabel* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    QMenu* m_menu = nullptr;
    QTimer m_typing;  ///< the list follows when the person pauses
    QTimer m_settles; ///< while it is scrolled quickly, nobody reads it
    std::string m_current;
    bool m_filling = false;
};

} // namespace stemma::ui
