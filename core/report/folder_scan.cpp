// SPDX-License-Identifier: MIT
// Many reports at once.
#include <algorithm>
#include <atomic>
#include <utility>

#include "core/io/reading_crew.h"
#include "core/report/folder_walk.h"
#include "core/report/report_summary.h"

namespace stemma::report {

namespace {

bool sameOrAbsent(const Result<io::FileStamp>& now, const io::FileStamp& before) {
    return now ? now->sameStateAs(before) : before.inode == 0;
}

const ReportSummary* findByName(const std::vector<ReportSummary>* summaries, const std::string& name) {
    if (!summaries)
        return nullptr;
    const auto found = std::lower_bound(
        summaries->begin(), summaries->end(), name,
        [](const ReportSummary& summary, const std::string& key) { return summary.id.text() < key; });
    return found != summaries->end() && found->id.text() == name ? &*found : nullptr;
}

/// Reads many reports with a few threads.
class FolderReader {
public:
    FolderReader(const ReportFolder& folder, const io::Open& opened, Look look,
                 const std::vector<ReportSummary>* previous, const Progress& progress,
                 const std::vector<io::DirEntry>& names)
        : m_folder(folder)
        , m_opened(opened)
        , m_look(look)
        , m_previous(previous)
        , m_progress(progress)
        , m_names(names)
        , m_found(names.size()) {}

    void read() {
        io::ReadingCrew crew(m_names.size(), [this] { work(nullptr); });
        work(&crew);
    }

    std::vector<std::optional<ReportSummary>> take() { return std::move(m_found); }

private:
    void work(io::ReadingCrew* own) {
        QuickReader quick;
        while (!m_progress.cancelled()) {
            const std::size_t at = m_next++;
            if (at >= m_names.size())
                return;
            const std::string& name = m_names[at].name;
            const ReportSummary* previous = findByName(m_previous, name);
            m_found[at] = previous && stillHolds(m_folder, m_opened, *previous, m_look)
                              ? *previous
                              : summariseReport(m_folder, m_opened, name, m_look, quick);
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
    const std::vector<io::DirEntry>& m_names;
    std::vector<std::optional<ReportSummary>> m_found;
    std::atomic<std::size_t> m_next = 0;
};

} // namespace

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

Result<std::vector<ReportSummary>> summariseFolder(const ReportFolder& folder, Look look,
                                                   const std::vector<ReportSummary>* previous,
                                                   const Progress& progress,
                                                   std::vector<std::string>* strays) {
    const auto opened = io::openDirectory(folder.disk, folder.path);
    if (!opened && opened.error().code == ErrorCode::notFound)
        return std::vector<ReportSummary>{};
    if (!opened)
        return tl::unexpected(opened.error());
    const auto names = reportFolders(folder.disk, *opened, strays);
    if (!names)
        return tl::unexpected(names.error());
    FolderReader reader(folder, *opened, look, previous, progress, *names);
    reader.read();
    auto found = reader.take();
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, "read the library", folder.path, "cancelled");
    std::vector<ReportSummary> summaries;
    summaries.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i])
            summaries.push_back(std::move(*found[i]));
        else if (strays)
            strays->push_back((*names)[i].name);
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
        const io::ReadingCrew crew(summaries.size(), work);
        work();
    }
    return hold;
}

} // namespace stemma::report
