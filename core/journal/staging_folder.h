// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/journal/recovery.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

/// A folder in a library's root in which a report's directory is made before it gets its place:
/// `.stemma-new-<pid>-<nonce>`. Its maker holds a flock on it, so a left-over is known as such. Removed when
/// this value goes, unless it was put in place.
class StagingFolder {
public:
    /// `root` outlives it.
    [[nodiscard]] static Result<StagingFolder> make(const Environment& environment, const io::Open& root);
    StagingFolder(StagingFolder&& other) noexcept;
    StagingFolder& operator=(StagingFolder&&) = delete;
    ~StagingFolder();

    [[nodiscard]] const io::Open& folder() const { return m_folder; }

    /// Renames it into `parent`, replacing nothing, and syncs both folders. ErrorCode::conflict if the name
    /// is taken.
    Status putInPlace(const io::Open& parent, const std::string& name);

private:
    StagingFolder(const Environment& environment, const io::Open& root)
        : m_environment(&environment)
        , m_root(&root) {}
    [[nodiscard]] Result<bool> claim();

    const Environment* m_environment;
    const io::Open* m_root;
    std::string m_name; ///< empty: nothing is to be removed
    io::Open m_folder;
};

/// Removes those whose maker is gone. Nothing else is touched.
[[nodiscard]] Result<RecoveryReport> removeAbandonedStaging(const Environment& environment,
                                                            const std::string& root);

} // namespace stemma::journal
