// SPDX-License-Identifier: MIT
// Unsaved edits: kept while they are unsaved, offered when their window is gone, taken up or set aside.
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>

#include "core/json/python_format.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/session/draft_keeper.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::tests;
using namespace stemma::ui;

namespace {

/// The window on its first report, ready to be edited.
class DraftVoyage : public Voyage {
public:
    DraftVoyage() {
        window.reset();
        runner.reset();
    }
    /// As if a window had left these edits behind and was killed.
    void leave(const std::string& base, const std::string& working) {
        journal::DraftStore store(*disk, own.filePath(QStringLiteral("drafts")).toStdString());
        journal::Draft draft;
        draft.library = folder.path().toStdString();
        draft.report = ReportId(writer.id());
        draft.title = "Quarterly revenue";
        draft.written = clock.now();
        draft.base = base;
        draft.working = working;
        QVERIFY(store.write(draft, journal::DraftStore::newOwner()));
    }
    void start() {
        open();
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        find("quarterly");
        QTRY_VERIFY(edit() != nullptr && edit()->isEditable());
    }
    [[nodiscard]] EditSession* edit() const { return window->desk()->edit(); }
    [[nodiscard]] std::string working() const { return edit()->state()->report->bytes; }
    [[nodiscard]] std::vector<journal::Draft> left() {
        return drafts.find(folder.path().toStdString(), ReportId(writer.id())).value().drafts;
    }
    [[nodiscard]] QString told() const { return window->messages()->texts().join(QLatin1Char('\n')); }
    void press(const char* text) const {
        for (QPushButton* button : window->messages()->findChildren<QPushButton*>())
            if (button->text().remove(QLatin1Char('&')) == QLatin1String(text))
                return button->click();
        QFAIL(text);
    }
    /// An edit, as one step.
    void edits(const char* insight) const {
        json::Value fields = json::Value::object({{"summary", json::Value::string(insight)}});
        edit()->apply(
            json::Value::array({json::Value::object({{"op", json::Value::string("edit-insight")},
                                                     {"insight_id", json::Value::string(insightId())},
                                                     {"fields", std::move(fields)}})}));
        QTRY_VERIFY(working().find(insight) != std::string::npos);
    }
    [[nodiscard]] std::string insightId() const {
        return writer.outline().find("insights")->items()[0].stringAt("insight_id").value();
    }
    [[nodiscard]] std::string changed(const std::string& from, const std::string& to) const {
        std::string bytes = writer.outlineBytes();
        return bytes.replace(bytes.find(from), from.size(), to);
    }
};

} // namespace

class TestDraftKeeper : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keptUntilSaved();
    void removedWhenTakenBackOrGivenUp();
    void keptWhenTheWindowIsClosed();
    void takenUpAsOneStep();
    void mergedWithWhatOthersSaved();
    void inTheWayOfWhatOthersSaved();
    void notOverOtherEdits();
    void comparedFirst();
    void setAside();
    void whatWasSavedIsNotOffered();
    void damagedIsTold();
    void failureIsTold();
};

void TestDraftKeeper::keptUntilSaved() {
    DraftVoyage voyage;
    voyage.start();
    QVERIFY(voyage.left().empty());
    voyage.edits("Mine and unsaved.");
    QTRY_COMPARE(voyage.left().size(), std::size_t{1});
    QCOMPARE(voyage.left().front().base, voyage.writer.outlineBytes());
    QCOMPARE(voyage.left().front().working, voyage.working());
    QVERIFY(voyage.left().front().ownerAlive);
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified() && !voyage.edit()->isSaving());
    QTRY_VERIFY(voyage.left().empty());
    QCOMPARE(voyage.text(), std::string("Mine and unsaved."));
}

void TestDraftKeeper::removedWhenTakenBackOrGivenUp() {
    DraftVoyage voyage;
    voyage.start();
    voyage.edits("One.");
    QTRY_COMPARE(voyage.left().size(), std::size_t{1});
    voyage.edit()->undo();
    QTRY_VERIFY(voyage.left().empty());
    voyage.edits("Two.");
    QTRY_COMPARE(voyage.left().size(), std::size_t{1});
    voyage.edit()->giveUp();
    QTRY_VERIFY(voyage.left().empty());
}

void TestDraftKeeper::keptWhenTheWindowIsClosed() {
    DraftVoyage voyage;
    voyage.start();
    voyage.edits("Last words.");
    voyage.window.reset();
    voyage.runner.reset();
    QCOMPARE(voyage.left().size(), std::size_t{1});
    QVERIFY(!voyage.left().front().ownerAlive);
    QVERIFY(voyage.left().front().working.find("Last words.") != std::string::npos);
    voyage.start(); // the same program
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
}

void TestDraftKeeper::takenUpAsOneStep() {
    DraftVoyage voyage;
    const std::string mine = voyage.changed("shrank by twelve", "stayed");
    voyage.leave(voyage.writer.outlineBytes(), mine);
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    QVERIFY(!voyage.edit()->isModified());
    voyage.press("Take Them Up");
    QTRY_VERIFY(voyage.edit()->isModified());
    QCOMPARE(voyage.working(), mine);
    QVERIFY(voyage.edit()->undoText().size() > 5);
    QTRY_VERIFY(voyage.left().size() == 1 && voyage.left().front().ownerAlive); // ours now
    voyage.edit()->undo();
    QTRY_VERIFY(!voyage.edit()->isModified());
    QCOMPARE(voyage.working(), voyage.writer.outlineBytes());
    QVERIFY(!voyage.edit()->canUndo());
}

void TestDraftKeeper::mergedWithWhatOthersSaved() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), voyage.changed("shrank by twelve", "stayed"));
    voyage.pause();
    voyage.writer.evolve([](json::Value& outline) {
        outline.edit("sections")->editItem(0).set("content", json::Value::string("The agent wrote on."));
    });
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    voyage.press("Take Them Up");
    QTRY_VERIFY(voyage.edit()->isModified() &&
                voyage.working().find("The agent wrote on.") != std::string::npos);
    QVERIFY(voyage.working().find("Revenue stayed percent.") != std::string::npos);
    QVERIFY(voyage.edit()->state()->conflicts.empty());
    voyage.edit()->undo();
    QTRY_COMPARE(voyage.working(), voyage.writer.outlineBytes());
}

void TestDraftKeeper::inTheWayOfWhatOthersSaved() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), voyage.changed("shrank by twelve", "stayed"));
    voyage.pause();
    voyage.writer.evolve(
        [](json::Value& outline) { setText(outline, "Revenue shrank by thirteen percent."); });
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    QSignalSpy conflicts(voyage.edit(), &EditSession::conflictsFound);
    voyage.press("Take Them Up");
    QTRY_VERIFY(!voyage.edit()->state()->conflicts.empty());
    QVERIFY(voyage.edit()->isModified());
    QVERIFY(voyage.working().find("Revenue stayed percent.") != std::string::npos);
    QTRY_COMPARE(voyage.left().size(), std::size_t{1});
}

void TestDraftKeeper::notOverOtherEdits() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), voyage.changed("shrank by twelve", "stayed"));
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    voyage.edits("Mine, now.");
    voyage.press("Take Them Up");
    QTRY_VERIFY(voyage.told().contains(QLatin1String("other unsaved edits")));
    QVERIFY(voyage.working().find("Mine, now.") != std::string::npos);
    QTRY_COMPARE(voyage.left().size(), std::size_t{2});
}

void TestDraftKeeper::comparedFirst() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), voyage.changed("shrank by twelve", "stayed"));
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    voyage.press("Compare");
    QTRY_VERIFY(voyage.history().isVisible());
    QTRY_VERIFY(voyage.history().diffView()->findChildren<QWidget*>().size() > 0);
    QVERIFY2(voyage.told().contains(QLatin1String("Unsaved edits from")), "the offer went away");
    QVERIFY(!voyage.edit()->isModified());
    QTest::qWait(50); // the history is read meanwhile: it doesn't take the place
    QVERIFY(voyage.history().timelineView()->selectionModel()->selectedIndexes().isEmpty());
}

void TestDraftKeeper::setAside() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), voyage.changed("shrank by twelve", "stayed"));
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("Unsaved edits from")));
    voyage.press("Set Aside");
    QTRY_VERIFY(voyage.told().contains(QLatin1String("set-aside")));
    QVERIFY(voyage.left().empty());
    QVERIFY(!voyage.edit()->isModified());
}

void TestDraftKeeper::whatWasSavedIsNotOffered() {
    DraftVoyage voyage;
    const std::string before = voyage.writer.outlineBytes();
    std::string mine = before;
    mine.replace(mine.find("shrank by twelve"), 16, "stayed");
    voyage.writer.evolve([](json::Value& outline) { setText(outline, "Revenue stayed percent."); });
    voyage.leave(before, mine);
    voyage.start();
    QTRY_VERIFY(voyage.left().empty());
    QVERIFY(!voyage.told().contains(QLatin1String("Unsaved edits")));
}

void TestDraftKeeper::damagedIsTold() {
    DraftVoyage voyage;
    voyage.leave(voyage.writer.outlineBytes(), "{}");
    const QDir place(voyage.own.filePath(QStringLiteral("drafts")));
    QFile file(place.filePath(place.entryList({QStringLiteral("*.draft")}).value(0)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("broken") == 6);
    file.close();
    voyage.start();
    QTRY_VERIFY(voyage.told().contains(QLatin1String("can't be read")));
    QVERIFY(voyage.told().contains(QLatin1String(".damaged")));
}

void TestDraftKeeper::failureIsTold() {
    DraftVoyage voyage;
    QFile inTheWay(voyage.own.filePath(QStringLiteral("drafts")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly)); // a file where the folder should be
    voyage.start();
    voyage.edits("Mine.");
    QTRY_VERIFY(voyage.told().contains(QStringLiteral("can’t be kept")));
    const auto count = voyage.window->messages()->count();
    voyage.edits("Mine, again.");
    QTest::qWait(300);
    QCOMPARE(voyage.window->messages()->count(), count);
}

STEMMA_WIDGET_TEST_MAIN(TestDraftKeeper)
#include "tst_draft_keeper.moc"
