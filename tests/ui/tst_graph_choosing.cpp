// SPDX-License-Identifier: MIT
// Choosing, searching, filtering and walking in the window on graphs: by mouse, by keyboard, by screen
// reader.
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>

#include "tests/support/large_graph.h"
#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/card_html.h"
#include "ui/graph/graph_tree.h"
#include "ui/graph/node_table.h"
#include "ui/graph/picture_access.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;

namespace {

QAction* actionWith(QMenu& menu, const QString& text) {
    Q_EMIT menu.aboutToShow();
    for (QAction* action : menu.actions()) {
        if (action->text().contains(text))
            return action;
    }
    return nullptr;
}

std::size_t relationsIn(GraphVoyage& voyage) {
    const auto& edges = voyage.view().scene()->picture().edges;
    return static_cast<std::size_t>(std::count_if(
        edges.begin(), edges.end(), [](const auto& edge) { return edge.kind == graph::EdgeKind::relation; }));
}

} // namespace

class TestGraphChoosing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void relationsAreChosen();
    void aFilterHidesTheChosenRow();
    void theTableIsSortedAndFollowed();
    void aChoiceWaitsForItsPicture();
    void aChoiceOutlivesAnEarlierWish();
    void whatIsHiddenStaysChosen();
    void whatIsGoneIsSaidToBe();
    void anotherGraphHasNothingChosen();
    void keysGoThroughTheParts();
    void theNextFoundRow();
    void screenReadersAreTold();
    void whatIsWrongIsSaidInWords();
    void textOfOthersIsText();
    void hubsAreShownInParts();
    void muchToReadIsPreviewed();
};

void TestGraphChoosing::relationsAreChosen() {
    GraphVoyage voyage;
    auto& menu = *voyage.picture().bar()->findChild<QMenu*>();
    const std::size_t all = relationsIn(voyage);
    QVERIFY(all > 1);
    actionWith(menu, QStringLiteral("is_a"))->trigger();
    QTRY_VERIFY(!voyage.picture().isBusy() && relationsIn(voyage) < all);
    QVERIFY(relationsIn(voyage) > 0);
    actionWith(menu, QStringLiteral("No Relations"))->trigger();
    QTRY_VERIFY(!voyage.picture().isBusy() && relationsIn(voyage) == 0);
    QVERIFY(voyage.inPicture("water"));
    QVERIFY(!voyage.picture().bar()->choice().relations->size());
    QVERIFY(!actionWith(menu, QStringLiteral("is_a"))->isChecked());
    actionWith(menu, QStringLiteral("is_a"))->trigger();
    QTRY_VERIFY(!voyage.picture().isBusy() && relationsIn(voyage) > 0);
    actionWith(menu, QStringLiteral("All Relations"))->trigger();
    QTRY_COMPARE(relationsIn(voyage), all);
    QVERIFY(!voyage.picture().bar()->choice().relations);
}

void TestGraphChoosing::aFilterHidesTheChosenRow() {
    GraphVoyage voyage;
    NodeTable& table = *voyage.page().table();
    const QAbstractItemModelTester tester(table.model());
    voyage.page().showPage(GraphPage::TableTab);
    QTRY_COMPARE(table.shownCount(), 3);
    voyage.page().setCurrent(QStringLiteral("water"));
    QVERIFY(table.currentIndex().isValid());
    auto* search = voyage.page().findChild<QLineEdit*>();
    search->setText(QStringLiteral("oxyg"));
    QTRY_COMPARE(table.shownCount(), 1);
    QCOMPARE(voyage.page().current(), QStringLiteral("water"));
    QVERIFY(!table.currentIndex().isValid());
    search->clear();
    QTRY_COMPARE(table.shownCount(), 3);
    QCOMPARE(table.currentIndex().data(NodeTableModel::IdRole).toString(), QStringLiteral("water"));
}

void TestGraphChoosing::theTableIsSortedAndFollowed() {
    GraphVoyage voyage;
    NodeTable& table = *voyage.page().table();
    const QAbstractItemModelTester tester(table.model());
    voyage.page().showPage(GraphPage::TableTab);
    QTRY_COMPARE(table.shownCount(), 3);
    const auto names = [&] {
        QStringList list;
        for (int row = 0; row < table.shownCount(); ++row)
            list << table.model()->index(row, 0).data().toString();
        return list;
    };
    voyage.page().setCurrent(QStringLiteral("water"));
    table.sortByColumn(0, Qt::DescendingOrder);
    QStringList sorted = names();
    std::sort(sorted.begin(), sorted.end(), [](const QString& one, const QString& other) {
        return other.compare(one, Qt::CaseInsensitive) < 0;
    });
    QTRY_COMPARE(names(), sorted);
    QCOMPARE(table.currentIndex().data(NodeTableModel::IdRole).toString(), QStringLiteral("water"));
    voyage.edit(graph::AddNode{"Zinc", {}, {}, {}, {}, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(table.shownCount(), 4, 5'000);
    QCOMPARE(names().first(), QStringLiteral("Zinc"));
    QCOMPARE(table.currentIndex().data(NodeTableModel::IdRole).toString(), QStringLiteral("water"));
}

void TestGraphChoosing::aChoiceWaitsForItsPicture() {
    GraphVoyage voyage;
    voyage.page().showPage(GraphPage::TableTab);
    voyage.desk().showGraph("someone", "other");
    voyage.page().setCurrent(QStringLiteral("living_cell")); // the picture isn't of this graph yet
    QVERIFY(!voyage.picture().isBusy());
    voyage.page().showPage(GraphPage::PictureTab);
    voyage.waitForPicture();
    QTRY_COMPARE(voyage.view().current(), QStringLiteral("living_cell"));
    QCOMPARE(voyage.page().current(), QStringLiteral("living_cell"));
}

void TestGraphChoosing::aChoiceOutlivesAnEarlierWish() {
    GraphVoyage voyage;
    voyage.picture().focusOn(QStringLiteral("water"));
    voyage.page().setCurrent(QStringLiteral("oxygen")); // while the part around water is made
    QTRY_VERIFY(!voyage.picture().isBusy());
    QTRY_COMPARE(voyage.view().current(), QStringLiteral("oxygen"));
}

void TestGraphChoosing::whatIsHiddenStaysChosen() {
    GraphVoyage voyage;
    const QString value = QStringLiteral("attrval_oxygen::mass::7c0e3aa7a43e");
    voyage.page().setCurrent(value);
    PictureChoice choice = voyage.picture().bar()->choice();
    choice.attributes = false;
    voyage.choose(choice);
    QTRY_VERIFY(!voyage.picture().isBusy());
    QCOMPARE(voyage.view().current(), QString());
    QCOMPARE(voyage.page().current(), value);
    choice.attributes = true;
    voyage.choose(choice);
    QTRY_VERIFY(!voyage.picture().isBusy());
    QCOMPARE(voyage.view().current(), value);
}

void TestGraphChoosing::whatIsGoneIsSaidToBe() {
    GraphVoyage voyage;
    voyage.edit(graph::AddNode{"Helium", {}, {}, {}, {}, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.inPicture("helium"), 5'000);
    voyage.page().setCurrent(QStringLiteral("helium"));
    voyage.remove("nodes/helium.json");
    voyage.rewrite("node_registry.json", "\"helium\"", "\"helium2\"");
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.inPicture("helium"), 5'000);
    QTRY_VERIFY(voyage.card().contains(QLatin1String("any more")));
}

void TestGraphChoosing::anotherGraphHasNothingChosen() {
    GraphVoyage voyage;
    voyage.page().showPage(GraphPage::TableTab);
    QTRY_COMPARE(voyage.page().table()->shownCount(), 3);
    voyage.page().setCurrent(QStringLiteral("oxygen")); // it is in both
    voyage.desk().showGraph("someone", "other");
    QTRY_VERIFY(voyage.page().table()->shownCount() > 0);
    QCOMPARE(voyage.page().current(), QString());
    QCOMPARE(voyage.page().table()->current(), QString());
    QVERIFY(voyage.card().contains(QLatin1String("Choose a node")));
}

void TestGraphChoosing::keysGoThroughTheParts() {
    GraphVoyage voyage;
    auto* text = voyage.desk().card()->findChild<QTextBrowser*>();
    for (const GraphPage::Page page : {GraphPage::PictureTab, GraphPage::TableTab, GraphPage::TextTab,
                                       GraphPage::JsonTab, GraphPage::YamlTab}) {
        voyage.page().showPage(page);
        voyage.desk().tree()->setFocus();
        voyage.trigger(Command::nextPane);
        QVERIFY2(voyage.page().pane()->hasFocus() ||
                     voyage.page().pane()->isAncestorOf(QApplication::focusWidget()),
                 qPrintable(QString::number(page)));
        voyage.trigger(Command::nextPane);
        QVERIFY(text->hasFocus());
        voyage.trigger(Command::nextPane);
        QVERIFY(voyage.desk().tree()->hasFocus());
    }
    Q_EMIT voyage.page().cardWanted();
    QVERIFY(text->hasFocus());
}

void TestGraphChoosing::theNextFoundRow() {
    GraphVoyage voyage;
    voyage.page().showPage(GraphPage::TableTab);
    auto* search = voyage.page().findChild<QLineEdit*>();
    search->setText(QStringLiteral("a"));
    NodeTable& table = *voyage.page().table();
    QTRY_VERIFY(table.shownCount() > 1);
    voyage.trigger(Command::findNext);
    const QString first = voyage.page().current();
    QVERIFY(!first.isEmpty());
    voyage.trigger(Command::findNext);
    QVERIFY(voyage.page().current() != first);
    voyage.trigger(Command::findPrevious);
    QCOMPARE(voyage.page().current(), first);
}

void TestGraphChoosing::screenReadersAreTold() {
    PictureAccess::install();
    GraphVoyage voyage;
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&voyage.view());
    QVERIFY(access);
    QCOMPARE(access->childCount(), static_cast<int>(voyage.view().scene()->size()));
    voyage.page().setCurrent(QStringLiteral("water"));
    QAccessibleInterface* chosen = access->focusChild();
    QVERIFY(chosen && chosen->isValid());
    QCOMPARE(chosen->text(QAccessible::Name), QStringLiteral("water"));
    QVERIFY(chosen->text(QAccessible::Description).contains(QLatin1String("contains")));
    QVERIFY(chosen->state().selected);
    QCOMPARE(access->indexOfChild(chosen), static_cast<int>(*voyage.view().scene()->picture().find("water")));
    QCOMPARE(access->child(access->indexOfChild(chosen)), chosen);
}

void TestGraphChoosing::whatIsWrongIsSaidInWords() {
    GraphVoyage voyage;
    GraphVoyage::writeFile(voyage.userFolder() + QStringLiteral("/nodes/water.json"), "{");
    voyage.page().setCurrent(QStringLiteral("water"));
    QTRY_VERIFY_WITH_TIMEOUT(voyage.card().contains(QLatin1String("can't be read")), 5'000);
    voyage.page().showPage(GraphPage::TableTab);
    NodeTable& table = *voyage.page().table();
    QTRY_COMPARE(table.shownCount(), 3);
    QTRY_VERIFY(table.currentIndex().isValid());
    const QModelIndex name = table.currentIndex().siblingAtColumn(0);
    QVERIFY(name.data(Qt::AccessibleTextRole).toString().contains(QLatin1String("can't be read")));
}

void TestGraphChoosing::textOfOthersIsText() {
    GraphVoyage voyage;
    voyage.edit(graph::SetGraph{"<b>bold</b>", "<img src=x> <i>about</i>"});
    QTRY_VERIFY_WITH_TIMEOUT(
        voyage.desk().tree()->currentIndex().data().toString().contains(QLatin1String("<b>")), 5'000);
    const QString tip = voyage.desk().tree()->currentIndex().data(Qt::ToolTipRole).toString();
    QVERIFY2(!tip.contains(QLatin1String("<b>")) && tip.contains(QLatin1String("&lt;b&gt;")),
             qPrintable(tip));
    for (const QLabel* label : voyage.desk().findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(QLatin1String("<i>")))
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY2(!label->toolTip().contains(QLatin1String("<b>")), qPrintable(label->toolTip()));
    }
}

void TestGraphChoosing::hubsAreShownInParts() {
    UserGraphs graphs;
    graph::Node hub;
    hub.id = "hub";
    for (std::size_t n = 0; n < 120; ++n) {
        graph::Relation relation;
        relation.source = "spoke " + std::to_string(n);
        relation.target = "hub";
        relation.name = "leads to";
        graphs.into["hub"].push_back(n);
        graphs.store.relations.push_back(relation);
    }
    CardStarts starts;
    const QString first = nodeCardHtml(graphs, hub, nullptr, starts);
    QVERIFY(first.contains(QLatin1String("spoke 49")) && !first.contains(QLatin1String("spoke 50")));
    QVERIFY(first.contains(QLatin1String("1 to 50 of 120")));
    QVERIFY(first.contains(QLatin1String("href=\"rows:in/50\"")));
    QVERIFY(turnRows(starts, QStringLiteral("rows:in/100")));
    const QString last = nodeCardHtml(graphs, hub, nullptr, starts);
    QVERIFY(last.contains(QLatin1String("spoke 119")) && !last.contains(QLatin1String("spoke 99")));
    QVERIFY(last.contains(QLatin1String("101 to 120 of 120")));
    QVERIFY(last.contains(QLatin1String("href=\"rows:in/50\"")));
    QVERIFY(!turnRows(starts, QStringLiteral("node:hub")));
}

void TestGraphChoosing::muchToReadIsPreviewed() {
    GraphVoyage voyage(tests::largeGraph({700, 1'700, 3}));
    voyage.desk().close();
    QStringList notes;
    bool dataWereThere = true;
    connect(&voyage.picture(), &PicturePage::noteChanged, this, [&](const QString& note) {
        if (notes.isEmpty())
            dataWereThere = voyage.page().graphs() != nullptr;
        if (!note.isEmpty())
            notes << note;
    });
    notes.clear();
    voyage.desk().open(voyage.root());
    QTRY_VERIFY_WITH_TIMEOUT(voyage.page().graphs(), 20'000);
    voyage.waitForPicture();
    QVERIFY2(notes.value(0).contains(QLatin1String("Reading")), qPrintable(notes.join(QLatin1Char('|'))));
    QVERIFY(!dataWereThere);
    QVERIFY(voyage.view().scene()->size() <= wholePictureLimit);
    QVERIFY2(notes.last().contains(QLatin1String("around")), qPrintable(notes.last()));
    voyage.page().setCurrent(QString::fromStdString(voyage.view().scene()->picture().elements[0].id));
    QTRY_VERIFY(voyage.card().contains(QLatin1String("What is known")));
}

STEMMA_WIDGET_TEST_MAIN(TestGraphChoosing)
#include "tst_graph_choosing.moc"
