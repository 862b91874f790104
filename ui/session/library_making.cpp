// SPDX-License-Identifier: MIT
// How a library's session makes new reports.
#include <utility>

#include "ui/session/library_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void LibrarySession::makeReport(Make make, const QString& title) {
    operate(std::move(make), [this, title](const report::Saved& saved) {
        const ReportId id = saved.id;
        Q_EMIT made(id);
        QString what = tr("Made the report “%1”.").arg(isolated(title));
        for (const std::string& warning : saved.warnings)
            what += QLatin1Char(' ') + fromUtf8(warning);
        Q_EMIT done(what, [guard = QPointer(this), id] {
            if (!guard.isNull())
                guard->trash(id);
        });
    });
}

void LibrarySession::create(const QString& title, const QStringList& tags,
                            std::optional<std::string> outline) {
    std::vector<std::string> words;
    for (const QString& tag : tags)
        words.push_back(toUtf8(tag));
    makeReport(
        [name = toUtf8(title), words = std::move(words),
         outline = std::move(outline)](const report::Workspace& workspace) {
            return report::newReport(workspace, name, words, outline);
        },
        title);
}

void LibrarySession::fork(const ReportId& id, const QString& title) {
    makeReport([id, name = toUtf8(title)](
                   const report::Workspace& workspace) { return report::forkReport(workspace, id, name); },
               title);
}

void LibrarySession::duplicate(const ReportId& id) {
    QStringList taken;
    QString title;
    if (m_snapshot)
        for (const report::ReportSummary& each : m_snapshot->reports) {
            taken.append(fromUtf8(each.title));
            if (each.id == id)
                title = taken.last();
        }
    QString copy = tr("%1 (copy)", "title of a duplicate").arg(title);
    for (int number = 2; taken.contains(copy, Qt::CaseInsensitive); ++number)
        copy = tr("%1 (copy %2)", "title of a further duplicate").arg(title).arg(number);
    fork(id, copy);
}

void LibrarySession::synthesize(const QString& title, const std::vector<ReportId>& sources) {
    makeReport(
        [name = toUtf8(title), sources](const report::Workspace& workspace) {
            return report::synthesizeReports(workspace, name, sources);
        },
        title);
}

} // namespace stemma::ui
