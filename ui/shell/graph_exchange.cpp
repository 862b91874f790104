// SPDX-License-Identifier: MIT
#include "ui/shell/graph_exchange.h"

#include <utility>

#include <QUrl>

#include "core/graph/graph_import.h"
#include "core/io/folders.h"
#include "core/io/write_together.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_import_dialog.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_bar.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String folderKey("export/folder");
constexpr QLatin1String formatKey("export/format");
constexpr QLatin1String subjectOfExports("export");
constexpr QLatin1String subjectOfImports("import");

QStringList textsOf(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts)
        list.append(fromUtf8(text));
    return list;
}

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

Unexpected exportFailed(Error error) {
    error.action = "write the export";
    return fail(std::move(error));
}

} // namespace

/// What an export needs to know, taken along to the pool. What is asked for stays what it was: the window may
/// show something else by the time of an answer.
struct GraphExchange::ExportWork {
    io::Disk& disk;
    std::shared_ptr<const UserGraphs> graphs;
    std::string graph;
    ExportSubject subject;
    ExportWish wish;
    std::string path;
    io::Existing existing = io::Existing::keep;
    Timestamp now;
};

/// Whose data an import goes to: that which was open when it was asked for.
struct GraphExchange::ImportPlace {
    std::shared_ptr<const UserGraphs> graphs; ///< as they were then
    QPointer<GraphSession> session;
};

struct GraphExchange::Exported {
    QString title;
    QStringList paths;
    QStringList taken; ///< if some are there already: nothing was written
    QStringList warnings;
};

/// What is on the disk now: what the window holds may lack composed files.
Result<std::vector<exporting::ExportedFile>> GraphExchange::exportedData(const ExportWork& work,
                                                                         const Progress& progress,
                                                                         std::vector<std::string>& warnings) {
    const auto files = graph::readUserFiles(work.disk, work.graphs->folder, graph::ReadComposed::yes,
                                            &work.graphs->files, progress);
    if (!files)
        return fail(files.error());
    const graph::GraphStore store = graph::readGraphStore(*files);
    warnings = exporting::exportWarnings(*files, store, work.graph, work.wish.data);
    return exporting::exportGraph(*files, store, work.graph, work.wish.data,
                                  {work.wish.formulas, work.graphs->user, work.now});
}

Result<std::vector<exporting::ExportedFile>>
GraphExchange::exportedFiles(const ExportWork& work, const Progress& progress,
                             std::vector<std::string>& warnings) {
    if (!work.wish.picture)
        return exportedData(work, progress, warnings);
    const auto bytes = renderPicture(*work.subject.scene, renderingWish(work.subject, work.wish), progress);
    if (!bytes)
        return fail(bytes.error());
    return std::vector<exporting::ExportedFile>{
        {"", "." + work.wish.word().toStdString(), std::string(viewOf(*bytes))}};
}

GraphExchange::GraphExchange(const Parts& parts, GraphDesk& desk, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_desk(desk) {}

/// What is shown, to be held while it is needed: by then the window may be the last that has it.
std::shared_ptr<const UserGraphs> GraphExchange::shownGraphs() const {
    const auto held = m_parts.runner.share(m_desk.page()->graphs());
    return {held, held->get()};
}

ExportSubject GraphExchange::subject() const {
    const GraphPage* page = m_desk.page();
    const graph::Graph* shown = page->graphs()->store.graph(page->graph());
    ExportSubject subject;
    subject.title = shown ? fromUtf8(shown->title) : fromUtf8(page->graph());
    subject.scene = page->picture()->view()->scene();
    subject.changes = page->picture()->view()->marks().changes;
    subject.whole = page->picture()->bar()->choice().whole;
    subject.unsaved = m_desk.editor()->ability().modified;
    subject.font = page->picture()->view()->font();
    subject.palette = page->picture()->view()->palette();
    return subject;
}

void GraphExchange::remember(const QString& path) {
    m_parts.state.setText(folderKey, path.section(QLatin1Char('/'), 0, -2));
}

void GraphExchange::offerExport() {
    const GraphPage* page = m_desk.page();
    if (!page->graphs())
        return;
    const ExportWork work{
        m_parts.environment.disk,       page->graphs(), page->graph(), subject(), {}, {}, io::Existing::keep,
        m_parts.environment.clock.now()};
    auto* dialog = new GraphExportDialog(work.subject, m_parts.state.text(formatKey), m_parts.window);
    connect(dialog, &GraphExportDialog::wanted, this, [this, work](const ExportWish& wish) {
        const std::string name = exporting::exportName(work.subject.title.toStdString(), work.graph) + "." +
                                 wish.word().toStdString();
        const QString folder = m_parts.state.text(folderKey);
        m_parts.prompts.chooseExport(
            m_parts.window, folder.isEmpty() ? fromUtf8(name) : folder + QLatin1Char('/') + fromUtf8(name),
            exportFormatName(wish.word()), wish.word(),
            [self = QPointer(this), wish, work](const QString& path) {
                if (self)
                    self->exportTo(path, wish, work);
            });
    });
    dialog->open();
}

void GraphExchange::exportTo(const QString& path, const ExportWish& wish, ExportWork work) {
    remember(path);
    m_parts.state.setText(formatKey, wish.word());
    // The person agreed to that file; tables are files beside it, which nobody was asked about.
    const bool several = !wish.picture && wish.data == exporting::GraphFormat::csv;
    work.existing = several ? io::Existing::keep : io::Existing::replace;
    work.wish = wish;
    work.path = toUtf8(path);
    write(work);
}

/// Writes nothing where one of several files is there already.
Result<GraphExchange::Exported> GraphExchange::exported(const ExportWork& work, const Progress& progress) {
    std::vector<std::string> warnings;
    const auto files = exportedFiles(work, progress, warnings);
    if (!files)
        return fail(files.error());
    std::vector<io::FileToWrite> outputs;
    std::vector<std::string> paths;
    for (const exporting::ExportedFile& file : *files) {
        paths.push_back(exporting::exportedPath(work.path, file));
        outputs.push_back({paths.back(), file.bytes});
    }
    if (work.existing == io::Existing::keep) {
        const auto taken = io::takenPlaces(work.disk, paths);
        if (!taken)
            return exportFailed(taken.error());
        if (!taken->empty())
            return Exported{work.subject.title, {}, textsOf(*taken), {}};
    }
    if (auto written = io::writeTogether(work.disk, outputs, work.existing); !written)
        return exportFailed(written.error());
    return Exported{work.subject.title, textsOf(paths), {}, textsOf(warnings)};
}

void GraphExchange::write(const ExportWork& work) {
    m_parts.runner.runJob(
        this, tr("Exporting %1").arg(isolated(work.subject.title)),
        [work](const Progress& progress) { return exported(work, progress); },
        [this, work](const Result<Exported>& done) {
            if (!done)
                Q_EMIT failed(done.error());
            else if (!done->taken.isEmpty())
                askToReplace(work, done->taken);
            else
                tellExported(*done);
        });
}

void GraphExchange::askToReplace(const ExportWork& work, const QStringList& taken) {
    const QString question = tr("%n file(s) are there already:", nullptr, static_cast<int>(taken.size())) +
                             QLatin1Char('\n') + taken.join(QLatin1Char('\n'));
    m_parts.prompts.confirm(m_parts.window, tr("Replace the Files?"), question, tr("&Replace"),
                            [self = QPointer(this), work] {
                                if (!self)
                                    return;
                                ExportWork agreed = work;
                                agreed.existing = io::Existing::replace;
                                self->write(agreed);
                            });
}

void GraphExchange::tellExported(const Exported& exported) {
    const QString folder = exported.paths.front().section(QLatin1Char('/'), 0, -2);
    Message told{exported.warnings.isEmpty() ? Message::Kind::done : Message::Kind::warning,
                 tr("Exported “%1” to %2.")
                     .arg(isolated(exported.title), isolated(exported.paths.join(tr(", ", "between files")))),
                 {{tr("Show in Folder"),
                   [self = QPointer(this), folder] {
                       if (self)
                           (void)self->m_parts.prompts.openOutside(QUrl::fromLocalFile(folder));
                   }}},
                 subjectOfExports,
                 exported.warnings.join(QLatin1Char('\n'))};
    if (!exported.warnings.isEmpty())
        told.text += QLatin1Char(' ') + tr("%n thing(s) could not be exported: %1", nullptr,
                                           static_cast<int>(exported.warnings.size()))
                                            .arg(exported.warnings.front());
    Q_EMIT message(told);
}

void GraphExchange::offerImport() {
    if (!m_desk.page()->graphs())
        return;
    m_parts.prompts.chooseBundle(
        m_parts.window, m_parts.state.text(folderKey),
        [self = QPointer(this), place = ImportPlace{shownGraphs(), m_desk.session()}](const QString& path) {
            if (self)
                self->importFrom(path, place);
        });
}

void GraphExchange::importFrom(const QString& path, const ImportPlace& place) {
    remember(path);
    m_parts.runner.runJob(
        this, tr("Reading %1").arg(isolated(path)),
        [&disk = m_parts.environment.disk, &runner = m_parts.runner,
         path = toUtf8(path)](const Progress& progress) -> Result<BundlePtr> {
            const exchange::ArchiveLimits limits;
            const auto content = io::readFile(disk, path, limits.archive);
            if (!content)
                return fail(content.error());
            auto bundle = exchange::readBundle(content->bytes, path, limits, progress);
            if (!bundle)
                return fail(bundle.error());
            return runner.share(std::move(*bundle));
        },
        [this, place](const Result<BundlePtr>& bundle) {
            if (bundle)
                showImport(*bundle, place);
            else
                Q_EMIT failed(bundle.error());
        });
}

void GraphExchange::showImport(const BundlePtr& bundle, const ImportPlace& place) {
    auto* dialog = new GraphImportDialog(*bundle, fromUtf8(place.graphs->user), m_parts.window);
    connect(dialog, &GraphImportDialog::lookWanted, this,
            [this, dialog, place, bundle](const graph::ImportChoices& choices) {
                look(dialog, bundle, place, choices);
            });
    connect(dialog, &GraphImportDialog::wanted, this,
            [this, place, bundle](const graph::ImportChoices& choices) { import(bundle, place, choices); });
    connect(dialog, &QDialog::finished, this, [this] { m_look.request_stop(); });
    look(dialog, bundle, place, dialog->choices());
    dialog->open();
}

void GraphExchange::look(GraphImportDialog* dialog, const BundlePtr& bundle, const ImportPlace& place,
                         const graph::ImportChoices& choices) {
    using Look = std::shared_ptr<const ShownImport>;
    m_look.request_stop();
    m_look = std::stop_source();
    m_parts.runner.run(
        dialog,
        [&disk = m_parts.environment.disk, &runner = m_parts.runner, graphs = place.graphs, bundle, choices,
         stop = m_look.get_token()]() -> Result<Look> {
            auto preview = graph::previewImport(disk, graphs->folder, bundle->graph, choices, &graphs->files,
                                                Progress{stop, {}});
            if (!preview)
                return fail(preview.error());
            return runner.share(shownImport(std::move(*preview)));
        },
        [dialog, stop = m_look.get_token()](const Result<Look>& look) {
            if (stop.stop_requested())
                return; // another one was wanted since
            if (look)
                dialog->setPreview(*look);
            else
                dialog->setRefusal(errorText(look.error()));
        });
}

void GraphExchange::import(const BundlePtr& bundle, const ImportPlace& place,
                           const graph::ImportChoices& choices) {
    m_parts.runner.runJob(
        this, tr("Importing %1").arg(isolated(fromUtf8(choices.graph))),
        [&environment = m_parts.environment, folder = place.graphs->folder, bundle,
         choices](const Progress& progress) {
            graph::GraphWorkspace workspace{environment, folder, history::Actor::human, {}, {}, {}};
            workspace.lock.stop = progress.stop;
            return graph::importGraph(workspace, bundle->graph, choices);
        },
        [this, id = choices.graph, place, bundle](const Result<graph::SavedGraph>& saved) {
            if (saved)
                return tellImported(id, place, *saved);
            Q_EMIT failed(saved.error());
            if (saved.error().code == ErrorCode::conflict)
                showImport(bundle, place); // something came to differ since: to be looked at again
        });
}

void GraphExchange::tellImported(const std::string& graph, const ImportPlace& place,
                                 const graph::SavedGraph& saved) {
    Message told{
        Message::Kind::done, tr("Imported “%1”.").arg(isolated(fromUtf8(graph))), {}, subjectOfImports, {}};
    if (saved.unchanged)
        told.text =
            tr("Everything of “%1” is here already: nothing was changed.").arg(isolated(fromUtf8(graph)));
    else
        told.actions.push_back(
            {tr("Undo"), [self = QPointer(this), folder = place.graphs->folder, action = saved.action] {
                 if (self)
                     self->undoImport(folder, action);
             }});
    for (const std::string& warning : saved.warnings)
        told.text += QLatin1Char(' ') + fromUtf8(warning);
    Q_EMIT message(told);
    if (place.session.isNull() || m_desk.session() != place.session)
        return; // another library is open by now
    place.session->refresh();
    m_desk.showGraph(place.graphs->user, graph);
}

void GraphExchange::undoImport(const std::string& folder, const ActionId& action) {
    m_parts.runner.runJob(
        this, tr("Taking the import back"),
        [&environment = m_parts.environment, folder, action](const Progress& progress) {
            graph::GraphWorkspace workspace{environment, folder, history::Actor::human, {}, {}, {}};
            workspace.lock.stop = progress.stop;
            return graph::undoTransaction(workspace, action);
        },
        [this](const Result<graph::SavedGraph>& undone) {
            if (!undone) {
                Q_EMIT failed(undone.error());
                return;
            }
            Q_EMIT message({Message::Kind::done, tr("The import was taken back."), {}, subjectOfImports, {}});
            if (m_desk.session() != nullptr)
                m_desk.session()->refresh();
        });
}

} // namespace stemma::ui
