// SPDX-License-Identifier: MIT
#include <optional>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/journal/pruned_folder.h"

namespace stemma::journal {

namespace {

using history::PrunedBackup;
using history::PrunedSet;

Error flawed(ErrorCode code, std::string why) {
    Error flaw;
    flaw.code = code;
    flaw.detail = std::move(why);
    return flaw;
}

/// Why a file doesn't hold what was pruned; nothing if it does.
std::optional<Error> flawOf(io::Disk& disk, const io::Open& folder, const PrunedBackup& backup) {
    const auto content = io::readFile(disk, folder, backup.name);
    if (!content)
        return content.error();
    if (backup.sha256.empty() || sha256(content->bytes) == backup.sha256)
        return std::nullopt;
    return flawed(ErrorCode::damaged, "it no longer holds the bytes that were pruned");
}

} // namespace

Result<SetContents> PrunedFolder::look(const PrunedSet& set) const {
    const auto folder = openSet(set);
    const auto entries = folder ? m_disk.list(folder->get()) : fail(folder.error());
    if (!entries)
        return fail(entries.error());
    std::set<std::string> others;
    for (const io::DirEntry& entry : *entries)
        if (entry.name != history::prunedManifestName)
            others.insert(entry.name);
    SetContents contents;
    const auto add = [&](const std::string& name, Error flaw) {
        flaw.path = io::joinPath(m_disk.pathOf(folder->get()), name);
        contents.flaws.push_back(std::move(flaw));
    };
    for (const PrunedBackup& backup : set.backups) {
        if (others.erase(backup.name) == 0) {
            if (!m_folder.backups || flawOf(m_disk, m_folder.backups, backup))
                add(backup.name, flawed(ErrorCode::notFound, "it is no longer there"));
        } else if (auto flaw = flawOf(m_disk, *folder, backup)) {
            add(backup.name, std::move(*flaw));
        } else {
            contents.whole.push_back(backup);
        }
    }
    for (const std::string& name : others)
        add(name, flawed(ErrorCode::damaged, "it is none of the backups that were pruned"));
    return contents;
}

Result<bool> PrunedFolder::isAsStaged(const PrunedSet& set) const {
    const auto staged = openSet(set);
    if (!staged)
        return fail(staged.error());
    for (const PrunedBackup& backup : set.backups) {
        const auto twin = twinOf(*staged, backup.name);
        if (!twin)
            return fail(twin.error());
        // By a link the two are one file: what was chosen is known by its hash alone.
        auto flaw = *twin == Twin::same ? flawOf(m_disk, *staged, backup) : std::nullopt;
        if (flaw && flaw->code == ErrorCode::io)
            return fail(std::move(*flaw));
        if (*twin != Twin::same || flaw)
            return false;
    }
    return true;
}

} // namespace stemma::journal
