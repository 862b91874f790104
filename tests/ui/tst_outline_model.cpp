// SPDX-License-Identifier: MIT
#include <algorithm>
#include <random>

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QLabel>
#include <QTest>
#include <QTreeView>

#include "ui/report/importance.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

report::Insight insight(int n, int importance = 5) {
    report::Insight made;
    made.id = InsightId("insight-" + std::to_string(n));
    made.importance = importance;
    made.summary = "Insight number " + std::to_string(n);
    made.updatedAt = "2025-03-11T10:12:02+00:00";
    report::Citation citation;
    citation.source = "query";
    citation.executionId = "exec-" + std::to_string(n);
    made.citations.assign(static_cast<std::size_t>(n % 3), citation);
    return made;
}

report::Section section(int n, const std::vector<int>& insights) {
    report::Section made;
    made.id = SectionId("section-" + std::to_string(n));
    made.title = "Section " + std::to_string(n);
    for (const int i : insights)
        made.insightIds.emplace_back("insight-" + std::to_string(i));
    return made;
}

report::Outline outline(const std::vector<std::vector<int>>& sections, int insights) {
    report::Outline made;
    for (int i = 0; i < insights; ++i)
        made.insights.push_back(insight(i));
    for (std::size_t i = 0; i < sections.size(); ++i)
        made.sections.push_back(section(static_cast<int>(i), sections[i]));
    return made;
}

/// Everything a view would show, to compare a model that was updated with one that was made anew.
QStringList contentOf(const QAbstractItemModel& model, const QModelIndex& parent = {}, int level = 0) {
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QString line(level, QLatin1Char(' '));
        for (int column = 0; column < model.columnCount(parent); ++column)
            line += model.index(row, column, parent).data().toString() + QLatin1Char('|');
        lines << line;
        lines += contentOf(model, model.index(row, 0, parent), level + 1);
    }
    return lines;
}

report::Outline randomOutline(std::mt19937& random) {
    const auto below = [&random](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    report::Outline made;
    for (int i = 0; i < 12; ++i)
        if (below(4) > 0)
            made.insights.push_back(insight(i, below(11)));
    std::shuffle(made.insights.begin(), made.insights.end(), random);
    std::vector<int> order{0, 1, 2, 3, 4};
    std::shuffle(order.begin(), order.end(), random);
    for (const int n : order) {
        if (below(5) == 0)
            continue;
        std::vector<int> insights;
        for (int i = below(6); i > 0; --i)
            insights.push_back(below(14)); // some dangle, some are named twice
        made.sections.push_back(section(n, insights));
    }
    return made;
}

} // namespace

class OutlineModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsPartsInDisplayOrder();
    void groupsWhatNoSectionShows();
    void takesAnySnapshotAsADifference();
    void keepsSelectionAndFolds();
    void keepsTheSelectionOfAnInsightThatMovedToAnotherSection();
    void hasNamesForAScreenReader();
    void saysWhyThereIsNoTree();
};

void OutlineModelTest::showsPartsInDisplayOrder() {
    OutlineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setItems(outlineItems(outline({{2, 0}, {1}}, 3)));
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex first = model.index(0, 0);
    QCOMPARE(first.data().toString(), QStringLiteral("Section 0"));
    QCOMPARE(model.rowCount(first), 2);
    const QModelIndex second = model.index(0, 0, first);
    QCOMPARE(second.data(OutlineModel::IdRole).toString(), QStringLiteral("insight-2"));
    QCOMPARE(second.siblingAtColumn(OutlineModel::ImportanceColumn).data().toString(), QStringLiteral("5"));
    QCOMPARE(second.siblingAtColumn(OutlineModel::CitationsColumn).data().toString(), QStringLiteral("2"));
    QCOMPARE(model.rowCount(second), 2); // its citations, though they are alike
}

void OutlineModelTest::groupsWhatNoSectionShows() {
    OutlineModel model;
    model.setItems(outlineItems(outline({{0, 99}}, 2)));
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex unplaced = model.index(1, 0);
    QCOMPARE(unplaced.data(OutlineModel::KindRole).toInt(), static_cast<int>(OutlineKind::unplaced));
    QVERIFY(!unplaced.data(Qt::ToolTipRole).toString().isEmpty());
    QCOMPARE(model.rowCount(unplaced), 2);
    QStringList ids;
    for (int row = 0; row < 2; ++row)
        ids << model.index(row, 0, unplaced).data(OutlineModel::IdRole).toString();
    QVERIFY(ids.contains(QStringLiteral("insight-99")));
    QVERIFY(ids.contains(QStringLiteral("insight-1")));
}

void OutlineModelTest::takesAnySnapshotAsADifference() {
    std::mt19937 random(20250311);
    OutlineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTreeView view;
    view.setModel(&model);
    view.setItemDelegateForColumn(OutlineModel::ImportanceColumn, new ImportanceDelegate(&view));
    view.show();
    for (int round = 0; round < 300; ++round) {
        const report::Outline next = randomOutline(random);
        model.setItems(outlineItems(next));
        view.expandAll();
        OutlineModel fresh;
        fresh.setItems(outlineItems(next));
        QCOMPARE(contentOf(model), contentOf(fresh));
    }
}

void OutlineModelTest::keepsSelectionAndFolds() {
    OutlineModel model;
    QTreeView view;
    view.setModel(&model);
    model.setItems(outlineItems(outline({{0, 1}, {2, 3}, {4}}, 5)));
    view.expand(model.index(1, 0));
    view.setCurrentIndex(model.index(1, 0, model.index(1, 0)));
    const QString selected = view.currentIndex().data(OutlineModel::IdRole).toString();
    QCOMPARE(selected, QStringLiteral("insight-3"));

    // Another writer puts a section in front, takes one out, edits an insight and turns another around.
    report::Outline next = outline({{4}, {3, 2}, {0}}, 5);
    next.sections[0].id = SectionId("new");
    std::swap(next.sections[1], next.sections[2]);
    next.insights[3].summary = "Edited meanwhile";
    model.setItems(outlineItems(next));
    QCOMPARE(view.currentIndex().data(OutlineModel::IdRole).toString(), selected);
    QCOMPARE(view.currentIndex().data().toString(), QStringLiteral("Edited meanwhile"));
    QVERIFY(view.isExpanded(view.currentIndex().parent()));
    QVERIFY(view.selectionModel()->isSelected(view.currentIndex()));
}

void OutlineModelTest::keepsTheSelectionOfAnInsightThatMovedToAnotherSection() {
    OutlineModel model;
    QTreeView view;
    view.setModel(&model);
    model.setItems(outlineItems(outline({{0, 1}, {2}}, 3)));
    view.setCurrentIndex(model.index(0, 0, model.index(0, 0)));
    model.setItems(outlineItems(outline({{1}, {2, 0}}, 3)));
    QCOMPARE(view.currentIndex().data(OutlineModel::IdRole).toString(), QStringLiteral("insight-0"));
    QCOMPARE(view.currentIndex().parent().data().toString(), QStringLiteral("Section 1"));
}

void OutlineModelTest::hasNamesForAScreenReader() {
    OutlineModel model;
    model.setItems(outlineItems(outline({{0}}, 1)));
    const QModelIndex first = model.index(0, 0);
    QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Section")));
    const QString text = model.index(0, 0, first).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(text.contains(QStringLiteral("importance 5")), qPrintable(text));
}

void OutlineModelTest::saysWhyThereIsNoTree() {
    const auto loaded = [](report::ReportState state, report::Outline content) {
        auto made = std::make_shared<report::LoadedReport>();
        made->state = state;
        made->outline = std::move(content);
        return made;
    };
    OutlinePage page;
    const auto show = [&page](const std::shared_ptr<const report::LoadedReport>& report) {
        page.setOutline(report, outlineItems(report->outline), OutlinePage::Content::same);
    };
    show(loaded(report::ReportState::ok, outline({{0}}, 1)));
    QVERIFY(page.tree()->isVisibleTo(&page));
    QCOMPARE(page.emptyText(), QString());

    show(loaded(report::ReportState::damaged, {}));
    QVERIFY(!page.tree()->isVisibleTo(&page));
    QVERIFY(page.emptyText().contains(QStringLiteral("Source page")));
    page.focusContent(); // a screen reader comes to the message
    auto* message = qobject_cast<QLabel*>(page.focusProxy());
    QVERIFY(message != nullptr && message->isVisibleTo(&page));
    QCOMPARE(message->text(), page.emptyText());
    QCOMPARE(message->accessibleName(), page.emptyText());

    show(loaded(report::ReportState::missing, {}));
    QVERIFY(page.emptyText().contains(QStringLiteral("no outline.json")));
    show(loaded(report::ReportState::damaged, outline({{0}}, 1))); // what can be read is shown
    QVERIFY(page.tree()->isVisibleTo(&page));
    QCOMPARE(page.focusProxy(), page.tree());
}

QTEST_MAIN(OutlineModelTest)
#include "tst_outline_model.moc"
