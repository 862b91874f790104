// SPDX-License-Identifier: MIT
// A text is looked for in all versions of a report, in the real window: when it came and went, where in the
// history that is, what could not be searched; by keys alone, cancelled, and beside a program that writes.
#include <set>

#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>

#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/history/found_changes.h"
#include "ui/history/history_finder.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::setText;
using tests::Voyage;

namespace {

tests::ReportBuilder::Edit summary(std::size_t insight, const char* text) {
    return [insight, text](Value& outline) {
        outline.edit("insights")->editItem(insight).set("summary", Value::string(text));
    };
}

const std::string first = "insight:" + tests::fixedUuid('b', 7);
const std::string second = "insight:" + tests::fixedUuid('b', 8);

/// A report in which "Zephyr" came and went twice.
class Finding : public Voyage {
public:
    Finding() {
        for (const auto& edit : {summary(0, "Revenue grew thanks to Zephyr."), summary(0, "Revenue fell."),
                                 summary(1, "Zephyr raised the costs."), summary(1, "Costs rose."),
                                 summary(0, "Revenue rose.")}) {
            pause();
            writer.evolve(edit);
        }
    }
    /// Opens the report, and the search by its keys.
    void open(int rows = 9) {
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        find("quarterly");
        window->desk()->setHistoryShown(true);
        QTRY_COMPARE(history().model()->rowCount(), rows);
        QTest::keyClick(window->windowHandle(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(finder().textEdit()->hasFocus());
    }
    [[nodiscard]] HistoryFinder& finder() const { return *history().finder(); }
    [[nodiscard]] FoundChanges& results() const { return *finder().results(); }
    void type(const char* text) const {
        finder().textEdit()->clear();
        QTest::keyClicks(finder().textEdit(), QLatin1String(text));
        QTest::keyClick(finder().textEdit(), Qt::Key_Return);
    }
    void search(const char* text, int hits) const {
        type(text);
        QTRY_VERIFY(results().search() != nullptr);
        QCOMPARE(results().rowCount(), hits);
    }
    void choose(int row) const { finder().resultView()->setCurrentIndex(results().index(row)); }
    [[nodiscard]] const report::HistoryHit& hit(int row) const {
        return *results().hit(results().index(row));
    }
    [[nodiscard]] const TimelineEntry& chosen() const {
        return *history().model()->rowData(history().timelineView()->currentIndex());
    }
    void expectShown(const std::string& part, const char* text) const {
        const auto shown = [this] { return history().diffView()->revealed(); };
        QTRY_COMPARE(shown().part, part);
        QCOMPARE(shown().text, QLatin1String(text));
    }
};

} // namespace

class HistoryFindingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void findsWhatCameAndWentTwice();
    void isDoneByKeysAlone();
    void showsThePartOfEach();
    void opensTheGroup();
    void heedsTheCase();
    void isCancelled();
    void tellsWhatCouldNotBeSearched();
    void saysThatTheHistoryGrew();
    void forgetsAnotherReport();
};

void HistoryFindingTest::findsWhatCameAndWentTwice() {
    Finding voyage;
    voyage.open();
    voyage.search("zephyr", 4);
    QVERIFY2(
        voyage.finder().statusText().startsWith(QStringLiteral("Came or went in 4 place(s): 8 version(s)")),
        qPrintable(voyage.finder().statusText()));
    using report::TextChange;
    const std::vector<TextChange> changes{TextChange::went, TextChange::came, TextChange::went,
                                          TextChange::came};
    for (int row = 0; row < 4; ++row)
        QCOMPARE(voyage.hit(row).change, changes[static_cast<std::size_t>(row)]);
    const auto& timeline = *voyage.history().session()->timeline();
    for (int row = 3; row >= 0; --row) {
        voyage.choose(row);
        QTRY_COMPARE(timeline.rows[voyage.chosen().row].event->action.text(), voyage.hit(row).action);
        voyage.expectShown(row > 1 ? first : second, "Zephyr");
    }
    QCOMPARE(voyage.prompts.asked, 0);
}

void HistoryFindingTest::isDoneByKeysAlone() {
    Finding voyage;
    voyage.open();
    QWidget* text = voyage.finder().textEdit();
    voyage.search("Zephyr", 4);
    QTest::keyClick(text, Qt::Key_Return); // the first, then the next
    voyage.expectShown(second, "Zephyr");
    const std::size_t newest = voyage.chosen().row;
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_VERIFY(voyage.chosen().row < newest);
    QTest::keyClick(text, Qt::Key_Down);
    QVERIFY(voyage.finder().resultView()->hasFocus());
    QTest::keyClick(voyage.finder().resultView(), Qt::Key_Up);
    QTRY_COMPARE(voyage.chosen().row, newest);
    QTest::keyClick(voyage.finder().resultView(), Qt::Key_Return);
    QVERIFY(voyage.history().diffView()->isAncestorOf(QApplication::focusWidget()));
    voyage.trigger(Command::find); // "here" is the history
    QVERIFY(text->hasFocus());
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!voyage.finder().isVisible());
    QVERIFY(voyage.history().isVisible());
    QVERIFY(voyage.history().timelineView()->hasFocus());
}

void HistoryFindingTest::showsThePartOfEach() {
    Finding voyage;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) {
        summary(0, "Auriga and revenue.")(outline);
        summary(1, "Costs and Auriga.")(outline);
        outline.set("title", Value::string("Quarterly revenue of Auriga"));
    });
    voyage.open(10);
    voyage.search("auriga", 3);
    std::set<std::string> parts;
    for (int row = 0; row < 3; ++row) {
        voyage.choose(row);
        const report::FoundText& found = voyage.hit(row).found;
        const std::string part = partKey(found.what, found.id);
        QTRY_COMPARE(voyage.history().diffView()->revealed().part, part);
        QCOMPARE(voyage.history().diffView()->revealed().text, QStringLiteral("Auriga"));
        parts.insert(part);
    }
    QCOMPARE(parts.size(), std::size_t{3});
}

void HistoryFindingTest::opensTheGroup() {
    Finding voyage;
    voyage.pause();
    for (const char* text : {"Corvus one.", "Two.", "Three."})
        voyage.writer.evolve(summary(0, text), "agent", "nightly");
    voyage.open(10);
    const QModelIndex group = voyage.history().model()->index(1, 0);
    QCOMPARE(voyage.history().model()->rowCount(group), 3);
    QVERIFY(!voyage.history().timelineView()->isExpanded(group));
    voyage.search("corvus", 2);
    voyage.choose(0);
    QTRY_COMPARE(voyage.history().timelineView()->currentIndex(),
                 voyage.history().model()->index(1, 0, group));
    QVERIFY(voyage.history().timelineView()->isExpanded(group));
    voyage.choose(1);
    QTRY_COMPARE(voyage.history().timelineView()->currentIndex(),
                 voyage.history().model()->index(2, 0, group));
}

void HistoryFindingTest::heedsTheCase() {
    Finding voyage;
    voyage.open();
    voyage.search("zephyr", 4);
    voyage.finder().caseBox()->click();
    QTRY_VERIFY(voyage.results().search() != nullptr);
    QCOMPARE(voyage.results().rowCount(), 0);
    QVERIFY2(voyage.finder().statusText().contains(QStringLiteral("In none of them")),
             qPrintable(voyage.finder().statusText()));
    QVERIFY(!voyage.finder().resultView()->isVisible());
}

void HistoryFindingTest::isCancelled() {
    Finding voyage;
    voyage.open();
    voyage.type("zephyr");
    QVERIFY(voyage.finder().isSearching());
    QVERIFY(voyage.finder().cancelButton()->isVisible());
    QTest::mouseClick(voyage.finder().cancelButton(), Qt::LeftButton);
    QVERIFY(!voyage.finder().isSearching());
    QVERIFY(!voyage.finder().cancelButton()->isVisible());
    QCOMPARE(voyage.finder().statusText(), QStringLiteral("Cancelled."));
    voyage.runner->waitForDone();
    QCoreApplication::sendPostedEvents();
    QTRY_VERIFY(voyage.runner->jobs().isEmpty());
    QVERIFY(voyage.results().search() == nullptr);
    voyage.type("zephyr");
    QTest::keyClick(voyage.finder().textEdit(), Qt::Key_Escape); // cancels, and only then closes
    QVERIFY(voyage.finder().isVisible() && !voyage.finder().isSearching());
    voyage.search("zephyr", 4);
}

void HistoryFindingTest::tellsWhatCouldNotBeSearched() {
    Finding voyage;
    const std::string lost = voyage.writer.lastBackup(); // "Costs rose." with the older revenue
    voyage.writer.writeBackup(lost, "{\"title\": \"Zeph");
    voyage.open();
    voyage.search("zephyr", 4);
    QVERIFY2(voyage.finder().statusText().contains(QString::fromStdString(lost)),
             qPrintable(voyage.finder().statusText()));
    QVERIFY(!voyage.hit(0).exact);
    QVERIFY(voyage.results().index(0).data().toString().contains(QStringLiteral("Zephyr raised")));
    const QString told = voyage.results().index(0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(told.contains(QStringLiteral("or before: versions are lost")), qPrintable(told));
    voyage.choose(0);
    voyage.expectShown(second, "Zephyr");
}

void HistoryFindingTest::saysThatTheHistoryGrew() {
    Finding voyage;
    voyage.open();
    voyage.search("zephyr", 4);
    voyage.pause();
    voyage.writer.evolve(summary(0, "Zephyr is back."));
    QTRY_VERIFY(voyage.finder().statusText().contains(QStringLiteral("has changed since")));
    voyage.choose(3); // what was found still stands
    voyage.expectShown(first, "Zephyr");
    QTest::keyClick(voyage.finder().textEdit(), Qt::Key_Return);
    QTRY_VERIFY(voyage.results().search() != nullptr);
    QCOMPARE(voyage.results().rowCount(), 5);
    QCOMPARE(voyage.hit(0).change, report::TextChange::came);
}

void HistoryFindingTest::forgetsAnotherReport() {
    Finding voyage;
    voyage.open();
    voyage.search("zephyr", 4);
    voyage.find("something else");
    QTRY_COMPARE(voyage.results().rowCount(), 0);
    QVERIFY(voyage.finder().isVisible());
    voyage.search("zephyr", 0);
    voyage.search("something", 1);
    QCOMPARE(voyage.hit(0).change, report::TextChange::came);
}

STEMMA_WIDGET_TEST_MAIN(HistoryFindingTest)
#include "tst_history_finding.moc"
