// SPDX-License-Identifier: MIT
// A version, or parts of one, come back while edits aren't saved: the edits were kept aside before, stay
// unsaved on top of what came back, and outlive the end of the program.
#include "tests/support/proof.h"
#include "tests/ui/parts_voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/merge/merge_desk.h"
#include "ui/merge/merge_view.h"
#include "ui/session/edit_session.h"

using namespace stemma;
using namespace stemma::ui;
using namespace stemma::tests;

namespace {

constexpr const char* typed = "Typed, and not saved";
constexpr const char* grew = "Revenue grew by twelve percent.";

class UnsavedVoyage : public PartsVoyage {
public:
    UnsavedVoyage() { show(6); }
    void type(const std::string& op) const {
        QTRY_VERIFY(edit() != nullptr && edit()->isEditable());
        edit()->apply(json::parse(op).value());
        QTRY_VERIFY(edit()->isModified());
    }
    void typeTitle() const { type(std::string(R"([{"op":"set-title","title":")") + typed + "\"}]"); }
    [[nodiscard]] EditSession* edit() const { return window->desk()->edit(); }
    void offerVersion(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        QTRY_VERIFY(history().restoreButton()->isEnabled());
        trigger(Command::restore);
        QTRY_VERIFY(panel().isVisible());
    }
    /// Whether what was typed, and `more`, is among the drafts on the disk.
    [[nodiscard]] bool isKept(const std::string& more = {}) {
        const auto found = drafts.find(folder.path().toStdString(), ReportId(writer.id()));
        return found && std::any_of(found->drafts.begin(), found->drafts.end(), [&](const auto& draft) {
                   return draft.working.find(typed) != std::string::npos &&
                          draft.working.find(more) != std::string::npos;
               });
    }
    /// As after a crash: what was typed is offered, on top of what came back.
    void crash() {
        open();
        show(7);
        QTRY_VERIFY(isKept(grew));
        QCOMPARE(insightText(0), std::string(grew));
    }
};

} // namespace

class RestoreUnsavedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void aVersionComesBack();
    void partsComeBack();
    void whatComesBackOverlapsWhatWasTyped();
};

void RestoreUnsavedTest::aVersionComesBack() {
    UnsavedVoyage voyage;
    voyage.type(R"([{"op":"edit-section","section_id":")" + fixedUuid('a', 7) + R"(","fields":{"content":")" +
                typed + R"("}}])");
    voyage.offerVersion(3);
    QTRY_VERIFY(voyage.isKept());
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string(grew));
    QCOMPARE(voyage.writer.outline().stringAt("title").value_or(""), std::string("Quarterly revenue"));
    QTRY_COMPARE(voyage.edit()->report()->outline.insights.front().summary, std::string(grew));
    QVERIFY(voyage.edit()->isModified());
    QCOMPARE(*voyage.edit()->report()->outline.sections.back().content, std::string(typed));
    QTRY_VERIFY(voyage.isKept(grew));
    voyage.crash();
    tests::proved("A2", "unsaved edits through a restore of a version, and a crash", 1);
}

void RestoreUnsavedTest::partsComeBack() {
    UnsavedVoyage voyage;
    voyage.typeTitle();
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.isKept());
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string(grew));
    QTRY_COMPARE(voyage.edit()->report()->outline.insights.front().summary, std::string(grew));
    QVERIFY(voyage.edit()->isModified());
    QCOMPARE(voyage.edit()->report()->outline.title, std::string(typed));
    QTRY_VERIFY(voyage.isKept(grew));
    voyage.crash();
    tests::proved("A2", "unsaved edits through a restore of parts, and a crash", 1);
}

/// Both are there to choose from; until then what was typed stays what is being edited.
void RestoreUnsavedTest::whatComesBackOverlapsWhatWasTyped() {
    UnsavedVoyage voyage;
    voyage.type(R"([{"op":"edit-insight","insight_id":")" + revenue + R"(","fields":{"summary":")" + typed +
                R"("}}])");
    voyage.openParts(3);
    voyage.tick("insight", revenue);
    QTRY_VERIFY(voyage.isKept());
    voyage.accept();
    QCOMPARE(voyage.insightText(0), std::string(grew));
    const auto told = [&] {
        return voyage.window->messages()
            ->texts()
            .join(QLatin1Char(' '))
            .contains(QLatin1String("what you changed too"));
    };
    QTRY_VERIFY(told());
    QVERIFY(voyage.edit()->isModified() && voyage.isKept());
    QCOMPARE(voyage.edit()->report()->outline.insights.front().summary, std::string(typed));
    voyage.page().merging()->decide();
    QTRY_VERIFY(voyage.page().mergeView()->isVisible());
    QTest::keyClick(voyage.page().mergeView()->list(), Qt::Key_1);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space); // "Apply" has the focus
    QTRY_VERIFY(!voyage.page().mergeView()->isVisible());
    QTRY_VERIFY(voyage.edit()->isIdle());
    voyage.edit()->save();
    QTRY_COMPARE(voyage.insightText(0), std::string(typed));
    tests::proved("A2", "unsaved edits that a restore overlaps are asked about", 1);
}

STEMMA_WIDGET_TEST_MAIN(RestoreUnsavedTest)
#include "tst_restore_unsaved.moc"
