// SPDX-License-Identifier: MIT
// Two versions side by side: what is laid out, how one goes through it, what one takes away of it.
#include <QAccessible>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QPrinter>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/support/proof.h"
#include "tests/support/store_builder.h"
#include "tests/ui/widget_test.h"
#include "ui/history/diff_access.h"
#include "ui/history/diff_canvas.h"
#include "ui/history/diff_view.h"
#include "ui/session/task_runner.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;

namespace {

std::string outline(const std::vector<Value>& sections, const std::vector<Value>& insights) {
    return json::pythonText(Value::object({{"report_id", Value::string(tests::fixedUuid('a', 1))},
                                           {"title", Value::string("Report")},
                                           {"sections", Value::array(sections)},
                                           {"insights", Value::array(insights)}}));
}

std::vector<Value> numbered(int count, const std::string& text) {
    std::vector<Value> insights;
    for (int i = 0; i < count; ++i)
        insights.push_back(tests::insightValue(i, text + " " + std::to_string(i)));
    return insights;
}

std::vector<int> upTo(int count) {
    std::vector<int> numbers;
    for (int i = 0; i < count; ++i)
        numbers.push_back(i);
    return numbers;
}

/// A view of two outlines.
struct Shown {
    TaskRunner runner;
    DiffView view;

    Shown(const std::string& before, const std::string& after, QSize size = {900, 600}) {
        view.setRunner(&runner);
        view.resize(size);
        view.show();
        auto source = std::make_shared<DiffSource>();
        source->beforeText = QStringLiteral("yesterday");
        source->afterText = QStringLiteral("today");
        source->before = before;
        source->after = after;
        view.showDifference(std::move(source));
        QTRY_VERIFY(view.isShown());
    }
    [[nodiscard]] DiffCanvas& canvas() const { return *view.canvas(); }
    [[nodiscard]] int rowOf(DiffBlock::Kind kind) const {
        for (int row = 0; row < canvas().rowCount(); ++row)
            if (canvas().block(row).kind == kind)
                return row;
        return -1;
    }
};

/// Six insights; the first is moved to the end of another section, and the fourth is edited.
struct Moved : Shown {
    static std::string before() {
        return outline({tests::sectionValue(0, "", {0, 1, 2, 3}), tests::sectionValue(1, "", {4, 5})},
                       numbered(6, "insight"));
    }
    static std::string after() {
        std::vector<Value> insights = numbered(6, "insight");
        insights[3] = tests::insightValue(3, "insight three");
        return outline({tests::sectionValue(0, "", {1, 2, 3}), tests::sectionValue(1, "", {4, 5, 0})},
                       insights);
    }
    Moved()
        : Shown(before(), after()) {}
};

} // namespace

class DiffViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void longProseStaysAligned();
    void laysOutOnlyWhatIsSeen();
    void goesThroughChangesByKeys();
    void opensFoldsAndJumpsByKeys();
    void jumpsByClicks();
    void selectsWithinAColumn();
    void swapsTheSides();
    void filters();
    void copiesMarkdownAndPatch();
    void prints();
    void isReadAloud();
    void keepsItsPlaceWhenResized();
};

/// 10,000 characters in one paragraph, a hundred words of it new: whatever the width, what both sides have
/// stands on one height again, a line behind what is new at the latest.
void DiffViewTest::longProseStaysAligned() {
    std::string before, after;
    const std::string put = "and this was put in between by somebody ";
    qsizetype places = 0;
    for (int i = 0; before.size() < 10'000; ++i) {
        const std::string word = "word" + std::to_string(i) + ' ';
        before += word;
        after += i % 150 == 75 ? word + put : word;
        places += i % 150 == 75 ? 1 : 0;
    }
    const DiffPlan plan = planDifference(
        outline({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, before)}),
        outline({tests::sectionValue(0, "", {0})}, {tests::insightValue(0, after)}), Unchanged::show);
    const auto prose = std::find_if(plan.blocks.begin(), plan.blocks.end(), [](const DiffBlock& block) {
        return block.kind == DiffBlock::Kind::prose;
    });
    QVERIFY(prose != plan.blocks.end());
    QStringList marked;
    for (const DiffRun& run : prose->runs)
        if (!run.isMark && run.tone != DiffTone::plain)
            marked << (run.tone == DiffTone::added ? run.text.trimmed() : QStringLiteral("not added"));
    QCOMPARE(marked, QStringList(places, QString::fromStdString(put).trimmed()));
    const DiffStyle style = diffStyle(QPalette(), QFont());
    for (const qreal width : {500.0, 777.0, 1200.0}) {
        const DiffRow row(*prose, style, {DiffColumns::two, width, false}, Folding::folded);
        const qreal line = QFontMetricsF(style.font).height() * 1.2 + 2;
        QVERIFY(row.cells().same.size() > 5);
        for (const SameStretch& same : row.cells().same)
            for (int at = 120; at < same.length; at += 37) { // beyond the line that is torn
                const qreal left = row.lineTop({0, same.before + at});
                const qreal right = row.lineTop({1, same.after + at});
                QVERIFY2(std::abs(left - right) < line + 1,
                         qPrintable(QStringLiteral("%1 of %2 at %3").arg(left).arg(right).arg(width)));
            }
    }
    stemma::tests::proved("A12", "10,000 characters beside each other at three widths, new words marked", 3);
}

void DiffViewTest::laysOutOnlyWhatIsSeen() {
    const std::vector<int> all = upTo(2'000);
    Shown shown(outline({tests::sectionValue(0, "", all)}, numbered(2'000, "old text")),
                outline({tests::sectionValue(0, "", all)}, numbered(2'000, "new text")));
    QCOMPARE(shown.view.changeCount(), 2'000);
    QVERIFY(shown.canvas().laidOut() < 80);
    shown.view.previousChange(); // the last one
    QCOMPARE(shown.canvas().currentChange(), 1'999);
    QVERIFY(shown.canvas().laidOut() < 80);
    const QRect place = shown.canvas().rowRect(shown.canvas().currentRow());
    QVERIFY(shown.canvas().viewport()->rect().contains(place));
    QScrollBar* bar = shown.canvas().verticalScrollBar();
    for (int step = 0; step < 200; ++step)
        bar->setValue(bar->value() - 60);
    QVERIFY(shown.canvas().laidOut() < 80);
}

void DiffViewTest::goesThroughChangesByKeys() {
    Moved shown;
    DiffCanvas& canvas = shown.canvas();
    canvas.setFocus();
    QTRY_VERIFY(canvas.hasFocus());
    QCOMPARE(canvas.currentChange(), 0);
    shown.view.nextChange();
    QCOMPARE(canvas.currentChange(), 1);
    shown.view.nextChange(); // around the end
    QCOMPARE(canvas.currentChange(), 0);
    const int row = canvas.currentRow();
    QTest::keyClick(&canvas, Qt::Key_Down);
    QCOMPARE(canvas.currentRow(), row + 1);
    QTest::keyClick(&canvas, Qt::Key_End);
    QCOMPARE(canvas.currentRow(), canvas.rowCount() - 1);
    QTest::keyClick(&canvas, Qt::Key_Home);
    QCOMPARE(canvas.currentRow(), 0);
}

void DiffViewTest::opensFoldsAndJumpsByKeys() {
    Moved shown;
    DiffCanvas& canvas = shown.canvas();
    canvas.setFocus();
    const int fold = shown.rowOf(DiffBlock::Kind::fold);
    QVERIFY(fold >= 0);
    const int rows = canvas.rowCount();
    canvas.goTo(fold);
    QTest::keyClick(&canvas, Qt::Key_Return);
    QVERIFY(canvas.rowCount() > rows);
    QCOMPARE(canvas.currentRow(), fold);
    QTest::keyClick(&canvas, Qt::Key_Space);
    QCOMPARE(canvas.rowCount(), rows);
    const int was = shown.rowOf(DiffBlock::Kind::was);
    QVERIFY(was >= 0);
    canvas.goTo(was);
    QTest::keyClick(&canvas, Qt::Key_Return);
    QCOMPARE(canvas.block(canvas.currentRow()).change, diff::ChangeKind::moved);
    QCOMPARE(canvas.block(canvas.currentRow()).kind, DiffBlock::Kind::change);
    QTest::keyClick(&canvas, Qt::Key_Return); // and back
    QCOMPARE(canvas.currentRow(), was);
}

void DiffViewTest::jumpsByClicks() {
    Moved shown;
    DiffCanvas& canvas = shown.canvas();
    const int was = shown.rowOf(DiffBlock::Kind::was);
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, canvas.rowRect(was).center());
    QCOMPARE(canvas.block(canvas.currentRow()).kind, DiffBlock::Kind::change);
    const int fold = shown.rowOf(DiffBlock::Kind::fold);
    const int rows = canvas.rowCount();
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, canvas.rowRect(fold).center());
    QVERIFY(canvas.rowCount() > rows);
}

void DiffViewTest::selectsWithinAColumn() {
    Shown shown(outline({tests::sectionValue(0, "", {0, 1})}, numbered(2, "the old words of")),
                outline({tests::sectionValue(0, "", {0, 1})}, numbered(2, "the new words of")));
    DiffCanvas& canvas = shown.canvas();
    QVERIFY(shown.view.inTwoColumns());
    std::vector<int> prose;
    for (int row = 0; row < canvas.rowCount(); ++row)
        if (canvas.block(row).kind == DiffBlock::Kind::prose)
            prose.push_back(row);
    QCOMPARE(prose.size(), std::size_t{2});
    const QPoint from(canvas.viewport()->width() / 2 + 9, canvas.rowRect(prose[0]).top() + 8);
    const QPoint to(canvas.viewport()->width() - 2, canvas.rowRect(prose[1]).top() + 8);
    QTest::mousePress(canvas.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(canvas.viewport(), to);
    QTest::mouseRelease(canvas.viewport(), Qt::LeftButton, {}, to);
    QTest::keyClick(&canvas, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(QStringLiteral("the new words of 0\n")), qPrintable(copied));
    QVERIFY2(copied.endsWith(QStringLiteral("the new words of 1")), qPrintable(copied));
    QVERIFY(!copied.contains(QStringLiteral("old")));
    QTest::mouseDClick(canvas.viewport(), Qt::LeftButton, {}, from);
    QCOMPARE(canvas.selectedText(), QStringLiteral("the"));
    QTest::keyClick(&canvas, Qt::Key_A, Qt::ControlModifier);
    QVERIFY(canvas.selectedText().contains(QStringLiteral("old")));
    QVERIFY(!canvas.selectedText().contains(QChar::LineSeparator));
}

void DiffViewTest::swapsTheSides() {
    Shown shown(outline({tests::sectionValue(0, "", {0})}, numbered(2, "kept")),
                outline({tests::sectionValue(0, "", {0, 1})}, numbered(2, "kept")));
    QCOMPARE(shown.view.headerText(), QStringLiteral("From yesterday\nto today"));
    const QString before = shown.view.plainText();
    shown.view.setSwapped(true);
    QTRY_COMPARE(shown.view.headerText(), QStringLiteral("From today\nto yesterday"));
    QVERIFY(shown.view.plainText() != before);
    shown.view.setSwapped(false);
    QTRY_COMPARE(shown.view.plainText(), before);
}

void DiffViewTest::filters() {
    Moved shown;
    QCOMPARE(shown.view.changeCount(), 2);
    shown.view.setFilter(QStringLiteral("THREE"));
    QCOMPARE(shown.view.changeCount(), 1);
    QCOMPARE(shown.rowOf(DiffBlock::Kind::fold), -1);
    shown.view.setFilter({});
    QCOMPARE(shown.view.kindButton(diff::ChangeKind::moved)->text(), QStringLiteral("↕1"));
    QVERIFY(!shown.view.kindButton(diff::ChangeKind::added)->isVisible());
    shown.view.kindButton(diff::ChangeKind::edited)->click();
    QCOMPARE(shown.view.changeCount(), 1);
    QCOMPARE(shown.rowOf(DiffBlock::Kind::prose), -1);
}

void DiffViewTest::copiesMarkdownAndPatch() {
    Moved shown;
    const auto copied = [&shown] { // nothing is made ready in the window's thread
        QApplication::clipboard()->clear();
        shown.view.copyMarkdown();
        const bool atOnce = !QApplication::clipboard()->text().isEmpty();
        (void)QTest::qWaitFor([] { return !QApplication::clipboard()->text().isEmpty(); });
        return atOnce ? QString() : QApplication::clipboard()->text();
    };
    const QString all = copied();
    QVERIFY2(all.startsWith(QStringLiteral("From yesterday")), qPrintable(all));
    QVERIFY2(all.contains(QStringLiteral("~~3~~**three**")), qPrintable(all));
    shown.canvas().goTo(shown.rowOf(DiffBlock::Kind::prose));
    QTest::keyClick(&shown.canvas(), Qt::Key_Down, Qt::ShiftModifier);
    const QString some = copied();
    QVERIFY2(some.size() < all.size() && some.contains(QStringLiteral("three")), qPrintable(some));
    QApplication::clipboard()->clear();
    shown.view.copyPatch();
    QTRY_VERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("--- a/outline.json")));
    QVERIFY(QApplication::clipboard()->text().contains(
        QStringLiteral("\n+      \"summary\": \"insight three\"")));
}

void DiffViewTest::prints() {
    Moved shown;
    std::shared_ptr<QTextDocument> document;
    shown.view.makePrintable(
        [&document](std::shared_ptr<QTextDocument> made) { document = std::move(made); });
    QVERIFY(document == nullptr); // it is made on the pool
    QTRY_VERIFY(document != nullptr);
    QVERIFY(document->toPlainText().startsWith(QStringLiteral("From yesterday")));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("difference.pdf"));
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(file);
    document->print(&printer);
    QVERIFY(QFile(file).size() > 2'000);
}

void DiffViewTest::isReadAloud() {
    DiffAccess::install();
    Moved shown;
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&shown.canvas());
    QVERIFY(list != nullptr);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), shown.canvas().rowCount());
    QString told;
    for (int row = 0; row < list->childCount(); ++row) {
        QVERIFY(!list->child(row)->text(QAccessible::Name).isEmpty());
        QCOMPARE(list->indexOfChild(list->child(row)), row);
        told += list->child(row)->text(QAccessible::Name) + QLatin1Char('\n');
    }
    QVERIFY2(told.contains(QStringLiteral("[removed: 3]")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("[added: three]")), qPrintable(told));
    const int fold = shown.rowOf(DiffBlock::Kind::fold);
    QVERIFY(list->child(fold)->state().collapsed);
    list->child(fold)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(list->child(fold)->state().expanded);
}

void DiffViewTest::keepsItsPlaceWhenResized() {
    const std::vector<int> all = upTo(300);
    const std::string text(" and a longer text that is wrapped once the window grows narrow enough for that");
    Shown shown(outline({tests::sectionValue(0, "", all)}, numbered(300, "old" + text)),
                outline({tests::sectionValue(0, "", all)}, numbered(300, "new" + text)));
    DiffCanvas& canvas = shown.canvas();
    canvas.verticalScrollBar()->setValue(canvas.verticalScrollBar()->maximum() / 2);
    const int top = canvas.rowAt(0);
    for (const int width : {400, 1'100, 640}) {
        shown.view.resize(width, 600);
        QCOMPARE(canvas.rowAt(0), top);
    }
    QVERIFY(canvas.laidOut() < 80);
}

STEMMA_WIDGET_TEST_MAIN(DiffViewTest)
#include "tst_diff_view.moc"
