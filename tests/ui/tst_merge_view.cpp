// SPDX-License-Identifier: MIT
// How the window asks about what a person and somebody else changed both.
#include <QAbstractItemModelTester>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/support/proof.h"
#include "tests/ui/widget_test.h"
#include "ui/merge/conflict_model.h"
#include "ui/merge/conflict_text.h"
#include "ui/merge/merge_view.h"
#include "ui/report/read_view.h"

using namespace stemma;
using namespace stemma::ui;
using report::Choice;
using report::ConflictKind;
using report::MergeConflict;

namespace {

json::Value text(const char* utf8) {
    return json::Value::string(utf8);
}

MergeConflict prose() {
    MergeConflict conflict{
        ConflictKind::field, "insight", "i1", "Churn rose 4 %", "summary", {}, {}, {}, true};
    conflict.base = text("Churn rose 4 % in May.");
    conflict.ours = text("Churn rose 5 % in May.");
    conflict.theirs = text("Churn fell 4 % in May.");
    return conflict;
}

MergeConflict number() {
    MergeConflict conflict{ConflictKind::field, "insight", "i2", "Margin", "importance", {}, {}, {}, false};
    conflict.base = json::Value::integer(5);
    conflict.ours = json::Value::integer(9);
    conflict.theirs = json::Value::integer(2);
    return conflict;
}

MergeConflict deleted() {
    MergeConflict conflict{ConflictKind::deletedByUs, "section", "s1", "Risks", "", {}, {}, {}, false};
    conflict.base = json::Value::object({{"title", text("Risks")}, {"notes", text("Old.")}});
    conflict.theirs = json::Value::object({{"title", text("Risks")}, {"notes", text("New words.")}});
    return conflict;
}

} // namespace

class MergeViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void marksWhatEachSideChanged();
    void keysDecideAndGoOn();
    void applyWaitsForEveryDecision();
    void bothByKey();
    void writtenByHand();
    void aNumberStaysANumber();
    void decisionsSurviveAnotherMerge();
    void aDeletedPartHasNoBoth();
    void escapeDecidesNothing();

private:
    [[nodiscard]] QPushButton* button(const char* label) const {
        for (QPushButton* each : m_view->findChildren<QPushButton*>())
            if (each->text() == QLatin1String(label))
                return each;
        return nullptr;
    }
    [[nodiscard]] QString shown(MergeSide side) const { return m_view->sideText(side)->toPlainText(); }

    std::unique_ptr<MergeView> m_view;
};

void MergeViewTest::init() {
    stemma::tests::failOnWarnings();
    m_view = std::make_unique<MergeView>();
    new QAbstractItemModelTester(m_view->model(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                 m_view.get());
    m_view->resize(900, 600);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->setConflicts(QStringLiteral("agent"), {prose(), number(), deleted()});
    m_view->list()->setFocus();
}

void MergeViewTest::marksWhatEachSideChanged() {
    QCOMPARE(shown(MergeSide::base), QStringLiteral("Churn rose 4 % in May."));
    QVERIFY(shown(MergeSide::ours).contains(QLatin1String("45")) ||
            shown(MergeSide::ours).contains(QLatin1String("54")));
    QVERIFY(m_view->sideText(MergeSide::ours)->toHtml().contains(QLatin1String("line-through")));
    QVERIFY(shown(MergeSide::theirs).contains(QLatin1String("fell")));
    QVERIFY(m_view->sideText(MergeSide::theirs)->accessibleName().contains(QLatin1String("agent")));
}

void MergeViewTest::keysDecideAndGoOn() {
    QTest::keyClick(m_view->list(), Qt::Key_2);
    QCOMPARE(m_view->list()->currentIndex().row(), 1);
    QCOMPARE(m_view->model()->resolution(0)->choice, Choice::theirs);
    QTest::keyClick(m_view->list(), Qt::Key_1);
    QCOMPARE(m_view->list()->currentIndex().row(), 2);
    QTest::keyClick(m_view->list(), Qt::Key_1);
    QCOMPARE(m_view->model()->decided(), 3);
    QVERIFY(button("Apply")->hasFocus());
    stemma::tests::proved("A6", "conflicts decided by keys", 3);
}

void MergeViewTest::applyWaitsForEveryDecision() {
    QSignalSpy applied(m_view.get(), &MergeView::applied);
    QVERIFY(!button("Apply")->isEnabled());
    button("Mine for all")->click();
    QVERIFY(button("Apply")->isEnabled());
    button("Apply")->click();
    QCOMPARE(applied.count(), 1);
    const auto resolutions = applied[0][0].value<std::vector<report::Resolution>>();
    QCOMPARE(resolutions.size(), std::size_t{3});
}

void MergeViewTest::bothByKey() {
    QTest::keyClick(m_view->list(), Qt::Key_3);
    QCOMPARE(m_view->model()->resolution(0)->choice, Choice::both);
    QCOMPARE(m_view->list()->currentIndex().row(), 1);
}

void MergeViewTest::writtenByHand() {
    QTest::keyClick(m_view->list(), Qt::Key_4);
    auto* edit = m_view->findChild<QPlainTextEdit*>();
    QVERIFY(edit->isVisible() && edit->hasFocus());
    QVERIFY(edit->toPlainText().contains(QLatin1String("rose 5")));
    QVERIFY(edit->toPlainText().contains(QLatin1String("fell 4")));
    edit->setPlainText(QStringLiteral("Churn is what it is."));
    const auto resolution = m_view->model()->resolution(0);
    QCOMPARE(resolution->choice, Choice::text);
    QCOMPARE(resolution->value->text(), std::string("Churn is what it is."));
}

void MergeViewTest::aNumberStaysANumber() {
    m_view->list()->setCurrentIndex(m_view->model()->index(1));
    QTest::keyClick(m_view->list(), Qt::Key_4);
    auto* edit = m_view->findChild<QPlainTextEdit*>();
    edit->setPlainText(QStringLiteral("7"));
    QVERIFY(m_view->model()->resolution(1)->value->isNumber());
    edit->setPlainText(QStringLiteral("seven"));
    QCOMPARE(m_view->model()->resolution(1)->value->text(), std::string("7"));
}

void MergeViewTest::decisionsSurviveAnotherMerge() {
    QTest::keyClick(m_view->list(), Qt::Key_1);
    QTest::keyClick(m_view->list(), Qt::Key_1);
    MergeConflict other = number();
    other.theirs = json::Value::integer(3); // they saved again
    m_view->setConflicts(QStringLiteral("agent"), {prose(), other, deleted()});
    QVERIFY(m_view->model()->resolution(0).has_value());
    QVERIFY(!m_view->model()->resolution(1).has_value());
    QCOMPARE(m_view->list()->currentIndex().row(), 2);
}

void MergeViewTest::aDeletedPartHasNoBoth() {
    m_view->list()->setCurrentIndex(m_view->model()->index(2));
    QVERIFY(!button("Keep both")->isEnabled());
    QVERIFY(!button("Write it myself")->isEnabled());
    QTest::keyClick(m_view->list(), Qt::Key_3);
    QVERIFY(!m_view->model()->resolution(2).has_value());
    QVERIFY(shown(MergeSide::ours).contains(QLatin1String("Deleted")));
    QVERIFY(shown(MergeSide::theirs).contains(QLatin1String("New words")));
}

void MergeViewTest::escapeDecidesNothing() {
    QSignalSpy postponed(m_view.get(), &MergeView::postponed);
    QTest::keyClick(m_view->list(), Qt::Key_Escape);
    QCOMPARE(postponed.count(), 1);
    QCOMPARE(m_view->model()->decided(), 0);
}

STEMMA_WIDGET_TEST_MAIN(MergeViewTest)
#include "tst_merge_view.moc"
