// SPDX-License-Identifier: MIT
#include "core/history/pruned_backups.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "core/base/ids.h"
#include "core/base/sha256.h"
#include "core/history/backups.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::history {

namespace {

using json::Value;

constexpr const char* manifestFormat = "stemma-pruned-backups";
constexpr std::array allStates = {PrunedState::staged, PrunedState::leaving,  PrunedState::kept,
                                  PrunedState::coming, PrunedState::emptying, PrunedState::emptied};

/// What the manifest says; false if it says nothing that can be used.
bool readManifest(std::string_view bytes, PrunedSet& set) {
    const auto value = json::parse(bytes);
    if (!value || value->stringAt("format") != manifestFormat)
        return false;
    const Value* backups = value->find("backups");
    if (backups == nullptr || !backups->isArray())
        return false;
    set.ts = value->stringAt("ts").value_or("");
    set.actor = value->stringAt("actor").value_or("");
    set.rule = value->stringAt("rule").value_or("");
    for (const Value& each : backups->items()) {
        PrunedBackup backup;
        backup.name = each.stringAt("name").value_or("");
        backup.sha256 = each.stringAt("sha256").value_or("");
        const Value* size = each.find("size");
        const std::int64_t bytesOfIt = size != nullptr ? size->asInteger().value_or(0) : 0;
        backup.size = bytesOfIt > 0 ? static_cast<std::uint64_t>(bytesOfIt) : 0;
        if (backupTime(backup.name))
            set.backups.push_back(std::move(backup));
    }
    return true;
}

/// What lies in the folder, where nothing else tells.
Status readFiles(io::Disk& disk, const io::Open& folder, PrunedSet& set) {
    const auto entries = disk.list(folder.get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries) {
        if (!backupTime(entry.name))
            continue;
        const auto stamp = disk.statAt(folder.get(), entry.name);
        PrunedBackup backup;
        backup.name = entry.name;
        backup.size = stamp ? stamp->size : 0;
        set.backups.push_back(std::move(backup));
    }
    std::sort(set.backups.begin(), set.backups.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return {};
}

/// Tells what of a set is where.
Status lookForFiles(io::Disk& disk, const io::Open& report, const io::Open& home, PrunedSet& set) {
    const auto folder = io::openRealDirectoryAt(disk, home, set.folder());
    if (!folder)
        return fail(folder.error());
    for (PrunedBackup& backup : set.backups) {
        const auto stamp = disk.statAt(folder->get(), backup.name);
        if (!stamp && stamp.error().code == ErrorCode::io)
            return fail(stamp.error());
        if (stamp && stamp->type == io::NodeType::file && stamp->size == backup.size)
            continue;
        const bool back = !stamp && disk.statBelow(report.get(), "backups", backup.name).has_value();
        backup.fate = back ? PrunedFate::back : PrunedFate::lost;
    }
    return {};
}

/// Not open if there is none.
Result<io::Open> openHome(io::Disk& disk, const io::Open& report) {
    auto home = io::openRealDirectoryAt(disk, report, prunedHomeName);
    if (!home && home.error().code == ErrorCode::io)
        return fail(std::move(home.error()));
    return home ? std::move(home) : Result<io::Open>(io::Open());
}

} // namespace

const char* prunedEnding(PrunedState state) {
    switch (state) {
    case PrunedState::staged:
        return ".staged";
    case PrunedState::leaving:
        return ".leaving";
    case PrunedState::kept:
        return "";
    case PrunedState::coming:
        return ".coming";
    case PrunedState::emptying:
        return ".emptying";
    case PrunedState::emptied:
        return ".emptied";
    }
    return "";
}

bool isUnsettled(PrunedState state) {
    return state != PrunedState::kept && state != PrunedState::emptied;
}

bool isGoneForGood(PrunedState state) {
    return state == PrunedState::emptied || state == PrunedState::emptying;
}

std::uint64_t PrunedSet::bytes() const {
    std::uint64_t sum = 0;
    for (const PrunedBackup& backup : backups)
        sum += backup.fate == PrunedFate::there ? backup.size : 0;
    return sum;
}

std::size_t PrunedSet::countOf(PrunedFate fate) const {
    return static_cast<std::size_t>(std::count_if(
        backups.begin(), backups.end(), [fate](const PrunedBackup& backup) { return backup.fate == fate; }));
}

std::optional<PrunedSet> prunedSetOf(std::string_view folder) {
    constexpr std::size_t uuidLength = 36;
    const std::string_view id = folder.substr(0, uuidLength);
    if (id.size() != uuidLength || !isUuid(id))
        return std::nullopt;
    for (const PrunedState state : allStates)
        if (folder.substr(uuidLength) == prunedEnding(state)) {
            PrunedSet set;
            set.id = std::string(id);
            set.state = state;
            return set;
        }
    return std::nullopt;
}

std::string prunedManifest(const PrunedSet& set) {
    std::vector<Value> backups;
    for (const PrunedBackup& backup : set.backups)
        backups.push_back(Value::object({{"name", Value::string(backup.name)},
                                         {"size", Value::integer(static_cast<std::int64_t>(backup.size))},
                                         {"sha256", Value::string(backup.sha256)}}));
    return json::pythonText(Value::object({{"format", Value::string(manifestFormat)},
                                           {"version", Value::integer(1)},
                                           {"ts", Value::string(set.ts)},
                                           {"actor", Value::string(set.actor)},
                                           {"rule", Value::string(set.rule)},
                                           {"backups", Value::array(std::move(backups))}}));
}

Status readPrunedSet(io::Disk& disk, const io::Open& home, PrunedSet& set) {
    const auto folder = io::openRealDirectoryAt(disk, home, set.folder());
    if (!folder)
        return fail(folder.error());
    const auto manifest = io::readFile(disk, *folder, prunedManifestName);
    if (manifest && readManifest(manifest->bytes, set))
        return {};
    if (!manifest && manifest.error().code == ErrorCode::io)
        return fail(manifest.error());
    set.backups.clear();
    return readFiles(disk, *folder, set);
}

Result<std::vector<PrunedSet>> listPruned(io::Disk& disk, const std::string& reportDirectory) {
    std::vector<PrunedSet> sets;
    const auto report = io::openDirectory(disk, reportDirectory);
    const auto home = report ? openHome(disk, *report) : fail(report.error());
    if (!home)
        return fail(home.error());
    if (!*home)
        return sets;
    const auto entries = disk.list(home->get());
    if (!entries)
        return fail(entries.error());
    for (const io::DirEntry& entry : *entries) {
        auto set = prunedSetOf(entry.name);
        if (!set || set->state == PrunedState::staged)
            continue;
        Status read = readPrunedSet(disk, *home, *set);
        if (read && !isGoneForGood(set->state))
            read = lookForFiles(disk, *report, *home, *set);
        if (!read && read.error().code == ErrorCode::io)
            return fail(read.error());
        if (read) // else it went on since, or is no folder of ours
            sets.push_back(std::move(*set));
    }
    std::sort(sets.begin(), sets.end(),
              [](const auto& a, const auto& b) { return std::tie(a.ts, a.id) < std::tie(b.ts, b.id); });
    return sets;
}

PrunedPlaces placesOf(const std::vector<PrunedSet>& sets) {
    PrunedPlaces places;
    for (const PrunedSet& set : sets)
        for (const PrunedBackup& backup : set.backups)
            if (backup.fate == PrunedFate::there)
                places[backup.name] = {set.id, set.state, set.ts, backup.sha256};
    return places;
}

Result<bool> isPrunedWhole(io::Disk& disk, const std::string& reportDirectory, const std::string& name,
                           const PrunedPlace& place) {
    const std::string folder = place.set + prunedEnding(place.state);
    const auto content = io::readFile(
        disk, io::joinPath(io::joinPath(io::joinPath(reportDirectory, prunedHomeName), folder), name));
    if (!content && content.error().code == ErrorCode::io)
        return fail(content.error());
    return content && (place.sha256.empty() || sha256(content->bytes) == place.sha256);
}

} // namespace stemma::history
