// SPDX-License-Identifier: MIT
#include "ui/shell/graph_exchange.h"

#include <utility>

#include <QUrl>

#include "core/graph/graph_import.h"
#include "core/io/folders.h"
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

/// What an export needs to know, taken along to the pool.
struct ExportWork {
    io::Disk& disk;
    std::shared_ptr<const UserGraphs> graphs;
    std::string graph;
    ExportSubject subject;
    ExportWish wish;
    std::string path;
    exporting::Existing existing = exporting::Existing::keep;
    Timestamp now;
};

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

struct GraphExchange::Exported {
    QString title;
    QStringList paths;
    QStringList warnings;
};

struct GraphExchange::Opened {
    std::shared_ptr<const exchange::Bundle> bundle;
};

namespace {

/// What is on the disk now: what the window holds may lack composed files.
Result<std::vector<exporting::ExportedFile>> exportedData(const ExportWork& work, const Progress& progress,
                                                          std::vector<std::string>& warnings) {
    const auto files = graph::readUserFiles(work.disk, work.graphs->folder, graph::ReadComposed::yes,
                                            &work.graphs->files, progress);
    if (!files)
        return fail(files.error());
    const graph::GraphStore store = graph::readGraphStore(*files);
    warnings = exporting::exportWarnings(*files, store, work.graph);
    return exporting::exportGraph(*files, store, work.graph, work.wish.data,
                                  {work.wish.formulas, work.graphs->user, work.now});
}

Result<std::vector<exporting::ExportedFile>> exportedFiles(const ExportWork& work, const Progress& progress,
                                                           std::vector<std::string>& warnings) {
    if (!work.wish.picture)
        return exportedData(work, progress, warnings);
    const auto bytes = renderPicture(*work.subject.scene, renderingWish(work.subject, work.wish), progress);
    if (!bytes)
        return fail(bytes.error());
    return std::vector<exporting::ExportedFile>{
        {"", "." + work.wish.word().toStdString(), std::string(viewOf(*bytes))}};
}

/// Writes nothing where one of several files is there already.
Result<QStringList> writeFiles(const ExportWork& work, const std::vector<exporting::ExportedFile>& files) {
    QStringList paths;
    for (const exporting::ExportedFile& file : files) {
        const std::string path = exporting::exportedPath(work.path, file);
        if (auto place = exporting::checkExportPlace(work.disk, path, work.existing); !place)
            return fail(place.error());
        paths.append(fromUtf8(path));
    }
    for (std::size_t i = 0; i < files.size(); ++i)
        if (auto written = exporting::writeExport(work.disk, exporting::exportedPath(work.path, files[i]),
                                                  files[i].bytes, work.existing);
            !written)
            return fail(written.error());
    return paths;
}

} // namespace

GraphExchange::GraphExchange(const Parts& parts, GraphDesk& desk, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_desk(desk) {}

ExportSubject GraphExchange::subject() const {
    const GraphPage* page = m_desk.page();
    const graph::Graph* shown = page->graphs()->store.graph(page->graph());
    ExportSubject subject;
    subject.title = shown ? fromUtf8(shown->title) : fromUtf8(page->graph());
    subject.scene = page->picture()->view()->scene();
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
    if (!m_desk.page()->graphs())
        return;
    auto* dialog = new GraphExportDialog(subject(), m_parts.state.text(formatKey), m_parts.window);
    connect(dialog, &GraphExportDialog::wanted, this, [this](const ExportWish& wish) {
        if (!m_desk.page()->graphs())
            return;
        const std::string name =
            exporting::exportName(subject().title.toStdString(), m_desk.page()->graph()) + "." +
            wish.word().toStdString();
        const QString folder = m_parts.state.text(folderKey);
        m_parts.prompts.chooseExport(
            m_parts.window, folder.isEmpty() ? fromUtf8(name) : folder + QLatin1Char('/') + fromUtf8(name),
            exportFormatName(wish.word()), wish.word(), [self = QPointer(this), wish](const QString& path) {
                if (self)
                    self->exportTo(path, wish);
            });
    });
    dialog->open();
}

void GraphExchange::exportTo(const QString& path, const ExportWish& wish) {
    remember(path);
    m_parts.state.setText(formatKey, wish.word());
    // The person agreed to that file; tables are files beside it, which nobody was asked about.
    const bool several = !wish.picture && wish.data == exporting::GraphFormat::csv;
    write(path, wish, several ? exporting::Existing::keep : exporting::Existing::replace);
}

void GraphExchange::write(const QString& path, const ExportWish& wish, exporting::Existing existing) {
    const GraphPage* page = m_desk.page();
    if (!page->graphs())
        return;
    ExportWork work{m_parts.environment.disk,
                    page->graphs(),
                    page->graph(),
                    subject(),
                    wish,
                    toUtf8(path),
                    existing,
                    m_parts.environment.clock.now()};
    const QString title = work.subject.title;
    m_parts.runner.runJob(
        this, tr("Exporting %1").arg(isolated(title)),
        [work = std::move(work), title](const Progress& progress) -> Result<Exported> {
            std::vector<std::string> warnings;
            const auto files = exportedFiles(work, progress, warnings);
            if (!files)
                return fail(files.error());
            const auto paths = writeFiles(work, *files);
            if (!paths)
                return fail(paths.error());
            Exported exported{title, *paths, {}};
            for (const std::string& warning : warnings)
                exported.warnings.append(fromUtf8(warning));
            return exported;
        },
        [this, path, wish, existing](const Result<Exported>& exported) {
            if (exported)
                return tellExported(*exported);
            if (exported.error().code == ErrorCode::conflict && existing == exporting::Existing::keep)
                m_parts.prompts.confirm(m_parts.window, tr("Replace the Files?"),
                                        tr("%1 is there already.").arg(fromUtf8(exported.error().path)),
                                        tr("&Replace"), [self = QPointer(this), path, wish] {
                                            if (self)
                                                self->write(path, wish, exporting::Existing::replace);
                                        });
            else
                Q_EMIT failed(exported.error());
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
    m_parts.prompts.chooseBundle(m_parts.window, m_parts.state.text(folderKey),
                                 [self = QPointer(this)](const QString& path) {
                                     if (self)
                                         self->importFrom(path);
                                 });
}

void GraphExchange::importFrom(const QString& path) {
    remember(path);
    m_parts.runner.runJob(
        this, tr("Reading %1").arg(isolated(path)),
        [&disk = m_parts.environment.disk, path = toUtf8(path)](const Progress& progress) -> Result<Opened> {
            const exchange::ArchiveLimits limits;
            const auto content = io::readFile(disk, path, limits.archive);
            if (!content)
                return fail(content.error());
            auto bundle = exchange::readBundle(content->bytes, path, limits, progress);
            if (!bundle)
                return fail(bundle.error());
            return Opened{std::make_shared<const exchange::Bundle>(std::move(*bundle))};
        },
        [this](const Result<Opened>& opened) {
            if (opened)
                showImport(*opened);
            else
                Q_EMIT failed(opened.error());
        });
}

void GraphExchange::showImport(const Opened& opened) {
    const auto graphs = m_desk.page()->graphs();
    if (!graphs)
        return;
    auto* dialog = new GraphImportDialog(*opened.bundle, fromUtf8(graphs->user), m_parts.window);
    connect(dialog, &GraphImportDialog::lookWanted, this,
            [this, dialog, bundle = opened.bundle](const graph::ImportChoices& choices) {
                look(dialog, bundle, choices);
            });
    connect(dialog, &GraphImportDialog::wanted, this,
            [this, bundle = opened.bundle](const graph::ImportChoices& choices) { import(bundle, choices); });
    look(dialog, opened.bundle, dialog->choices());
    dialog->open();
}

void GraphExchange::look(GraphImportDialog* dialog, const std::shared_ptr<const exchange::Bundle>& bundle,
                         const graph::ImportChoices& choices) {
    const auto graphs = m_desk.page()->graphs();
    if (!graphs)
        return;
    m_parts.runner.run(
        dialog,
        [&disk = m_parts.environment.disk, folder = graphs->folder, bundle, choices] {
            return graph::previewImport(disk, folder, bundle->graph, choices);
        },
        [dialog, own = ++m_looks, self = QPointer(this)](const Result<graph::ImportPreview>& preview) {
            if (!self || own != self->m_looks)
                return;
            if (preview)
                dialog->setPreview(*preview);
            else
                dialog->setRefusal(errorText(preview.error()));
        });
}

void GraphExchange::import(const std::shared_ptr<const exchange::Bundle>& bundle,
                           const graph::ImportChoices& choices) {
    const auto graphs = m_desk.page()->graphs();
    if (!graphs)
        return;
    m_parts.runner.runJob(
        this, tr("Importing %1").arg(isolated(fromUtf8(choices.graph))),
        [&environment = m_parts.environment, folder = graphs->folder, bundle,
         choices](const Progress& progress) {
            graph::GraphWorkspace workspace{environment, folder, history::Actor::human, {}, {}, {}};
            workspace.lock.stop = progress.stop;
            return graph::importGraph(workspace, bundle->graph, choices);
        },
        [this, id = choices.graph, user = graphs->user,
         folder = graphs->folder](const Result<graph::SavedGraph>& saved) {
            if (saved)
                tellImported(id, user, folder, *saved);
            else
                Q_EMIT failed(saved.error());
        });
}

void GraphExchange::tellImported(const std::string& graph, const std::string& user, const std::string& folder,
                                 const graph::SavedGraph& saved) {
    Message told{
        Message::Kind::done, tr("Imported “%1”.").arg(isolated(fromUtf8(graph))), {}, subjectOfImports, {}};
    if (saved.unchanged)
        told.text =
            tr("Everything of “%1” is here already: nothing was changed.").arg(isolated(fromUtf8(graph)));
    else
        told.actions.push_back({tr("Undo"), [self = QPointer(this), folder, action = saved.action] {
                                    if (self)
                                        self->undoImport(folder, action);
                                }});
    for (const std::string& warning : saved.warnings)
        told.text += QLatin1Char(' ') + fromUtf8(warning);
    Q_EMIT message(told);
    if (m_desk.session() == nullptr)
        return;
    m_desk.session()->refresh();
    m_desk.showGraph(user, graph);
}

void GraphExchange::undoImport(const std::string& folder, const ActionId& action) {
    m_parts.runner.runJob(
        this, tr("Taking the import back"),
        [&environment = m_parts.environment, folder, action](const Progress&) {
            return graph::undoTransaction({environment, folder, history::Actor::human, {}, {}, {}}, action);
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
