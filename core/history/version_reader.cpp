// SPDX-License-Identifier: MIT
#include "core/history/version_reader.h"

#include <atomic>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/io/reading_crew.h"

namespace stemma::history {

namespace {

using PartKey = std::pair<std::string, std::string>;

std::optional<Timestamp> fileTime(const io::FileStamp& stamp) {
    return Timestamp{stamp.mtimeNs / 1000};
}

bool isCitation(const diff::Change& change) {
    return change.what == "citation";
}

} // namespace

ChangeCounts countChanges(const diff::Changes& changes) {
    std::set<PartKey> added, removed, moved, edited;
    for (const diff::Change& change : changes) {
        if (isCitation(change))
            continue;
        std::set<PartKey>& set = change.kind == diff::ChangeKind::added     ? added
                                 : change.kind == diff::ChangeKind::removed ? removed
                                 : change.kind == diff::ChangeKind::moved   ? moved
                                                                            : edited;
        set.emplace(change.what, change.id);
    }
    for (const diff::Change& change : changes) {
        if (!isCitation(change))
            continue;
        for (const std::string& parent : {change.parent, change.oldParent}) {
            const PartKey key("insight", parent);
            if (!parent.empty() && added.count(key) == 0 && removed.count(key) == 0)
                edited.insert(key);
        }
    }
    return {added.size(), edited.size(), moved.size(), removed.size()};
}

VersionReader::VersionReader(io::Disk& disk, std::string directory, const Interpret& interpret, Counts counts,
                             const Progress& progress, SeeComparison see)
    : m_disk(disk)
    , m_directory(std::move(directory))
    , m_examine([&interpret](std::string_view bytes, const std::string&) { return interpret(bytes); })
    , m_wanted(counts)
    , m_progress(progress)
    , m_see(std::move(see)) {}

VersionReader::VersionReader(io::Disk& disk, std::string directory, Examine examine, const Progress& progress)
    : m_disk(disk)
    , m_directory(std::move(directory))
    , m_examine(std::move(examine))
    , m_wanted(Counts::leaveOut)
    , m_together(true)
    , m_progress(progress) {}

Result<Contents> VersionReader::readAll(const std::vector<std::string>& backups) {
    std::set<std::string> known;
    std::vector<std::string> names;
    for (const std::string& name : backups) {
        if (known.insert(name).second)
            names.push_back(name);
    }
    names.emplace_back(); // the live outline
    auto contents = m_together ? readTogether(names) : readOneByOne(names);
    if (contents)
        m_progress.tell(names.size(), names.size());
    m_previousTree.clear();
    m_previousSha.clear();
    return contents;
}

Result<Contents> VersionReader::readOneByOne(const std::vector<std::string>& names) {
    Contents contents;
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (!names[at].empty()) {
            if (m_progress.cancelled())
                return fail(ErrorCode::cancelled, "read the history", m_directory, "cancelled");
            m_progress.tell(at, names.size());
        }
        add(contents, names[at], read(names[at]));
    }
    return contents;
}

Result<Contents> VersionReader::readTogether(const std::vector<std::string>& names) {
    std::vector<Reading> readings(names.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&](bool tells) {
        while (!m_progress.cancelled()) {
            const std::size_t at = next++;
            if (at >= names.size())
                return;
            readings[at] = read(names[at]);
            if (tells)
                m_progress.tell(at, names.size());
        }
    };
    {
        const io::ReadingCrew crew(names.size(), [&] { work(false); });
        work(true);
    }
    if (m_progress.cancelled())
        return fail(ErrorCode::cancelled, "read the history", m_directory, "cancelled");
    Contents contents;
    for (std::size_t at = 0; at < names.size(); ++at)
        add(contents, names[at], std::move(readings[at]));
    return contents;
}

void noteRefusal(std::optional<Error>& first, const Error& error) {
    if (!first && error.code == ErrorCode::io)
        first = error;
}

VersionReader::Reading VersionReader::read(const std::string& name) const {
    Reading reading;
    if (!name.empty()) {
        auto content = readBackup(m_disk, m_directory, name);
        if (content)
            return readingOf(name, *content);
        reading.error = std::move(content.error());
        return reading;
    }
    auto directory = io::openDirectory(m_disk, m_directory);
    auto content = directory ? io::readFile(m_disk, *directory, outlineName)
                             : Result<io::FileContent>(fail(directory.error()));
    if (content)
        return readingOf({}, *content);
    reading.error = std::move(content.error());
    return reading;
}

VersionReader::Reading VersionReader::readingOf(const std::string& file,
                                                const io::FileContent& content) const {
    Reading reading;
    Version& version = reading.version;
    version.sha256 = sha256(content.bytes);
    Content read = m_examine(content.bytes, version.sha256);
    version.file = file;
    version.size = content.bytes.size();
    version.readable = read.readable;
    version.problem = std::move(read.problem);
    version.reportId = std::move(read.reportId);
    version.outlineVersion = read.outlineVersion;
    version.updatedAt = std::move(read.updatedAt);
    version.title = std::move(read.title);
    reading.tree = std::move(read.tree);
    reading.modified = fileTime(content.stamp);
    return reading;
}

void VersionReader::add(Contents& contents, const std::string& name, Reading reading) {
    if (name.empty())
        addLive(contents, std::move(reading));
    else
        addBackup(contents, name, std::move(reading));
}

void VersionReader::addBackup(Contents& contents, const std::string& name, Reading reading) {
    FoundBackup& found = contents.backups[name];
    if (!reading.error) {
        found.version = addVersion(contents, std::move(reading));
        const Version& version = contents.versions[*found.version];
        found.state = version.readable ? BackupState::ok : BackupState::damaged;
        found.problem = version.problem;
        return;
    }
    found.problem = describe(*reading.error);
    noteRefusal(contents.refusal, *reading.error);
    switch (reading.error->code) {
    case ErrorCode::unsafe:
        found.state = BackupState::unsafe;
        break;
    case ErrorCode::notFound:
        found.state = BackupState::missing;
        break;
    default:
        found.state = BackupState::damaged;
        found.version = addUnreadable(contents, name, found.problem);
    }
}

void VersionReader::addLive(Contents& contents, Reading reading) {
    if (!reading.error) {
        contents.live = addVersion(contents, std::move(reading));
    } else if (reading.error->code == ErrorCode::notFound) {
        contents.problems.push_back({"outline-missing", "There is no outline.json."});
        return;
    } else {
        noteRefusal(contents.refusal, *reading.error);
        contents.live = addUnreadable(contents, {}, describe(*reading.error));
    }
    contents.versions[*contents.live].live = true;
}

std::size_t VersionReader::addVersion(Contents& contents, Reading reading) {
    if (reading.version.readable && m_wanted == Counts::compute)
        compareWithPrevious(reading.version.sha256, std::move(reading.tree));
    contents.versions.push_back(std::move(reading.version));
    contents.modified.push_back(reading.modified);
    return contents.versions.size() - 1;
}

std::size_t VersionReader::addUnreadable(Contents& contents, const std::string& file,
                                         const std::string& problem) {
    Version version;
    version.file = file;
    version.problem = problem;
    contents.versions.push_back(std::move(version));
    contents.modified.emplace_back();
    return contents.versions.size() - 1;
}

/// Files come in the order of their making, so nearly every row of the history compares two neighbours.
void VersionReader::compareWithPrevious(const std::string& sha256, diff::Tree tree) {
    if (sha256 == m_previousSha)
        return;
    compare(m_previousSha, sha256, m_previousTree, tree);
    m_previousSha = sha256;
    m_previousTree = std::move(tree);
}

ChangeCounts VersionReader::compare(const std::string& before, const std::string& after,
                                    const diff::Tree& beforeTree, const diff::Tree& afterTree) {
    const diff::Changes changes = diff::difference(beforeTree, afterTree);
    if (m_see)
        m_see({before, after, beforeTree, afterTree, changes});
    return m_counts.try_emplace(before + after, countChanges(changes)).first->second;
}

std::optional<diff::Tree> VersionReader::treeOf(const Version& version) {
    const auto bytes = readVersion(m_disk, m_directory, version);
    if (!bytes)
        return std::nullopt;
    Content content = m_examine(*bytes, version.sha256);
    if (!content.readable)
        return std::nullopt;
    return std::move(content.tree);
}

std::optional<ChangeCounts> VersionReader::countsBetween(const std::vector<Version>& versions,
                                                         std::optional<std::size_t> before,
                                                         std::size_t after) {
    if (m_wanted == Counts::leaveOut || !versions[after].readable || (before && !versions[*before].readable))
        return std::nullopt;
    const std::string old = before ? versions[*before].sha256 : std::string();
    if (old == versions[after].sha256)
        return ChangeCounts{};
    const std::string key = old + versions[after].sha256;
    const auto known = m_counts.find(key);
    if (known != m_counts.end())
        return known->second;
    const auto oldTree = before ? treeOf(versions[*before]) : std::optional<diff::Tree>(diff::Tree{});
    const auto newTree = treeOf(versions[after]);
    if (!oldTree || !newTree)
        return std::nullopt; // changed or gone since it was read: the next load will say so
    return compare(old, versions[after].sha256, *oldTree, *newTree);
}

} // namespace stemma::history
