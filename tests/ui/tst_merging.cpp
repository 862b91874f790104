// SPDX-License-Identifier: MIT
// A person and another program change the same: what the window asks, and what comes of the answer.
#include <filesystem>

#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/support/proof.h"
#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/merge/conflict_model.h"
#include "ui/merge/merge_desk.h"
#include "ui/merge/merge_view.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using tests::EditingVoyage;

class MergingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void aSaveThatMeetsAnothersAsks();
    void theirsMeanwhileIsToldWithoutTakingThePlace();
    void everyChoiceIsSaved();
    void mineAsACopyKeepsBoth();
    void decidingLaterLosesNothing();
    void aReportThatIsGoneAsksNothing();
    void conflictsThatAreNoMoreDontKeepASaveBack();
    void conflictsOfAReportThatWasLeftNameIt();

private:
    /// The person's title and the other program's, on top of the same one.
    static void disagree(EditingVoyage& voyage) {
        voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"Mine"}])").value());
        voyage.settle();
        voyage.writer.evolve(
            [](json::Value& outline) { outline.set("title", json::Value::string("Theirs")); });
    }
    static QPushButton* button(const QWidget& parent, const char* text) {
        for (QPushButton* each : parent.findChildren<QPushButton*>())
            if (each->text() == QString::fromUtf8(text))
                return each;
        return nullptr;
    }
    static MergeView& view(const EditingVoyage& voyage) { return *voyage.page().mergeView(); }
};

void MergingTest::aSaveThatMeetsAnothersAsks() {
    EditingVoyage voyage;
    disagree(voyage);
    voyage.edit()->save();
    QTRY_VERIFY(view(voyage).isVisible());
    QTRY_COMPARE(view(voyage).model()->rowCount(), 1);
    QVERIFY(view(voyage).list()->hasFocus());
    QTest::keyClick(view(voyage).list(), Qt::Key_1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // "Apply" has the focus
    QTRY_VERIFY(!view(voyage).isVisible());
    voyage.settle();
    QVERIFY(voyage.edit()->isModified());
    voyage.save();
    const json::Value saved = voyage.writer.outline();
    QCOMPARE(saved.stringAt("title").value_or(""), std::string("Mine"));
}

void MergingTest::theirsMeanwhileIsToldWithoutTakingThePlace() {
    EditingVoyage voyage;
    disagree(voyage);
    const auto told = [&] {
        const QStringList texts = voyage.window->messages()->texts();
        return std::any_of(texts.begin(), texts.end(), [](const QString& text) {
            return text.contains(QLatin1String("what you changed too"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), 20'000);
    QVERIFY(!view(voyage).isVisible());
    voyage.page().merging()->decide();
    QTRY_VERIFY(view(voyage).isVisible());
    button(view(voyage), "Theirs for all")->click();
    button(view(voyage), "Apply")->click();
    QTRY_VERIFY(!view(voyage).isVisible());
    QTRY_VERIFY(!told());
    QCOMPARE(voyage.edit()->report()->outline.title, std::string("Theirs"));
}

void MergingTest::everyChoiceIsSaved() {
    const std::vector<std::pair<Qt::Key, QStringList>> choices{
        {Qt::Key_1, {QStringLiteral("Mine")}},
        {Qt::Key_2, {QStringLiteral("Theirs")}},
        {Qt::Key_3, {QStringLiteral("Mine"), QStringLiteral("Theirs")}}};
    for (const auto& [key, words] : choices) {
        EditingVoyage voyage;
        disagree(voyage);
        voyage.edit()->save();
        QTRY_VERIFY(view(voyage).isVisible());
        QTest::keyClick(view(voyage).list(), key);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // "Apply" has the focus
        QTRY_VERIFY(!view(voyage).isVisible());
        voyage.settle();
        voyage.edit()->save();
        QTRY_VERIFY(!voyage.edit()->isModified() && !voyage.edit()->isSaving());
        const QString title = QString::fromStdString(voyage.writer.outline().stringAt("title").value_or(""));
        for (const QString& word : {QStringLiteral("Mine"), QStringLiteral("Theirs")})
            QCOMPARE(title.contains(word), words.contains(word));
    }
    stemma::tests::proved("A6", "a conflict decided by keys and saved: mine, theirs, both", choices.size());
}

void MergingTest::mineAsACopyKeepsBoth() {
    EditingVoyage voyage;
    disagree(voyage);
    voyage.edit()->save();
    QTRY_VERIFY(view(voyage).isVisible());
    const auto reports = [&voyage] { return voyage.edit()->session().library().snapshot()->reports.size(); };
    const std::size_t before = reports();
    button(view(voyage), "Keep mine as a copy")->click();
    QTRY_VERIFY(!view(voyage).isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(reports(), before + 1, 20'000);
    QCOMPARE(voyage.edit()->report()->outline.title, std::string("Theirs"));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Theirs"));
    const auto& all = voyage.edit()->session().library().snapshot()->reports;
    QCOMPARE(std::count_if(all.begin(), all.end(),
                           [](const report::ReportSummary& one) {
                               return one.title.find("Mine") != std::string::npos;
                           }),
             std::ptrdiff_t{1});
    stemma::tests::proved("A6", "a conflict that is saved as a copy keeps both", 1);
}

void MergingTest::decidingLaterLosesNothing() {
    EditingVoyage voyage;
    disagree(voyage);
    voyage.edit()->save();
    QTRY_VERIFY(view(voyage).isVisible());
    QTest::keyClick(view(voyage).list(), Qt::Key_Escape);
    QVERIFY(!view(voyage).isVisible());
    QVERIFY(voyage.page().outlinePage()->isVisible());
    QCOMPARE(voyage.edit()->report()->outline.title, std::string("Mine"));
    QVERIFY(voyage.edit()->isModified());
    voyage.edit()->save();
    QTRY_VERIFY(view(voyage).isVisible());
}

void MergingTest::aReportThatIsGoneAsksNothing() {
    EditingVoyage voyage;
    QSignalSpy conflicts(voyage.edit(), &EditSession::conflictsFound);
    disagree(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(!conflicts.isEmpty(), 20'000);
    voyage.settle();
    QSignalSpy settled(voyage.page().merging(), &MergeDesk::settled);
    const std::filesystem::path place = voyage.writer.directory();
    const QTemporaryDir aside;
    const auto away = std::filesystem::path(aside.path().toStdString()) / "report";
    std::filesystem::rename(place, away);
    QTRY_VERIFY_WITH_TIMEOUT(!voyage.edit()->session().report(), 20'000);
    QTRY_VERIFY(!settled.isEmpty());
    voyage.page().merging()->decide();
    voyage.settle();
    QVERIFY(!view(voyage).isVisible());
    QVERIFY2(voyage.edit()->isModified(), "the edits stay");
    std::filesystem::rename(away, place);
}

void MergingTest::conflictsThatAreNoMoreDontKeepASaveBack() {
    EditingVoyage voyage;
    QSignalSpy conflicts(voyage.edit(), &EditSession::conflictsFound);
    disagree(voyage);
    QTRY_VERIFY_WITH_TIMEOUT(!conflicts.isEmpty(), 20'000);
    voyage.settle();
    // They agree meanwhile; nothing has told the working copy.
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"Theirs"}])").value());
    voyage.settle();
    QVERIFY(!voyage.edit()->state()->conflicts.empty());
    voyage.edit()->save();
    QTRY_VERIFY(!voyage.edit()->isModified());
    voyage.settle();
    QVERIFY(!view(voyage).isVisible());
    QVERIFY(voyage.edit()->state()->conflicts.empty());
}

void MergingTest::conflictsOfAReportThatWasLeftNameIt() {
    EditingVoyage voyage;
    voyage.edit()->apply(json::parse(R"([{"op":"set-title","title":"Mine"}])").value());
    voyage.settle();
    voyage.turnTo("Something", voyage.other);
    voyage.writer.evolve([](json::Value& outline) { outline.set("title", json::Value::string("Theirs")); });
    const auto told = [&] {
        const QStringList texts = voyage.window->messages()->texts();
        return std::any_of(texts.begin(), texts.end(), [](const QString& text) {
            return text.contains(QLatin1String("Mine")) &&
                   text.contains(QLatin1String("Others changed what you changed too"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), 20'000);
    QVERIFY(voyage.edit()->session().id().text() == voyage.other.id());
    // What stops the closing is shown.
    voyage.prompts.unsaved = Prompts::Unsaved::save;
    QVERIFY(!voyage.window->close());
    QTRY_VERIFY(voyage.edit() != nullptr && voyage.edit()->session().id().text() == voyage.writer.id());
    QVERIFY(voyage.window->isVisible());
    QVERIFY(voyage.edit()->isModified());
}

STEMMA_WIDGET_TEST_MAIN(MergingTest)
#include "tst_merging.moc"
