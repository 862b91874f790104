// SPDX-License-Identifier: MIT
// New reports in the window: from a template, from Markdown, as a copy, a fork, or of several.
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QTreeWidget>

#include "core/report/outline.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/library/new_report_dialog.h"
#include "ui/library/synthesis_dialog.h"
#include "ui/session/library_session.h"

using namespace stemma;
using namespace stemma::tests;
using namespace stemma::ui;

namespace {

class MakingVoyage : public Voyage {
public:
    MakingVoyage() { QTRY_COMPARE(rows(), 2); }
    [[nodiscard]] int rows() const { return window->list()->view()->model()->rowCount(); }
    template <class Dialog>
    [[nodiscard]] Dialog* dialog() const {
        return window->findChild<Dialog*>();
    }
    /// Of the report that is open, as it is on disk.
    [[nodiscard]] report::Outline shown() const {
        const auto report = page().session() ? page().session()->report() : nullptr;
        return report ? report->outline : report::Outline();
    }
    void waitForShown(const char* title) const {
        QTRY_COMPARE(QString::fromStdString(shown().title), QString::fromUtf8(title));
    }
};

} // namespace

class TestMakingReports : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromATemplateByKeys();
    void everyTemplateIsShown();
    void fromTheClipboard();
    void fromAFile();
    void aTextThatCannotBeRead();
    void duplicate();
    void fork();
    void synthesize();
    void undone();
};

void TestMakingReports::fromATemplateByKeys() {
    MakingVoyage voyage;
    voyage.trigger(Command::newReport);
    auto* dialog = voyage.dialog<NewReportDialog>();
    QVERIFY(dialog != nullptr && !dialog->createButton()->isEnabled());
    QTest::keyClicks(dialog->titleEdit(), QStringLiteral("Churn in March"));
    QTest::keyClicks(dialog->tagsEdit(), QStringLiteral("churn, q1 ,,churn"));
    QTest::keyClick(dialog->beginning(), Qt::Key_Down);
    QCOMPARE(dialog->preview()->topLevelItemCount(), 4);
    QTest::keyClick(dialog->titleEdit(), Qt::Key_Return);
    voyage.waitForShown("Churn in March");
    QTRY_COMPARE(voyage.rows(), 3);
    const report::Outline made = voyage.shown();
    QCOMPARE(made.sections.size(), std::size_t{4});
    QCOMPARE(made.tags, (std::vector<std::string>{"churn", "q1"}));
    QTRY_VERIFY(voyage.window->list()->current() && voyage.window->list()->current()->id == made.id);
}

void TestMakingReports::everyTemplateIsShown() {
    MakingVoyage voyage;
    voyage.trigger(Command::newReport);
    auto* dialog = voyage.dialog<NewReportDialog>();
    QList<int> counts;
    for (int at = 0; at < dialog->beginning()->count(); ++at) {
        dialog->beginning()->setCurrentIndex(at);
        counts << dialog->preview()->topLevelItemCount();
    }
    QCOMPARE(counts, (QList<int>{3, 4, 5, 0}));
}

void TestMakingReports::fromTheClipboard() {
    MakingVoyage voyage;
    QApplication::clipboard()->setText(
        QStringLiteral("# Notes of today\n\n## Findings\n\n- One\n- Two\n\nText.\n"));
    voyage.trigger(Command::newReport);
    auto* dialog = voyage.dialog<NewReportDialog>();
    dialog->takeClipboard();
    QTRY_COMPARE(dialog->preview()->topLevelItemCount(), 1);
    QCOMPARE(dialog->titleEdit()->text(), QStringLiteral("Notes of today"));
    QCOMPARE(dialog->preview()->topLevelItem(0)->text(0), QStringLiteral("Findings"));
    QVERIFY(dialog->preview()->topLevelItem(0)->text(1).startsWith(QLatin1String("2 insight")));
    dialog->createButton()->click();
    voyage.waitForShown("Notes of today");
    QCOMPARE(voyage.shown().insights.size(), std::size_t{2});
}

void TestMakingReports::fromAFile() {
    MakingVoyage voyage;
    QFile file(voyage.own.filePath(QStringLiteral("notes.md")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("## A\n- b\n") > 0);
    file.close();
    voyage.prompts.markdown = file.fileName();
    voyage.trigger(Command::newReport);
    auto* dialog = voyage.dialog<NewReportDialog>();
    QTest::keyClicks(dialog->titleEdit(), QStringLiteral("Mine"));
    dialog->chooseMarkdownFile();
    QTRY_VERIFY(dialog->beginning()->currentText().contains(QLatin1String("notes.md")));
    QCOMPARE(dialog->titleEdit()->text(), QStringLiteral("Mine"));
    dialog->createButton()->click();
    voyage.waitForShown("Mine");
    QCOMPARE(voyage.shown().sections.front().title, std::string("A"));
}

void TestMakingReports::aTextThatCannotBeRead() {
    MakingVoyage voyage;
    voyage.prompts.markdown = QStringLiteral("/no/such/file.md");
    voyage.trigger(Command::newReport);
    auto* dialog = voyage.dialog<NewReportDialog>();
    dialog->chooseMarkdownFile();
    const auto says = [&](const char* words) {
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            if (label->text().contains(QLatin1String(words)))
                return true;
        return false;
    };
    QTRY_VERIFY(says("/no/such/file.md"));
    QCOMPARE(dialog->beginning()->count(), 4);
    QCOMPARE(dialog->preview()->topLevelItemCount(), 3);
}

void TestMakingReports::duplicate() {
    MakingVoyage voyage;
    voyage.find("quarterly");
    voyage.window->list()->clearFilter();
    voyage.trigger(Command::duplicateReport);
    voyage.waitForShown("Quarterly revenue (copy)");
    QCOMPARE(voyage.shown().insights.size(), std::size_t{2});
    QTRY_COMPARE(voyage.rows(), 3);
    voyage.find("quarterly revenue (copy)");
    voyage.window->list()->filterEdit()->setText(QStringLiteral("(copy)"));
    voyage.trigger(Command::duplicateReport);
    voyage.waitForShown("Quarterly revenue (copy) (copy)");
}

void TestMakingReports::fork() {
    MakingVoyage voyage;
    voyage.find("quarterly");
    voyage.prompts.text = QStringLiteral("Quarterly costs");
    voyage.trigger(Command::forkReport);
    voyage.waitForShown("Quarterly costs");
    QVERIFY(voyage.shown().id.text() != voyage.writer.id());
}

void TestMakingReports::synthesize() {
    MakingVoyage voyage;
    voyage.find("quarterly");
    voyage.window->list()->clearFilter();
    voyage.trigger(Command::synthesizeReports);
    auto* dialog = voyage.dialog<SynthesisDialog>();
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(dialog->titleEdit(), QStringLiteral("Everything"));
    QVERIFY2(!dialog->createButton()->isEnabled(), "one report is not several");
    QTest::keyClicks(dialog->filterEdit(), QStringLiteral("some"));
    for (int row = 0; row < dialog->list()->count(); ++row) {
        QListWidgetItem* item = dialog->list()->item(row);
        QVERIFY2(!item->isHidden(), "what is chosen, or found, is in sight");
        if (item->checkState() != Qt::Checked) {
            dialog->list()->setCurrentItem(item);
            QTest::keyClick(dialog->list(), Qt::Key_Space);
        }
    }
    QVERIFY(dialog->createButton()->isEnabled());
    dialog->createButton()->click();
    voyage.waitForShown("Everything");
    QCOMPARE(voyage.shown().insights.size(), std::size_t{2});
    QVERIFY(std::find(voyage.shown().tags.begin(), voyage.shown().tags.end(), "synthesized") !=
            voyage.shown().tags.end());
}

void TestMakingReports::undone() {
    MakingVoyage voyage;
    voyage.find("quarterly");
    voyage.window->list()->clearFilter();
    voyage.trigger(Command::duplicateReport);
    QTRY_COMPARE(voyage.rows(), 3);
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    for (QPushButton* button : voyage.window->messages()->findChildren<QPushButton*>())
        if (button->text() == QLatin1String("Undo"))
            button->click();
    QTRY_COMPARE(voyage.rows(), 2); // it is in the trash
}

STEMMA_WIDGET_TEST_MAIN(TestMakingReports)
#include "tst_making_reports.moc"
