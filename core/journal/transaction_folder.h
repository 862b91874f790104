// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/journal/report_folder.h"
#include "core/journal/save_unit.h"

namespace stemma::journal {

inline constexpr const char* oursName = ".stemma";         ///< in the root
inline constexpr const char* historyName = "txn";          ///< in it: finished transactions
inline constexpr const char* currentName = "current";      ///< in it: the unfinished one
inline constexpr const char* transactionLockName = "lock"; ///< in it

/// A root whose files transactions change, held open. One thread at a time.
struct TransactionRoot {
    std::string path; ///< without symbolic links
    io::Open directory;
    ReportFolder ours;           ///< `.stemma`; its directory is not open if there is none
    bool keepsOrder = true;      ///< FileSystemTraits, of `.stemma`
    bool commitsInOrder = false; ///< the same

    [[nodiscard]] std::string pathOf(std::string_view place) const { return io::joinPath(path, place); }
    [[nodiscard]] std::string ownPathOf(std::string_view name) const { return ours.pathOf(name); }
};

/// What was looked for is not there.
[[nodiscard]] inline bool isNotThere(const Error& error) {
    return error.code == ErrorCode::notFound;
}

/// Opens it. A `.stemma` that is a symbolic link is ErrorCode::unsafe.
[[nodiscard]] Result<TransactionRoot> openTransactionRoot(io::Disk& disk, const std::string& path);
/// Makes `.stemma`, durably. True: it was not there.
[[nodiscard]] Result<bool> makeOurs(io::Disk& disk, TransactionRoot& root);
/// Removes the folders in `.stemma`, and it, if nothing is in them: after something was taken back.
void removeEmptyOurs(io::Disk& disk, TransactionRoot& root);

/// Folders below a root by their places, opened when they are first needed, and a limited number of them.
class PlaceFolders {
public:
    PlaceFolders(io::Disk& disk, const TransactionRoot& root)
        : m_disk(disk)
        , m_root(root) {}

    /// The folder; `""` is the root itself. Valid until the next call. notFound if it is missing, unsafe if
    /// it, or one on the way, is a symbolic link.
    [[nodiscard]] Result<io::Handle> open(const std::string& place);
    /// Forgets one that was made, moved or removed.
    void forget(const std::string& place) { m_open.erase(place); }
    /// From here on all are looked for again, at their places.
    void forgetAll() { m_open.clear(); }

    /// The stamp of what stands at a place, of the link itself if it is one; nothing if nothing does.
    [[nodiscard]] Result<std::optional<io::FileStamp>> look(const std::string& place);

private:
    io::Disk& m_disk;
    const TransactionRoot& m_root;
    std::map<std::string, io::Open> m_open;
};

/// `nodes/x.json` as `nodes` and `x.json`; the folder of `x.json` is "".
[[nodiscard]] std::string folderOf(const std::string& place);
[[nodiscard]] std::string nameOf(const std::string& place);

/// Where the file of that path really is, relative to the root: symbolic links are followed as long as they
/// stay inside the root (ErrorCode::unsafe). What isn't there yet has no links in it.
[[nodiscard]] Result<std::string> placeOf(io::Disk& disk, const TransactionRoot& root, PlaceFolders& folders,
                                          const std::string& path);

} // namespace stemma::journal
