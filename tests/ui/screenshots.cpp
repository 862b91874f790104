// SPDX-License-Identifier: MIT
// stemma_screenshots OUTPUT LIBRARY [light|dark [1440x900]]: opens the real window on a library (give a copy:
// it may be finished what was interrupted) and saves pictures of its places. QT_SCALE_FACTOR=2 makes them for
// a dense screen.

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTextStream>
#include <QTreeView>

#include "core/spelling/dictionary.h"
#include "tests/ui/picture_studio.h"
#include "ui/library/library_sidebar.h"
#include "ui/library/new_report_dialog.h"
#include "ui/library/report_list.h"
#include "ui/library/synthesis_dialog.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/report/spelling.h"
#include "ui/session/library_session.h"
#include "ui/session/report_session.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using tests::Photographer;
using tests::settleMs;

namespace {

void photographLists(ui::MainWindow& window, Photographer& photographer) {
    window.list()->filterEdit()->setText(QStringLiteral("re"));
    photographer.take(window, "filter");
    window.list()->clearFilter();
    for (const auto kind :
         {ui::ListScope::Kind::attention, ui::ListScope::Kind::archived, ui::ListScope::Kind::trash}) {
        window.sidebar()->setScope({kind, {}});
        window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
        photographer.take(window, kind == ui::ListScope::Kind::trash      ? "trash"
                                  : kind == ui::ListScope::Kind::archived ? "archived"
                                                                          : "attention");
    }
    window.sidebar()->setScope({});
    window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
}

/// Marks in the text that has the focus, and its menu with other words.
void photographSpelling(ui::MainWindow& window, Photographer& photographer) {
    window.findChild<ui::Spelling*>()->choose(QStringLiteral("en_US"));
    auto* text = qobject_cast<QPlainTextEdit*>(QApplication::focusWidget());
    if (text == nullptr)
        return;
    QTest::keyClicks(text, QStringLiteral("The hosue of its recieved custmers. "));
    photographer.take(window, "edit-spelling");
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(static_cast<int>(text->toPlainText().indexOf(QLatin1String("recieved"))) + 2);
    text->setTextCursor(cursor);
    const QPoint at = text->cursorRect().center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, at, text->viewport()->mapToGlobal(at));
    QApplication::sendEvent(text->viewport(), &event);
    QTest::qWait(settleMs);
    if (QWidget* menu = QApplication::activePopupWidget()) {
        photographer.take(*menu, "edit-spelling-menu");
        menu->close();
    }
}

/// The states of editing, one after the other; nothing is saved.
void photographEditing(ui::MainWindow& window, Photographer& photographer) {
    window.desk()->setHistoryShown(false);
    ui::OutlinePage& outline = *window.desk()->page()->outlinePage();
    const QAbstractItemModel& model = *outline.model();
    const QModelIndex section = model.index(0, 0);
    outline.focusContent();
    outline.tree()->selectionModel()->clear();
    photographer.take(window, "edit-report");
    outline.tree()->setCurrentIndex(section);
    photographer.take(window, "edit-section");
    outline.tree()->setCurrentIndex(model.index(0, 0, section));
    photographer.take(window, "edit-insight");
    window.actions().action(ui::Command::togglePreview)->trigger();
    window.actions().action(ui::Command::editPart)->trigger();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("**Typed**, and not saved. "));
    photographer.take(window, "edit-preview");
    photographSpelling(window, photographer);
    window.actions().action(ui::Command::replaceText)->trigger();
    photographer.take(window, "edit-replace");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    window.actions().action(ui::Command::togglePreview)->trigger();
    window.actions().action(ui::Command::addCitation)->trigger();
    photographer.take(window, "edit-citation");
    window.actions().action(ui::Command::addSection)->trigger();
    photographer.take(window, "edit-new-section");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTest::qWait(settleMs); // the title is taken over when the key was heard
    window.actions().action(ui::Command::saveWithNote)->trigger();
    photographer.take(window, "edit-save-note");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    outline.focusContent();
    outline.tree()->setCurrentIndex(model.index(0, 0, section));
    window.actions().action(ui::Command::deleteParts)->trigger();
    photographer.take(window, "edit-deleted");
    window.actions().action(ui::Command::discardEdits)->trigger();
    QTest::qWait(settleMs);
}

/// What the window system would tell the outline while a part is dragged above it.
void photographDragging(ui::MainWindow& window, Photographer& photographer) {
    ui::OutlinePage& outline = *window.desk()->page()->outlinePage();
    const ui::OutlineModel& model = *outline.model();
    QWidget* ground = outline.tree()->viewport();
    const std::unique_ptr<QMimeData> data(model.mimeData({model.index(0, 0, model.index(0, 0))}));
    const Qt::DropActions all = Qt::MoveAction | Qt::CopyAction;
    const auto place = [&] {
        const QModelIndex section = model.index(qMin(1, model.rowCount() - 1), 0);
        outline.tree()->expand(section);
        return outline.tree()->visualRect(model.index(0, 0, section)).bottomLeft() + QPoint(60, -1);
    };
    const auto hold = [&](Qt::KeyboardModifiers keys) {
        QDragEnterEvent enter(place(), all, data.get(), Qt::LeftButton, keys);
        QApplication::sendEvent(ground, &enter);
        QDragMoveEvent move(place(), all, data.get(), Qt::LeftButton, keys);
        QApplication::sendEvent(ground, &move);
    };
    hold(Qt::NoModifier);
    photographer.take(window, "drag-moves");
    QDragLeaveEvent leave;
    QApplication::sendEvent(ground, &leave);
    auto* view = window.list()->view();
    view->setCurrentIndex(view->model()->index(view->currentIndex().row() == 0 ? 1 : 0, 0));
    QTest::qWait(settleMs);
    hold(Qt::NoModifier);
    photographer.take(window, "drag-copies-across");
    hold(Qt::ShiftModifier);
    QDropEvent drop(place(), all, data.get(), Qt::LeftButton, Qt::ShiftModifier);
    QApplication::sendEvent(ground, &drop);
    photographer.take(window, "drag-moved-across");
    for (auto* button : window.messages()->findChildren<QPushButton*>())
        if (button->text().contains(QLatin1String("Both")))
            button->click();
    QTest::qWait(settleMs);
}

void photographMaking(ui::MainWindow& window, Photographer& photographer) {
    window.actions().action(ui::Command::newReport)->trigger();
    photographer.takeDialog("new-report");
    QApplication::clipboard()->setText(QStringLiteral(
        "# Abwanderung im dritten Quartal\n\nWas geschah.\n\n## Wesentliche Befunde und Zusammenfassungen\n\n"
        "- Die Quote stieg um 4 %\n- Kleine gingen zuerst\n\n## ממצאים\n\nשיעור הנטישה ירד\n\n- אחד\n"));
    window.actions().action(ui::Command::newReport)->trigger();
    for (auto* dialog : window.findChildren<ui::NewReportDialog*>())
        if (dialog->isVisible())
            dialog->takeClipboard();
    photographer.takeDialog("new-from-markdown");
    window.actions().action(ui::Command::synthesizeReports)->trigger();
    if (auto* dialog = window.findChild<ui::SynthesisDialog*>()) {
        dialog->titleEdit()->setText(QStringLiteral("The first half-year"));
        dialog->list()->item(0)->setCheckState(Qt::Checked);
        dialog->list()->item(dialog->list()->count() - 1)->setCheckState(Qt::Checked);
    }
    photographer.takeDialog("synthesize");
}

/// As if a window had been killed with unsaved edits.
void photographDraft(ui::MainWindow& window, journal::DraftStore& drafts, Photographer& photographer) {
    const auto report = window.desk()->session() ? window.desk()->session()->report() : nullptr;
    if (!report || report->outline.insights.empty())
        return;
    journal::Draft draft;
    draft.library = window.session()->root().toStdString();
    draft.report = report->id;
    draft.title = report->outline.title;
    draft.written = SystemClock().now();
    draft.base = report->bytes;
    draft.working = report->bytes;
    const std::string& summary = report->outline.insights.front().summary;
    if (const std::size_t at = draft.working.find(summary.substr(0, 8)); at != std::string::npos)
        draft.working.insert(at, "Unsaved: ");
    (void)drafts.write(draft, "0123456789abcdef");
    drafts.release("0123456789abcdef");
    auto* view = window.list()->view();
    const int row = view->currentIndex().row();
    for (const int each : {row == 0 ? 1 : 0, row}) {
        view->setCurrentIndex(view->model()->index(each, 0));
        QTest::qWait(settleMs);
    }
    photographer.take(window, "draft");
    for (auto* button : window.messages()->findChildren<QPushButton*>())
        if (button->text().contains(QLatin1String("Compare"))) {
            button->click();
            photographer.take(window, "draft-compared");
            return;
        }
}

void photograph(ui::MainWindow& window, const QString& library, Photographer& photographer) {
    photographer.take(window, "welcome");
    bool shown = false;
    QObject::connect(&window, &ui::MainWindow::libraryShown, &window, [&shown] { shown = true; });
    window.openLibrary(library);
    (void)QTest::qWaitFor([&shown] { return shown; }, 30'000);
    photographer.take(window, "outline");
    window.actions().action(ui::Command::showRead)->trigger();
    photographer.take(window, "read");
    window.actions().action(ui::Command::showSource)->trigger();
    photographer.take(window, "source");
    window.actions().action(ui::Command::showOutline)->trigger();
    photographer.take(window, "history");
    window.actions().action(ui::Command::comparePrevious)->trigger();
    photographer.take(window, "compare");
    window.actions().action(ui::Command::restore)->trigger();
    photographer.take(window, "preview");
    window.actions().action(ui::Command::comparePrevious)->trigger();
    photographEditing(window, photographer);
    photographLists(window, photographer);
    window.messages()->show({ui::Message::Kind::done,
                             QStringLiteral("Moved “Quarterly revenue” to the trash."),
                             {{QStringLiteral("Undo"), [] {}}},
                             {}});
    window.messages()->show(
        {ui::Message::Kind::error,
         QStringLiteral("Could not save the report. There is no room on the disk. Free some space, "
                        "then try again: nothing was written and nothing is lost."),
         {},
         {}});
    photographer.take(window, "messages");
    window.actions().action(ui::Command::help)->trigger();
    photographer.takeDialog("shortcuts");
    window.actions().action(ui::Command::settings)->trigger();
    photographer.takeDialog("settings");
    window.actions().action(ui::Command::about)->trigger();
    photographer.takeDialog("about");
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const auto wish = tests::PictureWish::read("stemma_screenshots");
    if (!wish)
        return 2;
    tests::PictureStudio studio;
    ui::DesktopPrompts prompts;
    ui::WindowParts parts = studio.parts(prompts);
    parts.dictionaryFolders = spelling::dictionaryFolders({});
    parts.locale = "en_US";
    ui::MainWindow window(parts);
    window.resize(wish->size);
    window.desk()->setHistoryShown(true);
    window.show();
    Photographer photographer = wish->photographer();
    photograph(window, wish->library, photographer);
    photographMaking(window, photographer);
    photographDragging(window, photographer);
    photographDraft(window, studio.drafts, photographer);
    return 0;
}
