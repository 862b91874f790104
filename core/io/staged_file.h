// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/io/disk.h"
#include "core/io/file_stamp.h"

namespace stemma::io {

enum class MissingFolders { make, refuse };

/// What becomes of a file that has the name already.
enum class Existing {
    keep,   ///< it stays, whatever it is: ErrorCode::conflict, also if it comes to be in the very moment
    replace ///< its owner, mode, ACL and user attributes go to the new one
};

/// Whether a file can be written there: ErrorCode::conflict if there is anything of that name that is to be
/// kept, notFound if its folder isn't there, usage if the path names no file. To be asked before work is done
/// for it.
Status checkPlace(Disk& disk, const std::string& path, Existing existing);

/// A file that is on the disk, synced, under a temporary name beside the one that it is to get
/// (durability.md). Goes from the disk with this object, if it hasn't got its name.
class StagedFile {
public:
    /// Existing::replace resolves a symbolic link once, so that its target is replaced (made, if it isn't
    /// there), and refuses (ErrorCode::unsafe) a file with several hard links, as replacing it would part the
    /// twins. On failure nothing is left, or the error tells what.
    [[nodiscard]] static Result<StagedFile> stage(Disk& disk, const std::string& path, std::string_view bytes,
                                                  Existing existing, MissingFolders folders);
    StagedFile(StagedFile&& other) noexcept;
    StagedFile& operator=(StagedFile&&) = delete;
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;
    ~StagedFile();

    /// The file that it becomes: what the path led to.
    [[nodiscard]] std::string path() const;

    /// Gives it its name, durably. On failure it is gone, or the error tells that it was left; if only the
    /// folder could not be synced, it has its name and the error says Committed::unknown.
    Status putInPlace();

    /// Because of `cause`, which tells afterwards if the temporary file had to be left.
    void takeBack(Error& cause);

    /// Removes it though it has its name; false if it can't be, or if something else is there by now. Only
    /// for Existing::keep.
    [[nodiscard]] bool removeAgain();

private:
    StagedFile(Disk& disk, Open folder, std::string directory, std::string name, Existing existing);
    Status write(std::string_view bytes);

    Disk* m_disk;
    Open m_folder;
    std::string m_directory;
    std::string m_name;
    std::string m_temporary; ///< empty: it is no more
    Existing m_existing;
    FileStamp m_stamp; ///< of Existing::keep, when it gets its name
};

} // namespace stemma::io
