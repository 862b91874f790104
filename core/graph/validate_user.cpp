// SPDX-License-Identifier: MIT
// The old program's own verdict, with its blindness (graphs-format.md, section 7).
#include <algorithm>
#include <array>
#include <ctime>
#include <string>

#include "core/graph/graph_validation.h"
#include "core/graph/store_fields.h"
#include "core/graph/user_files.h"

namespace stemma::graph {

namespace {

struct Checked {
    const char* type;
    const char* registry;
    const char* folder;
};
constexpr std::array<Checked, 3> checkedTypes = {
    Checked{"node", "node_registry.json", "nodes"},
    Checked{"relation", "relation_registry.json", "relationNodes"},
    Checked{"attribute", "attribute_registry.json", "attributeNodes"}};

/// As Python's datetime.now().isoformat().
std::string localIso(Timestamp moment) {
    constexpr std::int64_t second = 1'000'000;
    const std::int64_t fraction = ((moment.micros % second) + second) % second;
    const auto seconds = static_cast<std::time_t>((moment.micros - fraction) / second);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> room{};
    const std::size_t length = std::strftime(room.data(), room.size(), "%Y-%m-%dT%H:%M:%S", &local);
    std::string text(room.data(), length);
    if (fraction != 0) {
        const std::string digits = std::to_string(fraction);
        text += '.' + std::string(6 - digits.size(), '0') + digits;
    }
    return text;
}

/// How many names end in `.json` there, whatever they are; nothing if there is no such folder.
std::optional<std::size_t> jsonNames(io::Disk& disk, const io::Open& user, const char* folder) {
    const auto opened = io::openDirectoryAt(disk, user, folder);
    if (!opened)
        return std::nullopt;
    const auto entries = disk.list(opened->get());
    if (!entries)
        return std::nullopt;
    return static_cast<std::size_t>(
        std::count_if(entries->begin(), entries->end(),
                      [](const io::DirEntry& entry) { return entry.name.ends_with(".json"); }));
}

/// What Python's len() says of it; nothing where that fails.
std::optional<std::size_t> lengthOf(const json::Value& document) {
    if (document.isObject())
        return registryEntries(&document).size();
    if (document.isArray())
        return document.size();
    if (!document.isString())
        return std::nullopt;
    return static_cast<std::size_t>(
        std::count_if(document.text().begin(), document.text().end(),
                      [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// One registry and its folder. False: the check as a whole ends in an error.
bool check(io::Disk& disk, const io::Open& user, const Checked& type, Validation& found) {
    const auto content = io::readFile(disk, user, type.registry);
    if (!content && content.error().code == ErrorCode::notFound) {
        found.issues.push_back("Missing registry file: " + std::string(type.registry));
        found.status = "warning";
        return true;
    }
    const Result<json::Value> document =
        content ? json::parseFile(content->bytes, type.registry) : fail(content.error());
    if (!document) {
        found.issues.push_back("Corrupted registry file: " + std::string(type.registry) + ": " +
                               document.error().detail);
        found.status = "invalid";
        return true;
    }
    const auto entries = lengthOf(*document);
    if (!entries) {
        found.issues.push_back("Validation error: " + std::string(type.registry) +
                               " has no entries to count");
        found.status = "error";
        return false;
    }
    found.statistics.push_back({type.registry, *entries});
    const auto names = jsonNames(disk, user, type.folder);
    if (names && *names != *entries) {
        found.issues.push_back("Mismatch in " + std::string(type.type) + ": " + std::to_string(*names) +
                               " files vs " + std::to_string(*entries) + " registry entries");
        found.status = "warning";
    }
    return true;
}

} // namespace

Validation validateUser(io::Disk& disk, const std::string& userFolder, const std::string& user,
                        const Clock& clock) {
    Validation found;
    found.userId = user;
    found.timestamp = localIso(clock.now());
    found.status = "valid";
    const auto folder = io::openDirectory(disk, userFolder);
    if (!folder) {
        found.status = "invalid";
        found.issues.push_back("User directory does not exist: " + userFolder);
        return found;
    }
    for (const Checked& type : checkedTypes)
        if (!check(disk, *folder, type, found))
            break;
    return found;
}

} // namespace stemma::graph
