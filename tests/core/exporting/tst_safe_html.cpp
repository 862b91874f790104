// SPDX-License-Identifier: MIT
#include <QtTest>

#include <random>

#include "core/exporting/html.h"

using namespace stemma;

/// Foreign HTML: what is harmless stays, what could run, load or break out does not.
class TestSafeHtml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleans_data();
    void cleans();
    void nothingHostileIsLeft_data();
    void nothingHostileIsLeft();
    void staysWellFormedByChance();
    void deepNestingIsShownAsText();
    void hugeInputIsShownAsText();
    void givesBlocksTheirDirection_data();
    void givesBlocksTheirDirection();
};

namespace {

/// Whether tags pair up, attributes are quoted, and nothing but the known is there: the output's own grammar.
QString flawOf(const QString& html) {
    static const QRegularExpression tag(QStringLiteral(
        R"(<(/?)([a-z][a-z0-9]*)((?: (?:id|title|dir|href|src|alt|width|height|start|colspan|rowspan|align|style)="[^"<>]*")*)>)"));
    static const QStringList empty = {QStringLiteral("br"), QStringLiteral("hr"), QStringLiteral("img")};
    static const QRegularExpression hostile(QStringLiteral(
        R"(^(script|style|iframe|object|embed|svg|math|form|input|link|meta|base|video|audio|frame)$)"));
    QStringList open;
    qsizetype from = 0;
    while ((from = html.indexOf(QLatin1Char('<'), from)) >= 0) {
        const auto match = tag.match(html, from, QRegularExpression::NormalMatch,
                                     QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return QStringLiteral("no tag: ") + html.mid(from, 60);
        const QString name = match.captured(2);
        if (hostile.match(name).hasMatch())
            return QStringLiteral("hostile: ") + name;
        if (!match.captured(1).isEmpty()) {
            if (open.isEmpty() || open.takeLast() != name)
                return QStringLiteral("crossed: ") + name;
        } else if (!empty.contains(name)) {
            open.append(name);
        }
        from = match.capturedEnd();
    }
    static const QRegularExpression address(
        QStringLiteral(R"re((?:href|src)="(?!#|https?://|mailto:|report_files/))re"),
        QRegularExpression::CaseInsensitiveOption);
    if (address.match(html).hasMatch())
        return QStringLiteral("address: ") + address.match(html).captured();
    static const QRegularExpression source(QStringLiteral(R"re(src="(?!report_files/))re"));
    if (source.match(html).hasMatch())
        return QStringLiteral("loads: ") + html;
    return open.isEmpty() ? QString() : QStringLiteral("left open: ") + open.join(QLatin1Char(' '));
}

QString clean(const QByteArray& html) {
    return QString::fromStdString(exporting::safeHtml(html.toStdString()));
}

} // namespace

void TestSafeHtml::cleans_data() {
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QString>("cleaned");
    const auto row = [](const char* name, const char* html, const char* cleaned) {
        QTest::newRow(name) << QByteArray(html) << QString::fromUtf8(cleaned);
    };
    row("empty", " \n", "");
    row("harmless", "<h2>Head</h2><p>Text &amp; <b>bold</b> <i>it</i></p>",
        "<h2>Head</h2><p>Text &amp; <b>bold</b> <i>it</i></p>");
    row("script", "<p>a</p><script>alert(1)</script><p>b</p>", "<p>a</p><p>b</p>");
    row("style", "<style>p{display:none}</style><p>b</p>", "<p>b</p>");
    row("handlers", "<p onclick=\"x()\" style=\"color:red\" class=\"c\" title=\"t\">b</p>",
        "<p title=\"t\">b</p>");
    row("unknown element", "<p><blink>b</blink></p>", "<p>b</p>");
    row("entities", "<p>&lt;script&gt; &eacute; &#x1F600; &nbsp;| &unknown;</p>",
        "<p>&lt;script&gt; é 😀 \u00A0| &amp;unknown;</p>");
    row("table", "<table><tr><td colspan=2 align=right>1</td></tr></table>",
        "<table><tr><td colspan=\"2\" align=\"right\">1</td></tr></table>");
    row("crossed", "<p><b>x<i>y</b>z</i></p>", "<p><b>x<i>y</i></b>z</p>");
    row("left open", "<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>");
    row("closed too often", "a</div></p></table>b", "<p>a</p>b");
    row("link", "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>",
        "<a href=\"https://example.org/?a=1&amp;b=2\">x</a>");
    row("bad link", "<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>");
    row("link in the page", "<a href=\"#insight-1\">x</a><a href=\"#other\">y</a><p id=\"other\">z</p>",
        "<a href=\"#insight-1\">x</a><a href=\"#content-other\">y</a><p id=\"content-other\">z</p>");
    row("own picture", "<img src=\"report_files/a%20b.png\" alt=\"A\" width=\"40\">",
        "<img src=\"report_files/a%20b.png\" alt=\"A\" width=\"40\">");
    row("remote picture", "<img src=\"https://x.example/p.png\" alt=\"A chart\">",
        "A chart [picture not loaded: https://x.example/p.png] ");
    row("frame", "<iframe src=\"https://x.example/\">inside</iframe>after",
        " [iframe not loaded: https://x.example/] after");
    row("embed swallows nothing", "<p><embed src=x>after</p>", "<p> [embed not loaded: x] after</p>");
    row("object shows its text", "<object data=\"x.swf\">instead</object>",
        " [object not loaded: x.swf] instead");
    row("box", "<section><figure>a</figure></section>", "<div><div>a</div></div>");
    row("form", "<form action=x><input value=y><button>Go</button></form>", "Go");
    row("comment", "a<!-- <b> --><!--[if IE]><script>x</script><![endif]-->b", "<p>ab</p>");
    row("whole page",
        "<!DOCTYPE html><html><head><title>T</title><meta charset=latin1></head><body><p>é</p></body></html>",
        "<p>é</p>");
    row("no meta takes the encoding",
        "<meta http-equiv=Content-Type content=\"text/html; charset=UTF-16\"><p>é</p>", "<p>é</p>");
}

void TestSafeHtml::cleans() {
    QFETCH(QByteArray, html);
    QFETCH(QString, cleaned);
    QCOMPARE(clean(html), cleaned);
    QCOMPARE(flawOf(clean(html)), QString());
}

void TestSafeHtml::nothingHostileIsLeft_data() {
    QTest::addColumn<QByteArray>("html");
    const std::vector<const char*> corpus = {
        "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"report_files/../../secret.png\">",
        "<img src=\"report_files/%2e%2e/x.png\">",
        "<img src=\"report_files\\..\\x.png\">",
        "<img src=\"report_files/%2F%2E%2E%2Fx\">",
        "<img src=\"report_files//x.example/a.png\">",
        "<img src=\"//x.example/a.png\">",
        "<img src=\"file:///etc/passwd\">",
        "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
        "<img src=\"report_files/a.png?x=1#y\">",
        "<img srcset=\"https://x.example/a.png 2x\" src=\"report_files/\">",
        "<a href=\"jAvAsCrIpT:alert(1)\">x</a>",
        "<a href=\" \x01javascript:alert(1)\">x</a>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href=\"&#106;avascript&colon;alert(1)\">x</a>",
        "<a href=\"javascript&#0000058alert(1)\">x</a>",
        "<a href=\"vbscript:x\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<a href=\"//x.example/\">x</a>",
        "<a href=\"https:javascript:alert(1)\">x</a>",
        "<a href='https://x.example/\" onmouseover=\"alert(1)'>x</a>",
        "<svg><script>alert(1)</script><a xlink:href=\"javascript:x\">t</a></svg>",
        "<svg onload=alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
        "onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<textarea><script>alert(1)</script></textarea>",
        "<title><a title=\"</title><script>alert(1)</script>\">",
        "<xmp><script>alert(1)</script></xmp>",
        "<plaintext><script>alert(1)",
        "<div style=\"background:url(https://x.example/a.png);width:expression(alert(1))\">x</div>",
        "<link rel=stylesheet href=https://x.example/a.css>",
        "<meta http-equiv=refresh content=\"0;url=https://x.example\">",
        "<base href=\"https://x.example/\">",
        "<table background=\"https://x.example/a.png\"><td background=x>1",
        "<body onload=alert(1) background=https://x.example/a.png>x</body>",
        "<video poster=https://x.example/p.png src=https://x.example/v><source "
        "src=https://x.example/w></video>",
        "<p title=\"&quot;><script>alert(1)</script>\">x</p>",
        "<p id='\"><script>alert(1)</script>'>x</p>",
        "<p dir=\"rtl&quot; onclick=&quot;x\">x</p>",
        "<td colspan=\"2&quot; onclick=&quot;x\">x</td>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><?php echo 1 ?><!ENTITY x SYSTEM \"file:///etc/passwd\">&x;",
        "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;</p>",
        "<html><html onload=x><head><html a=b></head><body><body onload=y><frameset><frame src=x>",
        "<form><form><isindex action=javascript:x></form>",
        "<p/onclick=x/><b//",
        "<<<<a<<b>>>>",
        "<a href",
        "<a href=\"",
        "</",
        "&#xD800;&#x110000;&#0;&#xFFFFFFFFFFFFFFFF;&#",
    };
    for (const char* html : corpus)
        QTest::newRow(html) << QByteArray(html);
    QTest::newRow("NUL") << QByteArray("<p>a\0b</p><scr\0ipt>alert(1)</script>after", 41);
    QTest::newRow("not UTF-8") << QByteArray("<p title=\"\xC0\xBC\">\xFF\xED\xA0\x80<\xC0\xBCscript></p>");
}

void TestSafeHtml::nothingHostileIsLeft() {
    QFETCH(QByteArray, html);
    QCOMPARE(flawOf(clean(html)), QString());
    QCOMPARE(flawOf(QString::fromStdString(exporting::markdownHtml(html.toStdString()))), QString());
    QCOMPARE(flawOf(clean("<p>before</p><table><tr><td>" + html)), QString());
    // what is clean stays as it is
    const QByteArray once = clean(html).toUtf8();
    QCOMPARE(flawOf(clean(once)), QString());
}

void TestSafeHtml::staysWellFormedByChance() {
    const std::vector<QByteArray> pieces = {"<p>",        "</p>",        "<b>",
                                            "</b>",       "<table>",     "<tr>",
                                            "<td>",       "</table>",    "<script>",
                                            "</script>",  "<svg>",       "</svg>",
                                            "<a href='",  "'>",          "</a>",
                                            "<img src=",  ">",           "<!--",
                                            "-->",        "<div",        " dir=rtl",
                                            "\"",         "'",           "<li>",
                                            "</ul>",      "text",        "שלום",
                                            "&lt;",       "&#60;",       "<style>",
                                            "</style>",   "<ul>",        "<html>",
                                            "<body>",     "</html>",     "<head>",
                                            "<title>",    "</title>",    "<h1>",
                                            "<select>",   "<option>",    "<pre>",
                                            "</pre>",     "<iframe>",    "=",
                                            "/",          "\n",          "<frameset>",
                                            "<p id=x>",   "javascript:", "<br/>",
                                            "<textarea>", "<form>",      "<dl><dt>",
                                            "</body>",    "<caption>",   "<th rowspan=3>"};
    std::mt19937 random(7);
    for (int round = 0; round < 4000; ++round) {
        QByteArray html;
        for (int i = 0; i < 30; ++i)
            html += pieces[random() % pieces.size()];
        const QString flaw = flawOf(clean(html));
        QVERIFY2(flaw.isEmpty(), (flaw.toUtf8() + "\nfrom " + html).constData());
    }
}

void TestSafeHtml::deepNestingIsShownAsText() {
    for (const char* tag : {"<div>", "<b>", "<table><tr><td>", "<blockquote>", "<ul><li>", "<font>"}) {
        const QByteArray html = QByteArray(tag).repeated(20000) + "the end";
        const QString cleaned = clean(html);
        QCOMPARE(flawOf(cleaned), QString());
        QVERIFY(cleaned.contains(QStringLiteral("the end")));
    }
    const QString some = clean(QByteArray("<div>").repeated(150) + "the end");
    QCOMPARE(some.count(QStringLiteral("<div>")), 100);
    QVERIFY(some.contains(QStringLiteral("the end")));
}

void TestSafeHtml::hugeInputIsShownAsText() {
    const QString cleaned = clean("<p>" + QByteArray(3 << 20, 'x') + "<script>");
    QVERIFY(cleaned.contains(QStringLiteral("&lt;script&gt;")));
    QCOMPARE(flawOf(cleaned), QString());
}

void TestSafeHtml::givesBlocksTheirDirection_data() {
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QString>("cleaned");
    const auto row = [](const char* name, const char* html, const char* cleaned) {
        QTest::newRow(name) << QByteArray(html) << QString::fromUtf8(cleaned);
    };
    row("Hebrew", "<p>שלום world</p>", "<p dir=\"rtl\">שלום world</p>");
    row("Arabic in bold", "<p><b>مرحبا</b></p>", "<p dir=\"rtl\"><b>مرحبا</b></p>");
    row("Latin first", "<p>hello שלום</p>", "<p>hello שלום</p>");
    row("digits are weak", "<p>12% 😀 (שלום)</p>", "<p dir=\"rtl\">12% 😀 (שלום)</p>");
    row("list", "<ul><li>שלום</li><li>abc</li></ul>",
        "<ul dir=\"rtl\"><li>שלום</li><li dir=\"ltr\">abc</li></ul>");
    row("inherited", "<div>שלום<p>12</p></div>", "<div dir=\"rtl\">שלום<p>12</p></div>");
    row("its own word counts", "<p dir=\"ltr\">שלום</p>", "<p dir=\"ltr\">שלום</p>");
    row("code", "<div>שלום<pre>x = 'שלום'</pre></div>",
        "<div dir=\"rtl\">שלום<pre dir=\"ltr\">x = &#39;שלום&#39;</pre></div>");
}

void TestSafeHtml::givesBlocksTheirDirection() {
    QFETCH(QByteArray, html);
    QFETCH(QString, cleaned);
    QCOMPARE(clean(html), cleaned);
}

QTEST_APPLESS_MAIN(TestSafeHtml)
#include "tst_safe_html.moc"
