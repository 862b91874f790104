// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/ids.h"
#include "tests/support/crash_disk.h"

namespace fuzz {

/// A library in memory with one report that has two backups and no log yet.
struct SmallReport {
    SmallReport();

    stemma::test::CrashDisk disk;
    const std::string root = "/library";
    const stemma::ReportId id{"1b4e28ba-2fa1-41d2-883f-0016d3cca427"};
    const std::string directory = root + "/by_id/" + id.text();

    /// Its outline at a time: 1 and 2 are in the backups, 3 is the live one.
    [[nodiscard]] static std::string outlineBytes(int version);
};

} // namespace fuzz
