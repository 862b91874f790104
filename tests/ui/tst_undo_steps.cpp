// SPDX-License-Identifier: MIT
#include <QTest>

#include "ui/session/undo_steps.h"

using namespace stemma;
using namespace stemma::ui;

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

QTEST_MAIN(UndoStepsTest)
#include "tst_undo_steps.moc"
