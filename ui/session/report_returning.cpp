// SPDX-License-Identifier: MIT
// The offers of a report's session: what a restore, or taking changes out, would do.
#include <algorithm>
#include <utility>

#include "core/report/restore_target.h"
#include "ui/session/report_session.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

/// What is current, if it is still what a preview was made of.
std::string liveBytesOf(const report::Workspace& workspace, const ReportId& id, const std::string& base) {
    auto live = report::loadReport(workspace.environment.disk, workspace.root, id);
    return live && live->sha256 == base ? std::move(live->bytes) : std::string();
}

bool losesOfBoth(const std::vector<report::RestorePreview::Lost>& lost) {
    const auto byPerson = [](const report::RestorePreview::Lost& one) {
        return one.actor == history::actorWord(history::Actor::human);
    };
    return std::any_of(lost.begin(), lost.end(), byPerson) &&
           !std::all_of(lost.begin(), lost.end(), byPerson);
}

/// Whether the first change after the version, which replaced something, was a program's.
bool begunByProgram(const history::Timeline& timeline, const std::string& version) {
    const auto found = history::findVersion(timeline, version);
    if (!found)
        return false;
    for (std::size_t i = report::firstRowSince(timeline, version, *found); i < timeline.rows.size(); ++i)
        if (report::replacedSomething(timeline.rows[i]))
            return timeline.rows[i].actor != history::actorWord(history::Actor::human);
    return false;
}

/// The choice to keep what people did. A version around it that can't be read, say, takes the choice away,
/// and not the restore.
void addKeeping(const report::Workspace& workspace, const ReportId& id, RestoreOffer& offer,
                std::vector<report::Resolution> resolutions) {
    if (offer.preview.unchanged || !losesOfBoth(offer.preview.lost))
        return;
    io::Disk& disk = workspace.environment.disk;
    const auto directory = report::reportDirectory(disk, workspace.root, id);
    if (!directory)
        return;
    const auto timeline =
        history::loadTimeline(disk, *directory, report::interpretOutline, history::Counts::leaveOut);
    if (!timeline)
        return;
    auto actions = report::changesByProgramsSince(*timeline, offer.versionName);
    if (!actions || actions->empty())
        return;
    auto keeping = std::make_shared<TakeOutOffer>();
    keeping->request.actions = std::move(*actions);
    keeping->request.resolutions = std::move(resolutions);
    if (!lookAtTakeOut(workspace, id, *keeping) || keeping->preview.baseSha256 != offer.preview.baseSha256)
        return;
    offer.keeping = std::move(keeping);
    offer.byProgram = begunByProgram(*timeline, offer.versionName);
}

Status makePreview(const report::Workspace& workspace, const ReportId& id, RestoreOffer& offer,
                   std::vector<report::Resolution> resolutions) {
    auto preview = report::previewRestore(workspace, id, offer.versionName);
    if (!preview)
        return fail(std::move(preview.error()));
    offer.preview = std::move(*preview);
    offer.liveBytes = liveBytesOf(workspace, id, offer.preview.baseSha256);
    addKeeping(workspace, id, offer, std::move(resolutions));
    return {};
}

} // namespace

Status lookAtTakeOut(const report::Workspace& workspace, const ReportId& id, TakeOutOffer& offer) {
    offer.request.others = diff::MergeSide::ours;
    auto preview = report::previewUndo(workspace, id, offer.request);
    if (!preview)
        return fail(std::move(preview.error()));
    offer.preview = std::move(*preview);
    offer.liveBytes = liveBytesOf(workspace, id, offer.preview.baseSha256);
    return {};
}

void ReportSession::previewRestore(std::size_t version, const QString& text) {
    if (m_timeline && version < m_timeline->versions.size())
        previewRestore(m_timeline->versions[version], version, text.isEmpty() ? versionText(version) : text);
}

void ReportSession::previewRestore(const history::Version& version, std::size_t number, const QString& text) {
    auto offer = std::make_shared<RestoreOffer>();
    offer->version = number;
    offer->versionName = versionName(version);
    offer->versionText = text;
    requestPreview(std::move(offer), {});
}

void ReportSession::previewAgain(const RestoreOffer& offer, std::vector<report::Resolution> resolutions) {
    auto again = std::make_shared<RestoreOffer>();
    again->version = offer.version;
    again->versionName = offer.versionName;
    again->versionText = offer.versionText;
    requestPreview(std::move(again), std::move(resolutions));
}

void ReportSession::requestPreview(std::shared_ptr<RestoreOffer> offer,
                                   std::vector<report::Resolution> resolutions) {
    auto work = [workspace = m_library.workspace(), id = m_id, offer,
                 resolutions = std::move(resolutions)]() -> Status {
        return makePreview(workspace, id, *offer, resolutions);
    };
    m_library.runner().run(this, std::move(work),
                           [this, offer, generation = ++m_previewGeneration](const Status& made) {
                               if (generation != m_previewGeneration)
                                   return;
                               if (made)
                                   Q_EMIT previewReady(offer);
                               else
                                   Q_EMIT failed(made.error());
                           });
}

void ReportSession::previewTakeOut(std::vector<std::string> actions, const QString& changeText) {
    auto offer = std::make_shared<TakeOutOffer>();
    offer->request.actions = std::move(actions);
    offer->changeText = changeText;
    requestTakeOut(std::move(offer));
}

void ReportSession::previewAgain(const TakeOutOffer& offer, std::vector<report::Resolution> resolutions) {
    auto again = std::make_shared<TakeOutOffer>();
    again->request.actions = offer.request.actions;
    again->request.resolutions = std::move(resolutions);
    again->changeText = offer.changeText;
    requestTakeOut(std::move(again));
}

void ReportSession::requestTakeOut(std::shared_ptr<TakeOutOffer> offer) {
    auto work = [workspace = m_library.workspace(), id = m_id, offer] {
        return lookAtTakeOut(workspace, id, *offer);
    };
    m_library.runner().run(this, std::move(work),
                           [this, offer, generation = ++m_previewGeneration](const Status& made) {
                               if (generation != m_previewGeneration)
                                   return;
                               if (made)
                                   Q_EMIT takeOutReady(offer);
                               else
                                   Q_EMIT failed(made.error());
                           });
}

} // namespace stemma::ui
