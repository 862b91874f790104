// SPDX-License-Identifier: MIT
// Markdown as a report: what becomes of each block, that no text is lost, and that nothing hangs.
#include <QTest>

#include "core/json/json_document.h"
#include "core/report/markdown_import.h"
#include "core/report/outline.h"
#include "core/report/outline_rules.h"
#include "core/report/templates.h"

using namespace stemma;
using namespace stemma::report;
using json::Value;

namespace {

/// As it will be shown; ids and dates are still missing.
struct Read {
    MarkdownReport report;
    Outline outline;

    [[nodiscard]] const Section& section(std::size_t at) const { return outline.sections.at(at); }
    [[nodiscard]] std::string content(std::size_t at) const { return section(at).content.value_or("(none)"); }
    [[nodiscard]] std::vector<std::string> titles() const {
        std::vector<std::string> titles;
        for (const Section& each : outline.sections)
            titles.push_back(each.title);
        return titles;
    }
    [[nodiscard]] std::vector<std::string> insights(std::size_t at) const {
        std::vector<std::string> texts;
        for (const InsightId& id : section(at).insightIds)
            texts.push_back(outline.insight(id) ? outline.insight(id)->summary : "(dangling)");
        return texts;
    }
};

Read read(const std::string& markdown, const std::string& title = {}) {
    auto imported = importMarkdown(markdown, title);
    if (!imported)
        return {};
    Read result{std::move(*imported), {}};
    result.outline = outlineFrom(result.report.outline);
    return result;
}

using Texts = std::vector<std::string>;

} // namespace

class TestMarkdownImport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headingsBulletsAndParagraphs();
    void titleOfTheReport();
    void whatComesBeforeTheFirstHeading();
    void itemsKeepTheirText();
    void contentKeepsItsBytes();
    void linksBecomeCitations();
    void linksDefinedElsewhere();
    void headingsOfAllKinds();
    void frontMatter();
    void lineEndsAndMarks();
    void refusals();
    void noWordIsLost();
    void hostileTexts();
};

void TestMarkdownImport::headingsBulletsAndParagraphs() {
    const Read r = read("# Churn in Q3\n\n## Findings\n\nWe looked at **all** customers.\n\n"
                        "- Churn rose 4 %\n- Smaller ones left first\n\nMore on that below.\n\n"
                        "## Risks\n\n1. first\n2. second\n");
    QCOMPARE(r.report.title, std::string("Churn in Q3"));
    QCOMPARE(r.titles(), (Texts{"Findings", "Risks"}));
    QCOMPARE(r.content(0), std::string("We looked at **all** customers.\n\nMore on that below."));
    QCOMPARE(r.insights(0), (Texts{"Churn rose 4 %", "Smaller ones left first"}));
    QCOMPARE(r.content(1), std::string("1. first\n2. second"));
    QVERIFY(r.section(1).insightIds.empty());
    QCOMPARE(r.outline.insights.front().importance, std::int64_t{5});
    QCOMPARE(r.section(1).order, std::string("1"));
}

void TestMarkdownImport::titleOfTheReport() {
    QCOMPARE(read("# A\n\ntext").report.title, std::string("A"));
    QCOMPARE(read("# A\n\ntext").titles(), (Texts{"Introduction"}));
    QCOMPARE(read("# *A* `b`\nc").report.title, std::string("A b"));
    // The report has that title already, or another one.
    QCOMPARE(read("# A\n\ntext", "A").titles(), (Texts{"Introduction"}));
    QCOMPARE(read("# A\n\ntext", "B").titles(), (Texts{"A"}));
    QCOMPARE(read("# A\n\ntext", "B").report.title, std::string("B"));
    QCOMPARE(read("# A\n\n# B\n").titles(), (Texts{"B"}));
    QCOMPARE(read("## A\n\n# B\n").titles(), (Texts{"A", "B"}));
    QCOMPARE(read("text\n\n# B\n").titles(), (Texts{"Introduction", "B"}));
    QVERIFY(read("## A\n").report.title.empty());
}

void TestMarkdownImport::whatComesBeforeTheFirstHeading() {
    const Read r = read("Some words.\n\n* one\n* two\n\n## Then\n");
    QCOMPARE(r.titles(), (Texts{"Introduction", "Then"}));
    QCOMPARE(r.content(0), std::string("Some words."));
    QCOMPARE(r.insights(0), (Texts{"one", "two"}));
    QCOMPARE(r.content(1), std::string("(none)"));
}

void TestMarkdownImport::itemsKeepTheirText() {
    const Read r =
        read("## S\n\n- first *line*\n  second line\n\n  own paragraph\n  - nested a\n  - nested b\n"
             "- \n+ other marker\n\n-\tbehind a tab\n\n    ```\n\t  code\n    ```\n- [ ] to do\n");
    QCOMPARE(r.insights(0), (Texts{"first *line*\nsecond line\n\nown paragraph\n- nested a\n- nested b",
                                   "other marker", "behind a tab\n\n```\n  code\n```", "[ ] to do"}));
    const Read wide = read("## S\n\n *   wide\n     still\n\n10. no bullet\n    - inside\n");
    QCOMPARE(wide.insights(0), (Texts{"wide\nstill"}));
    QCOMPARE(wide.content(0), std::string("10. no bullet\n    - inside"));
}

void TestMarkdownImport::contentKeepsItsBytes() {
    const std::string table = "| a | b |\n|---|--:|\n| 1 | 2 |";
    const std::string code = "```sql\nSELECT *\n\n-- # no heading\n- no bullet\n```";
    const std::string quote = "> quoted\n> - not an insight";
    const std::string html = "<div>\n# raw\n</div>";
    const Read r = read("## S\n\n" + table + "\n\n\n" + code + "\n\n" + quote + "\n\n" + html +
                        "\n\n* * *\n\n    indented\n");
    QCOMPARE(r.titles(), (Texts{"S"}));
    QCOMPARE(r.content(0),
             table + "\n\n" + code + "\n\n" + quote + "\n\n" + html + "\n\n* * *\n\n    indented");
    QVERIFY(r.outline.insights.empty());
}

void TestMarkdownImport::linksBecomeCitations() {
    const Read r =
        read("## S\n- Up ([the table](https://a.example/t?x=1_2), see <http://b.example>) and "
             "https://c.example/x_y. Again https://a.example/t?x=1_2!\n"
             "- [mail](mailto:a@b.c), [here](#x), ![chart](https://a.example/c.png), [ftp](ftp://x)\n"
             "- (https://en.example/wiki/A_(b)) HTTPS://D.example\n");
    const auto& up = r.outline.insights.at(0).citations;
    QCOMPARE(up.size(), std::size_t{3});
    QCOMPARE(up[0].source, std::string("url"));
    QCOMPARE(up[0].url.value_or(""), std::string("https://a.example/t?x=1_2"));
    QCOMPARE(up[0].title.value_or(""), std::string("the table"));
    QCOMPARE(up[1].url.value_or(""), std::string("http://b.example"));
    QVERIFY(!up[1].title);
    QCOMPARE(up[2].url.value_or(""), std::string("https://c.example/x_y"));
    QVERIFY(r.outline.insights.at(1).citations.empty());
    QCOMPARE(r.outline.insights.at(2).citations.at(0).url.value_or(""),
             std::string("https://en.example/wiki/A_(b)"));
    QVERIFY(r.outline.insights.at(0).summary.find("[the table](https://a.example/t?x=1_2)") !=
            std::string::npos);
}

void TestMarkdownImport::linksDefinedElsewhere() {
    const Read r = read("## S\n\nSee [the table][t].\n\n- Up, says [Ana][a]\n\n## End\n\nBye.\n\n"
                        "[t]: https://a.example/t \"T\"\n[a]: https://b.example\n");
    QCOMPARE(r.content(0), std::string("See [the table](https://a.example/t \"T\")."));
    QCOMPARE(r.insights(0), (Texts{"Up, says [Ana](https://b.example)"}));
    QCOMPARE(r.outline.insights.at(0).citations.at(0).url.value_or(""), std::string("https://b.example"));
    QVERIFY(r.content(1).starts_with("Bye."));
}

void TestMarkdownImport::headingsOfAllKinds() {
    const Read r = read("Title\n=====\n\nTwo\nlines\n---\n\na\n\n### Deep ###\nb\n####\nc\n\n## See "
                        "[it](https://a.example)\n");
    QCOMPARE(r.report.title, std::string("Title"));
    QCOMPARE(r.titles(), (Texts{"Two lines", "Deep", "Section 3", "See it"}));
    QCOMPARE(r.content(0), std::string("a"));
    QCOMPARE(r.content(1), std::string("b"));
    QCOMPARE(r.content(2), std::string("c"));
    QCOMPARE(r.content(3), std::string("See [it](https://a.example)"));
}

void TestMarkdownImport::frontMatter() {
    const Read r = read("---\ntitle: \"Churn: Q3\"\nauthor: Ana\ntags: [a, 'b c', a]\ndescription: "
                        "Short\n---\n\n# Other\n\nx\n");
    QCOMPARE(r.report.title, std::string("Churn: Q3"));
    QCOMPARE(r.report.tags, (Texts{"a", "b c", "a"}));
    QCOMPARE(r.outline.tags, (Texts{"a", "b c"}));
    QCOMPARE(r.outline.description.value_or(""), std::string("Short"));
    QCOMPARE(r.titles(), (Texts{"Other"}));
    QCOMPARE(r.report.notes.size(), std::size_t{1});
    QVERIFY(r.report.notes[0].find("author") != std::string::npos);
    QCOMPARE(read("---\ntags:\n  - a\n  - b\n---\nx").outline.tags, (Texts{"a", "b"}));
    QCOMPARE(read("---\ntitle: A\n---\nx", "B").report.notes.size(), std::size_t{1});
    // None: a rule, and one that never ends.
    QCOMPARE(read("---\n\ntext\n\n---\n\nmore").content(0), std::string("---\n\ntext\n\n---\n\nmore"));
    QCOMPARE(read("---\ntitle: A\n").titles().size(), std::size_t{1});
}

void TestMarkdownImport::lineEndsAndMarks() {
    const Read r = read("\xef\xbb\xbf# T\r\n\r\n## S\r\n- a\r\n  b\r\n\r\nx\r\ny\r\n");
    QCOMPARE(r.report.title, std::string("T"));
    QCOMPARE(r.insights(0), (Texts{"a\nb"}));
    QCOMPARE(r.content(0), std::string("x\ny"));
    QCOMPARE(read("## S\r- a\r- b").insights(0), (Texts{"a", "b"}));
    QCOMPARE(read("## \xd7\x93\xd7\x95\xd7\x97\n- \xf0\x9f\x8c\xb1\n").insights(0),
             (Texts{"\xf0\x9f\x8c\xb1"}));
}

void TestMarkdownImport::refusals() {
    QCOMPARE(importMarkdown("\xff").error().code, ErrorCode::damaged);
    QCOMPARE(importMarkdown("").error().code, ErrorCode::usage);
    QCOMPARE(importMarkdown(" \n\n").error().code, ErrorCode::usage);
    QCOMPARE(importMarkdown("", "Title").error().code, ErrorCode::usage);
    QCOMPARE(importMarkdown(std::string(largestMarkdown + 1, 'x')).error().code, ErrorCode::usage);
}

/// Every word of a text with a bit of everything is somewhere in the report.
void TestMarkdownImport::noWordIsLost() {
    std::string markdown =
        "w1 w2\n\n# w3\n\nw4\n- w5\n  - w6\n\n    w7\n\n1. w8\n   - w9\n\n> w10\n\n```w11\nw12\n```\n\n"
        "| w13 | w14 |\n|--|--|\n| w15 | w16 |\n\nw17\n===\n\n* w18 [w19](http://w20.example \"w21\")\n"
        "* w22 [w23]\n\n[w23]: http://w24.example\n\n<p>w25</p>\n\n***\nw26  \nw27\\\nw28\n\n[^1]: w29\n\n"
        "- w30\n\n  > w31\n\n      w32\n+ w33\n#### w34 `w35`\n[//]: # (w36)\n";
    const Read r = read(markdown);
    const std::string all = json::bytesOf(r.report.outline) + r.report.title;
    for (int word = 1; word <= 36; ++word)
        QVERIFY2(all.find('w' + std::to_string(word)) != std::string::npos, std::to_string(word).c_str());
}

void TestMarkdownImport::hostileTexts() {
    const auto repeated = [](std::string_view part, int times) {
        std::string text;
        for (int n = 0; n < times; ++n)
            text += part;
        return text;
    };
    const Texts texts{repeated("> ", 20'000) + "a",
                      repeated("- ", 20'000) + "a",
                      repeated("[", 20'000) + "a",
                      repeated("*a _b ", 10'000),
                      repeated("# \n", 20'000) + "- x",
                      repeated("- a\n", 20'000),
                      repeated("|a", 5'000) + "\n" + repeated("|-", 5'000),
                      std::string("- a\0b\n# \0\n\x01", 11),
                      repeated("- [a](http://x", 5'000),
                      repeated("http://a.example ", 2'000) + "\n- " + repeated("http://a.example/b) ", 2'000),
                      "-     code\n- # head\n- > quote\n- - x\n- 1. y"};
    QCOMPARE(importMarkdown("- \n-\n-    \n").error().code,
             ErrorCode::usage); // bullets, and nothing behind them
    for (const std::string& text : texts) {
        const auto imported = importMarkdown(text);
        QVERIFY2(imported, text.substr(0, 40).c_str());
        for (const Value& insight : imported->outline.find("insights")->items())
            QVERIFY(!insight.stringAt("summary").value_or("").empty());
        for (const Value& section : imported->outline.find("sections")->items())
            QVERIFY(!section.stringAt("title").value_or("").empty());
    }
}

QTEST_GUILESS_MAIN(TestMarkdownImport)
#include "tst_markdown_import.moc"
