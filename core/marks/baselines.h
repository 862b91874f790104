// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/marks/mark_folder.h"

namespace stemma::marks {

/// How far a report's history was known in a library, so that only what came later is new. All that stands in
/// its log up to the newest of `last` that is there counts as seen.
struct Baseline {
    static constexpr std::size_t mostLast = 8;
    /// In `also`: some content was seen that isn't there any more.
    static constexpr const char* somethingElse = "something-else";
    std::vector<std::string> last; ///< action ids, the newest first: a damaged line doesn't lose the place
    /// What was seen behind them: keys of unrecorded changes and unreadable lines.
    std::vector<std::string> also;
    /// Of the report's files when nothing in it was new; empty otherwise. While they are as they were, there
    /// is nothing to read.
    std::string stamps;
    friend bool operator==(const Baseline&, const Baseline&) = default;
};
/// By report id, or what else names a report's folder in its library.
using Baselines = std::map<std::string, Baseline>;

struct FoundBaselines {
    std::optional<Baselines> baselines; ///< none: the library was never looked at
    std::vector<MarkProblem> problems;
};

/// Keeps the baselines of each library: one file a library beside the marks, `<32 digits of the SHA-256 of
/// its path>.library`. One that is damaged is set aside, and its library is as one that was never looked at.
/// A library that was moved or copied is known by the reports in it. What is promised of the files is
/// MarkFolder's. Thread-safe; all calls block on the disk.
class BaselineStore {
public:
    /// `directory`: the one of the MarkStore. `disk` outlives the store.
    BaselineStore(io::Disk& disk, std::string directory);

    /// `library`: path of its root. Never fails.
    [[nodiscard]] FoundBaselines find(const std::string& library) const;
    /// The baselines of another library that knows at least half of these reports, and most of them: of the
    /// place where this one was before, or of which it is a copy. None if there is no such library.
    [[nodiscard]] std::optional<Baselines> mostAlike(const std::vector<std::string>& reports) const;

    enum class Known { replace, keep };
    /// Adds these to the library's; what is there of the same reports is replaced or kept. Makes the
    /// library known also where there are none.
    Status add(const std::string& library, const Baselines& baselines, Known known,
               const io::LockOptions& lock = {});

private:
    [[nodiscard]] std::string realPath(const std::string& library) const;

    io::Disk& m_disk;
    MarkFolder m_folder;
};

} // namespace stemma::marks
