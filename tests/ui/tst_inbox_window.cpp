// SPDX-License-Identifier: MIT
// The inbox in the real window: what others wrote is looked through by keys alone, and what was seen is kept.
#include <QListWidget>
#include <QPushButton>
#include <QToolButton>

#include "core/report/report_index.h"
#include "tests/ui/inbox_stage.h"
#include "tests/ui/widget_test.h"
#include "ui/library/sidebar_model.h"
#include "ui/report/part_editor.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::InboxStage;
using tests::insightText;

class InboxWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void hundredChangesByKeys();
    void acceptingIsTakenBack();
    void doesAgainWhatWasTakenBack();
    void undoAsksWhereLaterChangesOverlap();
    void partsStay();
    void leadsToTheReport();
    void newReportsGoToTheTrash();
    void theChoiceStaysWhereItWas();
    void allIsRefusedIfSomebodyWrote();
    void marksOutliveTheLibrarysPlace();
    void saysWhatCantBeUndone();
};

/// Every key of it: the rest of them is looked at one by one below.
void InboxWindowTest::hundredChangesByKeys() {
    InboxStage stage(10, 10); // each undo reads the history of one report again
    for (int change = 0; change < 10; ++change)
        for (tests::ReportBuilder& writer : stage.writers)
            writer.evolve(insightText(change, "Insight rewritten."), "agent",
                          "night-" + std::to_string(change));
    QTRY_COMPARE_WITH_TIMEOUT(stage.cards(), 100, 20'000);
    QCOMPARE(stage.window->sidebar()->model()->index(1, 0).data(SidebarModel::CountRole).toInt(), 100);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(stage.list().view()->hasFocus());
    QCOMPARE(stage.row(), 0);
    stage.key(Qt::Key_J);
    stage.key(Qt::Key_J);
    stage.key(Qt::Key_K);
    QCOMPARE(stage.row(), 1);
    QTRY_COMPARE(stage.inbox().page()->diffView()->changeCount(), 1);
    for (int done = 0; done < 60; ++done) {
        const std::string next = stage.card(2).id;
        const bool undo = done % 4 == 3;
        QTRY_VERIFY(stage.available(undo ? Command::undoCard : Command::acceptCard));
        stage.key(undo ? Qt::Key_U : Qt::Key_A);
        QCOMPARE(stage.list().current(), next); // at once
    }
    QTRY_COMPARE_WITH_TIMEOUT(stage.inbox().session()->count(), 40, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(stage.isIdle(), 20'000);
    QCOMPARE(stage.marked(), std::size_t{60});
    stage.writers[0].evolve(insightText(0, "Written while the person looks."), "agent", "late");
    QTRY_COMPARE(stage.cards(), 41);
    stage.key(Qt::Key_A, Qt::ShiftModifier);
    QVERIFY2(stage.list().meanwhileText().startsWith(QStringLiteral("1 change")),
             qPrintable(stage.list().meanwhileText()));
    QCOMPARE(stage.cards(), 41);
    stage.key(Qt::Key_L);
    QVERIFY(stage.list().meanwhileText().isEmpty());
    QCOMPARE(stage.card(stage.row()).requestId.value_or(""), std::string("late"));
    QTRY_VERIFY(stage.available(Command::acceptAllCards));
    stage.key(Qt::Key_A, Qt::ShiftModifier);
    QTRY_COMPARE(stage.cards(), 0);
    QTRY_VERIFY(stage.list().emptyText().startsWith(QStringLiteral("Nothing new since")));
    QCOMPARE(stage.marked(), std::size_t{101});
    std::size_t undone = 0;
    for (std::size_t writer = 0; writer < stage.writers.size(); ++writer)
        for (std::size_t insight = 1; insight < 10; ++insight)
            undone += stage.text(writer, insight).ends_with("as it was.") ? 1 : 0;
    QCOMPARE(undone, std::size_t{15});
    stage.open();
    QCOMPARE(stage.cards(), 0);
    QCOMPARE(stage.prompts.asked, 0);
}

void InboxWindowTest::acceptingIsTakenBack() {
    InboxStage stage(2);
    stage.writers[0].evolve(insightText(0, "One."));
    stage.writers[1].evolve(insightText(0, "Two."));
    QTRY_COMPARE(stage.cards(), 2);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    stage.key(Qt::Key_J);
    const std::string card = stage.list().current();
    stage.key(Qt::Key_A);
    QTRY_COMPARE(stage.cards(), 1);
    QTRY_VERIFY(stage.available(Command::undo) && stage.isIdle());
    QCOMPARE(stage.marked(), std::size_t{1});
    QVERIFY(stage.window->actions().action(Command::undo)->text().contains(QStringLiteral("“accepted: ")));
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(stage.cards(), 2);
    QTRY_COMPARE(stage.list().current(), card);
    QCOMPARE(stage.marked(), std::size_t{0});
    stage.key(Qt::Key_A, Qt::ShiftModifier);
    QTRY_COMPARE(stage.cards(), 0);
    QTRY_VERIFY(stage.isIdle());
    stage.open(); // nothing to take back, and nothing lost
    QCOMPARE(stage.cards(), 0);
    QVERIFY(!stage.available(Command::undo));
}

/// Accepting, and what was written beside it, as often as one likes; something new ends it.
void InboxWindowTest::doesAgainWhatWasTakenBack() {
    InboxStage stage(1);
    stage.writers[0].evolve(insightText(0, "One."), "agent", "first");
    stage.writers[0].evolve(insightText(1, "Two."), "agent", "second");
    QTRY_COMPARE(stage.cards(), 2);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    const QString report = QStringLiteral("“\u2068Report 1\u2069”");
    const auto told = [&stage] { return stage.window->messages()->texts().value(0); };
    QVERIFY(!stage.available(Command::redo));
    stage.key(Qt::Key_A);
    QTRY_VERIFY(stage.isIdle() && stage.cards() == 1 && stage.available(Command::undo));
    QVERIFY2(told().startsWith(QStringLiteral("Accepted in ") + report) &&
                 told().contains(QStringLiteral("agent edited")) && told().contains(QStringLiteral("second")),
             qPrintable(told()));
    QTRY_VERIFY(stage.available(Command::undoCard));
    stage.key(Qt::Key_U);
    QTRY_VERIFY(stage.isIdle() && stage.cards() == 0 && stage.available(Command::undo));
    QVERIFY2(told().startsWith(QStringLiteral("Took out of ") + report) &&
                 told().contains(QStringLiteral("first")),
             qPrintable(told()));
    for (int times = 0; times < 2; ++times) {
        stage.key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(stage.isIdle() && stage.cards() == 1 && stage.available(Command::redo));
        QCOMPARE(stage.text(0, 0), std::string("One."));
        QVERIFY(stage.window->actions()
                    .action(Command::redo)
                    ->text()
                    .startsWith(QStringLiteral("Redo “taken out: ")));
        stage.key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(stage.cards(), 2);
        QTRY_COMPARE(stage.marked(), std::size_t{0});
        QTRY_VERIFY(stage.isIdle() && stage.available(Command::redo));
        stage.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(stage.isIdle() && stage.cards() == 1 && stage.marked() == 1);
        QTRY_VERIFY(stage.available(Command::redo));
        stage.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(stage.isIdle() && stage.cards() == 0 && stage.marked() == 2);
        QCOMPARE(stage.text(0, 0), std::string("Insight 0 as it was."));
        QCOMPARE(stage.text(0, 1), std::string("Two."));
        QVERIFY(!stage.available(Command::redo));
    }
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(stage.isIdle() && stage.cards() == 1 && stage.available(Command::redo));
    stage.key(Qt::Key_A);
    QTRY_VERIFY(stage.isIdle() && stage.cards() == 0);
    QVERIFY(!stage.available(Command::redo));
}

void InboxWindowTest::undoAsksWhereLaterChangesOverlap() {
    InboxStage stage(1);
    stage.writers[0].evolve(insightText(0, "By the agent."), "agent", "first");
    stage.writers[0].evolve(insightText(0, "By the agent, again."), "agent", "second");
    QTRY_COMPARE(stage.cards(), 2);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    stage.key(Qt::Key_J);
    QCOMPARE(stage.card(1).requestId.value_or(""), std::string("first"));
    QTRY_VERIFY(stage.available(Command::undoCard));
    stage.key(Qt::Key_U);
    QTRY_VERIFY(stage.panel().isVisible());
    QCOMPARE(stage.cards(), 2);
    QCOMPARE(stage.row(), 1);
    QVERIFY(stage.panel().bodyText().startsWith(QStringLiteral("A later change overlaps in one place")));
    QVERIFY(!stage.panel().acceptButton()->isEnabled());
    QListWidget* overlaps = stage.inbox().page()->overlaps()->list();
    QVERIFY(stage.tabTo(overlaps, Qt::Key_Backtab));
    stage.key(Qt::Key_2);
    QTRY_VERIFY(stage.panel().acceptButton()->isEnabled());
    QVERIFY(stage.tabTo(stage.panel().acceptButton()));
    stage.key(Qt::Key_Return);
    QTRY_COMPARE(stage.cards(), 1);
    QCOMPARE(stage.text(0, 0), std::string("Insight 0 as it was."));
    QVERIFY(!stage.panel().isVisible() && stage.list().view()->hasFocus());
    QTRY_VERIFY(stage.isIdle() && stage.available(Command::undo));
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(stage.text(0, 0), std::string("By the agent, again."));
    QTRY_COMPARE(stage.cards(), 2);
    QTRY_COMPARE(stage.card(stage.row()).requestId.value_or(""), std::string("first"));
    // It is left as it is by Esc.
    QTRY_VERIFY(stage.available(Command::undoCard));
    stage.key(Qt::Key_U);
    QTRY_VERIFY(stage.panel().isVisible());
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.panel().isVisible() && stage.list().view()->hasFocus());
    QCOMPARE(stage.cards(), 2);
    QCOMPARE(stage.text(0, 0), std::string("By the agent, again."));
}

void InboxWindowTest::partsStay() {
    InboxStage stage(1);
    stage.writers[0].evolve([](Value& outline) {
        outline.set("title", Value::string("Renamed"));
        insightText(0, "Changed.")(outline);
    });
    QTRY_COMPARE(stage.cards(), 1);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::undoCardParts));
    stage.key(Qt::Key_U, Qt::ShiftModifier);
    QTRY_VERIFY(stage.panel().isVisible());
    QListWidget* parts = stage.panel().partList();
    QCOMPARE(parts->count(), 2);
    QVERIFY(stage.panel().acceptButton()->isEnabled());
    QVERIFY(stage.tabTo(parts, Qt::Key_Backtab));
    stage.key(Qt::Key_Home);
    for (int row = 0; row < 2; ++row) { // nothing is left to undo: that is told, and can't be done
        stage.key(Qt::Key_Space);
        stage.key(Qt::Key_Down);
    }
    QTRY_VERIFY(!stage.panel().acceptButton()->isEnabled());
    QVERIFY(stage.panel().bodyText().startsWith(QStringLiteral("All of it stays")));
    const int title = parts->item(0)->text().contains(QStringLiteral("Title")) ? 0 : 1;
    stage.key(title == 0 ? Qt::Key_End : Qt::Key_Home);
    stage.key(Qt::Key_Space); // all but the title goes
    QTRY_VERIFY(stage.panel().acceptButton()->isEnabled());
    QVERIFY(stage.tabTo(stage.panel().acceptButton()));
    stage.key(Qt::Key_Return);
    QTRY_COMPARE(stage.cards(), 0);
    QCOMPARE(stage.text(0, 0), std::string("Insight 0 as it was."));
    QCOMPARE(stage.writers[0].outline().stringAt("title").value_or(""), std::string("Renamed"));
    QTRY_VERIFY(stage.isIdle() && stage.available(Command::undo));
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(stage.text(0, 0), std::string("Changed."));
    QTRY_COMPARE(stage.cards(), 1);
    QTRY_VERIFY(stage.isIdle() && stage.available(Command::redo));
    stage.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.cards(), 0);
    QTRY_COMPARE(stage.text(0, 0), std::string("Insight 0 as it was."));
    QCOMPARE(stage.writers[0].outline().stringAt("title").value_or(""), std::string("Renamed"));
}

void InboxWindowTest::leadsToTheReport() {
    InboxStage stage(2);
    stage.writers[1].evolve(insightText(2, "Where it was changed."));
    QTRY_COMPARE(stage.cards(), 1);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_COMPARE(stage.inbox().page()->diffView()->changeCount(), 1);
    stage.key(Qt::Key_E);
    QTRY_VERIFY(stage.window->desk()->isVisible());
    QTRY_COMPARE(stage.window->desk()->key(), QString::fromStdString(stage.writers[1].id()));
    OutlinePage* outline = stage.window->desk()->page()->outlinePage();
    QTRY_VERIFY(outline->currentRow() != nullptr &&
                outline->editor()->isAncestorOf(QApplication::focusWidget()));
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(stage.list().view()->hasFocus());
    QCOMPARE(stage.cards(), 1); // to look at a report is not to accept what was changed
    stage.key(Qt::Key_Return);
    QTRY_VERIFY(stage.window->desk()->isVisible());
    QVERIFY(!stage.available(Command::acceptCard));
    QVERIFY(stage.window->sidebar()->scope() == ListScope{});
}

void InboxWindowTest::newReportsGoToTheTrash() {
    InboxStage stage(1);
    stage.writers.emplace_back(stage.root.toStdString(), tests::fixedUuid('b', 7));
    stage.writers[1].create("Made by an agent");
    QTRY_COMPARE(stage.cards(), 1);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::undoCard));
    QVERIFY(!stage.available(Command::undoCardParts));
    stage.key(Qt::Key_U);
    QTRY_VERIFY(stage.panel().isVisible() && stage.panel().acceptButton()->hasFocus());
    stage.key(Qt::Key_Return);
    QTRY_COMPARE(stage.window->session()->snapshot()->trash.size(), std::size_t{1});
    QTRY_COMPARE(stage.cards(), 0);
    QTRY_VERIFY(stage.isIdle() && stage.available(Command::undo));
    stage.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(stage.window->session()->snapshot()->trash.size(), std::size_t{0});
    QTRY_COMPARE(stage.cards(), 1);
    QTRY_VERIFY(stage.isIdle() && stage.available(Command::redo));
    stage.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.window->session()->snapshot()->trash.size(), std::size_t{1});
    QTRY_COMPARE(stage.cards(), 0);
}

void InboxWindowTest::theChoiceStaysWhereItWas() {
    InboxStage stage(3);
    for (tests::ReportBuilder& writer : stage.writers)
        writer.evolve(insightText(0, "One."));
    QTRY_COMPARE(stage.cards(), 3);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    stage.key(Qt::Key_J);
    const std::string chosen = stage.list().current();
    stage.writers[2].setClock({stage.writers[2].now().micros + 60'000'000});
    stage.writers[2].evolve(insightText(1, "Two."));
    QTRY_COMPARE(stage.cards(), 4);
    QCOMPARE(stage.list().current(), chosen);
    QCOMPARE(stage.row(), 2);
    QVERIFY(stage.inbox().model()->index(0).data(CardModel::FreshRole).toBool());
    QVERIFY(stage.list().meanwhileText().startsWith(QStringLiteral("1 change")));
    QTest::mouseClick(stage.list().lookAgainButton(), Qt::LeftButton);
    QCOMPARE(stage.row(), 0);
    QVERIFY(!stage.inbox().model()->index(0).data(CardModel::FreshRole).toBool());
}

/// Also where the window hasn't noticed yet: the core looks again.
void InboxWindowTest::allIsRefusedIfSomebodyWrote() {
    InboxStage stage(1);
    stage.writers[0].evolve(insightText(0, "One."));
    QTRY_COMPARE(stage.cards(), 1);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::acceptAllCards));
    stage.writers[0].evolve(insightText(1, "Two."), "agent", "another");
    stage.key(Qt::Key_A, Qt::ShiftModifier);
    QTRY_VERIFY(stage.list().meanwhileText().endsWith(QStringLiteral("Nothing was accepted.")));
    QVERIFY(stage.list().meanwhileText().startsWith(QStringLiteral("1 change")));
    QCOMPARE(stage.cards(), 2);
    QCOMPARE(stage.marked(), std::size_t{0});
    stage.key(Qt::Key_L);
    QTRY_VERIFY(stage.available(Command::acceptAllCards));
    stage.key(Qt::Key_A, Qt::ShiftModifier);
    QTRY_COMPARE(stage.cards(), 0);
    QCOMPARE(stage.marked(), std::size_t{2});
}

void InboxWindowTest::marksOutliveTheLibrarysPlace() {
    InboxStage stage(2);
    stage.writers[0].evolve(insightText(0, "One."));
    stage.writers[1].evolve(insightText(0, "Two."));
    QTRY_COMPARE(stage.cards(), 2);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    stage.key(Qt::Key_A);
    QTRY_COMPARE(stage.cards(), 1);
    const std::string left = stage.card(0).id;
    QTRY_VERIFY(stage.isIdle());
    stage.window->closeLibrary();
    QVERIFY(report::rebuildIndex(*stage.disk, stage.root.toStdString(), report::DryRun::no));
    stage.open();
    QTRY_COMPARE(stage.cards(), 1);
    QCOMPARE(stage.card(0).id, left);
    stage.window->closeLibrary();
    const QString moved = stage.folder.filePath(QStringLiteral("elsewhere"));
    std::filesystem::rename(stage.root.toStdString(), moved.toStdString());
    stage.root = moved;
    stage.open();
    QTRY_COMPARE(stage.cards(), 1);
    QCOMPARE(stage.card(0).id, left);
}

void InboxWindowTest::saysWhatCantBeUndone() {
    InboxStage stage(2);
    stage.writers[0].editByHand(insightText(0, "By hand."));
    QTRY_COMPARE(stage.cards(), 1);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(!stage.window->actions().whyNot(Command::undoCard).isEmpty());
    QVERIFY(stage.window->actions().whyNot(Command::undoCard).startsWith(QStringLiteral("No event")));
    stage.key(Qt::Key_U); // no letter is a search in the list either
    QVERIFY(!stage.panel().isVisible());
    QCOMPARE(stage.cards(), 1);
    QVERIFY(stage.available(Command::acceptCard));
    stage.key(Qt::Key_A);
    QTRY_COMPARE(stage.cards(), 0);
}

STEMMA_WIDGET_TEST_MAIN(InboxWindowTest)
#include "tst_inbox_window.moc"
