// SPDX-License-Identifier: MIT
// The window says whether a history is still what it was: remembered, verified, altered and where; and takes
// what is there for right only after a second look.
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "tests/ui/voyage.h"
#include "tests/ui/widget_test.h"
#include "ui/history/trust_line.h"
#include "ui/session/library_session.h"
#include "ui/session/trust_check.h"

using namespace stemma;
using namespace stemma::ui;
using json::Value;
using tests::setText;
using tests::Voyage;

namespace {

/// Whether a history is checked when the window comes to it, or as soon as it is there: the pause that spares
/// the machine is twenty times as long as a check.
enum class Checking { byItself, atOnce };

class Trusting : public Voyage {
public:
    explicit Trusting(Checking checking = Checking::atOnce)
        : m_checking(checking) {
        trust = &m_store;
        open();
        show();
    }
    ~Trusting() { window.reset(); }
    void show() {
        QTRY_VERIFY2(window->list()->view()->model()->rowCount() == 2,
                     qPrintable(window->messages()->texts().join(QLatin1Char('\n'))));
        find("quarterly");
        window->desk()->setHistoryShown(true);
        QTRY_VERIFY(history().model()->rowCount() > 1);
        check();
    }
    void check() const {
        if (m_checking == Checking::atOnce)
            window->findChild<TrustCheck*>()->check();
    }
    /// As another program does it; checked when the window has seen it.
    template <class Write>
    void afterWriting(Write write) {
        const auto before = history().session()->timeline();
        write();
        QTRY_VERIFY(history().session()->timeline() != before);
        check();
    }
    [[nodiscard]] TrustLine& line() const { return *history().trustLine(); }
    void expect(const char* words) const {
        QTRY_VERIFY2(line().text().contains(QLatin1String(words)), qPrintable(line().text()));
    }
    /// Remembered, and then looked at again.
    void remember() {
        expect("Remembered from now on: 3 change(s).");
        pause();
        afterWriting([this] { writer.evolve([](Value& outline) { setText(outline, "Later."); }); });
        expect("Verified up to");
    }
    void reopen() {
        open();
        show();
    }

private:
    Checking m_checking;
    marks::TrustStore m_store{*disk, own.filePath(QStringLiteral("chains")).toStdString()};
};

} // namespace

class TrustWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { tests::failOnWarnings(); }
    void verifiesWhatItRemembers();
    void namesWhatWasAltered();
    void acceptsAfterASecondLook();
    void seesAnEditWithoutEvent();
    void tellsWhatItCantShow();
};

void TrustWindowTest::verifiesWhatItRemembers() {
    Trusting voyage(Checking::byItself);
    voyage.remember();
    QVERIFY2(voyage.line().text().contains(QStringLiteral("4 change(s) unaltered")),
             qPrintable(voyage.line().text()));
    QVERIFY(!voyage.line().acceptButton()->isVisible());
    voyage.reopen();
    voyage.expect("4 change(s) unaltered");
    QCOMPARE(voyage.prompts.asked, 0);
}

void TrustWindowTest::namesWhatWasAltered() {
    Trusting voyage;
    voyage.remember();
    const std::string backup = voyage.writer.lastBackup();
    std::string bytes = voyage.writer.backupBytes(backup);
    bytes.replace(bytes.find("shrank"), 6, "soared");
    voyage.writer.writeBackup(backup, bytes);
    voyage.reopen();
    voyage.expect("Altered:");
    QVERIFY2(voyage.line().text().contains(QString::fromStdString(backup)), qPrintable(voyage.line().text()));
    QVERIFY(voyage.line().details().contains(QStringLiteral("The backup was changed since it was made.")));
    voyage.line().showButton()->click();
    const auto chosen = [&] {
        const TimelineEntry* entry =
            voyage.history().model()->rowData(voyage.history().timelineView()->currentIndex());
        return entry == nullptr ? std::string()
                                : voyage.history().session()->timeline()->rows[entry->row].backup;
    };
    QTRY_COMPARE(chosen(), backup);
}

void TrustWindowTest::acceptsAfterASecondLook() {
    Trusting voyage;
    voyage.remember();
    voyage.writer.removeBackup(voyage.writer.lastBackup());
    voyage.reopen();
    voyage.expect("Altered:");
    QTRY_VERIFY(voyage.line().acceptButton()->isVisible());
    QVERIFY(!voyage.line().sureButton()->isVisible());
    voyage.line().acceptButton()->click();
    QVERIFY(voyage.line().sureButton()->isVisible() && !voyage.line().acceptButton()->isVisible());
    voyage.expect("Altered:"); // nothing is accepted yet
    voyage.line().sureButton()->click();
    voyage.expect("Remembered from now on");
    voyage.reopen();
    voyage.expect("4 change(s) unaltered");
}

void TrustWindowTest::seesAnEditWithoutEvent() {
    Trusting voyage;
    voyage.remember();
    voyage.afterWriting([&voyage] {
        voyage.writer.editByHand([](Value& outline) { setText(outline, "Nobody wrote this."); });
    });
    voyage.expect("Altered: the report as it is now");
    QTRY_VERIFY(voyage.line().showButton()->isVisible());
}

void TrustWindowTest::tellsWhatItCantShow() {
    Trusting voyage;
    voyage.remember();
    QVERIFY(voyage.line().details().contains(QStringLiteral("can't show")));
    voyage.line().detailsButton()->click();
    bool shown = false;
    for (const QLabel* label : voyage.line().findChildren<QLabel*>())
        shown = shown || (label->isVisible() && label->text().contains(QStringLiteral("can't show")));
    QVERIFY(shown);
}

STEMMA_WIDGET_TEST_MAIN(TrustWindowTest)
#include "tst_trust_window.moc"
