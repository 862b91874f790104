// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QModelIndex>
#include <QWidget>

#include "ui/history/version_choice.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace stemma::ui {

class DiffView;
class RestorePanel;
class TimelineModel;

/// A history as one sees it, whatever it is of: the timeline, what the chosen rows did, and the way back. It
/// places the parts; subclasses fill them.
class TimelinePane : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePane(QWidget* parent = nullptr);

    [[nodiscard]] QTreeView* timelineView() const { return m_list; }
    [[nodiscard]] TimelineModel* model() const { return m_model; }
    [[nodiscard]] DiffView* diffView() const { return m_diff; }
    [[nodiscard]] RestorePanel* restorePanel() const { return m_panel; }
    [[nodiscard]] QPushButton* restoreButton() const { return m_restore; }
    [[nodiscard]] QPushButton* specialButton() const { return m_special; }
    /// "Undo These 5 Changes…": what undoChange() would do now; empty: nothing.
    [[nodiscard]] QString undoChangeText() const;
    /// The menu of a row; a child of the pane.
    void setContextMenu(QMenu* menu) { m_menu = menu; }

public Q_SLOTS:
    /// Shows what the newest change did, and takes the keyboard.
    void compareWithPrevious();
    void setComparedWithNow(bool now);
    void nextChange();
    void previousChange();
    /// Opens the preview of restoring what is selected.
    virtual void offerRestore() = 0;
    /// Opens the preview of taking the selected changes out.
    void undoChange();

Q_SIGNALS:
    /// Esc in the pane: the person is done with it.
    void closeRequested();
    /// What can be done with the selected rows may have changed: restoreButton() is enabled or disabled, or
    /// undoChangeText() is another one.
    void restorableChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    /// Other rows are selected, or they are compared with something else.
    virtual void choose() = 0;
    virtual void showButtons() = 0;
    virtual void doSpecial() = 0;
    virtual void acceptRestore() = 0;
    /// Esc: whether there was a narrower view of the history to leave.
    virtual bool leaveScope() { return false; }
    /// Another part, or repair, is wanted.
    virtual void changeWish() {}
    /// The question is no longer on show.
    virtual void forgetOffer() = 0;
    [[nodiscard]] virtual Timestamp now() const = 0;

    /// The text of the button: in one line where it fits, else in two of which the second is cut.
    struct ButtonText {
        QString whole, first, second;
    };
    void setRestoreButton(bool possible, const ButtonText& text);
    /// What else can be done with what is selected; an empty text: nothing.
    enum class Special { undoChange, other };
    void setSpecialButton(const QString& text, Special what = Special::undoChange);
    void setAgainstNow(const QString& tip);
    void showPanel();
    void closePanel();
    [[nodiscard]] bool isAsking() const;
    void chooseOnly(const QModelIndex& index);
    [[nodiscard]] std::vector<TimelineEntry> selectedEntries() const;
    /// The same with the members of groups in their place, each once, newest first.
    [[nodiscard]] std::vector<TimelineEntry> selectedSingles() const;
    [[nodiscard]] Against against() const;
    [[nodiscard]] QLabel* note() const { return m_note; }
    /// Below the title, above the list.
    void addRow(QWidget* row);
    /// Beside the title.
    void addHeadTool(QWidget* tool);
    /// Above what the chosen rows did.
    void addAboveDifference(QWidget* part);
    /// Gives what the chosen rows did the greater part of the room.
    void favourDifference();

private:
    void buildList();
    void showMenu(const QPoint& at);
    void buildButtons();
    void fitRestoreText();
    [[nodiscard]] QWidget* buildTop();
    [[nodiscard]] QWidget* buildRight();

    TimelineModel* m_model = nullptr;
    QTreeView* m_list = nullptr;
    QLabel* m_note = nullptr;
    QVBoxLayout* m_rows = nullptr;
    QHBoxLayout* m_head = nullptr;
    QVBoxLayout* m_right = nullptr;
    QToolButton* m_withNow = nullptr;
    QSplitter* m_splitter = nullptr;
    QList<int> m_sizes; ///< of its parts, while the panel has more room
    DiffView* m_diff = nullptr;
    RestorePanel* m_panel = nullptr;
    QWidget* m_acts = nullptr; ///< the buttons below
    QPushButton* m_restore = nullptr;
    ButtonText m_restoreText;
    QPushButton* m_special = nullptr;
    Special m_specialWhat = Special::undoChange;
    QMenu* m_menu = nullptr;
};

} // namespace stemma::ui
