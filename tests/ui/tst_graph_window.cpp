// SPDX-License-Identifier: MIT
// The window on a library of graphs: browse, choose, search, focus, try, while another program writes.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTextBrowser>

#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/node_table.h"
#include "ui/session/library_session.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;
using stemma::tests::StoreVersion;

class TestGraphWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void opensWhatHasMost_data();
    void opensWhatHasMost();
    void writesNothing();
    void pictureTableAndCardAgree();
    void linksOfTheCardLeadOn();
    void walksAlongEdges();
    void focusAndBack();
    void searchDimsAndCounts();
    void otherMorphsAreOnlyShown();
    void othersWrite();
    void aUserWhoIsGone();
    void everyPageShowsSomething();
    void commandsFitTheGraphs();
    void aFolderThatIsNothing();
    void returnGoesToTheGraph();
    void theMenuHasALetterForEachCommand();
};

void TestGraphWindow::opensWhatHasMost_data() {
    QTest::addColumn<int>("version");
    for (const int version : {0, 1, 2})
        QTest::addRow("version %d", version + 1) << version;
}

void TestGraphWindow::opensWhatHasMost() {
    QFETCH(int, version);
    GraphVoyage voyage(static_cast<StoreVersion>(version));
    const QAbstractItemModelTester tree(voyage.desk().tree()->model());
    const QAbstractItemModelTester table(voyage.page().table()->model());
    QCOMPARE(QString::fromStdString(voyage.page().graph()), QStringLiteral("chem"));
    const std::string oxygen = tests::oxygenOf(static_cast<StoreVersion>(version));
    QVERIFY(voyage.inPicture(oxygen.c_str()));
    QVERIFY(voyage.inPicture("water"));
    voyage.desk().showGraph("someone", "other");
    voyage.waitForPicture();
    QTRY_VERIFY(voyage.inPicture("living_cell"));
}

void TestGraphWindow::writesNothing() {
    GraphVoyage voyage;
    const QStringList before = voyage.listing();
    voyage.desk().showGraph("someone", "other");
    voyage.waitForPicture();
    for (int tab = 0; tab < GraphPage::PageCount; ++tab) {
        voyage.page().showPage(static_cast<GraphPage::Page>(tab));
        QTest::qWait(50);
    }
    voyage.trigger(Command::refresh);
    voyage.runner.waitForDone();
    QCOMPARE(voyage.listing(), before);
}

void TestGraphWindow::pictureTableAndCardAgree() {
    GraphVoyage voyage;
    voyage.page().showPage(GraphPage::TableTab);
    QTRY_COMPARE(voyage.page().table()->shownCount(), 3);
    voyage.page().table()->setFocus();
    QTest::keyClick(voyage.page().table(), Qt::Key_Home);
    QTRY_VERIFY(!voyage.page().current().isEmpty());
    voyage.page().setCurrent(QStringLiteral("water"));
    QCOMPARE(voyage.page().table()->current(), QStringLiteral("water"));
    QCOMPARE(voyage.view().current(), QStringLiteral("water"));
    QTRY_VERIFY2(voyage.card().contains(QLatin1String("contains")), qPrintable(voyage.card()));
    voyage.page().setCurrent(QStringLiteral("attrval_oxygen::mass::7c0e3aa7a43e"));
    QTRY_VERIFY2(voyage.card().contains(QLatin1String("15.999")), qPrintable(voyage.card()));
    voyage.page().setCurrent(QStringLiteral("oxygen"));
    for (const char* text : {"a gas", "mass", "about", "is_a", "water", "The chem", "The other"})
        QTRY_VERIFY2(voyage.card().contains(QLatin1String(text)), text);
}

void TestGraphWindow::linksOfTheCardLeadOn() {
    GraphVoyage voyage;
    voyage.page().setCurrent(QStringLiteral("oxygen"));
    auto* text = voyage.desk().card()->findChild<QTextBrowser*>();
    Q_EMIT text->anchorClicked(QUrl(QStringLiteral("node:water")));
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
    Q_EMIT text->anchorClicked(QUrl(QStringLiteral("graph:other")));
    QTRY_COMPARE(QString::fromStdString(voyage.page().graph()), QStringLiteral("other"));
}

void TestGraphWindow::walksAlongEdges() {
    GraphVoyage voyage;
    voyage.page().setCurrent(QStringLiteral("oxygen"));
    voyage.view().setFocus();
    const auto& scene = *voyage.view().scene();
    const QPointF way = scene.box(*scene.picture().find("water")).center() -
                        scene.box(*scene.picture().find("oxygen")).center();
    const bool across = std::abs(way.x()) > std::abs(way.y());
    const Qt::Key key =
        across ? (way.x() > 0 ? Qt::Key_Right : Qt::Key_Left) : (way.y() > 0 ? Qt::Key_Down : Qt::Key_Up);
    QTest::keyClick(&voyage.view(), key);
    QVERIFY(voyage.page().current() != QStringLiteral("oxygen"));
    QTest::keyClick(&voyage.view(), Qt::Key_Escape);
    QCOMPARE(voyage.page().current(), QString());
    QTest::keyClick(&voyage.view(), Qt::Key_Right);
    QVERIFY(!voyage.page().current().isEmpty());
    const double scale = voyage.view().scale();
    QTest::keyClick(&voyage.view(), Qt::Key_Plus);
    QVERIFY(voyage.view().scale() > scale);
    QTest::keyClick(&voyage.view(), Qt::Key_Home);
    QVERIFY(voyage.view().visibleArea().contains(scene.bounds().adjusted(40, 40, -40, -40)));
}

void TestGraphWindow::focusAndBack() {
    GraphVoyage voyage;
    const std::size_t whole = voyage.view().scene()->size();
    PictureChoice choice = voyage.picture().bar()->choice();
    choice.depth = 1;
    voyage.picture().bar()->setChoice(choice);
    voyage.picture().focusOn(QStringLiteral("attrval_oxygen::mass::7c0e3aa7a43e"));
    QTRY_COMPARE(voyage.view().scene()->size(), std::size_t{2});
    QVERIFY(voyage.inPicture("oxygen"));
    choice.whole = true;
    voyage.picture().bar()->setChoice(choice);
    Q_EMIT voyage.picture().bar()->changed();
    QTRY_COMPARE(voyage.view().scene()->size(), whole);
    choice.attributes = false;
    choice.transitions = false;
    voyage.picture().bar()->setChoice(choice);
    Q_EMIT voyage.picture().bar()->changed();
    QTRY_VERIFY(!voyage.inPicture("attrval_oxygen::mass::7c0e3aa7a43e"));
    QVERIFY(!voyage.inPicture("transition_melting"));
}

void TestGraphWindow::searchDimsAndCounts() {
    GraphVoyage voyage;
    voyage.trigger(Command::find);
    auto* search = voyage.page().findChild<QLineEdit*>();
    QTRY_VERIFY(search->hasFocus());
    const QRectF box = voyage.view().scene()->box(0);
    QTest::keyClicks(search, QStringLiteral("WATER"));
    QCOMPARE(voyage.picture().foundCount(), 1);
    const auto& dimmed = voyage.view().marks().dimmed;
    QCOMPARE(std::count(dimmed.begin(), dimmed.end(), false), 1);
    QCOMPARE(voyage.view().scene()->box(0), box); // nothing moves
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
    voyage.page().showPage(GraphPage::TableTab);
    QTRY_COMPARE(voyage.page().table()->shownCount(), 1);
    search->setFocus();
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(search->text().isEmpty());
    QTRY_COMPARE(voyage.page().table()->shownCount(), 3);
}

void TestGraphWindow::otherMorphsAreOnlyShown() {
    GraphVoyage voyage;
    const QStringList before = voyage.listing();
    voyage.page().setCurrent(QStringLiteral("oxygen"));
    auto* morphs = voyage.desk().card()->findChild<QComboBox*>();
    QCOMPARE(morphs->count(), 2);
    morphs->setCurrentIndex(1);
    Q_EMIT morphs->activated(1);
    QTRY_VERIFY(!voyage.inPicture("attrval_oxygen::mass::7c0e3aa7a43e"));
    QTRY_VERIFY(!voyage.card().contains(QLatin1String("15.999")));
    voyage.picture().resetTried();
    QTRY_VERIFY(voyage.inPicture("attrval_oxygen::mass::7c0e3aa7a43e"));
    QCOMPARE(voyage.listing(), before);
}

void TestGraphWindow::othersWrite() {
    GraphVoyage voyage;
    voyage.page().setCurrent(QStringLiteral("water"));
    const auto& scene = *voyage.view().scene();
    const QPointF place = scene.box(*scene.picture().find("oxygen")).center();
    voyage.edit(graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.inPicture("helium"), 5'000);
    // The chosen one stays chosen, and nothing that was there moved.
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
    const auto& now = *voyage.view().scene();
    QVERIFY(QLineF(now.box(*now.picture().find("oxygen")).center(), place).length() < 1);
    QCOMPARE(voyage.desk()
                 .tree()
                 ->model()
                 ->index(0, 0, voyage.desk().tree()->model()->index(0, 0))
                 .data(GraphTreeModel::CountRole)
                 .toInt(),
             4);
}

void TestGraphWindow::aUserWhoIsGone() {
    GraphVoyage voyage;
    voyage.page().setCurrent(QStringLiteral("water"));
    QTRY_VERIFY(voyage.card().contains(QLatin1String("contains")));
    const QString away = voyage.root() + QStringLiteral("/elsewhere");
    QVERIFY(QDir().rename(voyage.userFolder(), away));
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.page().graphs(), 5'000);
    QTRY_VERIFY(!voyage.card().contains(QLatin1String("contains")));
    QVERIFY(!voyage.view().scene());
    QVERIFY(!voyage.window.messages()->texts().isEmpty());
    QVERIFY(QDir().rename(away, voyage.userFolder()));
    QTRY_VERIFY_WITH_TIMEOUT(voyage.view().scene() && voyage.inPicture("water"), 5'000);
}

void TestGraphWindow::everyPageShowsSomething() {
    GraphVoyage voyage;
    const std::pair<GraphPage::Page, const char*> pages[] = {{GraphPage::TextTab, "# water"},
                                                             {GraphPage::JsonTab, "\"water\""},
                                                             {GraphPage::YamlTab, "id: water"}};
    const auto texts = voyage.page().findChildren<QPlainTextEdit*>();
    for (const auto& [page, text] : pages) {
        voyage.page().showPage(page);
        const auto shown =
            std::find_if(texts.begin(), texts.end(), [](const auto* view) { return view->isVisible(); });
        QVERIFY(shown != texts.end());
        QTRY_VERIFY2((*shown)->toPlainText().contains(QLatin1String(text)), text);
    }
}

void TestGraphWindow::commandsFitTheGraphs() {
    GraphVoyage voyage;
    const ActionTable& actions = voyage.window.actions();
    QVERIFY(!actions.action(Command::newReport)->isEnabled());
    QVERIFY(actions.whyNot(Command::newReport).contains(QLatin1String("graphs")));
    QVERIFY(!actions.action(Command::undo)->isEnabled());
    QVERIFY(actions.action(Command::find)->isEnabled());
    voyage.trigger(Command::toggleSidebar);
    QVERIFY(voyage.desk().tree()->isHidden());
    voyage.trigger(Command::closeLibrary);
    QVERIFY(!voyage.desk().session());
    QVERIFY(!actions.action(Command::refresh)->isEnabled());
}

void TestGraphWindow::aFolderThatIsNothing() {
    GraphVoyage voyage;
    const QTemporaryDir nothing;
    voyage.window.openLibrary(nothing.path());
    QTRY_VERIFY(voyage.window.session() && voyage.window.session()->snapshot());
    QTRY_VERIFY(!voyage.window.messages()->texts().isEmpty());
    QVERIFY(!voyage.desk().session());
}

void TestGraphWindow::returnGoesToTheGraph() {
    GraphVoyage voyage;
    voyage.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&voyage.window));
    QWidget* tree = voyage.desk().tree();
    QTRY_VERIFY(tree->hasFocus());
    QTest::keyClick(tree, Qt::Key_Return);
    QVERIFY(voyage.view().hasFocus());
    // Where nothing is chosen it is to be seen nevertheless.
    const QColor highlight = voyage.view().palette().color(QPalette::Highlight);
    const auto corner = [](QWidget* viewport) { return viewport->grab().toImage().pixelColor(1, 1); };
    QCOMPARE(corner(voyage.view().viewport()), highlight);
    voyage.trigger(Command::nextPane);
    auto* text = voyage.desk().card()->findChild<QTextBrowser*>();
    QVERIFY(text->hasFocus());
    QCOMPARE(corner(text->viewport()), highlight);
    QVERIFY(corner(voyage.view().viewport()) != highlight);
}

void TestGraphWindow::theMenuHasALetterForEachCommand() {
    GraphVoyage voyage;
    const QAction* command = voyage.window.actions().action(Command::addMorph);
    for (const QMenu* menu : voyage.window.findChildren<QMenu*>()) {
        if (menu->title() != QLatin1String("&Graph"))
            continue;
        QVERIFY(menu->actions().contains(command));
        std::map<QString, QString> texts;
        for (const QAction* action : menu->actions()) {
            if (action->isSeparator())
                continue;
            const QString letter = QKeySequence::mnemonic(action->text()).toString();
            QVERIFY2(!letter.isEmpty() && texts[letter].isEmpty(), qPrintable(action->text()));
            texts[letter] = action->text();
        }
        QVERIFY(texts.size() > 10);
        return;
    }
    QFAIL("there is no such menu");
}

STEMMA_WIDGET_TEST_MAIN(TestGraphWindow)
#include "tst_graph_window.moc"
