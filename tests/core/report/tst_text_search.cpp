// SPDX-License-Identifier: MIT
// A text in reports as they are now.
#include <QtTest>

#include <filesystem>
#include <set>

#include "core/base/case_folding.h"
#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "core/report/text_search.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"
#include "tests/core/report/search_checks.h"
#include "tests/support/store_builder.h"

using namespace stemma;
using json::Value;
using report::LetterCase;
using searches::Place;

namespace {

int cases(int usual, int all) {
    return qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? all : usual;
}

/// A library with one report, and searches in it.
class Searched {
public:
    explicit Searched(const std::string& outline = {}) {
        if (!outline.empty())
            library.addReport(texts::reportId, outline);
    }

    [[nodiscard]] Result<report::TextSearch> search(const std::string& text,
                                                    LetterCase letterCase = LetterCase::ignored,
                                                    const report::SearchScope& scope = {},
                                                    const Progress& progress = {}) const {
        return report::searchTexts(library.disk(), library.root, {text, letterCase}, scope, progress);
    }
    [[nodiscard]] std::set<Place> places(const std::string& text,
                                         LetterCase letterCase = LetterCase::ignored) const {
        std::set<Place> places;
        const report::TextSearch found = search(text, letterCase).value();
        for (const report::TextHit& hit : found.hits)
            places.insert(searches::placeOf(hit.found));
        return places;
    }

    LibraryFixture library;
};

std::string textOf(const Value& value) {
    return json::bytesOf(value);
}

Value titled(const std::string& title) {
    Value outline = texts::sample();
    outline.set("title", Value::string(title));
    return outline;
}

} // namespace

class TestTextSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsEveryText();
    void idsAndTimesAreNoTexts();
    void twinsAreFoundOnce();
    void letterCase();
    void foldingIsThatOfQt();
    void excerptsShowThePlace();
    void oddSpellingsHideNothing();
    void damagedReportsAreSearchedAsFarAsTheyGo();
    void limits();
    void whatIsNoSearch();
    void stops();
};

void TestTextSearch::findsEveryText() {
    Value outline = titled("needle");
    outline.edit("metadata")->set("tags", Value::array({Value::string("a"), Value::string("Needle-work")}));
    outline.edit("metadata")->set("description", Value::string("the NEEDLE"));
    outline.set("custom", json::parse(R"({"deep":[{"er":"needle"}]})").value());
    Value& section = outline.edit("sections")->editItem(0);
    for (const char* key : {"title", "notes", "content"})
        section.set(key, Value::string("a needle"));
    Value& insight = outline.edit("insights")->editItem(1);
    insight.set("summary", Value::string("needles and needles"));
    insight.edit("citations")->editItem(0).set("description", Value::string("needle"));
    const Searched searched(textOf(outline));
    const std::string one = texts::sectionId(1);
    const std::string two = texts::insightId(2);
    const std::set<Place> expected{{"report", "", "title"},
                                   {"report", "", "metadata.tags"},
                                   {"report", "", "metadata.description"},
                                   {"report", "", "custom.deep.er"},
                                   {"section", one, "title"},
                                   {"section", one, "notes"},
                                   {"section", one, "content"},
                                   {"insight", two, "summary"},
                                   {"citation", two, "description"}};
    QCOMPARE(searched.places("needle"), expected);
    const auto found = searched.search("needle").value();
    QVERIFY(found.gaps.empty() && !found.more);
    for (const report::TextHit& hit : found.hits) {
        QCOMPARE(hit.report.text(), texts::reportId);
        QCOMPARE(hit.reportTitle, std::string("needle"));
        QCOMPARE(hit.found.matches, hit.found.field == "summary" ? std::size_t{2} : std::size_t{1});
    }
}

void TestTextSearch::idsAndTimesAreNoTexts() {
    const Searched searched(textOf(texts::sample()));
    for (const char* text : {"c0ffee", "2025-05-04", "active", "markdown", "7d0c1f0e", "1.0"})
        QVERIFY2(searched.places(text).empty(), text);
    QVERIFY(searched.search("nothing of it").value().hits.empty());
}

void TestTextSearch::twinsAreFoundOnce() {
    const std::set<Place> expected{{"citation", texts::insightId(1), "execution_id"}};
    Value outline = texts::sample();
    QCOMPARE(Searched(textOf(outline)).places("exec-1"), expected);
    outline.edit("insights")->editItem(0).set("citations", Value::array());
    QCOMPARE(Searched(textOf(outline)).places("exec-1"), expected);
    outline.edit("insights")
        ->editItem(0)
        .edit("supporting_queries")
        ->editItem(0)
        .set("role", Value::string("exec-1-reader"));
    const std::set<Place> both{{"citation", texts::insightId(1), "execution_id"},
                               {"insight", texts::insightId(1), "supporting_queries.role"}};
    QCOMPARE(Searched(textOf(outline)).places("exec-1"), both);
}

void TestTextSearch::letterCase() {
    const std::set<Place> title{{"report", "", "title"}};
    const Searched searched(textOf(titled("Das Ärgernis, Σίσυφος, \u212Aelvin, Stra\u00DFe")));
    for (const char* text : {"ärgernis", "ÄRGERNIS", "σίσυφοσ", "ΣΊΣΥΦΟΣ", "kelvin", "KELVIN", "STRA\u1E9EE"})
        QVERIFY2(searched.places(text) == title, text);
    QVERIFY(searched.places("strasse").empty());
    QVERIFY(searched.places("ärgernis", LetterCase::counts).empty());
    QCOMPARE(searched.places("Ärgernis", LetterCase::counts), title);
}

void TestTextSearch::foldingIsThatOfQt() {
    for (char32_t character = 0; character < 0x110000; ++character) {
        // Qt's tables may be of a younger Unicode: what it has more is none of ours.
        const char32_t folded = foldedCase(character);
        const bool known = folded != character || QChar::unicodeVersion(character) <= QChar::Unicode_14_0;
        if (known && char32_t{QChar::toCaseFolded(character)} != folded)
            QFAIL(QByteArray::number(character, 16).constData());
        if (folded == character)
            continue;
        const auto all = charactersFoldedTo(folded);
        QVERIFY(std::find(all.begin(), all.end(), character) != all.end());
        QVERIFY(std::find(all.begin(), all.end(), folded) != all.end());
    }
}

void TestTextSearch::excerptsShowThePlace() {
    Value outline = texts::sample();
    const std::string far(100, 'x');
    outline.edit("sections")
        ->editItem(0)
        .set("content", Value::string(far + "ÄÖ Needle ÜÖ" + far + " needle."));
    const auto found = Searched(textOf(outline)).search("needle").value();
    QCOMPARE(found.hits.size(), std::size_t{1});
    const auto& excerpts = found.hits[0].found.excerpts;
    QCOMPARE(excerpts.size(), std::size_t{2});
    QCOMPARE(excerpts[0].match, std::string("Needle"));
    QCOMPARE(excerpts[0].before, std::string(45, 'x') + "ÄÖ ");
    QCOMPARE(excerpts[0].after, " ÜÖ" + std::string(45, 'x'));
    QVERIFY(excerpts[0].cutBefore && excerpts[0].cutAfter);
    QCOMPARE(excerpts[1].after, std::string("."));
    QVERIFY(excerpts[1].cutBefore && !excerpts[1].cutAfter);
}

void TestTextSearch::oddSpellingsHideNothing() {
    std::size_t hits = 0;
    for (unsigned seed = 0; seed < unsigned(cases(60, 5000)); ++seed) {
        searches::OddTexts odd(seed);
        const std::string text = odd.respelled(textOf(odd.outline(texts::reportId)));
        const Value document = json::parse(text).value();
        const Searched searched(text);
        for (int i = 0; i < 4; ++i) {
            const report::TextQuery query = odd.query();
            std::map<Place, std::size_t> found;
            const report::TextSearch search = searched.search(query.text, query.letterCase).value();
            for (const report::TextHit& hit : search.hits)
                found[searches::placeOf(hit.found)] += hit.found.matches;
            QVERIFY2(found == searches::plainSearch(document, query),
                     (std::to_string(seed) + ": " + query.text).c_str());
            hits += found.size();
        }
    }
    QVERIFY(hits > 100);
}

void TestTextSearch::damagedReportsAreSearchedAsFarAsTheyGo() {
    Value damaged = titled("The needle");
    damaged.remove("created_at");
    const Searched searched(textOf(damaged));
    const LibraryFixture& library = searched.library;
    const std::string torn = tests::fixedUuid('d', 1);
    const std::string empty = tests::fixedUuid('d', 2);
    const std::string stub = tests::fixedUuid('d', 3);
    library.addReport(torn, textOf(titled("A needle")).substr(0, 200));
    library.write("by_id/" + empty + "/audit.jsonl", "");
    std::filesystem::create_directories(library.path("by_id/" + stub + "/backups"));
    library.write("by_id/README", "needle");
    const auto before = library.picture();
    const auto found = searched.search("needle").value();
    QCOMPARE(library.picture(), before);
    QCOMPARE(found.hits.size(), std::size_t{1});
    QCOMPARE(found.hits[0].report.text(), texts::reportId);
    std::map<std::string, bool> gaps;
    for (const report::SearchGap& gap : found.gaps) {
        QVERIFY(!gap.why.empty());
        gaps[gap.report.text()] = gap.partly;
    }
    QCOMPARE(gaps, (std::map<std::string, bool>{{texts::reportId, true}, {torn, false}, {empty, false}}));
}

void TestTextSearch::limits() {
    const Searched searched;
    for (int number = 0; number < 150; ++number)
        searched.library.addReport(tests::fixedUuid('e', number), textOf(titled("needle in a stack")));
    const auto all = searched.search("needle").value();
    QCOMPARE(all.hits.size(), std::size_t{150});
    const auto some = searched.search("needle", LetterCase::ignored, {{}, 7}).value();
    QVERIFY(some.more);
    QCOMPARE(some.hits.size(), std::size_t{7});
    for (std::size_t i = 0; i < 7; ++i)
        QCOMPARE(some.hits[i].report.text(), all.hits[i].report.text());
    QVERIFY(!searched.search("needle", LetterCase::ignored, {{}, 150}).value().more);
    const ReportId one(tests::fixedUuid('e', 70));
    const auto single = searched.search("needle", LetterCase::ignored, {{one}}).value();
    QCOMPARE(single.hits.size(), std::size_t{1});
    QVERIFY(single.hits[0].report == one);
}

void TestTextSearch::whatIsNoSearch() {
    const Searched searched(textOf(texts::sample()));
    QCOMPARE(searched.search("").error().code, ErrorCode::usage);
    QCOMPARE(searched.search("\xFF").error().code, ErrorCode::usage);
    const auto in = [&](const char* id) {
        return searched.search("a", LetterCase::ignored, {{ReportId(id)}}).error().code;
    };
    QCOMPARE(in("nothing"), ErrorCode::notFound);
    QCOMPARE(in("../by_id"), ErrorCode::unsafe);
    QCOMPARE(
        report::searchTexts(searched.library.disk(), searched.library.path("gone"), {"a"}, {}).error().code,
        ErrorCode::notFound);
}

void TestTextSearch::stops() {
    const Searched searched;
    for (int number = 0; number < 200; ++number)
        searched.library.addReport(tests::fixedUuid('e', number), textOf(titled("needle")));
    std::stop_source stop;
    Progress progress{stop.get_token(), [&](std::uint64_t done, std::uint64_t total) {
                          QCOMPARE(total, std::uint64_t{200});
                          if (done > 5)
                              stop.request_stop();
                      }};
    QCOMPARE(searched.search("needle", LetterCase::ignored, {}, progress).error().code, ErrorCode::cancelled);
}

QTEST_APPLESS_MAIN(TestTextSearch)
#include "tst_text_search.moc"
