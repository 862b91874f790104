// SPDX-License-Identifier: MIT
// The desk's side of drafts: unsaved edits that another window left are offered, and what can't be kept is
// told.
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/session/draft_keeper.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {
const QString draftSubject = QStringLiteral("draft");
const QString keepingSubject = QStringLiteral("keeping");
} // namespace

void ReportDesk::keepDrafts(OpenReport& opened) {
    if (m_drafts == nullptr)
        return;
    opened.drafts = std::make_unique<DraftKeeper>(*m_drafts, *opened.edit);
    DraftKeeper* keeper = opened.drafts.get();
    connect(keeper, &DraftKeeper::offered, this, [this, keeper] { offerDraft(keeper); });
    connect(keeper, &DraftKeeper::tookUp, this, [this] {
        Q_EMIT message({Message::Kind::done,
                        tr("The edits are yours again. They are not saved yet."),
                        {},
                        draftSubject});
    });
    connect(keeper, &DraftKeeper::setAsideAt, this, [this](const QString& path) {
        Q_EMIT message({Message::Kind::information,
                        tr("The edits were set aside, in the file %1.").arg(isolated(path)),
                        {},
                        draftSubject});
    });
    connect(keeper, &DraftKeeper::problemFound, this, [this](const QString& text) {
        Q_EMIT message({Message::Kind::warning, text, {}, {}});
    });
    connect(keeper, &DraftKeeper::failed, this,
            [this, edit = opened.edit.get()](const Error& error) { tellFailed(edit, error); });
    connect(keeper, &DraftKeeper::cannotKeep, this, [this](const Error& error) {
        Q_EMIT message(
            {Message::Kind::error,
             tr("Unsaved edits can’t be kept at the moment: a crash would lose them. Save often.") +
                 QLatin1Char(' ') + errorText(error),
             {},
             keepingSubject});
    });
    connect(keeper, &DraftKeeper::keptAgain, this, [this] {
        Q_EMIT message({Message::Kind::done, tr("Unsaved edits are kept again."), {}, keepingSubject});
    });
}

void ReportDesk::offerDraft(DraftKeeper* keeper) {
    const auto offer = keeper->offer();
    if (!offer || keeper != m_open.drafts.get())
        return;
    const auto guarded = [guard = QPointer(keeper)](auto act) {
        return [guard, act] {
            if (!guard.isNull())
                act(*guard);
        };
    };
    Message told{
        Message::Kind::warning,
        tr("Unsaved edits from %1 were found: the window they were made in ended without saving them.")
            .arg(exactTime(offer->draft.written)),
        {},
        draftSubject};
    told.actions.push_back({tr("Compare"), guarded([this](DraftKeeper& drafts) {
                                compareDraft(drafts);
                                offerDraft(&drafts); // it waits for the answer
                            })});
    told.actions.push_back({tr("Take Them Up"), guarded([](DraftKeeper& drafts) { drafts.takeUp(); })});
    told.actions.push_back({tr("Set Aside"), guarded([](DraftKeeper& drafts) { drafts.setAside(); })});
    Q_EMIT message(told);
}

void ReportDesk::compareDraft(const DraftKeeper& keeper) {
    const auto offer = keeper.offer();
    if (!offer)
        return;
    auto source = std::make_shared<DiffSource>();
    source->beforeText = tr("the report as it is");
    source->afterText = tr("the unsaved edits from %1").arg(exactTime(offer->draft.written));
    source->before = offer->current;
    source->after = offer->draft.working;
    setHistoryShown(true);
    m_history->showDifference(std::move(source));
}

} // namespace stemma::ui
