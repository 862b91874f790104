// SPDX-License-Identifier: MIT
#include "tests/support/crash_image.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <unistd.h>

#include "core/io/atomic_write.h"
#include "core/io/lock_token.h"
#include "tests/support/crash_fate.h"

namespace stemma::test {

namespace {

/// A process that is no more: larger than any id of a process (proc(5), pid_max).
constexpr const char* deadProcess = "4194305";

bool isSameName(const NameStep& left, const NameStep& right) {
    return left.directory == right.directory && left.name == right.name;
}

} // namespace

CrashImage::CrashImage() {
    const Inode root = newNode(io::NodeType::directory, 0755);
    m_nodes.at(root).links = 1;
    m_next = rootInode + 1;
}

std::int64_t CrashImage::tick() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    m_lastNs = std::max(m_lastNs + 1, std::int64_t{std::chrono::nanoseconds(now).count()});
    return m_lastNs;
}

Inode CrashImage::lookUp(Inode directory, const std::string& name) const {
    const auto& entries = node(directory).entries;
    const auto found = entries.find(name);
    return found == entries.end() ? noInode : found->second;
}

Inode CrashImage::newNode(io::NodeType type, std::uint32_t mode) {
    const Inode inode = m_next++;
    Node& made = m_nodes[inode];
    made.type = type;
    made.now.mode = mode;
    made.now.mtimeNs = tick();
    made.ctimeNs = made.now.mtimeNs;
    made.durable = made.now;
    return inode;
}

void CrashImage::touch(Inode inode) {
    node(inode).ctimeNs = tick();
}

void CrashImage::write(Inode file, std::uint64_t offset, std::string_view bytes) {
    if (bytes.empty())
        return;
    Node& target = node(file);
    target.pending.push_back({DataChange::Kind::write, offset, std::string(bytes), m_lastChange});
    perform(target.bytes, target.pending.back());
    touch(file);
    target.now.mtimeNs = target.ctimeNs;
}

void CrashImage::truncate(Inode file, std::uint64_t size) {
    Node& target = node(file);
    target.pending.push_back({DataChange::Kind::truncate, size, {}, m_lastChange});
    target.bytes.resize(static_cast<std::size_t>(size), '\0');
    touch(file);
    target.now.mtimeNs = target.ctimeNs;
}

void CrashImage::apply(const NameStep& step) {
    auto& entries = node(step.directory).entries;
    if (const auto old = entries.find(step.name); old != entries.end()) {
        --node(old->second).links;
        touch(old->second);
        entries.erase(old);
    }
    if (step.node != noInode) {
        entries[step.name] = step.node;
        ++node(step.node).links;
        touch(step.node);
    }
    touch(step.directory);
    node(step.directory).now.mtimeNs = node(step.directory).ctimeNs;
}

void CrashImage::changeNames(NameChange change) {
    ++m_lastChange;
    const bool moves = change.size() > 1 && node(change.back().node).type == io::NodeType::directory;
    for (NameStep& step : change) {
        step.change = m_lastChange;
        step.atomic = moves;
        step.replaces = lookUp(step.directory, step.name) != noInode;
        apply(step);
        m_pendingNames.push_back(std::move(step));
    }
}

void CrashImage::makeDurable(const NameStep& step) {
    auto& entries = node(step.directory).durableEntries;
    if (step.node == noInode)
        entries.erase(step.name);
    else
        entries[step.name] = step.node;
}

void CrashImage::syncFile(Inode file, SyncScope scope) {
    Node& target = node(file);
    const bool clean = std::none_of(target.pending.begin(), target.pending.end(),
                                    [](const DataChange& change) { return change.doomed; });
    for (DataChange& change : target.pending) {
        if (clean)
            perform(target.durableBytes, change);
        else
            change.synced = !change.doomed;
    }
    if (clean)
        target.pending.clear();
    if (m_inOrder)
        commitNames();
    if (scope == SyncScope::everything)
        target.durable = target.now;
}

void CrashImage::failSync(Inode file) {
    for (DataChange& change : node(file).pending)
        change.doomed = !change.synced;
}

void CrashImage::syncDirectory(Inode directory) {
    if (m_inOrder)
        commitNames();
    const std::set<std::uint64_t> synced = changesToSync(directory);
    std::vector<NameStep> rest;
    for (NameStep& step : m_pendingNames) {
        const bool reached = synced.contains(step.change);
        if (step.directory == directory || (step.atomic && reached)) {
            makeDurable(step);
            std::erase_if(rest, [&](const NameStep& old) { return isSameName(old, step); });
            continue;
        }
        step.tied = step.tied || reached;
        rest.push_back(std::move(step));
    }
    m_pendingNames = std::move(rest);
    node(directory).durable = node(directory).now;
}

/// Those that touch the directory, and those that happened before to the same names.
std::set<std::uint64_t> CrashImage::changesToSync(Inode directory) const {
    std::set<std::uint64_t> changes;
    for (const NameStep& step : m_pendingNames) {
        if (step.directory == directory)
            changes.insert(step.change);
    }
    for (auto later = m_pendingNames.rbegin(); later != m_pendingNames.rend(); ++later) {
        for (const NameStep& step : m_pendingNames) {
            if (step.change < later->change && changes.contains(later->change) && isSameName(step, *later))
                changes.insert(step.change);
        }
    }
    return changes;
}

void CrashImage::commitNames() {
    for (const NameStep& step : std::exchange(m_pendingNames, {}))
        makeDurable(step);
}

void CrashImage::syncAll() {
    commitNames();
    for (auto& [inode, each] : m_nodes) {
        each.pending.clear();
        each.durableBytes = each.bytes;
        each.durable = each.now;
    }
}

std::string CrashImage::pathOf(Inode inode) const {
    if (inode == rootInode)
        return "/";
    for (const auto& [parent, each] : m_nodes) {
        for (const auto& [name, child] : each.entries) {
            if (child != inode)
                continue;
            const std::string above = pathOf(parent);
            if (!above.empty())
                return (above == "/" ? above : above + "/") + name;
        }
    }
    return {};
}

std::map<std::string, std::string> CrashImage::files() const {
    std::map<std::string, std::string> found;
    std::vector<std::pair<std::string, Inode>> open{{"", rootInode}};
    while (!open.empty()) {
        const auto [path, directory] = std::move(open.back());
        open.pop_back();
        for (const auto& [name, child] : node(directory).entries) {
            const std::string below = path + "/" + name;
            if (node(child).type == io::NodeType::directory)
                open.emplace_back(below, child);
            else if (node(child).type == io::NodeType::file)
                found[below] = node(child).bytes;
        }
    }
    return found;
}

CrashImage CrashImage::afterPowerCut(std::uint64_t seed) const {
    CrashImage after = *this;
    Fate fate(seed);
    const std::vector<bool> kept =
        m_inOrder ? fate.firstOnes(m_pendingNames) : fate.survivors(m_pendingNames);
    std::uint64_t lost = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t at = 0; at < kept.size(); ++at) {
        if (kept[at])
            after.makeDurable(m_pendingNames[at]);
        else
            lost = std::min(lost, m_pendingNames[at].change);
    }
    after.m_pendingNames.clear();
    for (auto& [inode, each] : after.m_nodes) {
        for (const DataChange& change : each.pending) {
            if (change.synced)
                perform(each.durableBytes, change);
            else
                fate.apply(each.durableBytes, reachOf(change, lost, each.durableBytes.size()));
        }
        each.pending.clear();
        if (fate.survives())
            each.durable = each.now;
    }
    after.settle();
    return after;
}

DataChange CrashImage::reachOf(const DataChange& change, std::uint64_t lost, std::size_t size) const {
    DataChange reach = change;
    if (!m_inOrder || change.after < lost)
        return reach;
    if (change.kind == DataChange::Kind::truncate) {
        reach.offset = size;
        return reach;
    }
    reach.offset = std::min<std::uint64_t>(reach.offset, size);
    reach.bytes.resize(std::min(reach.bytes.size(), size - static_cast<std::size_t>(reach.offset)));
    return reach;
}

void CrashImage::settle() {
    std::set<Inode> reached{rootInode};
    std::vector<Inode> open{rootInode};
    for (auto& [inode, each] : m_nodes)
        each.links = 0;
    node(rootInode).links = 1;
    while (!open.empty()) {
        const Inode inode = open.back();
        open.pop_back();
        for (const auto& [name, child] : node(inode).durableEntries) {
            ++node(child).links;
            if (reached.insert(child).second)
                open.push_back(child);
        }
    }
    // As everything on it was last touched before the machine was started again.
    constexpr std::int64_t hour = 3'600'000'000'000;
    static const std::int64_t longAgo = io::bootTimeNs() - hour;
    std::erase_if(m_nodes, [&](const auto& entry) { return !reached.contains(entry.first); });
    for (auto& [inode, each] : m_nodes) {
        each.entries = each.durableEntries;
        each.bytes = each.durableBytes;
        each.now = each.durable;
        each.ctimeNs = longAgo;
    }
    buryTemporaries();
}

CrashImage CrashImage::afterKill() const {
    CrashImage after = *this;
    after.buryTemporaries();
    return after;
}

/// Whoever made them does not live after a crash, but a test goes on. Those of a unit stand in its intent as
/// well, and are known as left over by the report's lock.
void CrashImage::buryTemporaries() {
    const std::string mine = "." + std::to_string(::getpid()) + "-";
    const auto buried = [&](std::string name) {
        io::TemporaryOwner owner;
        const std::size_t at = name.find(mine);
        if (at != std::string::npos && io::isTemporaryName(name, &owner) && owner.name != "outline.json")
            name.replace(at + 1, mine.size() - 2, deadProcess);
        return name;
    };
    for (auto& [inode, each] : m_nodes) {
        for (auto* entries : {&each.entries, &each.durableEntries}) {
            std::map<std::string, Inode> renamed;
            for (const auto& [name, child] : *entries)
                renamed[buried(name)] = child;
            *entries = std::move(renamed);
        }
    }
    for (NameStep& step : m_pendingNames)
        step.name = buried(step.name);
}

} // namespace stemma::test
