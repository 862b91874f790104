// SPDX-License-Identifier: MIT
#include "ui/shell/export_writer.h"

#include <QPointer>
#include <QUrl>

#include "core/io/write_together.h"
#include "ui/session/task_runner.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String folderKey("export/folder");
constexpr QLatin1String subjectOfExports("export");

QStringList textsOf(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts)
        list.append(fromUtf8(text));
    return list;
}

Unexpected exportFailed(Error error) {
    error.action = "write the export";
    return fail(std::move(error));
}

} // namespace

struct ExportWriter::Written {
    QStringList paths;
    QStringList taken; ///< if some are there already: nothing was written
    QStringList warnings;
};

ExportWriter::ExportWriter(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts) {}

QString ExportWriter::folder(const WindowState& state) {
    return state.text(folderKey);
}

void ExportWriter::rememberFolder(WindowState& state, const QString& path) {
    state.setText(folderKey, path.section(QLatin1Char('/'), 0, -2));
}

void ExportWriter::offer(const ExportOrder& order) {
    const QString name = fromUtf8(exporting::exportName(toUtf8(order.title), toUtf8(order.id))) +
                         QLatin1Char('.') + order.ending;
    const QString in = folder(m_parts.state);
    m_parts.prompts.chooseExport(
        m_parts.window, in.isEmpty() ? name : in + QLatin1Char('/') + name, order.format, order.ending,
        [self = QPointer(this), order](const QString& path) {
            if (!self)
                return;
            rememberFolder(self->m_parts.state, path);
            // The person agreed to that file; nobody was asked about those beside it.
            self->write(order, path, order.several ? io::Existing::keep : io::Existing::replace);
        });
}

/// Writes nothing where one of several files is there already.
Result<ExportWriter::Written> ExportWriter::written(io::Disk& disk, const ExportOrder& order,
                                                    const std::string& path, io::Existing existing,
                                                    const Progress& progress) {
    const auto made = order.make(progress);
    if (!made)
        return fail(made.error());
    std::vector<io::FileToWrite> outputs;
    std::vector<std::string> paths;
    for (const exporting::ExportedFile& file : made->files) {
        paths.push_back(exporting::exportedPath(path, file));
        outputs.push_back({paths.back(), file.bytes});
    }
    if (existing == io::Existing::keep) {
        const auto taken = io::takenPlaces(disk, paths);
        if (!taken)
            return exportFailed(taken.error());
        if (!taken->empty())
            return Written{{}, textsOf(*taken), {}};
    }
    if (auto done = io::writeTogether(disk, outputs, existing); !done)
        return exportFailed(done.error());
    return Written{textsOf(paths), {}, textsOf(made->warnings)};
}

void ExportWriter::write(const ExportOrder& order, const QString& path, io::Existing existing) {
    m_parts.runner.runJob(
        this, tr("Exporting %1").arg(isolated(order.title)),
        [&disk = m_parts.disk, order, path = toUtf8(path), existing](const Progress& progress) {
            return written(disk, order, path, existing, progress);
        },
        [this, order, path](const Result<Written>& done) {
            if (!done)
                Q_EMIT failed(done.error());
            else if (!done->taken.isEmpty())
                askToReplace(order, path, done->taken);
            else
                tell(order.title, *done);
        });
}

void ExportWriter::askToReplace(const ExportOrder& order, const QString& path, const QStringList& taken) {
    const QString question = tr("%n file(s) are there already:", nullptr, static_cast<int>(taken.size())) +
                             QLatin1Char('\n') + taken.join(QLatin1Char('\n'));
    m_parts.prompts.confirm(m_parts.window, tr("Replace the Files?"), question, tr("&Replace"),
                            [self = QPointer(this), order, path] {
                                if (self)
                                    self->write(order, path, io::Existing::replace);
                            });
}

void ExportWriter::tell(const QString& title, const Written& done) {
    const QString folder = done.paths.front().section(QLatin1Char('/'), 0, -2);
    Message told{
        done.warnings.isEmpty() ? Message::Kind::done : Message::Kind::warning,
        tr("Exported “%1” to %2.").arg(isolated(title), isolated(done.paths.join(tr(", ", "between files")))),
        {{tr("Show in Folder"),
          [self = QPointer(this), folder] {
              if (self)
                  (void)self->m_parts.prompts.openOutside(QUrl::fromLocalFile(folder));
          }}},
        subjectOfExports,
        done.warnings.join(QLatin1Char('\n'))};
    if (!done.warnings.isEmpty())
        told.text += QLatin1Char(' ') + tr("%n thing(s) could not be exported: %1", nullptr,
                                           static_cast<int>(done.warnings.size()))
                                            .arg(done.warnings.front());
    Q_EMIT message(told);
}

} // namespace stemma::ui
