// SPDX-License-Identifier: MIT
#include <cerrno>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/acl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/io/atomic_write.h"
#include "core/io/posix_disk.h"
#include "tests/support/crash_disk.h"
#include "tests/support/proof.h"

using namespace stemma;
using test::CrashDisk;

namespace {

const std::string oldBytes = "the old content";
const std::string newBytes(70'000, 'n');

struct stat statOf(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        status.st_ino = 0;
    return status;
}

std::string read(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "(absent)";
}

void put(const std::string& path, const std::string& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())), static_cast<qint64>(bytes.size()));
}

bool hasTemporary(const CrashDisk& disk) {
    for (const auto& [path, bytes] : disk.files()) {
        if (io::isTemporaryName(path.substr(path.rfind('/') + 1)))
            return true;
    }
    return false;
}

/// Ends with the old limit again.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const struct rlimit limit { bytes, m_before.rlim_max };
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    struct rlimit m_before {};
};

} // namespace

class TestAtomicWrite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ::umask(022);
        ::signal(SIGXFSZ, SIG_IGN);
    }
    void init() {
        m_place = std::make_unique<QTemporaryDir>();
        m_disk = io::makePosixDisk();
    }

    void makesFilesAndFolders() {
        const std::string path = at("deep/er/file.json");
        QVERIFY(io::atomicWrite(*m_disk, path, newBytes));
        QCOMPARE(read(path), newBytes);
        QCOMPARE(statOf(path).st_mode & 07777U, 0644U);
        QCOMPARE(names("deep/er"), QStringList{QStringLiteral("file.json")});
        const auto refused = io::atomicWrite(*m_disk, at("no/file"), "x", io::MissingFolders::refuse);
        QCOMPARE(refused.error().code, ErrorCode::notFound);
        QVERIFY(!QFile::exists(m_place->filePath(QStringLiteral("no"))));
    }

    void keepsModeAclAndAttributes() {
        const std::string path = at("file");
        put(path, oldBytes);
        QCOMPARE(::chmod(path.c_str(), 0640), 0);
        if (::setxattr(path.c_str(), "user.colour", "blue", 4, 0) != 0)
            QSKIP("no user attributes on this file system");
        const acl_t acl = ::acl_from_text("user::rw-,user:65534:r--,group::r--,mask::r--,other::---");
        const bool hasAcl = ::acl_set_file(path.c_str(), ACL_TYPE_ACCESS, acl) == 0;
        ::acl_free(acl);
        const auto before = statOf(path);
        QVERIFY(io::atomicWrite(*m_disk, path, newBytes));
        QCOMPARE(read(path), newBytes);
        const auto after = statOf(path);
        QVERIFY(after.st_ino != before.st_ino);
        QCOMPARE(after.st_mode, before.st_mode);
        char value[16] = {};
        QCOMPARE(::getxattr(path.c_str(), "user.colour", value, sizeof value), ssize_t{4});
        QCOMPARE(std::string(value), std::string("blue"));
        if (hasAcl) {
            const acl_t kept = ::acl_get_file(path.c_str(), ACL_TYPE_ACCESS);
            char* text = ::acl_to_text(kept, nullptr);
            ::acl_free(kept);
            const std::string words(text);
            ::acl_free(text);
            QVERIFY2(words.find("65534") != std::string::npos || words.find("nobody") != std::string::npos,
                     words.c_str());
        }
        ++m_kept;
    }

    void keepsAttributesOfAReadOnlyFile() {
        const std::string path = at("file");
        put(path, oldBytes);
        if (::setxattr(path.c_str(), "user.colour", "blue", 4, 0) != 0)
            QSKIP("no user attributes on this file system");
        QCOMPARE(::chmod(path.c_str(), 0444), 0);
        constexpr uid_t nobody = 65534;
        const bool isRoot = ::geteuid() == 0; // whom modes don't stop
        if (isRoot) {
            QCOMPARE(::chown(at(".").c_str(), nobody, nobody), 0);
            QCOMPARE(::chown(path.c_str(), nobody, nobody), 0);
            QCOMPARE(::setegid(nobody), 0);
            QCOMPARE(::seteuid(nobody), 0);
        }
        const auto written = io::atomicWrite(*m_disk, path, newBytes);
        if (isRoot) {
            QCOMPARE(::seteuid(0), 0);
            QCOMPARE(::setegid(0), 0);
        }
        QVERIFY2(written, written ? "" : describe(written.error()).c_str());
        QCOMPARE(read(path), newBytes);
        QCOMPARE(statOf(path).st_mode & 07777U, 0444U);
        char value[16] = {};
        QCOMPARE(::getxattr(path.c_str(), "user.colour", value, sizeof value), ssize_t{4});
        ++m_kept;
    }

    void anAclOfTheFolderDoesNotWidenAFile() {
        const acl_t acl = ::acl_from_text("user::rwx,user:65534:rwx,group::r-x,mask::rwx,other::r-x");
        const bool hasAcl = ::acl_set_file(m_place->path().toStdString().c_str(), ACL_TYPE_DEFAULT, acl) == 0;
        ::acl_free(acl);
        if (!hasAcl)
            QSKIP("no ACLs on this file system");
        const std::string path = at("file");
        put(path, oldBytes);
        QCOMPARE(::removexattr(path.c_str(), "system.posix_acl_access"), 0);
        QCOMPARE(::chmod(path.c_str(), 0600), 0);
        QVERIFY(io::atomicWrite(*m_disk, path, newBytes));
        QCOMPARE(::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0), ssize_t{-1});
        QCOMPARE(statOf(path).st_mode & 07777U, 0600U);
        ++m_kept;
    }

    void keepsSymbolicLinks() {
        put(at("real"), oldBytes);
        QVERIFY(QFile::link(QStringLiteral("real"), m_place->filePath(QStringLiteral("link"))));
        QVERIFY(io::atomicWrite(*m_disk, at("link"), newBytes));
        QVERIFY(QFileInfo(m_place->filePath(QStringLiteral("link"))).isSymLink());
        QCOMPARE(read(at("real")), newBytes);
        QVERIFY(QFile::link(QStringLiteral("later"), m_place->filePath(QStringLiteral("loose"))));
        QVERIFY(io::atomicWrite(*m_disk, at("loose"), newBytes));
        QCOMPARE(read(at("later")), newBytes);
        QVERIFY(QFile::link(QStringLiteral("loop"), m_place->filePath(QStringLiteral("loop"))));
        QCOMPARE(io::atomicWrite(*m_disk, at("loop"), newBytes).error().code, ErrorCode::unsafe);
        ++m_kept;
    }

    void cleanupTestCase() {
        stemma::tests::proved("P13 A10", "owner, mode, ACL, attributes and links of a replaced file", m_kept);
    }
    void refusesWhatItWouldBreak() {
        put(at("one"), oldBytes);
        QCOMPARE(::link(at("one").c_str(), at("two").c_str()), 0);
        QCOMPARE(io::atomicWrite(*m_disk, at("one"), newBytes).error().code, ErrorCode::unsafe);
        QCOMPARE(read(at("two")), oldBytes);
        QCOMPARE(::mkfifo(at("fifo").c_str(), 0600), 0);
        QCOMPARE(io::atomicWrite(*m_disk, at("fifo"), newBytes).error().code, ErrorCode::unsafe);
        QVERIFY(QDir(m_place->path()).mkdir(QStringLiteral("folder")));
        QCOMPARE(io::atomicWrite(*m_disk, at("folder"), newBytes).error().code, ErrorCode::unsafe);
        QCOMPARE(names("."), (QStringList{QStringLiteral("fifo"), QStringLiteral("folder"),
                                          QStringLiteral("one"), QStringLiteral("two")}));
        ++m_kept;
    }

    void aFileSizeLimitIsAnError() {
        put(at("file"), oldBytes);
        const FileSizeLimit limit(50'000);
        const Status done = io::atomicWrite(*m_disk, at("file"), newBytes);
        QCOMPARE(done.error().osErrno, EFBIG);
        QCOMPARE(done.error().path, at("file"));
        QCOMPARE(read(at("file")), oldBytes);
        QCOMPARE(names("."), QStringList{QStringLiteral("file")});
    }

    void aShortAppendIsTakenBack() {
        put(at("log"), std::string(900, 'l') + "\n");
        const FileSizeLimit limit(1000);
        const auto directory = io::openDirectory(*m_disk, m_place->path().toStdString());
        const auto log = io::openFile(*m_disk, *directory, "log", io::OpenMode::append);
        const Status done = m_disk->write(log->get(), std::string(200, 'x'));
        QCOMPARE(done.error().osErrno, EFBIG);
        QCOMPARE(read(at("log")), std::string(900, 'l') + "\n");
    }

    void everyFailingCallLeavesTheOldFile() {
        for (const int cause : {EIO, ENOSPC, EDQUOT, EROFS}) {
            for (std::uint64_t nth = 1;; ++nth) {
                CrashDisk disk;
                disk.plant("/a/file", oldBytes);
                disk.failCall(nth, cause);
                const Status done = io::atomicWrite(disk, "/a/file", newBytes);
                if (!disk.faultHappened()) {
                    QVERIFY(done);
                    QVERIFY(nth > 10);
                    break;
                }
                QCOMPARE(disk.openHandles(), std::size_t{0});
                QVERIFY(!hasTemporary(disk));
                if (done) { // closing a folder or the old file: nothing depends on that
                    QCOMPARE(disk.bytesOf("/a/file").value(), newBytes);
                } else {
                    QCOMPARE(done.error().osErrno, cause);
                    const bool unknown = done.error().committed == Committed::unknown;
                    QCOMPARE(disk.bytesOf("/a/file").value(), unknown ? newBytes : oldBytes);
                }
            }
        }
    }

    void onlyAFailedFolderSyncIsUnknown() {
        CrashDisk disk;
        disk.plant("/a/file", oldBytes);
        disk.failCall(2, EIO, test::CallKind::sync);
        const Status done = io::atomicWrite(disk, "/a/file", newBytes);
        QCOMPARE(done.error().committed, Committed::unknown);
        disk.failCall(1, EIO, test::CallKind::sync);
        QCOMPARE(io::atomicWrite(disk, "/a/file", newBytes).error().committed, Committed::no);
    }

    void noCrashTearsTheFile() {
        std::uint64_t cuts = 0;
        for (std::uint64_t nth = 1;; ++nth) {
            CrashDisk disk;
            disk.plant("/a/file", oldBytes);
            disk.cutPowerAt(nth);
            const Status done = io::atomicWrite(disk, "/a/file", newBytes);
            if (!disk.powerIsOff()) {
                QVERIFY(done);
                break;
            }
            QVERIFY(!done);
            ++cuts;
            for (std::uint64_t seed = 0; seed < 50; ++seed) {
                const auto bytes = disk.reboot(seed)->bytesOf("/a/file");
                QVERIFY(bytes == oldBytes || bytes == newBytes);
            }
        }
        QVERIFY(cuts >= 5);
    }

    void successSurvivesEveryPowerCut() {
        CrashDisk disk;
        disk.plant("/a/file", oldBytes);
        QVERIFY(io::atomicWrite(disk, "/a/file", newBytes));
        QVERIFY(io::atomicWrite(disk, "/b/c/new", newBytes));
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto later = disk.reboot(seed);
            QCOMPARE(later->bytesOf("/a/file").value(), newBytes);
            QCOMPARE(later->bytesOf("/b/c/new").value(), newBytes);
            QVERIFY(!hasTemporary(*later));
        }
    }

    // The crash disk must be able to catch a wrong order, or the sweeps prove nothing.
    void aMissingSyncIsCaught() {
        for (const bool syncFile : {true, false}) {
            CrashDisk disk;
            disk.plant("/file", oldBytes);
            const auto root = io::openDirectory(disk, "/");
            const auto file = io::openFile(disk, *root, "temporary", io::OpenMode::createNew);
            QVERIFY(disk.write(file->get(), newBytes));
            if (syncFile)
                QVERIFY(disk.sync(file->get(), io::Durability::everything));
            QVERIFY(disk.renameAt(root->get(), "temporary", root->get(), "file", io::RenameMode::replace));
            if (!syncFile)
                QVERIFY(disk.sync(root->get(), io::Durability::everything));
            int lost = 0;
            int torn = 0;
            for (std::uint64_t seed = 0; seed < 50; ++seed) {
                const auto bytes = disk.reboot(seed)->bytesOf("/file");
                lost += bytes == oldBytes ? 1 : 0;
                torn += bytes != oldBytes && bytes != newBytes ? 1 : 0;
            }
            QCOMPARE(torn > 0, !syncFile);
            QCOMPARE(lost > 0, syncFile);
        }
    }

    void temporaryNames() {
        const std::string name = io::temporaryName("outline.json");
        io::TemporaryOwner owner;
        QVERIFY(io::isTemporaryName(name, &owner));
        QCOMPARE(owner.name, std::string("outline.json"));
        QCOMPARE(owner.pid, int{::getpid()});
        QVERIFY(name != io::temporaryName("outline.json"));
        const std::string longest = io::temporaryName(QString(300, QChar(0xe9)).toStdString());
        QVERIFY(longest.size() < 200);
        QVERIFY(QString::fromUtf8(longest.c_str()).contains(QChar(0xfffd)) == false);
        QVERIFY(io::isTemporaryName(longest));
        QVERIFY(io::isTemporaryName(".lock.new.4711.0123456789abcdef", &owner));
        QCOMPARE(owner.name, std::string(".lock"));
        QCOMPARE(owner.pid, 4711);
        for (const char* other :
             {"minutes.new.2024.10", ".plan.2024-10.new", ".lock.new.4711.0123456789abcdef0",
              ".a.12-0123456789abcdeF.new", "", ".new", "outline.json", ".lock", "..new", ".a.b-c.new",
              ".a.12-.new", ".a.-12.new", "a.12-ab.new", ".lock.new..ab", "my.new.file.txt",
              ".a.99999999999-ab.new"})
            QVERIFY2(!io::isTemporaryName(other), other);
    }

private:
    std::size_t m_kept = 0;
    [[nodiscard]] std::string at(const char* name) const {
        return m_place->filePath(QString::fromLatin1(name)).toStdString();
    }
    [[nodiscard]] QStringList names(const char* folder) const {
        return QDir(m_place->filePath(QString::fromLatin1(folder)))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_disk;
};

QTEST_GUILESS_MAIN(TestAtomicWrite)
#include "tst_atomic_write.moc"
