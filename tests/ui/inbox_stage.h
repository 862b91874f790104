// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "tests/ui/voyage.h"
#include "ui/feed/feed_desk.h"
#include "ui/feed/feed_list.h"
#include "ui/history/overlap_chooser.h"
#include "ui/inbox/card_list.h"
#include "ui/inbox/card_model.h"
#include "ui/inbox/change_page.h"
#include "ui/inbox/inbox_desk.h"
#include "ui/library/library_sidebar.h"

namespace stemma::tests {

/// Insight `number` of a report gets that text.
inline ReportBuilder::Edit insightText(int number, const std::string& text) {
    return [number, text](Value& outline) {
        outline.edit("insights")
            ->editItem(static_cast<std::size_t>(number))
            .set("summary", Value::string(text));
    };
}

/// The window on a library of reports with some insights each, of which the person has seen all.
class InboxStage {
public:
    explicit InboxStage(int reports, int insights = 4) {
        for (int number = 1; number <= reports; ++number) {
            writers.emplace_back(root.toStdString(), fixedUuid('a', number));
            makeReport(writers.back(), "Report " + std::to_string(number), insights);
        }
        open();
    }
    ~InboxStage() {
        window.reset();
        runner.reset();
    }
    /// The program begins anew.
    void open() {
        window.reset();
        runner = std::make_unique<TaskRunner>();
        WindowParts parts{environment, *runner, settings, state, prompts, [] {
                              return Result<std::string>(
                                  fail(ErrorCode::notFound, "make the sample library", {}, {}));
                          }};
        parts.drafts = &drafts;
        parts.marks = &marks;
        parts.baselines = &baselines;
        window = std::make_unique<MainWindow>(parts);
        window->resize(1300, 800);
        window->show();
        window->openLibrary(root);
        QTRY_VERIFY(inbox().session() != nullptr && inbox().session()->inbox() != nullptr);
        QTRY_VERIFY(!window->list()->isReading());
    }

    [[nodiscard]] InboxDesk& inbox() const { return *window->inbox(); }
    [[nodiscard]] CardList& list() const { return *inbox().list(); }
    [[nodiscard]] int cards() const { return inbox().model()->rowCount(); }
    [[nodiscard]] const report::InboxCard& card(int row) const {
        return *inbox().model()->rowOf(inbox().model()->index(row))->card;
    }
    [[nodiscard]] int row() const { return list().view()->currentIndex().row(); }
    [[nodiscard]] RestorePanel& panel() const { return *inbox().page()->panel(); }
    [[nodiscard]] bool isIdle() const { return !inbox().session()->isBusy(); }
    void key(Qt::Key key, Qt::KeyboardModifiers with = {}) const {
        QTest::keyClick(window->windowHandle(), key, with);
    }
    /// Until that widget has the keyboard, by Tab alone, or by Shift+Tab.
    [[nodiscard]] bool tabTo(const QWidget* wanted, Qt::Key tab = Qt::Key_Tab) const {
        for (int presses = 0; presses < 10 && QApplication::focusWidget() != wanted; ++presses)
            key(tab, tab == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
        return QApplication::focusWidget() == wanted;
    }
    [[nodiscard]] bool available(Command command) const {
        return window->actions().action(command)->isEnabled();
    }
    /// The text of an insight on the disk.
    [[nodiscard]] std::string text(std::size_t writer, std::size_t insight) const {
        return writers[writer].outline().find("insights")->items()[insight].stringAt("summary").value_or("");
    }
    /// Of all reports.
    [[nodiscard]] std::size_t marked() const {
        std::size_t keys = 0;
        for (const ReportBuilder& writer : writers)
            keys += marks.find(ReportId(writer.id())).marks.seen.size();
        return keys;
    }

    QTemporaryDir folder;
    QTemporaryDir own;
    QString root{folder.filePath(QStringLiteral("reports"))};
    std::vector<ReportBuilder> writers;
    std::unique_ptr<io::Disk> disk = io::makePosixDisk();
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment{*disk, clock, locks, {}};
    Settings settings{own.filePath(QStringLiteral("settings.ini"))};
    WindowState state{own.filePath(QStringLiteral("state.ini"))};
    journal::DraftStore drafts{*disk, own.filePath(QStringLiteral("drafts")).toStdString()};
    marks::MarkStore marks{*disk, own.filePath(QStringLiteral("marks")).toStdString()};
    marks::BaselineStore baselines{*disk, own.filePath(QStringLiteral("marks")).toStdString()};
    NoPrompts prompts;
    std::unique_ptr<TaskRunner> runner;
    std::unique_ptr<MainWindow> window;

private:
    static void makeReport(ReportBuilder& writer, const std::string& title, int insights) {
        writer.create(title);
        writer.evolve([insights](Value& outline) {
            std::vector<int> numbers;
            for (int number = 0; number < insights; ++number) {
                numbers.push_back(number + 1);
                outline.edit("insights")
                    ->appendItem(
                        insightValue(number + 1, "Insight " + std::to_string(number) + " as it was."));
            }
            outline.edit("sections")->appendItem(sectionValue(1, "What happened.", numbers));
        });
    }
};

} // namespace stemma::tests
