// SPDX-License-Identifier: MIT
#include <QTest>

#include <random>

#include "core/diff/edit_script.h"
#include "core/diff/text_diff.h"
#include "core/diff/tokens.h"

using namespace stemma::diff;

namespace {

/// "The [-old-]{+new+} words": what a person would read.
QString marked(const std::vector<Segment>& segments) {
    std::string text;
    for (const Segment& segment : segments)
        text += segment.kind == SegmentKind::same      ? segment.text
                : segment.kind == SegmentKind::removed ? "[-" + segment.text + "-]"
                                                       : "{+" + segment.text + "+}";
    return QString::fromStdString(text);
}

QString words(const char* before, const char* after) {
    return marked(wordDifference(before, after));
}

bool rebuilds(const std::vector<Segment>& segments, const std::string& before, const std::string& after) {
    std::string old, now;
    for (const Segment& segment : segments) {
        if (segment.text.empty())
            return false;
        if (segment.kind != SegmentKind::added)
            old += segment.text;
        if (segment.kind != SegmentKind::removed)
            now += segment.text;
    }
    return old == before && now == after;
}

std::size_t longestCommon(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j)
            table[i][j] =
                a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : std::max(table[i - 1][j], table[i][j - 1]);
    return table[a.size()][b.size()];
}

std::vector<std::uint32_t> kept(const std::vector<std::uint32_t>& from, const std::vector<bool>& marks) {
    std::vector<std::uint32_t> left;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (!marks[i])
            left.push_back(from[i]);
    return left;
}

} // namespace

class TestTextDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeWords_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* before, const char* after, const char* expected) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(expected);
        };
        row("same", "one two", "one two", "one two");
        row("nothing", "", "", "");
        row("all new", "", "one", "{+one+}");
        row("all gone", "one", "", "[-one-]");
        row("one word", "the quick fox", "the slow fox", "the [-quick-]{+slow+} fox");
        row("not letters", "revenue", "revenues", "[-revenue-]{+revenues+}");
        row("inserted", "a b", "a new b", "a {+new +}b");
        row("a mark", "Done.", "Done!", "Done[-.-]{+!+}");
        row("apostrophes join", "we don't", "we won't", "we [-don't-]{+won't+}");
        row("numbers are whole", "grew 1,200.50 times", "grew 1,300.50 times",
            "grew [-1,200.50-]{+1,300.50+} times");
        row("a comma is no part of a word", "one,two", "one;two", "one[-,-]{+;+}two");
        row("rewritten words join", "a fast red car", "a slow blue car", "a [-fast red-]{+slow blue+} car");
        row("a word that stands parts", "quick brown fox jumps", "slow brown cat jumps",
            "[-quick-]{+slow+} brown [-fox-]{+cat+} jumps");
        row("umlauts", "über Öl", "über Ol", "über [-Öl-]{+Ol+}");
        row("combining marks stay", "cafe\u0301 x", "cafe x", "[-cafe\u0301-]{+cafe+} x");
        row("Chinese by character", "四半期売上", "四半期収益", "四半期[-売上-]{+収益+}");
        row("Thai by character", "ราคาขึ้น", "ราคาลง", "ราคา[-ขึ้น-]{+ลง+}");
        row("Korean by word", "매출 증가", "매출 감소", "매출 [-증가-]{+감소+}");
        row("Arabic by word", "تقرير الأرباح ربع", "تقرير الإيرادات ربع",
            "تقرير [-الأرباح-]{+الإيرادات+} ربع");
        row("a family is one", "x 👩‍👩‍👧‍👦 y", "x 👩‍👧 y",
            "x [-👩‍👩‍👧‍👦-]{+👩‍👧+} y");
        row("flags are whole", "🇩🇪🇫🇷", "🇩🇪🇮🇹", "🇩🇪[-🇫🇷-]{+🇮🇹+}");
    }

    void wholeWords() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, expected);
        QCOMPARE(words(before.constData(), after.constData()), expected);
    }

    void lines() {
        QCOMPARE(marked(lineDifference("a\nb\nc\n", "a\nx\nc\n")), QStringLiteral("a\n[-b\n-]{+x\n+}c\n"));
        QCOMPARE(marked(lineDifference("a\nb", "a\nb\n")), QStringLiteral("a\n[-b-]{+b\n+}"));
        QVERIFY(lineDifference("", "").empty());
    }

    void tokensAreTheText() {
        std::mt19937 random(11);
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (auto i = random() % 40; i > 0; --i)
                text += static_cast<char>(random());
            std::string joined;
            for (const std::string_view token : wordTokens(text)) {
                QVERIFY(!token.empty());
                joined += token;
            }
            QCOMPARE(joined, text);
        }
    }

    void anyBytesAreRebuilt() {
        std::mt19937 random(7);
        for (int round = 0; round < 3000; ++round) {
            std::string before, after;
            for (auto i = random() % 30; i > 0; --i)
                before += static_cast<char>(random() % 2 == 0 ? random() : 'a' + random() % 3);
            for (auto i = random() % 30; i > 0; --i)
                after += static_cast<char>(random() % 2 == 0 ? ' ' : 'a' + random() % 3);
            QVERIFY(rebuilds(wordDifference(before, after), before, after));
            QVERIFY(rebuilds(lineDifference(before, after), before, after));
        }
    }

    void theScriptIsTheShortest() {
        std::mt19937 random(3);
        for (int round = 0; round < 5000; ++round) {
            std::vector<std::uint32_t> a(random() % 14), b(random() % 14);
            const auto letters = 1 + random() % 4;
            for (auto& one : a)
                one = static_cast<std::uint32_t>(random() % letters);
            for (auto& one : b)
                one = static_cast<std::uint32_t>(random() % letters);
            const EditScript script = shortestEditScript(a, b, 4000);
            QCOMPARE(kept(a, script.removed), kept(b, script.added));
            QCOMPARE(kept(a, script.removed).size(), longestCommon(a, b));
            const EditScript cut = shortestEditScript(a, b, 3);
            QCOMPARE(kept(a, cut.removed), kept(b, cut.added));
        }
    }

    void textsBeyondComparison() {
        std::string before = "Both begin so. ";
        std::string after = before;
        for (int i = 0; i < 30'000; ++i) {
            before += "a" + std::to_string(i) + ' ';
            after += "b" + std::to_string(i) + ' ';
        }
        before += "The end.";
        after += "The end.";
        const auto segments = wordDifference(before, after);
        QVERIFY(rebuilds(segments, before, after));
        QCOMPARE(segments.size(), std::size_t{4});
        QCOMPARE(segments[0].text, std::string("Both begin so. "));
        QCOMPARE(segments[3].text, std::string(" The end."));
    }

    void aLongParagraphWithFewEdits() {
        std::string before, after;
        for (int i = 0; i < 20'000; ++i) {
            before += "word" + std::to_string(i % 97) + ' ';
            after += (i % 1000 == 500 ? std::string("other") : "word" + std::to_string(i % 97)) + ' ';
        }
        const auto segments = wordDifference(before, after);
        QVERIFY(rebuilds(segments, before, after));
        QCOMPARE(segments.size(), std::size_t{61});
    }
};

QTEST_APPLESS_MAIN(TestTextDiff)
#include "tst_text_diff.moc"
