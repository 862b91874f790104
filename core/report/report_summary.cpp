// SPDX-License-Identifier: MIT
#include "core/report/report_summary.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/io/lock_holder.h"
#include "core/journal/report_folder.h"
#include "core/report/outline_rules.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

std::int64_t systemNanoseconds() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// One directory on its way to a summary.
class Summary {
public:
    Summary(const ReportFolder& folder, const io::Open& directory, const std::string& name, Look look,
            QuickReader& quick)
        : m_disk(folder.disk)
        , m_directory(directory)
        , m_path(io::joinPath(folder.path, name))
        , m_look(look)
        , m_quick(quick) {
        m_summary.id = ReportId(name);
    }

    ReportSummary make() {
        const std::int64_t now = systemNanoseconds();
        if (const auto directory = m_disk.stat(m_directory.get()))
            m_summary.directoryStamp = *directory;
        readOutlineFile();
        m_summary.settled = m_readWhole;
        if (m_look == Look::everything && m_summary.state != ReportState::stub) {
            readLog();
            m_summary.settled = !lookForLeftovers() && m_readWhole;
        }
        m_summary.settled = m_summary.settled && !isFresh(m_summary.outlineStamp, now) &&
                            !isFresh(m_summary.auditStamp, now) && !isFresh(m_summary.directoryStamp, now);
        return std::move(m_summary);
    }

private:
    void readOutlineFile();
    void takeOver(QuickOutline outline);
    void takeOver(const Verdict& verdict, std::string_view bytes);
    void compareIds();
    void readWithoutOutline();
    void readLog();
    bool lookForLeftovers();
    void cantRead(const Error& error);
    Result<io::FileContent> content(const io::FileStamp& stamp) const;

    io::Disk& m_disk;
    const io::Open& m_directory;
    std::string m_path;
    Look m_look;
    QuickReader& m_quick;
    bool m_readWhole = false; ///< the stamps are those of plain files that were read
    ReportSummary m_summary;
};

/// igloo-mcp follows a symbolic link in the outline's place; so do we.
Result<io::FileContent> Summary::content(const io::FileStamp& stamp) const {
    if (stamp.type == io::NodeType::symlink)
        return io::readFile(m_disk, io::joinPath(m_path, journal::outlineName));
    return io::readFile(m_disk, m_directory, journal::outlineName);
}

void Summary::cantRead(const Error& error) {
    m_summary.state = ReportState::damaged;
    m_summary.refused = error.code == ErrorCode::io;
    m_summary.problems.push_back(
        {"outline-unreadable", Severity::error, "outline.json can't be read: " + error.detail, 0,
         error.advice.empty() ? "Restore a version, or put a regular file there." : error.advice});
}

void Summary::readOutlineFile() {
    const auto stamp = m_disk.statAt(m_directory.get(), journal::outlineName);
    if (!stamp && stamp.error().code == ErrorCode::notFound)
        return readWithoutOutline();
    if (!stamp)
        return cantRead(stamp.error());
    const auto file = content(*stamp);
    if (!file)
        return cantRead(file.error());
    m_readWhole = stamp->type == io::NodeType::file;
    m_summary.outlineStamp = file->stamp;
    const auto wanted =
        m_look == Look::indexOnly ? QuickReader::Wanted::listed : QuickReader::Wanted::spotless;
    if (auto quick = m_quick.outline(file->bytes, wanted))
        takeOver(std::move(*quick));
    else
        takeOver(judgeOutlineBytes(file->bytes), file->bytes);
}

void Summary::takeOver(QuickOutline outline) {
    m_summary.innerId = std::move(outline.reportId);
    m_summary.title = std::move(outline.title);
    m_summary.status = std::move(outline.status);
    m_summary.tags = std::move(outline.tags);
    m_summary.createdAt = std::move(outline.createdAt);
    m_summary.updatedAt = std::move(outline.updatedAt);
    m_summary.outlineVersion = outline.outlineVersion;
    m_summary.sections = outline.sections;
    m_summary.insights = outline.insights;
    compareIds();
}

void Summary::takeOver(const Verdict& verdict, std::string_view bytes) {
    m_summary.state = verdict.peerReads ? ReportState::ok : ReportState::damaged;
    m_summary.problems = verdict.problems;
    if (!verdict.document.isObject()) {
        m_summary.title = titleOfDamaged(bytes);
        return;
    }
    const Outline outline = outlineHead(verdict.document);
    m_summary.innerId = outline.id.text();
    m_summary.title = outline.title;
    m_summary.status = outline.status;
    m_summary.tags = outline.tags;
    m_summary.createdAt = outline.createdAt;
    m_summary.updatedAt = outline.updatedAt;
    m_summary.outlineVersion = outline.outlineVersion;
    m_summary.sections = itemsAt(verdict.document, "sections").size();
    m_summary.insights = itemsAt(verdict.document, "insights").size();
    compareIds();
}

void Summary::compareIds() {
    if (m_summary.innerId != m_summary.id.text() && !m_summary.innerId.empty())
        m_summary.problems.push_back({"id-mismatch", Severity::error,
                                      "the folder's name is not the report's id, which is " +
                                          m_summary.innerId +
                                          ": igloo-mcp can't open the report under either",
                                      0, "Give the folder the report's id as its name, or fork the report."});
}

void Summary::readWithoutOutline() {
    m_readWhole = true;
    const auto entries = m_disk.list(m_directory.get());
    bool content = !entries;
    for (const io::DirEntry& entry : entries ? *entries : std::vector<io::DirEntry>{})
        content = content || (entry.name != "backups" && entry.name != ".lock");
    if (const auto backups = io::openDirectoryAt(m_disk, m_directory, "backups"); backups && !content) {
        const auto kept = m_disk.list(backups->get());
        content = !kept || !kept->empty();
    }
    m_summary.state = content ? ReportState::missing : ReportState::stub;
    if (content)
        m_summary.problems.push_back({"outline-missing", Severity::error, "outline.json is missing", 0,
                                      "Restore a version: the history is still there."});
}

void Summary::readLog() {
    const LogEnd end = readLogEnd(m_disk, m_directory);
    m_summary.auditStamp = end.stamp;
    m_summary.lastChange = end.change;
    if (!end.change && !m_summary.updatedAt.empty())
        m_summary.lastChange = LastChange{m_summary.updatedAt, {}, {}, {}};
    if (m_summary.title.empty())
        m_summary.title = end.title;
    if (end.exists || m_summary.state == ReportState::ok)
        m_summary.problems.insert(m_summary.problems.end(), end.problems.begin(), end.problems.end());
}

/// Whether something is there whose meaning changes by time alone.
bool Summary::lookForLeftovers() {
    const auto entries = m_disk.list(m_directory.get());
    if (!entries)
        return true;
    bool passing = false;
    for (const io::DirEntry& entry : *entries) {
        if (entry.name == "outline.tmp")
            m_summary.problems.push_back({"leftover-outline-tmp", Severity::info,
                                          "outline.tmp was left behind by an interrupted save of igloo-mcp",
                                          0, "Its next save replaces it."});
        if (entry.name == "audit.tmp")
            m_summary.problems.push_back(
                {"leftover-audit-tmp", Severity::warning,
                 "audit.tmp was left behind by igloo-mcp, which would lose or double an "
                 "event at its next save",
                 0, "“Recover” takes its events over; so does the next save in Stemma."});
        if (entry.name != ".lock")
            continue;
        passing = true;
        const auto holder = io::lockHolder(m_disk, m_directory, ".lock", m_summary.outlineStamp.size);
        if (holder && *holder && ((*holder)->stale || !(*holder)->ownerAlive))
            m_summary.problems.push_back(
                {"stale-lock", Severity::warning,
                 "a lock was left behind (" + (*holder)->text() + "): igloo-mcp can't write to the report", 0,
                 "Break the lock, if no program is writing to the report."});
    }
    return passing;
}

} // namespace

std::optional<ReportSummary> summariseReport(const ReportFolder& folder, const io::Open& opened,
                                             const std::string& name, Look look, QuickReader& quick) {
    const auto directory = io::openDirectoryAt(folder.disk, opened, name);
    if (directory) {
        ReportSummary made = Summary(folder, *directory, name, look, quick).make();
        const auto stamp = folder.disk.statAt(opened.get(), name);
        if (stamp && stamp->type == io::NodeType::symlink)
            made.problems.push_back({"linked-folder",
                                     Severity::info,
                                     "the report's folder is a symbolic link to one that lies elsewhere",
                                     0,
                                     {}});
        return made;
    }
    if (directory.error().code == ErrorCode::notFound || directory.error().code == ErrorCode::unsafe)
        return std::nullopt;
    ReportSummary closed;
    closed.id = ReportId(name);
    closed.state = ReportState::damaged;
    closed.refused = directory.error().code == ErrorCode::io;
    closed.problems.push_back({"directory-unreadable", Severity::error,
                               "the report's folder can't be opened: " + directory.error().detail, 0,
                               directory.error().advice});
    return closed;
}

IndexedReport indexedReport(const ReportSummary& summary) {
    IndexedReport report{summary.id.text(), {}};
    const bool harmful =
        std::any_of(summary.problems.begin(), summary.problems.end(), [](const Problem& problem) {
            return problem.rule == "metadata-status" || problem.rule == "metadata-tags";
        });
    if (summary.state == ReportState::ok && !harmful)
        report.entry =
            IndexEntry{summary.innerId, summary.title,  summary.createdAt,           summary.updatedAt,
                       summary.tags,    summary.status, "by_id/" + summary.id.text()};
    return report;
}

std::vector<IndexedReport> indexedReports(const std::vector<ReportSummary>& summaries, const Index& index) {
    std::vector<IndexedReport> reports;
    for (const ReportSummary& summary : summaries) {
        reports.push_back(indexedReport(summary));
        if (!summary.refused)
            continue;
        const auto standing =
            std::find_if(index.entries.begin(), index.entries.end(),
                         [&](const IndexEntry& entry) { return entry.path == "by_id/" + summary.id.text(); });
        if (standing != index.entries.end())
            reports.back().entry = *standing;
    }
    return reports;
}

} // namespace stemma::report
