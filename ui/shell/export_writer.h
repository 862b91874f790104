// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/progress.h"
#include "core/exporting/graph_export.h"
#include "core/io/disk.h"
#include "core/io/staged_file.h"
#include "ui/shell/message_bar.h"

namespace stemma::ui {

class Prompts;
class TaskRunner;
class WindowState;

struct MadeExport {
    std::vector<exporting::ExportedFile> files;
    std::vector<std::string> warnings; ///< what could not be exported
};

/// What is exported, and as what.
struct ExportOrder {
    QString title;
    QString id;             ///< names the file where there is no title
    QString format, ending; ///< as Prompts::chooseExport() has them
    bool several = false;   ///< it becomes files beside the one that the person names
    /// Called on the pool. What it needs it holds: the window may show something else by then.
    std::function<Result<MadeExport>(const Progress&)> make;
};

/// Writes exports where the person says: asks for the place, replaces nothing that the person didn't agree
/// to, does the work as a job, and tells how it went. It remembers the folder.
class ExportWriter : public QObject {
    Q_OBJECT
public:
    /// All outlive it; `window` is the parent of its dialogs.
    struct Parts {
        io::Disk& disk;
        TaskRunner& runner;
        Prompts& prompts;
        WindowState& state;
        QWidget* window = nullptr;
    };
    explicit ExportWriter(const Parts& parts, QObject* parent = nullptr);

    void offer(const ExportOrder& order);
    /// Where files were last exported to, or imported from; empty: nowhere yet.
    [[nodiscard]] static QString folder(const WindowState& state);
    /// Of the file at that path.
    static void rememberFolder(WindowState& state, const QString& path);

Q_SIGNALS:
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);

private:
    struct Written;

    [[nodiscard]] static Result<Written> written(io::Disk& disk, const ExportOrder& order,
                                                 const std::string& path, io::Existing existing,
                                                 const Progress& progress);
    void write(const ExportOrder& order, const QString& path, io::Existing existing);
    void askToReplace(const ExportOrder& order, const QString& path, const QStringList& taken);
    void tell(const QString& title, const Written& done);

    Parts m_parts;
};

} // namespace stemma::ui
