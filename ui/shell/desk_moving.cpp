// SPDX-License-Identifier: MIT
// The desk's side of moving parts from one report into another: it finds the other report's session, and
// tells what came of it.
#include <algorithm>

#include <QPointer>

#include "ui/report/outline_page.h"
#include "ui/report/part_moves.h"
#include "ui/report/report_page.h"
#include "ui/session/draft_keeper.h"
#include "ui/session/edit_session.h"
#include "ui/session/joint_edit.h"
#include "ui/session/library_session.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/report_desk.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

const QString movingSubject = QStringLiteral("moving");

/// Both edits of a move, to be taken back.
struct Moved {
    QPointer<EditSession> source, target;
    JointGenerations generations;
    /// Whether nothing came after them.
    [[nodiscard]] bool isLast() const {
        return source && target && source->state() && target->state() &&
               source->state()->generation == generations.first &&
               target->state()->generation == generations.second;
    }
};

} // namespace

/// The session of a report of the library, made where there is none. Null if there is no such report.
EditSession* ReportDesk::editOf(const ReportId& id) {
    if (m_open.session && m_open.session->id() == id)
        return m_open.edit.get();
    const QString key = fromUtf8(id.text());
    if (const auto kept = m_kept.find(key); kept != m_kept.end())
        return kept->second.edit.get();
    const auto snapshot = m_library == nullptr ? nullptr : m_library->snapshot();
    if (!snapshot || std::none_of(snapshot->reports.begin(), snapshot->reports.end(),
                                  [&](const report::ReportSummary& one) { return one.id == id; }))
        return nullptr;
    ListRow row;
    row.key = key;
    row.id = id;
    return m_kept.emplace(key, take(*m_library, row)).first->second.edit.get();
}

void ReportDesk::moveHere(const Dropped& drop) {
    EditSession* target = m_open.edit.get();
    EditSession* source = editOf(ReportId(drop.copies.stringAt("report").value_or("")));
    if (target == nullptr || source == target)
        return;
    if (source == nullptr) {
        tellNotMoved(tr("The report that it is of isn’t in this library. Drag it with Ctrl to copy it."));
        return;
    }
    if (source->session().report() && !source->isOpening() && !source->isEditable()) {
        tellNotMoved(named(source, source->whyNotEditable()));
        return;
    }
    if (!source->state())
        source->mergeAgain(); // reads it
    Q_EMIT source->flushRequested();
    auto made = std::make_shared<std::vector<std::string>>();
    editJointly(*source, *target, moveAcrossPlan(drop, toUtf8(tr("New section")), made),
                [this, made, source = QPointer(source),
                 target = QPointer(target)](const Result<JointGenerations>& done) {
                    if (!done)
                        tellNotMoved(errorText(done.error()));
                    else if (source && target)
                        tellMoved(*source, *target, *done);
                    if (done && target == m_open.edit.get())
                        m_page->outlinePage()->selectWhenThere(*made, OutlinePage::Then::nothing);
                });
}

void ReportDesk::tellNotMoved(const QString& why) {
    Q_EMIT message({Message::Kind::warning,
                    tr("Nothing was moved: both reports are as they were. %1").arg(why),
                    {},
                    movingSubject});
}

void ReportDesk::tellMoved(EditSession& source, EditSession& target, const JointGenerations& generations) {
    const Moved moved{&source, &target, generations};
    const report::EditLabel& label = target.state()->undo;
    const QString from = isolated(oneLine(fromUtf8(label.other), 60));
    const QString what =
        label.count > 1
            ? tr("Moved %n part(s) here from “%1”.", nullptr, static_cast<int>(label.count)).arg(from)
            : tr("Moved “%1” here from “%2”.").arg(isolated(oneLine(fromUtf8(label.title), 60)), from);
    Message told{Message::Kind::done,
                 what + QLatin1Char(' ') + tr("Both reports have unsaved edits now."),
                 {},
                 QStringLiteral("done")};
    told.actions.push_back({tr("Undo in Both"), [this, moved] {
                                if (!moved.isLast())
                                    return tellNotMoved(tr("One of them was edited since: undo it in each "
                                                           "report."));
                                moved.source->undo();
                                moved.target->undo();
                            }});
    Q_EMIT message(told);
}

} // namespace stemma::ui
