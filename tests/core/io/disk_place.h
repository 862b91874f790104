// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <QMetaType>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include "core/io/disk.h"
#include "core/io/posix_disk.h"
#include "tests/support/crash_disk.h"

namespace stemma::io {

enum class Which { posix, crash };

/// A disk with an empty folder on it.
class DiskPlace {
public:
    explicit DiskPlace(Which which) {
        if (which == Which::posix) {
            m_disk = io::makePosixDisk();
            m_path = m_real.path().toStdString();
        } else {
            auto crash = std::make_unique<test::CrashDisk>();
            m_crash = crash.get();
            m_crash->plantDirectory("/place");
            m_path = "/place";
            m_disk = std::move(crash);
        }
        m_directory = io::openDirectory(*m_disk, m_path).value();
    }
    io::Disk& disk() { return *m_disk; }
    const Open& directory() { return m_directory; }
    [[nodiscard]] io::Handle at() const { return m_directory.get(); }
    [[nodiscard]] const std::string& path() const { return m_path; }

    void symlink(const std::string& name, const std::string& target) {
        if (m_crash != nullptr)
            m_crash->plantSymlink(m_path + "/" + name, target);
        else
            QCOMPARE(::symlink(target.c_str(), (m_path + "/" + name).c_str()), 0);
    }
    void fifo(const std::string& name) {
        if (m_crash != nullptr)
            m_crash->plantSpecial(m_path + "/" + name);
        else
            QCOMPARE(::mkfifo((m_path + "/" + name).c_str(), 0600), 0);
    }
    void put(const std::string& name, const std::string& bytes) {
        Open file = open(name, OpenMode::createNew);
        QVERIFY(m_disk->write(file.get(), bytes));
        QVERIFY(file.close());
    }
    Open open(const std::string& name, OpenMode mode) {
        auto file = io::openFile(*m_disk, m_directory, name, mode);
        return file ? std::move(*file) : Open();
    }
    std::string bytes(const std::string& name) {
        auto content = io::readFile(*m_disk, m_directory, name);
        return content ? content->bytes : "(" + describe(content.error()) + ")";
    }
    bool has(const std::string& name) { return m_disk->statAt(m_directory.get(), name).has_value(); }
    std::vector<std::string> names() {
        std::vector<std::string> all;
        const auto entries = m_disk->list(m_directory.get()).value();
        for (const io::DirEntry& entry : entries)
            all.push_back(entry.name);
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    QTemporaryDir m_real;
    std::unique_ptr<io::Disk> m_disk;
    test::CrashDisk* m_crash = nullptr;
    std::string m_path;
    Open m_directory; // closes before its disk goes
};

/// Of a failed call; ErrorCode::usage, or 0, of one that did not fail.
template <class T>
ErrorCode codeOf(const Result<T>& result) {
    return result ? ErrorCode::usage : result.error().code;
}

template <class T>
int errnoOf(const Result<T>& result) {
    return result ? 0 : result.error().osErrno;
}

} // namespace stemma::io

Q_DECLARE_METATYPE(stemma::io::Which)
