// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QPointer>

#include "core/report/history_search.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_ability.h"
#include "ui/history/part_rows.h"
#include "ui/history/part_ticks.h"
#include "ui/history/timeline_pane.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

class HistoryFinder;
class Job;
class OverlapChooser;
class PartScopeBar;
class TrustCheck;
class TrustLine;
class VersionMarks;
class VersionNote;
class PartsOptions;
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

    /// What is noted on versions; null: nothing can be. It is told which report is shown. It outlives its
    /// use.
    void setMarks(VersionMarks* marks);
    /// What the person noted on the version that is chosen.
    [[nodiscard]] VersionNote* versionNote() const { return m_versionNote; }
    [[nodiscard]] HistoryAbility ability() const;
    /// Lets the person name the chosen version in its row.
    void nameVersion();
    void noteVersion();
    void togglePin();
    /// Lists only versions with a name or a pin.
    void setMarkedOnly(bool only);
    /// What is chosen in the outline.
    void setChosenPart(HistoryPart part);
    /// Tells the history of that part alone, until leaveScope(), and takes the keyboard.
    void showPart(const HistoryPart& part);
    /// Shows what the change with that key in the timeline did, as soon as it is there, and takes the
    /// keyboard.
    void showChange(const std::string& key);
    [[nodiscard]] PartScopeBar* scopeBar() const { return m_scopeBar; }
    /// Why the list is empty, or what it leaves out; empty: nothing to say.
    [[nodiscard]] QString listNote() const;
    /// What tells whether the history is still what it was; null: nothing does. It is told which report is
    /// shown. It outlives its use.
    void setTrust(TrustCheck* trust);
    [[nodiscard]] TrustLine* trustLine() const { return m_trustLine; }
    /// Where a text is looked for in all versions.
    [[nodiscard]] HistoryFinder* finder() const { return m_finder; }
    void findInHistory();
    /// Chooses the change and shows what it did to the text.
    void showHit(const report::HistoryHit& hit);

    /// Shows another difference than one of the history's, until something is chosen there.
    /// `origin`: where parts of its older side can be restored from.
    void showDifference(std::shared_ptr<const DiffSource> source, std::optional<PartsOrigin> origin = {});
    void offerRestore() override;
    /// Opens the preview of restoring that version, as findVersion() takes it, as soon as the history is
    /// read.
    void offerRestoreOf(const std::string& version);
    /// Lets parts of the selected version be ticked, to restore them alone.
    void offerParts();
    /// The same of any version.
    void offerParts(const PartsOrigin& origin);
    [[nodiscard]] bool canRestoreParts() const;
    /// What restoring the ticked parts would do; null while nothing is ticked, or that isn't known.
    [[nodiscard]] std::shared_ptr<const PartsOffer> partsOffer() const { return m_partsOffer; }
    [[nodiscard]] PartsOptions* partsOptions() const { return m_partsOptions; }
    /// Opens the preview of taking that change out, whatever is selected.
    void offerTakeOut(const ActionId& action);

Q_SIGNALS:
    /// ability() is another one.
    void abilityChanged();
    /// The history of a part can't be told.
    void failed(const stemma::Error& error);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void choose() override;
    void showButtons() override;
    void doSpecial() override;
    bool leaveScope() override;
    void acceptRestore() override;
    void changeWish() override;
    void forgetOffer() override;
    [[nodiscard]] Timestamp now() const override;

private:
    void connectSession();
    void buildMarking();
    void buildFinding();
    void buildTrust();
    void showAltered(const std::string& place);
    void chooseHit();
    void showChosenHit(const std::string& key, const std::string& since);
    void showPlace();
    void onTimeline();
    /// Makes the rows anew on the pool. `then`: once they are there.
    void list(std::function<void()> then = {});
    /// Once no rows are on their way any more; now, if none are.
    void afterList(std::function<void()> then);
    struct Listed;
    void takeRows(Listed listed);
    void settleSelection();
    void buildScope();
    void takeScope();
    void readPart();
    void takePart(Result<report::PartHistory> read, const HistoryPart& scope);
    void rememberWhole();
    void restoreWhole();
    void showTouched(const std::shared_ptr<const Comparison>& comparison);
    void goToChange(const std::string& key);
    void showWantedChange();
    void showListNote();
    void showMarks();
    /// The content of the version that is chosen; empty if none is, or it can't be told.
    [[nodiscard]] std::string chosenContent() const;
    [[nodiscard]] QString chosenText() const;
    void onCompared(const std::shared_ptr<const Comparison>& comparison);
    void onNotCompared(const Error& error);
    void onPreview(const std::shared_ptr<const RestoreOffer>& offer);
    void onTakeOut(const std::shared_ptr<const TakeOutOffer>& offer);
    void onRestored();
    void onFailed(const Error& error);
    [[nodiscard]] QModelIndex firstToShow() const;
    [[nodiscard]] bool liveIsReadable() const;
    [[nodiscard]] bool canBeRecorded() const;
    [[nodiscard]] std::vector<TimelineEntry> undoable() const;
    [[nodiscard]] std::string offeredBase() const;
    void offerWantedVersion();
    void lookAgain();
    void ask();
    void showOffered();
    [[nodiscard]] RestoreQuestion restoreQuestion() const;
    [[nodiscard]] RestoreQuestion takeOutQuestion() const;

    // Parts, in history_parts.cpp.
    void buildParts();
    void onPartsReady(const std::shared_ptr<const PartsBasis>& basis);
    void onPartsOffered(const std::shared_ptr<const PartsOffer>& offer);
    void onPartsRefused(const Error& error);
    void tickUnseen();
    void askParts(const QString& problem = {});
    [[nodiscard]] QString partsBody() const;
    void showPartsDifference();
    void takeTicks();
    void previewTicked();
    void changePartsWish();
    void forgetParts();
    [[nodiscard]] report::PartChoice currentPart() const;

    QPointer<ReportSession> m_session;
    VersionChoice m_choice;
    std::shared_ptr<const DiffSource> m_other; ///< the difference that isn't the history's
    std::optional<PartsOrigin> m_otherOrigin;
    std::shared_ptr<const RestoreOffer> m_offer;
    std::shared_ptr<const TakeOutOffer> m_takeOut; ///< changes that are asked about
    bool m_keep = false;                           ///< the restore is to keep what people changed
    OverlapChooser* m_overlaps = nullptr;
    HistoryFinder* m_finder = nullptr;
    QPointer<TrustCheck> m_trust;
    TrustLine* m_trustLine = nullptr;
    std::optional<report::HistoryHit> m_hit; ///< to be shown as soon as the list has it
    std::optional<DiffPlace> m_place;        ///< in the difference that is chosen
    std::string m_compared;                  ///< what is on show of what was chosen
    QPointer<VersionMarks> m_marks;
    VersionNote* m_versionNote = nullptr;
    std::string m_noted; ///< the content that a note is written on
    QString m_notedText; ///< what to call it
    QToolButton* m_markedOnly = nullptr;
    QLabel* m_listNote = nullptr;
    std::shared_ptr<const history::Timeline> m_shown; ///< what the rows of the list are of
    ComparedVersions m_versions;                      ///< its versions
    std::vector<std::function<void()>> m_afterList;
    bool m_listing = false;
    quint64 m_listGeneration = 0;
    PartScopeBar* m_scopeBar = nullptr;
    /// What is read of the part that the history is told of.
    struct ReadPart {
        HistoryPart scope;
        report::PartHistory history;
    };
    std::shared_ptr<const ReadPart> m_part;
    QPointer<Job> m_partJob;
    quint64 m_partGeneration = 0;
    quint64 m_touchedGeneration = 0;
    /// The list of the whole report, as the person left it.
    struct Whole {
        std::vector<std::string> selected, unfolded; ///< keys
        int scroll = 0;
    };
    std::optional<Whole> m_whole;
    std::string m_wantedChange; ///< to be shown as soon as the list has it
    HistoryAbility m_ability;
    std::shared_ptr<const PartsBasis> m_partsBasis; ///< parts of it can be ticked
    std::shared_ptr<const PartsOffer> m_partsOffer;
    PartTicks m_ticked;
    std::shared_ptr<const DiffPlan> m_tickedPlan; ///< in which they are
    report::PartChoice m_wantedPart;              ///< to be ticked first
    bool m_keepPeople = false;                    ///< what they changed isn't to be taken back with the rest
    PartsOptions* m_partsOptions = nullptr;
    std::string m_comparing; ///< what is compared, to compare it only once
    std::string m_wantedVersion;
    bool m_fresh = true;   ///< another report than the list shows
    bool m_remade = false; ///< the preview is made again as the report changed
};

/// What a restore of a report does and loses, one sentence a line. Pure.
[[nodiscard]] QString restoreText(const report::RestorePreview& preview);

} // namespace stemma::ui
