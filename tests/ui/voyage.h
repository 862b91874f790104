// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/journal/draft_store.h"
#include "core/marks/mark_store.h"
#include "tests/support/store_builder.h"
#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/library/report_list.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/read_view.h"
#include "ui/report/report_page.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"

namespace stemma::tests {

using namespace stemma::ui;
using json::Value;

/// An unexpected question fails the test.
class NoPrompts final : public Prompts {
public:
    void chooseLibrary(QWidget*, const QString&, std::function<void(const QString&)>) override { ++asked; }
    void confirm(QWidget*, const QString&, const QString&, const QString&, std::function<void()>) override {
        ++asked;
    }
    void decideUnsaved(QWidget*, const QStringList&, std::function<void(Unsaved)> decided) override {
        ++asked;
        if (unsaved)
            decided(*unsaved);
    }
    void chooseMarkdown(QWidget*, std::function<void(const QString&)> chosen) override {
        if (markdown.isEmpty())
            ++asked;
        else
            chosen(markdown);
    }
    void chooseOutline(QWidget*, std::function<void(const QString&)> chosen) override {
        if (outline.isEmpty())
            ++asked;
        else
            chosen(outline);
    }
    void chooseExport(QWidget*, const QString& beginning, const QString&, const QString&,
                      std::function<void(const QString&)> chosen) override {
        suggested = beginning;
        if (exported.isEmpty())
            ++asked;
        else
            chosen(exported);
    }
    void chooseBundle(QWidget*, const QString&, const QString&, const QString&,
                      std::function<void(const QString&)> chosen) override {
        if (bundle.isEmpty())
            ++asked;
        else
            chosen(bundle);
    }
    void askText(QWidget*, const QString&, const QString&, const QString&, const QString&,
                 std::function<void(const QString&)> answered) override {
        if (text.isEmpty())
            ++asked;
        else
            answered(text);
    }
    bool openOutside(const QUrl&) override {
        ++asked;
        return false;
    }
    int asked = 0;
    std::optional<Unsaved> unsaved; ///< the answer, when unsaved edits are asked about; none: it is cancelled
    QString markdown;               ///< the Markdown file to choose; empty: no such question is expected
    QString exported;               ///< where to export to; empty: no such question is expected
    QString suggested;              ///< what was suggested for that
    QString bundle;                 ///< the exported file to import; empty: none is expected
    QString outline;                ///< the outline to compare with; empty: no such question is expected
    QString text;                   ///< the answer to a question for a text; empty: none is expected
};

inline void setText(Value& outline, const std::string& text) {
    Value* insights = outline.edit("insights");
    insights->editItem(0).set("summary", Value::string(text));
}

/// The window on a library of two reports.
class Voyage {
public:
    Voyage()
        : writer(folder.path().toStdString(), tests::fixedUuid('a', 1))
        , other(folder.path().toStdString(), tests::fixedUuid('b', 2)) {
        writer.create("Quarterly revenue");
        writer.evolve([](Value& outline) {
            outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened.", {7, 8}));
            outline.edit("insights")->appendItem(tests::insightValue(7, "Revenue grew by twelve percent."));
            outline.edit("insights")->appendItem(tests::insightValue(8, "Costs stayed."));
        });
        pause();
        writer.evolve([](Value& outline) { setText(outline, "Revenue shrank by twelve percent."); });
        other.create("Something else");
        open();
    }
    [[nodiscard]] WindowParts parts() {
        WindowParts parts{environment,
                          *runner,
                          settings,
                          state,
                          prompts,
                          [] { return Result<std::string>(fail(ErrorCode::notFound, "make the sample library", {}, {})); },
                          &drafts,
                          {dictionaries.toStdString()},
                          "xx_XX"};
        parts.marks = &marks;
        parts.trust = trust;
        return parts;
    }
    void open() {
        window.reset();
        runner = std::make_unique<TaskRunner>();
        window = std::make_unique<MainWindow>(parts());
        window->resize(1300, 800);
        window->show();
        window->openLibrary(folder.path());
    }
    ~Voyage() {
        window.reset();
        runner.reset();
    }
    /// An hour goes by for the other program, so that its next change stands for itself in the history.
    void pause() { writer.setClock({writer.now().micros + std::int64_t{3'600'000'000}}); }
    [[nodiscard]] std::string text() const {
        const Value outline = writer.outline();
        const auto& insights = outline.find("insights")->items();
        return insights.empty() ? std::string("no insight")
                                : insights.front().stringAt("summary").value_or("");
    }
    [[nodiscard]] ReportPage& page() const { return *window->desk()->page(); }
    [[nodiscard]] HistoryPane& history() const { return *window->desk()->history(); }
    void trigger(Command command) const { window->actions().action(command)->trigger(); }
    /// Finds the report by typing, and opens it.
    void find(const char* words) const {
        window->list()->filterEdit()->setText(QString::fromUtf8(words));
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 1);
        window->list()->view()->setCurrentIndex(window->list()->view()->model()->index(0, 0));
        QTRY_VERIFY(page().session() != nullptr && page().session()->report() != nullptr);
    }

    QTemporaryDir folder;
    QTemporaryDir own;
    QString dictionaries{own.filePath(QStringLiteral("dictionaries"))}; ///< none is there
    tests::ReportBuilder writer;
    tests::ReportBuilder other;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment{*disk, clock, locks, {}};
    Settings settings{own.filePath(QStringLiteral("settings.ini"))};
    WindowState state{own.filePath(QStringLiteral("state.ini"))};
    journal::DraftStore drafts{*disk, own.filePath(QStringLiteral("drafts")).toStdString()};
    marks::MarkStore marks{*disk, own.filePath(QStringLiteral("marks")).toStdString()};
    marks::TrustStore* trust = nullptr; ///< from the next open() on
    NoPrompts prompts;
    std::unique_ptr<TaskRunner> runner;
    std::unique_ptr<MainWindow> window;
};

} // namespace stemma::tests
