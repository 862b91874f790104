// SPDX-License-Identifier: MIT
#include "core/report/index_scan.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/base/clock.h"
#include "core/io/reading_crew.h"
#include "core/journal/report_folder.h"
#include "core/report/folder_walk.h"

namespace stemma::report {

namespace {

/// So many names are taken at a time: less is no work, more leaves threads idle at the end.
constexpr std::size_t stride = 8;

bool stillHolds(const ReportFolder& folder, const io::Open& opened, const std::string& name,
                const ListedReport& report) {
    if (report.odd)
        return report::stillHolds(folder, opened, *report.odd, Look::indexOnly);
    if (!report.settled)
        return false;
    const auto now = folder.disk.statBelow(opened.get(), name, journal::outlineName);
    return now && now->sameStateAs(report.stamp);
}

ListedReport plainReport(const std::string& name, QuickOutline outline, const io::FileStamp& stamp,
                         std::int64_t now) {
    ListedReport report;
    const IndexEntry entry{std::move(outline.reportId),
                           std::move(outline.title),
                           std::move(outline.createdAt),
                           std::move(outline.updatedAt),
                           std::move(outline.tags),
                           std::move(outline.status),
                           "by_id/" + name};
    report.line = indexLine(entry);
    report.line += '\n';
    if (entry.reportId != name)
        report.id = entry.reportId;
    report.stamp = stamp;
    report.settled = !isFresh(stamp, now);
    return report;
}

ListedReport oddReport(ReportSummary summary) {
    ListedReport report;
    if (const IndexedReport indexed = indexedReport(summary); indexed.entry) {
        report.line = indexLine(*indexed.entry) + '\n';
        report.id = indexed.entry->reportId;
    }
    report.odd = std::make_shared<const ReportSummary>(std::move(summary));
    return report;
}

class Lister {
public:
    Lister(const ReportFolder& folder, const io::Open& opened, const ListedFolder* previous,
           const Progress& progress, std::vector<io::DirEntry> names)
        : m_folder(folder)
        , m_opened(opened)
        , m_previous(previous)
        , m_progress(progress) {
        m_listed.names = std::move(names);
        m_listed.reports.resize(m_listed.names.size());
    }

    ListedFolder list() {
        {
            io::ReadingCrew crew(m_listed.names.size(), [this] { work(nullptr); });
            work(&crew);
        }
        return std::move(m_listed);
    }

private:
    void work(io::ReadingCrew* own);
    [[nodiscard]] const ListedReport* known(const std::string& name) const;
    ListedReport read(const io::DirEntry& entry, QuickReader& quick, io::FileBuffer& buffer) const;

    const ReportFolder& m_folder;
    const io::Open& m_opened;
    const ListedFolder* m_previous;
    const Progress& m_progress;
    ListedFolder m_listed;
    /// Before anything is read, so that what is as young then is never taken for settled.
    std::int64_t m_start = SystemClock().now().micros * 1000;
    std::atomic<std::size_t> m_next = 0;
};

void Lister::work(io::ReadingCrew* own) {
    QuickReader quick;
    io::FileBuffer buffer;
    const std::size_t count = m_listed.names.size();
    while (!m_progress.cancelled()) {
        const std::size_t begin = m_next.fetch_add(stride);
        if (begin >= count)
            return;
        const std::size_t end = std::min(begin + stride, count);
        for (std::size_t at = begin; at < end; ++at) {
            const io::DirEntry& entry = m_listed.names[at];
            const ListedReport* before = known(entry.name);
            m_listed.reports[at] = before ? *before : read(entry, quick, buffer);
        }
        if (own == nullptr)
            continue;
        own->done(end - begin);
        m_progress.tell(begin, count);
    }
}

/// What was read before and still holds.
const ListedReport* Lister::known(const std::string& name) const {
    if (m_previous == nullptr)
        return nullptr;
    const auto& names = m_previous->names;
    const auto found =
        std::lower_bound(names.begin(), names.end(), name,
                         [](const io::DirEntry& entry, const std::string& key) { return entry.name < key; });
    if (found == names.end() || found->name != name)
        return nullptr;
    const ListedReport& report = m_previous->reports[static_cast<std::size_t>(found - names.begin())];
    return stillHolds(m_folder, m_opened, name, report) ? &report : nullptr;
}

ListedReport Lister::read(const io::DirEntry& entry, QuickReader& quick, io::FileBuffer& buffer) const {
    constexpr std::uint64_t usualLimit = std::uint64_t{16} << 20;
    if (entry.type == io::NodeType::directory) {
        const auto stamp =
            m_folder.disk.readBelow(m_opened.get(), entry.name, journal::outlineName, buffer, usualLimit);
        auto outline = stamp ? quick.outline(buffer, QuickReader::Wanted::listed) : std::nullopt;
        if (outline)
            return plainReport(entry.name, std::move(*outline), *stamp, m_start);
    }
    auto summary = summariseReport(m_folder, m_opened, entry.name, Look::indexOnly, quick);
    return summary ? oddReport(std::move(*summary)) : ListedReport();
}

} // namespace

Result<ListedFolder> listReports(const ReportFolder& folder, const ListedFolder* previous,
                                 const Progress& progress) {
    const auto opened = io::openDirectory(folder.disk, folder.path);
    if (!opened && opened.error().code == ErrorCode::notFound)
        return ListedFolder{};
    if (!opened)
        return tl::unexpected(opened.error());
    auto names = reportFolders(folder.disk, *opened, nullptr);
    if (!names)
        return tl::unexpected(names.error());
    const std::size_t count = names->size();
    ListedFolder listed = Lister(folder, *opened, previous, progress, std::move(*names)).list();
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, "read the library", folder.path, "cancelled");
    progress.tell(count, count);
    return listed;
}

bool allSettled(const ListedFolder& listed) {
    return std::all_of(listed.reports.begin(), listed.reports.end(), [](const ListedReport& report) {
        return !report.isReport() || (report.odd ? report.odd->settled : report.settled);
    });
}

bool allStillHold(const ReportFolder& folder, const ListedFolder& listed) {
    if (listed.names.empty())
        return true;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> hold = true;
    const auto opened = io::openDirectory(folder.disk, folder.path);
    if (!opened)
        return false;
    const auto work = [&] {
        while (hold) {
            const std::size_t begin = next.fetch_add(stride);
            if (begin >= listed.names.size())
                return;
            for (std::size_t i = begin; i < std::min(begin + stride, listed.names.size()); ++i)
                if (listed.reports[i].isReport() &&
                    !stillHolds(folder, *opened, listed.names[i].name, listed.reports[i]))
                    hold = false;
        }
    };
    {
        const io::ReadingCrew crew(listed.names.size(), work);
        work();
    }
    return hold;
}

} // namespace stemma::report
