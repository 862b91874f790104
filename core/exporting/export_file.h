// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/io/disk.h"

namespace stemma::exporting {

/// What becomes of a file that is there already.
enum class Existing { keep, replace };

/// Writes what was exported to a file, all or nothing, durably. Existing::keep: ErrorCode::conflict if there
/// is anything of that name, also if it comes to be in this very moment; replace: as io::atomicWrite() does.
/// The folder must be there. On any failure nothing is left.
Status writeExport(io::Disk& disk, const std::string& path, std::string_view bytes, Existing existing);

/// ErrorCode::conflict if there is anything of that name, notFound if its folder isn't there: to be asked
/// before work is done for it, or where several files are to be written.
Status checkExportPlace(io::Disk& disk, const std::string& path, Existing existing);

/// A name for the file of a graph: its title, else its id, without what names of files can't hold anywhere.
/// Never empty; without ending.
[[nodiscard]] std::string exportName(const std::string& title, const std::string& id);

} // namespace stemma::exporting
