// SPDX-License-Identifier: MIT
// Reports leave the real window as files, and come back with their whole history: looked at before anything
// is written, beside a report with the same id, by a drop, and from the program's arguments.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QUrl>

#include "core/base/sha256.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/library/report_export_dialog.h"
#include "ui/library/report_import_dialog.h"
#include "ui/session/library_session.h"

using namespace stemma;
using namespace stemma::ui;
using tests::Voyage;

namespace {

std::string bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

class Exchange : public Voyage {
public:
    Exchange() {
        QTRY_COMPARE(rows(), 2);
        find("quarterly");
        window->list()->filterEdit()->clear();
        prompts.exported = beside.filePath(QStringLiteral("q3.stemma-report"));
        prompts.bundle = prompts.exported;
    }
    [[nodiscard]] int rows() const { return window->list()->view()->model()->rowCount(); }
    [[nodiscard]] ReportImportDialog* dialog() const { return window->findChild<ReportImportDialog*>(); }
    [[nodiscard]] QString said() const { return window->messages()->texts().join(QLatin1Char('\n')); }

    void exportAs(ReportFormat format) {
        trigger(Command::exportReport);
        auto* dialog = window->findChild<ReportExportDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->formats()->setCurrentText(reportFormatName(format));
        QCOMPARE(dialog->format(), format);
        dialog->exportButton()->click();
        QTRY_VERIFY2(said().contains(QStringLiteral("Exported “")), qPrintable(said()));
    }
    /// The first report goes as a bundle, and its folder is taken away.
    void exportAndRemove() {
        exportAs(ReportFormat::bundle);
        files = filesOf(writer.directory());
        QVERIFY(QDir(QString::fromStdString(writer.directory())).removeRecursively());
        window->session()->refresh();
        QTRY_COMPARE(rows(), 1);
    }
    ReportImportDialog* openImport() {
        trigger(Command::importReport);
        (void)QTest::qWaitFor([this] { return dialog() != nullptr; }, 10'000);
        return dialog();
    }
    [[nodiscard]] static std::map<QString, std::string> filesOf(const std::string& directory) {
        std::map<QString, std::string> found;
        const QDir folder(QString::fromStdString(directory));
        for (const char* place : {"", "backups"})
            for (const QFileInfo& file :
                 QDir(folder.filePath(QLatin1String(place))).entryInfoList(QDir::Files | QDir::Hidden))
                if (file.fileName() != QLatin1String(".lock"))
                    found[folder.relativeFilePath(file.filePath())] = bytesOf(file.filePath());
        return found;
    }

    QTemporaryDir beside;
    std::map<QString, std::string> files; ///< of the report that was taken away
};

} // namespace

class ReportExchangeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void exportsForReading();
    void bringsAReportBackAsItWas();
    void importsBesideTheReportThatIsThere();
    void needsATitleOfItsOwn();
    void takesAnImportBack();
    void writesNothingBeforeTheClick();
    void refusesWhatWasAltered();
    void takesWhatIsDropped();
    void opensAFile();
    void waitsForALibrary();
    void saysThatUnsavedEditsStayHere();
    void aDamagedReportTravelsAsItIs();
};

void ReportExchangeTest::exportsForReading() {
    Exchange voyage;
    voyage.prompts.exported = voyage.beside.filePath(QStringLiteral("q3.md"));
    voyage.exportAs(ReportFormat::markdown);
    QCOMPARE(voyage.prompts.suggested, QStringLiteral("Quarterly revenue.md"));
    const std::string text = bytesOf(voyage.prompts.exported);
    QVERIFY2(text.find("Revenue shrank by twelve percent.") != std::string::npos, text.c_str());
    voyage.prompts.exported = voyage.beside.filePath(QStringLiteral("q3.json"));
    voyage.window->messages()->clear();
    voyage.exportAs(ReportFormat::json);
    QCOMPARE(bytesOf(voyage.prompts.exported), voyage.writer.outlineBytes());
    voyage.prompts.exported = voyage.beside.filePath(QStringLiteral("q3.html"));
    voyage.window->messages()->clear();
    voyage.exportAs(ReportFormat::html);
    QVERIFY(bytesOf(voyage.prompts.exported).starts_with("<!DOCTYPE html>"));
    QCOMPARE(voyage.prompts.asked, 0);
}

void ReportExchangeTest::bringsAReportBackAsItWas() {
    Exchange voyage;
    voyage.exportAndRemove();
    ReportImportDialog* dialog = voyage.openImport();
    QVERIFY2(dialog != nullptr, qPrintable(voyage.said()));
    const QString said = dialog->summary();
    for (const char* words : {"Quarterly revenue", "2 earlier version(s)", "3 change(s) in its log",
                              "4 file(s)", "byte for byte", "It can be read."})
        QVERIFY2(said.contains(QLatin1String(words)), qPrintable(said));
    const QAbstractItemModelTester model(dialog->fileView()->model());
    QCOMPARE(dialog->fileView()->model()->rowCount(), 4);
    QVERIFY(dialog->asItWas()->isChecked());
    dialog->importButton()->click();
    QTRY_COMPARE(voyage.rows(), 2);
    QCOMPARE(Exchange::filesOf(voyage.writer.directory()), voyage.files);
    QTRY_VERIFY(voyage.window->list()->current() &&
                voyage.window->list()->current()->id.text() == voyage.writer.id());
    QTRY_VERIFY(voyage.said().contains(QStringLiteral("Imported the report")));
}

void ReportExchangeTest::importsBesideTheReportThatIsThere() {
    Exchange voyage;
    voyage.exportAs(ReportFormat::bundle);
    const auto before = Exchange::filesOf(voyage.writer.directory());
    ReportImportDialog* dialog = voyage.openImport();
    QVERIFY(dialog != nullptr);
    QVERIFY(!dialog->asItWas()->isEnabled() && dialog->asCopy()->isChecked());
    QCOMPARE(dialog->titleEdit()->text(), QStringLiteral("Quarterly revenue (copy)"));
    QVERIFY2(dialog->summary().contains(QStringLiteral("has this report already")),
             qPrintable(dialog->summary()));
    dialog->importButton()->click();
    QTRY_COMPARE(voyage.rows(), 3);
    QCOMPARE(Exchange::filesOf(voyage.writer.directory()), before);
    QTRY_VERIFY(voyage.page().session() && voyage.page().session()->report() &&
                voyage.page().session()->report()->outline.title == "Quarterly revenue (copy)");
    voyage.window->desk()->setHistoryShown(true);
    QTRY_COMPARE(voyage.history().model()->rowCount(), 5); // now, the fork, and three that it brought along
}

void ReportExchangeTest::needsATitleOfItsOwn() {
    Exchange voyage;
    voyage.exportAs(ReportFormat::bundle);
    ReportImportDialog* dialog = voyage.openImport();
    dialog->titleEdit()->setText(QStringLiteral("  "));
    QVERIFY(!dialog->importButton()->isEnabled());
    dialog->titleEdit()->setText(QStringLiteral("something ELSE"));
    QVERIFY(dialog->importButton()->isEnabled());
    QVERIFY2(dialog->summary().contains(QStringLiteral("igloo-mcp takes only one")),
             qPrintable(dialog->summary()));
}

void ReportExchangeTest::takesAnImportBack() {
    Exchange voyage;
    voyage.exportAndRemove();
    voyage.openImport()->importButton()->click();
    QTRY_COMPARE(voyage.rows(), 2);
    QTRY_VERIFY(voyage.said().contains(QStringLiteral("Imported the report")));
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.rows(), 1);
    QTRY_VERIFY(voyage.said().contains(QStringLiteral("to the trash")));
}

void ReportExchangeTest::writesNothingBeforeTheClick() {
    Exchange voyage;
    voyage.exportAndRemove();
    ReportImportDialog* dialog = voyage.openImport();
    QVERIFY(!QFile::exists(QString::fromStdString(voyage.writer.directory())));
    dialog->reject();
    voyage.runner->waitForDone();
    QCOMPARE(voyage.rows(), 1);
    QVERIFY(!QFile::exists(QString::fromStdString(voyage.writer.directory())));
}

void ReportExchangeTest::refusesWhatWasAltered() {
    Exchange voyage;
    voyage.exportAs(ReportFormat::bundle);
    std::string bytes = bytesOf(voyage.prompts.bundle);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x40);
    QFile file(voyage.prompts.bundle);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    file.close();
    voyage.window->messages()->clear();
    voyage.trigger(Command::importReport);
    QTRY_VERIFY2(voyage.said().contains(QStringLiteral("Nothing was imported")), qPrintable(voyage.said()));
    QVERIFY(voyage.dialog() == nullptr);
}

void ReportExchangeTest::takesWhatIsDropped() {
    Exchange voyage;
    voyage.exportAndRemove();
    QMimeData other;
    other.setUrls({QUrl::fromLocalFile(voyage.beside.filePath(QStringLiteral("picture.png")))});
    QDragEnterEvent refused(QPoint(5, 5), Qt::CopyAction, &other, Qt::LeftButton, Qt::NoModifier);
    refused.ignore();
    QApplication::sendEvent(voyage.window.get(), &refused);
    QVERIFY(!refused.isAccepted());
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(voyage.prompts.bundle)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(voyage.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(voyage.window.get(), &drop);
    QTRY_VERIFY(voyage.dialog() != nullptr);
    voyage.dialog()->importButton()->click();
    QTRY_COMPARE(voyage.rows(), 2);
    QCOMPARE(Exchange::filesOf(voyage.writer.directory()), voyage.files);
}

void ReportExchangeTest::opensAFile() {
    Exchange voyage;
    voyage.exportAndRemove();
    voyage.window->close(); // remembers its library
    voyage.window.reset();
    voyage.runner = std::make_unique<TaskRunner>();
    voyage.window = std::make_unique<MainWindow>(voyage.parts());
    voyage.window->show();
    voyage.window->open(voyage.prompts.bundle);
    QTRY_VERIFY(voyage.dialog() != nullptr);
    QVERIFY(voyage.dialog()->summary().contains(voyage.folder.path()));
    QCOMPARE(voyage.rows(), 1);
    // A folder is a library.
    voyage.dialog()->reject();
    voyage.window->open(voyage.folder.path());
    QTRY_COMPARE(voyage.rows(), 1);
    QCOMPARE(voyage.prompts.asked, 0);
}

void ReportExchangeTest::waitsForALibrary() {
    Exchange voyage;
    voyage.exportAndRemove();
    voyage.window->closeLibrary();
    voyage.window->importReport(voyage.prompts.bundle);
    QVERIFY2(voyage.said().contains(QStringLiteral("Open the library of reports")),
             qPrintable(voyage.said()));
    voyage.window->openLibrary(voyage.folder.path());
    QTRY_VERIFY(voyage.dialog() != nullptr);
    QVERIFY(!voyage.said().contains(QStringLiteral("Open the library of reports")));
    // The library goes: nothing can be imported into it.
    voyage.window->closeLibrary();
    QTRY_VERIFY(voyage.dialog() == nullptr);
    // A folder that can't take it in doesn't swallow it.
    voyage.window->importReport(voyage.prompts.bundle);
    voyage.window->openLibrary(voyage.beside.path());
    QTRY_VERIFY(voyage.said().contains(QStringLiteral("does not look like a library")));
    QVERIFY2(voyage.said().contains(QStringLiteral("Open the library of reports")),
             qPrintable(voyage.said()));
    QVERIFY(voyage.dialog() == nullptr);
}

void ReportExchangeTest::saysThatUnsavedEditsStayHere() {
    Exchange voyage;
    voyage.trigger(Command::exportReport);
    auto* dialog = voyage.window->findChild<ReportExportDialog*>();
    const auto says = [&] {
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral("Unsaved edits are not in it")))
                return true;
        return false;
    };
    QVERIFY(!says());
    dialog->reject();
    QTRY_VERIFY(voyage.window->actions().action(Command::addSection)->isEnabled());
    voyage.trigger(Command::addSection);
    QTRY_VERIFY(voyage.window->isWindowModified());
    voyage.prompts.unsaved = Prompts::Unsaved::discard;
    QTRY_VERIFY(voyage.window->findChild<ReportExportDialog*>() == nullptr);
    voyage.trigger(Command::exportReport);
    dialog = voyage.window->findChild<ReportExportDialog*>();
    QVERIFY(dialog != nullptr && says());
    dialog->reject();
}

void ReportExchangeTest::aDamagedReportTravelsAsItIs() {
    Exchange voyage;
    voyage.writer.writeOutline("{\"report_id\": ");
    voyage.window->session()->refresh();
    QTRY_VERIFY(voyage.window->list()->current() && voyage.window->list()->current()->needsAttention());
    voyage.trigger(Command::exportReport);
    auto* choice = voyage.window->findChild<ReportExportDialog*>();
    QCOMPARE(choice->formats()->count(), 2);
    choice->reject();
    QTRY_VERIFY(voyage.window->findChild<ReportExportDialog*>() == nullptr);
    voyage.exportAndRemove();
    ReportImportDialog* dialog = voyage.openImport();
    QVERIFY2(dialog->summary().contains(QStringLiteral("damaged, and is imported as it is")),
             qPrintable(dialog->summary()));
    QVERIFY(!dialog->asCopy()->isEnabled());
    dialog->importButton()->click();
    QTRY_COMPARE(voyage.rows(), 2);
    QCOMPARE(Exchange::filesOf(voyage.writer.directory()), voyage.files);
}

STEMMA_WIDGET_TEST_MAIN(ReportExchangeTest)
#include "tst_report_exchange.moc"
