// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/base/clock.h"
#include "core/history/timeline.h"
#include "core/io/disk.h"

namespace stemma::ui {

/// Where a version lies that is to be compared: with a report, in the trash, or anywhere.
struct VersionPlace {
    enum class Kind {
        report,  ///< `where`: its id
        trashed, ///< `where`: the folder in the trash
        file,    ///< `where`: its path
        unsaved, ///< what is being edited; `bytes`
    };
    Kind kind = Kind::report;
    std::string where;
    std::string version = "now"; ///< of a report, as history::findVersion() takes it
    QString text;                ///< "after “edited” by agent, 14:02"
    std::string bytes = {};
};

/// The versions of a report that can be read, newest first, each content once.
struct ListedVersion {
    std::string name; ///< as history::findVersion() takes it: stays valid when the timeline grows
    QString text;
};
/// For the pool; errors as history::loadTimeline() has them.
[[nodiscard]] Result<std::vector<ListedVersion>> listVersions(io::Disk& disk, const std::string& root,
                                                              const VersionPlace& place, Timestamp now);

/// The bytes of a version, whatever they are; `path` is its file. For the pool; errors as io::readFile() and
/// history::findVersion() have them.
struct ReadVersion {
    std::string bytes;
    std::string path;
};
[[nodiscard]] Result<ReadVersion> readVersionAt(io::Disk& disk, const std::string& root,
                                                const VersionPlace& place);

/// What to call a version: "now", "before “edited” by agent, 14:02".
[[nodiscard]] QString versionText(const history::Timeline& timeline, std::size_t version, Timestamp now);

} // namespace stemma::ui
