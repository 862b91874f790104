// SPDX-License-Identifier: MIT
#include <filesystem>

#include <QImage>
#include <QLabel>

#include "tests/ui/editing_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/report/chart_view.h"

using namespace stemma;
using namespace stemma::ui;
using tests::EditingVoyage;

class ChartViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void whereTheFileLies();
    void thePictureIsShown();
    void aMissingOneIsTold();

private:
    /// An insight that is linked with a chart of that path, chosen in the outline.
    static ChartView* choose(EditingVoyage& voyage, const char* path) {
        voyage.writer.evolve([path](json::Value& outline) {
            json::Value insight = tests::insightValue(1, "Churn by month");
            insight.set("metadata", json::Value::object({{"chart_id", json::Value::string("churn")}}));
            outline.edit("insights")->appendItem(insight);
            outline.edit("sections")
                ->editItem(0)
                .edit("insight_ids")
                ->appendItem(*insight.find("insight_id"));
            outline.edit("metadata")
                ->set("charts",
                      json::Value::object(
                          {{"churn", json::Value::object({{"path", json::Value::string(path)},
                                                          {"description", json::Value::string("Churn")}})}}));
        });
        const auto found = [&voyage] {
            return voyage.model().match(voyage.model().index(0, 0), Qt::DisplayRole,
                                        QStringLiteral("Churn by month"), 1,
                                        Qt::MatchExactly | Qt::MatchRecursive);
        };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(!found().isEmpty(), 20'000); }();
        voyage.choose(found().first());
        return voyage.page().findChild<ChartView*>();
    }
    static bool hasPicture(const ChartView& view) {
        for (const QLabel* label : view.findChildren<QLabel*>())
            if (!label->pixmap().isNull() && label->isVisible())
                return true;
        return false;
    }
};

void ChartViewTest::whereTheFileLies() {
    QCOMPARE(chartPath("/lib/r", "/srv/a.png"), std::string("/srv/a.png"));
    QCOMPARE(chartPath("/lib/r", "report_files/a.png"), std::string("/lib/r/report_files/a.png"));
    QCOMPARE(chartPath("/lib/r", "x/../../a.png"), std::string());
    QCOMPARE(chartPath("/lib/r", "../a.png"), std::string());
}

void ChartViewTest::thePictureIsShown() {
    EditingVoyage voyage;
    const std::filesystem::path folder = std::filesystem::path(voyage.writer.directory()) / "report_files";
    std::filesystem::create_directories(folder);
    QImage image(40, 20, QImage::Format_RGB32);
    image.fill(Qt::red);
    QVERIFY(image.save(QString::fromStdString((folder / "churn.png").string())));
    const ChartView* view = choose(voyage, "report_files/churn.png");
    QTRY_VERIFY(view->isVisible() && hasPicture(*view));
}

void ChartViewTest::aMissingOneIsTold() {
    EditingVoyage voyage;
    const ChartView* view = choose(voyage, "report_files/none.png");
    QTRY_VERIFY(view->isVisible());
    const auto told = [view] {
        for (const QLabel* label : view->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QLatin1String("none.png")))
                return true;
        return false;
    };
    QTRY_VERIFY(told());
    QVERIFY(!hasPicture(*view));
}

STEMMA_WIDGET_TEST_MAIN(ChartViewTest)
#include "tst_chart_view.moc"
