// SPDX-License-Identifier: MIT
// Dragging from one report into another: copies, moves, and moves that one of the two refuses.
#include <QTest>

#include "tests/ui/dragging.h"
#include "tests/ui/widget_test.h"
#include "ui/library/drag_opener.h"
#include "ui/report/outline_tree.h"
#include "ui/report/part_copies.h"
#include "ui/session/joint_edit.h"
#include "ui/session/library_session.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using namespace stemma::tests;

class DraggingAcrossTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void copiesFromAnotherReport();
    void movesFromAnotherReportWithShift();
    void takesBackAMoveInBothReports();
    void movesWhatWasChangedSinceItWasDragged();
    void movesNothingOutOfADamagedReport();
    void movesNothingThatTheOtherReportRefuses();
    void movesNothingThatIsGone();
    void onlyCopiesFromAnotherProgram();
    void movesCitationsFromAnotherReport();
    void opensTheReportThatADragIsHeldOver();
    void neitherWaitsForAReportThatWasClosed();
};

void DraggingAcrossTest::copiesFromAnotherReport() {
    EditingVoyage voyage;
    voyage.fill();
    const QStringList rows = voyage.rows();
    const Data data = dragged(voyage, {voyage.section(1), voyage.section(2)});
    voyage.turnTo("something", voyage.other);
    voyage.settle();
    QVERIFY(drop(*voyage.outline().keyWidgets().at(1), *data, {5, 5}));
    voyage.settle();
    QCOMPARE(voyage.rows(), rows.mid(3));
    QCOMPARE(voyage.window->desk()->unsaved().size(), std::size_t{1});
    // The words beside the cursor say so.
    const Data again = dragged(voyage, {voyage.section(0)});
    voyage.turnTo("quarterly", voyage.writer);
    voyage.settle();
    auto* tree = qobject_cast<OutlineTree*>(&voyage.tree());
    const QPoint at = upperEdge(*tree, voyage.section(0));
    for (const auto& [keys, word] :
         {std::pair(Qt::NoModifier, "Copy"), std::pair(Qt::ShiftModifier, "Move")}) {
        QDragEnterEvent enter(at, Qt::MoveAction | Qt::CopyAction, again.get(), Qt::LeftButton, keys);
        QApplication::sendEvent(tree->viewport(), &enter);
        QDragMoveEvent move(at, Qt::MoveAction | Qt::CopyAction, again.get(), Qt::LeftButton, keys);
        QApplication::sendEvent(tree->viewport(), &move);
        QCOMPARE(move.dropAction(), keys == Qt::NoModifier ? Qt::CopyAction : Qt::MoveAction);
        QVERIFY2(tree->dropText().startsWith(QLatin1String(word)), qPrintable(tree->dropText()));
    }
    QDragLeaveEvent leave; // Esc
    QApplication::sendEvent(tree->viewport(), &leave);
    QVERIFY(tree->dropText().isEmpty());
    voyage.settle();
    QCOMPARE(voyage.rows(), rows);
}

namespace {

/// An insight with a citation, dragged from the first report, and the second one open.
Data draggedAcross(EditingVoyage& voyage) {
    voyage.fill();
    voyage.writer.evolve([](Value& outline) {
        outline.edit("insights")->editItem(2).set("citations", Value::array({cited("Why")}));
    });
    const bool there = QTest::qWaitFor([&] { return voyage.model().rowCount(voyage.insight(1, 0)) == 1; });
    Data data = there ? dragged(voyage, {voyage.insight(1, 0)}) : std::make_unique<QMimeData>();
    voyage.turnTo("something", voyage.other);
    voyage.settle();
    return data;
}

bool dropOnEmpty(const EditingVoyage& voyage, const QMimeData& data, Qt::KeyboardModifiers keys) {
    const bool done = drop(*voyage.outline().keyWidgets().at(1), data, {5, 5}, keys);
    voyage.settle();
    return done;
}

/// What the other report is then, its unsaved edits included.
QStringList turnBack(EditingVoyage& voyage) {
    voyage.turnTo("quarterly", voyage.writer);
    voyage.settle();
    return voyage.rows();
}

} // namespace

void DraggingAcrossTest::movesFromAnotherReportWithShift() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_COMPARE(voyage.rows(), QStringList({QStringLiteral("New section"), QStringLiteral("  Insight 21")}));
    const auto& insight = voyage.edit()->state()->report->outline.insights[0];
    QCOMPARE(insight.citations.size(), std::size_t{1});
    QVERIFY2(voyage.edit()->undoText().contains(QStringLiteral("Quarterly revenue")),
             qPrintable(voyage.edit()->undoText()));
    QCOMPARE(voyage.window->desk()->unsaved().size(), std::size_t{2});
    QVERIFY2(told(voyage).contains(QStringLiteral("unsaved edits")), qPrintable(told(voyage)));
    voyage.save();
    QVERIFY(!turnBack(voyage).contains(QStringLiteral("  Insight 21")));
    QVERIFY2(voyage.edit()->undoText().contains(QStringLiteral("Something else")),
             qPrintable(voyage.edit()->undoText()));
    voyage.outline().focusContent();
    voyage.keys("Ctrl+Z");
    QCOMPARE(voyage.rows().size(), 9);
    QVERIFY(!voyage.edit()->isModified());
    voyage.keys("Ctrl+Shift+Z");
    voyage.save();
    QVERIFY(voyage.onDisk(voyage.writer).find("Insight 21") == std::string::npos);
    QVERIFY(voyage.onDisk(voyage.other).find("Insight 21") != std::string::npos);
    QCOMPARE(voyage.prompts.asked, 0);
}

void DraggingAcrossTest::takesBackAMoveInBothReports() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_COMPARE(voyage.window->desk()->unsaved().size(), std::size_t{2});
    for (QPushButton* button : voyage.window->messages()->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Undo in Both"))
            button->click();
    QTRY_VERIFY(voyage.window->desk()->unsaved().empty());
    voyage.settle();
    QVERIFY(voyage.rows().isEmpty());
    QCOMPARE(turnBack(voyage).size(), 9);
}

void DraggingAcrossTest::movesWhatWasChangedSinceItWasDragged() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    voyage.writer.evolve([](Value& outline) {
        outline.edit("insights")->editItem(2).set("summary", Value::string("Changed meanwhile."));
    });
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_VERIFY(voyage.rows().contains(QStringLiteral("  Changed meanwhile.")));
}

void DraggingAcrossTest::movesNothingOutOfADamagedReport() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    voyage.writer.writeOutline("{\"report_id\": ");
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_VERIFY2(told(voyage).contains(QStringLiteral("Nothing was moved")), qPrintable(told(voyage)));
    voyage.settle();
    QVERIFY(voyage.rows().isEmpty());
    QVERIFY(!voyage.edit()->isModified());
    QVERIFY(voyage.window->desk()->unsaved().empty());
}

void DraggingAcrossTest::movesNothingThatTheOtherReportRefuses() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    // An outline without that list can be read, but nothing can be put in.
    voyage.other.evolve([](Value& outline) { outline.remove("insights"); });
    QTRY_VERIFY(voyage.working().find("\"insights\"") == std::string::npos);
    voyage.settle();
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_VERIFY2(told(voyage).contains(QStringLiteral("Nothing was moved")), qPrintable(told(voyage)));
    voyage.settle();
    QVERIFY(voyage.rows().isEmpty());
    QVERIFY(!voyage.edit()->isModified() && !voyage.edit()->canUndo());
    QCOMPARE(turnBack(voyage).size(), 9);
    QVERIFY(!voyage.edit()->isModified() && !voyage.edit()->canUndo());
}

void DraggingAcrossTest::movesNothingThatIsGone() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    voyage.writer.evolve([](Value& outline) {
        outline.edit("insights")->removeItem(2);
        outline.edit("sections")->editItem(1).edit("insight_ids")->removeItem(0);
    });
    QVERIFY(dropOnEmpty(voyage, *data, Qt::ShiftModifier));
    QTRY_VERIFY2(told(voyage).contains(QStringLiteral("Nothing was moved")), qPrintable(told(voyage)));
    voyage.settle();
    QVERIFY(voyage.rows().isEmpty());
}

void DraggingAcrossTest::onlyCopiesFromAnotherProgram() {
    EditingVoyage voyage;
    const Data data = draggedAcross(voyage);
    QMimeData others;
    others.setData(QString::fromLatin1(partsMimeType), data->data(QString::fromLatin1(partsMimeType)));
    others.setData(QStringLiteral("application/x-stemma-origin"), "0 /elsewhere");
    QVERIFY(dropOnEmpty(voyage, others, Qt::ShiftModifier));
    QTRY_COMPARE(voyage.rows().size(), 2);
    QCOMPARE(turnBack(voyage).size(), 9);
    QVERIFY(!voyage.edit()->isModified());
}

void DraggingAcrossTest::movesCitationsFromAnotherReport() {
    EditingVoyage voyage;
    fillSource(voyage);
    const QModelIndex sources = voyage.insight(3, 1);
    const Data section = dragged(voyage, {voyage.section(0)});
    const Data citations =
        dragged(voyage, {voyage.model().index(0, 0, sources), voyage.model().index(2, 0, sources)});
    voyage.turnTo("something", voyage.other);
    voyage.settle();
    QVERIFY(dropOnEmpty(voyage, *section, {}));
    QVERIFY(drop(voyage, *citations, middle(voyage.tree(), voyage.insight(0, 1)), Qt::ShiftModifier));
    QTRY_COMPARE(citationsOf(voyage, 1),
                 QStringList({QStringLiteral("Revenue by month"), QStringLiteral("A talk with sales")}));
    turnBack(voyage);
    QCOMPARE(citationsOf(voyage, 8), QStringList({QStringLiteral("Seen by an auditor")}));
    QVERIFY(voyage.edit()->canUndo());
}

void DraggingAcrossTest::opensTheReportThatADragIsHeldOver() {
    EditingVoyage voyage;
    const Data data = dragged(voyage, {voyage.section(0)});
    voyage.window->list()->clearFilter();
    QListView* list = voyage.window->list()->view();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    voyage.window->findChild<DragOpener*>()->setDelay(1);
    const int other = list->currentIndex().row() == 0 ? 1 : 0;
    const QPoint at = list->visualRect(list->model()->index(other, 0)).center();
    QVERIFY2(!drop(*list->viewport(), *data, at), "nothing is dropped on the list");
    QTRY_VERIFY(voyage.edit() != nullptr && voyage.edit()->session().id().text() == voyage.other.id() &&
                voyage.edit()->isEditable());
    QTRY_VERIFY(voyage.page().outlinePage()->isVisible());
}

void DraggingAcrossTest::neitherWaitsForAReportThatWasClosed() {
    EditingVoyage voyage;
    EditSession* stays = voyage.edit();
    auto session = std::make_unique<ReportSession>(*voyage.window->session(), ReportId(voyage.other.id()));
    auto closed = std::make_unique<EditSession>(*session);
    QObject holder;
    stays->hold(&holder, [](const std::shared_ptr<EditWork>&) {});
    bool refused = false;
    editJointly(
        *closed, *stays,
        [](const report::LoadedReport&, const report::LoadedReport&)
            -> Result<std::pair<NamedEdits, NamedEdits>> { return std::pair<NamedEdits, NamedEdits>(); },
        [&refused](const Result<JointGenerations>& done) { refused = !done; });
    closed.reset();
    session.reset();
    QVERIFY(refused);
    stays->release(nullptr);
    voyage.settle();
    QVERIFY(stays->isIdle());
}

STEMMA_WIDGET_TEST_MAIN(DraggingAcrossTest)
#include "tst_dragging_across.moc"
