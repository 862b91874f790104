// SPDX-License-Identifier: MIT
// Past changes are taken out in the real window, and what came later stays: by clicks, by keys, a whole
// group, where later changes overlap, and back again, also after a restart and beside another program.
#include <QCheckBox>
#include <QLayout>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>

#include "core/json/json_document.h"
#include "tests/support/proof.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/history/overlap_chooser.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::setText;
using tests::Voyage;

namespace {

constexpr const char* grew = "Revenue grew by twelve percent.";
constexpr const char* shrank = "Revenue shrank by twelve percent.";

/// The second insight's text, which another change is about.
void setCosts(Value& outline, const std::string& text) {
    outline.edit("insights")->editItem(1).set("summary", Value::string(text));
}
std::string costs(const Voyage& voyage) {
    return voyage.writer.outline().find("insights")->items()[1].stringAt("summary").value_or("");
}

/// A library of which the first report has a change (Voyage's last) with a later one by `actor` on top.
class Later : public Voyage {
public:
    explicit Later(const std::string& actor = "agent") {
        pause();
        writer.evolve([](Value& outline) { setCosts(outline, "Costs rose."); }, actor);
    }
    /// Opens the report with its history, and waits for its rows.
    void show(int rows) {
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        find("quarterly");
        window->desk()->setHistoryShown(true);
        QTRY_COMPARE(history().model()->rowCount(), rows);
    }
    /// By row of the list, "now" on top.
    void choose(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
    }
    [[nodiscard]] RestorePanel& panel() const { return *history().restorePanel(); }
    [[nodiscard]] const TimelineEntry& entry(int row) const {
        return *history().model()->rowData(history().model()->index(row, 0));
    }
    void offer(int row) const {
        choose(row);
        QTRY_VERIFY(window->actions().action(Command::undoChange)->isEnabled());
        trigger(Command::undoChange);
        QTRY_VERIFY(panel().isVisible());
    }
    void accept() const {
        QTRY_VERIFY(panel().acceptButton()->isEnabled());
        panel().acceptButton()->click();
        QTRY_VERIFY(!panel().isVisible());
    }
    [[nodiscard]] QPushButton* undoInMessages() const {
        for (auto* button : window->messages()->findChildren<QPushButton*>())
            if (button->text() == QLatin1String("Undo"))
                return button;
        return nullptr;
    }
    [[nodiscard]] bool canUndo() const { return window->actions().action(Command::undo)->isEnabled(); }
};

} // namespace

class UndoChangesWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void takesAChangeOutByClicks();
    void takesAChangeOutByKeys();
    void takesAGroupOut();
    void takesSeveralRowsOut();
    void asksWhereLaterChangesOverlap();
    void overlapsHaveRoom();
    void isUndoneAfterARestart();
    void isUndoneBesideAnotherProgram();
    void asksWhenUndoOverlapsAnothersChange();
    void makesAStalePreviewAnew();
    void restoreKeepsWhatPeopleChanged();
    void restoreAsksBeforeItLosesWhatPeopleChanged();
    void offersNothingWhereThereIsNothing();
    void unsavedEditsStay();
};

void UndoChangesWindowTest::takesAChangeOutByClicks() {
    Later voyage;
    voyage.show(5);
    voyage.choose(2);
    QPushButton* undo = voyage.history().specialButton();
    QTRY_VERIFY(undo->isVisible());
    QCOMPARE(undo->text(), QStringLiteral("Undo This Change…"));
    const std::string before = voyage.writer.outlineBytes();
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_VERIFY(voyage.panel().isVisible());
    QVERIFY2(voyage.panel().bodyText().contains(QStringLiteral("These later changes stay: 1 by agent.")),
             qPrintable(voyage.panel().bodyText()));
    DiffView& diff = *voyage.history().diffView();
    QTRY_VERIFY(diff.headerText().contains(QStringLiteral("undoing this change")));
    QTRY_COMPARE(diff.changeCount(), 1);
    QVERIFY(!diff.plainText().contains(QStringLiteral("Costs rose")));
    QVERIFY2(voyage.writer.outlineBytes() == before, "a preview writes nothing");
    QVERIFY(!voyage.history().overlaps()->isVisible());

    QTest::mouseClick(voyage.panel().acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
    QTRY_COMPARE(voyage.entry(1).action, QStringLiteral("took out ‘edited’ by agent"));
    QCOMPARE(voyage.entry(1).actor, std::string("human"));
    QVERIFY(voyage.entry(3).undone);
    QTRY_VERIFY(voyage.undoInMessages() != nullptr);
    QVERIFY(
        voyage.window->messages()->texts().first().startsWith(QStringLiteral("Took the change “edited”")));
    QTest::mouseClick(voyage.undoInMessages(), Qt::LeftButton);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
    QTRY_VERIFY(!voyage.entry(4).undone && voyage.entry(2).undone);
    QCOMPARE(voyage.prompts.asked, 0);
}

void UndoChangesWindowTest::takesAChangeOutByKeys() {
    Later voyage;
    voyage.show(5);
    QWindow* keys = voyage.window->windowHandle();
    QTRY_VERIFY(voyage.window->actions().action(Command::comparePrevious)->isEnabled());
    QTest::keyClick(keys, Qt::Key_D, Qt::ControlModifier); // the newest change, and the keyboard is there
    QTRY_COMPARE(voyage.history().timelineView()->currentIndex().row(), 1);
    QTest::keyClick(keys, Qt::Key_Down);
    QTRY_VERIFY(voyage.window->actions().action(Command::undoChange)->isEnabled());
    QTest::keyClick(keys, Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY(voyage.panel().isVisible() && voyage.panel().acceptButton()->hasFocus());
    QTest::keyClick(keys, Qt::Key_Escape);
    QVERIFY(!voyage.panel().isVisible() && voyage.history().timelineView()->hasFocus());
    QTest::keyClick(keys, Qt::Key_U, Qt::ControlModifier);
    QTRY_VERIFY(voyage.panel().isVisible() && voyage.panel().acceptButton()->hasFocus());
    QTest::keyClick(keys, Qt::Key_Return);
    QTRY_COMPARE(voyage.text(), std::string(grew));
    QTRY_VERIFY(voyage.canUndo());
    QCOMPARE(voyage.window->actions().action(Command::undo)->text(),
             QStringLiteral("Undo “took a change out”"));
    QTest::keyClick(keys, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
    QTRY_VERIFY(voyage.window->actions().action(Command::redo)->isEnabled());
    QTest::keyClick(keys, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(voyage.text(), std::string(grew));
    QTRY_VERIFY(voyage.canUndo());
    QTest::keyClick(keys, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
}

void UndoChangesWindowTest::takesAGroupOut() {
    Later voyage;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setText(outline, "One."); }, "agent", "nightly");
    voyage.writer.evolve([](Value& outline) { setText(outline, "Two."); }, "agent", "nightly");
    voyage.writer.evolve([](Value& outline) { outline.set("title", Value::string("Quarterly, again")); },
                         "agent", "nightly");
    voyage.show(6);
    voyage.choose(1);
    QCOMPARE(voyage.entry(1).kind, EntryKind::group);
    QTRY_COMPARE(voyage.history().undoChangeText(), QStringLiteral("Undo These 3 Changes…"));
    QTRY_COMPARE(voyage.window->actions().action(Command::undoChange)->text(),
                 QStringLiteral("Undo These 3 Changes…"));
    voyage.offer(1);
    QCOMPARE(voyage.panel().acceptButton()->text(), QStringLiteral("Undo These 3 Changes"));
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(shrank));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Quarterly revenue"));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
    QTRY_COMPARE(voyage.entry(1).action, QStringLiteral("took 3 changes out"));
    QVERIFY(voyage.entry(2).undone);
}

void UndoChangesWindowTest::takesSeveralRowsOut() {
    Later voyage;
    voyage.show(5);
    voyage.choose(1);
    voyage.history().timelineView()->selectionModel()->select(
        voyage.history().model()->index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTRY_COMPARE(voyage.history().undoChangeText(), QStringLiteral("Undo These 2 Changes…"));
    voyage.trigger(Command::undoChange);
    QTRY_VERIFY(voyage.panel().isVisible());
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs stayed."));
}

void UndoChangesWindowTest::asksWhereLaterChangesOverlap() {
    Later voyage;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setText(outline, "Sales fell."); });
    voyage.show(6);
    voyage.offer(3);
    OverlapChooser& overlaps = *voyage.history().overlaps();
    QVERIFY(overlaps.isVisible());
    QVERIFY(voyage.panel().bodyText().startsWith(QStringLiteral("A later change overlaps in one place")));
    QCOMPARE(overlaps.list()->count(), 1);
    QVERIFY2(overlaps.list()->item(0)->text().endsWith(QStringLiteral("as it is now")),
             qPrintable(overlaps.list()->item(0)->text()));
    QVERIFY(overlaps.sides()->toPlainText().contains(QStringLiteral("Sales fell.")));
    QVERIFY(!voyage.panel().acceptButton()->isEnabled()); // it would change nothing
    overlaps.list()->setFocus();
    QTest::keyClick(overlaps.list(), Qt::Key_2);
    QVERIFY(overlaps.list()->item(0)->text().endsWith(QStringLiteral("taken back")));
    QTRY_VERIFY(voyage.panel().acceptButton()->isEnabled());
    QTRY_COMPARE(voyage.history().diffView()->changeCount(), 1);
    QTest::mouseClick(overlaps.keepButton(), Qt::LeftButton); // the mind is changed, and changed again
    QTRY_VERIFY(voyage.history().takeOut()->preview.unchanged);
    QVERIFY(!voyage.panel().acceptButton()->isEnabled());
    QTest::mouseClick(overlaps.takeBackButton(), Qt::LeftButton);
    QTRY_VERIFY(!voyage.history().takeOut()->preview.unchanged);
    const std::string chosen = voyage.history().takeOut()->preview.resolved.front().theirs->text();
    voyage.accept();
    QCOMPARE(voyage.text(), chosen);
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
}

/// In a low window too, which doesn't grow for it: what has no room is scrolled, nothing lies over another.
void UndoChangesWindowTest::overlapsHaveRoom() {
    Later voyage;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setText(outline, "Sales fell."); });
    voyage.show(6);
    voyage.window->resize(1000, 700);
    voyage.offer(3);
    OverlapChooser& overlaps = *voyage.history().overlaps();
    QTRY_VERIFY(overlaps.takeBackButton()->y() >= overlaps.sides()->geometry().bottom());
    QTRY_COMPARE(overlaps.height(), overlaps.layout()->heightForWidth(overlaps.width()));
    QCOMPARE(voyage.window->height(), 700);
    QTRY_VERIFY(voyage.panel().acceptButton()->isVisible());
    overlaps.takeBackButton()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(overlaps.takeBackButton(), Qt::Key_Tab); // the buttons come after what is to be decided
    QVERIFY(QApplication::focusWidget() != nullptr);
    QCOMPARE(QApplication::focusWidget()->parentWidget(), &voyage.panel());
}

void UndoChangesWindowTest::isUndoneAfterARestart() {
    Later voyage;
    voyage.show(5);
    voyage.offer(2);
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    voyage.open();
    voyage.show(6);
    QTRY_VERIFY(voyage.canUndo());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
}

void UndoChangesWindowTest::isUndoneBesideAnotherProgram() {
    Later voyage;
    voyage.show(5);
    voyage.offer(2);
    voyage.accept();
    QTRY_VERIFY(voyage.undoInMessages() != nullptr);
    voyage.writer.setClock(SystemClock().now()); // its backup is younger than ours
    voyage.writer.evolve([](Value& outline) { setCosts(outline, "Costs doubled."); });
    QTRY_COMPARE(voyage.entry(1).actor, std::string("agent"));
    QTRY_VERIFY(voyage.canUndo());
    QTRY_VERIFY(voyage.undoInMessages() != nullptr);
    QTest::mouseClick(voyage.undoInMessages(), Qt::LeftButton);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
    QCOMPARE(costs(voyage), std::string("Costs doubled."));
    QTRY_VERIFY(voyage.window->actions().action(Command::redo)->isEnabled());
    voyage.trigger(Command::redo);
    QTRY_COMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs doubled."));
}

void UndoChangesWindowTest::asksWhenUndoOverlapsAnothersChange() {
    Later voyage;
    voyage.show(5);
    voyage.offer(2);
    voyage.accept();
    voyage.writer.setClock(SystemClock().now()); // its backup is younger than ours
    voyage.writer.evolve([](Value& outline) { setText(outline, "Sales fell."); });
    QTRY_COMPARE(voyage.entry(1).actor, std::string("agent"));
    QTRY_VERIFY(voyage.canUndo());
    voyage.trigger(Command::undo);
    QTRY_VERIFY(voyage.panel().isVisible());
    QVERIFY(voyage.history().overlaps()->isVisible());
    QCOMPARE(voyage.text(), std::string("Sales fell."));
    QTest::mouseClick(voyage.history().overlaps()->takeBackButton(), Qt::LeftButton);
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(shrank));
}

void UndoChangesWindowTest::makesAStalePreviewAnew() {
    Later voyage;
    voyage.show(5);
    voyage.offer(2);
    const std::string base = voyage.history().takeOut()->preview.baseSha256;
    voyage.pause();
    voyage.writer.evolve([](Value& outline) { setCosts(outline, "Written while the person decides."); });
    QTRY_VERIFY(voyage.history().takeOut()->preview.baseSha256 != base);
    QVERIFY(voyage.panel().bodyText().contains(QStringLiteral("made anew")));
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Written while the person decides."));
}

void UndoChangesWindowTest::restoreKeepsWhatPeopleChanged() {
    Later voyage("human");
    voyage.show(5);
    voyage.choose(2);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.panel().isVisible());
    QVERIFY(voyage.panel().choiceBox()->isVisible());
    QVERIFY(voyage.panel().choiceBox()->isChecked()); // the change after that version was an agent's
    QVERIFY2(voyage.panel().bodyText().contains(QStringLiteral("These later changes stay: 1 by human.")),
             qPrintable(voyage.panel().bodyText()));
    tests::proved("A2", "taking an agent's change back keeps people's by default", 1);
    QTRY_COMPARE(voyage.history().diffView()->changeCount(), 1);
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs rose."));
    QTRY_VERIFY(voyage.canUndo());
    voyage.trigger(Command::undo);
    QTRY_COMPARE(voyage.text(), std::string(shrank));
}

void UndoChangesWindowTest::restoreAsksBeforeItLosesWhatPeopleChanged() {
    Later voyage("human");
    voyage.show(5);
    voyage.choose(2);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.panel().isVisible());
    QTRY_COMPARE(voyage.history().diffView()->changeCount(), 1);
    QTest::mouseClick(voyage.panel().choiceBox(), Qt::LeftButton, {},
                      QPoint(10, voyage.panel().choiceBox()->height() / 2));
    QVERIFY(!voyage.panel().choiceBox()->isChecked());
    QTRY_COMPARE(voyage.history().diffView()->changeCount(), 2);
    QVERIFY(voyage.panel().bodyText().contains(QStringLiteral("no longer be in the report")));
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(costs(voyage), std::string("Costs stayed."));
}

void UndoChangesWindowTest::offersNothingWhereThereIsNothing() {
    Later voyage;
    voyage.show(5);
    voyage.choose(0); // now
    QTRY_VERIFY(!voyage.window->actions().action(Command::undoChange)->isEnabled());
    QVERIFY(voyage.window->actions().whyNot(Command::undoChange).contains(QStringLiteral("Choose a change")));
    voyage.choose(4); // created
    QTRY_VERIFY(!voyage.window->actions().action(Command::undoChange)->isEnabled());
    voyage.choose(2);
    QTRY_VERIFY(voyage.window->actions().action(Command::undoChange)->isEnabled());
    const QRect place = voyage.history().timelineView()->visualRect(voyage.history().model()->index(2, 0));
    Q_EMIT voyage.history().timelineView()->customContextMenuRequested(place.center());
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().first(), voyage.window->actions().action(Command::undoChange));
    menu->close();
    voyage.trigger(Command::undoChange);
    QTRY_VERIFY(voyage.panel().isVisible());
    voyage.accept();
    QTRY_VERIFY(voyage.entry(3).undone);
    voyage.choose(3); // taken out already
    QTRY_VERIFY(!voyage.window->actions().action(Command::undoChange)->isEnabled());
}

/// The rule of a restore: what was typed and isn't saved is merged with what is written.
void UndoChangesWindowTest::unsavedEditsStay() {
    Later voyage;
    voyage.show(5);
    EditSession* edit = voyage.window->desk()->edit();
    QTRY_VERIFY(edit->isEditable());
    edit->apply(json::parse(R"([{"op":"set-title","title":"Typed, and not saved"}])").value());
    QTRY_VERIFY(edit->isModified());
    voyage.offer(2);
    voyage.accept();
    QCOMPARE(voyage.text(), std::string(grew));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Quarterly revenue"));
    QTRY_VERIFY(edit->isModified() && edit->report()->outline.insights.front().summary == std::string(grew));
    QCOMPARE(edit->report()->outline.title, std::string("Typed, and not saved"));
}

STEMMA_WIDGET_TEST_MAIN(UndoChangesWindowTest)
#include "tst_undo_changes_window.moc"
