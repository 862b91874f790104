// SPDX-License-Identifier: MIT
#include "core/io/write_together.h"

#include <span>

namespace stemma::io {

namespace {

Unexpected failed(Error error, std::span<StagedFile> unnamed) {
    for (StagedFile& file : unnamed)
        file.takeBack(error);
    error.action = "save the file";
    return fail(std::move(error));
}

/// What becomes of those that have their names where another couldn't get its own.
void settle(std::span<StagedFile> named, Existing existing, Error& error) {
    const bool takesBack = existing == Existing::keep && error.committed == Committed::no;
    for (StagedFile& file : named) {
        if (takesBack && file.removeAgain())
            continue;
        error.committed = Committed::unknown;
        error.detail += "; " + file.path() + " is written already";
    }
}

} // namespace

Status writeTogether(Disk& disk, const std::vector<FileToWrite>& files, Existing existing) {
    std::vector<StagedFile> staged;
    staged.reserve(files.size());
    for (const FileToWrite& file : files) {
        if (const Status place = checkPlace(disk, file.path, existing); !place)
            return failed(place.error(), staged);
        auto next = StagedFile::stage(disk, file.path, file.bytes, existing, MissingFolders::refuse);
        if (!next)
            return failed(std::move(next.error()), staged);
        staged.push_back(std::move(*next));
    }
    for (std::size_t at = 0; at < staged.size(); ++at) {
        Status named = staged[at].putInPlace();
        if (named)
            continue;
        const std::span<StagedFile> all(staged);
        settle(all.first(at), existing, named.error());
        return failed(std::move(named.error()), all.subspan(at + 1));
    }
    return {};
}

Result<std::vector<std::string>> takenPlaces(Disk& disk, const std::vector<std::string>& paths) {
    std::vector<std::string> taken;
    for (const std::string& path : paths) {
        const Status place = checkPlace(disk, path, Existing::keep);
        if (!place && place.error().code != ErrorCode::conflict)
            return fail(place.error());
        if (!place)
            taken.push_back(path);
    }
    return taken;
}

} // namespace stemma::io
