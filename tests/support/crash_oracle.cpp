// SPDX-License-Identifier: MIT
#include "tests/support/crash_oracle.h"

#include <algorithm>
#include <optional>

#include "core/json/jsonl.h"

namespace stemma::test {

namespace {

bool isBackup(const std::string& path) {
    return path.find("/backups/outline.json.") != std::string::npos && path.ends_with(".bak");
}

/// The readable events of a log: their ids, and the backups that they name.
struct Events {
    std::set<std::string> actions;
    std::vector<std::string> backups;
    bool twice = false;
};

Events eventsOf(const std::string& log) {
    Events events;
    for (const json::JsonLine& line : json::readJsonLines(log).lines) {
        const std::string action = line.value.stringAt("action_id").value_or("");
        events.twice = !events.actions.insert(action).second || events.twice;
        const json::Value* payload = line.value.find("payload");
        const auto backup = payload == nullptr ? std::nullopt : payload->stringAt("backup_filename");
        if (backup && !backup->empty())
            events.backups.push_back(*backup);
    }
    return events;
}

const std::string* at(const Files& files, const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
}

/// The first difference; empty if there is none.
std::string difference(const Files& is, const Files& should) {
    for (const auto& [path, bytes] : should) {
        if (!is.contains(path))
            return "missing: " + path;
        if (is.at(path) != bytes)
            return "different: " + path + "\n--- is\n" + is.at(path) + "\n--- should be\n" + bytes + "\n---";
    }
    for (const auto& [path, bytes] : is) {
        if (!should.contains(path))
            return "left: " + path;
    }
    return {};
}

} // namespace

CrashOracle::Picture CrashOracle::pictureOf(const CrashDisk& disk) const {
    Picture picture;
    for (auto& [path, bytes] : disk.files()) {
        // What a torn sector made of our event can't be told from somebody else's bytes, and is kept.
        const bool kept = path.find("/backups/audit.jsonl.damaged-") != std::string::npos;
        if (kept || (m_isCache && m_isCache(path)))
            continue;
        if (isBackup(path))
            picture.times[path] = disk.nodeOf(path)->now.mtimeNs;
        picture.files[path] = bytes;
    }
    return picture;
}

void CrashOracle::add(const CrashDisk& disk) {
    m_pictures.push_back(pictureOf(disk));
}

std::string CrashOracle::wrongBefore(const Files& files) const {
    for (const auto& [path, bytes] : files) {
        if (path.ends_with("/audit.jsonl")) {
            if (std::string wrong = wrongWithLog(files, path); !wrong.empty())
                return wrong;
        }
        const std::string name = path.substr(path.rfind('/') + 1);
        const bool staged = path.find("/.stemma-new-") != std::string::npos;
        if (staged || (name != "outline.json" && !m_whole.contains(path)))
            continue;
        // by name, as clang 14 takes no structured binding into a lambda
        const auto isOf = [&file = path, &now = bytes](const Picture& picture) {
            const std::string* then = at(picture.files, file);
            return then != nullptr && *then == now;
        };
        const bool known = std::any_of(m_pictures.begin(), m_pictures.end(), isOf);
        if (!known)
            return path + " is neither old nor new";
    }
    return {};
}

/// An event must not be ahead of the outline, and what it names must be there, as it will be.
std::string CrashOracle::wrongWithLog(const Files& files, const std::string& path) const {
    const std::string folder = path.substr(0, path.rfind('/'));
    if (folder.find("/.stemma-new-") != std::string::npos)
        return {};
    const Events events = eventsOf(files.at(path));
    if (events.twice)
        return "an event stands twice in " + path;
    bool covered = false;
    bool outlineFits = false;
    std::set<std::string> prunable; // backups that an act let go, or brought back
    for (const Picture& picture : m_pictures)
        for (const std::string& backup : events.backups)
            if (at(picture.files, folder + "/outline.json") != nullptr &&
                at(picture.files, folder + "/backups/" + backup) == nullptr && m_mayPrune)
                prunable.insert(backup);
    for (const Picture& picture : m_pictures) {
        const std::string* then = at(picture.files, path);
        if (then == nullptr)
            continue;
        const Events known = eventsOf(*then);
        covered = covered || std::includes(known.actions.begin(), known.actions.end(), events.actions.begin(),
                                           events.actions.end());
        if (!covered)
            continue;
        const std::string* outline = at(files, folder + "/outline.json");
        const std::string* should = at(picture.files, folder + "/outline.json");
        outlineFits = outlineFits || (outline != nullptr && should != nullptr && *outline == *should) ||
                      (outline == nullptr && should == nullptr);
        for (const std::string& backup : events.backups) {
            const std::string place = folder + "/backups/" + backup;
            const std::string* whole = at(picture.files, place);
            const std::string* there = at(files, place);
            const bool gone = there == nullptr && prunable.contains(backup);
            if (whole != nullptr && !gone && (there == nullptr || *there != *whole))
                return "an event names a backup that is not there, or not whole: " + place;
        }
    }
    if (!covered)
        return "an event that nobody made in " + path;
    return outlineFits ? "" : "an event is ahead of its outline in " + path;
}

std::string CrashOracle::wrongAfter(const CrashDisk& disk, std::size_t promised) const {
    const Picture now = pictureOf(disk);
    std::string wrong;
    for (std::size_t step = promised; step < std::min(promised + 2, m_pictures.size()); ++step) {
        const Picture& then = m_pictures[step];
        const std::string other = difference(now.files, then.files);
        if (other.empty())
            return now.times == then.times ? "" : "a backup lost its time";
        wrong += " As after step " + std::to_string(step) + ", but " + other + ".";
    }
    return "neither the state that was promised nor the next." + wrong;
}

} // namespace stemma::test
