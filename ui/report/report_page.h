// SPDX-License-Identifier: MIT
#pragma once

#include <array>

#include <QPointer>
#include <QWidget>

#include "ui/session/edit_session.h"

class QLabel;
class QStackedWidget;
class QTabBar;
class QTimer;

namespace stemma::ui {

class BlameMargin;
class FindBar;
class Findable;
class LockBar;
class MergeDesk;
class MergeView;
class OutlineEditing;
class OutlinePage;
class ReadView;
class ReplaceBar;
class ReportHeader;
class SaveBar;
class SourcePage;

/// One report in the window: its header, and below it the outline, the report to be read, or its source. What
/// isn't looked at isn't made; everything that takes time is made on the pool.
class ReportPage : public QWidget {
    Q_OBJECT
public:
    enum Page { OutlineTab, ReadTab, SourceTab, PageCount };

    explicit ReportPage(QWidget* parent = nullptr);

    /// Not owned; null: nothing is open. Without an edit session it is only looked at.
    void setSession(ReportSession* session, EditSession* edit = nullptr);
    [[nodiscard]] ReportSession* session() const { return m_session; }
    [[nodiscard]] EditSession* edit() const { return m_edit; }
    /// What is on show: the working text where there are unsaved edits.
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> shownReport() const;
    [[nodiscard]] Page page() const;
    void showPage(Page page);

    [[nodiscard]] OutlinePage* outlinePage() const { return m_outline; }
    [[nodiscard]] BlameMargin* blame() const { return m_blame; }
    [[nodiscard]] OutlineEditing* editing() const { return m_editing; }
    [[nodiscard]] SaveBar* saveBar() const { return m_save; }
    [[nodiscard]] ReplaceBar* replaceBar() const { return m_replace; }
    [[nodiscard]] ReadView* readView() const { return m_read; }
    [[nodiscard]] SourcePage* sourcePage() const { return m_source; }
    [[nodiscard]] FindBar* findBar() const { return m_find; }
    [[nodiscard]] LockBar* lockBar() const { return m_lock; }
    [[nodiscard]] MergeView* mergeView() const { return m_merge; }
    [[nodiscard]] MergeDesk* merging() const { return m_merging; }

public Q_SLOTS:
    void showOutline() { showPage(OutlineTab); }
    void showRead() { showPage(ReadTab); }
    void showSource() { showPage(SourceTab); }
    /// Shows the published report at an anchor.
    void readAt(const QString& anchor);
    /// Opens the find bar.
    void findText();
    void findNext();
    void findPrevious();
    /// Opens the bar that finds and replaces in the prose that is edited.
    void replaceText();
    void saveWithNote();

Q_SIGNALS:
    void pageChanged(int page);
    void historyRequested();
    /// The content of that page is on show (again).
    void shown(int page);

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildPages();
    void buildBars();
    void buildMerging();
    void disconnectSession();
    void clearHiddenPages();
    void onReport();
    void onFailed(const Error& error);
    void showHeader();
    void tick();
    void showPlaceholder(const QString& text);
    void markStale();
    void makeCurrent();
    void makeOutline();
    void makeRead();
    void makeSource();
    void took(Page page);
    [[nodiscard]] Findable* findable() const;

    QPointer<ReportSession> m_session;
    QPointer<EditSession> m_edit;
    std::shared_ptr<const report::LoadedReport> m_shownReport; ///< what the pages were last made of
    bool m_shownEditable = false;
    ReportHeader* m_header = nullptr;
    LockBar* m_lock = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    QStackedWidget* m_whole = nullptr; ///< placeholder or content
    QLabel* m_placeholder = nullptr;
    QWidget* m_content = nullptr;
    OutlinePage* m_outline = nullptr;
    ReadView* m_read = nullptr;
    SourcePage* m_source = nullptr;
    BlameMargin* m_blame = nullptr;
    OutlineEditing* m_editing = nullptr;
    FindBar* m_find = nullptr;
    ReplaceBar* m_replace = nullptr;
    SaveBar* m_save = nullptr;
    MergeView* m_merge = nullptr;
    MergeDesk* m_merging = nullptr;
    QTimer* m_patience = nullptr;
    QString m_anchor; ///< to go to when the published report is there
    std::array<bool, PageCount> m_stale{};
    std::array<bool, PageCount> m_fresh{}; ///< another report than the page shows
    quint64 m_generation = 0;
};

} // namespace stemma::ui
