// SPDX-License-Identifier: MIT
#include "ui/merge/merge_desk.h"

#include "core/json/json_document.h"
#include "core/report/report_operations.h"
#include "ui/merge/merge_view.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

PartNames partNames(const report::Outline& outline) {
    PartNames names;
    for (const report::Section& section : outline.sections)
        names.try_emplace(section.id.text(), section.title);
    for (const report::Insight& insight : outline.insights)
        names.try_emplace(insight.id.text(), insight.summary);
    return names;
}

MergeDesk::MergeDesk(MergeView& view, QObject* parent)
    : QObject(parent)
    , m_view(view) {
    connect(&view, &MergeView::applied, this, [this](const std::vector<report::Resolution>& resolutions) {
        if (m_session)
            m_session->resolve(resolutions);
    });
    connect(&view, &MergeView::postponed, this, [this] {
        m_shown = false;
        Q_EMIT viewWanted(false);
        if (hasConflicts())
            Q_EMIT noticed(
                tr("Your edits can't be saved until you decide about what %1 changed too.").arg(who()));
    });
    connect(&view, &MergeView::copyRequested, this, &MergeDesk::keepCopy);
}

void MergeDesk::setSession(EditSession* session) {
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    m_session = session;
    if (m_shown)
        Q_EMIT viewWanted(false);
    m_shown = false;
    m_told = false;
    Q_EMIT settled();
    if (session == nullptr)
        return;
    connect(session, &EditSession::conflictsFound, this, &MergeDesk::onConflicts);
    connect(session, &EditSession::changed, this, &MergeDesk::onChanged);
    if (hasConflicts())
        onConflicts(session->state()->conflicts);
}

bool MergeDesk::hasConflicts() const {
    return m_session && m_session->session().report() && m_session->state() &&
           !m_session->state()->conflicts.empty();
}

/// Whoever changed the report last, as far as the list knows.
QString MergeDesk::who() const {
    const auto snapshot = m_session->session().library().snapshot();
    if (snapshot)
        for (const report::ReportSummary& summary : snapshot->reports)
            if (summary.id == m_session->session().id() && summary.lastChange)
                return actorText(summary.lastChange->actor);
    return tr("another program");
}

void MergeDesk::onConflicts(const std::vector<report::MergeConflict>& conflicts) {
    if (!hasConflicts())
        return; // the report left the library meanwhile: there is nothing to decide about
    const bool wanted = m_shown || m_session->isSaveWanted();
    if (!wanted) {
        m_told = true;
        Q_EMIT noticed(tr("%1 saved while you were editing, and changed in %n place(s) what you changed too.",
                          "“Agent” saved …", static_cast<int>(conflicts.size()))
                           .arg(actorTitle(toUtf8(who()))));
        return;
    }
    m_shown = true;
    m_view.setConflicts(who(), conflicts, partNames(m_session->state()->report->outline));
    Q_EMIT viewWanted(true);
    m_view.setFocus(Qt::OtherFocusReason);
}

void MergeDesk::decide() {
    if (!hasConflicts())
        return;
    m_shown = true;
    m_session->mergeAgain(); // what is asked is what is on disk now
}

void MergeDesk::onChanged() {
    if (hasConflicts())
        return;
    if (m_shown) {
        m_shown = false;
        Q_EMIT viewWanted(false);
    }
    m_told = false;
    Q_EMIT settled();
}

/// The working text becomes a new report; what is open goes on with theirs.
void MergeDesk::keepCopy() {
    if (!hasConflicts())
        return;
    const auto shown = m_session->state()->report;
    const QString title = tr("%1 (my version)", "title of a report").arg(fromUtf8(shown->outline.title));
    std::vector<report::Resolution> theirs;
    for (const report::MergeConflict& conflict : m_session->state()->conflicts)
        theirs.push_back({conflict.key(), report::Choice::theirs, {}});
    LibrarySession& library = m_session->session().library();
    library.runner().run(
        this,
        [workspace = library.workspace(), shown, title = toUtf8(title)]() -> Result<report::Saved> {
            auto document = json::parseFile(shown->bytes, shown->directory);
            if (!document)
                return fail(std::move(document.error()));
            document->remove("report_id"); // it gets one of its own
            return report::newReport(workspace, title, shown->outline.tags, json::bytesOf(*document));
        },
        [this, title, theirs, session = m_session](const Result<report::Saved>& saved) {
            if (!saved) {
                Q_EMIT failed(saved.error());
                return;
            }
            if (!session)
                return;
            session->session().library().noteWritten(*saved);
            session->session().library().refresh();
            session->resolve(theirs);
            Q_EMIT copied(tr("Your version is kept as the new report “%1”.").arg(isolated(title)));
        });
}

} // namespace stemma::ui
