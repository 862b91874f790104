// SPDX-License-Identifier: MIT
// stemma_timeline_pictures OUTPUT LIBRARY [light|dark [1440x900]]: saves a picture of each step of naming
// versions, of the history of one part, and of who wrote what, in the real window. LIBRARY: a library, of
// which the first report in the list is shown; or a folder that is not there yet, in which one is made.
#include <QComboBox>
#include <QListView>
#include <QPlainTextEdit>
#include <QTreeView>

#include "tests/support/store_builder.h"
#include "tests/ui/picture_studio.h"
#include "ui/history/history_pane.h"
#include "ui/history/part_scope_bar.h"
#include "ui/history/timeline_model.h"
#include "ui/history/version_note.h"
#include "ui/library/report_list.h"
#include "ui/report/blame_margin.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/outline_tree.h"
#include "ui/report/report_page.h"
#include "ui/session/edit_session.h"
#include "ui/shell/report_desk.h"

using namespace stemma;
using json::Value;
using tests::Photographer;

namespace {

constexpr int patienceMs = 20'000;

tests::ReportBuilder::Edit insight(std::size_t at, const std::string& text) {
    return [at, text](Value& outline) {
        outline.edit("insights")->editItem(at).set("summary", Value::string(text));
    };
}

/// A report that an agent and a person changed in turn.
void makeLibrary(const QString& folder) {
    tests::ReportBuilder made(folder.toStdString(), tests::fixedUuid('a', 1));
    const auto later = [&made] { made.setClock({made.now().micros + std::int64_t{5'400'000'000}}); };
    made.create("Churn in the third quarter");
    made.evolve([](Value& outline) {
        outline.edit("sections")->appendItem(tests::sectionValue(7, "What happened.", {7, 8, 9}));
        outline.edit("sections")->appendItem(tests::sectionValue(8, "What comes.", {}));
        outline.edit("insights")->appendItem(tests::insightValue(7, "Churn rose by four percent in July."));
        outline.edit("insights")->appendItem(tests::insightValue(8, "Small customers left first."));
        outline.edit("insights")->appendItem(tests::insightValue(9, "Prices were not the reason."));
    });
    for (const char* text : {"Churn fell in July.", "Churn fell by four percent in July.",
                             "Churn fell by four percent in July, which nobody had expected."})
        made.evolve(insight(0, text));
    later();
    made.evolve(insight(1, "Small customers left first, and most of them in spring."), "human");
    later();
    made.evolve(insight(2, "Prices were the reason."), "agent", "nightly-17");
    made.evolve([](Value& outline) { outline.set("title", Value::string("Churn, revised")); }, "agent",
                "nightly-17");
    later();
    made.evolve([](Value& outline) {
        Value* sections = outline.edit("sections");
        const std::vector<Value> ids = sections->items()[1].find("insight_ids")->items();
        sections->editItem(1).set("insight_ids", Value::array({ids[1], ids[2]}));
        sections->editItem(2).set("insight_ids", Value::array({ids[0]}));
    });
}

class Walk {
public:
    Walk(ui::MainWindow& window, Photographer& photographer)
        : m_window(window)
        , m_photographer(photographer) {}

    void all() {
        marks();
        part();
        blame();
    }

private:
    [[nodiscard]] ui::HistoryPane& history() const { return *m_window.desk()->history(); }
    [[nodiscard]] ui::OutlinePage& outline() const { return *m_window.desk()->page()->outlinePage(); }
    void trigger(ui::Command command) const { m_window.actions().action(command)->trigger(); }
    void choose(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        QTest::qWait(tests::settleMs);
    }
    void chooseInsight() const {
        for (int row = 0; row < outline().model()->rowCount(); ++row)
            if (const QModelIndex section = outline().model()->index(row, 0);
                outline().model()->rowCount(section) > 0)
                return outline().choose(outline().model()->index(0, 0, section));
    }

    void marks() {
        choose(2);
        history().timelineView()->setFocus();
        trigger(ui::Command::nameVersion);
        if (QWidget* editor = QApplication::focusWidget())
            QTest::keyClicks(editor, QStringLiteral("as sent to the board"));
        m_photographer.take(m_window, "naming");
        if (QWidget* editor = QApplication::focusWidget())
            QTest::keyClick(editor, Qt::Key_Return);
        trigger(ui::Command::pinVersion);
        trigger(ui::Command::noteVersion);
        QTest::keyClicks(history().versionNote()->text(),
                         QStringLiteral("Figures of the audit, checked twice."));
        m_photographer.take(m_window, "noting");
        history().versionNote()->keep();
        m_photographer.take(m_window, "marked");
        trigger(ui::Command::markedVersions);
        m_photographer.take(m_window, "only-marked");
        trigger(ui::Command::markedVersions);
    }
    void part() {
        chooseInsight();
        trigger(ui::Command::partHistory);
        (void)QTest::qWaitFor([&] { return !history().listNote().endsWith(QChar(u'…')); }, patienceMs);
        m_photographer.take(m_window, "part");
        history().scopeBar()->box()->showPopup();
        m_photographer.take(*history().scopeBar()->box()->view()->window(), "part-choices");
        history().scopeBar()->box()->hidePopup();
        QTest::keyClick(history().timelineView(), Qt::Key_Escape);
    }
    void blame() {
        trigger(ui::Command::neverHuman);
        (void)QTest::qWaitFor([&] { return m_window.desk()->page()->blame()->book() != nullptr; },
                              patienceMs);
        m_photographer.take(m_window, "blame-never-human");
        trigger(ui::Command::neverHuman);
        chooseInsight();
        m_photographer.take(m_window, "blame");
        trigger(ui::Command::insightArchived);
        m_photographer.take(m_window, "blame-unsaved");
        trigger(ui::Command::undo);
        trigger(ui::Command::partChange);
        m_photographer.take(m_window, "blame-change");
        m_window.desk()->setHistoryShown(false);
        m_photographer.take(m_window, "blame-wide");
    }

    ui::MainWindow& m_window;
    Photographer& m_photographer;
};

int photograph(ui::MainWindow& window, const tests::PictureWish& wish, Photographer& photographer) {
    if (!std::filesystem::exists(wish.library.toStdString()))
        makeLibrary(wish.library);
    window.desk()->setHistoryShown(true);
    window.openLibrary(wish.library);
    (void)QTest::qWaitFor([&] { return window.list()->view()->model()->rowCount() > 0; }, patienceMs);
    window.list()->view()->setCurrentIndex(window.list()->view()->model()->index(0, 0));
    (void)QTest::qWaitFor([&] { return window.desk()->history()->model()->rowCount() > 2; }, patienceMs);
    Walk(window, photographer).all();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return tests::runStudio(
        "stemma_timeline_pictures",
        [](ui::MainWindow& window, tests::PictureStudio&, Photographer& photographer,
           const tests::PictureWish& wish) { return photograph(window, wish, photographer); });
}
