// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/history/timeline.h"

namespace stemma::history {

/// The report itself, in its directory.
inline constexpr const char* outlineName = "outline.json";

/// What became of a backup's name: a version, or why there is none.
struct FoundBackup {
    BackupState state =
        BackupState::missing; ///< ok, missing, pruned, damaged or unsafe; foreign is for the chain to say
    std::optional<std::size_t> version;
    std::string problem;
};

/// Every content that a report's directory holds.
struct Contents {
    std::vector<Version> versions;
    std::vector<std::optional<Timestamp>> modified; ///< file time of each version
    std::unordered_map<std::string, FoundBackup> backups;
    std::optional<std::size_t> live;
    std::vector<RowProblem> problems;
    std::optional<Error> refusal; ///< as in Timeline
};

/// Keeps the first error of the system (ErrorCode::io).
void noteRefusal(std::optional<Error>& first, const Error& error);

/// How many parts the changes touched (see ChangeCounts). A citation counts as an edit of what it stands in.
[[nodiscard]] ChangeCounts countChanges(const diff::Changes& changes);

/// Reads a report's files one after the other. Keeps the parsed trees of two neighbours at a time and
/// remembers the counts between them, so that a long history of large outlines needs little memory.
class VersionReader {
public:
    VersionReader(io::Disk& disk, std::string directory, const Interpret& interpret, Counts counts,
                  const Progress& progress, SeeComparison see = {});
    /// Reads them with several threads, and counts nothing.
    VersionReader(io::Disk& disk, std::string directory, Examine examine, const Progress& progress);

    /// Reads these backups, in this order, and the live outline last. Only cancellation is an error.
    [[nodiscard]] Result<Contents> readAll(const std::vector<std::string>& backups);

    /// The counts between two contents; `before` none stands for nothing at all. No counts where one can't be
    /// read.
    [[nodiscard]] std::optional<ChangeCounts>
    countsBetween(const std::vector<Version>& versions, std::optional<std::size_t> before, std::size_t after);

private:
    /// What was read of one file.
    struct Reading {
        std::optional<Error> error;
        Version version;
        std::optional<Timestamp> modified;
        diff::Tree tree;
    };

    [[nodiscard]] Result<Contents> readOneByOne(const std::vector<std::string>& names);
    [[nodiscard]] Result<Contents> readTogether(const std::vector<std::string>& names);
    [[nodiscard]] Reading read(const std::string& name) const;
    [[nodiscard]] Reading readingOf(const std::string& file, const io::FileContent& content) const;
    void add(Contents& contents, const std::string& name, Reading reading);
    void addBackup(Contents& contents, const std::string& name, Reading reading);
    void addLive(Contents& contents, Reading reading);
    std::size_t addVersion(Contents& contents, Reading reading);
    std::size_t addUnreadable(Contents& contents, const std::string& file, const std::string& problem);
    void compareWithPrevious(const std::string& sha256, diff::Tree tree);
    ChangeCounts compare(const std::string& before, const std::string& after, const diff::Tree& beforeTree,
                         const diff::Tree& afterTree);
    [[nodiscard]] std::optional<diff::Tree> treeOf(const Version& version);

    io::Disk& m_disk;
    std::string m_directory;
    Examine m_examine;
    Counts m_wanted;
    bool m_together = false; ///< with several threads
    const Progress& m_progress;
    SeeComparison m_see;
    std::string m_previousSha;
    diff::Tree m_previousTree;
    std::unordered_map<std::string, ChangeCounts> m_counts; ///< by both hashes
};

} // namespace stemma::history
