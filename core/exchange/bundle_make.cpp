// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/sha256.h"
#include "core/exchange/bundle_manifest.h"
#include "core/exchange/report_bundle.h"
#include "core/history/pruned_backups.h"
#include "core/io/atomic_write.h"
#include "core/journal/intent.h"
#include "core/report/report_library.h"

namespace stemma::exchange {

namespace {

constexpr const char* making = "make the bundle";

/// A file of the report as it was when its hash was taken.
struct Source {
    std::string path; ///< in the report's directory
    BundleFile listed;
};

/// One attempt. What changes meanwhile is seen when it is read for the second time.
class Making {
public:
    Making(io::Disk& disk, std::string directory, const Progress& progress)
        : m_disk(disk)
        , m_directory(std::move(directory))
        , m_progress(progress) {}

    Status list();
    Result<std::string> pack(BundleManifest& manifest, Timestamp now);
    std::vector<std::string> leftOut;
    std::string outline;

private:
    Status listFolder(const std::string& folder);
    Status listPruned();
    Status listPruned(const history::PrunedSet& set);
    Status addFile(const io::Open& opened, const std::string& folder, const std::string& name,
                   const std::string& listedAs);
    [[nodiscard]] bool has(const std::string& name) const {
        return std::any_of(m_sources.begin(), m_sources.end(),
                           [&](const Source& source) { return source.listed.name == name; });
    }
    Unexpected changed(const std::string& name) const {
        return fail(ErrorCode::conflict, making, io::joinPath(m_directory, name),
                    "another program went on writing while it was read", "Nothing was written. Try again.");
    }

    io::Disk& m_disk;
    std::string m_directory;
    const Progress& m_progress;
    std::vector<Source> m_sources;
    std::uint64_t m_total = 0;
};

bool isOurs(const std::string& name) {
    return name == ".lock" || name.starts_with(".stemma") || io::isTemporaryName(name) ||
           journal::isIntentFileName(name);
}

Status Making::addFile(const io::Open& opened, const std::string& folder, const std::string& name,
                       const std::string& listedAs) {
    if (m_progress.cancelled())
        return fail(ErrorCode::cancelled, making, m_directory, "cancelled");
    const auto content = io::readFile(m_disk, opened, name, tarLimits.entry);
    if (!content)
        return content.error().code == ErrorCode::notFound ? Status(changed(listedAs))
                                                           : fail(content.error());
    m_total += content->bytes.size();
    if (m_total > tarLimits.total || m_sources.size() + 1 >= tarLimits.entries)
        return fail(ErrorCode::unsafe, making, m_directory,
                    "the report with its history is larger than a bundle can be", "Nothing was written.");
    if (listedAs == "outline.json")
        outline = content->bytes;
    const std::string path = folder.empty() ? name : folder + '/' + name;
    m_sources.push_back({path, {listedAs, content->bytes.size(), sha256(content->bytes)}});
    return {};
}

Status Making::listFolder(const std::string& folder) {
    const auto opened =
        io::openDirectory(m_disk, folder.empty() ? m_directory : io::joinPath(m_directory, folder));
    if (!opened)
        return fail(opened.error());
    auto entries = m_disk.list(opened->get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const io::DirEntry& entry : *entries) {
        const std::string whole = folder.empty() ? entry.name : folder + '/' + entry.name;
        if (isOurs(entry.name))
            continue;
        Status done;
        if (entry.type == io::NodeType::file)
            done = addFile(*opened, folder, entry.name, whole);
        else if (entry.type == io::NodeType::directory && folder.empty())
            done = listFolder(entry.name);
        else
            leftOut.push_back(whole + (entry.type == io::NodeType::directory
                                           ? ": a folder in a folder"
                                           : ": a link or another special file"));
        if (!done)
            return done;
    }
    return {};
}

/// What was pruned and can still be brought back belongs to the history, as the backups that it was.
Status Making::listPruned() {
    const auto sets = history::listPruned(m_disk, m_directory);
    if (!sets)
        return fail(sets.error());
    for (const history::PrunedSet& set : *sets)
        if (!history::isGoneForGood(set.state))
            if (Status listed = listPruned(set); !listed)
                return listed;
    return {};
}

Status Making::listPruned(const history::PrunedSet& set) {
    const std::string folder = io::joinPath(history::prunedHomeName, set.folder());
    const auto opened = io::openDirectory(m_disk, io::joinPath(m_directory, folder));
    if (!opened)
        return opened.error().code == ErrorCode::notFound ? Status(changed(folder)) : fail(opened.error());
    for (const history::PrunedBackup& backup : set.backups) {
        const std::string listedAs = "backups/" + backup.name;
        if (has(listedAs))
            continue;
        Status added = addFile(*opened, folder, backup.name, listedAs);
        // Only from a set that is still so called it can't be on its way back.
        if (!added && added.error().code == ErrorCode::conflict &&
            io::openDirectory(m_disk, io::joinPath(m_directory, folder)))
            leftOut.push_back(folder + '/' + backup.name + ": it is not there any more");
        else if (!added)
            return added;
    }
    return {};
}

Status Making::list() {
    m_sources.clear();
    m_total = 0;
    leftOut.clear();
    outline.clear();
    Status listed = listFolder({});
    return listed ? listPruned() : listed;
}

Result<std::string> Making::pack(BundleManifest& manifest, Timestamp now) {
    for (const Source& source : m_sources)
        manifest.files.push_back(source.listed);
    TarWriter writer(m_directory);
    if (Status begun = writer.add(bundleManifestName, manifestText(manifest), now); !begun)
        return fail(std::move(begun.error()));
    std::size_t done = 0;
    for (const Source& source : m_sources) {
        if (m_progress.cancelled())
            return fail(ErrorCode::cancelled, making, m_directory, "cancelled");
        m_progress.tell(done++, m_sources.size());
        const auto content = io::readFile(m_disk, io::joinPath(m_directory, source.path), tarLimits.entry);
        if (!content && content.error().code != ErrorCode::notFound)
            return fail(content.error());
        if (!content || sha256(content->bytes) != source.listed.sha256)
            return changed(source.listed.name);
        constexpr std::int64_t perMicro = 1000;
        if (Status added =
                writer.add(source.listed.name, content->bytes, Timestamp{content->stamp.mtimeNs / perMicro});
            !added)
            return fail(std::move(added.error()));
    }
    return writer.finish();
}

} // namespace

Result<MadeBundle> makeReportBundle(io::Disk& disk, const std::string& root, const ReportId& id,
                                    Timestamp now, const Progress& progress) {
    const auto directory = report::reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt) {
        Making making(disk, *directory, progress);
        MadeBundle made;
        Status listed = making.list();
        made.manifest = {id, titleOf(making.outline), isoText(now), {}};
        auto packed = listed ? making.pack(made.manifest, now) : fail(std::move(listed.error()));
        if (packed) {
            made.bytes = std::move(*packed);
            made.leftOut = std::move(making.leftOut);
            if (made.bytes.size() > tarLimits.archive)
                return fail(ErrorCode::unsafe, "make the bundle", *directory,
                            "the report with its history is larger than a bundle can be",
                            "Nothing was written.");
            return made;
        }
        if (packed.error().code != ErrorCode::conflict || attempt == attempts)
            return fail(std::move(packed.error()));
    }
}

} // namespace stemma::exchange
