// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/io/atomic_write.h"
#include "core/io/lock_token.h"
#include "tests/support/crash_image.h"

namespace stemma::test {

namespace {

bool isLock(const std::string& name) {
    return name == ".lock" || name.starts_with(".lock.new.") || name.ends_with(".lock");
}

/// Without what is made by chance or by the clock.
std::string plainName(const std::string& name) {
    io::TemporaryOwner owner;
    if (io::isTemporaryName(name, &owner))
        return "~" + owner.name;
    constexpr const char* damaged = ".damaged-";
    return name.substr(0, name.find(damaged));
}

std::string plainBytes(const std::string& name, const std::string& bytes) {
    if (!isLock(name))
        return std::to_string(std::hash<std::string>{}(bytes));
    if (io::parseToken(bytes))
        return "token";
    const bool zero = std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
    return (zero ? "zero" : "torn") + std::to_string(bytes.size());
}

} // namespace

/// One look at the tree, in memory or on the disk.
class CrashImage::Print {
public:
    Print(const CrashImage& image, bool durable)
        : m_image(image)
        , m_durable(durable) {}

    std::string of(Inode directory) {
        std::string text = "{";
        const Node& above = m_image.node(directory);
        for (const auto& [name, child] : m_durable ? above.durableEntries : above.entries)
            text += plainName(name) + ":" + one(name, child) + ",";
        return text + "}";
    }

private:
    std::string one(const std::string& name, Inode inode) {
        const auto [known, isNew] = m_numbers.try_emplace(inode, m_numbers.size());
        if (!isNew)
            return "=" + std::to_string(known->second);
        const Node& node = m_image.node(inode);
        if (node.type == io::NodeType::directory)
            return of(inode);
        std::string text = plainBytes(name, m_durable ? node.durableBytes : node.bytes) + "/" +
                           std::to_string((m_durable ? node.durable : node.now).mode);
        for (const DataChange& change : node.pending)
            text += "+" + std::to_string(change.offset) + (change.doomed ? "!" : change.synced ? "." : "");
        return text;
    }

    const CrashImage& m_image;
    const bool m_durable;
    std::map<Inode, std::size_t> m_numbers;
};

std::string CrashImage::fingerprint() const {
    std::string text = Print(*this, false).of(rootInode);
    const bool settled =
        m_pendingNames.empty() && std::all_of(m_nodes.begin(), m_nodes.end(),
                                              [](const auto& entry) { return entry.second.pending.empty(); });
    if (settled)
        return text;
    text += Print(*this, true).of(rootInode);
    for (const NameStep& step : m_pendingNames)
        text += plainName(step.name) + (step.node == noInode ? "-" : "+") + (step.tied ? "t" : "");
    return text;
}

} // namespace stemma::test
