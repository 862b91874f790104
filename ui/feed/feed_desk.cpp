// SPDX-License-Identifier: MIT
#include "ui/feed/feed_desk.h"

#include <utility>

#include <QListView>

#include "ui/feed/feed_list.h"
#include "ui/inbox/change_page.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {
constexpr std::size_t countedAtOnce = 8;
} // namespace

/// What the pool made.
struct FeedDesk::Made {
    std::shared_ptr<const FeedRows> rows;
    quint64 filter = 0;
};

FeedDesk::FeedDesk(TaskRunner& runner, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_clock(clock)
    , m_model(std::make_unique<FeedModel>(clock))
    , m_list(new FeedList(*m_model))
    , m_page(new ChangePage) {
    m_page->setRunner(&runner);
    connect(m_list, &FeedList::wishChanged, this, &FeedDesk::filter);
    connect(m_list, &FeedList::currentChanged, this, &FeedDesk::showCurrent);
    connect(m_list, &FeedList::shownChanged, this, &FeedDesk::countShown);
    connect(m_list, &FeedList::activated, this, &FeedDesk::openReport);
    connect(m_page, &ChangePage::leaveRequested, this, &FeedDesk::focusList);
    updateTexts();
}

FeedDesk::~FeedDesk() {
    m_stopReading.request_stop();
    m_stopLooking.request_stop();
}

void FeedDesk::open(LibrarySession& library) {
    m_library = &library;
    m_store = std::make_shared<report::StoreFeed>(library.environment().disk);
    m_stale = true;
    connect(&library, &LibrarySession::snapshotChanged, this, &FeedDesk::look);
    if (m_shown)
        look();
}

void FeedDesk::close() {
    m_stopReading.request_stop();
    m_stopLooking.request_stop();
    m_stopLooking = {};
    if (m_library)
        disconnect(m_library, nullptr, this, nullptr);
    m_library.clear();
    m_store.reset();
    m_toldProblems.clear();
    m_runner.discard(std::make_pair(std::exchange(m_feed, nullptr), m_model->rows()));
    ++m_libraries;
    ++m_filters;
    m_counting = false;
    m_model->forgetCounts();
    m_looking = m_lookAgain = false;
    m_list->clearWish();
    m_list->showRows(nullptr);
    updateTexts();
    Q_EMIT stateChanged();
}

void FeedDesk::setShown(bool shown) {
    if (m_shown == shown)
        return;
    m_shown = shown;
    if (shown && m_stale)
        look();
    if (shown) {
        showCurrent();
        countShown();
    }
    Q_EMIT stateChanged();
}

void FeedDesk::look() {
    m_stale = true;
    if (!m_shown || !m_library || !m_library->snapshot())
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    m_lookAgain = m_stale = false;
    auto work = [store = m_store, snapshot = m_library->snapshot(),
                 stop = m_stopLooking.get_token()](const Progress& shown) {
        return store->read(*snapshot, shown.stop.stop_possible() ? shown : Progress{stop, {}});
    };
    auto done = [this, library = m_libraries](Result<std::shared_ptr<const report::Feed>> feed) {
        if (library != m_libraries)
            return;
        m_looking = false;
        if (feed) {
            m_runner.discard(std::exchange(m_feed, *feed));
            tellProblems();
            m_model->forgetUnsettled();
            filter();
        } else {
            m_stale = true;
            if (feed.error().code != ErrorCode::cancelled)
                Q_EMIT failed(feed.error());
        }
        updateTexts();
        if (m_lookAgain)
            look();
    };
    if (m_feed == nullptr)
        m_runner.runJob(this, tr("Reading the feed"), std::move(work), std::move(done));
    else
        m_runner.run(
            this, [work = std::move(work)] { return work(Progress{}); }, std::move(done));
    updateTexts();
}

/// Each once: they stay with every look.
void FeedDesk::tellProblems() {
    QStringList fresh;
    for (const report::Problem& problem : m_feed->problems)
        if (m_toldProblems.insert(problem.message).second)
            fresh << fromUtf8(problem.message);
    if (!fresh.isEmpty())
        Q_EMIT message({Message::Kind::warning,
                        tr("Not all of the feed could be read. %1").arg(fresh.first()),
                        {},
                        QStringLiteral("feed"),
                        fresh.join(QLatin1Char('\n'))});
}

/// Only the last of several wishes counts.
void FeedDesk::filter() {
    if (!m_feed)
        return;
    m_runner.run(
        this,
        [&runner = m_runner, feed = m_feed, wish = m_list->wish(), filter = ++m_filters] {
            return Made{runner.share(feedRows(feed, wish)), filter};
        },
        [this](Made made) { takeRows(std::move(made)); });
}

void FeedDesk::takeRows(Made made) {
    if (made.filter != m_filters)
        return;
    m_list->showRows(std::move(made.rows));
    updateTexts();
    showCurrent();
    Q_EMIT stateChanged();
}

void FeedDesk::updateTexts() {
    const auto& rows = m_model->rows();
    m_list->setCount(rows ? tr("%n change(s)", nullptr, static_cast<int>(rows->entries)) : QString());
    m_list->setEmptyText(!rows ? m_looking ? tr("Reading the feed…") : tr("The feed was not read.")
                         : m_list->wish().any()
                             ? tr("Nothing in the feed is as asked. Take the filter away to see all of it.")
                             : tr("Nothing has changed in this library yet."));
}

const report::FeedEntry* FeedDesk::current() const {
    return m_model->entryAt(m_list->view()->currentIndex());
}

void FeedDesk::showCurrent() {
    const report::FeedEntry* entry = current();
    if (!m_shown)
        return;
    if (entry == nullptr) {
        m_showing.clear();
        m_stopReading.request_stop();
        m_page->showNothing({});
    } else if (const std::string key = feedKey(*entry) + '\n' + entry->ts; key != m_showing) {
        m_showing = key;
        showFacts(*entry);
        readCurrent();
    }
    Q_EMIT stateChanged();
}

void FeedDesk::showFacts(const report::FeedEntry& entry) {
    const bool odd = entry.kind != history::RowKind::change;
    const report::FeedCount* count = m_model->countOf(entry);
    m_page->showFacts({feedTitle(entry), shortTime(entry.ts, m_clock.now()), feedDeed(entry),
                       count == nullptr ? std::nullopt : count->counts, feedRemarks(entry), odd, false},
                      exactTime(entry.ts));
}

/// A few at a time, from the top of what is on show then: where the person goes comes first.
void FeedDesk::countShown() {
    const auto& rows = m_model->rows();
    if (m_counting || !m_shown || !m_library || !rows)
        return;
    std::vector<std::size_t> entries;
    for (const std::uint32_t entry : m_list->visibleEntries())
        if (entries.size() < countedAtOnce && m_model->countOf(rows->feed->entries[entry]) == nullptr)
            entries.push_back(entry);
    if (entries.empty())
        return;
    using Counts = std::vector<std::pair<std::string, report::FeedCount>>;
    m_counting = true;
    m_runner.run(
        this,
        [&disk = m_library->environment().disk, feed = rows->feed, entries,
         stop = m_stopLooking.get_token()] {
            Counts counts;
            if (const auto counted = report::countFeed(disk, *feed, entries, {stop, {}}))
                for (std::size_t at = 0; at < entries.size(); ++at)
                    counts.emplace_back(feedKey(feed->entries[entries[at]]), (*counted)[at]);
            return counts;
        },
        [this, library = m_libraries](const Counts& counts) {
            if (library != m_libraries)
                return;
            m_counting = false;
            takeCounts(counts);
        });
}

void FeedDesk::takeCounts(const std::vector<std::pair<std::string, report::FeedCount>>& counts) {
    if (counts.empty())
        return; // it was stopped
    m_model->addCounts(counts);
    if (const report::FeedEntry* entry = current(); entry != nullptr && m_shown)
        showFacts(*entry);
    countShown();
}

/// One that is passed is no longer read.
void FeedDesk::readCurrent() {
    const report::FeedEntry* entry = current();
    m_stopReading.request_stop();
    m_stopReading = {};
    if (entry == nullptr || !m_library)
        return;
    m_page->awaitChange();
    m_runner.run(
        this,
        [&disk = m_library->environment().disk, entry = *entry, stop = m_stopReading.get_token()] {
            return stop.stop_requested() ? ReadChange() : readChange(disk, entry, Progress{stop, {}});
        },
        [this, key = m_showing, stop = m_stopReading.get_token()](ReadChange change) {
            if (key == m_showing && !stop.stop_requested())
                m_page->showChange(std::move(change));
            Q_EMIT stateChanged();
        });
}

FeedAbility FeedDesk::ability() const {
    FeedAbility ability;
    ability.shown = m_shown && m_library;
    const report::FeedEntry* entry = ability.shown ? current() : nullptr;
    ability.chosen = entry != nullptr;
    ability.request = entry != nullptr && entry->requestId && !entry->requestId->empty();
    ability.filtered = ability.shown && m_list->wish().any();
    return ability;
}

void FeedDesk::focusList() {
    m_list->view()->setFocus(Qt::OtherFocusReason);
}

void FeedDesk::onlyRequest() {
    const report::FeedEntry* entry = current();
    if (entry != nullptr && entry->requestId)
        m_list->setRequest(*entry->requestId);
    Q_EMIT stateChanged();
}

void FeedDesk::showAll() {
    m_list->clearWish();
    filter();
    Q_EMIT stateChanged();
}

void FeedDesk::openReport() {
    const report::FeedEntry* entry = current();
    if (entry == nullptr)
        return;
    const QString folder = fromUtf8(entry->directory).section(QLatin1Char('/'), -1);
    Q_EMIT versionWanted(entry->trashed ? QLatin1String("trash/") + folder : fromUtf8(entry->report.text()),
                         entry->action);
}

} // namespace stemma::ui
