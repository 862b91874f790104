// SPDX-License-Identifier: MIT
#include "ui/shell/report_exchange.h"

#include <utility>

#include "core/exporting/html.h"
#include "core/exporting/markdown.h"
#include "core/report/report_library.h"
#include "ui/library/report_import_dialog.h"
#include "ui/session/library_session.h"
#include "ui/session/task_runner.h"
#include "ui/shell/export_writer.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String formatKey("export/report_format");

Result<MadeExport> madeOutline(io::Disk& disk, const std::string& root, const ReportId& id,
                               ReportFormat format) {
    auto loaded = report::loadReport(disk, root, id);
    if (!loaded)
        return fail(loaded.error());
    const std::string ending = "." + toUtf8(reportFormatEnding(format));
    const std::string path = io::joinPath(loaded->directory, "outline.json");
    if (loaded->state == report::ReportState::missing)
        return fail(ErrorCode::notFound, "export the report", path, "it is missing",
                    "Restore a version from its history first, or export the whole report.");
    if (format == ReportFormat::json)
        return MadeExport{{{"", ending, std::move(loaded->bytes)}}, {}};
    // What can't be read whole would be told as if it were all there is.
    const auto outline = report::readOutline(loaded->bytes, path);
    if (!outline)
        return fail(outline.error());
    return MadeExport{{{"", ending,
                        format == ReportFormat::html ? exporting::htmlPage(*outline)
                                                     : exporting::reportMarkdown(*outline)}},
                      {}};
}

Result<MadeExport> madeBundle(const journal::Environment& environment, const std::string& root,
                              const ReportId& id, const Progress& progress) {
    auto made = exchange::makeReportBundle(environment.disk, root, id, environment.clock.now(), progress);
    if (!made)
        return fail(made.error());
    return MadeExport{{{"", std::string(".") + exchange::bundleEnding, std::move(made->bytes)}},
                      std::move(made->leftOut)};
}

} // namespace

ReportExchange::ReportExchange(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_writer(new ExportWriter(
          {parts.environment.disk, parts.runner, parts.prompts, parts.state, parts.window}, this)) {
    connect(m_writer, &ExportWriter::message, this, &ReportExchange::message);
    connect(m_writer, &ExportWriter::failed, this, &ReportExchange::failed);
}

void ReportExchange::offerExport(const LibrarySession& library, const ListRow& row, Unsaved unsaved) {
    auto* dialog =
        new ReportExportDialog({row.title, row.state == report::ReportState::ok, unsaved == Unsaved::yes},
                               m_parts.state.text(formatKey), m_parts.window);
    connect(dialog, &ReportExportDialog::wanted, this,
            [this, root = toUtf8(library.root()), row](ReportFormat format) { exportAs(root, row, format); });
    dialog->open();
}

void ReportExchange::exportAs(const std::string& root, const ListRow& row, ReportFormat format) {
    m_parts.state.setText(formatKey, reportFormatWord(format));
    ExportOrder order;
    order.title = row.title;
    order.id = fromUtf8(row.id.text());
    order.format = reportFormatName(format);
    order.ending = reportFormatEnding(format);
    order.make = [&environment = m_parts.environment, root, id = row.id, format](const Progress& progress) {
        return format == ReportFormat::bundle ? madeBundle(environment, root, id, progress)
                                              : madeOutline(environment.disk, root, id, format);
    };
    m_writer->offer(order);
}

void ReportExchange::offerImport(LibrarySession& library) {
    m_parts.prompts.chooseBundle(m_parts.window, ExportWriter::folder(m_parts.state),
                                 reportFormatName(ReportFormat::bundle),
                                 reportFormatEnding(ReportFormat::bundle),
                                 [self = QPointer(this), library = QPointer(&library)](const QString& path) {
                                     if (self && library)
                                         self->importFile(*library, path);
                                 });
}

void ReportExchange::importFile(LibrarySession& library, const QString& path) {
    ExportWriter::rememberFolder(m_parts.state, path);
    m_parts.runner.runJob(
        &library, tr("Checking %1").arg(isolated(path)),
        [&disk = m_parts.environment.disk, &runner = m_parts.runner, root = toUtf8(library.root()),
         path = toUtf8(path)](const Progress& progress) -> Result<ReadReportBundle> {
            const auto content = io::readFile(disk, path, exchange::tarLimits.archive);
            if (!content)
                return fail(content.error());
            auto bundle = exchange::readReportBundle(content->bytes, path, progress);
            if (!bundle)
                return fail(bundle.error());
            const bool isThere = report::reportDirectory(disk, root, bundle->manifest.report).has_value();
            return ReadReportBundle{runner.share(std::move(*bundle)), isThere, {}, {}};
        },
        [self = QPointer(this), &library](const Result<ReadReportBundle>& read) {
            if (self && read)
                self->show(library, *read);
            else if (self)
                Q_EMIT self->failed(read.error());
        });
}

void ReportExchange::show(LibrarySession& library, const ReadReportBundle& read) {
    ReadReportBundle shown = read;
    shown.library = library.root();
    if (library.snapshot())
        for (const report::ReportSummary& summary : library.snapshot()->reports)
            shown.titles << fromUtf8(summary.title);
    auto* dialog = new ReportImportDialog(shown, m_parts.window);
    connect(dialog, &ReportImportDialog::wanted, &library,
            [&library, bundle = read.bundle](const std::optional<QString>& copyTitle) {
                library.importBundle(bundle, copyTitle);
            });
    // What it would be imported into is gone.
    connect(&library, &QObject::destroyed, dialog, &QDialog::reject);
    dialog->open();
}

} // namespace stemma::ui
