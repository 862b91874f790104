// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/io/posix_disk.h"
#include "core/spelling/dictionary.h"

using namespace stemma;
using spelling::Dictionary;
using spelling::DictionaryFile;
namespace fs = std::filesystem;

class TestDictionary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void findsThoseThatAreWhole();
    void theFirstFolderCounts();
    void followsTheLinkOfAnotherCountry();
    void choosesByLocale();
    void knowsAndSuggests();
    void readsAnotherEncoding();
    void acceptsForThisRun();
    void whatCannotBeUsedIsSaid();

private:
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(fs::path(m_place->path().toStdString()) / name, std::ios::binary) << bytes;
    }
    void writeDictionary(const std::string& stem, const std::string& encoding,
                         const std::string& words) const {
        write(stem + ".aff", "SET " + encoding + "\nTRY esianrtolcdugmphbyfvkwz\n");
        write(stem + ".dic", words);
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return m_place->path().toStdString() + '/' + name;
    }
    [[nodiscard]] Dictionary load(const std::string& stem) const {
        return std::move(Dictionary::load(*m_disk, {stem, path(stem)}).value());
    }

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
};

void TestDictionary::init() {
    m_place = std::make_unique<QTemporaryDir>();
}

void TestDictionary::findsThoseThatAreWhole() {
    writeDictionary("xx_XX", "UTF-8", "1\nhouse\n");
    writeDictionary("hyph_xx_XX", "UTF-8", "1\nhouse\n");
    write("yy_YY.dic", "1\nhouse\n"); // without its other half
    const auto found =
        spelling::findDictionaries(*m_disk, {path("no such folder"), m_place->path().toStdString()});
    QCOMPARE(found, (std::vector<DictionaryFile>{{"xx_XX", path("xx_XX")}}));
}

void TestDictionary::theFirstFolderCounts() {
    QCOMPARE(spelling::dictionaryFolders("/a::/b").at(1), std::string("/b"));
    fs::create_directory(path("own"));
    writeDictionary("xx_XX", "UTF-8", "1\nhouse\n");
    writeDictionary("own/xx_XX", "UTF-8", "1\nhouse\n");
    const auto found = spelling::findDictionaries(*m_disk, {path("own"), m_place->path().toStdString()});
    QCOMPARE(found, (std::vector<DictionaryFile>{{"xx_XX", path("own/xx_XX")}}));
}

void TestDictionary::followsTheLinkOfAnotherCountry() {
    writeDictionary("xx_XX", "UTF-8", "1\nhouse\n");
    fs::create_symlink("xx_XX.aff", path("xx_YY.aff"));
    fs::create_symlink("xx_XX.dic", path("xx_YY.dic"));
    QVERIFY(load("xx_YY").knows("house"));
}

void TestDictionary::choosesByLocale() {
    const std::vector<DictionaryFile> all{
        {"de_AT", ""}, {"de_DE", ""}, {"en_GB", ""}, {"en_US", ""}, {"pt_BR", ""}};
    QCOMPARE(spelling::languageFor(all, "de_AT.UTF-8"), std::string("de_AT"));
    QCOMPARE(spelling::languageFor(all, "de_CH.UTF-8"), std::string("de_DE"));
    QCOMPARE(spelling::languageFor(all, "en_AU"), std::string("en_US"));
    QCOMPARE(spelling::languageFor(all, "pt"), std::string("pt_BR"));
    QCOMPARE(spelling::languageFor(all, "C.UTF-8"), std::string());
}

void TestDictionary::knowsAndSuggests() {
    writeDictionary("xx_XX", "UTF-8", "2\nhouse\nréunion\n");
    const Dictionary dictionary = load("xx_XX");
    QVERIFY(dictionary.knows("house"));
    QVERIFY(dictionary.knows("réunion"));
    QVERIFY(!dictionary.knows("hosue"));
    QCOMPARE(dictionary.suggestions("hosue").at(0), std::string("house"));
    QVERIFY(dictionary.suggestions("hosue", 0).empty());
}

void TestDictionary::readsAnotherEncoding() {
    writeDictionary("xx_XX", "ISO8859-1", "1\nH\xe4user\n");
    const Dictionary dictionary = load("xx_XX");
    QVERIFY(dictionary.knows("Häuser"));
    QCOMPARE(dictionary.suggestions("Häusre").at(0), std::string("Häuser"));
    QVERIFY(!dictionary.knows("дом")); // not in its letters
}

void TestDictionary::acceptsForThisRun() {
    writeDictionary("xx_XX", "UTF-8", "1\nhouse\n");
    Dictionary dictionary = load("xx_XX");
    QVERIFY(!dictionary.knows("stemma"));
    dictionary.accept("stemma");
    QVERIFY(dictionary.knows("stemma"));
    QVERIFY(!load("xx_XX").knows("stemma"));
}

void TestDictionary::whatCannotBeUsedIsSaid() {
    QCOMPARE(Dictionary::load(*m_disk, {"xx", path("xx")}).error().code, ErrorCode::notFound);
    writeDictionary("xx_XX", "NO-SUCH-ENCODING", "1\nhouse\n");
    QCOMPARE(Dictionary::load(*m_disk, {"xx_XX", path("xx_XX")}).error().code, ErrorCode::damaged);
    writeDictionary("yy_YY", "UTF-8", "");
    QCOMPARE(Dictionary::load(*m_disk, {"yy_YY", path("yy_YY")}).error().code, ErrorCode::damaged);
}

QTEST_GUILESS_MAIN(TestDictionary)
#include "tst_dictionary.moc"
