// SPDX-License-Identifier: MIT
#include <QtTest>

#include <chrono>
#include <cmath>
#include <random>
#include <set>
#include <thread>

#include "core/layout/layout.h"
#include "core/layout/layout_text.h"

using namespace stemma;
using namespace stemma::layout;

namespace {

const char* const program = STEMMA_LAYOUT_PROGRAM;

/// Mostly short edges, some long ones, as in a graph that grew.
Request pictureOf(Kind kind, std::uint32_t nodes, std::uint32_t edges) {
    std::mt19937 random(7);
    Request request{kind, {}, {}, {}, 3};
    for (std::uint32_t n = 0; n < nodes; ++n)
        request.nodes.push_back({60.0 + n % 5 * 20, 28});
    for (std::uint32_t n = 0; n < edges; ++n) {
        const auto from = static_cast<std::uint32_t>(random() % nodes);
        request.edges.push_back({from, static_cast<std::uint32_t>((from + 1 + random() % 4) % nodes),
                                 static_cast<float>(random() % 120)});
    }
    return request;
}

std::size_t overlaps(const Request& request, const std::vector<Point>& points) {
    std::size_t count = 0;
    for (std::size_t a = 0; a < points.size(); ++a) {
        for (std::size_t b = a + 1; b < points.size(); ++b) {
            const Size& one = request.nodes[a];
            const Size& other = request.nodes[b];
            // Half a point is what rounding in Graphviz may take.
            if (std::abs(points[a].x - points[b].x) * 2 + 1 < one.width + other.width &&
                std::abs(points[a].y - points[b].y) * 2 + 1 < one.height + other.height)
                ++count;
        }
    }
    return count;
}

} // namespace

class TestLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindPlacesEveryNode_data();
    void everyKindPlacesEveryNode();
    void layeredRunsFromLeftToRight();
    void labelsOfEdgesFindRoom_data();
    void labelsOfEdgesFindRoom();
    void radialHasItsCentreInTheMiddle();
    void isCancelled();
    void saysWhatWentWrong();
    void requestsAreReadBack();
    void tornTextIsRefused();
    void aNewNodeMovesNoOther();
    void aLargerNodeMovesNoOther();
};

void TestLayout::everyKindPlacesEveryNode_data() {
    QTest::addColumn<int>("kind");
    for (const Kind kind : {Kind::layered, Kind::force, Kind::radial, Kind::grid})
        QTest::newRow(kindWord(kind)) << static_cast<int>(kind);
}

void TestLayout::everyKindPlacesEveryNode() {
    QFETCH(int, kind);
    Request request = pictureOf(static_cast<Kind>(kind), 60, 90);
    request.edges.push_back({3, 3, 0});       // to itself
    request.edges.push_back({5, 4000000, 0}); // to what isn't there
    const auto points = layOut(request, program);
    QVERIFY2(points.has_value(), points ? "" : describe(points.error()).c_str());
    QCOMPARE(points->size(), request.nodes.size());
    QCOMPARE(overlaps(request, *points), std::size_t{0});
    const auto again = layOut(request, program);
    QVERIFY(again && *again == *points);
}

void TestLayout::layeredRunsFromLeftToRight() {
    const Request request{Kind::layered, {{80, 30}, {80, 30}, {80, 30}}, {{0, 1, 0}, {1, 2, 0}}, {}, 1};
    const auto points = layOut(request, program);
    QVERIFY(points.has_value());
    QVERIFY((*points)[0].x + 80 < (*points)[1].x);
    QVERIFY((*points)[1].x + 80 < (*points)[2].x);
}

void TestLayout::labelsOfEdgesFindRoom_data() {
    QTest::addColumn<int>("kind");
    for (const Kind kind : {Kind::layered, Kind::force, Kind::radial})
        QTest::newRow(kindWord(kind)) << static_cast<int>(kind);
}

/// Between the borders of both ends, along the line from one to the other.
double roomBetween(const Request& request, const std::vector<Point>& points, const Edge& edge) {
    const double x = std::abs(points[edge.from].x - points[edge.to].x);
    const double y = std::abs(points[edge.from].y - points[edge.to].y);
    const double length = std::hypot(x, y);
    double room = length;
    for (const std::uint32_t end : {edge.from, edge.to}) {
        const Size& size = request.nodes[end];
        room -= std::min(x > 0 ? size.width / 2 * length / x : length,
                         y > 0 ? size.height / 2 * length / y : length);
    }
    return room;
}

void TestLayout::labelsOfEdgesFindRoom() {
    QFETCH(int, kind);
    Request request{static_cast<Kind>(kind), std::vector<Size>(12, Size{70, 28}), {}, 0, 1};
    for (std::uint32_t n = 1; n < 12; ++n)
        request.edges.push_back({n < 7 ? 0 : n - 6, n, 110});
    const auto points = layOut(request, program);
    QVERIFY(points.has_value());
    for (const Edge& edge : request.edges)
        QVERIFY2(roomBetween(request, *points, edge) > 90,
                 qPrintable(QString::number(roomBetween(request, *points, edge))));
}

void TestLayout::radialHasItsCentreInTheMiddle() {
    Request request{Kind::radial, std::vector<Size>(9, Size{60, 30}), {}, 0, 1};
    for (std::uint32_t n = 1; n < 9; ++n)
        request.edges.push_back({0, n, 0});
    const auto points = layOut(request, program);
    QVERIFY(points.has_value());
    Point middle;
    for (std::size_t n = 1; n < 9; ++n) {
        middle.x += (*points)[n].x / 8;
        middle.y += (*points)[n].y / 8;
    }
    QVERIFY(std::hypot(middle.x - (*points)[0].x, middle.y - (*points)[0].y) < 5);
}

void TestLayout::isCancelled() {
    // Minutes of work, were it not cancelled.
    const Request request = pictureOf(Kind::layered, 20000, 60000);
    std::stop_source source;
    std::jthread canceller([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        source.request_stop();
    });
    const auto points = layOut(request, program, {source.get_token(), {}});
    QVERIFY(!points);
    QCOMPARE(points.error().code, ErrorCode::cancelled);
}

void TestLayout::saysWhatWentWrong() {
    const Request request = pictureOf(Kind::force, 3, 2);
    const auto missing = layOut(request, "/nowhere/stemma-layout");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::notFound);
    QVERIFY(!missing.error().advice.empty());
    const auto silent = layOut(request, "/bin/true");
    QVERIFY(!silent);
    QCOMPARE(silent.error().code, ErrorCode::io);
    const auto other = layOut(request, "/bin/ls"); // says something else
    QVERIFY(!other);
    QCOMPARE(other.error().code, ErrorCode::io);
}

void TestLayout::requestsAreReadBack() {
    Request request = pictureOf(Kind::radial, 20, 30);
    request.centre = 4;
    request.nodes[0] = {0.1, 1e-7};
    const auto read = parseRequest(requestText(request));
    QVERIFY(read.has_value());
    QCOMPARE(requestText(*read), requestText(request));
    const std::vector<Point> points{{0.1, -2}, {1e300, 3}};
    const auto answer = parseAnswer(answerText(points), 2);
    QVERIFY(answer && *answer == points);
    QVERIFY(!parseAnswer(answerText(points), 3));
}

void TestLayout::tornTextIsRefused() {
    const std::string text = requestText(pictureOf(Kind::force, 5, 5));
    for (std::size_t size = 0; size < text.size(); ++size)
        QVERIFY2(!parseRequest(text.substr(0, size)), std::to_string(size).c_str());
    QVERIFY(!parseRequest("stemma-layout 2\nkind force\nseed 1\ncentre -\nnodes 99999999999\n"));
    QVERIFY(!parseRequest("stemma-layout 2\nkind force\nseed 1\ncentre -\nnodes 1\nnan 1\nedges 0\nend\n"));
}

void TestLayout::aNewNodeMovesNoOther() {
    Request request = pictureOf(Kind::force, 80, 160);
    const auto points = layOut(request, program);
    QVERIFY(points.has_value());
    std::vector<std::optional<Point>> known(points->begin(), points->end());
    for (std::uint32_t n = 0; n < 10; ++n) {
        request.nodes.push_back({90, 30});
        request.edges.push_back({80 + n, n * 3, 0});
    }
    request.nodes.push_back({90, 30}); // without any neighbour
    const std::vector<Point> placed = placeBeside(request, known);
    QCOMPARE(placed.size(), request.nodes.size());
    QVERIFY(std::equal(points->begin(), points->end(), placed.begin()));
    QCOMPARE(overlaps(request, placed), std::size_t{0});
    for (std::uint32_t n = 0; n < 10; ++n)
        QVERIFY(std::hypot(placed[80 + n].x - placed[n * 3].x, placed[80 + n].y - placed[n * 3].y) < 500);
    QCOMPARE(placeBeside({Kind::grid, {{10, 10}}, {}, {}, 1}, {}).size(), std::size_t{1});
}

void TestLayout::aLargerNodeMovesNoOther() {
    Request request = pictureOf(Kind::force, 80, 160);
    const auto points = layOut(request, program);
    QVERIFY(points.has_value());
    const std::vector<std::optional<Point>> before(points->begin(), points->end());
    std::vector<std::optional<Point>> known = before;
    makeRoom(request.nodes, {3, 40}, known);
    QVERIFY2(known == before, "there is room for them");
    for (const std::uint32_t n : {3U, 4U, 40U})
        request.nodes[n] = {400, 60};
    known[5].reset(); // it has no place yet
    makeRoom(request.nodes, {3, 4, 5, 40}, known);
    QVERIFY(!known[5]);
    const std::vector<Point> placed = placeBeside(request, known);
    QCOMPARE(overlaps(request, placed), std::size_t{0});
    for (std::uint32_t n = 0; n < 80; ++n) {
        if (n != 3 && n != 4 && n != 5 && n != 40)
            QCOMPARE(placed[n], (*points)[n]);
    }
}

QTEST_APPLESS_MAIN(TestLayout)
#include "tst_layout.moc"
