// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QPointer>

#include "ui/history/timeline_pane.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

class OverlapChooser;
struct DiffSource;
struct RestoreQuestion;

/// The history of one report: the timeline, what a change did, and the way back: restoring a version, or
/// taking changes out and keeping the later ones.
class HistoryPane : public TimelinePane {
    Q_OBJECT
public:
    explicit HistoryPane(QWidget* parent = nullptr);

    /// Not owned; null: no report. The history is read while the pane is visible.
    void setSession(ReportSession* session);
    [[nodiscard]] ReportSession* session() const { return m_session; }
    /// The restore that is asked about; null while none is.
    [[nodiscard]] std::shared_ptr<const RestoreOffer> offer() const { return m_offer; }
    /// What is taken out if the person agrees: the changes that are asked about, or those of a restore that
    /// keeps what people changed. Null: nothing is.
    [[nodiscard]] std::shared_ptr<const TakeOutOffer> takeOut() const;
    /// Where later changes overlap that.
    [[nodiscard]] OverlapChooser* overlaps() const { return m_overlaps; }

    /// Shows another difference than one of the history's, until something is chosen there.
    void showDifference(std::shared_ptr<const DiffSource> source);
    void offerRestore() override;
    /// Opens the preview of taking that change out, whatever is selected.
    void offerTakeOut(const ActionId& action);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void choose() override;
    void showButtons() override;
    void doSpecial() override;
    void acceptRestore() override;
    void changeWish() override;
    void forgetOffer() override;
    [[nodiscard]] Timestamp now() const override;

private:
    void connectSession();
    void onTimeline();
    void onCompared(const std::shared_ptr<const Comparison>& comparison);
    void onPreview(const std::shared_ptr<const RestoreOffer>& offer);
    void onTakeOut(const std::shared_ptr<const TakeOutOffer>& offer);
    void onRestored();
    void onFailed(const Error& error);
    [[nodiscard]] QModelIndex firstToShow() const;
    [[nodiscard]] bool liveIsReadable() const;
    [[nodiscard]] bool canBeRecorded() const;
    [[nodiscard]] std::vector<TimelineEntry> undoable() const;
    [[nodiscard]] std::string offeredBase() const;
    void lookAgain();
    void ask();
    void showOffered();
    [[nodiscard]] RestoreQuestion restoreQuestion() const;
    [[nodiscard]] RestoreQuestion takeOutQuestion() const;

    QPointer<ReportSession> m_session;
    VersionChoice m_choice;
    std::shared_ptr<const DiffSource> m_other; ///< the difference that isn't the history's
    std::shared_ptr<const RestoreOffer> m_offer;
    std::shared_ptr<const TakeOutOffer> m_takeOut; ///< changes that are asked about
    bool m_keep = false;                           ///< the restore is to keep what people changed
    OverlapChooser* m_overlaps = nullptr;
    std::string m_comparing; ///< what is compared, to compare it only once
    bool m_fresh = true;     ///< another report than the list shows
    bool m_remade = false;   ///< the preview is made again as the report changed
};

/// What a restore of a report does and loses, one sentence a line. Pure.
[[nodiscard]] QString restoreText(const report::RestorePreview& preview);

} // namespace stemma::ui
