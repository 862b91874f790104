// SPDX-License-Identifier: MIT
// The history of one part of a report in the real window: only the changes of it, and how; by keys; with the
// outline, or kept; of parts that are gone; and back to the whole as it was.
#include <QComboBox>
#include <QToolButton>

#include "tests/ui/history_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/history/part_rows.h"
#include "ui/history/part_scope_bar.h"
#include "ui/report/outline_tree.h"
#include "ui/text/content_text.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::HistoryVoyage;

namespace {

/// Insight 7 is edited and moved to another section; insight 8 is edited, and goes.
class PartVoyage : public HistoryVoyage {
public:
    PartVoyage() {
        step([](Value& outline) {
            outline.edit("sections")->appendItem(tests::sectionValue(9, "What comes.", {}));
        });
        step([](Value& outline) {
            outline.edit("insights")->editItem(1).set("summary", Value::string("Costs rose."));
        });
        step([](Value& outline) { moveFirstInsight(outline); });
        step([](Value& outline) {
            Value* insights = outline.edit("insights");
            insights->removeItem(1);
            outline.edit("sections")->editItem(1).set("insight_ids", Value::array());
        });
        show();
        QTRY_COMPARE(page().outlinePage()->model()->rowCount(), 3);
    }
    void step(const tests::ReportBuilder::Edit& edit) {
        pause();
        writer.evolve(edit);
    }
    static void moveFirstInsight(Value& outline) {
        Value* sections = outline.edit("sections");
        const Value ids = *sections->editItem(1).find("insight_ids");
        sections->editItem(1).set("insight_ids", Value::array({ids.items()[1]}));
        sections->editItem(2).set("insight_ids", Value::array({ids.items()[0]}));
    }
    [[nodiscard]] OutlinePage& outline() const { return *page().outlinePage(); }
    void chooseInsight() const {
        for (int row = 0; row < outline().model()->rowCount(); ++row) {
            const QModelIndex section = outline().model()->index(row, 0);
            if (outline().model()->rowCount(section) > 0)
                outline().choose(outline().model()->index(0, 0, section));
        }
    }
    [[nodiscard]] QStringList hows() const {
        QStringList hows;
        for (int row = 1; row < history().model()->rowCount(); ++row)
            hows << entry(row).how;
        return hows;
    }
    [[nodiscard]] PartScopeBar& scope() const { return *history().scopeBar(); }
    void choose(const QString& beginning) const {
        for (int row = 0; row < scope().box()->count(); ++row)
            if (scope().box()->itemText(row).startsWith(beginning)) {
                scope().box()->setCurrentIndex(row);
                Q_EMIT scope().box()->activated(row);
                return;
            }
        QFAIL(qPrintable(beginning));
    }
    void waitForRows(int rows) const {
        QTRY_VERIFY2(history().model()->rowCount() == rows && !history().listNote().endsWith(QChar(u'…')),
                     qPrintable(QString::number(history().model()->rowCount())));
    }
};

} // namespace

class PartTimelineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void tellsOnlyThePartsChanges();
    void givesTheWholeBackAsItWas();
    void tellsAField();
    void tellsAPartThatIsGone();
    void followsTheOutlineUnlessItIsKept();
    void tellsThePartWithoutItsContents();
    void takesInWhatOthersSave();
    void saysHowInWords();
};

void PartTimelineTest::tellsOnlyThePartsChanges() {
    PartVoyage voyage;
    voyage.chooseInsight();
    voyage.outline().tree()->setFocus();
    QTRY_VERIFY(voyage.action(Command::partHistory).isEnabled());
    QTest::keyClick(voyage.window->windowHandle(), Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    voyage.waitForRows(4);
    QCOMPARE(voyage.hows().size(), 3);
    QVERIFY2(voyage.hows().at(0).startsWith(QStringLiteral("moved from")), qPrintable(voyage.hows().at(0)));
    QVERIFY2(voyage.hows().at(1).startsWith(QStringLiteral("edited Text “")),
             qPrintable(voyage.hows().at(1)));
    QCOMPARE(voyage.hows().at(2), QStringLiteral("added"));
    QVERIFY(voyage.history().timelineView()->hasFocus());
    QVERIFY(voyage.history()
                .model()
                ->index(1, 0)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("moved from")));
    DiffView& diff = *voyage.history().diffView();
    QTest::keyClick(voyage.history().timelineView(), Qt::Key_Down);
    QTRY_VERIFY(diff.plainText().contains(QStringLiteral("shrank")));
    QCOMPARE(diff.changeCount(), 1);
    QTest::keyClick(voyage.history().timelineView(), Qt::Key_Down);
    QTRY_VERIFY(diff.plainText().contains(QStringLiteral("Revenue grew")));
    QVERIFY2(!diff.plainText().contains(QStringLiteral("Costs stayed")), qPrintable(diff.plainText()));
}

void PartTimelineTest::givesTheWholeBackAsItWas() {
    PartVoyage voyage;
    voyage.history().timelineView()->setFocus();
    HistoryVoyage& whole = voyage;
    whole.choose(3);
    const std::string key = voyage.history().model()->keyOf(voyage.history().timelineView()->currentIndex());
    const int rows = voyage.history().model()->rowCount();
    voyage.chooseInsight();
    voyage.trigger(Command::partHistory);
    voyage.waitForRows(4);
    QTest::keyClick(voyage.history().timelineView(), Qt::Key_Escape);
    QTRY_COMPARE(voyage.history().model()->rowCount(), rows);
    QVERIFY(voyage.window->desk()->historyShown());
    QCOMPARE(voyage.history().model()->keyOf(voyage.history().timelineView()->currentIndex()), key);
    QVERIFY(voyage.history().timelineView()->selectionModel()->isSelected(
        voyage.history().model()->indexOf(key)));
    QVERIFY(voyage.history().listNote().isEmpty());
    QTest::keyClick(voyage.history().timelineView(), Qt::Key_Escape);
    QVERIFY(!voyage.window->desk()->historyShown());
}

void PartTimelineTest::tellsAField() {
    PartVoyage voyage;
    voyage.chooseInsight();
    voyage.choose(QStringLiteral("Only its Text"));
    voyage.waitForRows(3);
    QVERIFY(voyage.hows().at(0).startsWith(QStringLiteral("edited Text")));
    voyage.choose(QStringLiteral("The whole report"));
    QTRY_VERIFY(voyage.history().model()->rowCount() > 4);
}

void PartTimelineTest::tellsAPartThatIsGone() {
    PartVoyage voyage;
    HistoryVoyage& whole = voyage;
    whole.choose(1); // what the last change removed
    QTRY_VERIFY(voyage.scope().box()->findText(QStringLiteral("Changed here"), Qt::MatchStartsWith) > 0);
    voyage.choose(QStringLiteral("Changed here: insight"));
    voyage.waitForRows(4);
    QCOMPARE(voyage.hows().at(0), QStringLiteral("removed"));
    QVERIFY(voyage.hows().at(1).startsWith(QStringLiteral("edited Text")));
    QCOMPARE(voyage.hows().at(2), QStringLiteral("added"));
    QVERIFY(voyage.scope().keepButton()->isChecked());
    voyage.chooseInsight(); // it stays with what is gone
    QCOMPARE(voyage.hows().at(0), QStringLiteral("removed"));
}

void PartTimelineTest::followsTheOutlineUnlessItIsKept() {
    PartVoyage voyage;
    voyage.chooseInsight();
    voyage.trigger(Command::partHistory);
    voyage.waitForRows(4);
    voyage.outline().choose(voyage.outline().model()->index(1, 0));
    QTRY_COMPARE(voyage.scope().scope()->question.what, std::string("section"));
    QTRY_VERIFY(!voyage.history().listNote().endsWith(QChar(u'…')));
    voyage.scope().keepButton()->setChecked(true);
    voyage.chooseInsight();
    QCOMPARE(voyage.scope().scope()->question.what, std::string("section"));
    voyage.scope().keepButton()->setChecked(false);
    QTRY_COMPARE(voyage.scope().scope()->question.what, std::string("insight"));
    voyage.waitForRows(4);
}

void PartTimelineTest::tellsThePartWithoutItsContents() {
    PartVoyage voyage;
    voyage.outline().choose(voyage.outline().model()->index(1, 0));
    voyage.trigger(Command::partHistory);
    QTRY_VERIFY(voyage.scope().scope() && !voyage.history().listNote().endsWith(QChar(u'…')));
    QTRY_VERIFY(voyage.history().model()->rowCount() > 3);
    QVERIFY(voyage.scope().contentsButton()->isVisible());
    voyage.scope().contentsButton()->setChecked(false);
    voyage.waitForRows(2); // it was made, and nothing else
    QCOMPARE(voyage.hows().at(0), QStringLiteral("added"));
}

void PartTimelineTest::takesInWhatOthersSave() {
    PartVoyage voyage;
    voyage.chooseInsight();
    voyage.trigger(Command::partHistory);
    voyage.waitForRows(4);
    voyage.step([](Value& outline) { tests::setText(outline, "Sales fell."); });
    voyage.waitForRows(5);
    QVERIFY(voyage.hows().at(0).contains(QStringLiteral("Sales fell.")));
}

void PartTimelineTest::saysHowInWords() {
    const report::PartQuestion insight{"insight", "i", {}, report::PartContents::include};
    diff::Change edit{diff::ChangeKind::edited, "insight", "i", "s", {}, "title", 0, 0, {}};
    edit.fields.push_back({"importance", Value::integer(5), Value::integer(8)});
    QCOMPARE(howText({edit}, insight, {}), QStringLiteral("Importance from ") +
                                               isolated(QStringLiteral("5")) + QStringLiteral(" to ") +
                                               isolated(QStringLiteral("8")));
    diff::Change move{diff::ChangeKind::moved, "insight", "i", "b", "a", "title", 0, 0, {}};
    QVERIFY(howText({move}, insight, {{"a", QStringLiteral("Risks")}}).contains(QStringLiteral("Risks")));
    QVERIFY(howText({move}, insight, {{"a", QStringLiteral("Risks")}})
                .contains(QStringLiteral("a section that is gone")));
    diff::Change citation{diff::ChangeKind::added, "citation", "c", "i", {}, "q", 0, 0, {}};
    QVERIFY(howText({citation, citation}, insight, {}).startsWith(QStringLiteral("2 ")));
}

STEMMA_WIDGET_TEST_MAIN(PartTimelineTest)
#include "tst_part_timeline.moc"
