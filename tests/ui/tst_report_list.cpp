// SPDX-License-Identifier: MIT
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/still_clock.h"
#include "tests/ui/widget_test.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_filter.h"
#include "ui/library/report_list.h"
#include "ui/library/report_list_model.h"
#include "ui/library/sidebar_model.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

report::ReportSummary summary(int number, const std::string& title, std::vector<std::string> tags = {}) {
    report::ReportSummary made;
    made.id = ReportId("report-" + std::to_string(10'000 + number));
    made.innerId = made.id.text();
    made.title = title;
    made.tags = std::move(tags);
    made.updatedAt = isoText(Timestamp{1'740'000'000'000'000 + number * 60'000'000LL});
    made.lastChange = report::LastChange{made.updatedAt, "agent", "evolve", {}};
    made.sections = 2;
    made.insights = 3;
    return made;
}

std::vector<report::ReportSummary> summaries(int count) {
    std::vector<report::ReportSummary> made;
    for (int number = 0; number < count; ++number)
        made.push_back(summary(number, "Report " + std::to_string(number)));
    return made;
}

ListRows rows(std::vector<report::ReportSummary> reports, std::vector<report::TrashedReport> trash = {}) {
    report::LibrarySnapshot snapshot;
    snapshot.reports = std::move(reports);
    snapshot.trash = std::move(trash);
    return rowsOf(snapshot);
}

QStringList titles(const QAbstractItemModel& model) {
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(model.index(row, 0).data().toString());
    return list;
}

} // namespace

class ReportListTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void stubsAreHiddenAndDamagedReportsAreNot();
    void updatesComeAsDifferences();
    void everyMixOfChangesEndsInTheNewRows();
    void selectionAndScrollSurviveAnUpdate();
    void filterTakesWordsInAnyOrderWithoutAccents();
    void ordersAreStable();
    void scopesDivideTheReports();
    void tenThousandReportsAreFilteredInAFrame();
    void sidebarCountsAndKeepsWhatIsUnfolded();
    void sidebarTellsItsScope();
    void filterKeysLeadIntoTheList();
    void rowsAreSpokenWhole();

private:
    tests::StillClock m_clock;
};

void ReportListTest::stubsAreHiddenAndDamagedReportsAreNot() {
    auto stub = summary(1, "");
    stub.state = report::ReportState::stub;
    auto damaged = summary(2, "Broken");
    damaged.state = report::ReportState::damaged;
    damaged.problems = {{"a-hint", report::Severity::info, "only a hint", 0, {}},
                        {"outline-unreadable", report::Severity::error, "line 3: a comma is missing", 3, {}}};
    const auto made = rows({stub, damaged});
    QCOMPARE(made.size(), std::size_t{1});
    QVERIFY(made[0]->needsAttention());
    QVERIFY(stateText(*made[0]).contains(QStringLiteral("a comma is missing")));
    QVERIFY2(ListScope{}.contains(*made[0]), "a damaged report stands in its place in the list");
}

void ReportListTest::updatesComeAsDifferences() {
    ReportListModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto reports = summaries(5);
    model.setRows(rows(reports));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset),
        changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted),
        removals(&model, &QAbstractItemModel::rowsRemoved);

    model.setRows(rows(reports));
    QCOMPARE(changes.count() + inserts.count() + removals.count(), 0);

    reports[3].title = "Renamed";
    report::LibrarySnapshot renamed;
    renamed.reports = reports;
    const ListRows before = model.rows();
    model.setRows(rowsOf(renamed, before));
    QVERIFY2(model.rows()[2] == before[2], "a row that stayed is shared");
    QVERIFY(model.rows()[3] != before[3]);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes.first().first().toModelIndex().row(), 3);

    reports.erase(reports.begin());
    reports.push_back(summary(9, "New"));
    model.setRows(rows(reports));
    QCOMPARE(inserts.count(), 1);
    QCOMPARE(removals.count(), 1);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(titles(model),
             QStringList({QStringLiteral("Report 1"), QStringLiteral("Report 2"), QStringLiteral("Renamed"),
                          QStringLiteral("Report 4"), QStringLiteral("New")}));
}

void ReportListTest::everyMixOfChangesEndsInTheNewRows() {
    // All subsets of six reports, from each to each: the result never depends on the way.
    const auto all = summaries(6);
    const auto subset = [&all](unsigned mask) {
        std::vector<report::ReportSummary> chosen;
        for (unsigned bit = 0; bit < 6; ++bit) {
            if ((mask & (1U << bit)) != 0)
                chosen.push_back(all[bit]);
        }
        return rows(chosen);
    };
    for (unsigned from = 0; from < 64; ++from) {
        for (unsigned to = 0; to < 64; ++to) {
            ReportListModel model(m_clock);
            model.setRows(subset(from));
            model.setRows(subset(to));
            const auto wanted = subset(to);
            QCOMPARE(model.rowCount(), static_cast<int>(wanted.size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.rowAt(row).key, wanted[static_cast<std::size_t>(row)]->key);
        }
    }
}

void ReportListTest::selectionAndScrollSurviveAnUpdate() {
    ReportListModel model(m_clock);
    ReportList list(model, m_clock);
    list.resize(300, 400);
    list.show();
    auto reports = summaries(200);
    model.setRows(rows(reports));
    QVERIFY(list.select(QStringLiteral("report-10100")));
    list.view()->verticalScrollBar()->setValue(list.view()->verticalScrollBar()->maximum() / 2);
    const int scroll = list.view()->verticalScrollBar()->value();
    QSignalSpy changed(&list, &ReportList::currentChanged);

    reports[20].title = "Changed by somebody else";
    reports.erase(reports.begin() + 1);
    model.setRows(rows(reports));
    QVERIFY(list.current());
    QCOMPARE(list.current()->key, QStringLiteral("report-10100"));
    QCOMPARE(list.view()->verticalScrollBar()->value(), scroll);
}

void ReportListTest::filterTakesWordsInAnyOrderWithoutAccents() {
    ReportListModel model(m_clock);
    model.setRows(rows(
        {summary(1, "Überblick Umsätze"), summary(2, "Churn deep dive", {"Revenue"}), summary(3, "Map")}));
    ReportFilter filter(model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setWords(QStringLiteral("umsatze uber"));
    QCOMPARE(titles(filter), QStringList({QStringLiteral("Überblick Umsätze")}));
    filter.setWords(QStringLiteral("REVENUE"));
    QCOMPARE(titles(filter), QStringList({QStringLiteral("Churn deep dive")}));
    filter.setWords(QStringLiteral("10003"));
    QCOMPARE(titles(filter), QStringList({QStringLiteral("Map")}));
    filter.setWords(QStringLiteral("churn map"));
    QCOMPARE(filter.rowCount(), 0);
    filter.setWords(QStringLiteral("   "));
    QCOMPARE(filter.rowCount(), 3);
    QVERIFY(!filter.filtering());
}

void ReportListTest::ordersAreStable() {
    ReportListModel model(m_clock);
    auto big = summary(1, "b");
    big.insights = 50;
    model.setRows(rows({big, summary(2, "c"), summary(3, "a")}));
    ReportFilter filter(model);
    QCOMPARE(titles(filter).join(QString()), QStringLiteral("acb"));
    filter.setOrder(ReportFilter::Order::title, Qt::AscendingOrder);
    QCOMPARE(titles(filter).join(QString()), QStringLiteral("abc"));
    filter.setOrder(ReportFilter::Order::size, Qt::DescendingOrder);
    QCOMPARE(titles(filter).first(), QStringLiteral("b"));
    filter.setOrder(ReportFilter::Order::lastChange, Qt::AscendingOrder);
    QCOMPARE(titles(filter).join(QString()), QStringLiteral("bca"));
    model.setRows(rows({summary(1, "Week 10"), summary(2, "Week 9"), summary(3, "Week 11")}));
    filter.setOrder(ReportFilter::Order::title, Qt::AscendingOrder);
    QCOMPARE(titles(filter).first(), QStringLiteral("Week 9"));
}

void ReportListTest::scopesDivideTheReports() {
    auto archived = summary(2, "Old", {"x"});
    archived.status = "archived";
    report::TrashedReport trashed;
    trashed.name = "report-1_20250612T181133";
    trashed.id = ReportId("report-1");
    trashed.title = "Gone";
    trashed.trashedAt = "2025-06-12T18:11:33+00:00";
    ReportListModel model(m_clock);
    model.setRows(rows({summary(1, "Live", {"x"}), archived}, {trashed}));
    ReportFilter filter(model);
    const auto shown = [&filter](const ListScope& scope) {
        filter.setScope(scope);
        return titles(filter).join(QLatin1Char(','));
    };
    QCOMPARE(shown({}), QStringLiteral("Live"));
    QCOMPARE(shown({ListScope::Kind::tag, QStringLiteral("x")}), QStringLiteral("Live"));
    QCOMPARE(shown({ListScope::Kind::archived, {}}), QStringLiteral("Old"));
    QCOMPARE(shown({ListScope::Kind::trash, {}}), QStringLiteral("Gone"));
    QCOMPARE(shown({ListScope::Kind::attention, {}}), QString());
}

void ReportListTest::tenThousandReportsAreFilteredInAFrame() {
    ReportListModel model(m_clock);
    model.setRows(rows(summaries(10'000)));
    ReportList list(model, m_clock);
    list.resize(300, 600);
    list.show();
    list.filterEdit()->setText(QStringLiteral("report 77"));
    QVERIFY(list.view()->model()->rowCount() > 100);
    QVERIFY(list.view()->model()->rowCount() < 1'000);
    list.clearFilter();
    QCOMPARE(list.view()->model()->rowCount(), 10'000);
}

void ReportListTest::sidebarCountsAndKeepsWhatIsUnfolded() {
    SidebarModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCounts(countPlaces(rows({summary(1, "a", {"m", "x"}), summary(2, "b", {"x"})})));
    LibrarySidebar sidebar(model);
    sidebar.expand(model.tagsIndex());
    sidebar.setScope({ListScope::Kind::tag, QStringLiteral("x")});
    QCOMPARE(model.indexOf({}).data(SidebarModel::CountRole).toInt(), 2);
    QCOMPARE(sidebar.currentIndex().data(SidebarModel::CountRole).toInt(), 2);

    model.setCounts(countPlaces(rows({summary(1, "a", {"a", "x", "z"})})));
    QVERIFY(sidebar.isExpanded(model.tagsIndex()));
    QCOMPARE(sidebar.scope(), (ListScope{ListScope::Kind::tag, QStringLiteral("x")}));
    QCOMPARE(model.rowCount(model.tagsIndex()), 3);
    QCOMPARE(sidebar.currentIndex().data(SidebarModel::CountRole).toInt(), 1);
}

void ReportListTest::sidebarTellsItsScope() {
    SidebarModel model;
    model.setCounts(countPlaces(rows({summary(1, "a", {"x"})})));
    LibrarySidebar sidebar(model);
    QSignalSpy scopes(&sidebar, &LibrarySidebar::scopeChanged);
    sidebar.setScope({ListScope::Kind::trash, {}});
    QCOMPARE(scopes.count(), 1);
    QCOMPARE(scopes.first().first().value<ListScope>().kind, ListScope::Kind::trash);
    // A tag that is no more: all reports.
    sidebar.setScope({ListScope::Kind::tag, QStringLiteral("x")});
    model.setCounts(countPlaces(rows({summary(1, "a")})));
    QVERIFY(sidebar.scope().kind != ListScope::Kind::tag);
}

void ReportListTest::filterKeysLeadIntoTheList() {
    ReportListModel model(m_clock);
    model.setRows(rows(summaries(3)));
    ReportList list(model, m_clock);
    list.show();
    list.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&list));
    list.focusFilter();
    QTest::keyClicks(list.filterEdit(), QStringLiteral("2"));
    QTest::keyClick(list.filterEdit(), Qt::Key_Down);
    QVERIFY(list.view()->hasFocus());
    QCOMPARE(list.current()->title, QStringLiteral("Report 2"));
    list.focusFilter();
    QTest::keyClick(list.filterEdit(), Qt::Key_Escape);
    QVERIFY(list.filterEdit()->text().isEmpty());
    QCOMPARE(list.current()->title, QStringLiteral("Report 2"));
}

void ReportListTest::rowsAreSpokenWhole() {
    auto damaged = summary(1, "Broken", {"x"});
    damaged.state = report::ReportState::damaged;
    damaged.problems = {{"outline-unreadable", report::Severity::error, "the file is empty", 0, {}}};
    ReportListModel model(m_clock);
    model.setRows(rows({damaged}));
    const QString spoken = model.index(0).data(Qt::AccessibleTextRole).toString();
    for (const char* part : {"Broken", "the file is empty", "agent", "x"})
        QVERIFY2(spoken.contains(QLatin1String(part)), qPrintable(spoken));
}

STEMMA_WIDGET_TEST_MAIN(ReportListTest)
#include "tst_report_list.moc"
