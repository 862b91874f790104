// SPDX-License-Identifier: MIT
#include <QtTest>

#include "core/exporting/html.h"

using namespace stemma;
using report::Citation;
using report::Insight;
using report::Outline;
using report::Section;

namespace {

Section section(const char* id, const char* title, std::vector<const char*> insights = {}) {
    Section made;
    made.id = SectionId(id);
    made.title = title;
    for (const char* insight : insights)
        made.insightIds.emplace_back(insight);
    return made;
}

Insight insight(const char* id, const char* summary, std::vector<Citation> citations = {}) {
    Insight made;
    made.id = InsightId(id);
    made.summary = summary;
    made.citations = std::move(citations);
    return made;
}

Citation query(const char* execution) {
    Citation made;
    made.source = "query";
    made.executionId = execution;
    return made;
}

Citation page(const char* url, const char* title) {
    Citation made;
    made.source = "url";
    made.url = url;
    made.title = title;
    return made;
}

QString html(const Outline& outline) {
    return QString::fromStdString(exporting::reportHtml(outline));
}

} // namespace

class TestReportHtml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsPartsInOrder();
    void showsContentOrNotes_data();
    void showsContentOrNotes();
    void numbersDistinctSources();
    void listsEveryKindOfSource();
    void marksInsightsThatAreNotActive();
    void showsMissingInsights();
    void anchorsAreUnique();
    void piecesKeepTheirFootnotesApart();
    void hostileFieldsAreText();
    void directionOfTitles();
    void emptyReport();
};

void TestReportHtml::showsPartsInOrder() {
    Outline outline;
    outline.title = "Report";
    outline.sections = {section("s1", "First", {"i2", "i1"}), section("s2", "Second")};
    outline.insights = {insight("i1", "one"), insight("i2", "two **strong**")};
    const QString made = html(outline);
    const QStringList parts = {QStringLiteral("<h1>Report</h1>"),
                               QStringLiteral("<h2 id=\"section-s1\">First</h2>"),
                               QStringLiteral("<li id=\"insight-i2\">two <strong>strong</strong></li>"),
                               QStringLiteral("<li id=\"insight-i1\">one</li>"),
                               QStringLiteral("<h2 id=\"section-s2\">Second</h2>")};
    qsizetype from = 0;
    for (const QString& part : parts) {
        from = made.indexOf(part, from);
        QVERIFY2(from >= 0, qPrintable(part + QLatin1Char('\n') + made));
    }
    QVERIFY(!made.contains(QStringLiteral("Sources")));
}

void TestReportHtml::showsContentOrNotes_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("notes");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const char* content, const char* format, const char* notes,
                        const char* shown) {
        QTest::newRow(name) << QString::fromUtf8(content) << QString::fromUtf8(format)
                            << QString::fromUtf8(notes) << QString::fromUtf8(shown);
    };
    row("content", "*text*", "markdown", "notes", "<p><em>text</em></p>\n");
    row("notes", "", "markdown", "*notes*", "<p><em>notes</em></p>\n");
    row("blank content", " \n\t\u3000", "markdown", "notes", "<p>notes</p>\n");
    row("notes beside HTML", "", "html", "a *b*", "<p>a <em>b</em></p>\n");
    row("neither", "", "markdown", " ", "");
    row("HTML", "<p>a<script>x</script></p>", "html", "", "<p>a</p>");
    row("plain", "a *b* <i>\n  c\n\nשלום", "plain", "",
        "<p style=\"white-space: pre-wrap\">a *b* &lt;i&gt;\n  c</p>\n"
        "<p style=\"white-space: pre-wrap\" dir=\"rtl\">שלום</p>\n");
    row("unknown format", "a *b*", "text", "", "<p style=\"white-space: pre-wrap\">a *b*</p>\n");
}

void TestReportHtml::showsContentOrNotes() {
    QFETCH(QString, content);
    QFETCH(QString, format);
    QFETCH(QString, notes);
    QFETCH(QString, shown);
    Outline outline;
    Section only = section("s", "S");
    only.content = content.toStdString();
    only.contentFormat = format.toStdString();
    only.notes = notes.toStdString();
    outline.sections = {only};
    QCOMPARE(html(outline), QStringLiteral("<h1></h1>\n<h2 id=\"section-s\">S</h2>\n") + shown);
}

void TestReportHtml::numbersDistinctSources() {
    Outline outline;
    outline.sections = {section("a", "A", {"i3", "i1"}), section("b", "B", {"i2"})};
    Citation viaApi = query("e1");
    viaApi.source = "api"; // the same execution
    outline.insights = {
        insight("i1", "x", {query("e1"), page("https://example.org/", "T")}),
        insight("i2", "y", {viaApi, page("https://example.org/", "Other title"), query("e3")}),
        insight("i3", "z", {query("e2")})};
    const QString made = html(outline);
    const auto marks = [&made](const char* id) {
        const qsizetype from = made.indexOf(QStringLiteral("<li id=\"insight-%1\">").arg(QLatin1String(id)));
        const QString line = made.mid(from, made.indexOf(QLatin1Char('\n'), from) - from);
        QStringList numbers;
        static const QRegularExpression mark(QStringLiteral(R"re(<a href="#source-(\d+)">\[(\d+)\]</a>)re"));
        for (auto it = mark.globalMatch(line); it.hasNext();) {
            const auto match = it.next();
            numbers += match.captured(1) == match.captured(2) ? match.captured(1) : QStringLiteral("?");
        }
        return numbers.join(QLatin1Char(' '));
    };
    QCOMPARE(marks("i3"), QStringLiteral("1"));
    QCOMPARE(marks("i1"), QStringLiteral("2 3"));
    QCOMPARE(marks("i2"), QStringLiteral("2 3 4"));
    QCOMPARE(made.count(QStringLiteral("<li id=\"source-")), 4);
    QVERIFY(made.indexOf(QStringLiteral("id=\"source-2\"")) <
            made.indexOf(QStringLiteral("<code>e1</code>")));
}

void TestReportHtml::listsEveryKindOfSource() {
    Citation first = query("exec-1");
    first.provider = "warehouse";
    first.sqlSha256 = "abc123";
    Citation second = page("https://example.org/a?b=1&c=2", "A page");
    second.accessedAt = "2025-01-02";
    Citation third;
    third.source = "api";
    third.endpoint = "/v1/things";
    third.responseHash = "beef";
    Citation fourth;
    fourth.source = "document";
    fourth.title = "שלום";
    fourth.path = "/docs/a.pdf";
    fourth.page = "12";
    Citation fifth;
    fifth.source = "observation";
    fifth.description = "Seen <by> eye";
    fifth.observedAt = "2025-01-03";
    Citation sixth;
    sixth.source = "url";
    Outline outline;
    outline.sections = {section("s", "S", {"i"})};
    outline.insights = {insight("i", "x", {first, second, third, fourth, fifth, sixth, sixth})};
    const QString made = html(outline);
    const QStringList lines = {
        QStringLiteral(
            "<li id=\"source-1\"><b>Query</b> · <span>warehouse</span> · execution <code>exec-1</code> · "
            "SQL SHA-256 <code>abc123</code></li>"),
        QStringLiteral(
            "<li id=\"source-2\"><b>Web page</b> · <a href=\"https://example.org/a?b=1&amp;c=2\"><span>A page"
            "</span></a> · <a "
            "href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>"
            " · accessed 2025-01-02</li>"),
        QStringLiteral("<li id=\"source-3\"><b>API</b> · endpoint <code>/v1/things</code> · response "
                       "<code>beef</code></li>"),
        QStringLiteral("<li id=\"source-4\"><b>Document</b> · <span dir=\"rtl\">שלום</span> · path "
                       "<code>/docs/a.pdf</code> · "
                       "page <code>12</code></li>"),
        QStringLiteral("<li id=\"source-5\"><b>Observation</b> · <span>Seen &lt;by&gt; eye</span> · observed "
                       "2025-01-03</li>"),
        QStringLiteral("<li id=\"source-6\"><b>Web page</b></li>")};
    for (const QString& line : lines)
        QVERIFY2(made.contains(line), qPrintable(line + QLatin1Char('\n') + made));
    QVERIFY(!made.contains(QStringLiteral("source-7")));
}

void TestReportHtml::marksInsightsThatAreNotActive() {
    Outline outline;
    outline.sections = {section("s", "S", {"i", "j"})};
    outline.insights = {insight("i", "old"), insight("j", "new")};
    outline.insights[0].status = "killed";
    const QString made = html(outline);
    QVERIFY(made.contains(QStringLiteral("<li id=\"insight-i\"><i>[killed]</i> old</li>")));
    QVERIFY(made.contains(QStringLiteral("<li id=\"insight-j\">new</li>")));
}

void TestReportHtml::showsMissingInsights() {
    Outline outline;
    outline.sections = {section("s", "S", {"<gone>"})};
    QVERIFY(html(outline).contains(QStringLiteral("<i>Missing insight</i> <code>&lt;gone&gt;</code>")));
}

void TestReportHtml::anchorsAreUnique() {
    Outline outline;
    outline.sections = {section("s", "S", {"i", "i"}), section("s", "S2", {"i"})};
    outline.sections[0].content = "<p id=\"section-s\">x</p>";
    outline.sections[0].contentFormat = "html";
    outline.insights = {insight("i", "x")};
    const QString made = html(outline);
    QCOMPARE(made.count(QStringLiteral("id=\"section-s\"")), 1);
    QCOMPARE(made.count(QStringLiteral("id=\"insight-i\"")), 1);
}

void TestReportHtml::piecesKeepTheirFootnotesApart() {
    Outline outline;
    outline.sections = {section("a", "A"), section("b", "B")};
    for (Section& each : outline.sections)
        each.content = "text[^1]\n\n[^1]: note";
    const QString made = html(outline);
    static const QRegularExpression anchor(QStringLiteral(" id=\"([^\"]*fn-1)\""));
    QStringList anchors;
    for (auto it = anchor.globalMatch(made); it.hasNext();)
        anchors += it.next().captured(1);
    QCOMPARE(anchors.size(), 2);
    QVERIFY(anchors[0] != anchors[1]);
    for (const QString& each : anchors)
        QVERIFY(made.contains(QStringLiteral("href=\"#%1\"").arg(each)));
}

void TestReportHtml::hostileFieldsAreText() {
    Outline outline;
    outline.title = "<script>alert(1)</script>";
    outline.sections = {section("\"><script>", "<img src=x>", {"\"><b>"})};
    outline.insights = {insight("\"><b>", "<script>x</script>", {page("javascript:alert(1)", "<b>")})};
    outline.insights[0].status = "<script>";
    const QString made = html(outline);
    QVERIFY(!made.contains(QStringLiteral("<script")));
    QVERIFY(!made.contains(QStringLiteral("<img")));
    QVERIFY(!made.contains(QStringLiteral("href=\"javascript")));
    QVERIFY(made.contains(QStringLiteral("javascript:alert(1)"))); // as text
}

void TestReportHtml::directionOfTitles() {
    Outline outline;
    outline.title = "דוח";
    outline.sections = {section("s", "פרק", {"i"})};
    outline.insights = {insight("i", "תובנה")};
    const QString made = html(outline);
    QVERIFY(made.contains(QStringLiteral("<h1 dir=\"rtl\">")));
    QVERIFY(made.contains(QStringLiteral("<h2 id=\"section-s\" dir=\"rtl\">")));
    QVERIFY(made.contains(QStringLiteral("<li id=\"insight-i\" dir=\"rtl\">תובנה</li>")));
}

void TestReportHtml::emptyReport() {
    QVERIFY(html(Outline()).contains(QStringLiteral("This report has no sections.")));
}

QTEST_APPLESS_MAIN(TestReportHtml)
#include "tst_report_html.moc"
