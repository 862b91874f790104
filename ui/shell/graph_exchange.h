// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QPointer>

#include "core/exchange/ndf_bundle.h"
#include "core/exporting/export_file.h"
#include "ui/graph/graph_export_dialog.h"
#include "ui/shell/message_bar.h"

namespace stemma::ui {

class GraphDesk;
class GraphImportDialog;
class Prompts;
class TaskRunner;
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
    void exportTo(const QString& path, const ExportWish& wish);
    void importFrom(const QString& path);

Q_SIGNALS:
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);

private:
    struct Exported;
    struct Opened;

    [[nodiscard]] ExportSubject subject() const;
    void write(const QString& path, const ExportWish& wish, exporting::Existing existing);
    void tellExported(const Exported& exported);
    void showImport(const Opened& opened);
    void look(GraphImportDialog* dialog, const std::shared_ptr<const exchange::Bundle>& bundle,
              const graph::ImportChoices& choices);
    void import(const std::shared_ptr<const exchange::Bundle>& bundle, const graph::ImportChoices& choices);
    void tellImported(const std::string& graph, const std::string& user, const std::string& folder,
                      const graph::SavedGraph& saved);
    void undoImport(const std::string& folder, const ActionId& action);
    void remember(const QString& path);

    Parts m_parts;
    GraphDesk& m_desk;
    quint64 m_looks = 0; ///< only the last look is answered
};

} // namespace stemma::ui
