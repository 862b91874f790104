// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>

#include "core/exchange/report_bundle.h"
#include "core/journal/save_unit.h"
#include "ui/library/list_row.h"
#include "ui/library/report_export_dialog.h"
#include "ui/shell/message_bar.h"

namespace stemma::ui {

class ExportWriter;
class LibrarySession;
class Prompts;
class TaskRunner;
class WindowState;
struct ReadReportBundle;

/// Takes reports out of a library, and into it: asks for all that has to be known, and shows what a file
/// holds before anything of it is written.
class ReportExchange : public QObject {
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
    explicit ReportExchange(const Parts& parts, QObject* parent = nullptr);

    /// `unsaved`: the person has edits in it that are not saved.
    enum class Unsaved { no, yes };
    void offerExport(const LibrarySession& library, const ListRow& row, Unsaved unsaved);
    /// Asks for a file.
    void offerImport(LibrarySession& library);
    /// Reads and checks the bundle and shows it; the library does the rest.
    void importFile(LibrarySession& library, const QString& path);

Q_SIGNALS:
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);

private:
    void exportAs(const std::string& root, const ListRow& row, ReportFormat format);
    void show(LibrarySession& library, const ReadReportBundle& read);

    Parts m_parts;
    ExportWriter* m_writer;
};

} // namespace stemma::ui
