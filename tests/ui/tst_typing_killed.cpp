// SPDX-License-Identifier: MIT
// kill -9 in the middle of typing: every keystroke that is older than a second is in the draft, and the next
// window gives it back.
#include <QDateTime>
#include <QProcess>
#include <QRandomGenerator>

#include "tests/support/proof.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/session/draft_keeper.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::tests;
using namespace stemma::ui;

namespace {

constexpr qint64 safeAfterMs = 1000;

/// The first `count` letters of what typing_window types.
std::string typed(int count) {
    std::string text;
    for (int number = 1; static_cast<int>(text.size()) < count; ++number)
        text += "w" + std::to_string(number) + " ";
    return text.substr(0, static_cast<std::size_t>(count));
}

/// How many letters were older than a second when it was killed.
struct Killed {
    int safe = 0;
    int all = 0;
    QByteArray wrong;
};

Killed typeAndKill(const Voyage& voyage, const QString& own) {
    QProcess typist;
    typist.setProcessChannelMode(QProcess::SeparateChannels);
    typist.start(QCoreApplication::applicationDirPath() + QStringLiteral("/typing_window"),
                 {voyage.folder.path(), own, QString::fromStdString(voyage.writer.id())});
    QByteArray output;
    const auto read = [&] { output += typist.readAllStandardOutput(); };
    while (!output.contains("ready") && typist.waitForReadyRead(30'000))
        read();
    if (!output.contains("ready")) {
        typist.kill();
        typist.waitForFinished(-1);
        return {0, 0,
                "it never began: " + QByteArray::number(typist.exitCode()) + output +
                    typist.readAllStandardError()};
    }
    const qint64 end =
        QDateTime::currentMSecsSinceEpoch() + QRandomGenerator::global()->bounded(1'200, 3'500);
    for (qint64 left = 1; left > 0; left = end - QDateTime::currentMSecsSinceEpoch()) {
        typist.waitForReadyRead(static_cast<int>(left));
        read();
    }
    const qint64 death = QDateTime::currentMSecsSinceEpoch();
    typist.kill();
    typist.waitForFinished(-1);
    read();
    Killed killed;
    for (const QByteArray& line : output.mid(output.indexOf('\n') + 1).split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() != 2)
            continue;
        killed.all = words[1].toInt();
        if (words[0].toLongLong() <= death - safeAfterMs)
            killed.safe = killed.all;
    }
    return killed;
}

} // namespace

class TestTypingKilled : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKeyOlderThanASecondIsKept();
    void theNextWindowGivesItBack();
};

void TestTypingKilled::everyKeyOlderThanASecondIsKept() {
    const int kills = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 50 : 5;
    const Voyage voyage;
    std::size_t keys = 0;
    for (int kill = 0; kill < kills; ++kill) {
        QTemporaryDir own;
        const Killed killed = typeAndKill(voyage, own.path());
        QVERIFY2(killed.wrong.isEmpty(), killed.wrong.constData());
        QVERIFY2(killed.safe > 0, "nothing was typed");
        journal::DraftStore store(*voyage.disk, own.path().toStdString() + "/drafts");
        const auto found = store.find(voyage.folder.path().toStdString(), ReportId(voyage.writer.id()));
        QVERIFY2(found && found->problems.empty(), "a draft is damaged");
        const auto& drafts = found->drafts;
        QCOMPARE(drafts.size(), std::size_t{1});
        QVERIFY(!drafts.front().ownerAlive);
        QVERIFY2(drafts.front().working.find(typed(killed.safe)) != std::string::npos,
                 qPrintable(QStringLiteral("kill %1: of %2 keys the first %3 should be there")
                                .arg(kill)
                                .arg(killed.all)
                                .arg(killed.safe)));
        keys += static_cast<std::size_t>(killed.safe);
    }
    qInfo("%zu keys were older than a second", keys);
    stemma::tests::proved("P1 P3", "kill -9 while typing, keystrokes older than a second kept", keys);
}

void TestTypingKilled::theNextWindowGivesItBack() {
    Voyage voyage;
    QVERIFY(typeAndKill(voyage, voyage.own.path()).wrong.isEmpty());
    voyage.open();
    EditSession* edit = nullptr;
    QTRY_COMPARE(voyage.window->list()->view()->model()->rowCount(), 2);
    voyage.find("quarterly");
    QTRY_VERIFY((edit = voyage.window->desk()->edit()) != nullptr && edit->isEditable());
    QTRY_VERIFY(
        voyage.window->messages()->texts().join(QLatin1Char(' ')).contains(QLatin1String("Unsaved edits")));
    QVERIFY(!edit->isModified());
    for (QPushButton* button : voyage.window->messages()->findChildren<QPushButton*>())
        if (button->text().contains(QLatin1String("Take")))
            button->click();
    QTRY_VERIFY(edit->isModified());
    QVERIFY(edit->state()->report->bytes.find("w1 w2 w3") != std::string::npos);
    edit->undo(); // one step
    QTRY_VERIFY(!edit->isModified());
}

STEMMA_WIDGET_TEST_MAIN(TestTypingKilled)
#include "tst_typing_killed.moc"
