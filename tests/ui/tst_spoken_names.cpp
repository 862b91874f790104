// SPDX-License-Identifier: MIT
// In every place of the window that tells what happened, all that the keys reach says what it is to who can't
// see it.
#include "tests/support/proof.h"
#include "tests/ui/inbox_stage.h"
#include "tests/ui/parts_voyage.h"
#include "tests/ui/spoken_names.h"
#include "tests/ui/widget_test.h"
#include "ui/backups/backups_window.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"

using namespace stemma;
using namespace stemma::ui;
using namespace stemma::tests;

namespace {

/// Two reports that an agent changed since the person looked.
class ChangedStage : public InboxStage {
public:
    ChangedStage()
        : InboxStage(2) {
        for (ReportBuilder& writer : writers)
            writer.evolve(insightText(0, "Changed by an agent."));
    }
    void show(Command place) const { window->actions().action(place)->trigger(); }
};

} // namespace

class SpokenNamesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void history();
    void restoreParts();
    void inbox();
    void feed();
    void asItWas();
    void backups();

private:
    static void prove(const QWidget& window, std::size_t atLeast, const char* what) {
        const std::size_t named = namedIn(window);
        QVERIFY2(named > atLeast, qPrintable(QString::number(named)));
        tests::proved("A18", what, named);
    }
};

void SpokenNamesTest::history() {
    PartsVoyage voyage;
    voyage.show(6);
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().diffView()->isShown());
    prove(*voyage.window, 20, "what the keys reach beside a history has a name");
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.panel().isVisible());
    prove(voyage.panel(), 1, "what the keys reach before a restore has a name");
}

void SpokenNamesTest::restoreParts() {
    PartsVoyage voyage("human");
    voyage.removeSection();
    voyage.show(7);
    voyage.openParts(4);
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.history().partsOptions()->places()->isVisible());
    QVERIFY(voyage.panel().choiceBox()->isVisible());
    prove(voyage.panel(), 4, "what the keys reach in Restore Parts has a name");
    prove(*voyage.history().diffView(), 6, "what the keys reach in a difference has a name");
    for (int row = 0; row < voyage.canvas().rowCount(); ++row)
        QVERIFY(!voyage.canvas().spokenText(row).trimmed().isEmpty());
}

void SpokenNamesTest::inbox() {
    ChangedStage stage;
    stage.show(Command::showInbox);
    QTRY_VERIFY(stage.cards() >= 2);
    QTRY_VERIFY(stage.inbox().page()->isVisible());
    prove(*stage.window, 10, "what the keys reach in the Inbox has a name");
}

void SpokenNamesTest::feed() {
    ChangedStage stage;
    stage.show(Command::showFeed);
    QTRY_VERIFY(stage.window->feed()->model()->rowCount() > 2);
    prove(*stage.window, 10, "what the keys reach in the Feed has a name");
}

void SpokenNamesTest::asItWas() {
    ChangedStage stage;
    QTRY_VERIFY(stage.window->list()->select(QString::fromStdString(stage.writers[0].id())));
    stage.show(Command::showAsItWas);
    QTRY_VERIFY(stage.window->past()->bar()->isVisible());
    prove(*stage.window, 10, "what the keys reach in the library as it was has a name");
}

void SpokenNamesTest::backups() {
    ChangedStage stage;
    stage.show(Command::showBackups);
    const auto* backups = stage.window->findChild<BackupsWindow*>();
    QVERIFY(backups != nullptr);
    QTRY_VERIFY(backups->session()->preview() && !backups->session()->isLooking());
    prove(*backups, 5, "what the keys reach in the window of backups has a name");
}

STEMMA_WIDGET_TEST_MAIN(SpokenNamesTest)
#include "tst_spoken_names.moc"
