// SPDX-License-Identifier: MIT
// Edits that are saved by themselves, in the real window.
#include <algorithm>
#include <fstream>

#include <QTest>

#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/merge/merge_view.h"
#include "ui/report/section_form.h"
#include "ui/session/auto_save.h"
#include "ui/shell/settings_dialog.h"

using namespace stemma;
using namespace stemma::ui;
using namespace std::chrono_literals;
using json::Value;
using tests::EditingVoyage;

namespace {

constexpr auto shortPause = 60ms;
constexpr int longerThanThePauseMs = 400;

AutoSave& autoSaveOf(const EditingVoyage& voyage) {
    return *voyage.edit()->findChild<AutoSave*>();
}

std::ptrdiff_t eventsOf(const tests::ReportBuilder& report) {
    std::ifstream in(report.directory() + "/audit.jsonl");
    return std::count(std::istreambuf_iterator<char>(in), {}, '\n');
}

void typeIntoFirstInsight(const EditingVoyage& voyage, const char* text) {
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return Ctrl+End");
    voyage.type(text);
}

} // namespace

class AutoSaveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void isOffUntilChosen();
    void savesAfterAPause();
    void whatCannotBeSavedWaitsSilently();
    void conflictsAreOnlyNoticed();
    void aSaveThatIsAskedForMeanwhileTakesAll();
};

void AutoSaveTest::isOffUntilChosen() {
    EditingVoyage voyage;
    QVERIFY(!voyage.settings.get(setting::autoSave));
    SettingsDialog dialog(voyage.settings);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.accept();
    QVERIFY(!voyage.settings.get(setting::autoSave));
    const std::string before = voyage.onDisk(voyage.writer);
    typeIntoFirstInsight(voyage, " More.");
    QTest::qWait(longerThanThePauseMs);
    QVERIFY(voyage.edit()->isModified());
    QCOMPARE(voyage.onDisk(voyage.writer), before);
}

void AutoSaveTest::savesAfterAPause() {
    EditingVoyage voyage;
    QStringList told;
    connect(voyage.window->desk(), &ReportDesk::message, this,
            [&told](const Message& message) { told << message.text; });
    autoSaveOf(voyage).setPause(shortPause);
    const auto events = eventsOf(voyage.writer);
    typeIntoFirstInsight(voyage, " More.");
    QTRY_VERIFY(!voyage.edit()->isModified() && voyage.edit()->isIdle());
    QVERIFY(voyage.onDisk(voyage.writer).find("twelve percent. More.") != std::string::npos);
    QCOMPARE(eventsOf(voyage.writer), events + 1);
    QVERIFY(voyage.edit()->canUndo());
    QCOMPARE(QApplication::focusWidget(), voyage.outline().editor()->prose()->text());
    QCOMPARE(voyage.prompts.asked, 0);
    QCOMPARE(told, QStringList());
    QTest::qWait(longerThanThePauseMs); // nothing is edited: nothing is written
    QCOMPARE(eventsOf(voyage.writer), events + 1);
}

void AutoSaveTest::whatCannotBeSavedWaitsSilently() {
    EditingVoyage voyage;
    QStringList told;
    connect(voyage.window->desk(), &ReportDesk::message, this,
            [&told](const Message& message) { told << message.text; });
    const std::string before = voyage.onDisk(voyage.writer);
    voyage.choose(voyage.section(0));
    QLineEdit* title = voyage.outline().editor()->sectionForm()->title();
    title->setFocus();
    voyage.keys("Ctrl+A Del");
    Q_EMIT voyage.edit()->flushRequested();
    voyage.settle();
    QVERIFY(!voyage.edit()->state()->problems.empty());
    autoSaveOf(voyage).setPause(shortPause);
    QTest::qWait(longerThanThePauseMs);
    QCOMPARE(voyage.onDisk(voyage.writer), before);
    QCOMPARE(told, QStringList());
    voyage.type("A title");
    QTRY_VERIFY(!voyage.edit()->isModified());
    QVERIFY(voyage.onDisk(voyage.writer).find("A title") != std::string::npos);
}

void AutoSaveTest::conflictsAreOnlyNoticed() {
    EditingVoyage voyage;
    voyage.choose(voyage.insight(0, 0));
    voyage.keys("Return Ctrl+A");
    voyage.type("Mine altogether");
    voyage.writer.evolve([](Value& outline) { tests::setText(outline, "Theirs, and nothing else"); });
    const std::string theirs = voyage.onDisk(voyage.writer);
    voyage.edit()->saveByItself(); // before or after the window saw what others did
    QTRY_VERIFY(!voyage.edit()->state()->conflicts.empty());
    voyage.settle();
    autoSaveOf(voyage).setPause(shortPause);
    QTest::qWait(longerThanThePauseMs);
    QCOMPARE(voyage.onDisk(voyage.writer), theirs);
    QVERIFY(!voyage.edit()->isSaveWanted());
    QVERIFY(!voyage.page().mergeView()->isVisible());
    QVERIFY(voyage.edit()->isModified());
}

void AutoSaveTest::aSaveThatIsAskedForMeanwhileTakesAll() {
    EditingVoyage voyage;
    typeIntoFirstInsight(voyage, " First.");
    voyage.edit()->saveByItself();
    QVERIFY(voyage.edit()->isSaving());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" Second."));
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified() && voyage.edit()->isIdle());
    QVERIFY(voyage.onDisk(voyage.writer).find("First. Second.") != std::string::npos);
}

STEMMA_WIDGET_TEST_MAIN(AutoSaveTest)
#include "tst_auto_save.moc"
