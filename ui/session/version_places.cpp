// SPDX-License-Identifier: MIT
#include "ui/session/version_places.h"

#include <unordered_set>

#include <QCoreApplication>

#include "core/history/backups.h"
#include "core/report/outline.h"
#include "core/report/report_library.h"
#include "ui/session/report_session.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::VersionPlaces)
};

Result<std::string> directoryOf(io::Disk& disk, const std::string& root, const VersionPlace& place) {
    if (place.kind == VersionPlace::Kind::trashed)
        return isSafeName(place.where)
                   ? Result<std::string>(io::joinPath(io::joinPath(root, ".trash"), place.where))
                   : fail(ErrorCode::unsafe, "read the report in the trash", root,
                          "“" + place.where + "” is no name of a folder");
    return report::reportDirectory(disk, root, ReportId(place.where));
}

struct PlaceHistory {
    std::string directory;
    history::Timeline timeline;
};

Result<PlaceHistory> historyOf(io::Disk& disk, const std::string& root, const VersionPlace& place) {
    auto directory = directoryOf(disk, root, place);
    if (!directory)
        return fail(std::move(directory.error()));
    auto timeline =
        history::loadTimeline(disk, *directory, report::interpretOutline, history::Counts::leaveOut);
    if (!timeline)
        return fail(std::move(timeline.error()));
    return PlaceHistory{std::move(*directory), std::move(*timeline)};
}

} // namespace

QString versionText(const history::Timeline& timeline, std::size_t version, Timestamp now) {
    if (timeline.live == version)
        return Words::tr("now");
    for (const history::TimelineRow& row : timeline.rows)
        if (row.event && row.after == version)
            return Words::tr("after “%1” by %2, %3")
                .arg(actionText(row.event->type), actorText(row.actor), shortTime(row.ts, now));
    for (const history::TimelineRow& row : timeline.rows)
        if (row.event && row.before == version)
            return Words::tr("before “%1” by %2, %3")
                .arg(actionText(row.event->type), actorText(row.actor), shortTime(row.ts, now));
    const history::Version& bytes = timeline.versions[version];
    if (const auto made = history::backupTime(bytes.file))
        return Words::tr("backup of %1").arg(shortTime(*made, now));
    return Words::tr("version of %1").arg(shortTime(bytes.updatedAt, now));
}

Result<std::vector<ListedVersion>> listVersions(io::Disk& disk, const std::string& root,
                                                const VersionPlace& place, Timestamp now) {
    const auto history = historyOf(disk, root, place);
    if (!history)
        return fail(history.error());
    const history::Timeline& timeline = history->timeline;
    std::vector<ListedVersion> listed;
    std::unordered_set<std::string> seen;
    const auto add = [&](std::size_t version) {
        const history::Version& one = timeline.versions[version];
        if (!one.sha256.empty() && seen.insert(one.sha256).second)
            listed.push_back({ReportSession::versionName(one), versionText(timeline, version, now)});
    };
    if (timeline.live)
        add(*timeline.live);
    for (auto row = timeline.rows.rbegin(); row != timeline.rows.rend(); ++row) {
        if (row->after)
            add(*row->after);
        if (row->before)
            add(*row->before);
    }
    return listed;
}

Result<ReadVersion> readVersionAt(io::Disk& disk, const std::string& root, const VersionPlace& place) {
    if (place.kind == VersionPlace::Kind::unsaved)
        return ReadVersion{place.bytes, {}};
    if (place.kind == VersionPlace::Kind::file) {
        auto read = io::readFile(disk, place.where);
        if (!read)
            return fail(std::move(read.error()));
        return ReadVersion{std::move(read->bytes), place.where};
    }
    const auto history = historyOf(disk, root, place);
    if (!history)
        return fail(history.error());
    const history::Timeline& timeline = history->timeline;
    const auto version = history::findVersion(timeline, place.version);
    if (!version)
        return fail(version.error());
    const history::Version& found = timeline.versions[*version];
    auto bytes = history::readVersion(disk, history->directory, found);
    if (!bytes)
        return fail(std::move(bytes.error()));
    const std::string file = found.live || found.file.empty() ? "outline.json" : "backups/" + found.file;
    return ReadVersion{std::move(*bytes), io::joinPath(history->directory, file)};
}

} // namespace stemma::ui
