// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QSplitter>
#include <QTimer>

#include "core/base/result.h"
#include "ui/library/list_row.h"
#include "ui/shell/command_state.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace stemma::ui {

class HistoryPane;
class LibrarySession;
class ReportPage;
class ReportSession;
struct Message;

/// Where one report lies open: its page, and its history beside it. Owns the report's session.
class ReportDesk : public QSplitter {
    Q_OBJECT
public:
    explicit ReportDesk(QWidget* parent = nullptr);
    ~ReportDesk() override;

    /// Opens the report of that row; of a row in the trash, a note on it. While rows are passed quickly only
    /// the last is opened.
    void open(LibrarySession& library, const ListRow& row);
    void close();
    /// The key of the row that is open; empty if none is.
    [[nodiscard]] const QString& key() const { return m_key; }
    [[nodiscard]] ReportSession* session() const { return m_session.get(); }
    [[nodiscard]] ReportPage* page() const { return m_page; }
    [[nodiscard]] HistoryPane* history() const { return m_history; }

    void setHistoryShown(bool shown);
    /// As a person asks for it: it takes the focus, and gives it back to the page.
    void toggleHistory();
    [[nodiscard]] bool historyShown() const { return m_historyShown; }
    [[nodiscard]] QByteArray saveLayout() const { return saveState(); }
    void restoreLayout(const QByteArray& state) { restoreState(state); }

    /// What of the window's commands this part knows.
    [[nodiscard]] CommandState commandState() const;
    /// The parts that F6 goes through, in order.
    [[nodiscard]] QList<QWidget*> panes() const;

    void refresh();
    void undo();
    void redo();
    void showOutline();
    void showRead();
    void showSource();
    /// Opens the page's own search; false if there is nothing to search.
    bool findText();
    void findNext();
    void findPrevious();
    void comparePrevious();
    void restore();
    void previousChange();
    void nextChange();
    void focusPage();
    /// Gives the focus to one of panes(), or to any other widget.
    void focusPane(QWidget* pane);

Q_SIGNALS:
    /// commandState() may have changed.
    void stateChanged();
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);
    /// The person wants the report, which is in the trash, back.
    void untrashRequested();
    /// Something of ours was written to the report.
    void changedReport();

private:
    void openNow();
    void connectSession();
    [[nodiscard]] QWidget* makeNotePage();
    void showHistoryPane();
    void leaveHistory();
    void showTrashNote(const ListRow& row);

    LibrarySession* m_library = nullptr;
    std::unique_ptr<ReportSession> m_session;
    std::optional<ListRow> m_waiting;
    QTimer m_wait;
    QElapsedTimer m_lastOpened;
    QString m_key;
    bool m_historyShown = true;
    QStackedWidget* m_stack = nullptr;
    ReportPage* m_page = nullptr;
    HistoryPane* m_history = nullptr;
    QWidget* m_notePage = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_untrash = nullptr;
};

} // namespace stemma::ui
