// SPDX-License-Identifier: MIT
#include "core/journal/draft_store.h"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "core/io/atomic_write.h"
#include "core/io/folders.h"
#include "core/io/lock_token.h"
#include "core/journal/draft_file.h"
#include "core/journal/report_folder.h"

namespace stemma::journal {

namespace {

constexpr const char* keeping = "keep the unsaved edits";
constexpr const char* asideFolder = "set-aside";
constexpr const char* settledEnding = ".settled";

DraftName nameOf(const std::string& library, const ReportId& report, const std::string& owner) {
    return {libraryKey(library), reportKey(report), ::getpid(), owner};
}

bool isMissing(const Error& error) {
    return error.code == ErrorCode::notFound;
}

/// Drafts are the person's alone, whatever the umask.
Status makePrivate(io::Disk& disk, const io::Open& folder) {
    constexpr std::uint32_t others = 077;
    constexpr std::uint32_t ownerOnly = 0700;
    const auto stamp = disk.stat(folder.get());
    if (!stamp)
        return fail(stamp.error());
    return (stamp->mode & others) == 0 ? Status() : disk.setDefaultMode(folder.get(), ownerOnly);
}

void removeStray(io::Disk& disk, const io::Open& folder, const std::string& name) {
    io::TemporaryOwner owner;
    const bool isOurs = io::isTemporaryName(name, &owner) && parseDraftName(owner.name);
    if (isOurs && !io::processLives(owner.pid) && !disk.traits(folder.get()).remote)
        disk.unlinkAt(folder.get(), name); // what stays, the next search removes
}

} // namespace

struct DraftStore::Folder {
    std::string path;
    io::Open open;
};

DraftStore::DraftStore(io::Disk& disk, std::string directory)
    : m_disk(disk)
    , m_directory(std::move(directory)) {}

std::string DraftStore::newOwner() {
    return randomHex(8);
}

Result<DraftStore::Folder> DraftStore::openFolder() {
    auto opened = io::openDirectory(m_disk, m_directory);
    if (!opened)
        return fail(std::move(opened.error()));
    return Folder{m_directory, std::move(*opened)};
}

/// A library has one key, whichever links lead to it.
std::string DraftStore::realPath(const std::string& library) const {
    return m_disk.resolve(library).value_or(library);
}

Status DraftStore::write(const Draft& given, const std::string& owner) {
    {
        const std::scoped_lock guard(m_mutex);
        m_owners.insert(owner);
    }
    Draft draft = given;
    draft.library = realPath(given.library);
    const auto text = draftText(draft);
    if (!text)
        return fail(text.error());
    const auto folder = io::openOrMakeFolder(m_disk, m_directory);
    if (!folder)
        return fail(during(folder.error(), keeping));
    if (Status done = makePrivate(m_disk, *folder); !done)
        return fail(during(done.error(), keeping));
    const std::string name = draftFileName(nameOf(draft.library, draft.report, owner));
    const std::string path = io::joinPath(m_directory, name);
    // A general file may be a link; nothing but somebody else's doing makes one of a draft.
    const auto there = m_disk.statAt(folder->get(), name);
    if (there && there->type != io::NodeType::file)
        return fail(ErrorCode::unsafe, keeping, path, "something that is not a regular file is in its place",
                    "Move it away.");
    const Status written = io::atomicWrite(m_disk, path, *text, io::MissingFolders::refuse);
    return written ? Status() : fail(during(written.error(), keeping));
}

Status DraftStore::remove(const std::string& library, const ReportId& report, const std::string& owner) {
    constexpr const char* action = "remove what was kept of the edits";
    const auto folder = openFolder();
    if (!folder)
        return isMissing(folder.error()) ? Status() : fail(during(folder.error(), action));
    const Status gone =
        m_disk.unlinkAt(folder->open.get(), draftFileName(nameOf(realPath(library), report, owner)));
    if (!gone)
        return isMissing(gone.error()) ? Status() : fail(during(gone.error(), action));
    const Status synced = m_disk.sync(folder->open.get(), io::Durability::everything);
    return synced ? Status() : fail(during(synced.error(), action));
}

void DraftStore::release(const std::string& owner) {
    const std::scoped_lock guard(m_mutex);
    m_owners.erase(owner);
}

/// A draft of this very process is somebody's only while its window is open.
bool DraftStore::isOwned(int pid, const std::string& owner, bool processAlive) const {
    const std::scoped_lock guard(m_mutex);
    return processAlive && (pid != ::getpid() || m_owners.contains(owner));
}

Result<FoundDrafts> DraftStore::find(const std::string& library, const ReportId& report) {
    const std::string real = realPath(library);
    return search(libraryKey(real) + '-' + reportKey(report) + '.', real);
}

Result<FoundDrafts> DraftStore::list(const std::string& library) {
    const std::string real = realPath(library);
    auto found = search(libraryKey(real) + '-', real);
    for (std::size_t at = 0; found && at < found->drafts.size(); ++at) {
        found->drafts[at].base = {};
        found->drafts[at].working = {};
    }
    return found;
}

Result<FoundDrafts> DraftStore::search(const std::string& prefix, const std::string& library) {
    constexpr const char* action = "look for unsaved edits";
    auto folder = openFolder();
    if (!folder)
        return isMissing(folder.error()) ? Result<FoundDrafts>(FoundDrafts())
                                         : fail(during(folder.error(), action));
    auto entries = m_disk.list(folder->open.get());
    if (!entries)
        return fail(during(entries.error(), action));
    FoundDrafts found;
    for (const io::DirEntry& entry : *entries) {
        if (entry.name.starts_with(prefix) && parseDraftName(entry.name))
            take(*folder, entry, library, found);
        else
            removeStray(m_disk, folder->open, entry.name);
    }
    std::sort(found.drafts.begin(), found.drafts.end(), [](const Draft& a, const Draft& b) {
        return std::pair(b.written, a.path) < std::pair(a.written, b.path);
    });
    return found;
}

void DraftStore::take(Folder& folder, const io::DirEntry& entry, const std::string& library,
                      FoundDrafts& found) {
    const std::string path = io::joinPath(m_directory, entry.name);
    const auto content = io::readFile(m_disk, folder.open, entry.name);
    if (!content) {
        if (!isMissing(content.error())) // its window removed it meanwhile
            found.problems.push_back({path, describe(content.error()), {}});
        return;
    }
    const auto name = parseDraftName(entry.name);
    ReadDraft read = readDraft(content->bytes);
    const bool fits = read.state != DraftState::readable ||
                      (read.draft.library == library && reportKey(read.draft.report) == name->report);
    if (read.state == DraftState::readable && fits) {
        read.draft.path = path;
        read.draft.owner = name->owner;
        read.draft.ownerAlive = isOwned(name->pid, name->owner, read.draft.ownerAlive);
        found.drafts.push_back(std::move(read.draft));
        return;
    }
    if (read.state == DraftState::future) {
        found.problems.push_back(
            {path, "Unsaved edits were found, but " + read.why + ". They were left alone.", {}});
        return;
    }
    const std::string why = fits ? read.why : "it belongs to another report";
    const auto moved = move(folder, entry.name,
                            backupStamp({content->stamp.mtimeNs / 1000}) + '.' + entry.name + ".damaged");
    found.problems.push_back(
        {path,
         "What was kept of unsaved edits can't be read: " + why +
             (moved ? ". It was set aside." : ". It could not be set aside: " + moved.error().detail + "."),
         moved ? *moved : std::string()});
}

/// Renames into `set-aside/`. That folder is synced first: the file must not be gone from both.
Result<std::string> DraftStore::move(const Folder& folder, const std::string& name,
                                     const std::string& newName) {
    auto aside = io::openRealDirectoryAt(m_disk, folder.open, asideFolder);
    if (!aside && isMissing(aside.error()))
        aside = io::makeFolder(m_disk, folder.open, asideFolder);
    if (!aside)
        return fail(std::move(aside.error()));
    std::string free = newName;
    for (int number = 2;; ++number) {
        Status moved =
            m_disk.renameAt(folder.open.get(), name, aside->get(), free, io::RenameMode::noReplace);
        if (moved)
            break;
        if (moved.error().code != ErrorCode::conflict)
            return fail(std::move(moved.error()));
        free = newName;
        free.insert(newName.find('.'), "-" + std::to_string(number));
    }
    for (const io::Handle each : {aside->get(), folder.open.get()})
        if (Status synced = m_disk.sync(each, io::Durability::everything); !synced)
            return fail(std::move(synced.error()));
    return io::joinPath(io::joinPath(m_directory, asideFolder), free);
}

Result<std::string> DraftStore::moveDraft(const Draft& draft, const char* action, const std::string& ending) {
    const io::Place place = io::splitPath(draft.path);
    if (place.directory != m_directory || !parseDraftName(place.name))
        return fail(ErrorCode::unsafe, action, draft.path, "it is no draft of this program");
    const auto folder = openFolder();
    if (!folder)
        return fail(during(folder.error(), action));
    auto moved = move(*folder, place.name, backupStamp(draft.written) + '.' + place.name + ending);
    if (!moved)
        return fail(during(std::move(moved.error()), action));
    return moved;
}

Result<std::string> DraftStore::setAside(const Draft& draft) {
    return moveDraft(draft, "set the unsaved edits aside", {});
}

Status DraftStore::settle(const Draft& draft) {
    constexpr const char* action = "put away what was kept of the edits";
    if (const auto moved = moveDraft(draft, action, settledEnding); !moved)
        return fail(moved.error());
    const auto folder = openFolder();
    const Status pruned = folder ? prune(*folder) : fail(folder.error());
    return pruned ? Status() : fail(during(pruned.error(), action));
}

Status DraftStore::prune(const Folder& folder) {
    const auto aside = io::openRealDirectoryAt(m_disk, folder.open, asideFolder);
    const auto entries =
        aside ? m_disk.list(aside->get()) : Result<std::vector<io::DirEntry>>(fail(aside.error()));
    if (!entries)
        return fail(entries.error());
    std::vector<std::string> names;
    for (const io::DirEntry& entry : *entries)
        if (entry.type == io::NodeType::file && entry.name.ends_with(settledEnding))
            names.push_back(entry.name);
    if (names.size() <= mostSettled)
        return {};
    std::sort(names.begin(), names.end()); // they begin with their time
    names.resize(names.size() - mostSettled);
    for (const std::string& name : names)
        if (Status gone = m_disk.unlinkAt(aside->get(), name); !gone && !isMissing(gone.error()))
            return gone;
    return m_disk.sync(aside->get(), io::Durability::everything);
}

} // namespace stemma::journal
