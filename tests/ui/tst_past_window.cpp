// SPDX-License-Identifier: MIT
// The library as it was, in the real window: the list and the page of then, only to be looked at, and the way
// back.
#include <QDateTimeEdit>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "tests/ui/inbox_stage.h"
#include "tests/ui/widget_test.h"
#include "ui/past/past_bar.h"
#include "ui/past/past_desk.h"
#include "ui/past/past_page.h"
#include "ui/report/blame_margin.h"
#include "ui/report/outline_tree.h"
#include "ui/shell/message_bar.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::InboxStage;
using tests::insightText;

namespace {

/// Two reports; the second is made an hour after the first, and the first renamed an hour later.
class PastStage : public InboxStage {
public:
    PastStage()
        : InboxStage(1) {
        later();
        writers.emplace_back(root.toStdString(), tests::fixedUuid('b', 2));
        writers[1].setClock(writers[0].now());
        writers[1].create("Made later");
        later();
        writers[0].evolve([](Value& outline) {
            outline.set("title", Value::string("Renamed"));
            insightText(0, "As it is now.")(outline);
        });
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
    }
    void later() { writers[0].setClock({writers[0].now().micros + std::int64_t{3'600'000'000}}); }
    [[nodiscard]] PastDesk& past() const { return *window->past(); }
    [[nodiscard]] QStringList titles() const {
        QStringList titles;
        const auto* model = window->list()->view()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            titles << model->index(row, 0).data().toString();
        titles.sort();
        return titles;
    }
    void choose(std::size_t writer) const {
        QTRY_VERIFY(window->list()->select(QString::fromStdString(writers[writer].id())));
    }
    [[nodiscard]] bool pageSays(const char* text) const {
        const auto& report = past().page()->outlinePage()->report();
        return report && report->bytes.find(text) != std::string::npos && past().page()->isVisible();
    }
};

} // namespace

class PastWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void goesBackStepByStep();
    void nothingCanBeChanged();
    void leadsToTheRestore();
    void leadsToTheRestoreOfWhatWasInTheTrash();
    void theLastOfManyCounts();
    void staysWhileOthersWrite();
    void otherPlacesLeaveIt();
    void leadsToTheChangeThatIsTold();
    void tellsWhoWroteWhatThen();
};

void PastWindowTest::goesBackStepByStep() {
    PastStage stage;
    stage.choose(0);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(stage.past().bar()->isVisible());
    QTRY_COMPARE(stage.titles(), (QStringList{QStringLiteral("Made later"), QStringLiteral("Renamed")}));
    QTRY_VERIFY(stage.pageSays("As it is now."));
    QVERIFY(!stage.window->desk()->isVisible());
    QVERIFY2(stage.past().bar()->text().startsWith(QStringLiteral("As it was on ")) &&
                 stage.past().bar()->text().endsWith(QStringLiteral("change 4 of 4")),
             qPrintable(stage.past().bar()->text()));
    QVERIFY(!stage.available(Command::laterChange));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.titles(), (QStringList{QStringLiteral("Made later"), QStringLiteral("Report 1")}));
    QTRY_VERIFY(stage.pageSays("Insight 0 as it was."));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.titles(), QStringList{QStringLiteral("Report 1")});
    stage.key(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.titles().size(), 2);
    QDateTimeEdit* time = stage.past().bar()->timeEdit();
    time->setDateTime(time->dateTime().addSecs(-1800));
    QTRY_COMPARE(stage.titles(), QStringList{QStringLiteral("Report 1")});
    time->setDateTime(time->dateTime().addYears(-1));
    QTRY_COMPARE(stage.titles(), QStringList());
    QTRY_VERIFY(!stage.past().page()->note().isEmpty());
    QTest::mouseClick(stage.past().bar()->backButton(), Qt::LeftButton);
    QTRY_COMPARE(stage.titles(), (QStringList{QStringLiteral("Made later"), QStringLiteral("Renamed")}));
    QVERIFY(!stage.past().bar()->isVisible());
    QTRY_VERIFY(stage.window->desk()->isVisible());
    QCOMPARE(stage.prompts.asked, 0);
}

void PastWindowTest::nothingCanBeChanged() {
    PastStage stage;
    stage.choose(0);
    QTRY_VERIFY(stage.available(Command::trash));
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.pageSays("As it is now."));
    for (const Command command :
         {Command::trash, Command::archive, Command::newReport, Command::save, Command::addSection,
          Command::undo, Command::rebuildIndex, Command::duplicateReport, Command::undoChange})
        QVERIFY2(!stage.available(command), commandRows()[static_cast<std::size_t>(command)].id);
    QVERIFY(stage.window->actions().whyNot(Command::newReport).contains(QStringLiteral("as it was")));
    QVERIFY(!stage.available(Command::restore)); // it still is so
    stage.key(Qt::Key_Escape);
    QVERIFY(!stage.past().isOn());
    QTRY_VERIFY(stage.available(Command::trash));
}

void PastWindowTest::leadsToTheRestore() {
    PastStage stage;
    stage.choose(0);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.pageSays("As it is now."));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(stage.pageSays("Insight 0 as it was."));
    QTRY_VERIFY(stage.available(Command::restore));
    stage.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!stage.past().isOn());
    RestorePanel& panel = *stage.window->desk()->history()->restorePanel();
    QTRY_VERIFY(panel.isVisible() && panel.acceptButton()->isEnabled());
    panel.acceptButton()->click();
    QTRY_COMPARE(stage.text(0, 0), std::string("Insight 0 as it was."));
    QCOMPARE(stage.writers[0].outline().stringAt("title").value_or(""), std::string("Report 1"));
}

/// The row of then is another than that of now.
void PastWindowTest::leadsToTheRestoreOfWhatWasInTheTrash() {
    PastStage stage;
    const report::Workspace workspace{
        stage.environment, stage.root.toStdString(), history::Actor::human, {}, {}};
    const ReportId id(stage.writers[0].id());
    QVERIFY(report::trashReport(workspace, id));
    const auto snapshot = report::scanLibrary(*stage.disk, workspace.root);
    QVERIFY(snapshot && (*snapshot)->trash.size() == 1);
    QVERIFY(report::untrashReport(workspace, (*snapshot)->trash.front().name));
    QVERIFY(report::renameReport(workspace, id, "Back"));
    QTRY_VERIFY(stage.titles().contains(QStringLiteral("Back")));
    stage.choose(0);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::earlierChange));
    for (int change = 0; change < 2; ++change)
        stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(stage.titles(), QStringList{QStringLiteral("Made later")});
    stage.window->sidebar()->setScope({ListScope::Kind::trash, {}});
    QTRY_COMPARE(stage.titles(), QStringList{QStringLiteral("Renamed")});
    stage.window->list()->selectFirst();
    QTRY_VERIFY(stage.pageSays("As it is now."));
    QTRY_VERIFY(stage.available(Command::restore));
    stage.key(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    RestorePanel& panel = *stage.window->desk()->history()->restorePanel();
    QTRY_VERIFY(panel.isVisible() && panel.acceptButton()->isEnabled());
    panel.acceptButton()->click();
    QTRY_COMPARE(stage.writers[0].outline().stringAt("title").value_or(""), std::string("Renamed"));
}

void PastWindowTest::theLastOfManyCounts() {
    PastStage stage;
    for (int change = 0; change < 40; ++change)
        stage.writers[0].evolve([change](Value& outline) {
            outline.set("title", Value::string("Title " + std::to_string(change)));
        });
    QTRY_VERIFY(stage.titles().contains(QStringLiteral("Title 39")));
    stage.choose(0);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.past().bar()->slider()->maximum() == 43);
    for (int place = 43; place >= 13; --place)
        stage.past().bar()->slider()->setValue(place);
    QTRY_VERIFY(stage.titles().contains(QStringLiteral("Title 9")));
    QTRY_VERIFY(stage.pageSays("\"Title 9\""));
    QCOMPARE(stage.past().page()->title(), QStringLiteral("Title 9"));
}

void PastWindowTest::staysWhileOthersWrite() {
    PastStage stage;
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::earlierChange));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(stage.titles().contains(QStringLiteral("Report 1")));
    stage.writers[0].evolve([](Value& outline) { outline.set("title", Value::string("Newest")); });
    QTRY_COMPARE(stage.past().bar()->slider()->maximum(), 4);
    QVERIFY(stage.past().bar()->text().endsWith(QStringLiteral("change 3 of 5")));
    QVERIFY(stage.titles().contains(QStringLiteral("Report 1")));
    stage.key(Qt::Key_Escape);
    QTRY_VERIFY(stage.titles().contains(QStringLiteral("Newest")));
}

void PastWindowTest::otherPlacesLeaveIt() {
    PastStage stage;
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::earlierChange));
    stage.key(Qt::Key_I, Qt::ControlModifier);
    QVERIFY(!stage.past().isOn());
    QTRY_VERIFY(stage.list().isVisible());
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(stage.past().isOn());
    QTRY_VERIFY(stage.window->list()->isVisible());
    stage.window->closeLibrary();
    QVERIFY(!stage.past().isOn());
}

/// Only where the person asked for it; as of the moment that is on show.
void PastWindowTest::tellsWhoWroteWhatThen() {
    PastStage stage;
    stage.writers[0].evolve(insightText(1, "By a person."), "human");
    stage.choose(0);
    OutlinePage& outline = *stage.past().page()->outlinePage();
    const auto column = [&outline] { return !outline.tree()->isColumnHidden(OutlineModel::BlameColumn); };
    const auto margin = [&outline](int insight) {
        const QModelIndex section = outline.model()->index(1, 0);
        return outline.model()->index(insight, OutlineModel::BlameColumn, section).data().toString();
    };
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.pageSays("By a person."));
    QVERIFY(!column());
    stage.key(Qt::Key_Escape);
    stage.window->desk()->page()->blame()->setShown(true);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.pageSays("By a person."));
    QTRY_VERIFY(column());
    QTRY_VERIFY2(margin(1).startsWith(QStringLiteral("human")), qPrintable(margin(1)));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(stage.pageSays("Insight 1 as it was."));
    QTRY_VERIFY2(margin(1).startsWith(QStringLiteral("agent")), qPrintable(margin(1)));
}

/// What others wrote is told of the report of now, whatever is on show.
void PastWindowTest::leadsToTheChangeThatIsTold() {
    PastStage stage;
    stage.choose(0);
    QTRY_VERIFY(stage.window->desk()->edit() != nullptr);
    const std::string change = stage.writers[0].evolve(insightText(0, "Newest."));
    const auto button = [&]() -> QPushButton* {
        for (auto* each : stage.window->messages()->findChildren<QPushButton*>())
            if (each->text() == QStringLiteral("Show the Change"))
                return each;
        return nullptr;
    };
    QTRY_VERIFY(button() != nullptr);
    stage.key(Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY(stage.available(Command::earlierChange));
    stage.key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(button() != nullptr);
    button()->click();
    QVERIFY(!stage.past().isOn());
    QTRY_VERIFY(stage.window->desk()->history()->isVisible());
    QTRY_COMPARE(stage.window->desk()->key(), QString::fromStdString(stage.writers[0].id()));
    QTRY_VERIFY(stage.window->desk()->history()->timelineView()->currentIndex().isValid());
    QVERIFY(!change.empty());
}

STEMMA_WIDGET_TEST_MAIN(PastWindowTest)
#include "tst_past_window.moc"
