// SPDX-License-Identifier: MIT
#include "core/history/version_reader.h"

#include <set>
#include <utility>

#include "core/base/sha256.h"

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
    , m_interpret(interpret)
    , m_wanted(counts)
    , m_progress(progress)
    , m_see(std::move(see)) {}

Result<Contents> VersionReader::readAll(const std::vector<std::string>& backups) {
    Contents contents;
    std::size_t done = 0;
    for (const std::string& name : backups) {
        if (m_progress.cancelled())
            return fail(ErrorCode::cancelled, "read the history", m_directory, "cancelled");
        m_progress.tell(done++, backups.size() + 1);
        readBackupInto(contents, name);
    }
    readLiveInto(contents);
    m_progress.tell(backups.size() + 1, backups.size() + 1);
    m_previousTree.clear();
    m_previousSha.clear();
    return contents;
}

void noteRefusal(std::optional<Error>& first, const Error& error) {
    if (!first && error.code == ErrorCode::io)
        first = error;
}

void VersionReader::readBackupInto(Contents& contents, const std::string& name) {
    if (contents.backups.count(name) != 0)
        return;
    FoundBackup& found = contents.backups[name];
    const auto content = readBackup(m_disk, m_directory, name);
    if (content) {
        found.version = addVersion(contents, name, *content);
        const Version& version = contents.versions[*found.version];
        found.state = version.readable ? BackupState::ok : BackupState::damaged;
        found.problem = version.problem;
        return;
    }
    found.problem = describe(content.error());
    noteRefusal(contents.refusal, content.error());
    switch (content.error().code) {
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

void VersionReader::readLiveInto(Contents& contents) {
    auto directory = io::openDirectory(m_disk, m_directory);
    if (!directory) {
        noteRefusal(contents.refusal, directory.error());
        contents.problems.push_back({"outline-missing", describe(directory.error())});
        return;
    }
    const auto content = io::readFile(m_disk, *directory, outlineName);
    if (content) {
        contents.live = addVersion(contents, {}, *content);
    } else if (content.error().code == ErrorCode::notFound) {
        contents.problems.push_back({"outline-missing", "There is no outline.json."});
        return;
    } else {
        noteRefusal(contents.refusal, content.error());
        contents.live = addUnreadable(contents, {}, describe(content.error()));
    }
    contents.versions[*contents.live].live = true;
}

std::size_t VersionReader::addVersion(Contents& contents, const std::string& file,
                                      const io::FileContent& content) {
    Content read = m_interpret(content.bytes);
    Version version;
    version.sha256 = sha256(content.bytes);
    version.file = file;
    version.size = content.bytes.size();
    version.readable = read.readable;
    version.problem = std::move(read.problem);
    version.reportId = std::move(read.reportId);
    version.outlineVersion = read.outlineVersion;
    version.updatedAt = std::move(read.updatedAt);
    version.title = std::move(read.title);
    if (version.readable && m_wanted == Counts::compute)
        compareWithPrevious(version.sha256, std::move(read.tree));
    contents.versions.push_back(std::move(version));
    contents.modified.push_back(fileTime(content.stamp));
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
    Content content = m_interpret(*bytes);
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
