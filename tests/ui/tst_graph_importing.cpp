// SPDX-License-Identifier: MIT
// Graphs come into the window: looked at first, as one change, which one click takes back.
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QToolButton>

#include "core/exchange/ndf_export.h"
#include "core/graph/compose.h"
#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_import_dialog.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/import_items.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;
using stemma::tests::StoreVersion;

namespace {

/// A window, and a file beside its library.
class Importer : public GraphVoyage {
public:
    Importer() { prompts.bundle = folder.filePath(QStringLiteral("x.ndf")); }

    /// The graph `chem` as somebody else has it, after these edits.
    void borrow(const std::vector<graph::GraphEdit>& edits) {
        graph::UserFiles files = tests::storeOf(StoreVersion::two);
        for (const graph::GraphEdit& edit : edits)
            tests::mustApply(files, edit);
        for (const std::string& each : files.graphFolders())
            graph::putComposed(files, each);
        const auto bytes =
            exchange::ndfBytes(files, graph::readGraphStore(files), "chem", {"them", tests::editTime});
        writeFile(prompts.bundle, QByteArray::fromStdString(bytes.value()));
    }
    GraphImportDialog* open() {
        trigger(Command::importGraph);
        if (!QTest::qWaitFor([&] { return dialog() || window.messages()->count() > 0; }, 10'000))
            return nullptr;
        return dialog();
    }
    [[nodiscard]] GraphImportDialog* dialog() const { return window.findChild<GraphImportDialog*>(); }
    [[nodiscard]] bool exists(const char* path) const {
        return QFileInfo::exists(userFolder() + QLatin1Char('/') + QLatin1String(path));
    }
    void clickInMessage(const QString& text) {
        for (QAbstractButton* button : window.messages()->findChildren<QAbstractButton*>()) {
            if (button->text().remove(QLatin1Char('&')) == text) {
                button->click();
                return;
            }
        }
        QTest::qFail(qPrintable(text), __FILE__, __LINE__);
    }

    QTemporaryDir folder;
};

graph::GraphEdit heavier() {
    return graph::EditNode{"oxygen", {}, {}, json::Value::string("heavier"), {}, {}, {}};
}

} // namespace

class TestGraphImporting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void asAGraphOfItsOwn();
    void takenBack();
    void clashesAreDecided();
    void oursOrTheirs_data();
    void oursOrTheirs();
    void whatComesMeanwhileIsLookedAtAgain();
    void intoTheLibraryThatWasOpen();
    void hugeTextsAreCut();
    void idsThatCantBe();
    void nothingBeforeTheClick();
    void refused_data();
    void refused();
    void everythingIsHere();
};

void TestGraphImporting::asAGraphOfItsOwn() {
    Importer importer;
    importer.borrow({graph::AddNode{"isotope", {}, {}, {}, {}, {}, {}}});
    GraphImportDialog* dialog = importer.open();
    QVERIFY(dialog);
    const QAbstractItemModelTester model(dialog->items());
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->id()->selectAll();
    QTest::keyClicks(dialog->id(), QStringLiteral("borrowed"));
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    QVERIFY2(dialog->summary().contains(QLatin1String("new graph")), qPrintable(dialog->summary()));
    dialog->importButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(importer.page().graph()), QStringLiteral("borrowed"),
                              10'000);
    QTRY_VERIFY(importer.view().scene() && importer.inPicture("isotope"));
    QVERIFY(importer.exists("graphs/borrowed/metadata.yaml"));
    QVERIFY(importer.exists("nodes/isotope.json"));
}

void TestGraphImporting::takenBack() {
    Importer importer;
    importer.borrow({graph::AddNode{"isotope", {}, {}, {}, {}, {}, {}}});
    const auto before = importer.bytes();
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->importButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(importer.exists("nodes/isotope.json"), 10'000);
    QTRY_COMPARE(importer.window.messages()->count(), 1);
    importer.clickInMessage(QStringLiteral("Undo"));
    QTRY_VERIFY_WITH_TIMEOUT(!importer.exists("nodes/isotope.json"), 10'000);
    importer.runner.waitForDone();
    const auto after = importer.bytes();
    for (const auto& [path, bytes] : before)
        QVERIFY2(after.at(path) == bytes, path.c_str());
}

void TestGraphImporting::clashesAreDecided() {
    Importer importer;
    importer.borrow({heavier()});
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->items()->rowCount() > 0);
    QVERIFY(!dialog->importButton()->isEnabled());
    QVERIFY(dialog->ours()->isVisible());
    // What needs a look stands first.
    const QModelIndex first = dialog->items()->index(0, ImportItems::FateColumn);
    QCOMPARE(first.data().toString(), QStringLiteral("differs"));
    QCOMPARE(first.data(ImportItems::IdRole).toString(), QStringLiteral("oxygen"));
    dialog->ours()->click();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    QCOMPARE(dialog->items()->index(0, 0).data().toString(), QStringLiteral("stays as it is here"));
}

void TestGraphImporting::oursOrTheirs_data() {
    QTest::addColumn<bool>("ours");
    QTest::addRow("ours") << true;
    QTest::addRow("theirs") << false;
}

void TestGraphImporting::oursOrTheirs() {
    QFETCH(bool, ours);
    Importer importer;
    importer.borrow({heavier(), graph::AddNode{"isotope", {}, {}, {}, {}, {}, {}}});
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->items()->rowCount() > 0);
    (ours ? dialog->ours() : dialog->theirs())->click();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->importButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(importer.exists("nodes/isotope.json"), 10'000);
    const bool heavy = importer.bytes().at("nodes/oxygen.json").find("heavier") != std::string::npos;
    QCOMPARE(heavy, !ours);
    QTRY_COMPARE(importer.window.messages()->count(), 1);
}

void TestGraphImporting::whatComesMeanwhileIsLookedAtAgain() {
    Importer importer;
    importer.borrow({heavier()});
    GraphImportDialog* first = importer.open();
    QTRY_VERIFY(first->items()->rowCount() > 0);
    first->theirs()->click();
    QTRY_VERIFY(first->importButton()->isEnabled());
    importer.rewrite("nodes/oxygen.json", "a gas", "a pale gas");
    const QPointer<GraphImportDialog> gone(first);
    first->importButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(gone.isNull() && importer.dialog(), 10'000);
    QVERIFY(importer.bytes().at("nodes/oxygen.json").find("a pale gas") != std::string::npos);
    QTRY_VERIFY(importer.dialog()->items()->rowCount() > 0);
    importer.dialog()->reject();
    importer.runner.waitForDone();
}

/// Another library that is opened while the dialog asks is not what it asked about.
void TestGraphImporting::intoTheLibraryThatWasOpen() {
    Importer importer, other;
    importer.borrow({graph::AddNode{"isotope", {}, {}, {}, {}, {}, {}}});
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    QSignalSpy shown(&importer.window, &MainWindow::libraryShown);
    importer.window.openLibrary(other.root());
    QTRY_VERIFY(shown.count() > 0 && importer.page().graphs());
    QCOMPARE(QString::fromStdString(importer.page().graphs()->folder), other.userFolder());
    const auto before = other.bytes();
    dialog->importButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(importer.exists("nodes/isotope.json"), 10'000);
    importer.runner.waitForDone();
    QVERIFY(other.bytes() == before);
}

/// A bundle may say anything at any length.
void TestGraphImporting::hugeTextsAreCut() {
    const std::string huge(std::size_t{1} << 20, 'x');
    exchange::Bundle bundle;
    bundle.graph.id = "g";
    bundle.exportedBy = bundle.exportedAt = huge;
    bundle.notes.assign(1000, huge);
    GraphImportDialog dialog(bundle, QStringLiteral("me"));
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    graph::ImportPreview preview;
    preview.title = huge;
    preview.notes = {huge};
    preview.items = {{"node", huge, huge, graph::ImportFate::add, {}},
                     {"node", "b", "b", graph::ImportFate::clash, {}}};
    dialog.setPreview(std::make_shared<const ShownImport>(shownImport(preview)));
    for (const QLabel* label : dialog.findChildren<QLabel*>())
        QVERIFY2(label->text().size() < 2000, qPrintable(label->text().left(50)));
    QCOMPARE(dialog.items()->index(0, 0).data(ImportItems::IdRole).toString(), QStringLiteral("b"));
    QVERIFY(dialog.items()->index(1, ImportItems::NameColumn).data(Qt::ToolTipRole).toString().size() < 2000);
    QVERIFY(!dialog.importButton()->isEnabled());
}

void TestGraphImporting::idsThatCantBe() {
    Importer importer;
    importer.borrow({});
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->id()->selectAll();
    QTest::keyClicks(dialog->id(), QStringLiteral("../up"));
    QTRY_VERIFY(!dialog->importButton()->toolTip().isEmpty());
    QVERIFY(!dialog->importButton()->isEnabled());
    dialog->reject();
}

void TestGraphImporting::nothingBeforeTheClick() {
    Importer importer;
    importer.borrow({heavier()});
    const QStringList before = importer.listing();
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->items()->rowCount() > 0);
    dialog->theirs()->click();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->reject();
    importer.runner.waitForDone();
    QCOMPARE(importer.listing(), before);
}

void TestGraphImporting::refused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addRow("empty") << QByteArray();
    QTest::addRow("no archive") << QByteArray("NDFX no archive");
    QTest::addRow("another file") << QByteArray("PK");
}

void TestGraphImporting::refused() {
    QFETCH(QByteArray, content);
    Importer importer;
    GraphVoyage::writeFile(importer.prompts.bundle, content);
    const QStringList before = importer.listing();
    QVERIFY(importer.open() == nullptr);
    QCOMPARE(importer.window.messages()->count(), 1);
    QVERIFY(importer.window.messages()->texts().first().contains(QLatin1String("x.ndf")));
    QCOMPARE(importer.listing(), before);
}

void TestGraphImporting::everythingIsHere() {
    Importer importer;
    importer.change({graph::SetText{"# something longer than nothing"}}); // composed files are right now
    importer.window.messages()->clear();
    graph::UserFiles files = tests::storeOf(StoreVersion::two);
    tests::mustApply(files, graph::SetText{"# something longer than nothing"});
    const auto bytes =
        exchange::ndfBytes(files, graph::readGraphStore(files), "chem", {"them", tests::editTime});
    GraphVoyage::writeFile(importer.prompts.bundle, QByteArray::fromStdString(bytes.value()));
    GraphImportDialog* dialog = importer.open();
    QTRY_VERIFY(dialog->importButton()->isEnabled());
    dialog->importButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(importer.window.messages()->count(), 1, 10'000);
    QVERIFY2(importer.window.messages()->texts().first().contains(QLatin1String("nothing was changed")),
             qPrintable(importer.window.messages()->texts().first()));
}

STEMMA_WIDGET_TEST_MAIN(TestGraphImporting)
#include "tst_graph_importing.moc"
