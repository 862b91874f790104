// SPDX-License-Identifier: MIT
#include "core/journal/transaction_staging.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"

namespace stemma::journal {

namespace {

constexpr const char* stagingAction = "change the files";
constexpr std::uint32_t usualFileMode = 0644;

/// File times may tick as slowly as every 10 ms: a write right after another need not show in them.
bool isTooRecent(const io::FileStamp& stamp) {
    constexpr std::int64_t tickNs = 20'000'000;
    return SystemClock().now().micros * 1000 - stamp.mtimeNs <= tickNs;
}

} // namespace

TransactionStaging::TransactionStaging(CurrentTransaction& current, std::uint64_t logSize)
    : m_current(current)
    , m_disk(current.environment.disk) {
    m_current.plan.logSize = logSize;
}

Result<TransactionStaging::Outcome> TransactionStaging::stage(const TransactionContent& content,
                                                              const std::vector<std::string>& places) {
    m_current.plan.auditLine = content.auditLine;
    // Copies last: then it is known which files are replaced, and can live on under another name.
    for (const bool copies : {false, true}) {
        for (std::size_t at = 0; at < content.changes.size(); ++at) {
            if (content.changes[at].copyOf.empty() == copies)
                continue;
            const auto outcome = stageChange(content.changes[at], places[at]);
            if (!outcome)
                return fail(outcome.error());
            if (*outcome == Outcome::stale)
                return Outcome::stale;
        }
    }
    if (m_current.plan.changes.empty())
        return Outcome::unchanged;
    Status done = planGoneFolders(content.goneFolders);
    if (done)
        done = writeManifest();
    if (done)
        done = syncStaged();
    return done ? Result<Outcome>(Outcome::ready) : fail(std::move(done.error()));
}

Result<TransactionStaging::Outcome> TransactionStaging::stageChange(const FileChange& change,
                                                                    const std::string& place) {
    if (!m_places.insert(place).second)
        return fail(ErrorCode::usage, stagingAction, m_current.root.pathOf(change.path),
                    "the same file is to be changed twice at once");
    auto live = readLive(place);
    if (!live)
        return fail(std::move(live.error()));
    const std::string before = *live ? (*live)->sha256 : "";
    if (before != change.oldSha256.value_or(""))
        return Outcome::stale;
    auto wished = wishedContent(change);
    if (!wished)
        return fail(std::move(wished.error()));
    if (wished->sha256 == before)
        return Outcome::unchanged;
    if (*live && (*live)->content.stamp.links > 1 && !wished->sha256.empty())
        return fail(ErrorCode::unsafe, stagingAction, m_current.root.pathOf(change.path),
                    "the file has a second name (a hard link), and replacing it would part the two",
                    "Replace one of them by a copy.");
    m_current.plan.changes.push_back({change.path, place, before, wished->sha256});
    m_live.emplace_back();
    if (!*live) {
        if (Status planned = planFolders(folderOf(place)); !planned)
            return fail(std::move(planned.error()));
    } else {
        const auto kept = keepImage(**live, place);
        if (!kept || !*kept)
            return kept ? Result<Outcome>(Outcome::stale) : fail(kept.error());
    }
    Status done = wished->sha256.empty() ? Status() : stageNew(*wished, *live);
    if (done && *live)
        done = keepForSync(std::move((*live)->file), io::Durability::data);
    return done ? Result<Outcome>(Outcome::ready) : fail(std::move(done.error()));
}

/// What the file is to hold. Of a copy: what its source holds before the transaction.
Result<TransactionStaging::Wished> TransactionStaging::wishedContent(const FileChange& change) {
    Wished wished;
    if (change.bytes) {
        wished.bytes = &*change.bytes;
        wished.sha256 = sha256(*change.bytes);
    }
    if (change.copyOf.empty())
        return wished;
    const auto source = placeOf(m_disk, m_current.root, m_current.folders, change.copyOf);
    if (!source)
        return fail(source.error());
    const auto& changes = m_current.plan.changes;
    for (std::size_t other = 0; other < changes.size(); ++other) {
        if (changes[other].place != *source || changes[other].oldSha256.empty())
            continue;
        wished.image = other;
        wished.sha256 = changes[other].oldSha256;
        return wished;
    }
    auto live = readLive(*source);
    if (!live)
        return fail(std::move(live.error()));
    if (!*live)
        return fail(ErrorCode::notFound, stagingAction, m_current.root.pathOf(change.copyOf),
                    "there is no such file");
    wished.source = std::move(**live);
    wished.sha256 = wished.source->sha256;
    return wished;
}

Result<std::optional<TransactionStaging::Live>> TransactionStaging::readLive(const std::string& place) {
    const auto folder = m_current.folders.open(folderOf(place));
    if (!folder)
        return isNotThere(folder.error()) ? Result<std::optional<Live>>() : fail(folder.error());
    const auto handle = m_disk.openFile(*folder, nameOf(place), io::OpenMode::read);
    if (!handle)
        return isNotThere(handle.error()) ? Result<std::optional<Live>>() : fail(handle.error());
    Live live;
    live.file = io::Open(m_disk, *handle);
    auto content = io::readFile(m_disk, live.file);
    if (!content)
        return fail(std::move(content.error()));
    live.content = std::move(*content);
    live.sha256 = sha256(live.content.bytes);
    return std::optional(std::move(live));
}

/// The folders that are missing, in the order in which they have to be made.
Status TransactionStaging::planFolders(const std::string& folder) {
    std::vector<std::string>& made = m_current.plan.madeFolders;
    if (folder.empty() || std::find(made.begin(), made.end(), folder) != made.end())
        return {};
    const auto there = m_current.folders.open(folder);
    if (there)
        return {};
    if (!isNotThere(there.error()))
        return fail(there.error());
    if (Status parents = planFolders(folderOf(folder)); !parents)
        return parents;
    made.push_back(folder);
    return {};
}

/// The before-image is the old file itself, by a second name that outlives it. False: another program has put
/// another file in its place.
Result<bool> TransactionStaging::keepImage(const Live& live, const std::string& place) {
    const std::size_t change = m_current.plan.changes.size() - 1;
    const auto folder = m_current.folders.open(folderOf(place));
    if (!folder)
        return fail(folder.error());
    Status linked = m_disk.linkAt(*folder, nameOf(place), m_current.folder.get(), oldName(change));
    if (!linked && isNotThere(linked.error()))
        return false;
    const bool copied = !linked && cannotLink(linked.error().osErrno);
    if (copied) {
        m_copied.insert(change);
        linked = linkOrCopy(m_disk, *folder, nameOf(place), m_current.folder, oldName(change));
    }
    if (!linked)
        return fail(std::move(linked.error()));
    const auto stamp = m_disk.statAt(*folder, nameOf(place));
    if (!stamp)
        return isNotThere(stamp.error()) ? Result<bool>(false) : fail(stamp.error());
    m_live[change] = *stamp;
    return stamp->sameBytesAs(live.content.stamp);
}

Status TransactionStaging::stageNew(const Wished& wished, const std::optional<Live>& live) {
    const std::string name = newName(m_current.plan.changes.size() - 1);
    if (wished.image)
        return shareImage(*wished.image, name);
    auto file = io::openFile(m_disk, m_current.folder, name, io::OpenMode::createNew);
    if (!file)
        return fail(std::move(file.error()));
    const Live* like = wished.source ? &*wished.source : live ? &*live : nullptr;
    // Before the first byte, so that nobody reads what the old file would not have shown.
    Status done = like != nullptr ? m_disk.copyAttributes(like->file.get(), file->get())
                                  : m_disk.setDefaultMode(file->get(), usualFileMode);
    if (done)
        done = m_disk.write(file->get(), wished.source ? wished.source->content.bytes : *wished.bytes);
    if (done && wished.source)
        done = m_disk.copyTimes(wished.source->file.get(), file->get());
    return done ? keepForSync(std::move(*file), io::Durability::everything) : done;
}

/// The source goes, or is replaced: the file itself lives on under another name. One more name is a change of
/// it, too.
Status TransactionStaging::shareImage(std::size_t change, const std::string& name) {
    Status shared = linkOrCopy(m_disk, m_current.folder.get(), oldName(change), m_current.folder, name);
    if (!shared)
        return shared;
    const auto stamp = m_current.folders.look(m_current.plan.changes[change].place);
    if (!stamp)
        return fail(stamp.error());
    if (*stamp && (*stamp)->sameBytesAs(*m_live[change]))
        m_live[change] = **stamp;
    return {};
}

Status TransactionStaging::planGoneFolders(const std::vector<std::string>& folders) {
    for (const std::string& folder : folders) {
        auto place = placeOf(m_disk, m_current.root, m_current.folders, folder);
        if (!place)
            return fail(std::move(place.error()));
        const auto there = m_current.folders.look(*place);
        if (!there)
            return fail(there.error());
        if (*there && (*there)->type == io::NodeType::directory)
            m_current.plan.goneFolders.push_back(std::move(*place));
    }
    return {};
}

Status TransactionStaging::writeManifest() {
    auto file = io::openFile(m_disk, m_current.folder, manifestName, io::OpenMode::createNew);
    if (!file)
        return fail(std::move(file.error()));
    Status done = m_disk.setDefaultMode(file->get(), usualFileMode);
    if (done)
        done = m_disk.write(file->get(), planText(m_current.plan));
    return done ? keepForSync(std::move(*file), io::Durability::everything) : done;
}

/// Syncs begin together, at the end: but not so many files are open at once that none are left.
Status TransactionStaging::keepForSync(io::Open file, io::Durability durability) {
    constexpr std::size_t mostOpen = 200;
    m_requests.push_back({file.get(), durability});
    m_unsynced.push_back(std::move(file));
    return m_unsynced.size() < mostOpen ? Status() : syncStaged();
}

Status TransactionStaging::syncStaged() {
    // Where the file system commits in order, the sync of the last file makes the names last, too.
    if (!m_current.root.commitsInOrder) {
        m_requests.push_back({m_current.folder.get(), io::Durability::everything});
        m_requests.push_back({m_current.root.ours.directory.get(), io::Durability::everything});
    }
    Status done = m_disk.syncTogether(m_requests);
    m_requests.clear();
    for (io::Open& file : m_unsynced)
        if (Status closed = file.close(); done && !closed)
            done = std::move(closed);
    m_unsynced.clear();
    return done;
}

bool TransactionStaging::isOnOneDevice() const {
    // A new file can't have been renamed from one to another.
    return std::all_of(m_live.begin(), m_live.end(), [&](const std::optional<io::FileStamp>& live) {
        return !live || live->device == m_current.root.ours.stamp.device;
    });
}

Result<bool> TransactionStaging::isUntouched(std::size_t change) const {
    const PlannedChange& planned = m_current.plan.changes[change];
    const auto stamp = m_current.folders.look(planned.place);
    if (!stamp)
        return fail(stamp.error());
    if (!*stamp || !m_live[change])
        return !*stamp && !m_live[change];
    if (!(*stamp)->sameStateAs(*m_live[change]))
        return false;
    // What is written into it in place is in its image, which is looked at in the end; but not in a copy.
    if (!m_copied.contains(change) || !isTooRecent(**stamp))
        return true;
    const auto state = stateOf(m_current, change);
    return state ? Result<bool>(*state == FileState::old) : fail(state.error());
}

Result<bool> TransactionStaging::isImageUntouched(std::size_t change) const {
    if (!m_live[change])
        return true;
    const auto stamp = m_disk.statAt(m_current.folder.get(), oldName(change));
    if (!stamp)
        return fail(stamp.error());
    if (m_copied.contains(change))
        return true; // nobody else has it open
    if (!stamp->sameBytesAs(*m_live[change]))
        return false;
    if (!isTooRecent(*stamp))
        return true;
    const auto content = io::readFile(m_disk, m_current.folder, oldName(change));
    if (!content)
        return fail(content.error());
    return sha256(content->bytes) == m_current.plan.changes[change].oldSha256;
}

} // namespace stemma::journal
