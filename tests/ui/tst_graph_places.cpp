// SPDX-License-Identifier: MIT
// Where the nodes of a picture lie: moved by a person, taken back, kept for the next time.
#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using layout::Kind;
using stemma::tests::GraphVoyage;
using stemma::tests::StoreVersion;

namespace {

constexpr const char* value = "attrval_oxygen::mass::7c0e3aa7a43e";

bool near(const QPointF& one, const QPointF& other) {
    return QLineF(one, other).length() < 1;
}

QPointF kept(GraphVoyage& voyage, Kind kind, const char* id) {
    const auto places = voyage.places();
    const auto known = places.kinds.find(kind);
    if (known == places.kinds.end() || known->second.count(id) == 0)
        return {-1e6, -1e6};
    return {known->second.at(id).x, known->second.at(id).y};
}

} // namespace

class TestGraphPlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void movesAreUndoneAndKept();
    void whatWasMovedIsFoundThere();
    void closingAfterAMove();
    void aMoveIsOfThePictureThatWasSeen();
    void anotherGraphTakesThePictureAway();
    void hidingAPartForgetsNoPlace();
    void aGraphThatCannotBeReadForgetsNoPlace();
    void placesThatCannotBeKept();
    void anotherLayoutEndsUndo();
    void laysOutAnewWhileOthersWrite();
    void partsStayWhileOthersWrite();
    void aLongerNameFindsItsPlace();
    void labelsOfParallelEdgesStandApart();
};

void TestGraphPlaces::movesAreUndoneAndKept() {
    GraphVoyage voyage;
    const QPointF before = voyage.at("water");
    const QPointF moved = voyage.drag("water");
    QVERIFY(QLineF(moved, before).length() > 40);
    voyage.trigger(Command::undo);
    QCOMPARE(voyage.at("water"), before);
    voyage.trigger(Command::redo);
    QCOMPARE(voyage.at("water"), moved);
    voyage.desk().showGraph("someone", "other");
    voyage.waitForPicture();
    voyage.desk().showGraph("someone", "chem");
    QTRY_VERIFY(!voyage.picture().isBusy() && voyage.inPicture("water"));
    QVERIFY(near(voyage.at("water"), moved));
}

void TestGraphPlaces::whatWasMovedIsFoundThere() {
    graph::Picture picture;
    for (const char* id : {"a", "b", "c"}) {
        picture.at.emplace(id, static_cast<std::uint32_t>(picture.elements.size()));
        picture.elements.push_back({id, graph::ElementKind::node, id, id});
    }
    picture.edges.push_back({"ab", 0, 1, graph::EdgeKind::relation, "to", "ab"});
    picture.edges.push_back({"bc", 1, 2, graph::EdgeKind::relation, "to", "bc"});
    const std::vector<QSizeF> sizes(3, QSizeF(60, 28));
    const PictureScene before(picture, sizes, {{0, 0}, {400, 0}, {4'000, 0}});
    const auto after = before.withMoved(0, {6'000, 6'000});
    QCOMPARE(*after->elementAt({6'010, 6'005}), 0U);
    QVERIFY(!after->elementAt({0, 0}));
    QCOMPARE(*before.elementAt({0, 0}), 0U);
    QVERIFY(after->bounds().contains(QPointF(6'000, 6'000)));
    QCOMPARE(after->elementsIn({5'900, 5'900, 200, 200}), std::vector<std::uint32_t>{0});
    QVERIFY(after->elementsIn({-50, -50, 100, 100}).empty());
    const QPointF middle = (after->wayOf(0).from + after->wayOf(0).to) / 2;
    const auto near = after->edgesIn(QRectF(middle - QPointF(5, 5), QSizeF(10, 10)));
    QVERIFY(std::find(near.begin(), near.end(), 0U) != near.end());
    QCOMPARE(*after->edgeAt(middle, 6), 0U);
    const auto again = after->withMoved(0, {0, 0});
    QCOMPARE(*again->elementAt({0, 0}), 0U);
    QVERIFY(!again->elementAt({6'010, 6'005}));
}

void TestGraphPlaces::closingAfterAMove() {
    GraphVoyage voyage;
    voyage.drag("water");
    QVERIFY(voyage.picture().undoStack().canUndo());
    voyage.trigger(Command::closeLibrary);
    QCOMPARE(voyage.picture().undoStack().count(), 0);
    // And a window that goes with a move to undo tells nobody of it any more.
    GraphVoyage other;
    other.drag("water");
}

void TestGraphPlaces::aMoveIsOfThePictureThatWasSeen() {
    GraphVoyage voyage;
    PictureChoice choice = voyage.picture().bar()->choice();
    choice.kind = Kind::grid;
    voyage.choose(choice);
    const QPointF moved = voyage.drag("water"); // the old picture is still there
    QTRY_VERIFY(!voyage.picture().isBusy());
    voyage.runner.waitForDone();
    QTRY_VERIFY(near(kept(voyage, Kind::force, "water"), moved));
    QVERIFY(!near(kept(voyage, Kind::grid, "water"), moved));
    QVERIFY(!near(voyage.at("water"), moved));
}

void TestGraphPlaces::anotherGraphTakesThePictureAway() {
    GraphVoyage voyage;
    voyage.desk().showGraph("someone", "other");
    QVERIFY(!voyage.view().scene());
    voyage.desk().close(); // while the other one is being made
    voyage.runner.waitForDone();
    QTest::qWait(50);
    QVERIFY(!voyage.view().scene());
    QVERIFY(!voyage.picture().isBusy());
}

void TestGraphPlaces::hidingAPartForgetsNoPlace() {
    GraphVoyage voyage;
    const QPointF moved = voyage.drag(value, {-60, 90});
    PictureChoice choice = voyage.picture().bar()->choice();
    choice.attributes = false;
    voyage.choose(choice);
    QTRY_VERIFY(!voyage.inPicture(value));
    const QPointF water = voyage.drag("water");
    choice.attributes = true;
    voyage.choose(choice);
    QTRY_VERIFY(voyage.inPicture(value));
    QVERIFY(near(voyage.at(value), moved));
    QVERIFY(near(voyage.at("water"), water));
}

void TestGraphPlaces::aGraphThatCannotBeReadForgetsNoPlace() {
    GraphVoyage voyage;
    const QPointF moved = voyage.drag("water");
    GraphVoyage::writeFile(voyage.userFolder() + QStringLiteral("/node_registry.json"), "{");
    const std::size_t size = voyage.view().scene()->size();
    QTRY_VERIFY_WITH_TIMEOUT(voyage.view().scene()->size() < size, 5'000);
    voyage.restore();
    QTRY_COMPARE_WITH_TIMEOUT(voyage.view().scene()->size(), size, 5'000);
    QVERIFY(near(voyage.at("water"), moved));
}

void TestGraphPlaces::placesThatCannotBeKept() {
    GraphVoyage voyage(StoreVersion::two, GraphVoyage::Places::refused);
    QVERIFY(voyage.view().scene() && voyage.inPicture("water"));
    QTRY_VERIFY(!voyage.window.messages()->texts().isEmpty());
}

void TestGraphPlaces::anotherLayoutEndsUndo() {
    GraphVoyage voyage;
    const QAction* undo = voyage.window.actions().action(Command::undo);
    voyage.drag("water");
    QVERIFY(undo->isEnabled());
    PictureChoice choice = voyage.picture().bar()->choice();
    choice.kind = Kind::grid;
    voyage.choose(choice);
    QTRY_VERIFY(!voyage.picture().isBusy());
    QVERIFY(!undo->isEnabled());
    voyage.drag("water");
    QVERIFY(undo->isEnabled());
    Q_EMIT voyage.picture().bar()->layOutAgain();
    QTRY_VERIFY(!voyage.picture().isBusy());
    QVERIFY(!undo->isEnabled());
}

void TestGraphPlaces::laysOutAnewWhileOthersWrite() {
    GraphVoyage voyage;
    const QPointF first = voyage.at("water");
    voyage.drag("water", {200, 200});
    Q_EMIT voyage.picture().bar()->layOutAgain();
    voyage.picture().setGraph(voyage.page().graphs(), voyage.page().graph()); // as after a change by others
    QTRY_VERIFY(!voyage.picture().isBusy());
    QVERIFY(near(voyage.at("water"), first));
    QVERIFY(!voyage.window.actions().action(Command::undo)->isEnabled());
}

void TestGraphPlaces::partsStayWhileOthersWrite() {
    GraphVoyage voyage(StoreVersion::two, GraphVoyage::Places::refused);
    voyage.picture().focusOn(QStringLiteral("water"));
    QTRY_VERIFY(!voyage.picture().isBusy());
    const QPointF moved = voyage.drag("water", {90, 60});
    voyage.edit(graph::AddRelation{"water", "holds", "helium", {}, {}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(voyage.inPicture("helium"), 5'000);
    QVERIFY(near(voyage.at("water"), moved));
}

void TestGraphPlaces::aLongerNameFindsItsPlace() {
    GraphVoyage voyage;
    const auto box = [&](const char* id) {
        const PictureScene& scene = *voyage.view().scene();
        return scene.box(*scene.picture().find(id));
    };
    const QPointF beside =
        box("water").center() + QPointF((box("water").width() + box("electron").width()) / 2 + 4, 0);
    voyage.drag(
        "electron",
        (voyage.view().toViewport(beside) - voyage.view().toViewport(voyage.at("electron"))).toPoint());
    QVERIFY(!box("electron").intersects(box("water")));
    const auto before = voyage.view().scene();
    graph::EditNode edit;
    edit.id = "water";
    edit.name = json::Value::string("a name that is much longer");
    voyage.edit(edit);
    QTRY_VERIFY_WITH_TIMEOUT(voyage.view().scene()->box(*before->picture().find("water")).width() >
                                 before->box(*before->picture().find("water")).width(),
                             5'000);
    const PictureScene& scene = *voyage.view().scene();
    const std::uint32_t water = *scene.picture().find("water");
    QCOMPARE(scene.elementsIn(scene.box(water)), std::vector<std::uint32_t>{water});
    QVERIFY(
        QLineF(scene.box(water).center(), before->box(*before->picture().find("water")).center()).length() <
        400);
    for (std::uint32_t n = 0; n < scene.size(); ++n) {
        if (n != water)
            QVERIFY2(near(scene.box(n).center(),
                          before->box(*before->picture().find(scene.picture().elements[n].id)).center()),
                     scene.picture().elements[n].id.c_str());
    }
}

void TestGraphPlaces::labelsOfParallelEdgesStandApart() {
    graph::Picture picture;
    for (const char* id : {"a", "b"}) {
        picture.at.emplace(id, static_cast<std::uint32_t>(picture.elements.size()));
        picture.elements.push_back({id, graph::ElementKind::node, id, id});
    }
    for (const std::uint32_t from : {0U, 1U, 0U, 1U})
        picture.edges.push_back({"r", from, 1 - from, graph::EdgeKind::relation, "bonds with", "r"});
    for (const int size : {10, 13, 26}) {
        QFont font;
        font.setPixelSize(size);
        const QFontMetricsF metrics(edgeLabelFont(font));
        const QSizeF label(metrics.horizontalAdvance(QStringLiteral("bonds with")), metrics.height());
        for (int angle = 0; angle < 360; angle += 15) {
            const QPointF far = QLineF::fromPolar(30 * size, angle).p2();
            const PictureScene scene(picture, sizesOf(picture, font), {{0, 0}, far});
            QRectF boxes[4];
            for (std::uint32_t edge = 0; edge < 4; ++edge) {
                boxes[edge] = QRectF(QPointF(), label);
                boxes[edge].moveCenter(scene.labelCentre(edge));
                QVERIFY(QLineF(scene.labelCentre(edge), far / 2).length() < 10 * size);
                for (std::uint32_t other = 0; other < edge; ++other)
                    QVERIFY2(!boxes[edge].intersects(boxes[other]), qPrintable(QString::number(angle)));
            }
        }
    }
}

STEMMA_WIDGET_TEST_MAIN(TestGraphPlaces)
#include "tst_graph_places.moc"
