// SPDX-License-Identifier: MIT
#include <condition_variable>
#include <mutex>
#include <set>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/directory_watch.h"
#include "core/io/posix_disk.h"
#include "tests/support/event_flood.h"
#include "tests/support/hooked_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using io::DirectoryWatch;

namespace {

/// What was told, and a way to wait for it.
class Log {
public:
    io::DirectoryWatchCallbacks callbacks() {
        io::DirectoryWatchCallbacks set;
        set.changed = [this](const std::string& path) { note("changed " + path); };
        set.gone = [this](const std::string& path) { note("gone " + path); };
        set.limited = [this](const std::string& path, const Error&) { note("limited " + path); };
        set.ready = [this] { note("ready"); };
        set.overflowed = [this] { note("overflowed"); };
        return set;
    }
    void note(const std::string& text) {
        {
            const std::scoped_lock lock(m_mutex);
            m_told.insert(text);
        }
        m_more.notify_all();
    }
    bool waitFor(const std::string& text) {
        std::unique_lock lock(m_mutex);
        return m_more.wait_for(lock, std::chrono::seconds(20), [&] { return m_told.contains(text); });
    }
    bool has(const std::string& text) {
        const std::scoped_lock lock(m_mutex);
        return m_told.contains(text);
    }
    void clear() {
        const std::scoped_lock lock(m_mutex);
        m_told.clear();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::multiset<std::string> m_told;
};

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestDirectoryWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        QVERIFY(m_place->isValid());
        QVERIFY(QDir(m_place->path()).mkpath(QStringLiteral("a")));
        QVERIFY(QDir(m_place->path()).mkpath(QStringLiteral("b")));
    }

    void tellsWhichDirectoryChanged() {
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        watch.add(path("a"));
        watch.add(path("b"));
        QVERIFY(allWatched(watch, log));
        writeFile(file("a/one"), "1");
        QVERIFY(log.waitFor("changed " + path("a")));
        QVERIFY(!log.has("changed " + path("b")));
        log.clear();
        QVERIFY(QFile::rename(file("a/one"), file("b/two")));
        QVERIFY(log.waitFor("changed " + path("a")));
        QVERIFY(log.waitFor("changed " + path("b")));
        log.clear();
        QVERIFY(QFile::remove(file("b/two")));
        QVERIFY(log.waitFor("changed " + path("b")));
    }

    void removedDirectoriesAreNotTold() {
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        watch.add(path("a"));
        QVERIFY(allWatched(watch, log));
        log.clear();
        watch.remove(path("a"));
        watch.add(path("b"));
        QVERIFY(allWatched(watch, log));
        writeFile(file("a/one"), "1");
        writeFile(file("b/one"), "1");
        QVERIFY(log.waitFor("changed " + path("b")));
        QVERIFY(!log.has("changed " + path("a")));
    }

    void aVanishedDirectoryIsGoneAndCanComeBack() {
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        watch.add(path("a"));
        QVERIFY(allWatched(watch, log));
        QVERIFY(QDir(m_place->path()).rmdir(QStringLiteral("a")));
        QVERIFY(log.waitFor("gone " + path("a")));
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("a")));
        log.clear();
        watch.add(path("a"));
        QVERIFY(allWatched(watch, log));
        writeFile(file("a/again"), "1");
        QVERIFY(log.waitFor("changed " + path("a")));
    }

    void aMovedDirectoryIsNotToldUnderItsOldName() {
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        watch.add(path("a"));
        watch.add(path("b"));
        QVERIFY(allWatched(watch, log));
        QVERIFY(QDir(m_place->path()).rename(QStringLiteral("a"), QStringLiteral("c")));
        QVERIFY(log.waitFor("gone " + path("a")));
        log.clear();
        writeFile(file("c/one"), "1");
        writeFile(file("b/one"), "1");
        QVERIFY(log.waitFor("changed " + path("b")));
        QVERIFY(!log.has("changed " + path("a")));
    }

    void aMissingDirectoryIsLimited() {
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        watch.add(path("absent"));
        QVERIFY(log.waitFor("limited " + path("absent")));
        QVERIFY(log.waitFor("ready"));
    }

    void aNetworkFileSystemIsLimited() {
        test::HookedDisk remote(*m_disk, [](const std::string&, const std::string&) {});
        remote.becomeRemote();
        Log log;
        DirectoryWatch watch(remote, log.callbacks());
        watch.add(path("a"));
        QVERIFY(log.waitFor("limited " + path("a")));
    }

    /// The watch's own thread waits for a slow disk, while more happens than the system keeps for it.
    void anOverflowIsTold() {
        const std::size_t enough = test::eventsToOverflow();
        if (enough == 0)
            QSKIP("this system keeps more notices than a test can make");
        test::Gate gate;
        test::HookedDisk slow(*m_disk, [&gate](const std::string& call, const std::string& name) {
            if (call == "openDirectory" && name.ends_with("/b"))
                gate.pass();
        });
        Log log;
        DirectoryWatch watch(slow, log.callbacks());
        watch.add(path("a"));
        QVERIFY(allWatched(watch, log));
        watch.add(path("b"));
        gate.waitUntilReached();
        test::flood(path("a"), enough);
        gate.open();
        QVERIFY(log.waitFor("overflowed"));
        log.clear();
        writeFile(file("a/after"), "1");
        QVERIFY(log.waitFor("changed " + path("a")));
        stemma::tests::proved("P10", "an overflow of change notices is told, and the watch goes on", 1);
    }

    void ignoredNamesAreNotTold() {
        Log log;
        io::DirectoryWatchCallbacks set = log.callbacks();
        set.ignores = [](std::string_view name) { return name.starts_with(".lock"); };
        DirectoryWatch watch(*m_disk, set);
        watch.add(path("a"));
        watch.add(path("b"));
        QVERIFY(allWatched(watch, log));
        writeFile(file("a/.lock"), "1");
        writeFile(file("b/one"), "1");
        QVERIFY(log.waitFor("changed " + path("b")));
        QVERIFY(!log.has("changed " + path("a")));
    }

    void manyDirectories() {
        constexpr int count = 2000;
        for (int at = 0; at < count; ++at)
            QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("d%1").arg(at)));
        Log log;
        DirectoryWatch watch(*m_disk, log.callbacks());
        for (int at = 0; at < count; ++at)
            watch.add(path(qPrintable(QStringLiteral("d%1").arg(at))));
        QVERIFY(allWatched(watch, log));
        writeFile(file("d1999/last"), "1");
        QVERIFY(log.waitFor("changed " + path("d1999")) || log.has("limited " + path("d1999")));
    }

    void callbacksMayAddAndRemove() {
        Log log;
        DirectoryWatch* self = nullptr;
        io::DirectoryWatchCallbacks set = log.callbacks();
        set.changed = [&](const std::string& where) {
            if (where == path("a"))
                self->add(path("b"));
            log.note("changed " + where);
        };
        DirectoryWatch watch(*m_disk, set);
        self = &watch;
        watch.add(path("a"));
        QVERIFY(allWatched(watch, log));
        log.clear();
        writeFile(file("a/one"), "1");
        QVERIFY(log.waitFor("changed " + path("a")));
        QVERIFY(allWatched(watch, log));
        writeFile(file("b/one"), "1");
        QVERIFY(log.waitFor("changed " + path("b")));
    }

private:
    /// Requests are served in order: once the last one is answered, all before it are in effect.
    bool allWatched(DirectoryWatch& watch, Log& log) {
        const std::string last = path("absent ") + std::to_string(++m_asked);
        watch.add(last);
        return log.waitFor("limited " + last);
    }
    [[nodiscard]] QString file(const char* name) const {
        return m_place->filePath(QString::fromLatin1(name));
    }
    [[nodiscard]] std::string path(const char* name) const { return file(name).toStdString(); }

    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    std::unique_ptr<QTemporaryDir> m_place;
    int m_asked = 0;
};

QTEST_GUILESS_MAIN(TestDirectoryWatch)
#include "tst_directory_watch.moc"
