// SPDX-License-Identifier: MIT
#include "ui/shell/graph_exchange.h"

#include <utility>

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
#include "ui/shell/export_writer.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

constexpr QLatin1String formatKey("export/format");
constexpr QLatin1String subjectOfImports("import");

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
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
    Timestamp now;
};

/// Whose data an import goes to: that which was open when it was asked for.
struct GraphExchange::ImportPlace {
    std::shared_ptr<const UserGraphs> graphs; ///< as they were then
    QPointer<GraphSession> session;
};

/// What is on the disk now: what the window holds may lack composed files.
Result<MadeExport> GraphExchange::exportedData(const ExportWork& work, const Progress& progress) {
    const auto files = graph::readUserFiles(work.disk, work.graphs->folder, graph::ReadComposed::yes,
                                            &work.graphs->files, progress);
    if (!files)
        return fail(files.error());
    const graph::GraphStore store = graph::readGraphStore(*files);
    auto made = exporting::exportGraph(*files, store, work.graph, work.wish.data,
                                       {work.wish.formulas, work.graphs->user, work.now});
    if (!made)
        return fail(made.error());
    return MadeExport{std::move(*made), exporting::exportWarnings(*files, store, work.graph, work.wish.data)};
}

Result<MadeExport> GraphExchange::exported(const ExportWork& work, const Progress& progress) {
    if (!work.wish.picture)
        return exportedData(work, progress);
    const auto bytes = renderPicture(*work.subject.scene, renderingWish(work.subject, work.wish), progress);
    if (!bytes)
        return fail(bytes.error());
    return MadeExport{{{"", "." + work.wish.word().toStdString(), std::string(viewOf(*bytes))}}, {}};
}

GraphExchange::GraphExchange(const Parts& parts, GraphDesk& desk, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_desk(desk)
    , m_writer(new ExportWriter(
          {parts.environment.disk, parts.runner, parts.prompts, parts.state, parts.window}, this)) {
    connect(m_writer, &ExportWriter::message, this, &GraphExchange::message);
    connect(m_writer, &ExportWriter::failed, this, &GraphExchange::failed);
}

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

void GraphExchange::offerExport() {
    const GraphPage* page = m_desk.page();
    if (!page->graphs())
        return;
    const ExportWork work{m_parts.environment.disk,       page->graphs(), page->graph(), subject(), {},
                          m_parts.environment.clock.now()};
    auto* dialog = new GraphExportDialog(work.subject, m_parts.state.text(formatKey), m_parts.window);
    connect(dialog, &GraphExportDialog::wanted, this, [this, work](const ExportWish& wish) {
        ExportWork wished = work;
        wished.wish = wish;
        exportAs(wished);
    });
    dialog->open();
}

void GraphExchange::exportAs(const ExportWork& work) {
    const QString word = work.wish.word();
    m_parts.state.setText(formatKey, word);
    m_writer->offer({work.subject.title, fromUtf8(work.graph), exportFormatName(word), word,
                     !work.wish.picture && work.wish.data == exporting::GraphFormat::csv,
                     [work](const Progress& progress) { return exported(work, progress); }});
}

void GraphExchange::offerImport() {
    if (!m_desk.page()->graphs())
        return;
    m_parts.prompts.chooseBundle(
        m_parts.window, ExportWriter::folder(m_parts.state), tr("Exported graphs"), QStringLiteral("ndf"),
        [self = QPointer(this), place = ImportPlace{shownGraphs(), m_desk.session()}](const QString& path) {
            if (self)
                self->importFrom(path, place);
        });
}

void GraphExchange::importFrom(const QString& path, const ImportPlace& place) {
    ExportWriter::rememberFolder(m_parts.state, path);
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
