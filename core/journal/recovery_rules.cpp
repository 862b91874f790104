// SPDX-License-Identifier: MIT
#include "core/journal/recovery_rules.h"

#include <utility>

#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/io/atomic_write.h"
#include "core/journal/audit_file.h"
#include "core/journal/backup_copy.h"
#include "core/journal/report_lock.h"
#include "core/journal/set_aside.h"
#include "core/json/json_document.h"

namespace stemma::journal {

bool isReadableOutline(std::string_view bytes) {
    const auto value = json::parse(bytes);
    return value && value->isObject();
}

FolderRecovery::FolderRecovery(const Environment& environment, ReportFolder& folder)
    : m_environment(environment)
    , m_disk(environment.disk)
    , m_folder(folder) {}

Result<RecoveryReport> FolderRecovery::run(Reach reach) {
    using Rule = Status (FolderRecovery::*)();
    for (const Rule rule :
         {&FolderRecovery::relist, &FolderRecovery::readIntents, &FolderRecovery::removeTwinsOfLog,
          &FolderRecovery::closeLogTail, &FolderRecovery::mergeAuditTemporary, &FolderRecovery::settleIntents,
          &FolderRecovery::unlinkSharedBackups, &FolderRecovery::removeTemporaries,
          &FolderRecovery::settlePruned}) {
        if (Status done = (this->*rule)(); !done)
            return fail(std::move(done.error()));
    }
    if (reach == Reach::everything) {
        if (Status told = tellDamage(); !told)
            return fail(std::move(told.error()));
    }
    if (!m_report.steps.empty()) {
        Status done = settleRemovals(m_disk, m_folder.directory, m_folder.backups);
        if (done)
            done = relist();
        if (!done)
            return fail(std::move(done.error()));
    }
    return m_report;
}

Result<RecoveryReport> FolderRecovery::tell() {
    Status done = relist();
    if (done)
        done = tellDamage();
    if (!done)
        return fail(std::move(done.error()));
    return m_report;
}

Status FolderRecovery::relist() {
    auto listing = listFolder(m_disk, m_folder, OwnTemporaries::abandoned);
    if (!listing)
        return fail(std::move(listing.error()));
    m_listing = std::move(*listing);
    return {};
}

/// The outline is read only where a rule needs it: before most saves there is nothing to recover.
Result<const FolderRecovery::Live*> FolderRecovery::live() {
    if (m_live)
        return &*m_live;
    Live live;
    auto content = io::readFile(m_disk, m_folder.directory, m_folder.outline);
    if (content) {
        live.exists = true;
        live.bytes = std::move(content->bytes);
        live.sha256 = sha256(live.bytes);
    } else if (content.error().code != ErrorCode::notFound) {
        return fail(std::move(content.error()));
    }
    m_live = std::move(live);
    return &*m_live;
}

Result<const std::set<std::string>*> FolderRecovery::logged() {
    if (!m_logged) {
        auto bytes = readAudit(m_disk, m_folder);
        if (!bytes)
            return fail(std::move(bytes.error()));
        m_logged = loggedActions(*bytes);
    }
    return &*m_logged;
}

void FolderRecovery::did(const char* rule, std::string path, std::string message) {
    if (m_environment.trace)
        m_environment.trace({}, std::string("recover ") + rule + ": " + message, path);
    m_report.steps.push_back({rule, std::move(path), std::move(message), false});
}

void FolderRecovery::found(const char* rule, std::string path, std::string message) {
    if (m_environment.trace)
        m_environment.trace({}, std::string("found ") + rule + ": " + message, path);
    m_report.steps.push_back({rule, std::move(path), std::move(message), true});
}

/// R5: a second name of the live file would change with it, if another program wrote that in place. One that
/// the history names is a version all the same, and becomes a file of its own.
Status FolderRecovery::unlinkSharedBackups() {
    auto outline = outlineStamp(m_disk, m_folder);
    if (!outline)
        return fail(std::move(outline.error()));
    if (!*outline || (*outline)->links < 2)
        return {};
    const auto sharing = backupsSharing(m_disk, m_folder, m_listing, **outline);
    if (!sharing)
        return fail(sharing.error());
    const auto log = sharing->empty() ? Result<std::string>() : readAudit(m_disk, m_folder);
    if (!log)
        return fail(log.error());
    for (const std::string& name : *sharing) {
        const bool named = log->find(name) != std::string::npos;
        // What parts them is a copy in its place, whole and durable before it gets the name.
        const io::Open& backups = m_folder.backups;
        Status done = named ? copyBackup(m_disk, backups, backups, name, io::RenameMode::replace)
                            : m_disk.unlinkAt(backups.get(), name);
        if (!done)
            return done;
        did("R5", m_folder.backupPathOf(name),
            named ? "parted a backup from the outline, which was the same file by another name"
                  : "removed a backup that was the outline itself by another name");
    }
    return sharing->empty() ? Status() : m_disk.sync(m_folder.backups.get(), io::Durability::everything);
}

/// R6. A temporary outline is kept where it may be the only readable one.
Status FolderRecovery::removeTemporaries() {
    if (m_listing.temporaries.empty() && m_listing.backupTemporaries.empty())
        return {};
    const auto outline = live();
    const bool readable = outline && isReadableOutline((*outline)->bytes);
    const bool firstSave = outline && !(*outline)->exists && m_listing.backups.empty();
    if (Status done = clearTemporaries(m_folder.directory, m_listing.temporaries, !readable && !firstSave);
        !done)
        return done;
    return m_folder.backups ? clearTemporaries(m_folder.backups, m_listing.backupTemporaries, false)
                            : Status();
}

Status FolderRecovery::clearTemporaries(const io::Open& directory, const std::vector<std::string>& names,
                                        bool keepReadable) {
    for (const std::string& name : names) {
        const bool inBackups = directory.get() == m_folder.backups.get();
        const std::string path = inBackups ? m_folder.backupPathOf(name) : m_folder.pathOf(name);
        io::TemporaryOwner owner;
        if (keepReadable && io::isTemporaryName(name, &owner) && owner.name == outlineName) {
            const auto content = io::readFile(m_disk, directory, name);
            if (content && isReadableOutline(content->bytes)) {
                auto aside = setAside(m_environment, m_folder, directory, name);
                if (!aside)
                    return fail(std::move(aside.error()));
                m_keptAside.push_back(*aside);
                found("R6", m_folder.backupPathOf(*aside),
                      "kept an outline that was never put in place, as the report has no readable one");
                continue;
            }
        }
        Status removed = m_disk.unlinkAt(directory.get(), name);
        if (removed)
            did("R6", path, "removed a temporary file that an interrupted save left");
        else if (removed.error().code != ErrorCode::notFound)
            found("R6", path, "could not remove a temporary file: " + removed.error().detail);
    }
    return {};
}

/// R7: what a writer in place broke is not touched; a restore sets it aside, as its backup.
Status FolderRecovery::tellDamage() {
    if (const auto outline = outlineStamp(m_disk, m_folder); !outline) {
        found("R7", m_folder.pathOf(outlineName), outline.error().detail);
        return {};
    }
    const auto outline = live();
    if (!outline) {
        found("R7", m_folder.pathOf(outlineName), outline.error().detail);
        return {};
    }
    if ((*outline)->exists && isReadableOutline((*outline)->bytes))
        return {};
    if (!(*outline)->exists && m_listing.backups.empty())
        return {}; // a folder that only looking at a report made
    auto candidate = newestReadable();
    if (!candidate)
        return fail(std::move(candidate.error()));
    std::string message = (*outline)->exists ? "the outline is damaged" : "the outline is missing";
    message += candidate->empty() ? "; no readable copy of it was found here"
                                  : "; the newest readable copy is " + *candidate + ": restore it";
    found("R7", m_folder.pathOf(outlineName), std::move(message));
    return {};
}

/// The newest of what may take a damaged outline's place, by the time it was written; empty if nothing can be
/// read.
Result<std::string> FolderRecovery::newestReadable() {
    std::string newest;
    std::int64_t newestTime = 0;
    const auto consider = [&](const io::Open& directory, const std::string& name, const std::string& path,
                              std::int64_t time) {
        if (!newest.empty() && time <= newestTime)
            return;
        const auto content = io::readFile(m_disk, directory, name);
        if (!content || !isReadableOutline(content->bytes))
            return;
        newest = path;
        newestTime = time;
    };
    constexpr std::int64_t nanosPerMicro = 1000;
    for (const std::string& name : newestBackupsFirst(m_listing)) {
        if (!newest.empty())
            break;
        consider(m_folder.backups, name, m_folder.backupPathOf(name),
                 history::backupTime(name)->micros * nanosPerMicro);
    }
    if (const auto stamp = m_disk.statAt(m_folder.directory.get(), outlineTemporaryName);
        stamp && stamp->type == io::NodeType::file)
        consider(m_folder.directory, outlineTemporaryName, m_folder.pathOf(outlineTemporaryName),
                 stamp->mtimeNs);
    for (const std::string& name : m_keptAside)
        if (const auto stamp = m_disk.statAt(m_folder.backups.get(), name))
            consider(m_folder.backups, name, m_folder.backupPathOf(name), stamp->mtimeNs);
    return newest;
}

} // namespace stemma::journal
