// SPDX-License-Identifier: MIT
#include "core/report/change_watch.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>

#include "core/io/directory_watch.h"

namespace stemma::report {

namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

// One save is several writes: the first notice waits for the others.
constexpr auto gatherTime = 150ms;
constexpr auto pollTime = 2s;
// igloo-mcp writes the outline first and its event behind it; what stays so for that long has none.
constexpr auto settleTime = 2s;

bool isPassing(std::string_view name) {
    return name.starts_with(".lock") || name.ends_with(".tmp") || name.starts_with(".stemma-");
}

/// An entry's own name: that of the event, wherever its report is meanwhile.
std::string keyOf(const FeedEntry& entry) {
    if (!entry.action.empty())
        return entry.action;
    const char* kind = history::rowKindWord(entry.kind);
    return entry.report.text() + '/' + kind + '/' + std::to_string(entry.line) + '/' + entry.ts;
}

} // namespace

struct ChangeWatch::State {
    State(io::Disk& ofLibrary, std::string ofRoot)
        : disk(ofLibrary)
        , root(std::move(ofRoot))
        , feed(ofLibrary) {}

    io::Disk& disk;
    std::string root;
    std::shared_ptr<const LibrarySnapshot> snapshot;
    StoreFeed feed;
    std::set<std::string> told;
    std::set<std::string> toldProblems;
    std::vector<Problem> problems;               ///< that are still to be told
    std::map<std::string, SteadyTime> unsettled; ///< entries without an event, by when they were first seen

    std::mutex mutex; ///< of what the watch's thread tells, below
    std::condition_variable_any woken;
    bool hinted = false;
    std::set<std::string> watched, absent, limited;

    std::unique_ptr<io::DirectoryWatch> watch; ///< the last to come and the first to go: it uses all above

    void startWatch();
    void watchFolders();
    void wake();
    [[nodiscard]] bool waitForHint(const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<FeedEntry>> look(const Progress& progress);
    [[nodiscard]] bool isSettled(const FeedEntry& entry, const std::string& key);
};

void ChangeWatch::State::wake() {
    hinted = true;
    woken.notify_all();
}

void ChangeWatch::State::startWatch() {
    io::DirectoryWatchCallbacks callbacks;
    callbacks.changed = [this](const std::string& directory) {
        const std::lock_guard guard(mutex);
        if (directory == root || directory == io::joinPath(root, "by_id"))
            absent.clear();
        wake();
    };
    callbacks.gone = [this](const std::string& directory) {
        const std::lock_guard guard(mutex);
        watched.erase(directory);
        wake();
    };
    callbacks.overflowed = [this] {
        const std::lock_guard guard(mutex);
        watched.clear();
        wake();
    };
    callbacks.limited = [this](const std::string& directory, const Error& why) {
        const std::lock_guard guard(mutex);
        watched.erase(directory);
        (why.code == ErrorCode::notFound ? absent : limited).insert(directory);
        wake();
    };
    callbacks.ready = [this] {
        const std::lock_guard guard(mutex);
        wake();
    };
    callbacks.ignores = isPassing;
    watch = std::make_unique<io::DirectoryWatch>(disk, std::move(callbacks));
}

void ChangeWatch::State::watchFolders() {
    std::set<std::string> wanted{root, io::joinPath(root, "by_id"), io::joinPath(root, ".trash")};
    for (const ReportSummary& summary : snapshot->reports)
        wanted.insert(io::joinPath(io::joinPath(root, "by_id"), summary.id.text()));
    std::vector<std::string> added;
    std::vector<std::string> removed;
    {
        const std::lock_guard guard(mutex);
        std::set_difference(watched.begin(), watched.end(), wanted.begin(), wanted.end(),
                            std::back_inserter(removed));
        for (const std::string& directory : removed) {
            watched.erase(directory);
            limited.erase(directory);
        }
        for (const std::string& directory : wanted)
            if (!absent.contains(directory) && !limited.contains(directory) &&
                watched.insert(directory).second)
                added.push_back(directory);
    }
    for (const std::string& directory : removed)
        watch->remove(directory);
    if (!added.empty())
        watch->addAll(added);
}

bool ChangeWatch::State::isSettled(const FeedEntry& entry, const std::string& key) {
    return entry.kind == history::RowKind::change ||
           std::chrono::steady_clock::now() -
                   unsettled.try_emplace(key, std::chrono::steady_clock::now()).first->second >=
               settleTime;
}

Result<std::vector<FeedEntry>> ChangeWatch::State::look(const Progress& progress) {
    auto scanned = scanLibrary(disk, root, snapshot, progress);
    if (!scanned)
        return fail(scanned.error());
    snapshot = *scanned;
    const auto read = feed.read(*snapshot, progress);
    if (!read)
        return fail(read.error());
    std::vector<FeedEntry> news;
    std::set<std::string> waiting;
    for (const Problem& problem : (*read)->problems)
        if (toldProblems.insert(problem.message).second)
            problems.push_back(problem);
    for (const FeedEntry& entry : (*read)->entries) {
        const std::string key = keyOf(entry);
        if (told.contains(key))
            continue;
        if (!isSettled(entry, key)) {
            waiting.insert(key);
            continue;
        }
        told.insert(key);
        news.push_back(entry);
    }
    std::erase_if(unsettled, [&](const auto& seen) { return !waiting.contains(seen.first); });
    std::reverse(news.begin(), news.end()); // a feed has the newest first
    watchFolders();
    return news;
}

/// False when the wait was cancelled.
bool ChangeWatch::State::waitForHint(const std::stop_token& stop) {
    std::unique_lock guard(mutex);
    const auto isHinted = [this] { return hinted; };
    // The set of limited folders grows only before a hint.
    if (limited.empty() && unsettled.empty())
        woken.wait(guard, stop, isHinted);
    else
        woken.wait_for(guard, stop, pollTime, isHinted);
    if (!stop.stop_requested())
        woken.wait_for(guard, stop, gatherTime, [] { return false; });
    hinted = false;
    return !stop.stop_requested();
}

ChangeWatch::ChangeWatch(io::Disk& disk, std::string root)
    : m_state(std::make_unique<State>(disk, std::move(root))) {}

ChangeWatch::~ChangeWatch() = default;

Status ChangeWatch::begin(const Progress& progress) {
    m_state->startWatch();
    const auto past = m_state->look(progress);
    if (!past)
        return fail(past.error());
    // What was there before we came is past, however it is to be read.
    for (const auto& seen : m_state->unsettled)
        m_state->told.insert(seen.first);
    m_state->unsettled.clear();
    return {};
}

Result<WatchNews> ChangeWatch::next(const std::stop_token& stop) {
    for (;;) {
        WatchNews news;
        news.problems = std::exchange(m_state->problems, {});
        if (!news.problems.empty())
            return news;
        if (!m_state->waitForHint(stop))
            return fail(ErrorCode::cancelled, "wait for changes", m_state->root, "cancelled");
        auto entries = m_state->look({stop, {}});
        if (!entries)
            return fail(std::move(entries.error()));
        news.entries = std::move(*entries);
        news.problems = std::exchange(m_state->problems, {});
        if (!news.entries.empty() || !news.problems.empty())
            return news;
    }
}

const LibrarySnapshot& ChangeWatch::library() const {
    return *m_state->snapshot;
}

bool ChangeWatch::polling() const {
    const std::lock_guard guard(m_state->mutex);
    return !m_state->limited.empty();
}

} // namespace stemma::report
