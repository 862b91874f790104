// SPDX-License-Identifier: MIT
#include "ui/session/overwrite_guard.h"

#include <utility>

#include "ui/session/report_session.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

std::string keyOf(const report::OverwrittenEdit& edit) {
    return edit.edit.text() + '|' + edit.by.text();
}

/// What is lost, by name: at most three parts.
QString lostParts(const std::vector<report::OverwrittenEdit>& edits) {
    constexpr int most = 3;
    QStringList names;
    int more = 0;
    for (const report::OverwrittenEdit& edit : edits) {
        for (const diff::Change& change : edit.lost) {
            const QString title =
                change.title.empty() ? OverwriteGuard::tr("the report") : oneLine(fromUtf8(change.title), 50);
            const QString name = OverwriteGuard::tr("“%1”").arg(isolated(title));
            if (names.contains(name))
                continue;
            if (names.size() < most)
                names << name;
            else
                ++more;
        }
    }
    const QString list = names.join(OverwriteGuard::tr(", ", "between items of a list"));
    return more == 0 ? list : OverwriteGuard::tr("%1 and %n more", "parts of a report", more).arg(list);
}

} // namespace

QString overwrittenText(const std::vector<report::OverwrittenEdit>& edits, Timestamp now) {
    if (edits.empty())
        return {};
    const report::OverwrittenEdit& last = edits.back();
    const QString who =
        last.by.text().empty() ? OverwriteGuard::tr("Another program") : actorTitle(last.byActor);
    if (edits.size() == 1)
        return OverwriteGuard::tr("%1 saved at %2 from an older copy, and undid your edit of %3: %4.",
                                  "“Agent” … “14:02” … “13:58”: “Churn rose 4 %”")
            .arg(who, shortTime(last.byTs, now), shortTime(last.editTs, now), lostParts(edits));
    return OverwriteGuard::tr("%1 saved at %2 from an older copy, and undid %n of your edits: %3.", nullptr,
                              static_cast<int>(edits.size()))
        .arg(who, shortTime(last.byTs, now), lostParts(edits));
}

OverwriteGuard::OverwriteGuard(ReportSession& session)
    : QObject(&session)
    , m_session(session) {
    connect(&session, &ReportSession::reportChanged, this, &OverwriteGuard::look);
    look();
}

void OverwriteGuard::look() {
    const auto report = m_session.report();
    if (!report || report->sha256 == m_seen)
        return;
    if (m_looking) {
        m_again = true;
        return;
    }
    m_seen = report->sha256;
    if (m_session.library().isOwnContent(m_seen))
        return;
    m_looking = true;
    LibrarySession& library = m_session.library();
    library.runner().run(
        this,
        [&disk = library.environment().disk, root = toUtf8(library.root()), id = m_session.id()] {
            return report::findOverwrittenEdits(disk, root, id);
        },
        [this](const Result<std::vector<report::OverwrittenEdit>>& edits) {
            m_looking = false;
            // A report that can't be read is told by its session.
            if (edits)
                take(*edits);
            if (std::exchange(m_again, false))
                look();
        });
}

void OverwriteGuard::take(const std::vector<report::OverwrittenEdit>& edits) {
    bool news = false;
    std::vector<ActionId> actions;
    for (const report::OverwrittenEdit& edit : edits) {
        news = m_told.insert(keyOf(edit)).second || news;
        actions.push_back(edit.edit);
    }
    if (news)
        Q_EMIT found(actions, overwrittenText(edits, m_session.library().environment().clock.now()));
}

} // namespace stemma::ui
