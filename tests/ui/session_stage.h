// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QTemporaryDir>

#include "core/base/sha256.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/support/store_builder.h"
#include "ui/session/library_session.h"
#include "ui/session/report_session.h"
#include "ui/session/task_runner.h"
#include "ui/session/undo_steps.h"

namespace stemma::tests {

/// The text of the first section, which is made if there is none.
inline void setSectionText(json::Value& outline, const std::string& text) {
    if (outline.find("sections")->size() == 0)
        outline.edit("sections")->appendItem(sectionValue(0, ""));
    outline.edit("sections")->editItem(0).set("content", json::Value::string(text));
}

/// A library of one report that another program wrote, and a session on it.
class SessionStage {
public:
    SessionStage()
        : m_report(m_folder.path().toStdString(), fixedUuid('a', 1)) {
        m_report.create("A report");
        m_report.evolve([](json::Value& outline) { setSectionText(outline, "first text"); });
        m_edit = m_report.evolve([](json::Value& outline) { setSectionText(outline, "second text"); });
        open();
    }
    /// Everything the program holds is made anew: a restart.
    void open() {
        close();
        m_runner = std::make_unique<ui::TaskRunner>();
        m_library = std::make_unique<ui::LibrarySession>(m_environment, *m_runner, m_folder.path());
        m_library->open();
        m_session = std::make_unique<ui::ReportSession>(*m_library, ReportId(m_report.id()));
        m_session->setHistoryWanted(true);
    }
    void close() {
        m_session.reset();
        m_library.reset();
        m_runner.reset();
    }
    [[nodiscard]] bool ready() const {
        return m_session->report() && m_session->timeline() && m_library->snapshot();
    }
    [[nodiscard]] std::string content() const {
        return *m_report.outline().find("sections")->items().front().stringAt("content");
    }
    [[nodiscard]] std::string sha() const { return sha256(m_report.outlineBytes()); }
    /// What the log on the disk allows.
    [[nodiscard]] ui::UndoSteps steps() const {
        const std::string path = m_report.directory() + "/audit.jsonl";
        return ui::undoSteps(history::readAuditLog(io::readFile(*m_disk, path)->bytes));
    }
    ReportBuilder& writer() { return m_report; }
    ui::ReportSession& session() { return *m_session; }
    ui::LibrarySession& library() { return *m_library; }
    [[nodiscard]] const std::string& editAction() const { return m_edit; }
    /// The version before the last edit.
    [[nodiscard]] std::size_t beforeEdit() const {
        for (const history::TimelineRow& row : m_session->timeline()->rows)
            if (row.event && row.event->action.text() == m_edit)
                return *row.before;
        return 999;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    SystemClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
    ReportBuilder m_report;
    std::string m_edit;
    std::unique_ptr<ui::TaskRunner> m_runner;
    std::unique_ptr<ui::LibrarySession> m_library;
    std::unique_ptr<ui::ReportSession> m_session;
};

} // namespace stemma::tests
