// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/journal/file_transaction.h"
#include "core/journal/transaction_steps.h"

namespace stemma::journal {

/// Makes everything that a transaction needs before its commit, in `.stemma/current`: before-images, new
/// files and the manifest, and syncs it together. Used once; on failure the caller discards the folder.
class TransactionStaging {
public:
    /// `current`: with its folder and nothing in its plan but the action.
    TransactionStaging(CurrentTransaction& current, std::uint64_t logSize);

    enum class Outcome {
        ready,
        unchanged, ///< everything is as it is wished already: nothing is to be written
        stale,     ///< a file is not what its new content was made from
    };
    /// `places`: of each change (placeOf).
    [[nodiscard]] Result<Outcome> stage(const TransactionContent& content,
                                        const std::vector<std::string>& places);

    /// The file of a change as it was read; nothing if there was none.
    [[nodiscard]] const std::optional<io::FileStamp>& live(std::size_t change) const {
        return m_live[change];
    }
    /// Whether all that it touches is on the file system of `.stemma`.
    [[nodiscard]] bool isOnOneDevice() const;
    /// Whether the file of a change is still what was read when it was staged.
    [[nodiscard]] Result<bool> isUntouched(std::size_t change) const;
    /// Whether the before-image of a change that is in place is still what was read: what another program
    /// wrote through an open handle in the very moment is in it.
    [[nodiscard]] Result<bool> isImageUntouched(std::size_t change) const;

private:
    /// A file as it was read under the lock.
    struct Live {
        io::Open file;
        io::FileContent content;
        std::string sha256;
    };

    struct Wished {
        const std::string* bytes = nullptr; ///< of the change itself, if it has any
        std::string sha256;                 ///< empty: no file
        std::optional<std::size_t> image;   ///< it is the before-image of that change
        std::optional<Live> source;         ///< it is a copy of that
    };

    Result<Outcome> stageChange(const FileChange& change, const std::string& place);
    Result<Wished> wishedContent(const FileChange& change);
    Result<std::optional<Live>> readLive(const std::string& place);
    Status planFolders(const std::string& folder);
    Result<bool> keepImage(const Live& live, const std::string& place);
    Status stageNew(const Wished& wished, const std::optional<Live>& live);
    Status shareImage(std::size_t change, const std::string& name);
    Status planGoneFolders(const std::vector<std::string>& folders);
    Status writeManifest();
    Status keepForSync(io::Open file, io::Durability durability);
    Status syncStaged();

    CurrentTransaction& m_current;
    io::Disk& m_disk;
    std::vector<std::optional<io::FileStamp>> m_live; ///< of each change, after its image was linked
    std::set<std::size_t> m_copied;                   ///< changes whose before-image is a file of its own
    std::set<std::string> m_places;
    std::vector<io::Open> m_unsynced;
    std::vector<io::SyncRequest> m_requests;
};

} // namespace stemma::journal
