// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QPointer>
#include <QWidget>

#include "core/report/history_search.h"
#include "ui/session/report_session.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QProgressBar;
class QTimer;
class QToolButton;

namespace stemma::ui {

class ElidedLabel;
class FoundChanges;
class Job;

/// Finds when a text came to a report and when it went. All versions are searched on the pool, as a job that
/// can be cancelled; what is found is a list of changes, the newest first.
class HistoryFinder : public QWidget {
    Q_OBJECT
public:
    explicit HistoryFinder(QWidget* parent = nullptr);

    /// Whose history is searched; null: nobody's. What was found in another one goes. Not owned.
    void setSession(ReportSession* session);
    /// Shows it and takes the keyboard.
    void open();
    /// The history was read again: tells if it is another one than was searched.
    void historyChanged();
    /// A change that was found is no longer in the history.
    void tellOutdated();

    [[nodiscard]] QLineEdit* textEdit() const { return m_text; }
    [[nodiscard]] QCheckBox* caseBox() const { return m_case; }
    [[nodiscard]] QListView* resultView() const { return m_list; }
    [[nodiscard]] FoundChanges* results() const { return m_results; }
    [[nodiscard]] QToolButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] bool isSearching() const { return !m_job.isNull(); }

public Q_SLOTS:
    /// Ends the search that is under way.
    void cancel();
    void close();

Q_SIGNALS:
    /// The person wants to see that one.
    void chosen(const stemma::report::HistoryHit& hit);
    /// And goes there.
    void entered();
    void failed(const stemma::Error& error);
    /// The person is done with it.
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildRows();
    void buildList();
    void connectParts();
    void enter();
    void search();
    void take(quint64 generation, const Result<std::shared_ptr<const report::HistorySearch>>& found);
    void forget();
    void showRunning(bool running);
    void showFound();
    void setStatus(const QString& text);
    [[nodiscard]] QString gapText() const;
    [[nodiscard]] QString gapDetails() const;

    QPointer<ReportSession> m_session;
    QPointer<Job> m_job;
    FoundChanges* m_results = nullptr;
    QLineEdit* m_text = nullptr;
    QCheckBox* m_case = nullptr;
    QLabel* m_status = nullptr;
    ElidedLabel* m_gaps = nullptr;
    QProgressBar* m_progress = nullptr;
    QToolButton* m_cancel = nullptr;
    QListView* m_list = nullptr;
    QTimer* m_pause = nullptr;
    std::string m_searched; ///< the end of the history that was
    bool m_outdated = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
