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

private:
    QTemporaryDir m_place;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    std::unique_ptr<QPlainTextEdit> m_edit;
    SpellingMarks* m_marks = nullptr;
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
    m_marks->setDictionary(std::make_shared<spelling::Dictionary>(std::move(
        spelling::Dictionary::load(*m_disk, {"xx_XX", m_place.path().toStdString() + "/xx_XX"}).value())));
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
    m_marks->offerIn(&menu, 2);
    QCOMPARE(menu.actions().size(), 1); // a known word
    m_marks->offerIn(&menu, 6);
    QCOMPARE(menu.actions().first()->text(), QStringLiteral("house"));
    menu.actions().first()->trigger();
    QCOMPARE(m_edit->toPlainText(), QStringLiteral("the house stands"));
}

void SpellingMarksTest::ignoredWordsAreMarkedNoMore() {
    m_edit->setPlainText(QStringLiteral("hosue"));
    QMenu menu;
    m_marks->offerIn(&menu, 1);
    for (QAction* action : menu.actions())
        if (action->text().startsWith(QLatin1String("Ignore")))
            action->trigger();
    QCOMPARE(m_marks->unknownAt(1), QString());
    QVERIFY(m_edit->document()->firstBlock().layout()->formats().isEmpty());
}

STEMMA_WIDGET_TEST_MAIN(SpellingMarksTest)
#include "tst_spelling_marks.moc"
