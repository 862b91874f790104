// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/exporting/html.h"

using namespace stemma;

class TestMarkdownHtml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renders_data();
    void renders();
    void deepMarkdownEnds();
};

void TestMarkdownHtml::renders_data() {
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QString>("html");
    const auto row = [](const char* name, const char* markdown, const char* html) {
        QTest::newRow(name) << QByteArray(markdown) << QString::fromUtf8(html);
    };
    row("empty", "", "");
    row("paragraphs", "one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n");
    row("heading", "## Head", "<h2>Head</h2>\n");
    row("emphasis", "*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n");
    row("strike", "~~gone~~ and ~kept~", "<p><del>gone</del> and ~kept~</p>\n");
    row("autolink", "see https://example.org/a",
        "<p>see <a href=\"https://example.org/a\">https://example.org/a</a></p>\n");
    row("list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    row("numbered from 3", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
    row("code", "```sql\nSELECT '<b>';\n```", "<pre><code>SELECT &#39;&lt;b&gt;&#39;;\n</code></pre>\n");
    row("table", "| a | b |\n|---|--:|\n| 1 | 2 |",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        "<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table>\n");
    row("harmless HTML", "H<sub>2</sub>O<br>x", "<p>H<sub>2</sub>O<br>x</p>\n");
    row("script", "a <script>alert(1)</script> b", "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>\n");
    row("handler", "<p onclick=\"x\">y</p>", "<p>y</p>\n");
    row("bad link", "[x](javascript:alert(1))", "<p><a>x</a></p>\n");
    row("bad link in angle brackets", "<javascript:alert(1)>", "<p><a>javascript:alert(1)</a></p>\n");
    row("link with title", "[x](https://example.org \"t\")",
        "<p><a title=\"t\" href=\"https://example.org\">x</a></p>\n");
    row("own picture", "![alt](report_files/c.png)", "<p><img src=\"report_files/c.png\" alt=\"alt\"></p>\n");
    row("remote picture", "![alt](https://x.example/c.png)",
        "<p>alt [picture not loaded: https://x.example/c.png] </p>\n");
    row("right to left", "שלום\n\nhello", "<p dir=\"rtl\">שלום</p>\n<p>hello</p>\n");
    row("unclosed box stays inside", "<div>\n\n**x**", "<div>\n<p><strong>x</strong></p>\n</div>");
}

void TestMarkdownHtml::renders() {
    QFETCH(QByteArray, markdown);
    QFETCH(QString, html);
    QCOMPARE(QString::fromStdString(exporting::markdownHtml(markdown.toStdString())), html);
}

void TestMarkdownHtml::deepMarkdownEnds() {
    for (const char* piece : {"> ", "- ", "*", "[", "![", "`x", "|", "<b>", "\\", "~~ ", "1. "}) {
        const std::string markdown = QByteArray(piece).repeated(3000).toStdString() + "the end";
        QVERIFY2(exporting::markdownHtml(markdown).find("the end") != std::string::npos, piece);
    }
}

QTEST_APPLESS_MAIN(TestMarkdownHtml)
#include "tst_markdown_html.moc"
