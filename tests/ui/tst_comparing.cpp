// SPDX-License-Identifier: MIT
// Any two versions are compared in the real window: another report's, one in the trash, a file, unsaved
// edits.
#include <sys/stat.h>

#include <filesystem>

#include <QComboBox>
#include <QFile>
#include <QPushButton>

#include "core/json/json_document.h"
#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/history/compare_dialog.h"
#include "ui/history/diff_canvas.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/report_chooser.h"
#include "ui/session/edit_session.h"
#include "ui/session/library_session.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::Voyage;

namespace {

class Comparing : public Voyage {
public:
    void show() {
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        find("quarterly");
        window->desk()->setHistoryShown(true);
        QTRY_COMPARE(history().model()->rowCount(), 4);
    }
    [[nodiscard]] CompareDialog* openDialog() const {
        trigger(Command::compareWith);
        auto* dialog = window->desk()->findChild<CompareDialog*>();
        if (dialog != nullptr)
            (void)QTest::qWaitFor([&] { return dialog->from()->place() && dialog->to()->place(); });
        return dialog;
    }
    static void chooseReport(VersionPicker& picker, const QString& text) {
        const int row = picker.reports()->findText(text, Qt::MatchContains);
        QVERIFY2(row >= 0, qPrintable(text));
        picker.reports()->setCurrentIndex(row);
        Q_EMIT picker.reports()->activated(row);
    }
    void choose(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
    }
    [[nodiscard]] DiffView& view() const { return *history().diffView(); }
    /// Compares a file with the report as it is.
    void compareFile(const QString& path) {
        prompts.outline = path;
        CompareDialog* dialog = openDialog();
        QVERIFY(dialog != nullptr);
        chooseReport(*dialog->from(), QStringLiteral("A file"));
        QTRY_VERIFY(dialog->compareButton()->isEnabled());
        dialog->compareButton()->click();
    }
    /// A copy of the outline with other words.
    [[nodiscard]] QString fileWith(const std::string& from, const std::string& to) const {
        const QString path = own.filePath(QStringLiteral("other.json"));
        QFile file(path);
        std::string bytes = writer.outlineBytes();
        bytes.replace(bytes.find(from), from.size(), to);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(bytes)) > 0
                   ? path
                   : QString();
    }
    [[nodiscard]] bool tells(const QString& words) const {
        for (const QString& text : window->messages()->texts())
            if (text.contains(words))
                return true;
        return false;
    }
};

std::filesystem::path own(const Comparing& voyage) {
    return voyage.own.path().toStdString();
}

} // namespace

class ComparingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void comparesItsOwnVersions();
    void aFailureElsewhereIsNoneOfIt();
    void tellsWhatCannotBeCompared();
    void comparesAnotherReport();
    void comparesOneInTheTrash();
    void comparesUnsavedEdits();
    void comparesAFile();
    void bearsHostileFiles();
    void restoresPartsOfAFile();
    void restoresPartsOfOneInTheTrash();
};

void ComparingTest::comparesItsOwnVersions() {
    Comparing voyage;
    voyage.show();
    CompareDialog* dialog = voyage.openDialog();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->from()->versions()->currentIndex(), 1);
    QCOMPARE(dialog->to()->versions()->currentText(), QStringLiteral("now"));
    dialog->compareButton()->click();
    QTRY_VERIFY2(voyage.view().headerText().endsWith(QStringLiteral("\nto now")),
                 qPrintable(voyage.view().headerText()));
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("shrank")));
}

/// Of whatever else fails while it is on its way.
void ComparingTest::aFailureElsewhereIsNoneOfIt() {
    Comparing voyage;
    voyage.show();
    voyage.choose(1);
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("shrank")));
    voyage.choose(2);
    Q_EMIT voyage.page().session()->failed({ErrorCode::io, "do something else", {}, {}, {}});
    QTRY_VERIFY2(voyage.view().plainText().contains(QStringLiteral("What happened.")),
                 qPrintable(voyage.view().headerText()));
}

void ComparingTest::tellsWhatCannotBeCompared() {
    Comparing voyage;
    voyage.show();
    voyage.choose(1);
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("shrank")));
    const std::filesystem::path backups = std::filesystem::path(voyage.writer.directory()) / "backups";
    std::filesystem::rename(backups, own(voyage) / "backups");
    voyage.choose(2);
    QTRY_VERIFY2(voyage.view().headerText().startsWith(QStringLiteral("Could not")),
                 qPrintable(voyage.view().headerText()));
    QVERIFY(!voyage.view().isShown());
    std::filesystem::rename(own(voyage) / "backups", backups);
    voyage.choose(1);
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("shrank")));
    voyage.choose(2);
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("What happened.")));
}

void ComparingTest::comparesAnotherReport() {
    Comparing voyage;
    voyage.show();
    CompareDialog* dialog = voyage.openDialog();
    QVERIFY(dialog != nullptr);
    Comparing::chooseReport(*dialog->to(), QStringLiteral("Something else"));
    QTRY_VERIFY(dialog->compareButton()->isEnabled());
    dialog->compareButton()->click();
    QTRY_VERIFY2(voyage.view().headerText().contains(QStringLiteral("Something else")),
                 qPrintable(voyage.view().headerText()));
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("Something else")));
}

void ComparingTest::comparesOneInTheTrash() {
    Comparing voyage;
    voyage.show();
    voyage.window->session()->trash(ReportId(voyage.other.id()));
    QTRY_COMPARE(voyage.window->session()->snapshot()->trash.size(), std::size_t{1});
    CompareDialog* dialog = voyage.openDialog();
    QVERIFY(dialog != nullptr);
    Comparing::chooseReport(*dialog->from(), QStringLiteral("(in the trash)"));
    QTRY_VERIFY(dialog->compareButton()->isEnabled());
    dialog->compareButton()->click();
    QTRY_VERIFY2(voyage.view().headerText().contains(QStringLiteral("(in the trash)")),
                 qPrintable(voyage.view().headerText()));
    QTRY_VERIFY(voyage.window->actions().action(Command::restoreParts)->isEnabled());
}

void ComparingTest::comparesUnsavedEdits() {
    Comparing voyage;
    voyage.show();
    EditSession* edit = voyage.window->desk()->edit();
    QTRY_VERIFY(edit->isEditable());
    edit->apply(json::parse(R"([{"op":"set-title","title":"Typed, and not saved"}])").value());
    QTRY_VERIFY(edit->isModified());
    CompareDialog* dialog = voyage.openDialog();
    QVERIFY(dialog != nullptr);
    Comparing::chooseReport(*dialog->from(), QStringLiteral("This report"));
    QTRY_VERIFY(dialog->from()->place().has_value());
    Comparing::chooseReport(*dialog->to(), QStringLiteral("unsaved edits"));
    dialog->compareButton()->click();
    QTRY_VERIFY(voyage.view().headerText().endsWith(QStringLiteral("with the unsaved edits")));
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("Typed, and not saved")));
}

void ComparingTest::comparesAFile() {
    Comparing voyage;
    voyage.show();
    voyage.compareFile(voyage.fileWith("Quarterly", "Yearly"));
    QTRY_VERIFY2(voyage.view().headerText().contains(QStringLiteral("other.json")),
                 qPrintable(voyage.view().headerText()));
    QTRY_COMPARE(voyage.view().changeCount(), 1);
}

/// What can't be read is told; what is no outline is compared by its lines.
void ComparingTest::bearsHostileFiles() {
    Comparing voyage;
    voyage.show();
    const QString fifo = voyage.own.filePath(QStringLiteral("fifo.json"));
    QCOMPARE(mkfifo(fifo.toLocal8Bit().constData(), 0600), 0);
    voyage.compareFile(fifo);
    QTRY_VERIFY(voyage.tells(QStringLiteral("fifo.json")));
    voyage.compareFile(voyage.own.filePath(QStringLiteral("nowhere.json")));
    QTRY_VERIFY(voyage.tells(QStringLiteral("nowhere.json")));
    const QString noise = voyage.own.filePath(QStringLiteral("noise.json"));
    QFile file(noise);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 20'000; ++i)
        file.putChar(static_cast<char>(i * 7919 % 256));
    file.close();
    voyage.compareFile(noise);
    QTRY_VERIFY2(voyage.view().plainText().contains(QStringLiteral("compared line by line")),
                 qPrintable(voyage.view().plainText().left(200)));
}

void ComparingTest::restoresPartsOfAFile() {
    Comparing voyage;
    voyage.show();
    voyage.compareFile(voyage.fileWith("Costs stayed.", "Costs vanished."));
    QTRY_VERIFY(voyage.view().plainText().contains(QStringLiteral("vanished"))); // not the history's own
    QTRY_VERIFY(voyage.window->actions().action(Command::restoreParts)->isEnabled());
    voyage.view().nextChange();
    voyage.trigger(Command::restoreParts);
    QTRY_VERIFY2(voyage.history().partsOffer() != nullptr, // what was looked at is ticked
                 qPrintable(voyage.history().restorePanel()->bodyText()));
    QTRY_VERIFY(voyage.history().restorePanel()->acceptButton()->isEnabled());
    voyage.history().restorePanel()->acceptButton()->click();
    QTRY_COMPARE(voyage.writer.outline().find("insights")->items()[1].stringAt("summary").value_or(""),
                 std::string("Costs vanished."));
    QCOMPARE(voyage.text(), std::string("Revenue shrank by twelve percent."));
}

/// From the page of the report in the trash, which stays there.
void ComparingTest::restoresPartsOfOneInTheTrash() {
    Comparing voyage;
    voyage.other.evolve([](Value& outline) {
        outline.edit("sections")->appendItem(tests::sectionValue(3, "Rescued.", {3}));
        outline.edit("insights")->appendItem(tests::insightValue(3, "What was thrown away."));
    });
    voyage.show();
    voyage.window->session()->trash(ReportId(voyage.other.id()));
    voyage.window->list()->clearFilter();
    voyage.window->sidebar()->setScope(ListScope{ListScope::Kind::trash, {}});
    QTRY_COMPARE(voyage.window->list()->view()->model()->rowCount(), 1);
    voyage.window->list()->view()->setCurrentIndex(voyage.window->list()->view()->model()->index(0, 0));
    QPushButton* into = nullptr;
    for (auto* button : voyage.window->desk()->findChildren<QPushButton*>())
        if (button->text().contains(QStringLiteral("Parts of It")))
            into = button;
    QVERIFY(into != nullptr);
    QTRY_VERIFY(into->isVisible());
    into->click();
    auto* chooser = voyage.window->findChild<ReportChooser*>();
    QVERIFY(chooser != nullptr && chooser->list()->model()->rowCount() == 1);
    QTest::keyClick(chooser->filterEdit(), Qt::Key_Return);
    QTRY_VERIFY(voyage.history().restorePanel()->isVisible());
    DiffCanvas& canvas = *voyage.view().canvas();
    QTRY_VERIFY(canvas.isChoosing() && canvas.rowCount() > 2);
    canvas.tick({"insight", tests::fixedUuid('b', 3), {}});
    canvas.setKeeping(false);
    QTRY_VERIFY(voyage.history().restorePanel()->acceptButton()->isEnabled());
    voyage.history().restorePanel()->acceptButton()->click();
    QTRY_COMPARE(voyage.writer.outline().find("insights")->items().size(), std::size_t{3});
    QCOMPARE(voyage.writer.outline().find("insights")->items().back().stringAt("summary").value_or(""),
             std::string("What was thrown away."));
    QCOMPARE(voyage.window->session()->snapshot()->trash.size(), std::size_t{1});
}

STEMMA_WIDGET_TEST_MAIN(ComparingTest)
#include "tst_comparing.moc"
