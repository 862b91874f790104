// SPDX-License-Identifier: MIT
#include "ui/session/change_reading.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <QCoreApplication>

#include "core/base/sha256.h"
#include "core/history/timeline_build.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::ReadChange)
};

/// What there was before a report was made.
constexpr const char* nothing = "{}";

/// The part that a person would go to first, of what the result still has.
std::string firstPart(const std::string& before, const std::string& after) {
    const auto old = json::parse(before);
    const auto young = json::parse(after);
    if (!old || !young)
        return {};
    for (const diff::Change& change : report::outlineDifference(*old, *young)) {
        if (change.kind == diff::ChangeKind::removed)
            continue;
        if (change.what == "section" || change.what == "insight")
            return change.what + ':' + change.id;
        if (change.what == "citation" && !change.parent.empty())
            return "insight:" + change.parent;
    }
    return {};
}

Result<std::string> bytesOf(io::Disk& disk, const std::string& directory, const history::Version& version) {
    auto bytes = history::readVersion(disk, directory, version);
    if (bytes && sha256(*bytes) != version.sha256)
        return fail(ErrorCode::conflict, "read the version", directory, "the report changed meanwhile");
    return bytes;
}

ReadChange readBetween(io::Disk& disk, const std::string& directory,
                       const std::optional<history::Version>& before, const history::Version& after) {
    ReadChange change;
    auto old = before ? bytesOf(disk, directory, *before) : Result<std::string>(std::string(nothing));
    auto young = bytesOf(disk, directory, after);
    if (!old || !young) {
        change.why = errorText(old ? young.error() : old.error());
        return change;
    }
    change.before = std::move(*old);
    change.after = std::move(*young);
    change.part = firstPart(change.before, change.after);
    return change;
}

ReadChange without(const QString& why) {
    ReadChange change;
    change.why = why;
    return change;
}

QString lostText() {
    return Words::tr("The version before this change is lost: what it changed can't be told.");
}

QString unreadableText() {
    return Words::tr("This line of the history can't be read. It may have been a change.");
}

/// Where an event of that log stands; the number of events if it isn't there any more.
std::size_t placeOf(const history::AuditLog& log, const report::FeedEntry& entry) {
    std::size_t at = 0;
    while (at < log.events.size() &&
           (entry.action.empty() ? log.events[at].line != entry.line
                                 : log.events[at].event.action.text() != entry.action))
        ++at;
    return at;
}

bool isEntry(const history::TimelineRow& row, const report::FeedEntry& entry) {
    if (entry.kind == history::RowKind::unrecordedChange)
        return row.kind == history::RowKind::unrecordedChange;
    return row.kind == history::RowKind::change && row.event && row.event->action.text() == entry.action;
}

} // namespace

ReadChange readChange(io::Disk& disk, const report::InboxCard& card) {
    if (card.state == report::CardState::unreadableLine)
        return without(unreadableText());
    if (!card.after)
        return without(Words::tr("What this change made is lost: nothing can be shown of it."));
    if (!card.before && !card.made)
        return without(lostText());
    return readBetween(disk, card.directory, card.before, *card.after);
}

ReadChange readChange(io::Disk& disk, const report::FeedEntry& entry, const Progress& progress) {
    if (entry.kind == history::RowKind::unreadableLine)
        return without(unreadableText());
    const auto recent = history::loadRecent(
        disk, entry.directory, report::interpretOutline,
        [&](const history::AuditLog& log) {
            const std::size_t at = placeOf(log, entry);
            return history::nearestState(log, at == 0 ? 0 : at - 1);
        },
        history::Counts::leaveOut, progress);
    if (!recent)
        return without(errorText(recent.error()));
    const history::Timeline& timeline = recent->timeline;
    const auto row = std::find_if(timeline.rows.rbegin(), timeline.rows.rend(),
                                  [&](const history::TimelineRow& each) { return isEntry(each, entry); });
    if (row == timeline.rows.rend())
        return without(Words::tr("This change is no longer in the history of its report."));
    if (!row->after)
        return without(Words::tr("What this change made is lost: nothing can be shown of it."));
    if (!row->before && !history::beganFromNothing(*row))
        return without(lostText());
    std::optional<history::Version> before;
    if (row->before)
        before = timeline.versions[*row->before];
    return readBetween(disk, entry.directory, before, timeline.versions[*row->after]);
}

} // namespace stemma::ui
