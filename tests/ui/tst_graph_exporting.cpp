// SPDX-License-Identifier: MIT
// Graphs leave the window: as pictures and as data.
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QImage>
#include <QPushButton>
#include <QXmlStreamReader>

#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_export_dialog.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;

namespace {

/// A window, and a folder to export to.
class Exporter : public GraphVoyage {
public:
    GraphExportDialog* openDialog(const QString& format = {}) {
        trigger(Command::exportGraph);
        auto* dialog = window.findChild<GraphExportDialog*>();
        if (dialog && !format.isEmpty())
            dialog->formats()->setCurrentIndex(dialog->formats()->findData(format));
        return dialog;
    }
    void accept(GraphExportDialog* dialog) {
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->isDefault())
                button->click();
        }
        QTRY_VERIFY(window.findChild<GraphExportDialog*>() == nullptr);
    }
    /// Exports to `name` in the folder and waits for it to be told.
    QString exported(const QString& format, const QString& name) {
        prompts.exported = folder.filePath(name);
        window.messages()->clear();
        accept(openDialog(format));
        if (!QTest::qWaitFor([&] { return window.messages()->count() == 1; }, 20'000))
            return {};
        return window.messages()->texts().first();
    }
    [[nodiscard]] QByteArray read(const QString& name) const {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
};

/// All the text of an SVG.
QString textOf(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    QStringList texts;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters() && !reader.isWhitespace())
            texts.append(reader.text().toString().trimmed());
    }
    return reader.hasError() ? reader.errorString() : texts.join(QLatin1Char('|'));
}

PictureScene chainOf(std::size_t count) {
    graph::Picture picture;
    std::vector<QPointF> centres;
    for (std::size_t n = 0; n < count; ++n) {
        const std::string id = "n" + std::to_string(n);
        picture.at.emplace(id, static_cast<std::uint32_t>(n));
        picture.elements.push_back({id, graph::ElementKind::node, id, id});
        centres.emplace_back(double(n % 100) * 160, double(n / 100) * 90);
        if (n > 0)
            picture.edges.push_back({"e" + id, static_cast<std::uint32_t>(n - 1),
                                     static_cast<std::uint32_t>(n), graph::EdgeKind::relation, "next", id});
    }
    auto sizes = sizesOf(picture, QFont());
    return {std::move(picture), std::move(sizes), std::move(centres)};
}

RenderingWish plainWish(PictureFormat format) {
    RenderingWish wish;
    wish.format = format;
    wish.style = renderingStyle(paperPalette(), QFont());
    wish.title = QStringLiteral("A title");
    return wish;
}

} // namespace

class TestGraphExporting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void pngAsTheDialogSays();
    void colours();
    void svgHoldsTheWholePicture();
    void pdf();
    void dataFormats_data();
    void dataFormats();
    void tablesAskBeforeTheyReplace();
    void replacesByWhatWasAskedFor();
    void remembersFolderAndFormat();
    void whatFailsIsTold();
    void theLibraryStaysAsItIs();
    void whatIsMissingIsTold();
    void aComparedPictureSaysWhatBecame();
    void tooLargeImages();
    void manyNodes();
    void cancelled();
    void notWithoutAGraph();
};

void TestGraphExporting::pngAsTheDialogSays() {
    Exporter exporter;
    GraphExportDialog* dialog = exporter.openDialog(QStringLiteral("png"));
    dialog->scale()->setValue(150);
    const QSizeF size = renderedSize(*exporter.view().scene(), plainWish(PictureFormat::png));
    exporter.prompts.exported = exporter.folder.filePath(QStringLiteral("a.png"));
    exporter.accept(dialog);
    QTRY_COMPARE_WITH_TIMEOUT(exporter.window.messages()->count(), 1, 20'000);
    const QImage image(exporter.prompts.exported);
    QVERIFY(!image.isNull());
    QCOMPARE(image.width(), qRound(size.width() * 1.5));
    QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
    // Something is painted in each third, of its height too.
    for (int part = 0; part < 3; ++part) {
        const QImage piece = image.copy(0, image.height() * part / 3, image.width(), image.height() / 3);
        bool painted = false;
        for (int y = 0; y < piece.height() && !painted; ++y)
            for (int x = 0; x < piece.width() && !painted; ++x)
                painted = piece.pixelColor(x, y) != QColor(Qt::white);
        QVERIFY(painted);
    }
}

void TestGraphExporting::colours() {
    Exporter exporter;
    QPalette dark = exporter.view().palette();
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    exporter.view().setPalette(dark);
    exporter.prompts.exported = exporter.folder.filePath(QStringLiteral("dark.png"));
    GraphExportDialog* dialog = exporter.openDialog(QStringLiteral("png"));
    dialog->onWhite()->setChecked(false);
    exporter.accept(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(!exporter.read(QStringLiteral("dark.png")).isEmpty(), 20'000);
    QTRY_COMPARE(exporter.window.messages()->count(), 1);
    QCOMPARE(QImage(exporter.prompts.exported).pixelColor(0, 0), QColor(Qt::black));
    exporter.exported(QStringLiteral("png"), QStringLiteral("light.png"));
    QCOMPARE(QImage(exporter.prompts.exported).pixelColor(0, 0), QColor(Qt::white));
}

/// Also where the window shows a corner of it.
void TestGraphExporting::svgHoldsTheWholePicture() {
    Exporter exporter;
    for (int step = 0; step < 20; ++step)
        exporter.view().zoomIn();
    exporter.exported(QStringLiteral("svg"), QStringLiteral("a.svg"));
    const QString text = textOf(exporter.read(QStringLiteral("a.svg")));
    for (const char* part :
         {"The chem", "oxygen", "water", "electron", "is_a", "relation", "transition", "melting"})
        QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
}

void TestGraphExporting::pdf() {
    Exporter exporter;
    exporter.exported(QStringLiteral("pdf"), QStringLiteral("a.pdf"));
    const QByteArray bytes = exporter.read(QStringLiteral("a.pdf"));
    QVERIFY(bytes.startsWith("%PDF-"));
    QVERIFY(bytes.contains("/Font"));
    QVERIFY(!bytes.contains("/Subtype /Image"));
}

void TestGraphExporting::dataFormats_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("begins");
    for (const auto& [format, begins] : {std::pair("graphml", "<?xml"), std::pair("dot", "digraph \"chem\""),
                                         std::pair("json", "{\n  \"nodes\""), std::pair("ndf", "NDFXPK")})
        QTest::addRow("%s", format) << QString::fromLatin1(format) << QByteArray(begins);
}

void TestGraphExporting::dataFormats() {
    QFETCH(QString, format);
    QFETCH(QByteArray, begins);
    Exporter exporter;
    const QString told = exporter.exported(format, QStringLiteral("a.") + format);
    QVERIFY2(exporter.read(QStringLiteral("a.") + format).startsWith(begins), qPrintable(told));
    QVERIFY(told.contains(QStringLiteral("a.") + format));
}

void TestGraphExporting::tablesAskBeforeTheyReplace() {
    Exporter exporter;
    exporter.exported(QStringLiteral("csv"), QStringLiteral("a.csv"));
    const QStringList names{QStringLiteral("a-attributes.csv"), QStringLiteral("a-nodes.csv"),
                            QStringLiteral("a-relations.csv")};
    QCOMPARE(QDir(exporter.folder.path()).entryList(QDir::Files), names);
    GraphVoyage::writeFile(exporter.folder.filePath(names.at(1)), "mine");
    exporter.prompts.agrees = true; // else the question fails the test
    exporter.exported(QStringLiteral("csv"), QStringLiteral("a.csv"));
    QVERIFY(exporter.read(names.at(1)).startsWith("id,kind,"));
}

/// The answer comes when another graph is shown.
void TestGraphExporting::replacesByWhatWasAskedFor() {
    Exporter exporter;
    exporter.exported(QStringLiteral("csv"), QStringLiteral("a.csv"));
    const QByteArray chem = exporter.read(QStringLiteral("a-relations.csv"));
    QVERIFY(chem.contains("electron"));
    exporter.prompts.agrees = true;
    exporter.prompts.meanwhile = [&] {
        exporter.desk().showGraph(exporter.page().graphs()->user, "other");
        QTRY_COMPARE(QString::fromStdString(exporter.page().graph()), QStringLiteral("other"));
    };
    exporter.exported(QStringLiteral("csv"), QStringLiteral("a.csv"));
    QCOMPARE(exporter.read(QStringLiteral("a-relations.csv")), chem);
    for (const char* part : {"a-nodes.csv", "a-relations.csv", "a-attributes.csv"})
        QVERIFY(exporter.prompts.asked.last().contains(QLatin1String(part)));
}

void TestGraphExporting::remembersFolderAndFormat() {
    Exporter exporter;
    exporter.exported(QStringLiteral("graphml"), QStringLiteral("x.graphml"));
    QCOMPARE(exporter.prompts.suggested, QStringLiteral("The chem.graphml"));
    GraphExportDialog* dialog = exporter.openDialog();
    QCOMPARE(dialog->formats()->currentData().toString(), QStringLiteral("graphml"));
    exporter.accept(dialog);
    QTRY_COMPARE(exporter.prompts.suggested, exporter.folder.filePath(QStringLiteral("The chem.graphml")));
    exporter.runner.waitForDone();
}

void TestGraphExporting::whatFailsIsTold() {
    Exporter exporter;
    const QString told = exporter.exported(QStringLiteral("svg"), QStringLiteral("none/a.svg"));
    QVERIFY2(told.contains(QLatin1String("export")), qPrintable(told));
    QVERIFY(QDir(exporter.folder.path()).isEmpty());
}

void TestGraphExporting::theLibraryStaysAsItIs() {
    Exporter exporter;
    const QStringList before = exporter.listing();
    for (const QString& format : exportWords())
        exporter.exported(format, QStringLiteral("a.") + format);
    QCOMPARE(exporter.listing(), before);
}

void TestGraphExporting::whatIsMissingIsTold() {
    Exporter exporter;
    exporter.remove("nodes/electron.json");
    const QString told = exporter.exported(QStringLiteral("ndf"), QStringLiteral("a.ndf"));
    QVERIFY2(told.contains(QLatin1String("electron")), qPrintable(told));
}

/// As it is seen: otherwise what went would look as if it were still there.
void TestGraphExporting::aComparedPictureSaysWhatBecame() {
    ExportSubject subject;
    subject.scene = std::make_shared<const PictureScene>(chainOf(3));
    ExportWish wish;
    wish.picture = PictureFormat::svg;
    const auto texts = [&] {
        return QLatin1Char('|') +
               textOf(renderPicture(*subject.scene, renderingWish(subject, wish)).value()) + QLatin1Char('|');
    };
    QVERIFY(!texts().contains(QLatin1String("|added|")));
    subject.changes.elements = {graph::Became::same, graph::Became::added, graph::Became::removed};
    const QString seen = texts();
    for (const char* word : {"|added|", "|removed|"})
        QVERIFY2(seen.contains(QLatin1String(word)), qPrintable(seen));
    QVERIFY(!seen.contains(QLatin1String("|edited|")));
    for (const graph::Became became : {graph::Became::added, graph::Became::removed})
        QCOMPARE(seen.count(QLatin1Char('|') + changeSign(became) + QLatin1Char('|')),
                 2); // and in the legend
}

void TestGraphExporting::tooLargeImages() {
    const PictureScene scene = chainOf(5'000);
    RenderingWish wish = plainWish(PictureFormat::png);
    const double most = largestScale(renderedSize(scene, wish));
    QVERIFY(most > 0 && most < 4);
    wish.scale = most * 1.01;
    QCOMPARE(renderPicture(scene, wish).error().code, ErrorCode::usage);
    ExportSubject subject;
    subject.title = wish.title;
    subject.scene = std::make_shared<const PictureScene>(scene);
    GraphExportDialog dialog(subject, QStringLiteral("png"));
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QVERIFY(dialog.scale()->maximum() <= most * 100);
    dialog.scale()->setValue(4000);
    QVERIFY(dialog.wish().scale <= most);
}

/// All of a large picture, in all formats; stripes of an image meet.
void TestGraphExporting::manyNodes() {
    const PictureScene scene = chainOf(qEnvironmentVariableIsSet("STEMMA_LONG") ? 10'000 : 1'000);
    RenderingWish wish = plainWish(PictureFormat::png);
    wish.scale = std::min(1.0, largestScale(renderedSize(scene, wish)));
    const auto png = renderPicture(scene, wish);
    QVERIFY(png && !QImage::fromData(*png).isNull());
    for (const PictureFormat format : {PictureFormat::svg, PictureFormat::pdf}) {
        wish.format = format;
        const auto bytes = renderPicture(scene, wish);
        QVERIFY(bytes && bytes->size() > 10'000);
    }
}

void TestGraphExporting::cancelled() {
    std::stop_source stop;
    stop.request_stop();
    for (const PictureFormat format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf})
        QCOMPARE(renderPicture(chainOf(10), plainWish(format), Progress{stop.get_token(), {}}).error().code,
                 ErrorCode::cancelled);
}

void TestGraphExporting::notWithoutAGraph() {
    Exporter exporter;
    const QAction* action = exporter.window.actions().action(Command::exportGraph);
    QVERIFY(action->isEnabled());
    exporter.trigger(Command::closeLibrary);
    QVERIFY(!action->isEnabled());
    QVERIFY(!exporter.window.actions().whyNot(Command::exportGraph).isEmpty());
    QVERIFY(!exporter.window.actions().action(Command::importGraph)->isEnabled());
}

STEMMA_WIDGET_TEST_MAIN(TestGraphExporting)
#include "tst_graph_exporting.moc"
