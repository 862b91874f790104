// SPDX-License-Identifier: MIT
// stemma_graph_edit_pictures OUTPUT LIBRARY [light|dark [1440x900]]: edits a library of graphs (give a copy)
// in the real window and saves a picture of each step. QT_SCALE_FACTOR=2 makes them for a dense screen.

#include <QApplication>
#include <QPushButton>
#include <QTest>

#include "core/graph/graph_operations.h"
#include "tests/ui/picture_studio.h"
#include "ui/graph/edit_form.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"

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
    void settle() { tests::waitForGraph(m_window); }
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
    const QApplication application(argc, argv);
    return tests::runStudio("stemma_graph_edit_pictures",
                            [](ui::MainWindow& window, tests::PictureStudio& studio,
                               Photographer& photographer, const tests::PictureWish& wish) {
                                Sitting sitting(window, studio.environment, photographer);
                                sitting.open(wish.library);
                                sitting.nodes();
                                sitting.links();
                                sitting.others();
                                return 0;
                            });
}
