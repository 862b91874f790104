// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/problem.h"

namespace stemma::health {

enum class FindingKind {
    index,            ///< index.jsonl and the outlines disagree
    interruptedSave,  ///< a save was cut off, and not finished or taken back
    abandonedLock,    ///< a lock that keeps everybody out, and that nobody seems to hold any more
    damagedOutline,   ///< the outline can't be read, or is gone
    outlineProblem,   ///< it can, but something in or beside it is wrong
    unrecordedChange, ///< the content changed, and no event says so
    damagedHistory,   ///< a backup or a line of the log that isn't what it was
    library,          ///< something beside the reports
    graphs,           ///< what the deep validation of a user's graphs finds
    interruptedTransaction,
};
/// "index", "interrupted-save" …
[[nodiscard]] const char* findingKindWord(FindingKind kind);

/// Something that is wrong in a library.
struct Finding {
    FindingKind kind = FindingKind::library;
    Severity severity = Severity::warning;
    std::string id;      ///< names it again, as long as it is there: kind, and what it is about
    std::string subject; ///< the report's id or the graphs' user; empty: the library
    std::string title;   ///< of a report whose own can't be read, where an older version tells it
    std::string path;
    std::string message;               ///< what is wrong, and what comes of it
    std::vector<std::string> evidence; ///< what shows it, a sentence each
    std::string fix;       ///< what fixing it will do, a sentence; empty: that is left to the person
    std::string version;   ///< of a damaged outline: the newest version that can be restored
    std::string versionAt; ///< when that was written, ISO 8601
    std::string base;      ///< SHA-256 of the outline that was looked at, where fixing depends on it
    std::string rule;      ///< of a finding about graphs: its id there
    std::string element;   ///< of a finding about graphs: the id, or path, that it is about
};

} // namespace stemma::health
