// SPDX-License-Identifier: MIT
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/ui/photographer.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/edit_form.h"
#include "ui/history/restore_panel.h"
#include "ui/shell/action_table.h"
#include "ui/shell/command_state.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"
#include "ui/shell/visits.h"
#include "ui/text/contrast.h"

using namespace stemma;
using namespace stemma::ui;

namespace {

/// Light on black, nothing between.
QPalette highContrast() {
    QPalette palette(Qt::white, Qt::black);
    palette.setColor(QPalette::Base, Qt::black);
    palette.setColor(QPalette::Text, Qt::white);
    return palette;
}

/// The strongest contrast to its ground along a row of points through the middle of an empty check box.
double contrastOfCheckBox(QListWidget& list, int row) {
    QStyleOptionViewItem option;
    option.initFrom(&list);
    option.rect = list.visualItemRect(list.item(row));
    option.features = QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDisplay;
    const QRect box = list.style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, &list);
    const QImage seen = list.viewport()->grab(box.adjusted(-1, 0, 1, 0)).toImage();
    double strongest = 1;
    for (int x = 0; x < seen.width(); ++x)
        strongest = std::max(strongest, contrastOf(seen.pixelColor(x, seen.height() / 2),
                                                   list.palette().color(QPalette::Base)));
    return strongest;
}

} // namespace

class ShellPartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void everyCommandHasTextIconAndId();
    void rowsStandInTheOrderOfTheCommands();
    void noTwoCommandsHearTheSameKeys();
    void functionKeysHaveCtrlTwinsAndAltIsFree();
    void personsShortcutsAreUsedAndClashesSaid();
    void whatCannotBeDoneSaysWhy();
    void commandsFollowTheRow();
    void numbersAreClamped();
    void damagedSettingsCountAsNotChosen();
    void recentLibrariesAreNewestFirst();
    void messagesAreFewAndNotDoubled();
    void actionRunsAfterItsMessageIsGone();
    void doneGoesByItselfAndErrorsStay();
    void iconsFollowThePalette();
    void iconsAreSharpOnDenseScreens();
    void visitsGoBackAndForward();
    void checkBoxesOfListsAreSeen();

private:
    QTemporaryDir m_place;
    [[nodiscard]] QString file(const char* name) const { return m_place.filePath(QLatin1String(name)); }
};

void ShellPartsTest::everyCommandHasTextIconAndId() {
    const Settings settings(file("none.ini"));
    const ActionTable actions(settings);
    QSet<QString> ids;
    for (const CommandRow& row : commandRows()) {
        const QAction* action = actions.action(row.command);
        QVERIFY2(!action->text().isEmpty(), row.id);
        QVERIFY2(!action->toolTip().isEmpty(), row.id);
        QVERIFY2(!ids.contains(QLatin1String(row.id)), row.id);
        ids.insert(QLatin1String(row.id));
        // The icon shows something: not every point is transparent.
        const QImage image = action->icon().pixmap(24, 24).toImage();
        bool drawn = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                drawn = drawn || qAlpha(image.pixel(x, y)) > 60;
        }
        QVERIFY2(drawn, row.id);
    }
}

void ShellPartsTest::rowsStandInTheOrderOfTheCommands() {
    // The table is read by position.
    for (std::size_t at = 0; at < commandRows().size(); ++at)
        QCOMPARE(static_cast<std::size_t>(commandRows()[at].command), at);
    QCOMPARE(commandRows().back().command, Command::about);
}

void ShellPartsTest::noTwoCommandsHearTheSameKeys() {
    const Settings settings(file("none.ini"));
    for (const auto& clash : shortcutClashes(settings))
        QFAIL(qPrintable(clash.keys.toString()));
}

void ShellPartsTest::functionKeysHaveCtrlTwinsAndAltIsFree() {
    for (const CommandRow& row : commandRows()) {
        bool hasFunctionKey = false, hasCtrl = false;
        for (const QKeySequence& keys : ActionTable::standardKeys(row)) {
            QVERIFY2(!keys.isEmpty(), row.id);
            const auto key = keys[0];
            QVERIFY2(!key.keyboardModifiers().testFlag(Qt::AltModifier), row.id);
            QVERIFY2(!key.keyboardModifiers().testFlag(Qt::MetaModifier), row.id);
            hasFunctionKey = hasFunctionKey || (key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35);
            hasCtrl = hasCtrl || key.keyboardModifiers().testFlag(Qt::ControlModifier);
        }
        QVERIFY2(!hasFunctionKey || hasCtrl, row.id);
    }
}

void ShellPartsTest::personsShortcutsAreUsedAndClashesSaid() {
    Settings settings(file("keys.ini"));
    settings.setShortcuts(QStringLiteral("refresh"), {QKeySequence(QStringLiteral("Ctrl+O"))});
    const ActionTable actions(settings);
    QCOMPARE(actions.action(Command::refresh)->shortcut(), QKeySequence(QStringLiteral("Ctrl+O")));
    QCOMPARE(shortcutClashes(settings).size(), std::size_t{1});
    settings.resetShortcuts(QStringLiteral("refresh"));
    QVERIFY(shortcutClashes(settings).empty());
}

void ShellPartsTest::whatCannotBeDoneSaysWhy() {
    const Settings settings(file("none.ini"));
    ActionTable actions(settings);
    applyCommandState(actions, {});
    for (const CommandRow& row : commandRows()) {
        const QAction* action = actions.action(row.command);
        QVERIFY2(action->isEnabled() || !actions.whyNot(row.command).isEmpty(), row.id);
        QVERIFY2(action->isEnabled() == actions.whyNot(row.command).isEmpty(), row.id);
    }
    for (const Command command :
         {Command::openLibrary, Command::quit, Command::help, Command::settings, Command::about})
        QVERIFY(actions.action(command)->isEnabled());
}

void ShellPartsTest::commandsFollowTheRow() {
    const Settings settings(file("none.ini"));
    ActionTable actions(settings);
    CommandState state;
    state.libraryOpen = state.libraryRead = state.pageShown = true;
    state.row = ListRow{};
    state.row->status = QStringLiteral("active");
    applyCommandState(actions, state);
    QVERIFY(actions.action(Command::archive)->isEnabled());
    QVERIFY(actions.action(Command::trash)->isEnabled());
    QVERIFY(!actions.action(Command::unarchive)->isEnabled());
    QVERIFY(!actions.action(Command::untrash)->isEnabled());

    state.row->state = report::ReportState::damaged;
    applyCommandState(actions, state);
    QVERIFY2(!actions.action(Command::archive)->isEnabled(), "a damaged report is not written to");
    QVERIFY2(actions.action(Command::trash)->isEnabled(), "but it can be moved away");

    state.row->place = ListRow::Place::trash;
    applyCommandState(actions, state);
    QVERIFY(actions.action(Command::untrash)->isEnabled());
    QVERIFY(!actions.action(Command::trash)->isEnabled());

    state.writable = false;
    state.readOnlyReason = QStringLiteral("a read-only file system");
    applyCommandState(actions, state);
    QCOMPARE(actions.whyNot(Command::untrash), state.readOnlyReason);
}

void ShellPartsTest::numbersAreClamped() {
    Settings settings(file("numbers.ini"));
    QCOMPARE(settings.get(setting::messageSeconds), setting::messageSeconds.standard);
    settings.set(setting::messageSeconds, 1'000'000);
    QCOMPARE(settings.get(setting::messageSeconds), setting::messageSeconds.most);
    settings.set(setting::messageSeconds, -1);
    QCOMPARE(settings.get(setting::messageSeconds), setting::messageSeconds.least);
    settings.set(setting::reopenLibrary, false);
    QCOMPARE(settings.get(setting::reopenLibrary), false);
}

void ShellPartsTest::damagedSettingsCountAsNotChosen() {
    {
        QSettings raw(file("damaged.ini"), QSettings::IniFormat);
        raw.setValue(setting::messageSeconds.key, QStringLiteral("many"));
    }
    const Settings settings(file("damaged.ini"));
    QCOMPARE(settings.get(setting::messageSeconds), setting::messageSeconds.standard);
}

void ShellPartsTest::recentLibrariesAreNewestFirst() {
    WindowState state(file("state.ini"));
    for (const char* root : {"/a", "/b", "/c", "/a"})
        state.addRecentLibrary(QLatin1String(root), 3);
    QCOMPARE(state.recentLibraries(),
             QStringList({QStringLiteral("/a"), QStringLiteral("/c"), QStringLiteral("/b")}));
    state.addRecentLibrary(QStringLiteral("/d"), 3);
    QCOMPARE(state.recentLibraries().size(), 3);
    state.removeRecentLibrary(QStringLiteral("/d"));
    QCOMPARE(state.recentLibraries().first(), QStringLiteral("/a"));
}

void ShellPartsTest::messagesAreFewAndNotDoubled() {
    MessageBar bar;
    QVERIFY(bar.isHidden());
    for (int number = 0; number < 5; ++number)
        bar.show({Message::Kind::error, QString::number(number), {}, {}});
    QCOMPARE(bar.texts(), QStringList({QStringLiteral("4"), QStringLiteral("3"), QStringLiteral("2")}));
    bar.show({Message::Kind::error, QStringLiteral("3"), {}, {}});
    QCOMPARE(bar.texts().first(), QStringLiteral("3"));
    QCOMPARE(bar.count(), 3);
    bar.show({Message::Kind::information, QStringLiteral("one change"), {}, QStringLiteral("others")});
    bar.show({Message::Kind::information, QStringLiteral("two changes"), {}, QStringLiteral("others")});
    QVERIFY(!bar.texts().contains(QStringLiteral("one change")));
    bar.clear();
    QVERIFY(bar.isHidden());
}

void ShellPartsTest::actionRunsAfterItsMessageIsGone() {
    MessageBar bar;
    int countThen = -1;
    bar.show({Message::Kind::done,
              QStringLiteral("Done."),
              {{QStringLiteral("Undo"), [&bar, &countThen] { countThen = bar.count(); }}},
              {}});
    auto* button = bar.findChild<QPushButton*>();
    QVERIFY(button != nullptr);
    button->click();
    QCOMPARE(countThen, 0);
}

void ShellPartsTest::doneGoesByItselfAndErrorsStay() {
    MessageBar bar;
    bar.setSeconds(0);
    bar.show({Message::Kind::error, QStringLiteral("error"), {}, {}});
    bar.show({Message::Kind::done, QStringLiteral("done"), {}, {}});
    QTRY_COMPARE(bar.texts(), QStringList({QStringLiteral("error")}));
    auto* close = bar.findChild<QToolButton*>();
    QVERIFY(close != nullptr);
    QVERIFY(!close->accessibleName().isEmpty());
    close->click();
    QCOMPARE(bar.count(), 0);
}

void ShellPartsTest::iconsFollowThePalette() {
    const QPalette before = QGuiApplication::palette();
    const QIcon icon = themeIcon(IconName::history);
    const auto strongest = [&icon](QIcon::Mode mode) {
        const QImage image = icon.pixmap(QSize(32, 32), mode).toImage();
        QRgb best = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (qAlpha(image.pixel(x, y)) > qAlpha(best))
                    best = image.pixel(x, y);
            }
        }
        return QColor(best);
    };
    QPalette palette = before;
    palette.setColor(QPalette::WindowText, Qt::black);
    palette.setColor(QPalette::HighlightedText, Qt::red);
    QGuiApplication::setPalette(palette);
    QCOMPARE(strongest(QIcon::Normal), QColor(Qt::black));
    QCOMPARE(strongest(QIcon::Selected), QColor(Qt::red));
    palette.setColor(QPalette::WindowText, Qt::white);
    QGuiApplication::setPalette(palette);
    QCOMPARE(strongest(QIcon::Normal), QColor(Qt::white));
    QGuiApplication::setPalette(before);
}

void ShellPartsTest::iconsAreSharpOnDenseScreens() {
    const QPixmap pixmap = themeIcon(IconName::history).pixmap(QSize(16, 16), 2.0);
    QCOMPARE(pixmap.size(), QSize(32, 32));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
}

void ShellPartsTest::visitsGoBackAndForward() {
    Visits visits;
    QVERIFY(!visits.canGoBack() && visits.back().isEmpty());
    visits.visit(QStringLiteral("a"));
    visits.visit(QStringLiteral("b"));
    visits.visit(QStringLiteral("b"));
    QCOMPARE(visits.back(), QStringLiteral("a"));
    visits.visit(QStringLiteral("a"));
    QVERIFY2(visits.canGoForward(), "showing the place gone back to is no new visit");
    QCOMPARE(visits.forward(), QStringLiteral("b"));
    visits.back();
    visits.visit(QStringLiteral("c"));
    QVERIFY(!visits.canGoForward());
}

void ShellPartsTest::checkBoxesOfListsAreSeen() {
    EditForm form;
    FormField members{QStringLiteral("which"), QStringLiteral("Which"), FormField::Kind::members};
    members.choices = {{QStringLiteral("a"), QStringLiteral("a")},
                       {QStringLiteral("b"), QStringLiteral("b")}};
    FormSpec spec;
    spec.fields = {members};
    spec.check = [](const FormValues&) { return FormNotes(); };
    form.open(spec);
    RestorePanel panel;
    RestoreQuestion question;
    question.repairs = question.parts = {{QStringLiteral("a"), {}, false}, {QStringLiteral("b"), {}, false}};
    panel.ask(question);
    for (const QPalette& palette : {QPalette(Qt::lightGray), tests::darkPalette(), highContrast()}) {
        for (QWidget* widget : {static_cast<QWidget*>(&form), static_cast<QWidget*>(&panel)}) {
            widget->setPalette(palette);
            widget->resize(400, 500);
            widget->show();
            const QList<QListWidget*> lists = widget->findChildren<QListWidget*>();
            QVERIFY(!lists.isEmpty());
            for (QListWidget* list : lists)
                QVERIFY2(contrastOfCheckBox(*list, 1) >= 3, qPrintable(list->accessibleName()));
        }
    }
}

STEMMA_WIDGET_TEST_MAIN(ShellPartsTest)
#include "tst_shell_parts.moc"
