// SPDX-License-Identifier: MIT
// A person names versions, notes on them and pins them, in the real window: kept over a restart, beside other
// windows, and never in the library.
#include <filesystem>
#include <fstream>

#include "core/base/sha256.h"
#include "core/report/report_index.h"
#include "tests/ui/history_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using tests::HistoryVoyage;

namespace {

std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

class VersionMarksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void namesAVersionInItsRow();
    void notesOnAVersion();
    void pinsByKey();
    void listsOnlyWhatIsMarked();
    void keepsThemOverARestartAndARebuild();
    void showsWhatAnotherWindowNotes();
    void takesThemBack();
    void tellsLostMarksAndGoesOn();
    void tellsMarksThatCantBeWritten();
    void keepsWhatIsTypedWhileOthersSave();
};

void VersionMarksTest::namesAVersionInItsRow() {
    HistoryVoyage voyage;
    voyage.show();
    voyage.choose(2);
    voyage.history().timelineView()->setFocus();
    QTRY_VERIFY(voyage.action(Command::nameVersion).isEnabled());
    voyage.press(Qt::Key_F2);
    auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor != nullptr && !editor->accessibleName().isEmpty());
    QTest::keyClicks(editor, QStringLiteral("as sent  to the board"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(voyage.entry(2).name, QStringLiteral("as sent to the board"));
    const QString shown = TimelineModel::nameText(voyage.entry(2));
    QVERIFY(shown.startsWith(QStringLiteral("★")) && shown.contains(QStringLiteral("as sent")));
    const QModelIndex row = voyage.history().model()->index(2, 0);
    for (const int role : {static_cast<int>(Qt::AccessibleTextRole), static_cast<int>(Qt::ToolTipRole)})
        QVERIFY(row.data(role).toString().contains(QStringLiteral("as sent to the board")));
    QCOMPARE(voyage.entry(1).nameBefore, QStringLiteral("as sent to the board"));
    QTRY_VERIFY(voyage.history().timelineView()->hasFocus());
    // Whoever chooses a version reads its name: in the header, and on the button.
    voyage.choose(1);
    QTRY_VERIFY(voyage.history().diffView()->headerText().contains(QStringLiteral("“as sent to the board”")));
    QVERIFY(voyage.history().restoreButton()->accessibleName().contains(QStringLiteral("as sent")));
    for (const auto& file : std::filesystem::recursive_directory_iterator(voyage.folder.path().toStdString()))
        if (file.is_regular_file())
            QVERIFY(bytesOf(file.path()).find("as sent") == std::string::npos);
    // And takes it away again.
    voyage.choose(2);
    voyage.history().timelineView()->setFocus();
    voyage.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor != nullptr);
    QCOMPARE(editor->text(), QStringLiteral("as sent to the board"));
    editor->clear();
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(voyage.entry(2).name, QString());
    QCOMPARE(voyage.prompts.asked, 0);
}

void VersionMarksTest::notesOnAVersion() {
    HistoryVoyage voyage;
    voyage.show();
    voyage.choose(1);
    voyage.history().timelineView()->setFocus();
    VersionNote& note = *voyage.history().versionNote();
    QVERIFY(!note.isVisible());
    QTRY_VERIFY(voyage.action(Command::noteVersion).isEnabled());
    voyage.press(Qt::Key_M, Qt::ControlModifier);
    QTRY_VERIFY(note.isVisible() && note.text()->hasFocus());
    QTest::keyClicks(note.text(), QStringLiteral("Checked."));
    QTest::keyClick(note.text(), Qt::Key_Return);
    QTest::keyClicks(note.text(), QStringLiteral("Twice."));
    QTest::keyClick(note.text(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(voyage.entry(1).note, QStringLiteral("Checked.\nTwice."));
    QVERIFY(TimelineModel::marks(voyage.entry(1)).contains(QStringLiteral("note")));
    QVERIFY(voyage.history()
                .model()
                ->index(1, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("Twice.")));
    QTRY_VERIFY(note.isVisible() && !note.isEditing());
    QCOMPARE(note.text()->toPlainText(), QStringLiteral("Checked.\nTwice."));
    voyage.choose(2);
    QVERIFY(!note.isVisible());
    voyage.choose(1);
    QVERIFY(note.isVisible());
    voyage.history().timelineView()->setFocus();
    voyage.press(Qt::Key_M, Qt::ControlModifier);
    QTest::keyClicks(note.text(), QStringLiteral(" Not kept."));
    QTest::keyClick(note.text(), Qt::Key_Escape);
    QVERIFY(voyage.window->desk()->historyShown());
    QCOMPARE(note.text()->toPlainText(), QStringLiteral("Checked.\nTwice."));
    QTRY_VERIFY(voyage.history().timelineView()->hasFocus());
}

void VersionMarksTest::pinsByKey() {
    HistoryVoyage voyage;
    voyage.show();
    voyage.choose(2);
    voyage.history().timelineView()->setFocus();
    QTRY_VERIFY(voyage.action(Command::pinVersion).isEnabled());
    voyage.press(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(voyage.entry(2).pinned);
    QTRY_VERIFY(voyage.action(Command::pinVersion).isChecked());
    QVERIFY(TimelineModel::marks(voyage.entry(2)).contains(QStringLiteral("pinned")));
    QCOMPARE(voyage.history().versionNote()->nameText(), QStringLiteral("pinned"));
    voyage.choose(1);
    QTRY_VERIFY(!voyage.action(Command::pinVersion).isChecked());
    voyage.choose(2);
    voyage.press(Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(!voyage.entry(2).pinned);
}

void VersionMarksTest::listsOnlyWhatIsMarked() {
    HistoryVoyage voyage;
    voyage.show();
    const int all = voyage.history().model()->rowCount();
    voyage.trigger(Command::markedVersions);
    QTRY_COMPARE(voyage.history().model()->rowCount(), 1);
    QVERIFY(voyage.history().listNote().contains(QStringLiteral("F2")));
    voyage.trigger(Command::markedVersions);
    QTRY_COMPARE(voyage.history().model()->rowCount(), all);
    QVERIFY(voyage.history().listNote().isEmpty());
    voyage.choose(2);
    const std::string action = voyage.history().model()->keyOf(voyage.history().model()->index(2, 0));
    voyage.trigger(Command::pinVersion);
    QTRY_VERIFY(voyage.entry(2).pinned);
    voyage.trigger(Command::markedVersions);
    QTRY_COMPARE(voyage.history().model()->rowCount(), 2);
    QCOMPARE(voyage.history().model()->keyOf(voyage.history().model()->index(1, 0)), action);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
}

void VersionMarksTest::keepsThemOverARestartAndARebuild() {
    HistoryVoyage voyage;
    voyage.show();
    const std::string sha = sha256(voyage.writer.outlineBytes());
    QVERIFY(voyage.marks.markVersion(voyage.reportId(), sha, {"v1", "kept", true}).has_value());
    (void)report::rebuildIndex(*voyage.disk, voyage.folder.path().toStdString(), report::DryRun::no, {});
    voyage.open();
    voyage.show();
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("v1"));
    QCOMPARE(voyage.entry(0).name, QStringLiteral("v1")); // it is what is current
    QVERIFY(voyage.entry(1).pinned);
    QCOMPARE(voyage.entry(1).note, QStringLiteral("kept"));
    voyage.pause();
    voyage.writer.evolve([](json::Value& outline) { tests::setText(outline, "Sales fell."); });
    QTRY_COMPARE(voyage.entry(2).name, QStringLiteral("v1"));
    QCOMPARE(voyage.entry(1).name, QString());
    QCOMPARE(voyage.entry(1).nameBefore, QStringLiteral("v1"));
}

void VersionMarksTest::showsWhatAnotherWindowNotes() {
    HistoryVoyage voyage;
    voyage.show();
    const std::string sha = sha256(voyage.writer.outlineBytes());
    marks::MarkStore other(*voyage.disk, voyage.marks.directory());
    QVERIFY(other.markVersion(voyage.reportId(), sha, {"theirs", {}, {}}).has_value());
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("theirs"));
    voyage.choose(1);
    voyage.trigger(Command::pinVersion); // both stay
    QTRY_VERIFY(voyage.entry(1).pinned);
    QCOMPARE(voyage.entry(1).name, QStringLiteral("theirs"));
    QVERIFY(other.markVersion(voyage.reportId(), sha, {"again", {}, {}}).has_value());
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("again"));
    QVERIFY(voyage.entry(1).pinned);
}

void VersionMarksTest::takesThemBack() {
    HistoryVoyage voyage;
    voyage.show();
    voyage.choose(1);
    voyage.trigger(Command::pinVersion);
    QTRY_VERIFY(voyage.undoInMessages() != nullptr);
    QVERIFY(voyage.window->messages()->texts().first().startsWith(QStringLiteral("Pinned the version")));
    QTest::mouseClick(voyage.undoInMessages(), Qt::LeftButton);
    QTRY_VERIFY(!voyage.entry(1).pinned && !voyage.action(Command::pinVersion).isChecked() &&
                voyage.action(Command::pinVersion).isEnabled());
    voyage.trigger(Command::pinVersion);
    QTRY_VERIFY(voyage.entry(1).pinned && voyage.action(Command::undo).isEnabled());
    voyage.trigger(Command::undo);
    QTRY_VERIFY(!voyage.entry(1).pinned);
    // What another window noted since isn't taken back with it.
    voyage.history().model()->setData(voyage.history().model()->index(1, 0), QStringLiteral("mine"),
                                      Qt::EditRole);
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("mine"));
    const std::string sha = sha256(voyage.writer.outlineBytes());
    QVERIFY(voyage.marks.markVersion(voyage.reportId(), sha, {"theirs", {}, {}}).has_value());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("theirs"));
    QTRY_VERIFY(voyage.window->messages()->texts().first().contains(QStringLiteral("anew since")));
}

void VersionMarksTest::tellsLostMarksAndGoesOn() {
    HistoryVoyage voyage;
    voyage.show();
    const std::string sha = sha256(voyage.writer.outlineBytes());
    QVERIFY(voyage.marks.markVersion(voyage.reportId(), sha, {"v1", {}, {}}).has_value());
    QTRY_COMPARE(voyage.entry(1).name, QStringLiteral("v1"));
    for (const auto& file : std::filesystem::directory_iterator(voyage.marks.directory()))
        if (file.path().extension() == ".marks")
            std::ofstream(file.path(), std::ios::binary) << "no marks";
    QTRY_COMPARE(voyage.entry(1).name, QString());
    QTRY_VERIFY(!voyage.window->messages()->texts().isEmpty());
    QVERIFY(voyage.window->messages()->texts().first().contains(QStringLiteral("set-aside")));
    voyage.choose(1);
    voyage.trigger(Command::pinVersion);
    QTRY_VERIFY(voyage.entry(1).pinned);
    QCOMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
}

void VersionMarksTest::tellsMarksThatCantBeWritten() {
    HistoryVoyage voyage;
    std::ofstream(voyage.marks.directory()) << "a file in the folder's place";
    voyage.show();
    voyage.choose(1);
    QTRY_VERIFY(voyage.action(Command::pinVersion).isEnabled());
    voyage.trigger(Command::pinVersion);
    QTRY_VERIFY(!voyage.window->messages()->texts().isEmpty());
    QVERIFY(!voyage.entry(1).pinned);
    QCOMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
}

void VersionMarksTest::keepsWhatIsTypedWhileOthersSave() {
    HistoryVoyage voyage;
    voyage.show();
    voyage.choose(2);
    const std::string key = voyage.history().model()->keyOf(voyage.history().model()->index(2, 0));
    voyage.trigger(Command::nameVersion);
    auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, QStringLiteral("half"));
    voyage.pause();
    voyage.writer.evolve([](json::Value& outline) { tests::setText(outline, "Sales fell."); });
    QTRY_COMPARE(voyage.history().model()->rowCount(), 5);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(editor));
    QTest::keyClicks(editor, QStringLiteral(" a name"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(voyage.entry(3).name, QStringLiteral("half a name"));
    QCOMPARE(voyage.history().model()->keyOf(voyage.history().model()->index(3, 0)), key);
}

STEMMA_WIDGET_TEST_MAIN(VersionMarksTest)
#include "tst_version_marks.moc"
