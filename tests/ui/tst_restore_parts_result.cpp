// SPDX-License-Identifier: MIT
// While parts are being restored, the boxes are pressed in whatever order, with the choice, its result or the
// raw files on show, and while others write: what is offered is always what the boxes say, byte for byte.
#include <algorithm>
#include <set>

#include "core/base/sha256.h"
#include "core/report/restore_parts.h"
#include "tests/support/proof.h"
#include "tests/ui/parts_voyage.h"
#include "tests/ui/widget_test.h"

using namespace stemma;
using namespace stemma::ui;
using namespace stemma::tests;
using report::PartChoice;

namespace {

const PartChoice theTitle{"report", "report", "title"};
const PartChoice theRevenue{"insight", revenue, {}};

void setTitle(Value& outline, const std::string& title) {
    outline.set("title", Value::string(title));
}

/// A person changed the costs and the title after an agent's change, and an agent took the section away:
/// parts of the version before the former come back beside or against all that.
class ResultVoyage : public PartsVoyage {
public:
    ResultVoyage()
        : PartsVoyage("human") {
        pause();
        writer.evolve([](Value& outline) { setTitle(outline, "Quarterly figures by hand"); }, "human");
        removeSection();
        show(8);
        openParts(5);
    }
    [[nodiscard]] PartsOptions& options() const { return *history().partsOptions(); }
    [[nodiscard]] QCheckBox& keep() const { return *panel().choiceBox(); }
    [[nodiscard]] const PartsOffer* offer() const { return history().partsOffer().get(); }
    void showResult(bool shown) const {
        QTRY_VERIFY(options().resultBox()->isEnabled());
        if (options().resultBox()->isChecked() != shown)
            options().resultBox()->click();
        QTRY_VERIFY(canvas().isChoosing() != shown);
    }
    void putInto(int place) const {
        QVERIFY(options().places()->isVisible());
        options().places()->setCurrentIndex(place);
        Q_EMIT options().places()->activated(place);
    }
    /// Whether just that is offered, of the report as it is now.
    [[nodiscard]] bool offers(std::vector<PartChoice> parts, const std::string& into = {}) const {
        if (offer() == nullptr || offer()->preview.baseSha256 != sha256(writer.outlineBytes()) ||
            offer()->request.into.value_or("") != into || !panel().acceptButton()->isEnabled())
            return false;
        const auto byName = [](const PartChoice& a, const PartChoice& b) {
            return std::tie(a.what, a.id, a.field) < std::tie(b.what, b.id, b.field);
        };
        std::vector<PartChoice> offered = offer()->request.parts;
        std::sort(offered.begin(), offered.end(), byName);
        std::sort(parts.begin(), parts.end(), byName);
        if (offered != parts)
            return false;
        report::RestorePartsRequest request{offer()->request.version, parts};
        request.company = report::Company::alone;
        if (!into.empty())
            request.into = into;
        const auto made = report::previewRestoreParts(
            {environment, folder.path().toStdString(), history::Actor::human, {}, {}}, ReportId(writer.id()),
            request);
        return made && unstamped(made->bytes) == unstamped(offer()->preview.bytes);
    }
    [[nodiscard]] bool resultIsShown() const {
        return !canvas().isChoosing() &&
               history().diffView()->headerText().contains(QStringLiteral("what restoring"));
    }
    [[nodiscard]] std::string firstSection() const {
        return writer.outline().find("sections")->items().front().stringAt("section_id").value_or("");
    }
    /// An agent writes beside the choice.
    void agentWrites() {
        pause();
        writer.evolve([this](Value& outline) {
            outline.edit("sections")
                ->editItem(0)
                .set("content", Value::string("Written meanwhile, " + std::to_string(++writes)));
        });
    }
    int writes = 0;
};

} // namespace

class RestorePartsResultTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void keepsWhatPeopleChanged();
    void keepsItWhenTheChoiceIsBack();
    void leavesAResultThatIsNone();
    void putsInsightsIntoAnotherSection();
    void isMadeAnewWhenOthersWrite();
    void keepsWhatAPersonWritesMeanwhile();
    void ticksOutliveTheRawFiles();
    void offersWhatTheBoxesSay();
};

void RestorePartsResultTest::keepsWhatPeopleChanged() {
    ResultVoyage voyage;
    voyage.keep().click();
    voyage.tick("report", "report", "title");
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.offers({theTitle, theRevenue}));
    voyage.showResult(true);
    voyage.keep().click();
    QTRY_VERIFY(voyage.offers({theRevenue}));
    QTRY_VERIFY(voyage.resultIsShown());
    QTRY_VERIFY(!voyage.history().diffView()->plainText().contains(QStringLiteral("Quarterly revenue")));
    const std::string shown = voyage.offer()->preview.bytes;
    voyage.accept();
    QCOMPARE(unstamped(voyage.writer.outlineBytes()), unstamped(shown));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""),
             std::string("Quarterly figures by hand"));
}

void RestorePartsResultTest::keepsItWhenTheChoiceIsBack() {
    ResultVoyage voyage;
    voyage.keep().click();
    voyage.tick("report", "report", "title");
    voyage.tick("insight", revenue);
    voyage.showResult(true);
    voyage.keep().click();
    voyage.showResult(false);
    QTRY_VERIFY(voyage.offers({theRevenue}));
    QCOMPARE(voyage.canvas().ticks().choices(), (std::vector<PartChoice>{theRevenue}));
}

/// Where the box leaves nothing of the choice, there is no result: one chooses again.
void RestorePartsResultTest::leavesAResultThatIsNone() {
    ResultVoyage voyage;
    voyage.keep().click();
    voyage.tick("report", "report", "title");
    voyage.showResult(true);
    voyage.keep().click();
    QTRY_VERIFY(voyage.canvas().isChoosing());
    QVERIFY(voyage.canvas().ticks().none() && voyage.offer() == nullptr);
    QVERIFY(!voyage.options().resultBox()->isChecked() && !voyage.options().resultBox()->isEnabled());
    QVERIFY(!voyage.panel().acceptButton()->isEnabled());
}

void RestorePartsResultTest::putsInsightsIntoAnotherSection() {
    ResultVoyage voyage;
    voyage.tick("insight", revenue);
    voyage.showResult(true);
    voyage.putInto(1);
    QTRY_VERIFY(voyage.offers({theRevenue}, voyage.firstSection()));
    QTRY_VERIFY(voyage.resultIsShown());
    voyage.accept();
    QCOMPARE(voyage.writer.outline().find("sections")->items().size(), std::size_t{1});
}

void RestorePartsResultTest::isMadeAnewWhenOthersWrite() {
    ResultVoyage voyage;
    voyage.tick("insight", revenue);
    voyage.showResult(true);
    voyage.agentWrites();
    QTRY_VERIFY(voyage.offers({theRevenue}));
    QVERIFY2(voyage.panel().bodyText().contains(QStringLiteral("made anew")),
             qPrintable(voyage.panel().bodyText()));
    QTRY_VERIFY(voyage.resultIsShown());
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    QVERIFY(voyage.writer.outlineBytes().find("Written meanwhile, 1") != std::string::npos);
}

/// What was ticked before a person changed it isn't theirs to lose.
void RestorePartsResultTest::keepsWhatAPersonWritesMeanwhile() {
    for (const bool result : {false, true}) {
        PartsVoyage voyage("human");
        voyage.show(6);
        voyage.openParts(3);
        QVERIFY(voyage.panel().choiceBox()->isChecked());
        voyage.tick("insight", revenue);
        voyage.tick("report", "report", "title");
        QTRY_VERIFY(voyage.history().partsOffer() &&
                    voyage.history().partsOffer()->request.parts.size() == 2);
        voyage.history().partsOptions()->resultBox()->setChecked(result);
        QTRY_COMPARE(voyage.canvas().isChoosing(), !result);
        voyage.pause();
        voyage.writer.evolve([](Value& outline) { setTitle(outline, "Named by hand"); }, "human");
        QTRY_VERIFY(voyage.history().partsOffer() && voyage.history().partsOffer()->preview.baseSha256 ==
                                                         sha256(voyage.writer.outlineBytes()));
        QCOMPARE(voyage.history().partsOffer()->request.parts,
                 (std::vector<PartChoice>{{"insight", revenue, "summary"}}));
        voyage.accept();
        QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Named by hand"));
        QCOMPARE(voyage.insightText(0), std::string("Revenue grew by twelve percent."));
    }
}

void RestorePartsResultTest::ticksOutliveTheRawFiles() {
    ResultVoyage voyage;
    voyage.keep().click();
    voyage.tick("report", "report", "title");
    voyage.tick("insight", revenue);
    voyage.history().diffView()->setRaw(true);
    QTRY_VERIFY(!voyage.canvas().isChoosing());
    voyage.keep().click();
    QTRY_VERIFY(voyage.offers({theRevenue}));
    voyage.agentWrites();
    QTRY_VERIFY(voyage.offers({theRevenue}));
    QVERIFY(!voyage.canvas().isChoosing());
    voyage.history().diffView()->setRaw(false);
    QTRY_VERIFY(voyage.canvas().isChoosing());
    QTRY_VERIFY(voyage.offers({theRevenue}));
    QCOMPARE(voyage.canvas().ticks().choices(), (std::vector<PartChoice>{theRevenue}));
}

namespace {

/// What the boxes say, by their own words alone; each step presses one of them.
struct Boxes {
    bool result = false, raw = false, keep = true, elsewhere = false, title = false;

    enum Step { pressResult, pressRaw, pressKeep, changePlace, othersWrite, tickTitle };
    [[nodiscard]] bool can(Step step) const { return step != tickTitle || (!result && !raw); }
    [[nodiscard]] int state() const { return result + 2 * raw + 4 * keep + 8 * elsewhere + 16 * title; }
    void press(Step step, ResultVoyage& voyage) {
        switch (step) {
        case pressResult:
            result = !result;
            return voyage.options().resultBox()->click();
        case pressRaw:
            raw = !raw;
            return voyage.history().diffView()->setRaw(raw);
        case pressKeep:
            keep = !keep;
            title = title && !keep;
            return voyage.keep().click();
        case changePlace:
            elsewhere = !elsewhere;
            return voyage.putInto(elsewhere ? 1 : 0);
        case othersWrite:
            return voyage.agentWrites();
        case tickTitle: // with the box as well: that is by itself
            title = !title;
            return voyage.canvas().toggle(voyage.rowOf("report", "report", "title"));
        }
    }
    [[nodiscard]] bool areHeard(const ResultVoyage& voyage) const {
        std::vector<PartChoice> parts{theRevenue};
        if (title)
            parts.push_back(theTitle);
        const QString header = voyage.history().diffView()->headerText();
        return voyage.offers(parts, elsewhere ? voyage.firstSection() : std::string()) &&
               voyage.canvas().isChoosing() == (!result && !raw) &&
               header.contains(QStringLiteral("what restoring")) == result &&
               voyage.keep().isChecked() == keep && voyage.options().resultBox()->isChecked() == result;
    }
};

} // namespace

void RestorePartsResultTest::offersWhatTheBoxesSay() {
    ResultVoyage voyage;
    voyage.tick("insight", revenue);
    Boxes boxes;
    QTRY_VERIFY(boxes.areHeard(voyage));
    std::set<std::pair<int, Boxes::Step>> tried;
    const int steps = qEnvironmentVariableIntValue("STEMMA_LONG") == 1 ? 600 : 60;
    unsigned dice = 7;
    for (int step = 0; step < steps; ++step) {
        Boxes::Step next = Boxes::pressResult;
        for (int round = 0; round < 12; ++round) { // one that wasn't tried here yet, if the dice find it
            dice = dice * 1664525U + 1013904223U;
            next = static_cast<Boxes::Step>((dice >> 16U) % 6U);
            if (boxes.can(next) && !tried.contains({boxes.state(), next}))
                break;
        }
        if (!boxes.can(next))
            continue;
        tried.emplace(boxes.state(), next);
        const int before = boxes.state();
        boxes.press(next, voyage);
        if (!QTest::qWaitFor([&] { return boxes.areHeard(voyage); }))
            QFAIL(qPrintable(QStringLiteral("step %1: %2 in state %3").arg(step).arg(next).arg(before)));
    }
    const std::string shown = voyage.offer()->preview.bytes;
    voyage.accept();
    QCOMPARE(unstamped(voyage.writer.outlineBytes()), unstamped(shown));
    tests::proved("A4", "the boxes of Restore Parts in any order: the offer is what they say", tried.size());
}

STEMMA_WIDGET_TEST_MAIN(RestorePartsResultTest)
#include "tst_restore_parts_result.moc"
