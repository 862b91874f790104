// SPDX-License-Identifier: MIT
// The main job, in the real window: open, find, read, history, difference, restore, undo, with another
// program writing meanwhile.
#include <QPushButton>
#include <QTest>
#include <QTreeView>

#include "tests/support/proof.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::setText;
using tests::Voyage;

namespace {

QModelIndex insightAt(const OutlineModel& model, const std::string& id) {
    return model.indexOf("insight:" + id);
}

} // namespace

class VoyageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsReadsComparesRestoresAndUndoes();
    void keepsThePlaceWhileAnotherWrites();
    void makesAStalePreviewAnew();
    void undoesAfterARestart();
    void repairsADamagedReportFromItsHistory();
};

void VoyageTest::init() {
    tests::failOnWarnings();
}

void VoyageTest::findsReadsComparesRestoresAndUndoes() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");

    voyage.trigger(Command::showRead);
    QTRY_VERIFY(voyage.page().readView()->toPlainText().contains(QStringLiteral("Revenue shrank")));

    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().isVisible());
    DiffView& diff = *voyage.history().diffView();
    QTRY_VERIFY(diff.changeCount() > 0);
    QTRY_VERIFY(diff.plainText().contains(QStringLiteral("grew")) &&
                diff.plainText().contains(QStringLiteral("shrank")));
    const QRegularExpression direction(
        QStringLiteral("^From (before “edited” by agent, [^\\n]+)\nto after it, which is now$"));
    const QRegularExpressionMatch told = direction.match(diff.headerText());
    QVERIFY2(told.hasMatch(), qPrintable(diff.headerText()));
    diff.setSwapped(true);
    QTRY_COMPARE(diff.headerText(), QStringLiteral("From now\nto %1").arg(told.captured(1)));
    diff.setSwapped(false);
    QTRY_COMPARE(diff.headerText(), told.captured());
    stemma::tests::proved("A19", "the head of a difference says from what to what, swapped too", 3);

    QPushButton* restore = voyage.history().restoreButton();
    QVERIFY(restore->isEnabled());
    QVERIFY(
        restore->accessibleName().startsWith(QStringLiteral("Restore the version before “edited” by agent")));
    QTest::mouseClick(restore, Qt::LeftButton);
    RestorePanel& panel = *voyage.history().restorePanel();
    QTRY_VERIFY(panel.isVisible());
    QVERIFY2(panel.bodyText().contains(QStringLiteral("by agent")), qPrintable(panel.bodyText()));
    QCOMPARE(voyage.text(), std::string("Revenue shrank by twelve percent.")); // nothing is done yet
    QTRY_VERIFY(panel.isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel.isVisible());

    voyage.trigger(Command::restore);
    QTRY_VERIFY(panel.isVisible());
    Q_EMIT panel.accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QTRY_VERIFY(!panel.isVisible());
    QTRY_VERIFY(voyage.window->messages()
                    ->texts()
                    .join(QLatin1Char(' '))
                    .contains(QStringLiteral("Restored the version")));
    QTRY_VERIFY(voyage.page().readView()->toPlainText().contains(QStringLiteral("Revenue grew")));
    QTRY_COMPARE(voyage.history().model()->rowData(voyage.history().model()->index(1, 0))->actionType,
                 std::string("revert"));

    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    // Ctrl is still held down when the undo is done.
    QTest::keyClick(voyage.window->windowHandle(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
    QTRY_VERIFY(voyage.window->actions().action(Command::redo)->isEnabled());
    const auto* timeline = voyage.history().findChild<QTreeView*>();
    QTRY_COMPARE(timeline->currentIndex().row(), 1);
    QCOMPARE(timeline->selectionModel()->selectedRows().size(), 1);
    QVERIFY(!voyage.page().session()->report()->lockedBy); // our own lingering lock is nobody else's
    voyage.trigger(Command::redo);
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QCOMPARE(voyage.prompts.asked, 0);
}

void VoyageTest::keepsThePlaceWhileAnotherWrites() {
    Voyage voyage;
    voyage.writer.evolve([](Value& document) {
        document.edit("sections")->appendItem(tests::sectionValue(9, "Folded away.", {9}));
        document.edit("insights")->appendItem(tests::insightValue(9, "In the fold."));
    });
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::showOutline);
    OutlinePage& outline = *voyage.page().outlinePage();
    const std::string second = tests::insightValue(8, "").stringAt("insight_id").value();
    QTRY_VERIFY(insightAt(*outline.model(), second).isValid());
    outline.tree()->setCurrentIndex(insightAt(*outline.model(), second));
    const QModelIndex section = outline.tree()->currentIndex().parent();
    QVERIFY(outline.tree()->isExpanded(section));
    const auto fold = [&outline] {
        return insightAt(*outline.model(), tests::insightValue(9, "").stringAt("insight_id").value())
            .parent();
    };
    QTRY_VERIFY(fold().isValid() && outline.tree()->isExpanded(fold()));
    outline.tree()->collapse(fold());

    for (int round = 0; round < 5; ++round) {
        const std::string text = "Written meanwhile, round " + std::to_string(round);
        voyage.writer.evolve([&text](Value& document) {
            setText(document, text);
            document.edit("sections")
                ->insertItem(
                    0, tests::sectionValue(20 + static_cast<int>(document.find("sections")->size()), "new"));
        });
        QTRY_COMPARE_WITH_TIMEOUT(
            insightAt(*outline.model(), tests::insightValue(7, "").stringAt("insight_id").value())
                .data()
                .toString(),
            QString::fromStdString(text), 3000);
        QCOMPARE(outline.tree()->currentIndex().data(OutlineModel::IdRole).toString(),
                 QString::fromStdString(second));
        QVERIFY(outline.tree()->isExpanded(outline.tree()->currentIndex().parent()));
        QVERIFY(fold().isValid() && !outline.tree()->isExpanded(fold()));
    }
    QTRY_VERIFY(voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QStringLiteral("Agent")));
    stemma::tests::proved("A7", "selection and folds stay while another program writes", 5);
}

void VoyageTest::makesAStalePreviewAnew() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    RestorePanel& panel = *voyage.history().restorePanel();
    QTRY_VERIFY(panel.isVisible());
    const std::string base = voyage.history().offer()->preview.baseSha256;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setText(outline, "Written while the person was deciding."); });
    QTRY_VERIFY(voyage.history().offer()->preview.baseSha256 != base);
    QVERIFY(panel.isVisible());
    QVERIFY2(panel.bodyText().contains(QStringLiteral("made anew")), qPrintable(panel.bodyText()));
    QCOMPARE(voyage.text(), std::string("Written while the person was deciding."));
    Q_EMIT panel.accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
}

void VoyageTest::undoesAfterARestart() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    Q_EMIT voyage.history().restorePanel()->accepted();
    QTRY_COMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
    QTRY_VERIFY(!voyage.history().restorePanel()->isVisible());

    voyage.open();
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    voyage.find("quarterly");
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
    stemma::tests::proved("A1", "a restore undone in the window, after a restart", 1);
}

void VoyageTest::repairsADamagedReportFromItsHistory() {
    Voyage voyage;
    QTRY_VERIFY(voyage.window->list()->view()->model()->rowCount() == 2);
    const std::string broken = voyage.writer.outlineBytes().substr(0, 200);
    voyage.writer.writeOutline(broken);
    voyage.find("quarterly");
    QTRY_COMPARE(voyage.page().session()->report()->state, report::ReportState::damaged);
    QCOMPARE(voyage.writer.outlineBytes(), broken); // looking writes nothing
    voyage.trigger(Command::toggleHistory);
    if (!voyage.history().isVisible())
        voyage.trigger(Command::toggleHistory);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled()); // a good version is chosen by itself
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    Q_EMIT voyage.history().restorePanel()->accepted();
    QTRY_COMPARE(voyage.page().session()->report()->state, report::ReportState::ok);
    QCOMPARE(voyage.text(), std::string("Revenue grew by twelve percent."));
}

STEMMA_WIDGET_TEST_MAIN(VoyageTest)
#include "tst_voyage.moc"
