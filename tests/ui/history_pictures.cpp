// SPDX-License-Identifier: MIT
// stemma_history_pictures OUTPUT LIBRARY [light|dark [1440x900]]: saves a picture of each step of finding a
// text in the history of a report, of verifying it, and of taking it along, in the real window. LIBRARY is
// made where it is not there yet; in any other only the first word of its first report's title is looked for.
#include <filesystem>

#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTreeView>

#include "core/exchange/report_bundle.h"
#include "core/io/write_together.h"
#include "tests/support/store_builder.h"
#include "tests/ui/picture_studio.h"
#include "ui/history/found_changes.h"
#include "ui/history/history_finder.h"
#include "ui/history/history_pane.h"
#include "ui/history/timeline_model.h"
#include "ui/history/trust_line.h"
#include "ui/library/report_import_dialog.h"
#include "ui/library/report_list.h"
#include "ui/session/library_session.h"
#include "ui/session/report_session.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using json::Value;
using tests::Photographer;
using tests::settleMs;

namespace {

tests::ReportBuilder::Edit insight(std::size_t at, const std::string& text) {
    return [at, text](Value& outline) {
        outline.edit("insights")->editItem(at).set("summary", Value::string(text));
    };
}

/// A report in which "reserve ratio" came and went several times, and of which a version is damaged.
void makeLibrary(const QString& folder) {
    tests::ReportBuilder builder(folder.toStdString(), tests::fixedUuid('a', 1));
    const auto later = [&builder] { builder.setClock({builder.now().micros + std::int64_t{5'400'000'000}}); };
    builder.create("Lending markets in the third quarter");
    builder.evolve([](Value& outline) {
        outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened to lending.", {7, 8, 9}));
        outline.edit("insights")
            ->appendItem(tests::insightValue(7, "The utilisation of the two largest pools rose to 81 %, and "
                                                "the reserve ratio fell with it."));
        outline.edit("insights")->appendItem(tests::insightValue(8, "Small lenders left first."));
        outline.edit("insights")->appendItem(tests::insightValue(9, "Rates were not the reason."));
    });
    later();
    builder.evolve(insight(0, "The utilisation of the two largest pools rose to 81 %."));
    const std::string damaged = builder.lastBackup();
    later();
    builder.evolve(insight(1, "Small lenders left first, most of them in spring."), "human");
    later();
    for (const char* text : {"Rates were the reason.", "Rates and the Reserve Ratio were the reason.",
                             "It was the terms of the contracts, not the rates."})
        builder.evolve(insight(2, text), "agent", "nightly-17");
    later();
    builder.evolve(insight(0, "Utilisation rose to 81 % as the reserve ratio was lowered twice."), "human");
    later();
    builder.evolve(insight(1, "Small lenders left first; the large ones followed in June."));
    builder.writeBackup(damaged, "{\"report_id\": \"");
}

struct Finding {
    ui::MainWindow& window;
    Photographer& photographer;

    ui::HistoryPane& history() const { return *window.desk()->history(); }
    ui::HistoryFinder& finder() const { return *history().finder(); }
    void trigger(ui::Command command) const { window.actions().action(command)->trigger(); }

    void open(const QString& library) const {
        window.desk()->setHistoryShown(true);
        window.openLibrary(library);
        (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() > 0; }, 20'000);
        window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
        (void)QTest::qWaitFor([&] { return history().model()->rowCount() > 1; }, 20'000);
    }
    void search(const QString& text, const char* name) const {
        finder().textEdit()->setText(text);
        QTest::keyClick(finder().textEdit(), Qt::Key_Return);
        (void)QTest::qWaitFor([&] { return !finder().isSearching(); }, 60'000);
        photographer.take(window, name);
    }
    void choose(int row, const char* name) const {
        finder().resultView()->setFocus();
        finder().resultView()->setCurrentIndex(finder().results()->index(row, 0));
        photographer.take(window, name);
    }
};

/// An old version is altered, and an agent goes on writing.
void photographTrust(const Finding& finding, const QString& library) {
    finding.finder().close();
    finding.photographer.take(finding.window, "remembered");
    tests::ReportBuilder builder(library.toStdString(), tests::fixedUuid('a', 1));
    const auto backup = finding.history().session()->timeline()->rows.back().backup;
    builder.setClock({builder.now().micros + std::int64_t{864'000'000'000}});
    builder.evolve(insight(1, "Small lenders left first; the large ones followed in July."));
    (void)QTest::qWaitFor(
        [&] { return finding.history().trustLine()->text().startsWith(QLatin1String("Verified")); }, 20'000);
    finding.photographer.take(finding.window, "verified");
    std::string bytes = builder.backupBytes(backup);
    bytes.replace(bytes.find("Small"), 5, "Large");
    builder.writeBackup(backup, bytes);
    builder.evolve(insight(1, "Small lenders left first; the large ones followed in August."));
    (void)QTest::qWaitFor(
        [&] { return finding.history().trustLine()->text().startsWith(QLatin1String("Altered")); }, 20'000);
    finding.photographer.take(finding.window, "altered");
    finding.history().trustLine()->acceptButton()->click();
    finding.photographer.take(finding.window, "accept-asked");
}

void photographExchange(const Finding& finding, tests::PictureStudio& studio, const QString& library) {
    finding.trigger(ui::Command::exportReport);
    finding.photographer.takeDialog("export");
    const ReportId id(tests::fixedUuid('a', 1));
    const auto made = exchange::makeReportBundle(*studio.disk, library.toStdString(), id, studio.clock.now());
    const QString file = studio.place.filePath(QStringLiteral("lending.stemma-report"));
    if (!made || !io::writeTogether(*studio.disk, {{file.toStdString(), made->bytes}}, io::Existing::replace))
        return;
    finding.window.importReport(file);
    (void)QTest::qWaitFor([&] { return finding.window.findChild<ui::ReportImportDialog*>() != nullptr; },
                          20'000);
    finding.photographer.takeDialog("import-as-a-copy");
    std::filesystem::remove_all(library.toStdString() + "/by_id/" + id.text());
    finding.window.session()->refresh();
    (void)QTest::qWaitFor([&] { return finding.window.list()->view()->model()->rowCount() == 0; }, 20'000);
    QTest::qWait(settleMs);
    finding.window.importReport(file);
    (void)QTest::qWaitFor([&] { return finding.window.findChild<ui::ReportImportDialog*>() != nullptr; },
                          20'000);
    if (auto* dialog = finding.window.findChild<ui::ReportImportDialog*>()) {
        finding.photographer.take(*dialog, "import-as-it-was");
        dialog->importButton()->click();
    }
    finding.photographer.take(finding.window, "imported");
}

int photograph(ui::MainWindow& window, tests::PictureStudio& studio, const tests::PictureWish& wish,
               Photographer& photographer) {
    const bool own = !std::filesystem::exists(wish.library.toStdString());
    if (own)
        makeLibrary(wish.library);
    const Finding finding{window, photographer};
    finding.open(wish.library);
    finding.trigger(ui::Command::findInHistory);
    photographer.take(window, "find-open");
    const QString title =
        QString::fromStdString(finding.history().session()->report()->outline.title).section(u' ', 0, 0);
    finding.search(own ? QStringLiteral("reserve ratio") : title, "found");
    finding.choose(0, "newest-chosen");
    finding.choose(qMin(2, finding.finder().results()->rowCount() - 1), "in-a-group-chosen");
    finding.finder().caseBox()->click();
    (void)QTest::qWaitFor([&] { return !finding.finder().isSearching(); }, 60'000);
    photographer.take(window, "case-matched");
    finding.finder().caseBox()->click();
    finding.search(QStringLiteral("no such text"), "nothing-found");
    finding.finder().textEdit()->setText(QStringLiteral("lenders"));
    QTest::keyClick(finding.finder().textEdit(), Qt::Key_Return);
    finding.finder().cancel();
    photographer.take(window, "cancelled");
    if (own) {
        photographTrust(finding, wish.library);
        photographExchange(finding, studio, wish.library);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    return tests::runStudio(
        "stemma_history_pictures",
        [](ui::MainWindow& window, tests::PictureStudio& studio, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, studio, wish, photographer); });
}
