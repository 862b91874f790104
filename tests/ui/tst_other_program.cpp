// SPDX-License-Identifier: MIT
// The main job in the real window while another program, in a process of its own, writes without a pause:
// nothing is lost, neither its changes nor the person's place.
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QProcess>
#include <QScrollBar>

#include "tests/support/proof.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/library/library_sidebar.h"

using namespace stemma;
using namespace stemma::ui;
using tests::Voyage;

namespace {

constexpr int patienceMs = 20'000;
constexpr int stormSaves = 150;

QStringList writerCommand(const Voyage& voyage, const QStringList& command) {
    const QString script =
        qEnvironmentVariable("STEMMA_TEST_DATA") + QStringLiteral("/../support/foreign_writer.py");
    return QStringList{QStringLiteral("-B"), script, voyage.folder.path()} + command;
}

void start(QProcess& process, const Voyage& voyage, const QStringList& command) {
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("python3"), writerCommand(voyage, command));
    QVERIFY(process.waitForStarted(patienceMs));
}

/// What the person sees of their place in the outline.
struct Place {
    QString current;
    bool folded = false;
    int scroll = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

Place placeIn(const OutlinePage& page, const QString& foldedSection) {
    return {page.tree()->currentIndex().data(OutlineModel::IdRole).toString(),
            !page.tree()->isExpanded(page.model()->indexOf(foldedSection.toStdString())),
            page.tree()->verticalScrollBar()->value()};
}

} // namespace

class OtherProgramTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void theVoyageGoesOnWhileItWrites();

private:
    void takesItsChangeInPlace(Voyage& voyage, int round);
};

void OtherProgramTest::takesItsChangeInPlace(Voyage& voyage, int round) {
    OutlinePage& page = *voyage.page().outlinePage();
    const QString folded = QStringLiteral("section:") +
                           QString::fromStdString(tests::sectionValue(7, "").stringAt("section_id").value());
    const Place before = placeIn(page, folded);
    QVERIFY(before.folded && before.scroll > 0);
    const QString title = QStringLiteral("Written by another, %1").arg(round);
    QProcess writer;
    start(writer, voyage, {QStringLiteral("add-section"), QString::fromStdString(voyage.writer.id()), title});
    const auto shows = [&page, &title] {
        return !page.model()
                    ->match(page.model()->index(0, 0), Qt::DisplayRole, title, 1, Qt::MatchExactly)
                    .isEmpty();
    };
    QElapsedTimer sinceWritten;
    QTRY_COMPARE_WITH_TIMEOUT(writer.state(), QProcess::NotRunning, patienceMs);
    sinceWritten.start();
    QCOMPARE(writer.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(shows(), patienceMs);
    qInfo("seen %lld ms after the other program had ended", static_cast<long long>(sinceWritten.elapsed()));
    QCOMPARE(placeIn(page, folded), before);
}

void OtherProgramTest::theVoyageGoesOnWhileItWrites() {
    Voyage voyage;
    const auto mode = QAbstractItemModelTester::FailureReportingMode::QtTest;
    const QAbstractItemModelTester list(voyage.window->list()->view()->model(), mode);
    const QAbstractItemModelTester places(voyage.window->sidebar()->model(), mode);
    const QAbstractItemModelTester outline(voyage.page().outlinePage()->model(), mode);
    const QAbstractItemModelTester timeline(voyage.history().model(), mode);
    QTRY_COMPARE(voyage.window->list()->view()->model()->rowCount(), 2);
    voyage.writer.evolve([](json::Value& document) {
        for (int part = 30; part < 80; ++part)
            document.edit("sections")->appendItem(tests::sectionValue(part, "Part", {}));
    });
    voyage.pause();
    voyage.writer.evolve(
        [](json::Value& document) { tests::setText(document, "Revenue stayed where it was."); });

    QProcess storm;
    start(storm, voyage,
          {QStringLiteral("storm"), QString::fromStdString(voyage.other.id()), QString::number(stormSaves),
           QStringLiteral("--pause"), QStringLiteral("0.03")});
    voyage.find("quarterly");
    voyage.trigger(Command::showOutline);
    OutlinePage& page = *voyage.page().outlinePage();
    QTreeView& tree = *page.tree();
    QTRY_VERIFY(page.model()->rowCount() > 50);
    tree.collapse(
        page.model()->indexOf("section:" + tests::sectionValue(7, "").stringAt("section_id").value()));
    tree.setCurrentIndex(
        page.model()->indexOf("section:" + tests::sectionValue(60, "").stringAt("section_id").value()));
    for (int round = 0; round < 3; ++round) {
        takesItsChangeInPlace(voyage, round);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(voyage.window->list()->view()->model()->rowCount() == 1, "the filter stays");
    tests::proved("A7", "selection, a fold and the scroll stay while a program writes", 3);

    voyage.trigger(Command::showRead);
    QTRY_VERIFY(voyage.page().readView()->toPlainText().contains(QStringLiteral("Revenue stayed")));
    voyage.trigger(Command::comparePrevious);
    QTRY_VERIFY(voyage.history().isVisible());
    QTRY_VERIFY(voyage.history().diffView()->changeCount() > 0);
    QTRY_VERIFY(voyage.history().restoreButton()->isEnabled());
    const std::string before = voyage.writer.outlineBytes();
    voyage.trigger(Command::restore);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    QCOMPARE(storm.state(), QProcess::Running); // else this would prove nothing
    Q_EMIT voyage.history().restorePanel()->accepted();
    QTRY_VERIFY(voyage.writer.outlineBytes() != before);
    QVERIFY(voyage.writer.outlineBytes().find("Written by another, 2") == std::string::npos);
    QTRY_VERIFY(voyage.window->actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_VERIFY(voyage.writer.outlineBytes().find("Written by another, 2") != std::string::npos);

    QTRY_COMPARE_WITH_TIMEOUT(storm.state(), QProcess::NotRunning, 60'000);
    QCOMPARE(storm.exitCode(), 0);
    QCOMPARE(voyage.other.outline().find("metadata")->find("storm")->asInteger().value_or(0), stormSaves);
    QCOMPARE(voyage.prompts.asked, 0);
}

STEMMA_WIDGET_TEST_MAIN(OtherProgramTest)
#include "tst_other_program.moc"
