// SPDX-License-Identifier: MIT
// How a library's session makes new reports.
#include <utility>

#include "ui/session/library_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

void LibrarySession::makeReport(Make make, const QString& title) {
    operate(std::move(make), [this, title](const report::Saved& saved) {
        tellMade(saved, tr("Made the report “%1”.").arg(isolated(title)));
    });
}

void LibrarySession::tellMade(const report::Saved& saved, QString what) {
    const ReportId id = saved.id;
    Q_EMIT made(id);
    for (const std::string& warning : saved.warnings)
        what += QLatin1Char(' ') + fromUtf8(warning);
    Q_EMIT done(what, [guard = QPointer(this), id] {
        if (!guard.isNull())
            guard->trash(id);
    });
}

void LibrarySession::importBundle(const std::shared_ptr<const exchange::ReportBundle>& bundle,
                                  const std::optional<QString>& copyTitle) {
    const QString title =
        copyTitle.value_or(bundle->manifest.title.empty() ? fromUtf8(bundle->manifest.report.text())
                                                          : oneLine(fromUtf8(bundle->manifest.title)));
    ++m_writes;
    m_runner.runJob(
        this, tr("Importing “%1”").arg(isolated(title)),
        [workspace = workspace(), bundle,
         name = copyTitle ? std::optional(toUtf8(*copyTitle)) : std::nullopt](const Progress& progress) {
            report::Workspace stoppable = workspace;
            stoppable.lock.stop = progress.stop;
            return exchange::importReportBundle(stoppable, *bundle, name);
        },
        [this, title](const Result<report::Saved>& saved) {
            finish(saved, [this, &title](const report::Saved& imported) {
                tellMade(imported, tr("Imported the report “%1”.").arg(isolated(title)));
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
    fork(id, titleOfCopy(title, taken));
}

void LibrarySession::synthesize(const QString& title, const std::vector<ReportId>& sources) {
    makeReport(
        [name = toUtf8(title), sources](const report::Workspace& workspace) {
            return report::synthesizeReports(workspace, name, sources);
        },
        title);
}

} // namespace stemma::ui
