// SPDX-License-Identifier: MIT
#include <random>

#include <QAbstractItemModelTester>
#include <QTest>
#include <QTreeView>

#include "tests/support/proof.h"
#include "ui/history/timeline_delegate.h"
#include "ui/history/timeline_model.h"
#include "ui/history/version_choice.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

/// A history made row by row: each change makes a new version.
class Story {
public:
    Story() { addVersion(); }

    Story& change(const std::string& actor, const std::string& type, int minute,
                  const std::optional<std::string>& requestId = {}) {
        history::TimelineRow row;
        row.kind = history::RowKind::change;
        history::AuditEvent event;
        event.action = ActionId("action-" + std::to_string(m_timeline.rows.size()));
        event.type = type;
        event.actor = actor;
        event.ts = time(minute);
        event.requestId = requestId;
        row.event = event;
        row.actor = actor;
        row.ts = event.ts;
        row.before = m_timeline.versions.size() - 1;
        if (type != "render")
            addVersion();
        row.after = m_timeline.versions.size() - 1;
        row.counts = history::ChangeCounts{1, 2, 0, 0};
        add(row);
        return *this;
    }
    Story& unreadableLine(std::size_t line) {
        history::TimelineRow row;
        row.kind = history::RowKind::unreadableLine;
        row.problems.push_back({"log-line-unreadable", "not JSON", line});
        add(row);
        return *this;
    }
    Story& unrecorded(int minute) {
        history::TimelineRow row;
        row.kind = history::RowKind::unrecordedChange;
        row.ts = time(minute);
        row.before = m_timeline.versions.size() - 1;
        addVersion();
        row.after = m_timeline.versions.size() - 1;
        add(row);
        return *this;
    }
    history::Timeline& timeline() {
        m_timeline.live = m_timeline.versions.size() - 1;
        for (history::TimelineRow& row : m_timeline.rows)
            row.current = false;
        if (!m_timeline.rows.empty())
            m_timeline.rows.back().current = true;
        return m_timeline;
    }

private:
    static std::string time(int minute) {
        return isoText(Timestamp{1'741'687'200'000'000 + minute * std::int64_t{60'000'000}});
    }
    void addVersion() {
        history::Version version;
        version.sha256 = "hash-" + std::to_string(m_timeline.versions.size());
        version.file = "backup-" + std::to_string(m_timeline.versions.size());
        version.readable = true;
        m_timeline.versions.push_back(version);
    }
    void add(history::TimelineRow row) {
        row.n = m_timeline.rows.size() + 1;
        m_timeline.rows.push_back(std::move(row));
    }
    history::Timeline m_timeline;
};

constexpr Timestamp noon{1'741'687'200'000'000 + std::int64_t{7'200'000'000}};

const TimelineEntry* entryAt(const TimelineModel& model, int row) {
    return model.rowData(model.index(row, 0));
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void putsNowOnTopAndTheNewestNext();
    void foldsOneActorWithinTenMinutes();
    void foldsTwoHundredSavesIntoOneRow();
    void foldsARequestWhateverItsTime();
    void foldsSavesThatChangedNothing();
    void neverFoldsARestore();
    void showsWhatCantBeReadAndWhatWasNotRecorded();
    void keepsTheSelectionWhenARowBecomesPartOfAGroup();
    void takesAnySnapshotAsADifference();
    void saysEverythingInWords();
    void comparesOneRowWithItselfOrWithNow();
    void comparesTwoRowsOlderFirst();
    void offersNothingWhereAVersionIsLost();
};

void TimelineTest::putsNowOnTopAndTheNewestNext() {
    Story story;
    story.change("agent", "create", 0).change("human", "rename", 30);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(entryAt(model, 0)->kind, EntryKind::now);
    QCOMPARE(entryAt(model, 1)->actionType, std::string("rename"));
    QVERIFY(entryAt(model, 1)->current);
    QCOMPARE(entryAt(model, 2)->actionType, std::string("create"));
}

void TimelineTest::foldsOneActorWithinTenMinutes() {
    Story story;
    story.change("agent", "evolve", 0).change("agent", "evolve", 9).change("agent", "evolve", 18);
    story.change("agent", "evolve", 40).change("human", "evolve", 41);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 4); // now, human, the late one, the group of three
    const TimelineEntry* group = entryAt(model, 3);
    QCOMPARE(group->kind, EntryKind::group);
    QCOMPARE(group->size, std::size_t{3});
    QCOMPARE(group->before, std::optional<std::size_t>(0));
    QCOMPARE(group->after, std::optional<std::size_t>(3));
    QCOMPARE(group->counts->edited, std::size_t{6});
    QCOMPARE(model.rowCount(model.index(3, 0)), 3);
}

void TimelineTest::foldsTwoHundredSavesIntoOneRow() {
    constexpr int saves = 200;
    Story story;
    for (int n = 0; n < saves; ++n)
        story.change("agent", "evolve", n);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 2); // now, and the group
    QCOMPARE(entryAt(model, 1)->size, std::size_t{saves});
    QCOMPARE(model.rowCount(model.index(1, 0)), saves);
    stemma::tests::proved("A14", "saves that are one row, which unfolds", saves);
}

void TimelineTest::foldsARequestWhateverItsTime() {
    Story story;
    story.change("agent", "evolve", 0, "request").change("agent", "evolve", 60, "request");
    story.change("agent", "evolve", 120, "another");
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(entryAt(model, 2)->size, std::size_t{2});
}

void TimelineTest::foldsSavesThatChangedNothing() {
    Story story;
    story.change("agent", "evolve", 0).change("agent", "render", 300);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(entryAt(model, 1)->kind, EntryKind::group);
}

void TimelineTest::neverFoldsARestore() {
    Story story;
    story.change("human", "rename", 0).change("human", "revert", 1).change("human", "rename", 2);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(entryAt(model, 2)->actionType, std::string("revert"));
}

void TimelineTest::showsWhatCantBeReadAndWhatWasNotRecorded() {
    Story story;
    story.change("agent", "evolve", 0).unreadableLine(7).unrecorded(3);
    TimelineModel model;
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(entryAt(model, 1)->kind, EntryKind::unrecorded);
    QCOMPARE(entryAt(model, 2)->kind, EntryKind::unreadable);
    QVERIFY(model.index(2, 0).data(Qt::AccessibleTextRole).toString().contains(QLatin1Char('7')));
}

void TimelineTest::keepsTheSelectionWhenARowBecomesPartOfAGroup() {
    Story story;
    story.change("human", "evolve", 0).change("agent", "evolve", 30);
    TimelineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTreeView view;
    view.setModel(&model);
    model.setItems(timelineItems(story.timeline()));
    view.setCurrentIndex(model.index(1, 0));
    const QString selected = view.currentIndex().data(TimelineModel::IdRole).toString();
    story.change("agent", "evolve", 31);
    model.setItems(timelineItems(story.timeline()));
    QCOMPARE(view.currentIndex().data(TimelineModel::IdRole).toString(), selected);
    QVERIFY(view.currentIndex().parent().isValid());
}

void TimelineTest::takesAnySnapshotAsADifference() {
    std::mt19937 random(7);
    TimelineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTreeView view;
    view.setModel(&model);
    view.setItemDelegate(new TimelineDelegate(&view));
    view.show();
    for (int round = 0; round < 150; ++round) {
        Story story;
        int minute = 0;
        for (std::size_t i = random() % 20; i > 0; --i) {
            minute += static_cast<int>(random() % 15);
            static const char* const actors[] = {"agent", "human", "cli"};
            static const char* const types[] = {"evolve", "evolve", "evolve", "revert", "render", "rename"};
            if (random() % 8 == 0)
                story.unreadableLine(i);
            else
                story.change(actors[random() % 3], types[random() % 6], minute);
        }
        const TimelineItems items = timelineItems(story.timeline());
        model.setItems(items);
        view.expandAll();
        QCOMPARE(model.rowCount(), static_cast<int>(items.size()));
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.keyOf(model.index(row, 0)), items[static_cast<std::size_t>(row)].key);
            QVERIFY(*entryAt(model, row) == items[static_cast<std::size_t>(row)].data);
        }
        view.grab();
    }
}

void TimelineTest::saysEverythingInWords() {
    Story story;
    story.change("agent", "evolve", 0);
    history::Timeline timeline = story.timeline();
    timeline.rows[0].counts = history::ChangeCounts{1, 2, 3, 4};
    timeline.rows[0].beforeIsHole = true;
    TimelineModel model;
    model.setNow(noon);
    model.setItems(timelineItems(timeline));
    const QString text = model.index(1, 0).data(Qt::AccessibleTextRole).toString();
    for (const char* part :
         {"Agent edited", "2 h ago", "1 added", "2 edited", "3 moved", "4 removed", "current", "lost"})
        QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    const QString tip = model.index(1, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QStringLiteral("UTC")), qPrintable(tip));
}

void TimelineTest::comparesOneRowWithItselfOrWithNow() {
    Story story;
    story.change("agent", "evolve", 0).change("human", "rename", 30);
    const history::Timeline& timeline = story.timeline();
    TimelineModel model;
    model.setItems(timelineItems(timeline));
    const TimelineEntry older = *entryAt(model, 2);
    VersionChoice choice = chooseVersions(comparedVersions(timeline), {older}, Against::itself, noon);
    QCOMPARE(choice.before, std::optional<std::size_t>(0));
    QCOMPARE(choice.after, std::optional<std::size_t>(1));
    QVERIFY(choice.beforeText.startsWith(QStringLiteral("before “edited” by agent")));
    QCOMPARE(choice.restorable, choice.before);
    choice = chooseVersions(comparedVersions(timeline), {older}, Against::now, noon);
    QCOMPARE(choice.before, std::optional<std::size_t>(1));
    QCOMPARE(choice.after, timeline.live);
    QVERIFY(choice.restorableText.startsWith(QStringLiteral("after “edited”")));
}

void TimelineTest::comparesTwoRowsOlderFirst() {
    Story story;
    story.change("agent", "evolve", 0).change("human", "rename", 30).change("agent", "evolve", 60);
    const history::Timeline& timeline = story.timeline();
    TimelineModel model;
    model.setItems(timelineItems(timeline));
    for (const bool turned : {false, true}) {
        std::vector<TimelineEntry> entries{*entryAt(model, 1), *entryAt(model, 3)};
        if (turned)
            std::swap(entries[0], entries[1]);
        const VersionChoice choice =
            chooseVersions(comparedVersions(timeline), entries, Against::itself, noon);
        QCOMPARE(choice.before, std::optional<std::size_t>(1));
        QCOMPARE(choice.after, std::optional<std::size_t>(3));
        QCOMPARE(choice.restorable, choice.before);
    }
    const VersionChoice withNow = chooseVersions(
        comparedVersions(timeline), {*entryAt(model, 0), *entryAt(model, 3)}, Against::itself, noon);
    QCOMPARE(withNow.after, timeline.live);
    QCOMPARE(withNow.afterText, QStringLiteral("now"));
}

void TimelineTest::offersNothingWhereAVersionIsLost() {
    Story story;
    story.change("agent", "evolve", 0).change("human", "rename", 30);
    history::Timeline timeline = story.timeline();
    timeline.rows[1].before.reset();
    timeline.rows[1].beforeIsHole = true;
    TimelineModel model;
    model.setItems(timelineItems(timeline));
    const VersionChoice choice =
        chooseVersions(comparedVersions(timeline), {*entryAt(model, 1)}, Against::itself, noon);
    QVERIFY(!choice.before);
    QVERIFY(!choice.restorable); // what it made is current
    QVERIFY(!choice.why.isEmpty());
}

QTEST_MAIN(TimelineTest)
#include "tst_timeline_model.moc"
