// SPDX-License-Identifier: MIT
#include "tests/support/crash_image.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <utility>

#include "core/io/lock_token.h"

namespace stemma::test {

namespace {

void put(std::string& bytes, std::uint64_t offset, std::string_view part) {
    const auto at = static_cast<std::size_t>(offset);
    if (bytes.size() < at + part.size())
        bytes.resize(at + part.size(), '\0');
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

void perform(std::string& bytes, const DataChange& change) {
    if (change.kind == DataChange::Kind::truncate)
        bytes.resize(static_cast<std::size_t>(change.offset), '\0');
    else
        put(bytes, change.offset, change.bytes);
}

enum class Order { independent, journalled };

/// What becomes of the unsynced part.
class Fate {
public:
    explicit Fate(std::uint64_t seed)
        : m_seed(seed)
        , m_random(seed) {}

    [[nodiscard]] bool survives() { return m_seed == 1 || (m_seed != 0 && roll(2) == 0); }
    [[nodiscard]] Order order() const { return m_seed % 3 == 2 ? Order::journalled : Order::independent; }

    /// `size` or fewer, as the first so many of a list.
    [[nodiscard]] std::size_t firstOf(std::size_t size) {
        if (m_seed <= 1)
            return m_seed == 1 ? size : 0;
        return static_cast<std::size_t>(roll(size + 1));
    }

    void apply(std::string& bytes, const DataChange& change) {
        if (m_seed == 1)
            return perform(bytes, change);
        if (m_seed == 0)
            return;
        DataChange torn = change;
        switch (roll(change.kind == DataChange::Kind::truncate ? 2 : 5)) {
        case 0:
            return;
        case 1:
            return perform(bytes, change);
        case 2: // only the first sectors, or a part of one
            torn.bytes.resize(static_cast<std::size_t>(roll(torn.bytes.size() + 1)));
            return perform(bytes, torn);
        case 3: // the size arrived and the bytes did not
            torn.bytes.assign(torn.bytes.size(), '\0');
            return perform(bytes, torn);
        default:
            for (char& byte : torn.bytes)
                byte = static_cast<char>(roll(256));
            return perform(bytes, torn);
        }
    }

private:
    std::uint64_t roll(std::uint64_t sides) { return m_random() % sides; }

    std::uint64_t m_seed;
    std::mt19937_64 m_random;
};

bool shareName(const NameChange& left, const NameChange& right) {
    return std::any_of(left.begin(), left.end(), [&](const NameStep& one) {
        return std::any_of(right.begin(), right.end(), [&](const NameStep& other) {
            return one.directory == other.directory && one.name == other.name;
        });
    });
}

/// What happened to the same names before a chosen change is chosen too, or it would come back at the reboot.
void addForerunners(const std::vector<NameChange>& changes, std::vector<bool>& chosen) {
    for (std::size_t at = changes.size(); at-- > 0;) {
        for (std::size_t later = at + 1; !chosen[at] && later < changes.size(); ++later)
            chosen[at] = chosen[later] && shareName(changes[at], changes[later]);
    }
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
    target.pending.push_back({DataChange::Kind::write, offset, std::string(bytes)});
    put(target.bytes, offset, bytes);
    touch(file);
    target.now.mtimeNs = target.ctimeNs;
}

void CrashImage::truncate(Inode file, std::uint64_t size) {
    Node& target = node(file);
    target.pending.push_back({DataChange::Kind::truncate, size, {}});
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
    for (const NameStep& step : change)
        apply(step);
    m_pendingNames.push_back(std::move(change));
}

void CrashImage::makeDurable(const NameChange& change) {
    for (const NameStep& step : change) {
        auto& entries = node(step.directory).durableEntries;
        if (step.node == noInode)
            entries.erase(step.name);
        else
            entries[step.name] = step.node;
    }
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
    if (scope == SyncScope::everything)
        target.durable = target.now;
}

void CrashImage::failSync(Inode file) {
    for (DataChange& change : node(file).pending)
        change.doomed = !change.synced;
}

void CrashImage::syncDirectory(Inode directory) {
    std::vector<bool> chosen(m_pendingNames.size());
    for (std::size_t at = 0; at < m_pendingNames.size(); ++at) {
        const NameChange& change = m_pendingNames[at];
        chosen[at] = std::any_of(change.begin(), change.end(),
                                 [&](const NameStep& step) { return step.directory == directory; });
    }
    addForerunners(m_pendingNames, chosen);
    std::vector<NameChange> rest;
    for (std::size_t at = 0; at < m_pendingNames.size(); ++at) {
        if (chosen[at])
            makeDurable(m_pendingNames[at]);
        else
            rest.push_back(std::move(m_pendingNames[at]));
    }
    m_pendingNames = std::move(rest);
    node(directory).durable = node(directory).now;
}

void CrashImage::syncAll() {
    for (const NameChange& change : std::exchange(m_pendingNames, {}))
        makeDurable(change);
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
    const std::size_t first = fate.firstOf(after.m_pendingNames.size());
    std::vector<bool> kept(after.m_pendingNames.size());
    for (std::size_t at = 0; at < kept.size(); ++at)
        kept[at] = fate.order() == Order::journalled ? at < first : fate.survives();
    addForerunners(after.m_pendingNames, kept);
    for (std::size_t at = 0; at < kept.size(); ++at) {
        if (kept[at])
            after.makeDurable(after.m_pendingNames[at]);
    }
    after.m_pendingNames.clear();
    for (auto& [inode, each] : after.m_nodes) {
        for (const DataChange& change : each.pending) {
            if (change.synced)
                perform(each.durableBytes, change);
            else
                fate.apply(each.durableBytes, change);
        }
        each.pending.clear();
        if (fate.survives())
            each.durable = each.now;
    }
    after.settle();
    return after;
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
    const std::int64_t longAgo = io::bootTimeNs() - hour;
    std::erase_if(m_nodes, [&](const auto& entry) { return !reached.contains(entry.first); });
    for (auto& [inode, each] : m_nodes) {
        each.entries = each.durableEntries;
        each.bytes = each.durableBytes;
        each.now = each.durable;
        each.ctimeNs = longAgo;
    }
}

} // namespace stemma::test
