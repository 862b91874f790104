// SPDX-License-Identifier: MIT
// The inbox while something that was asked of it is still under way.
#include "tests/ui/inbox_stage.h"
#include "tests/ui/widget_test.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using tests::InboxStage;
using tests::insightText;

class InboxWaitingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void whatWasAcceptedIsMarkedThoughItIsClosed();
    void acceptingAllSparesWhatComesBack();
    void historiesThatCantBeReadAreTold();
};

void InboxWaitingTest::whatWasAcceptedIsMarkedThoughItIsClosed() {
    constexpr int reports = 8;
    InboxStage stage(reports);
    for (tests::ReportBuilder& writer : stage.writers)
        writer.evolve(insightText(0, "By the agent."));
    QTRY_COMPARE(stage.cards(), reports);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    for (int card = 0; card < reports; ++card)
        stage.inbox().accept(); // as the key does, with nothing handled in between
    QCOMPARE(stage.cards(), 0);
    stage.window.reset();
    stage.runner.reset();
    QCOMPARE(stage.marked(), std::size_t{reports});
    stage.open();
    QCOMPARE(stage.cards(), 0);
}

/// A card that was to be undone, and can't be without a decision, is not accepted with the rest.
void InboxWaitingTest::acceptingAllSparesWhatComesBack() {
    InboxStage stage(1);
    stage.writers[0].evolve(insightText(0, "By the agent."), "agent", "first");
    stage.writers[0].evolve(insightText(0, "By the agent, again."), "agent", "second");
    QTRY_COMPARE(stage.cards(), 2);
    stage.key(Qt::Key_I, Qt::ControlModifier);
    stage.key(Qt::Key_J);
    QTRY_VERIFY(stage.available(Command::undoCard));
    stage.inbox().undoCard();
    stage.inbox().acceptAll();
    QTRY_COMPARE(stage.window->messages()->texts().filter(QStringLiteral("Not all was accepted")).size(), 1);
    QTRY_VERIFY(stage.isIdle());
    QCOMPARE(stage.cards(), 2);
    QCOMPARE(stage.marked(), std::size_t{0});
}

void InboxWaitingTest::historiesThatCantBeReadAreTold() {
    InboxStage stage(2);
    stage.writers[1].evolve(insightText(0, "By the agent."));
    QTRY_COMPARE(stage.cards(), 1);
    const std::string log = stage.writers[0].directory() + "/audit.jsonl";
    std::filesystem::remove(log);
    std::filesystem::create_directory(log); // it can't be read as a file
    QTRY_COMPARE(
        stage.window->messages()->texts().filter(QStringLiteral("can't be read: what others")).size(), 1);
    QCOMPARE(stage.cards(), 1);
}

STEMMA_WIDGET_TEST_MAIN(InboxWaitingTest)
#include "tst_inbox_waiting.moc"
