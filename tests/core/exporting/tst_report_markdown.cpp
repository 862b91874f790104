// SPDX-License-Identifier: MIT
// Reports as Markdown: what a person typed as plain text is shown so, whatever signs it holds.
#include <QtTest>

#include "core/exporting/html.h"
#include "core/exporting/markdown.h"
#include "core/json/json_document.h"

using namespace stemma;

namespace {

report::Outline outlineOf(const std::string& json) {
    return report::outlineFrom(json::parse(json).value());
}

/// What stands in a paragraph of rendered Markdown, as text.
QString shown(const std::string& markdown) {
    QString html = QString::fromStdString(exporting::markdownHtml(markdown));
    html.remove(QRegularExpression(QStringLiteral("<[^>]*>")));
    for (const auto& [entity, sign] : {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""),
                                       std::pair("&#39;", "'"), std::pair("&amp;", "&")})
        html.replace(QLatin1String(entity), QLatin1String(sign));
    return html.trimmed();
}

} // namespace

class TestReportMarkdown : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aReport();
    void textIsShownAsItStands_data();
    void textIsShownAsItStands();
    void plainContentKeepsItsLines();
    void aWholePage();
};

void TestReportMarkdown::aReport() {
    const std::string text = exporting::reportMarkdown(outlineOf(R"({"report_id": "r", "title": "Q3 *draft*",
        "sections": [{"section_id": "b", "title": "Later", "order": 2, "insight_ids": ["gone"]},
                     {"section_id": "a", "title": "First", "order": 1, "insight_ids": ["i", "j"], "notes": "Some *notes*."}],
        "insights": [{"insight_id": "i", "summary": "One\n\nand more", "importance": 5,
                      "citations": [{"source": "url", "url": "https://example.org/a", "title": "A page"}]},
                     {"insight_id": "j", "summary": "Two", "status": "archived", "importance": 5,
                      "citations": [{"source": "url", "url": "https://example.org/a", "title": "A page"},
                                    {"source": "query", "execution_id": "01`x"}]}]})"));
    QCOMPARE(QString::fromStdString(text),
             QStringLiteral("# Q3 \\*draft\\*\n"
                            "\n## First\n\nSome *notes*.\n\n"
                            "- One\n  \n  and more \\[1\\]\n"
                            "- *(archived)* Two \\[1\\] \\[2\\]\n"
                            "\n## Later\n\n- *Missing insight* `gone`\n"
                            "\n## Sources\n\n"
                            "1. **Web page** · A page · <https://example.org/a>\n"
                            "2. **Query** · execution ``01`x``\n"));
}

void TestReportMarkdown::textIsShownAsItStands_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"# no heading", "*a* _b_ `c` ~~d~~", "[x](y) ![z](w)", "<b>not bold</b> &amp; so",
                             "- no list", "+ no list", "12. no list", "7) no list", "a | b", "back\\slash \\* ",
                             "> no quote", "https://example.org", "==", "Überblick ☃", "1.5 percent"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestReportMarkdown::textIsShownAsItStands() {
    QFETCH(QString, text);
    QCOMPARE(shown(exporting::markdownText(text.toStdString())), text.trimmed());
    QCOMPARE(shown("x " + exporting::markdownCode(text.toStdString())), QStringLiteral("x ") + text.trimmed());
}

void TestReportMarkdown::plainContentKeepsItsLines() {
    const std::string text = exporting::reportMarkdown(outlineOf(R"({"report_id": "r", "title": "T",
        "sections": [{"section_id": "a", "title": "S", "order": 1, "content_format": "plain",
                      "content": "# one\ntwo\n\nthree\n"}], "insights": []})"));
    QCOMPARE(QString::fromStdString(text), QStringLiteral("# T\n\n## S\n\n\\# one\\\ntwo\n\nthree\n"));
}

void TestReportMarkdown::aWholePage() {
    const auto outline = outlineOf(R"({"report_id": "r", "title": "A <b>", "sections": [], "insights": []})");
    const QString page = QString::fromStdString(exporting::htmlPage(outline));
    QVERIFY(page.startsWith(QStringLiteral("<!DOCTYPE html>")));
    QVERIFY(page.contains(QStringLiteral("<title>A &lt;b&gt;</title>")));
    QVERIFY(page.contains(QString::fromStdString(exporting::reportHtml(outline))));
}

QTEST_GUILESS_MAIN(TestReportMarkdown)
#include "tst_report_markdown.moc"
