// SPDX-License-Identifier: MIT
#include <fstream>

#include <QMenu>
#include <QPlainTextEdit>
#include <QTemporaryDir>

#include "core/io/posix_disk.h"
#include "tests/ui/widget_test.h"
#include "ui/report/spelling_marks.h"
#include "ui/text/prose_words.h"

using namespace stemma;
using namespace stemma::ui;

class SpellingMarksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void wordsThatMeanSomething_data();
    void wordsThatMeanSomething();
    void marksTheUnknown();
    void offersAndReplaces();
    void ignoredWordsAreMarkedNoMore();
    void marksALongTextToItsEnd();

private:
    QTemporaryDir m_place;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    std::unique_ptr<QPlainTextEdit> m_edit;
    SpellingMarks* m_marks = nullptr;
    std::shared_ptr<spelling::Dictionary> m_dictionary;
};

void SpellingMarksTest::initTestCase() {
    const std::string stem = m_place.path().toStdString() + "/xx_XX";
    std::ofstream(stem + ".aff") << "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n";
    std::ofstream(stem + ".dic") << "3\nhouse\nthe\ndon't\n";
}

void SpellingMarksTest::init() {
    tests::failOnWarnings();
    m_edit = std::make_unique<QPlainTextEdit>();
    m_marks = new SpellingMarks(m_edit.get());
    m_dictionary = std::make_shared<spelling::Dictionary>(std::move(
        spelling::Dictionary::load(*m_disk, {"xx_XX", m_place.path().toStdString() + "/xx_XX"}).value()));
    m_marks->setDictionary(m_dictionary);
}

void SpellingMarksTest::wordsThatMeanSomething_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("plain") << QStringLiteral("The house, **bold**.")
                           << QStringList{QStringLiteral("The"), QStringLiteral("house"),
                                          QStringLiteral("bold")};
    QTest::newRow("apostrophe") << QStringLiteral("don't can’t")
                                << QStringList{QStringLiteral("don't"), QStringLiteral("can’t")};
    QTest::newRow("code") << QStringLiteral("run `select x` now")
                          << QStringList{QStringLiteral("run"), QStringLiteral("now")};
    QTest::newRow("addresses") << QStringLiteral("see https://example.org/abc and a@b.example")
                               << QStringList{QStringLiteral("see"), QStringLiteral("and")};
    QTest::newRow("link") << QStringLiteral("[text](page.html) on")
                          << QStringList{QStringLiteral("text"), QStringLiteral("on")};
    QTest::newRow("names") << QStringLiteral("net_revenue GDP q3 iPhone word")
                           << QStringList{QStringLiteral("word")};
    QTest::newRow("emoji") << QString::fromUtf8("one 🧪 two 𝐛𝐨𝐥𝐝")
                           << QStringList{QStringLiteral("one"), QStringLiteral("two"),
                                          QString::fromUtf8("𝐛𝐨𝐥𝐝")};
    QTest::newRow("Japanese") << QStringLiteral("これは") << QStringList{};
    QTest::newRow("Russian") << QStringLiteral("дом") << QStringList{QStringLiteral("дом")};
}

void SpellingMarksTest::wordsThatMeanSomething() {
    QFETCH(const QString, line);
    QFETCH(const QStringList, words);
    QStringList found;
    for (const ProseWord& word : proseWords(line))
        found << line.mid(word.position, word.length);
    QCOMPARE(found, words);
}

void SpellingMarksTest::marksTheUnknown() {
    m_edit->setPlainText(QStringLiteral("the hosue"));
    QCOMPARE(m_marks->unknownAt(1), QString());
    QCOMPARE(m_marks->unknownAt(6), QStringLiteral("hosue"));
    const auto formats = m_edit->document()->firstBlock().layout()->formats();
    QCOMPARE(formats.size(), 1);
    QCOMPARE(formats[0].start, 4);
    m_marks->setDictionary(nullptr);
    QVERIFY(m_edit->document()->firstBlock().layout()->formats().isEmpty());
}

void SpellingMarksTest::offersAndReplaces() {
    m_edit->setPlainText(QStringLiteral("the hosue stands"));
    QMenu menu;
    menu.addAction(QStringLiteral("Copy"));
    const QStringList others{QStringLiteral("house"), QStringLiteral("hose")};
    m_marks->offerIn(&menu, 2, others);
    QCOMPARE(menu.actions().size(), 1); // a known word
    m_marks->offerIn(&menu, 6, others);
    QCOMPARE(menu.actions().first()->text(), QStringLiteral("house"));
    QTextCursor(m_edit->document()).insertText(QStringLiteral("Now ")); // while the menu is open
    menu.actions().first()->trigger();
    QCOMPARE(m_edit->toPlainText(), QStringLiteral("Now the house stands"));
    menu.actions().at(1)->trigger(); // the word isn't there any more
    QCOMPARE(m_edit->toPlainText(), QStringLiteral("Now the house stands"));
}

void SpellingMarksTest::ignoredWordsAreMarkedNoMore() {
    QString ignored;
    connect(m_marks, &SpellingMarks::ignored, this, [&ignored, this](const QString& word) {
        ignored = word;
        m_dictionary->accept(word.toStdString());
        m_marks->recheck();
    });
    m_edit->setPlainText(QString::fromUtf8("hosue’s"));
    QMenu menu;
    m_marks->offerIn(&menu, 1, {});
    QCOMPARE(menu.actions().size(), 2); // and the separator
    menu.actions().first()->trigger();
    QCOMPARE(ignored, QStringLiteral("hosue's"));
    QCOMPARE(m_marks->unknownAt(1), QString());
    QVERIFY(m_edit->document()->firstBlock().layout()->formats().isEmpty());
}

/// Looked up in many turns of the event loop; every word gets its mark.
void SpellingMarksTest::marksALongTextToItsEnd() {
    QString text;
    for (int at = 0; at < 4'000; ++at) {
        QString word = QStringLiteral("x");
        for (int number = at; number > 0; number /= 26)
            word += QLatin1Char(static_cast<char>('a' + number % 26));
        text += word + QLatin1Char(at % 1'000 == 999 ? '\n' : ' '); // few, long paragraphs
    }
    text += QStringLiteral("the hosue");
    m_edit->setPlainText(text);
    const auto marked = [this] {
        qsizetype count = 0;
        for (auto block = m_edit->document()->begin(); block.isValid(); block = block.next())
            for (const auto& range : block.layout()->formats())
                count += block.text().mid(range.start, range.length).count(QLatin1Char('x')) > 0 ||
                         block.text().mid(range.start, range.length) == QStringLiteral("hosue");
        return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(marked() >= 3'999, 60'000);
    QCOMPARE(m_edit->toPlainText(), text);
}

STEMMA_WIDGET_TEST_MAIN(SpellingMarksTest)
#include "tst_spelling_marks.moc"
