// SPDX-License-Identifier: MIT
#include <cerrno>

#include <QApplication>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

#include "ui/report/find_bar.h"
#include "ui/report/json_tokens.h"
#include "ui/report/source_document.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

constexpr Timestamp noon{1'741'694'400'000'000}; // 2025-03-11T12:00:00Z
constexpr std::int64_t second = 1'000'000;

Timestamp before(std::int64_t seconds) {
    return {noon.micros - seconds * second};
}

} // namespace

class TextsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsTimes();
    void tellsTextsThatAreNoTime();
    void tellsErrors();
    void findsTheDirectionOfContent();
    void makesOneLine();
    void coloursCanBeRead();
    void tokenizesLinesOfJson();
    void preparesSource();
    void coloursSourceOffTheWindow();
    void findsPlaces();
};

void TextsTest::tellsTimes() {
    QCOMPARE(relativeTime(before(5), noon), QStringLiteral("just now"));
    QCOMPARE(relativeTime(before(120), noon), QStringLiteral("2 min ago"));
    QCOMPARE(relativeTime(before(3 * 3600), noon), QStringLiteral("3 h ago"));
    QCOMPARE(relativeTime(before(20 * 3600), noon), QStringLiteral("yesterday"));
    QCOMPARE(relativeTime(before(40 * 86400), noon), QStringLiteral("30 Jan"));
    QCOMPARE(relativeTime(before(400 * 86400), noon), QStringLiteral("5 Feb 2024"));
    QCOMPARE(relativeTime(before(-7200), noon), QStringLiteral("14:00")); // a clock that is ahead
    QCOMPARE(shortTime(before(3600), noon), QStringLiteral("11:00"));
    QCOMPARE(shortTime(before(86400), noon), QStringLiteral("10 Mar 12:00"));
    QVERIFY(exactTime(noon).contains(QStringLiteral("12:00:00 UTC")));
}

void TextsTest::tellsTextsThatAreNoTime() {
    QVERIFY(relativeTime("last week or so", noon).contains(QStringLiteral("last week or so")));
    QCOMPARE(relativeTime("", noon), QStringLiteral("unknown time"));
}

void TextsTest::tellsErrors() {
    const Error full = systemError(ENOSPC, "save the report", "/lib/outline.json");
    const QString text = errorText(full);
    QVERIFY(text.startsWith(QStringLiteral("Could not save the report.")));
    QVERIFY(text.contains(QStringLiteral("/lib/outline.json")));
    QVERIFY(text.contains(QStringLiteral("disk is full")));
    QVERIFY(text.contains(QStringLiteral("Free some space")));
    Error conflict{ErrorCode::conflict, "restore the version", "/x", "the report changed meanwhile", {}, 0,
                   Committed::no};
    QVERIFY(errorText(conflict).contains(QStringLiteral("changed meanwhile")));
    QVERIFY(errorText(conflict).contains(QStringLiteral("Nothing was written")));
    conflict.committed = Committed::unknown;
    QVERIFY(errorText(conflict).contains(QStringLiteral("power failure")));
}

void TextsTest::findsTheDirectionOfContent() {
    QCOMPARE(directionOf(QStringLiteral("12 abc"), Qt::RightToLeft), Qt::LeftToRight);
    QCOMPARE(directionOf(QStringLiteral("… תקציר"), Qt::LeftToRight), Qt::RightToLeft);
    QCOMPARE(directionOf(QStringLiteral("12"), Qt::RightToLeft), Qt::RightToLeft);
}

void TextsTest::makesOneLine() {
    QCOMPARE(oneLine(QStringLiteral("# Title\n\n- **bold** `code`\n  more")),
             QStringLiteral("Title bold code more"));
    QVERIFY(oneLine(QString(5000, QLatin1Char('x')), 100).size() <= 100);
}

void TextsTest::coloursCanBeRead() {
    QPalette light, dark, contrast;
    light.setColor(QPalette::Base, Qt::white);
    light.setColor(QPalette::Text, Qt::black);
    dark.setColor(QPalette::Base, QColor(30, 30, 32));
    dark.setColor(QPalette::Text, QColor(230, 230, 230));
    contrast.setColor(QPalette::Base, Qt::black);
    contrast.setColor(QPalette::Text, Qt::yellow);
    for (const QPalette& palette : {light, dark, contrast}) {
        const MeaningColours colours = meaningColours(palette);
        QVERIFY(contrastOf(colours.added, colours.addedBackground) >= 4.5);
        QVERIFY(contrastOf(colours.removed, colours.removedBackground) >= 4.5);
        QVERIFY(contrastOf(colours.moved, palette.color(QPalette::Base)) >= 4.5);
        QVERIFY(contrastOf(colours.muted, palette.color(QPalette::Base)) >= 4.5);
        const SourceStyle source = sourceStyle(palette, QFont());
        for (const QColor& colour : {source.key, source.string, source.number, source.word, source.mark})
            QVERIFY(contrastOf(colour, palette.color(QPalette::Base)) >= 4.5);
    }
}

void TextsTest::tokenizesLinesOfJson() {
    const QString line = QStringLiteral("  \"ke\\\"y\": [\"text\", -1.5e3, NaN, -Infinity, null],");
    std::vector<QString> texts;
    std::vector<JsonTokenKind> kinds;
    for (const JsonToken& token : jsonTokens(line)) {
        if (token.kind == JsonTokenKind::mark)
            continue;
        texts.push_back(line.mid(token.start, token.length));
        kinds.push_back(token.kind);
    }
    const std::vector<QString> wanted{QStringLiteral("\"ke\\\"y\""), QStringLiteral("\"text\""),
                                      QStringLiteral("-1.5e3"),      QStringLiteral("NaN"),
                                      QStringLiteral("-Infinity"),   QStringLiteral("null")};
    QCOMPARE(texts, wanted);
    QCOMPARE(kinds.front(), JsonTokenKind::key);
    QCOMPARE(kinds[1], JsonTokenKind::string);
    QCOMPARE(kinds[2], JsonTokenKind::number);
    QVERIFY(jsonTokens(QStringLiteral("\"never closed")).size() == 1);
}

void TextsTest::preparesSource() {
    const SourceText plain = sourceText("{\r\n  \"a\": 1\n}");
    QCOMPARE(plain.lines.size(), std::size_t{3});
    QCOMPARE(plain.lines[0].text, QStringLiteral("{"));
    QCOMPARE(plain.lines[2].number, 3);
    QVERIFY(!plain.cut && !plain.split && !plain.notUtf8);

    const SourceText odd = sourceText(std::string("\xff\n") + std::string(25'000, 'x') + "\nlast");
    QVERIFY(odd.notUtf8);
    QVERIFY(odd.split);
    QCOMPARE(odd.lines.size(), std::size_t{5});
    QCOMPARE(odd.lines[2].number, 0);
    QCOMPARE(odd.lines.back().number, 3);

    QVERIFY(sourceText(std::string(shownSizeLimit + 10, ' ')).cut);
    const SourceText many = sourceText(std::string(shownLineLimit + 10, '\n'));
    QVERIFY(many.cut);
    QCOMPARE(many.lines.size(), shownLineLimit);
}

void TextsTest::coloursSourceOffTheWindow() {
    const SourceText text = sourceText("{\n  \"key\": \"value\"\n}");
    const auto document = sourceDocument(text, sourceStyle(QPalette(), QFont()), Colours::yes);
    QCOMPARE(document->thread(), nullptr);
    document->moveToThread(thread());
    QCOMPARE(document->blockCount(), 3);
    const QTextBlock block = document->findBlockByNumber(1);
    QCOMPARE(block.userState(), 2);
    QVERIFY(block.layout()->formats().size() >= 2);
}

void TextsTest::findsPlaces() {
    QCOMPARE(findAll(QStringLiteral("Aa aA"), QStringLiteral("a"), 10), (std::vector<int>{0, 1, 3, 4}));
    QCOMPARE(findAll(QStringLiteral("aaaa"), QStringLiteral("aa"), 10), (std::vector<int>{0, 2}));
    QCOMPARE(findAll(QStringLiteral("aaaa"), QStringLiteral("a"), 2).size(), std::size_t{2});
    QVERIFY(findAll(QStringLiteral("aaaa"), QString(), 2).empty());
}

QTEST_MAIN(TextsTest)
#include "tst_texts.moc"
