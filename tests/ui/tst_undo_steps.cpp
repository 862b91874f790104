// SPDX-License-Identifier: MIT
#include <QTest>

#include "core/json/json_document.h"
#include "ui/session/undo_steps.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;

namespace {

class Log {
public:
    Log& event(const std::string& id, const std::string& actor, const std::string& type,
               const std::string& target = {}) {
        history::LoggedEvent logged;
        logged.event.action = ActionId(id);
        logged.event.actor = actor;
        logged.event.type = type;
        logged.event.payload.set("backup_filename",
                                 json::Value::string("outline.json.20250311T101202_743707.bak"));
        if (!target.empty())
            logged.event.payload.set("reverted_from_action_id", json::Value::string(target));
        m_log.events.push_back(logged);
        return *this;
    }
    /// A restore that Undo or Redo made.
    Log& takeBack(const std::string& id, const std::string& target) {
        event(id, "human", "revert", target);
        m_log.events.back().event.payload.set("stemma",
                                              json::Value::object({{"undo", json::Value::boolean(true)}}));
        return *this;
    }
    /// A change that takes others out; `step`: as Undo and Redo do it.
    Log& takeOut(const std::string& id, const std::string& actor, const std::vector<std::string>& changes,
                 bool step = false) {
        event(id, actor, "evolve");
        Value undoes = Value::array({});
        for (const std::string& change : changes)
            undoes.appendItem(Value::string(change));
        Value mark = Value::object({{"undoes", std::move(undoes)}});
        if (step)
            mark.set("undo", Value::boolean(true));
        m_log.events.back().event.payload.set("stemma", std::move(mark));
        return *this;
    }
    Log& withoutBackup() {
        m_log.events.back().event.payload.remove("backup_filename");
        return *this;
    }
    [[nodiscard]] std::string undo() const {
        const UndoSteps steps = undoSteps(m_log);
        return steps.undo ? steps.undo->action.text() : std::string();
    }
    [[nodiscard]] std::string redo() const {
        const UndoSteps steps = undoSteps(m_log);
        return steps.redo ? steps.redo->action.text() : std::string();
    }

private:
    history::AuditLog m_log;
};

} // namespace

class UndoStepsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingToUndoAtFirst();
    void undoesThePersonsNewestChange();
    void walksBackAndForthAgain();
    void aNewChangeForgetsWhatWasUndone();
    void anAgentsChangeEndsIt();
    void aRenderingDoesNot();
    void aChangeWithoutABackupCantBeUndone();
    void restoringAnOldVersionIsAChangeOfItsOwn();
    void restoringBeforeOnesOwnChangeIsToo();
    void takingAChangeOutIsAChangeOfItsOwn();
    void takingOutIsUndoneBesideOthers();
    void whatTookOutIsTold();
};

void UndoStepsTest::nothingToUndoAtFirst() {
    QCOMPARE(Log().undo(), std::string());
    QCOMPARE(Log().event("a", "agent", "evolve").undo(), std::string());
}

void UndoStepsTest::undoesThePersonsNewestChange() {
    QCOMPARE(Log().event("a", "agent", "evolve").event("b", "human", "revert", "a").undo(), std::string("b"));
    QCOMPARE(Log().event("a", "human", "rename").event("b", "human", "tag_update").undo(), std::string("b"));
}

void UndoStepsTest::walksBackAndForthAgain() {
    Log log;
    log.event("a", "human", "rename").event("b", "human", "tag_update");
    log.takeBack("undo-b", "b");
    QCOMPARE(log.undo(), std::string("a"));
    QCOMPARE(log.redo(), std::string("undo-b"));
    log.takeBack("redo-b", "undo-b");
    QCOMPARE(log.undo(), std::string("redo-b"));
    QCOMPARE(log.redo(), std::string());
    log.takeBack("undo-b-again", "redo-b").takeBack("undo-a", "a");
    QCOMPARE(log.undo(), std::string());
    QCOMPARE(log.redo(), std::string("undo-a"));
}

void UndoStepsTest::aNewChangeForgetsWhatWasUndone() {
    Log log;
    log.event("a", "human", "rename").takeBack("undo-a", "a").event("b", "human", "rename");
    QCOMPARE(log.undo(), std::string("b"));
    QCOMPARE(log.redo(), std::string());
}

void UndoStepsTest::anAgentsChangeEndsIt() {
    QCOMPARE(Log().event("a", "human", "rename").event("b", "agent", "evolve").undo(), std::string());
}

void UndoStepsTest::aRenderingDoesNot() {
    QCOMPARE(Log().event("a", "human", "rename").event("b", "agent", "render").withoutBackup().undo(),
             std::string("a"));
}

void UndoStepsTest::aChangeWithoutABackupCantBeUndone() {
    QCOMPARE(Log().event("a", "human", "rename").withoutBackup().undo(), std::string());
}

void UndoStepsTest::restoringAnOldVersionIsAChangeOfItsOwn() {
    Log log;
    log.event("a", "agent", "evolve").event("b", "human", "rename").event("c", "human", "revert", "a");
    QCOMPARE(log.undo(), std::string("c"));
    QCOMPARE(log.redo(), std::string());
}

void UndoStepsTest::restoringBeforeOnesOwnChangeIsToo() {
    Log log;
    log.event("a", "human", "rename").event("b", "human", "revert", "a");
    QCOMPARE(log.undo(), std::string("b"));
    QCOMPARE(log.redo(), std::string());
    log.takeBack("undo-b", "b");
    QCOMPARE(log.undo(), std::string("a"));
    QCOMPARE(log.redo(), std::string("undo-b"));
}

void UndoStepsTest::takingAChangeOutIsAChangeOfItsOwn() {
    Log log;
    log.event("a", "human", "rename").takeOut("b", "human", {"a"});
    QCOMPARE(log.undo(), std::string("b"));
    QCOMPARE(log.redo(), std::string());
    log.takeOut("undo-b", "human", {"b"}, true);
    QCOMPARE(log.undo(), std::string("a"));
    QCOMPARE(log.redo(), std::string("undo-b"));
    log.takeOut("redo-b", "human", {"undo-b"}, true);
    QCOMPARE(log.undo(), std::string("redo-b"));
    QCOMPARE(log.redo(), std::string());
}

void UndoStepsTest::takingOutIsUndoneBesideOthers() {
    Log log;
    log.event("a", "human", "rename").takeOut("b", "human", {"x", "y"}).event("c", "agent", "evolve");
    QCOMPARE(log.undo(), std::string("b"));
    log.takeOut("undo-b", "human", {"b"}, true);
    QCOMPARE(log.undo(), std::string()); // the rename is older than what others wrote
    QCOMPARE(log.redo(), std::string("undo-b"));
    QCOMPARE(Log().takeOut("a", "cli", {"x"}).undo(), std::string());
    QCOMPARE(Log().takeOut("a", "human", {"x"}).event("b", "human", "rename").event("c", "agent", "x").undo(),
             std::string());
}

void UndoStepsTest::whatTookOutIsTold() {
    history::AuditEvent event;
    event.type = "evolve";
    QVERIFY(changesTakenOut(event).empty());
    QCOMPARE(doneText(event), QStringLiteral("edited"));
    for (const char* payload :
         {R"({"stemma":7})", R"({"stemma":{"undoes":"x"}})", R"({"stemma":{"undoes":[7],"undo":1}})"}) {
        event.payload = json::parse(payload).value();
        QVERIFY(changesTakenOut(event).empty());
        QVERIFY(changeUndoneBy(event).empty());
    }
    event.payload = json::parse(R"({"stemma":{"undoes":["a"]}})").value();
    QCOMPARE(doneText(event), QStringLiteral("took a change out"));
    QVERIFY(changeUndoneBy(event).empty());
    event.payload = json::parse(R"({"stemma":{"undoes":["a","b"],"undo":true}})").value();
    QCOMPARE(doneText(event), QStringLiteral("took 2 changes out"));
    QVERIFY(changeUndoneBy(event).empty());
}

QTEST_MAIN(UndoStepsTest)
#include "tst_undo_steps.moc"
