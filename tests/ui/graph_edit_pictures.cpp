// SPDX-License-Identifier: MIT
// stemma_graph_edit_pictures OUTPUT LIBRARY [light|dark [1440x900]]: edits a library of graphs (give a copy)
// in the real window and saves a picture of each step. QT_SCALE_FACTOR=2 makes them for a dense screen.
#include <filesystem>

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/clock.h"
#include "core/graph/graph_operations.h"
#include "core/graph/picture_places.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/layout/layout.h"
#include "tests/ui/photographer.h"
#include "ui/graph/edit_form.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/text/english_plurals.h"

using namespace stemma;
using tests::Photographer;
using ui::Command;

namespace {

/// A person who edits, and is photographed.
class Sitting {
public:
    Sitting(ui::MainWindow& window, const journal::Environment& environment, Photographer& photographer)
        : m_window(window)
        , m_environment(environment)
        , m_photographer(photographer) {}

    void open(const QString& library);
    void nodes();
    void links();
    void others();

private:
    [[nodiscard]] ui::GraphDesk& desk() { return *m_window.graphs(); }
    [[nodiscard]] ui::EditForm& form() { return *desk().editor()->form(); }
    void trigger(Command command) { m_window.actions().action(command)->trigger(); }
    void take(const char* name) {
        settle();
        m_photographer.take(m_window, name);
    }
    void settle();
    void type(const char* key, const char* text);
    void submit() {
        form().submitButton()->click();
        settle();
    }

    ui::MainWindow& m_window;
    const journal::Environment& m_environment;
    Photographer& m_photographer;
    QString m_node; ///< the one that is edited
};

void Sitting::settle() {
    ui::PicturePage* picture = desk().page()->picture();
    (void)QTest::qWaitFor([&] { return !desk().editor()->underWay(); }, 20'000);
    (void)QTest::qWaitFor([&] { return picture->view()->scene() && !picture->isBusy(); }, 120'000);
    (void)QTest::qWaitFor([&] { return picture->view()->isPainted(); }, 20'000);
}

void Sitting::type(const char* key, const char* text) {
    QWidget* field = form().field(QString::fromLatin1(key));
    if (field == nullptr)
        return;
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, QString::fromUtf8(text));
}

void Sitting::open(const QString& library) {
    m_window.openLibrary(library);
    (void)QTest::qWaitFor([&] { return desk().session() && desk().page()->graphs(); }, 60'000);
    settle();
    const auto& nodes = desk().page()->graphs()->store.graph(desk().page()->graph())->nodes;
    m_node = nodes.empty() ? QString() : QString::fromStdString(nodes.front());
    desk().page()->setCurrent(m_node);
    desk().page()->picture()->view()->setFocus();
    take("card");
}

void Sitting::nodes() {
    trigger(Command::editElement);
    take("node_form");
    type("name", "");
    QTest::keyClick(form().field(QStringLiteral("name")), Qt::Key_Delete);
    submit();
    take("node_problem");
    type("name", "A name that was changed");
    submit();
    take("node_changed");
    trigger(Command::addNode);
    type("base_name", "Neon");
    type("adjective", "noble");
    take("new_node");
    submit();
    take("new_node_there");
    trigger(Command::showRead);
    take("table");
    trigger(Command::showOutline);
}

void Sitting::links() {
    desk().page()->setCurrent(m_node);
    trigger(Command::addRelation);
    type("name", "is");
    take("relation_completion");
    type("name", "belongs to");
    QTest::keyClick(form().field(QStringLiteral("name")), Qt::Key_Tab);
    type("target", "no such node");
    take("relation_form");
    QTest::keyClick(&form(), Qt::Key_Escape);
    trigger(Command::addAttribute);
    type("name", "boils at");
    type("value", "99.97");
    take("attribute_form");
    submit();
    trigger(Command::assignMembers);
    take("members_form");
    form().close();
    trigger(Command::addTransition);
    type("name", "Melting");
    if (auto* add = form().field(QStringLiteral("inputs")))
        add->setFocus();
    take("transition_form");
    form().close();
    desk().page()->setCurrent(m_node);
    trigger(Command::deleteElement);
    take("deleted");
    trigger(Command::undo);
    settle();
}

void Sitting::others() {
    graph::EditNode edit;
    edit.id = m_node.toStdString();
    edit.name = json::Value::string("A name by another program");
    const graph::GraphWorkspace workspace{
        m_environment, desk().page()->graphs()->folder, history::Actor::agent, {}, {}, {}};
    (void)graph::editGraph(workspace, desk().page()->graph(), {edit}, {});
    ui::GraphEditing& editing = *desk().editor()->editing();
    (void)QTest::qWaitFor([&] { return editing.isClashing(); }, 20'000);
    take("clash");
    editing.keepMine();
    settle();
    trigger(Command::save);
    take("saved");
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::installTranslator(new ui::EnglishPlurals(&application));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        QTextStream(stderr) << "usage: stemma_graph_edit_pictures OUTPUT LIBRARY [light|dark [1440x900]]\n";
        return 2;
    }
    const bool dark = arguments.value(3) == QLatin1String("dark");
    QApplication::setStyle(QStringLiteral("Fusion"));
    if (dark)
        QApplication::setPalette(tests::darkPalette());
    std::error_code failed;
    std::filesystem::create_directories(arguments.at(1).toStdString(), failed);

    const QTemporaryDir place;
    const auto disk = io::makePosixDisk();
    const SystemClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{*disk, clock, locks, {}};
    ui::Settings settings(place.filePath(QStringLiteral("settings.ini")));
    ui::WindowState state(place.filePath(QStringLiteral("state.ini")));
    graph::PlaceStore places(*disk, place.path().toStdString() + "/pictures");
    ui::DesktopPrompts prompts;
    ui::TaskRunner runner;
    ui::WindowParts parts{environment, runner, settings, state, prompts, {}};
    parts.places = &places;
    parts.layoutProgram = layout::layoutProgram();
    ui::MainWindow window(parts);
    const QStringList size = arguments.value(4, QStringLiteral("1440x900")).split(QLatin1Char('x'));
    window.resize(size.first().toInt(), size.last().toInt());
    window.show();
    Photographer photographer(arguments.at(1), dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
    Sitting sitting(window, environment, photographer);
    sitting.open(arguments.at(2));
    sitting.nodes();
    sitting.links();
    sitting.others();
    return 0;
}
