// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QObject>
#include <QPointer>

#include "core/exchange/ndf_bundle.h"
#include "core/exporting/graph_export.h"
#include "ui/graph/graph_export_dialog.h"
#include "ui/shell/message_bar.h"

namespace stemma::ui {

class ExportWriter;
class GraphDesk;
class GraphImportDialog;
class Prompts;
class TaskRunner;
struct MadeExport;
struct UserGraphs;
class WindowState;

/// Takes graphs out of the library that is open, and into it: asks for all that has to be known, does the
/// work as a job, and tells how it went.
class GraphExchange : public QObject {
    Q_OBJECT
public:
    /// All outlive it; `window` is the parent of its dialogs.
    struct Parts {
        const journal::Environment& environment;
        TaskRunner& runner;
        Prompts& prompts;
        WindowState& state;
        QWidget* window = nullptr;
    };
    GraphExchange(const Parts& parts, GraphDesk& desk, QObject* parent = nullptr);

    /// Of the graph that is shown.
    void offerExport();
    /// Into the data of the user who is open.
    void offerImport();

Q_SIGNALS:
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);

private:
    struct ExportWork;
    struct ImportPlace;
    using BundlePtr = std::shared_ptr<const exchange::Bundle>;

    [[nodiscard]] std::shared_ptr<const UserGraphs> shownGraphs() const;
    [[nodiscard]] ExportSubject subject() const;
    [[nodiscard]] static Result<MadeExport> exportedData(const ExportWork& work, const Progress& progress);
    [[nodiscard]] static Result<MadeExport> exported(const ExportWork& work, const Progress& progress);
    void exportAs(const ExportWork& work);
    void importFrom(const QString& path, const ImportPlace& place);
    void showImport(const BundlePtr& bundle, const ImportPlace& place);
    void look(GraphImportDialog* dialog, const BundlePtr& bundle, const ImportPlace& place,
              const graph::ImportChoices& choices);
    void import(const BundlePtr& bundle, const ImportPlace& place, const graph::ImportChoices& choices);
    void tellImported(const std::string& graph, const ImportPlace& place, const graph::SavedGraph& saved);
    void undoImport(const std::string& folder, const ActionId& action);

    Parts m_parts;
    GraphDesk& m_desk;
    ExportWriter* m_writer;
    std::stop_source m_look; ///< only the last look is answered
};

} // namespace stemma::ui
