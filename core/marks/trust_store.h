// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/history/trust_chain.h"
#include "core/marks/mark_folder.h"

namespace stemma::marks {

/// What is remembered of a report in one library.
struct FoundChain {
    std::optional<history::Chain> chain; ///< none: nothing is, or it can't be used
    std::string broken;                  ///< why it can't: it was changed itself
    std::optional<Error> refusal;        ///< the system refused to read it: what it holds is unknown
    std::vector<MarkProblem> problems;
};

/// Keeps the chains of the reports (core/history/trust_chain.h) in the person's state directory, one file a
/// report and library: `<32 digits of the SHA-256 of the report's id>-<16 of its library's path>.chain`. What
/// is promised of the files is MarkFolder's. Thread-safe; all calls block on the disk.
class TrustStore {
public:
    /// `directory`: `$XDG_STATE_HOME/stemma/chains`; made when first written. `disk` outlives the store.
    TrustStore(io::Disk& disk, std::string directory);

    /// `library`: path of its root. Never fails.
    [[nodiscard]] FoundChain find(const std::string& library, const ReportId& report) const;
    /// The chains of that report in other libraries: of the place where this one was before, or of which it
    /// is a copy. Those that can't be used are left out.
    [[nodiscard]] std::vector<history::Chain> elsewhere(const std::string& library,
                                                        const ReportId& report) const;

    /// Keeps this one instead of what was there. `ended` says why what was there is no longer right; it is
    /// kept, with that, as one of the last few. Empty: the new one goes on from it.
    Status remember(const std::string& library, const ReportId& report, const history::Chain& chain,
                    const std::string& ended, const io::LockOptions& lock = {});

private:
    io::Disk& m_disk;
    MarkFolder m_folder;
};

} // namespace stemma::marks
