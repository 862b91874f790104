// SPDX-License-Identifier: MIT
#include "core/journal/directory_unit.h"

#include <optional>
#include <set>

#include "core/base/sha256.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/journal/audit_file.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/report_lock.h"
#include "core/journal/staging_folder.h"

namespace stemma::journal {

namespace {

constexpr const char* making = "make the report";
constexpr const char* moving = "move the report";

Status checkNames(const char* action, std::initializer_list<const std::string*> names) {
    for (const std::string* name : names)
        if (!isSafeName(*name) || name->find('\n') != std::string::npos)
            return fail(ErrorCode::unsafe, action, *name, "this can't be the name of a folder");
    return {};
}

/// A file's name stands in no journal, so a line break in it does no harm.
Status checkFileName(const std::string& name) {
    if (isSafeName(name))
        return {};
    return fail(ErrorCode::unsafe, making, name, "this can't be the name of a file");
}

std::string withoutSlash(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

std::string lastPart(const std::string& path) {
    const std::string plain = withoutSlash(path);
    return plain.substr(plain.rfind('/') + 1);
}

/// Opens a folder, or makes it, durably, in its parent, which must exist.
Result<io::Open> openOrMake(io::Disk& disk, const std::string& path) {
    auto folder = io::openDirectory(disk, path);
    if (folder || folder.error().code != ErrorCode::notFound)
        return folder;
    const std::string plain = withoutSlash(path);
    const std::size_t slash = plain.rfind('/');
    const std::string parentPath = slash == std::string::npos ? "." : plain.substr(0, slash + 1);
    const auto parent = io::openDirectory(disk, parentPath);
    if (!parent)
        return fail(parent.error());
    return io::makeFolder(disk, *parent, plain.substr(slash + 1));
}

Unexpected taken(const char* action, const std::string& path) {
    return fail(ErrorCode::conflict, action, path, "there is a folder of that name already",
                "Nothing was changed. Move that folder away first.");
}

/// Makes a folder in the staging folder once.
Status addFolder(io::Disk& disk, const io::Open& staging, const std::string& name,
                 std::set<std::string>& made) {
    if (Status safe = checkNames(making, {&name}); !safe)
        return safe;
    return made.insert(name).second ? disk.makeDirectoryAt(staging.get(), name) : Status();
}

Status addFile(io::Disk& disk, const io::Open& staging, const NewFile& file, std::set<std::string>& made) {
    const std::size_t slash = file.name.find('/');
    if (slash == std::string::npos) {
        const Status safe = checkFileName(file.name);
        return safe ? io::writeNewFile(disk, staging, file.name, file.bytes) : safe;
    }
    const std::string folderName = file.name.substr(0, slash);
    const std::string name = file.name.substr(slash + 1);
    Status done = checkFileName(name);
    if (done)
        done = addFolder(disk, staging, folderName, made);
    if (!done)
        return done;
    const auto folder = io::openDirectoryAt(disk, staging, folderName);
    return folder ? io::writeNewFile(disk, *folder, name, file.bytes) : fail(folder.error());
}

Status fill(io::Disk& disk, const io::Open& staging, const std::vector<NewFile>& files,
            const std::vector<std::string>& folders) {
    std::set<std::string> made;
    for (const std::string& name : folders)
        if (Status added = addFolder(disk, staging, name, made); !added)
            return added;
    for (const NewFile& file : files)
        if (Status added = addFile(disk, staging, file, made); !added)
            return added;
    for (const std::string& name : made) {
        const auto folder = io::openDirectoryAt(disk, staging, name);
        if (!folder)
            return fail(folder.error());
        if (Status synced = disk.sync(folder->get(), io::Durability::everything); !synced)
            return synced;
    }
    return disk.sync(staging.get(), io::Durability::everything);
}

Status create(const Environment& environment, const std::string& root, const std::string& parent,
              const std::string& name, const std::vector<NewFile>& files,
              const std::vector<std::string>& folders) {
    io::Disk& disk = environment.disk;
    if (Status safe = checkNames(making, {&name}); !safe)
        return safe;
    const auto rootFolder = io::openDirectory(disk, root);
    if (!rootFolder)
        return fail(rootFolder.error());
    const auto parentFolder = openOrMake(disk, parent);
    if (!parentFolder)
        return fail(parentFolder.error());
    if (const auto there = disk.statAt(parentFolder->get(), name); there)
        return taken(making, io::joinPath(parent, name));
    else if (there.error().code != ErrorCode::notFound)
        return fail(there.error());
    auto staging = StagingFolder::make(environment, *rootFolder);
    if (!staging)
        return fail(std::move(staging.error()));
    if (Status filled = fill(disk, staging->folder(), files, folders); !filled)
        return filled;
    Status placed = staging->putInPlace(*parentFolder, name);
    if (!placed && placed.error().code == ErrorCode::conflict)
        return taken(making, io::joinPath(parent, name));
    return placed;
}

/// One move. Its steps run in order; each one's failure before the rename leaves everything where it was.
class Move {
public:
    Move(const Environment& environment, const std::string& from, std::string fromName, const std::string& to,
         std::string toName, Intent intent)
        : m_environment(environment)
        , m_disk(environment.disk)
        , m_from(from)
        , m_fromName(std::move(fromName))
        , m_to(to)
        , m_toName(std::move(toName))
        , m_intent(std::move(intent)) {}

    [[nodiscard]] Result<UnitResult> run(const io::LockOptions& options);

private:
    Status open();
    Status lockAndRecover(const io::LockOptions& options);
    Status clearTarget();
    Status stage();
    Status verify();
    Status commit();
    void record();
    void takeBack();
    void warn(std::string what) { m_result.warnings.push_back(std::move(what)); }
    void trace(const char* step) const {
        if (m_environment.trace)
            m_environment.trace(m_intent.action, step, io::joinPath(m_from, m_fromName));
    }

    const Environment& m_environment;
    io::Disk& m_disk;
    const std::string& m_from;
    const std::string m_fromName;
    const std::string& m_to;
    const std::string m_toName;
    Intent m_intent;
    io::Open m_fromFolder;
    io::Open m_toFolder;
    std::optional<ReportFolder> m_folder;
    std::optional<io::FileLock> m_lock;
    UnitResult m_result;
};

Result<UnitResult> Move::run(const io::LockOptions& options) {
    m_result.action = m_intent.action;
    trace("move");
    if (Status done = open(); !done)
        return fail(std::move(done.error()));
    if (Status done = lockAndRecover(options); !done)
        return fail(std::move(done.error()));
    for (const auto step : {&Move::clearTarget, &Move::stage, &Move::verify, &Move::commit}) {
        if (Status done = (this->*step)(); !done) {
            if (done.error().committed == Committed::no)
                takeBack();
            return fail(std::move(done.error()));
        }
    }
    trace("committed");
    record();
    if (const Status released = m_lock->release(); !released)
        warn("The lock could not be removed: " + describe(released.error()));
    trace("done");
    return std::move(m_result);
}

Status Move::open() {
    auto from = io::openDirectory(m_disk, m_from);
    if (!from)
        return fail(std::move(from.error()));
    m_fromFolder = std::move(*from);
    auto to = openOrMake(m_disk, m_to);
    if (!to)
        return fail(std::move(to.error()));
    m_toFolder = std::move(*to);
    auto folder = openReportFolder(m_disk, io::joinPath(m_from, m_fromName));
    if (!folder)
        return fail(std::move(folder.error()));
    m_folder = std::move(*folder);
    return {};
}

Status Move::lockAndRecover(const io::LockOptions& options) {
    auto lock = lockReport(m_environment, *m_folder, options);
    if (!lock)
        return fail(std::move(lock.error()));
    m_lock = std::move(*lock);
    const auto recovered = FolderRecovery(m_environment, *m_folder).run(Reach::beforeUnit);
    if (!recovered)
        return fail(recovered.error());
    for (const RecoveryStep& step : recovered->steps)
        if (step.needsPerson)
            warn(step.path + ": " + step.message);
    if (const auto outline = io::readFile(m_disk, m_folder->directory, m_folder->outline); outline)
        m_result.sha256 = sha256(outline->bytes);
    return {};
}

/// A folder that only looking at a report made may be replaced; nothing else.
Status Move::clearTarget() {
    const auto there = m_disk.statAt(m_toFolder.get(), m_toName);
    if (!there)
        return there.error().code == ErrorCode::notFound ? Status() : fail(there.error());
    const std::string path = io::joinPath(m_to, m_toName);
    if (there->type != io::NodeType::directory)
        return taken(moving, path);
    const auto stub = io::openDirectoryAt(m_disk, m_toFolder, m_toName);
    if (!stub)
        return fail(stub.error());
    const auto entries = m_disk.list(stub->get());
    if (!entries)
        return fail(entries.error());
    Status removed;
    for (const io::DirEntry& entry : *entries) {
        if (entry.name != backupsName || entry.type != io::NodeType::directory)
            return taken(moving, path);
        removed = m_disk.removeDirectoryAt(stub->get(), entry.name);
    }
    if (removed)
        removed = m_disk.removeDirectoryAt(m_toFolder.get(), m_toName);
    return removed ? removed : taken(moving, path);
}

Status Move::stage() {
    const auto audit = openAudit(m_disk, *m_folder);
    if (!audit)
        return fail(audit.error());
    m_intent.logSize = audit->size;
    Status done = ensureBackups(m_disk, *m_folder);
    if (done)
        done = io::writeNewFile(m_disk, m_folder->backups, intentFileName(m_intent.action),
                                intentText(m_intent));
    return done ? m_disk.sync(m_folder->backups.get(), io::Durability::everything) : done;
}

Status Move::verify() {
    const auto ours = m_lock->stillOurs();
    if (!ours)
        return fail(ours.error());
    if (!*ours)
        return fail(ErrorCode::locked, moving, m_folder->path, "another program took the lock meanwhile",
                    "Nothing was changed. Try again in a moment.");
    const auto inPlace = stillInPlace(m_disk, *m_folder);
    if (!inPlace)
        return fail(inPlace.error());
    return *inPlace ? Status()
                    : fail(ErrorCode::conflict, moving, m_folder->path, "another program moved it meanwhile");
}

Status Move::commit() {
    Status done = m_disk.renameAt(m_fromFolder.get(), m_fromName, m_toFolder.get(), m_toName,
                                  io::RenameMode::noReplace);
    if (!done && done.error().code == ErrorCode::conflict)
        return taken(moving, io::joinPath(m_to, m_toName));
    if (!done) {
        // A disk error says nothing about whether it happened.
        if (const auto inPlace = stillInPlace(m_disk, *m_folder); !inPlace || !*inPlace)
            done.error().committed = Committed::unknown;
        return done;
    }
    m_folder->path = io::joinPath(m_to, m_toName);
    for (const io::Handle touched : {m_toFolder.get(), m_fromFolder.get()}) {
        if (done = m_disk.sync(touched, io::Durability::everything); !done) {
            done.error().committed = Committed::unknown;
            return done;
        }
    }
    return {};
}

void Move::takeBack() {
    if (m_folder->backups) // what can't be removed, recovery finds
        removeIntent(m_disk, *m_folder, intentFileName(m_intent.action), *m_lock);
}

void Move::record() {
    auto audit = openAudit(m_disk, *m_folder);
    Status done =
        audit ? appendAudit(m_disk, *m_folder, *audit, m_intent.auditLine + "\n") : fail(audit.error());
    if (!done) {
        warn("The report was moved, but its history entry could not be written yet; it will be added before "
             "its next "
             "change. " +
             describe(done.error()));
        return;
    }
    trace("recorded");
    if (done = removeIntent(m_disk, *m_folder, intentFileName(m_intent.action), *m_lock); !done)
        warn("The report was moved, but a left-over could not be removed. " + describe(done.error()));
}

} // namespace

Status createDirectory(const Environment& environment, const std::string& root, const std::string& parent,
                       const std::string& name, const std::vector<NewFile>& files,
                       const std::vector<std::string>& folders) {
    Status created = create(environment, root, parent, name, files, folders);
    if (!created)
        created.error().action = making;
    return created;
}

Result<UnitResult> moveDirectory(const Environment& environment, const std::string& from,
                                 const std::string& fromName, const std::string& to,
                                 const std::string& toName, const ActionId& action,
                                 const std::string& auditLine, const io::LockOptions& lock) {
    if (Status safe = checkNames(moving, {&fromName, &toName}); !safe)
        return fail(std::move(safe.error()));
    if (auditLine.empty() || auditLine.find('\n') != std::string::npos || !isUuid(action.text()))
        return fail(ErrorCode::usage, moving, fromName,
                    "the audit event is not one line with a valid action id");
    Intent intent;
    intent.kind = Intent::Kind::move;
    intent.action = action;
    intent.auditLine = auditLine;
    intent.moveFrom = lastPart(from) + "/" + fromName;
    intent.moveTo = lastPart(to) + "/" + toName;
    auto moved = Move(environment, from, fromName, to, toName, std::move(intent)).run(lock);
    if (!moved)
        return fail(during(std::move(moved.error()), moving));
    return moved;
}

} // namespace stemma::journal
