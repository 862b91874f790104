// SPDX-License-Identifier: MIT
// The health of a library of graphs in the real window: the place beside the graphs, and the way to a node.
#include <QListView>

#include "tests/ui/graph_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/graph/graph_tree.h"
#include "ui/health/finding_page.h"
#include "ui/health/health_desk.h"
#include "ui/health/health_list.h"
#include "ui/health/health_model.h"

using namespace stemma;
using namespace stemma::ui;
using stemma::tests::GraphVoyage;

namespace {

/// The user's registry names a node that has no file.
struct GhostVoyage : GraphVoyage {
    GhostVoyage() {
        QByteArray bytes = registry();
        writeFile(registryFile(),
                  bytes.insert(bytes.indexOf('{') + 1, R"("nobodys": {"name": "nobodys", "graphs": []},)"));
        QTRY_VERIFY(health().session()->rows()); // by itself, once the library is listed
        trigger(Command::showHealth);
        QTRY_VERIFY(desk().healthShown() && health().list()->view()->isVisible());
        look();
    }
    [[nodiscard]] HealthDesk& health() { return *desk().health(); }
    void settle() { QTRY_VERIFY(!health().session()->isLooking() && !health().session()->isFixing()); }
    void look() {
        settle();
        trigger(Command::lookAtHealth);
        settle();
    }
    [[nodiscard]] const HealthRow* ghost() {
        for (const HealthRow& row : health().session()->rows()->rows)
            if (row.finding.element == "nobodys")
                return &row;
        return nullptr;
    }
    [[nodiscard]] QString registryFile() const {
        return userFolder() + QStringLiteral("/node_registry.json");
    }
    [[nodiscard]] QByteArray registry() const {
        QFile file(registryFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] bool onDisk() const { return registry().contains("nobodys"); }
};

} // namespace

class TestGraphHealth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void fixesAndTakesBack();
    void standsBesideTheGraphs();
};

void TestGraphHealth::fixesAndTakesBack() {
    GhostVoyage voyage;
    QTRY_VERIFY(voyage.ghost() != nullptr);
    const std::string id = voyage.ghost()->finding.id;
    voyage.health().list()->choose(id);
    QVERIFY(voyage.health().findingPage()->text().contains(QStringLiteral("nobodys")));
    QVERIFY(voyage.health().findingPage()->text().contains(voyage.userFolder()));
    voyage.trigger(Command::fixFinding);
    QTRY_VERIFY2(!voyage.onDisk(), qPrintable(voyage.told()));
    voyage.settle();
    QTRY_VERIFY(voyage.ghost() == nullptr);
    QTRY_VERIFY(voyage.window.actions().action(Command::undo)->isEnabled());
    voyage.trigger(Command::undo);
    QTRY_VERIFY(voyage.onDisk());
    QTRY_VERIFY(voyage.told().contains(QStringLiteral("Took the fix back")));
    voyage.settle();
    QTRY_VERIFY(voyage.ghost() != nullptr && voyage.ghost()->finding.id == id);
}

void TestGraphHealth::standsBesideTheGraphs() {
    GhostVoyage voyage;
    QTRY_VERIFY(voyage.ghost() != nullptr);
    QVERIFY(!voyage.page().isVisible());
    const QModelIndex place = voyage.desk().tree()->currentIndex();
    QCOMPARE(place.data().toString(), QStringLiteral("Health"));
    QTRY_VERIFY(place.data(GraphTreeModel::CountRole).toInt() > 0);
    QVERIFY(!voyage.window.actions().action(Command::addNode)->isEnabled());
    voyage.desk().showElement("someone", "oxygen");
    QTRY_VERIFY(voyage.page().isVisible());
    QVERIFY(!voyage.desk().healthShown());
    QCOMPARE(voyage.page().current(), QStringLiteral("oxygen"));
    voyage.waitForPicture();
    QVERIFY(voyage.window.actions().action(Command::addNode)->isEnabled());
    voyage.trigger(Command::showHealth);
    QTRY_VERIFY(voyage.desk().healthShown());
    voyage.health().list()->choose(voyage.ghost()->finding.id);
    voyage.trigger(Command::findingSubject); // it is in no graph: its user's are shown
    QTRY_VERIFY(voyage.page().isVisible() && !voyage.desk().healthShown());
    voyage.trigger(Command::showHealth);
    QTRY_VERIFY(voyage.desk().healthShown());
    voyage.desk().showGraph("someone", "other");
    QTRY_VERIFY(voyage.page().isVisible() && !voyage.desk().healthShown());
    voyage.waitForPicture();
}

STEMMA_WIDGET_TEST_MAIN(TestGraphHealth)
#include "tst_graph_health.moc"
