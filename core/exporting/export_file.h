// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/io/disk.h"

namespace stemma::exporting {

/// What becomes of a file that is there already.
enum class Existing { keep, replace };

/// Writes what was exported to a file, all or nothing, durably. Existing::keep: ErrorCode::conflict if there
/// is anything of that name, also if it comes to be in this very moment; replace: as io::atomicWrite() does.
/// The folder must be there. On any failure nothing is left.
Status writeExport(io::Disk& disk, const std::string& path, std::string_view bytes, Existing existing);

/// A file that is to be written, and what it is to hold.
struct ExportOutput {
    std::string path;
    std::string bytes;
};

/// Writes files that belong together: all of them are on the disk before the first gets its name, so that
/// want of room leaves those that were there. Existing::keep: all or none. Existing::replace: a failure that
/// comes between the names is Committed::unknown, and tells which of them are new.
Status writeExports(io::Disk& disk, const std::vector<ExportOutput>& outputs, Existing existing);

/// ErrorCode::conflict if there is anything of that name, notFound if its folder isn't there: to be asked
/// before work is done for it.
Status checkExportPlace(io::Disk& disk, const std::string& path, Existing existing);

/// Those of the paths where something is already. Fails as checkExportPlace() does for other reasons.
[[nodiscard]] Result<std::vector<std::string>> takenPlaces(io::Disk& disk,
                                                           const std::vector<std::string>& paths);

/// A name for the file of a graph: its title, else its id, without what names of files can't hold anywhere.
/// Never empty; without ending.
[[nodiscard]] std::string exportName(const std::string& title, const std::string& id);

} // namespace stemma::exporting
