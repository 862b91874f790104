// SPDX-License-Identifier: MIT
// Drafts that can't be read, and what is no draft though it has the name of one.
#include <filesystem>
#include <memory>

#include <QTest>

#include <sys/stat.h>

#include "core/journal/draft_file.h"
#include "core/journal/draft_store.h"
#include "draft_place.h"

using namespace stemma;
using namespace stemma::journal;
using namespace stemma::test;
namespace fs = std::filesystem;

class TestDraftDamage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_place = std::make_unique<DraftPlace>(); }

    void damagedIsToldAndSetAside_data() {
        QTest::addColumn<QString>("how");
        for (const char* how :
             {"empty", "cut", "bit", "zeros", "other json", "old version", "other report", "no json"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void damagedIsToldAndSetAside() {
        QFETCH(QString, how);
        QVERIFY(m_place->store().write(draftOf("{\"long\": \"enough\"}"), m_place->owner()));
        const fs::path path = fs::path(m_place->directory()) / m_place->ownName();
        const std::string broken = damage(slurp(path), how);
        spill(path, broken);
        const auto found = m_place->store().find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        const DraftProblem& problem = found->problems.front();
        QCOMPARE(problem.path, path.string());
        QVERIFY(!problem.message.empty());
        QVERIFY(fs::path(problem.movedTo).parent_path().filename() == "set-aside");
        QVERIFY(problem.movedTo.ends_with(".damaged"));
        QVERIFY2(slurp(problem.movedTo) == broken, "its bytes were not kept");
        QVERIFY(!fs::exists(path));
        QVERIFY(m_place->store().find(library, report).value().problems.empty());
    }

    void everyFlippedByteIsSeen() {
        QVERIFY(m_place->store().write(draftOf("{\"w\": 1}"), m_place->owner()));
        const std::string bytes = slurp(fs::path(m_place->directory()) / m_place->ownName());
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            std::string flipped = bytes;
            flipped[at] = static_cast<char>(flipped[at] ^ 1);
            QVERIFY2(readDraft(flipped).state != DraftState::readable, std::to_string(at).c_str());
        }
        QCOMPARE(readDraft(bytes).state, DraftState::readable);
    }

    void aLaterFormatIsLeftAlone() {
        QVERIFY(m_place->store().write(draftOf("1"), m_place->owner()));
        const fs::path path = fs::path(m_place->directory()) / m_place->ownName();
        const std::string later = R"({"format": "stemma-draft", "version": 2, "what": [1, 2]})";
        spill(path, later);
        const auto found = m_place->store().find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        QVERIFY(found->problems.front().movedTo.empty());
        QCOMPARE(slurp(path), later);
    }

    void whatIsNoFileIsRefused_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"link", "dangling", "fifo", "folder"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void whatIsNoFileIsRefused() {
        QFETCH(QString, what);
        QVERIFY(m_place->store().write(draftOf("1"), m_place->owner()));
        const fs::path path = fs::path(m_place->directory()) / m_place->ownName();
        const fs::path victim = fs::path(m_place->directory()).parent_path() / "victim";
        fs::rename(path, victim);
        const std::string before = slurp(victim);
        if (what == QLatin1String("link"))
            fs::create_symlink(victim, path);
        else if (what == QLatin1String("dangling"))
            fs::create_symlink(victim.string() + "2", path);
        else if (what == QLatin1String("fifo"))
            QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        else
            fs::create_directory(path);
        const auto found = m_place->store().find(library, report);
        QVERIFY(found && found->drafts.empty());
        QCOMPARE(found->problems.size(), std::size_t{1});
        const auto written = m_place->store().write(draftOf("2"), m_place->owner());
        QCOMPARE(written.error().code, ErrorCode::unsafe);
        QCOMPARE(slurp(victim), before);
        QVERIFY(!fs::exists(victim.string() + "2"));
    }

private:
    static std::string damage(std::string bytes, const QString& how);

    std::unique_ptr<DraftPlace> m_place;
};

std::string TestDraftDamage::damage(std::string bytes, const QString& how) {
    if (how == QLatin1String("empty"))
        return {};
    if (how == QLatin1String("cut"))
        return bytes.substr(0, bytes.size() / 2);
    if (how == QLatin1String("zeros"))
        return std::string(bytes.size(), '\0');
    if (how == QLatin1String("other json"))
        return R"({"title": "a report"})";
    if (how == QLatin1String("no json"))
        return "unsaved";
    if (how == QLatin1String("old version"))
        return bytes.replace(bytes.find("\"version\": 1"), 12, "\"version\": 0");
    if (how == QLatin1String("bit")) {
        bytes[bytes.find("enough")] ^= 1;
        return bytes;
    }
    Draft other = draftOf("{}");
    other.report = ReportId("2b4e28ba-2fa1-41d2-883f-0016d3cca427");
    return draftText(other).value();
}

QTEST_GUILESS_MAIN(TestDraftDamage)
#include "tst_draft_damage.moc"
