// SPDX-License-Identifier: MIT
#include <QtTest>

#include <array>

#include "core/history/timeline.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/core/json/random_json.h"
#include "tests/core/report/operation_checks.h"
#include "tests/support/proof.h"

using namespace stemma;
using Oracle = RandomJson::Oracle;

namespace {

constexpr const char* oldTitle = "the title before";
constexpr const char* newTitle = "the title after";
constexpr const char* oldTime = "2001-02-03T04:05:06.000007+00:00";
constexpr const char* oldVersion = "777001";
constexpr const char* newVersion = "777002";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const std::size_t at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

/// Numbers and strings that are spelt as no JSON library would spell them again.
std::string spelt(std::string text) {
    static const std::array<const char*, 8> spellings = {
        "1.10",  "1e3",         "-0.0",  "12345678901234567890123", R"("\u00e9\/\ud83d\ude00")",
        "1E400", R"("\u0061")", "0.1e-7"};
    std::size_t next = 0;
    for (std::size_t at = text.find("\"spell me\""); at != std::string::npos; at = text.find("\"spell me\""))
        text.replace(at, 10, spellings[next++ % spellings.size()]);
    return text;
}

Oracle anything(RandomJson& random) {
    Oracle made = random.object(4);
    for (std::size_t count = 1 + random.below(5); count > 0; --count)
        made[random.text() + std::to_string(count)] = "spell me";
    return made;
}

/// A whole outline with arbitrary JSON wherever the format has room for it.
Oracle outlineOf(RandomJson& random) {
    Oracle made = Oracle::parse(json::pythonText(texts::sample()));
    made["title"] = oldTitle;
    made["updated_at"] = oldTime;
    made["outline_version"] = 777001;
    made["metadata"] = {{"before", anything(random)}, {"tags", {"the tag"}}, {"after", anything(random)}};
    for (Oracle& section : made["sections"])
        section["metadata"] = anything(random);
    for (Oracle& insight : made["insights"]) {
        insight["metadata"] = anything(random);
        insight["summary"] = "s" + random.text();
    }
    made["an unknown key"] = random.tree(4);
    return made;
}

/// In a manner that somebody's editor might leave it in.
std::string laidOut(RandomJson& random, const Oracle& outline) {
    const std::array styles = {RandomJson::canonical(outline), outline.dump(), outline.dump(1, '\t'),
                               outline.dump(4, ' ', true)};
    std::string text = spelt(styles[random.below(styles.size())]);
    if (random.below(3) != 0)
        return text;
    std::string odd;
    for (const char byte : text)
        odd += byte == '\n' ? " \r\n" : std::string(1, byte);
    return " \n" + odd + "\t\n";
}

} // namespace

/// An edit of one thing leaves every other byte of an outline alone, whatever else is in it.
class TestOutlineRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renamingChangesTheTitleAlone();
    void taggingChangesTheTagsAlone();
    void restoringBringsEveryByteBack();
    void cleanupTestCase() {
        stemma::tests::proved("P12 A10", "whole outlines of arbitrary JSON through report edits", m_cases);
    }

private:
    /// A new library with one report, whose outline is given.
    struct Made {
        LibraryFixture library;
        std::string before;
        ReportId id{texts::reportId};

        [[nodiscard]] std::string now() const { return library.outline(texts::reportId); }
        /// What the outline was, with the stamps that it has now.
        [[nodiscard]] std::string stamped(const std::string& version = newVersion) const {
            const auto read = json::parse(now());
            const std::string time = read ? read->stringAt("updated_at").value_or("") : std::string();
            return replaced(replaced(before, oldTime, time), oldVersion, version);
        }
    };
    std::unique_ptr<Made> make(unsigned seed) {
        auto made = std::make_unique<Made>();
        RandomJson random(seed);
        made->before = laidOut(random, outlineOf(random));
        made->library.addReport(texts::reportId, made->before);
        ++m_cases;
        return made;
    }
    static int rounds() { return qEnvironmentVariableIsSet("STEMMA_LONG") ? 1500 : 25; }

    std::size_t m_cases = 0;
};

void TestOutlineRandom::renamingChangesTheTitleAlone() {
    for (int round = 0; round < rounds(); ++round) {
        const auto made = make(static_cast<unsigned>(round));
        const auto saved = report::renameReport(made->library.workspace(), made->id, newTitle);
        QVERIFY2(saved, saved ? "" : describe(saved.error()).c_str());
        QCOMPARE(made->now(), replaced(made->stamped(), oldTitle, newTitle));
        const std::string after = made->now();
        QVERIFY(report::renameReport(made->library.workspace(), made->id, newTitle)->unchanged);
        QCOMPARE(made->now(), after);
    }
}

void TestOutlineRandom::taggingChangesTheTagsAlone() {
    for (int round = 0; round < rounds(); ++round) {
        const auto made = make(1000U + static_cast<unsigned>(round));
        QVERIFY(report::tagReport(made->library.workspace(), made->id, {"zzz"}, {}));
        const std::string after = made->now();
        const std::string expected = made->stamped();
        const std::size_t from = expected.find("\"the tag\"") + 9;
        const std::size_t added = after.find("\"zzz\"");
        QVERIFY(added != std::string::npos);
        QCOMPARE(after.substr(0, from), expected.substr(0, from));
        QCOMPARE(after.substr(added + 5), expected.substr(from));
        QVERIFY(after.substr(from, added - from).find_first_not_of(", \r\n\t") == std::string::npos);
    }
}

void TestOutlineRandom::restoringBringsEveryByteBack() {
    for (int round = 0; round < rounds(); ++round) {
        const auto made = make(2000U + static_cast<unsigned>(round));
        const auto renamed = report::renameReport(made->library.workspace(), made->id, newTitle);
        QVERIFY(renamed);
        QCOMPARE(made->library.read("by_id/" + texts::reportId + "/backups/" + renamed->backup),
                 made->before);
        QVERIFY(report::tagReport(made->library.workspace(), made->id, {"zzz"}, {"the tag"}));
        const auto restored =
            report::restoreVersion(made->library.workspace(), made->id, "before:" + renamed->action.text());
        QVERIFY2(restored, restored ? "" : describe(restored.error()).c_str());
        QCOMPARE(made->now(), made->stamped("777004"));
    }
}

QTEST_GUILESS_MAIN(TestOutlineRandom)
#include "tst_outline_random.moc"
