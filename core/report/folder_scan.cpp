// SPDX-License-Identifier: MIT
// Many reports at once.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <system_error>
#include <thread>
#include <utility>

#include "core/report/report_summary.h"

namespace stemma::report {

namespace {

bool sameOrAbsent(const Result<io::FileStamp>& now, const io::FileStamp& before) {
    return now ? now->sameStateAs(before) : before.inode == 0;
}

/// By the stamps alone, without opening anything.
bool stillHolds(const ReportFolder& folder, const io::Open& opened, const ReportSummary& summary, Look look) {
    if (!summary.settled)
        return false;
    const std::string& name = summary.id.text();
    const auto below = [&](const char* file) { return folder.disk.statBelow(opened.get(), name, file); };
    if (look != Look::indexOnly || summary.state != ReportState::ok) {
        const auto directory = below(".");
        if (!directory || !directory->sameStateAs(summary.directoryStamp))
            return false;
    }
    return sameOrAbsent(below("outline.json"), summary.outlineStamp) &&
           (look != Look::everything || sameOrAbsent(below("audit.jsonl"), summary.auditStamp));
}

/// Threads for many small files. What the system has in memory is bound by the processors; a cold disk is
/// bound by its own delay, and answers many questions at once.
class Crew {
public:
    /// `work` takes items until none is left. It runs on other threads from now on, if there is much to do.
    Crew(std::size_t items, std::function<void()> work)
        : m_work(std::move(work))
        , m_items(items) {
        constexpr std::size_t worthAThread = 64;
        const std::size_t most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
        grow(std::min(most, items / worthAThread + 1));
    }

    /// Told by the thread that owns the crew, item by item: hires more where the disk keeps it waiting.
    void done(std::size_t items) {
        constexpr auto slow = std::chrono::microseconds(40);
        constexpr std::size_t enough = 8;
        constexpr std::size_t forColdDisks = 16;
        m_done += items;
        if (m_done < enough || m_items < enough * forColdDisks || m_size >= forColdDisks)
            return;
        const auto now = Steady::now();
        if (now - m_since > slow * m_done)
            grow(forColdDisks);
        m_since = now;
        m_done = 0;
    }

private:
    using Steady = std::chrono::steady_clock;

    void grow(std::size_t size) {
        try {
            for (; m_size < size; ++m_size)
                m_threads.emplace_back([this] { m_work(); });
        } catch (const std::system_error&) {
            m_size = size; // no more threads to be had: those that there are do it all
        }
    }

    std::function<void()> m_work;
    std::size_t m_items;
    std::size_t m_size = 1; ///< with the owner's
    std::size_t m_done = 0;
    Steady::time_point m_since = Steady::now();
    std::vector<std::jthread> m_threads; ///< joined first
};

const ReportSummary* findByName(const std::vector<ReportSummary>* summaries, const std::string& name) {
    if (!summaries)
        return nullptr;
    const auto found = std::lower_bound(
        summaries->begin(), summaries->end(), name,
        [](const ReportSummary& summary, const std::string& key) { return summary.id.text() < key; });
    return found != summaries->end() && found->id.text() == name ? &*found : nullptr;
}

/// Names in a folder, sorted; what can't be a report goes to `strays`.
Result<std::vector<std::string>> namesIn(const ReportFolder& folder, const io::Open& opened,
                                         std::vector<std::string>* strays) {
    const auto entries = folder.disk.list(opened.get());
    if (!entries)
        return tl::unexpected(entries.error());
    std::vector<std::string> names;
    for (const io::DirEntry& entry : *entries) {
        if (entry.type == io::NodeType::directory || entry.type == io::NodeType::symlink)
            names.push_back(entry.name);
        else if (strays)
            strays->push_back(entry.name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Reads many reports with a few threads.
class FolderReader {
public:
    FolderReader(const ReportFolder& folder, const io::Open& opened, Look look,
                 const std::vector<ReportSummary>* previous, const Progress& progress,
                 const std::vector<std::string>& names)
        : m_folder(folder)
        , m_opened(opened)
        , m_look(look)
        , m_previous(previous)
        , m_progress(progress)
        , m_names(names)
        , m_found(names.size()) {}

    void read() {
        Crew crew(m_names.size(), [this] { work(nullptr); });
        work(&crew);
    }

    std::vector<std::optional<ReportSummary>> take() { return std::move(m_found); }

private:
    void work(Crew* own) {
        QuickReader quick;
        while (!m_progress.cancelled()) {
            const std::size_t at = m_next++;
            if (at >= m_names.size())
                return;
            const ReportSummary* previous = findByName(m_previous, m_names[at]);
            m_found[at] = previous && stillHolds(m_folder, m_opened, *previous, m_look)
                              ? *previous
                              : summariseReport(m_folder, m_opened, m_names[at], m_look, quick);
            if (own == nullptr)
                continue;
            own->done(1);
            m_progress.tell(at, m_names.size());
        }
    }

    const ReportFolder& m_folder;
    const io::Open& m_opened;
    Look m_look;
    const std::vector<ReportSummary>* m_previous;
    const Progress& m_progress;
    const std::vector<std::string>& m_names;
    std::vector<std::optional<ReportSummary>> m_found;
    std::atomic<std::size_t> m_next = 0;
};

} // namespace

Result<std::vector<ReportSummary>> summariseFolder(const ReportFolder& folder, Look look,
                                                   const std::vector<ReportSummary>* previous,
                                                   const Progress& progress,
                                                   std::vector<std::string>* strays) {
    const auto opened = io::openDirectory(folder.disk, folder.path);
    if (!opened && opened.error().code == ErrorCode::notFound)
        return std::vector<ReportSummary>{};
    if (!opened)
        return tl::unexpected(opened.error());
    const auto names = namesIn(folder, *opened, strays);
    if (!names)
        return tl::unexpected(names.error());
    FolderReader reader(folder, *opened, look, previous, progress, *names);
    reader.read();
    auto found = reader.take();
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, "read the library", folder.path, "cancelled");
    std::vector<ReportSummary> summaries;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i])
            summaries.push_back(std::move(*found[i]));
        else if (strays)
            strays->push_back((*names)[i]);
    }
    progress.tell(names->size(), names->size());
    return summaries;
}

bool allStillHold(const ReportFolder& folder, const std::vector<ReportSummary>& summaries, Look look) {
    if (summaries.empty())
        return true;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> hold = true;
    const auto work = [&] {
        constexpr std::size_t stride = 32;
        const auto opened = io::openDirectory(folder.disk, folder.path);
        if (!opened)
            hold = false;
        while (hold) {
            const std::size_t begin = next.fetch_add(stride);
            if (begin >= summaries.size())
                return;
            for (std::size_t i = begin; i < std::min(begin + stride, summaries.size()); ++i)
                if (!stillHolds(folder, *opened, summaries[i], look))
                    hold = false;
        }
    };
    {
        const Crew crew(summaries.size(), work);
        work();
    }
    return hold;
}

} // namespace stemma::report
