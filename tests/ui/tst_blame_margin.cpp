// SPDX-License-Identifier: MIT
// Who wrote what, in the real window: in the margin of the outline and for each field, after saves, with
// unsaved edits, and what no person ever touched.
#include <QHeaderView>
#include <QTreeWidget>

#include "core/json/json_document.h"
#include "tests/ui/history_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/blame_book.h"
#include "ui/report/blame_margin.h"
#include "ui/report/field_blame.h"
#include "ui/report/outline_tree.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::HistoryVoyage;

namespace {

/// Insight 7 was last edited by an agent for a request, 8 by a person.
class BlameVoyage : public HistoryVoyage {
public:
    BlameVoyage() {
        pause();
        writer.evolve([](Value& outline) { tests::setText(outline, "Revenue fell."); }, "agent",
                      "nightly-17");
        writer.evolve(
            [](Value& outline) {
                outline.edit("insights")->editItem(1).set("summary", Value::string("Costs rose."));
            },
            "human");
        show();
        QTRY_COMPARE(model().rowCount(), 2);
    }
    [[nodiscard]] OutlinePage& outline() const { return *page().outlinePage(); }
    [[nodiscard]] OutlineModel& model() const { return *outline().model(); }
    [[nodiscard]] BlameMargin& blame() const { return *page().blame(); }
    [[nodiscard]] QModelIndex insight(int number) const {
        return model().index(number, 0, model().index(1, 0));
    }
    [[nodiscard]] QString margin(const QModelIndex& row) const {
        return row.siblingAtColumn(OutlineModel::BlameColumn).data().toString();
    }
    void showBlame() const {
        trigger(Command::showBlame);
        QTRY_VERIFY(blame().book() != nullptr);
    }
    [[nodiscard]] bool marginShown() const {
        return !outline().tree()->isColumnHidden(OutlineModel::BlameColumn);
    }
};

} // namespace

class BlameMarginTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void tellsWhoWroteEachPart();
    void tellsEachField();
    void goesToTheChange();
    void isRenewedAfterASave();
    void showsWhatIsUnsaved();
    void letsWhatPeopleTouchedStandBack();
    void saysWhereItCantTell();
};

void BlameMarginTest::tellsWhoWroteEachPart() {
    BlameVoyage voyage;
    QVERIFY(!voyage.marginShown());
    QTest::keyClick(voyage.window->windowHandle(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(voyage.marginShown() && voyage.blame().book() != nullptr);
    QVERIFY(voyage.action(Command::showBlame).isChecked());
    QCOMPARE(voyage.outline().tree()->header()->visualIndex(OutlineModel::BlameColumn), 0);
    QVERIFY2(voyage.margin(voyage.insight(0)).startsWith(QStringLiteral("agent · ")),
             qPrintable(voyage.margin(voyage.insight(0))));
    QVERIFY(voyage.margin(voyage.insight(1)).startsWith(QStringLiteral("human · ")));
    const QModelIndex first = voyage.insight(0).siblingAtColumn(OutlineModel::BlameColumn);
    const QString tip = first.data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QStringLiteral("nightly-17")) && tip.contains(QStringLiteral("Agent edited")) &&
                 tip.contains(QStringLiteral("2025")),
             qPrintable(tip));
    QVERIFY(first.data(Qt::AccessibleTextRole).toString().startsWith(QStringLiteral("agent")));
    QVERIFY(!first.data(Qt::AccessibleDescriptionRole).toString().isEmpty());
    voyage.window->close();
    voyage.open(); // it is there again after a restart
    voyage.show();
    QTRY_VERIFY(voyage.marginShown() && voyage.blame().book() != nullptr);
    voyage.trigger(Command::showBlame);
    QTRY_VERIFY(!voyage.marginShown() && !voyage.blame().fields()->isVisible());
}

void BlameMarginTest::tellsEachField() {
    BlameVoyage voyage;
    voyage.showBlame();
    voyage.outline().choose(voyage.insight(0));
    QTreeWidget& list = *voyage.blame().fields()->list();
    QTRY_VERIFY(list.isVisible() && list.topLevelItemCount() > 2);
    const auto text = [&list](const char* field) {
        const auto found = list.findItems(QString::fromUtf8(field), Qt::MatchExactly);
        return found.isEmpty() ? QString() : found.first()->toolTip(1);
    };
    QVERIFY2(text("Text").contains(QStringLiteral("nightly-17")), qPrintable(text("Text")));
    QVERIFY(!text("Importance").isEmpty() && !text("Importance").contains(QStringLiteral("nightly-17")));
}

void BlameMarginTest::goesToTheChange() {
    BlameVoyage voyage;
    voyage.showBlame();
    voyage.window->desk()->setHistoryShown(false);
    voyage.outline().choose(voyage.insight(0));
    QTRY_VERIFY(voyage.action(Command::partChange).isEnabled());
    QTest::keyClick(voyage.window->windowHandle(), Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(voyage.window->desk()->historyShown());
    const QTreeView& list = *voyage.history().timelineView();
    const auto chosen = [&]() -> const TimelineEntry* {
        return voyage.history().model()->rowData(list.currentIndex());
    };
    QTRY_VERIFY(chosen() != nullptr && chosen()->actor == "agent" && chosen()->row == 3);
    QTRY_VERIFY(voyage.history().diffView()->plainText().contains(QStringLiteral("fell")));
    // By a click in the margin.
    const QModelIndex margin = voyage.insight(1).siblingAtColumn(OutlineModel::BlameColumn);
    QTest::mouseClick(voyage.outline().tree()->viewport(), Qt::LeftButton, {},
                      voyage.outline().tree()->visualRect(margin).center());
    QTRY_VERIFY(chosen() != nullptr && chosen()->actor == "human");
    // And from a field.
    voyage.outline().choose(voyage.insight(0));
    QTreeWidget& fields = *voyage.blame().fields()->list();
    QTRY_VERIFY(fields.topLevelItemCount() > 2);
    const auto importance = fields.findItems(QStringLiteral("Importance"), Qt::MatchExactly);
    QCOMPARE(importance.size(), 1);
    Q_EMIT fields.itemActivated(importance.first(), 0);
    QTRY_VERIFY(chosen() != nullptr && chosen()->row == 1);
}

void BlameMarginTest::isRenewedAfterASave() {
    BlameVoyage voyage;
    voyage.showBlame();
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Sales fell."); }, "human");
    QTRY_VERIFY(voyage.margin(voyage.insight(0)).startsWith(QStringLiteral("human · ")));
    voyage.pause();
    voyage.writer.evolve(
        [](Value& outline) {
            outline.edit("insights")->editItem(1).set("summary", Value::string("Costs fell."));
        },
        "agent");
    QTRY_VERIFY(voyage.margin(voyage.insight(1)).startsWith(QStringLiteral("agent · ")));
    QVERIFY(voyage.margin(voyage.insight(0)).startsWith(QStringLiteral("human · ")));
}

void BlameMarginTest::showsWhatIsUnsaved() {
    BlameVoyage voyage;
    voyage.showBlame();
    EditSession* edit = voyage.window->desk()->edit();
    QTRY_VERIFY(edit->isEditable());
    const std::string id = tests::fixedUuid('b', 7);
    edit->apply(json::parse(R"([{"op":"edit-insight","insight_id":")" + id +
                            R"(","fields":{"summary":"Typed, and not saved"}}])")
                    .value());
    QTRY_COMPARE(voyage.margin(voyage.insight(0)), QStringLiteral("you, unsaved"));
    QVERIFY(voyage.margin(voyage.insight(1)).startsWith(QStringLiteral("human · ")));
    voyage.outline().choose(voyage.insight(0));
    QTreeWidget& fields = *voyage.blame().fields()->list();
    QTRY_VERIFY(!fields.findItems(QStringLiteral("you, unsaved"), Qt::MatchExactly, 1).isEmpty());
    QCOMPARE(fields.findItems(QStringLiteral("you, unsaved"), Qt::MatchExactly, 1).first()->text(0),
             QStringLiteral("Text"));
    edit->undo();
    QTRY_VERIFY(voyage.margin(voyage.insight(0)).startsWith(QStringLiteral("agent · ")));
    edit->redo();
    QTRY_COMPARE(voyage.margin(voyage.insight(0)), QStringLiteral("you, unsaved"));
    voyage.trigger(Command::save);
    QTRY_VERIFY2(voyage.margin(voyage.insight(0)).startsWith(QStringLiteral("human · ")),
                 qPrintable(voyage.margin(voyage.insight(0))));
}

void BlameMarginTest::letsWhatPeopleTouchedStandBack() {
    BlameVoyage voyage;
    voyage.trigger(Command::neverHuman);
    QTRY_VERIFY(voyage.blame().book() != nullptr);
    QVERIFY(voyage.marginShown());
    // Section 7 holds what a person changed; so does it itself count as touched.
    QCOMPARE(voyage.blame().book()->parts(), 4);
    QCOMPARE(voyage.blame().book()->neverHuman(), 2);
    QVERIFY2(voyage.blame().isVisible() && voyage.blame().text().startsWith(QStringLiteral("2 of 4 part")),
             qPrintable(voyage.blame().text()));
    QVERIFY(voyage.insight(1).data(Qt::ForegroundRole).isValid());
    QVERIFY(!voyage.insight(0).data(Qt::ForegroundRole).isValid());
    voyage.blame().nextUntouched();
    QCOMPARE(voyage.outline().tree()->currentIndex().row(), 0);
    QVERIFY(!voyage.outline().tree()->currentIndex().parent().isValid());
    voyage.blame().nextUntouched();
    QCOMPARE(voyage.model().keyOf(voyage.outline().tree()->currentIndex()),
             voyage.model().keyOf(voyage.insight(0)));
    voyage.blame().nextUntouched(); // and round
    QVERIFY(!voyage.outline().tree()->currentIndex().parent().isValid());
    voyage.blame().previousUntouched();
    QCOMPARE(voyage.model().keyOf(voyage.outline().tree()->currentIndex()),
             voyage.model().keyOf(voyage.insight(0)));
    voyage.trigger(Command::neverHuman);
    QTRY_VERIFY(!voyage.insight(1).data(Qt::ForegroundRole).isValid());
    QVERIFY(!voyage.blame().isVisible());
}

void BlameMarginTest::saysWhereItCantTell() {
    BlameVoyage voyage;
    voyage.showBlame();
    voyage.writer.writeOutline("no outline any more");
    QTRY_VERIFY(voyage.blame().isVisible());
    QTRY_VERIFY(voyage.blame().text().startsWith(QStringLiteral("Who wrote what can't be told.")));
    QVERIFY(!voyage.action(Command::partChange).isEnabled());
}

STEMMA_WIDGET_TEST_MAIN(BlameMarginTest)
#include "tst_blame_margin.moc"
