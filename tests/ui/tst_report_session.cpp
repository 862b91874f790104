// SPDX-License-Identifier: MIT
#include <filesystem>
#include <map>

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/session_stage.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::SessionStage;
using tests::setSectionText;

class ReportSessionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheReportAndItsHistory();
    void tellsOfAnotherWritersChange();
    void keepsQuietAboutThisWindowsOwnChanges();
    void tellsThatTheLogCannotBeReadAndKeepsWhatItKnew();
    void comparesTwoVersions();
    void restoresAsPreviewed();
    void refusesAStalePreview();
    void tellsWhatIsAskedForWhileItWrites();
    void undoesARestoreAndTheUndo();
    void offersNothingThatWasTakenBackAlready();
    void undoesAfterARestart();
    void doesNotUndoOverAnothersChange();
    void undoesAnOldRestoreWithAPreview();
    void recordsAnUnrecordedChange();
    void tellsWhenTheReportIsGone();
    void writesNothingByLooking();
};

void ReportSessionTest::readsTheReportAndItsHistory() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QCOMPARE(stage.session().report()->outline.title, std::string("A report"));
    QCOMPARE(stage.session().timeline()->rows.size(), std::size_t{3});
    QVERIFY(!stage.session().canUndo());
    QCOMPARE(stage.session().versionText(*stage.session().timeline()->live), QStringLiteral("now"));
    QVERIFY(stage.session().versionText(stage.beforeEdit()).contains(QStringLiteral("“edited” by agent")));
}

void ReportSessionTest::tellsOfAnotherWritersChange() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QSignalSpy changed(&stage.session(), &ReportSession::reportChanged);
    QSignalSpy others(&stage.session(), &ReportSession::changedByOthers);
    QSignalSpy history(&stage.session(), &ReportSession::timelineChanged);
    stage.writer().evolve([](Value& outline) { setSectionText(outline, "third text"); });
    QTRY_VERIFY(!others.isEmpty());
    QTRY_VERIFY(!changed.isEmpty());
    QTRY_COMPARE(stage.session().timeline()->rows.size(), std::size_t{4});
    QCOMPARE(others.first().first().toString(), QStringLiteral("Agent edited “\u2068A report\u2069”."));
    QCOMPARE(*stage.session().report()->outline.sections.front().content, std::string("third text"));
}

void ReportSessionTest::keepsQuietAboutThisWindowsOwnChanges() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    const ReportId id = stage.session().id();
    const auto rows = [&stage] {
        return stage.session().timeline() ? stage.session().timeline()->rows.size() : std::size_t{0};
    };
    QSignalSpy others(&stage.session(), &ReportSession::changedByOthers);
    QSignalSpy done(&stage.library(), &LibrarySession::done);
    stage.library().setArchived(id, true);
    QTRY_COMPARE(rows(), std::size_t{4});
    QTRY_COMPARE(done.size(), 1);
    stage.library().setArchived(id, false);
    QTRY_COMPARE(rows(), std::size_t{5});
    QTRY_COMPARE(done.size(), 2);
    QVERIFY(stage.library().isOwn(stage.session().timeline()->rows.back().event->action));
    stage.library().trash(id);
    QTRY_VERIFY(!stage.session().report());
    QTRY_COMPARE(stage.library().snapshot()->trash.size(), std::size_t{1});
    stage.library().untrash(QString::fromStdString(stage.library().snapshot()->trash.front().name));
    QTRY_COMPARE(rows(), std::size_t{7});
    QTest::qWait(100);
    QCOMPARE(others.size(), 0);

    stage.writer().evolve([](Value& outline) { setSectionText(outline, "third text"); });
    QTRY_COMPARE(others.size(), 1); // only of what the other one did
    QCOMPARE(others.first().first().toString(), QStringLiteral("Agent edited “\u2068A report\u2069”."));
}

void ReportSessionTest::tellsThatTheLogCannotBeReadAndKeepsWhatItKnew() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    ReportSession& session = stage.session();
    QSignalSpy restored(&session, &ReportSession::restored);
    session.restore(stage.beforeEdit(), stage.sha());
    QTRY_COMPARE(restored.size(), 1);
    QTRY_COMPARE(session.timeline()->rows.size(), std::size_t{4});
    QSignalSpy failed(&session, &ReportSession::failed);
    QSignalSpy others(&session, &ReportSession::changedByOthers);
    const std::string log = stage.writer().directory() + "/audit.jsonl";
    std::filesystem::rename(log, log + ".aside");
    std::filesystem::create_directory(log);
    for (int look = 0; look < 3; ++look) {
        QSignalSpy looked(&session, &ReportSession::reportChanged);
        session.refresh(ReportSession::Force::yes);
        QTRY_VERIFY(!looked.isEmpty());
    }
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().path.ends_with("audit.jsonl"));
    QVERIFY(session.canUndo());
    QCOMPARE(session.timeline()->rows.size(), std::size_t{4});

    std::filesystem::remove(log);
    std::filesystem::rename(log + ".aside", log);
    stage.writer().evolve([](Value& outline) { setSectionText(outline, "third text"); });
    QTRY_COMPARE(others.size(), 1); // of the one change, not of all that the log has
    QCOMPARE(others.first().first().toString(), QStringLiteral("Agent edited “\u2068A report\u2069”."));
    QTRY_VERIFY(!session.canUndo());
}

void ReportSessionTest::comparesTwoVersions() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    std::shared_ptr<const Comparison> comparison;
    connect(&stage.session(), &ReportSession::compared, this,
            [&comparison](const std::shared_ptr<const Comparison>& made) { comparison = made; });
    stage.session().compare(stage.beforeEdit(), *stage.session().timeline()->live);
    QTRY_VERIFY(comparison != nullptr);
    QVERIFY(comparison->beforeBytes.find("first text") != std::string::npos);
    QVERIFY(comparison->afterBytes.find("second text") != std::string::npos);
    QCOMPARE(comparison->afterText, QStringLiteral("now"));
}

void ReportSessionTest::restoresAsPreviewed() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    std::shared_ptr<const RestoreOffer> offer;
    connect(&stage.session(), &ReportSession::previewReady, this,
            [&offer](const std::shared_ptr<const RestoreOffer>& made) { offer = made; });
    stage.session().previewRestore(stage.beforeEdit());
    QTRY_VERIFY(offer != nullptr);
    QCOMPARE(offer->preview.changes.size(), std::size_t{1});
    QCOMPARE(offer->preview.lost.size(), std::size_t{1});
    QCOMPARE(offer->preview.lost.front().actor, std::string("agent"));
    QCOMPARE(sha256(offer->liveBytes), offer->preview.baseSha256);

    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    QSignalSpy others(&stage.session(), &ReportSession::changedByOthers);
    stage.session().restore(*offer);
    QTRY_COMPARE(restored.size(), 1);
    QCOMPARE(stage.content(), std::string("first text"));
    QVERIFY(stage.session().canUndo());
    QTRY_COMPARE(stage.session().timeline()->rows.size(), std::size_t{4});
    QCOMPARE(stage.session().timeline()->rows.back().event->type, std::string("revert"));
    QCOMPARE(*stage.session().report()->outline.sections.front().content, std::string("first text"));
    QTest::qWait(100);
    QCOMPARE(others.size(), 0); // it was us
}

void ReportSessionTest::refusesAStalePreview() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    std::shared_ptr<const RestoreOffer> offer;
    connect(&stage.session(), &ReportSession::previewReady, this,
            [&offer](const std::shared_ptr<const RestoreOffer>& made) { offer = made; });
    stage.session().previewRestore(stage.beforeEdit());
    QTRY_VERIFY(offer != nullptr);
    stage.writer().evolve([](Value& outline) { setSectionText(outline, "meanwhile"); });
    QSignalSpy failed(&stage.session(), &ReportSession::failed);
    stage.session().restore(*offer);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::conflict);
    QCOMPARE(stage.content(), std::string("meanwhile"));
    offer.reset();
    stage.session().previewRestore(stage.beforeEdit());
    QTRY_VERIFY(offer != nullptr);
    stage.session().restore(*offer);
    QTRY_COMPARE(stage.content(), std::string("first text"));
}

/// One write at a time: what is asked for meanwhile isn't done, and that is told.
void ReportSessionTest::tellsWhatIsAskedForWhileItWrites() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    QSignalSpy failed(&stage.session(), &ReportSession::failed);
    stage.session().restore(stage.beforeEdit(), stage.sha());
    stage.session().restore(stage.beforeEdit(), stage.sha());
    QCOMPARE(failed.size(), 1);
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, ErrorCode::locked);
    QVERIFY(error.advice.find("Try again") != std::string::npos);
    QTRY_COMPARE(restored.size(), 1);
    QTRY_COMPARE(stage.session().timeline()->rows.size(), std::size_t{4});
    QCOMPARE(failed.size(), 1);
}

void ReportSessionTest::undoesARestoreAndTheUndo() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    stage.session().restore(stage.beforeEdit(), stage.sha());
    QTRY_COMPARE(restored.size(), 1);
    QVERIFY(stage.session().undoLast());
    QTRY_COMPARE(restored.size(), 2);
    QCOMPARE(stage.content(), std::string("second text"));
    QVERIFY(!stage.session().canUndo());
    QVERIFY(stage.session().canRedo());
    QVERIFY(stage.session().redoLast());
    QTRY_COMPARE(restored.size(), 3);
    QCOMPARE(stage.content(), std::string("first text"));
    QVERIFY(stage.session().undoLast());
    QTRY_COMPARE(restored.size(), 4);
    QCOMPARE(stage.content(), std::string("second text"));
}

/// What it offers at any moment is what the log on the disk says, not what it said before the last write.
void ReportSessionTest::offersNothingThatWasTakenBackAlready() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    ReportSession& session = stage.session();
    int offers = 0;
    int outdated = 0;
    const auto check = [&] {
        const UndoSteps steps = stage.steps();
        offers += session.canUndo() || session.canRedo() ? 1 : 0;
        outdated += (session.canUndo() && !steps.undo) || (session.canRedo() && !steps.redo) ? 1 : 0;
    };
    connect(&session, &ReportSession::undoChanged, this, check);
    connect(&session, &ReportSession::reportChanged, this, check);
    connect(&session, &ReportSession::timelineChanged, this, check);
    connect(&session, &ReportSession::restored, this, check);
    QSignalSpy failed(&session, &ReportSession::failed);
    session.restore(stage.beforeEdit(), stage.sha());
    for (int turn = 0; turn < 3; ++turn) {
        QTRY_VERIFY(session.canUndo());
        QVERIFY(session.undoLast());
        QTRY_VERIFY(session.canRedo());
        QVERIFY(session.redoLast());
    }
    QTRY_VERIFY(session.canUndo());
    QVERIFY(offers > 0);
    QCOMPARE(outdated, 0);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(stage.content(), std::string("first text"));
}

void ReportSessionTest::undoesAfterARestart() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    {
        QSignalSpy restored(&stage.session(), &ReportSession::restored);
        stage.session().restore(stage.beforeEdit(), stage.sha());
        QTRY_COMPARE(restored.size(), 1);
    }
    stage.open();
    QTRY_VERIFY(stage.session().canUndo());
    QVERIFY(stage.session().undoLast());
    QTRY_COMPARE(stage.content(), std::string("second text"));
}

void ReportSessionTest::doesNotUndoOverAnothersChange() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    QSignalSpy failed(&stage.session(), &ReportSession::failed);
    stage.session().restore(stage.beforeEdit(), stage.sha());
    QTRY_COMPARE(restored.size(), 1);
    stage.writer().evolve([](Value& outline) { setSectionText(outline, "by the agent"); });
    stage.session().undoLast(); // perhaps before the session has heard of it
    QTRY_VERIFY(!failed.isEmpty() || !stage.session().canUndo());
    QTest::qWait(100);
    QCOMPARE(stage.content(), std::string("by the agent"));
}

void ReportSessionTest::undoesAnOldRestoreWithAPreview() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    stage.session().restore(stage.beforeEdit(), stage.sha());
    QTRY_COMPARE(restored.size(), 1);
    QTRY_COMPARE(stage.session().timeline()->rows.size(), std::size_t{4});
    const history::AuditEvent restore = *stage.session().timeline()->rows.back().event;
    stage.writer().evolve([](Value& outline) { setSectionText(outline, "later"); });
    // More rows where our lock still lingered: what was written over beside it is kept as a backup.
    QTRY_VERIFY(stage.session().timeline()->rows.size() >= 5);
    QTRY_VERIFY(!stage.session().canUndo());

    std::shared_ptr<const TakeOutOffer> offer;
    connect(&stage.session(), &ReportSession::takeOutReady, this,
            [&offer](const std::shared_ptr<const TakeOutOffer>& made) { offer = made; });
    stage.session().previewTakeOut({restore.action.text()}, QStringLiteral("that"));
    QTRY_VERIFY(offer != nullptr);
    QCOMPARE(offer->preview.resolved.size(), std::size_t{1}); // the later one made something else of it
    QVERIFY(offer->preview.unchanged);
    const std::string key = offer->preview.resolved.front().key();
    const std::shared_ptr<const TakeOutOffer> first = std::exchange(offer, nullptr);
    stage.session().previewAgain(*first, {{key, report::Choice::theirs, {}}});
    stage.session().previewTakeOut({restore.action.text()}, {});
    stage.session().previewAgain(*first, {{key, report::Choice::theirs, {}}}); // only the last is answered
    QTRY_VERIFY(offer != nullptr);
    QVERIFY(!offer->preview.unchanged);
    QCOMPARE(offer->changeText, QStringLiteral("that"));
    stage.session().takeOut(*offer);
    QTRY_COMPARE(restored.size(), 2);
    QCOMPARE(restored.last().first().toString(), QStringLiteral("Took the change that out."));
    QCOMPARE(stage.content(), std::string("second text"));
    QCOMPARE(sha256(offer->liveBytes), offer->preview.baseSha256);
}

void ReportSessionTest::recordsAnUnrecordedChange() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    stage.writer().editByHand([](Value& outline) {
        setSectionText(outline, "by hand");
        outline.set("updated_at", Value::string("2025-03-12T08:00:00+00:00"));
    });
    QTRY_COMPARE(stage.session().timeline()->rows.back().kind, history::RowKind::unrecordedChange);
    QSignalSpy restored(&stage.session(), &ReportSession::restored);
    stage.session().recordUnrecordedChange();
    QTRY_COMPARE(restored.size(), 1);
    QTRY_COMPARE(stage.session().timeline()->rows.back().kind, history::RowKind::change);
    QCOMPARE(stage.session().timeline()->rows.back().event->type, std::string("manual_edit_detected"));
    QCOMPARE(stage.content(), std::string("by hand"));
}

void ReportSessionTest::tellsWhenTheReportIsGone() {
    SessionStage stage;
    QTRY_VERIFY(stage.ready());
    std::filesystem::rename(stage.writer().directory(), stage.writer().directory() + "-elsewhere");
    QTRY_VERIFY(stage.session().report() == nullptr);
}

void ReportSessionTest::writesNothingByLooking() {
    SessionStage stage;
    const auto files = [&stage] {
        std::map<std::string, std::filesystem::file_time_type> all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(stage.writer().directory()))
            all[entry.path().string()] = entry.last_write_time();
        return all;
    };
    const auto before = files();
    QTRY_VERIFY(stage.ready());
    stage.session().compare(stage.beforeEdit(), *stage.session().timeline()->live);
    stage.session().previewRestore(stage.beforeEdit());
    stage.session().refresh(ReportSession::Force::yes);
    QSignalSpy preview(&stage.session(), &ReportSession::previewReady);
    QTRY_VERIFY(!preview.isEmpty());
    QVERIFY(files() == before);
}

QTEST_GUILESS_MAIN(ReportSessionTest)
#include "tst_report_session.moc"
