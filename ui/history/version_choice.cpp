// SPDX-License-Identifier: MIT
#include "ui/history/version_choice.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::VersionChoice)
};

bool usable(const ComparedVersions& versions, std::optional<std::size_t> version) {
    return version && *version < versions.all.size() && !versions.all[*version].content.empty();
}

bool restorable(const ComparedVersions& versions, std::optional<std::size_t> version) {
    if (!usable(versions, version) || !versions.all[*version].restorable)
        return false;
    return !versions.live || versions.all[*version].content != versions.all[*versions.live].content;
}

QString whyNoBefore(const TimelineEntry& entry) {
    if (entry.kind == EntryKind::unreadable)
        return Words::tr("This line of the log can't be read: what it changed is not known.");
    if (entry.hole || entry.damagedBackup)
        return Words::tr(
            "The version before this change is lost or can't be used, so there is nothing to compare with.");
    if (entry.kind == EntryKind::unrecorded)
        return Words::tr(
            "What was there just before this change is not known. An older version can be restored.");
    if (entry.actionType == "create" || entry.actionType == "fork")
        return Words::tr("It begins here: there is no version before this.");
    return Words::tr("This is no change of the content: there is nothing to compare.");
}

void setRestorable(VersionChoice& choice, const ComparedVersions& versions,
                   std::optional<std::size_t> version, const QString& text) {
    if (!restorable(versions, version))
        return;
    choice.restorable = version;
    choice.restorableText = text;
}

QString plainBeforeText(const TimelineEntry& entry, Timestamp now) {
    const QString when = shortTime(entry.ts, now);
    if (entry.kind == EntryKind::group)
        return Words::tr("before %n change(s) by %1, %2", nullptr, static_cast<int>(entry.size))
            .arg(actorText(entry.actor), when);
    if (entry.kind == EntryKind::unrecorded)
        return Words::tr("before the unrecorded change, %1").arg(when);
    return Words::tr("before “%1” by %2, %3").arg(entry.action, actorText(entry.actor), when);
}

QString plainAfterText(const TimelineEntry& entry, Timestamp now) {
    const QString when = shortTime(entry.ts, now);
    switch (entry.kind) {
    case EntryKind::now:
        return Words::tr("now");
    case EntryKind::group:
        return Words::tr("after %n change(s) by %1, %2", nullptr, static_cast<int>(entry.size))
            .arg(actorText(entry.actor), when);
    case EntryKind::unrecorded:
        return Words::tr("after the unrecorded change, %1").arg(when);
    case EntryKind::backup:
        return Words::tr("in the backup of %1").arg(when);
    case EntryKind::change:
    case EntryKind::oldBackup:
    case EntryKind::unreadable:
        break;
    }
    return Words::tr("after “%1” by %2, %3").arg(entry.action, actorText(entry.actor), when);
}

/// What a person called a version tells most.
QString named(const QString& name, const QString& text) {
    return name.isEmpty() ? text
                          : Words::tr("“%1” (%2)", "a version: its name, which one it is").arg(name, text);
}

VersionChoice one(const ComparedVersions& versions, const TimelineEntry& entry, Against against,
                  Timestamp now) {
    VersionChoice choice;
    const bool atNow = entry.kind == EntryKind::now;
    if (atNow) {
        choice.why =
            Words::tr("This is how it is now. Select a change to see what it did, or one more row to "
                      "compare with now.");
        return choice;
    }
    const bool hasAfter = usable(versions, entry.after);
    if (against == Against::now && usable(versions, versions.live)) {
        const bool fromAfter = hasAfter;
        choice.before = fromAfter ? entry.after : entry.before;
        choice.beforeText = fromAfter ? afterText(entry, now) : beforeText(entry, now);
        choice.after = versions.live;
        choice.afterText = Words::tr("now");
    } else {
        choice.before = entry.before;
        choice.beforeText = beforeText(entry, now);
        choice.after = entry.after;
        choice.afterText =
            named(entry.name, entry.current ? Words::tr("after it, which is now") : Words::tr("after it"));
        choice.afterAlone = entry.current ? named(entry.name, Words::tr("now")) : afterText(entry, now);
    }
    if (!usable(versions, choice.before)) {
        choice.before.reset();
        choice.why = whyNoBefore(entry);
        setRestorable(choice, versions, entry.after, afterText(entry, now));
    } else {
        setRestorable(choice, versions, choice.before, choice.beforeText);
    }
    if (!usable(versions, choice.after)) {
        choice.after.reset();
        if (choice.why.isEmpty())
            choice.why = Words::tr("What was there after this change is not known.");
    }
    return choice;
}

} // namespace

QString beforeText(const TimelineEntry& entry, Timestamp now) {
    return named(entry.nameBefore, plainBeforeText(entry, now));
}

QString afterText(const TimelineEntry& entry, Timestamp now) {
    return named(entry.name, plainAfterText(entry, now));
}

ComparedVersions comparedVersions(const history::Timeline& timeline) {
    ComparedVersions versions;
    for (const history::Version& version : timeline.versions)
        versions.all.push_back({version.sha256, version.readable});
    versions.live = timeline.live;
    return versions;
}

VersionChoice chooseVersions(const ComparedVersions& versions, const std::vector<TimelineEntry>& selected,
                             Against against, Timestamp now) {
    if (selected.empty()) {
        VersionChoice choice;
        choice.why = Words::tr("Select a change to see what it did, or two to compare them.");
        return choice;
    }
    if (selected.size() == 1)
        return one(versions, selected.front(), against, now);
    const auto [oldest, newest] = std::minmax_element(
        selected.begin(), selected.end(), [](const TimelineEntry& a, const TimelineEntry& b) {
            return std::pair(a.kind == EntryKind::now, a.row) < std::pair(b.kind == EntryKind::now, b.row);
        });
    VersionChoice choice;
    const bool fromAfter = usable(versions, oldest->after);
    choice.before = fromAfter ? oldest->after : oldest->before;
    choice.beforeText = fromAfter ? afterText(*oldest, now) : beforeText(*oldest, now);
    choice.after = newest->after;
    choice.afterText = afterText(*newest, now);
    if (!usable(versions, choice.before) || !usable(versions, choice.after)) {
        choice.why = Words::tr("One of these versions is lost or can't be read.");
        if (!usable(versions, choice.before))
            choice.before.reset();
        if (!usable(versions, choice.after))
            choice.after.reset();
    }
    setRestorable(choice, versions, choice.before, choice.beforeText);
    return choice;
}

} // namespace stemma::ui
