// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QModelIndex>
#include <QPointer>
#include <QWidget>

#include "ui/history/version_choice.h"
#include "ui/session/report_session.h"

class QLabel;
class QPushButton;
class QSplitter;
class QToolButton;
class QTreeView;

namespace stemma::ui {

class DiffView;
struct DiffSource;
class RestorePanel;
class TimelineModel;

/// The history of one report: the timeline, what a change did, and the way back.
class HistoryPane : public QWidget {
    Q_OBJECT
public:
    explicit HistoryPane(QWidget* parent = nullptr);

    /// Not owned; null: no report. The history is read while the pane is visible.
    void setSession(ReportSession* session);
    [[nodiscard]] ReportSession* session() const { return m_session; }

    [[nodiscard]] QTreeView* timelineView() const { return m_list; }
    [[nodiscard]] TimelineModel* model() const { return m_model; }
    [[nodiscard]] DiffView* diffView() const { return m_diff; }
    [[nodiscard]] RestorePanel* restorePanel() const { return m_panel; }
    [[nodiscard]] QPushButton* restoreButton() const { return m_restore; }
    [[nodiscard]] QPushButton* specialButton() const { return m_special; }

    /// Shows another difference than one of the history's, until something is chosen there.
    void showDifference(std::shared_ptr<const DiffSource> source);

public Q_SLOTS:
    /// Shows what the newest change did, and takes the keyboard.
    void compareWithPrevious();
    void setComparedWithNow(bool now);
    void nextChange();
    void previousChange();
    /// Opens the preview of restoring what is selected.
    void offerRestore();

Q_SIGNALS:
    /// Esc in the pane: the person is done with it.
    void closeRequested();
    /// Whether something can be restored may have changed: restoreButton() is enabled or disabled.
    void restorableChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildList();
    void buildButtons();
    [[nodiscard]] QWidget* buildTop();
    void connectSession();
    void onTimeline();
    void onCompared(const std::shared_ptr<const Comparison>& comparison);
    void onPreview(const std::shared_ptr<const RestoreOffer>& offer);
    void chooseOnly(const QModelIndex& index);
    void onRestored();
    void onFailed(const Error& error);
    void choose();
    void showButtons();
    void doSpecial();
    void closePanel();
    [[nodiscard]] std::vector<TimelineEntry> selectedEntries() const;
    [[nodiscard]] QModelIndex firstToShow() const;
    [[nodiscard]] bool liveIsReadable() const;
    [[nodiscard]] Timestamp now() const;

    QPointer<ReportSession> m_session;
    TimelineModel* m_model = nullptr;
    QTreeView* m_list = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_withNow = nullptr;
    QSplitter* m_splitter = nullptr;
    DiffView* m_diff = nullptr;
    RestorePanel* m_panel = nullptr;
    QPushButton* m_restore = nullptr;
    QPushButton* m_special = nullptr;
    VersionChoice m_choice;
    std::shared_ptr<const DiffSource> m_other; ///< the difference that isn't the history's
    std::string m_comparing;                   ///< what is compared, to compare it only once
    bool m_fresh = true;                       ///< another report than the list shows
    bool m_remade = false;                     ///< the preview is made again as the report changed
};

} // namespace stemma::ui
