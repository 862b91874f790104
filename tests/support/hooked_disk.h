// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/io/disk.h"

namespace stemma::test {

/// Another disk, with something that happens just before its calls: what another program or thread may do
/// between two steps of ours. The hook may use the other disk, not this one.
class HookedDisk final : public io::Disk {
public:
    /// Called with the name of the call and of the file in question; of a rename, the new one.
    using Hook = std::function<void(const std::string& call, const std::string& name)>;

    HookedDisk(io::Disk& disk, Hook before)
        : m_disk(disk)
        , m_before(std::move(before)) {}

    Result<io::Handle> openDirectory(const std::string& path) override {
        m_before("openDirectory", path);
        return m_disk.openDirectory(path);
    }
    Result<io::Handle> openDirectoryAt(io::Handle directory, const std::string& name) override {
        m_before("openDirectoryAt", name);
        return m_disk.openDirectoryAt(directory, name);
    }
    Result<io::Handle> openFile(io::Handle directory, const std::string& name, io::OpenMode mode) override {
        m_before("openFile", name);
        return m_disk.openFile(directory, name, mode);
    }
    Status close(io::Handle handle) override { return m_disk.close(handle); }
    Result<std::string> read(io::Handle file, std::uint64_t offset, std::uint64_t limit) override {
        m_before("read", m_disk.pathOf(file));
        return m_disk.read(file, offset, limit);
    }
    Status write(io::Handle file, std::string_view bytes) override {
        m_before("write", m_disk.pathOf(file));
        return m_disk.write(file, bytes);
    }
    Status sync(io::Handle handle, io::Durability durability) override {
        m_before("sync", m_disk.pathOf(handle));
        return m_disk.sync(handle, durability);
    }
    Status syncTogether(const std::vector<io::SyncRequest>& requests) override {
        for (const io::SyncRequest& request : requests)
            m_before("sync", m_disk.pathOf(request.handle));
        return m_disk.syncTogether(requests);
    }
    void startWriting(io::Handle file) override { m_disk.startWriting(file); }
    Status truncate(io::Handle file, std::uint64_t size) override {
        m_before("truncate", m_disk.pathOf(file));
        return m_disk.truncate(file, size);
    }
    Status reserve(io::Handle file, std::uint64_t bytes) override { return m_disk.reserve(file, bytes); }
    Result<io::FileStamp> stat(io::Handle handle) override { return m_disk.stat(handle); }
    Result<io::FileStamp> statAt(io::Handle directory, const std::string& name) override {
        auto stamp = m_disk.statAt(directory, name);
        if (stamp)
            stamp->ctimeNs -= m_agedNs;
        return stamp;
    }
    Result<std::vector<io::DirEntry>> list(io::Handle directory) override { return m_disk.list(directory); }
    Result<std::string> readLinkAt(io::Handle directory, const std::string& name) override {
        return m_disk.readLinkAt(directory, name);
    }
    Result<std::string> resolve(const std::string& path) override { return m_disk.resolve(path); }
    Status renameAt(io::Handle fromDirectory, const std::string& from, io::Handle toDirectory,
                    const std::string& to, io::RenameMode mode) override {
        m_before("renameAt", to);
        return m_disk.renameAt(fromDirectory, from, toDirectory, to, mode);
    }
    Status linkAt(io::Handle fromDirectory, const std::string& from, io::Handle toDirectory,
                  const std::string& to) override {
        m_before("linkAt", to);
        return m_disk.linkAt(fromDirectory, from, toDirectory, to);
    }
    Status unlinkAt(io::Handle directory, const std::string& name) override {
        m_before("unlinkAt", name);
        return m_disk.unlinkAt(directory, name);
    }
    Status makeDirectoryAt(io::Handle directory, const std::string& name) override {
        m_before("makeDirectoryAt", name);
        return m_disk.makeDirectoryAt(directory, name);
    }
    Status removeDirectoryAt(io::Handle directory, const std::string& name) override {
        m_before("removeDirectoryAt", name);
        return m_disk.removeDirectoryAt(directory, name);
    }
    Status copyAttributes(io::Handle from, io::Handle to) override { return m_disk.copyAttributes(from, to); }
    Status copyTimes(io::Handle from, io::Handle to) override { return m_disk.copyTimes(from, to); }
    Status setDefaultMode(io::Handle file, std::uint32_t mode) override {
        return m_disk.setDefaultMode(file, mode);
    }
    Status copyBytes(io::Handle from, io::Handle to) override { return m_disk.copyBytes(from, to); }
    Result<bool> tryFlock(io::Handle file) override {
        m_before("tryFlock", m_disk.pathOf(file));
        return m_disk.tryFlock(file);
    }
    io::FileSystemTraits traits(io::Handle handle) override {
        io::FileSystemTraits traits = m_disk.traits(handle);
        traits.remote = traits.remote || m_remote;
        return traits;
    }
    /// From now on every folder is on a network file system.
    void becomeRemote() { m_remote = true; }
    /// From now on every name was last changed so much earlier. No call sets that time on a real disk.
    void age(std::chrono::nanoseconds by) { m_agedNs = by.count(); }
    std::string pathOf(io::Handle handle) override { return m_disk.pathOf(handle); }

private:
    io::Disk& m_disk;
    Hook m_before;
    bool m_remote = false;
    std::int64_t m_agedNs = 0;
};

} // namespace stemma::test
