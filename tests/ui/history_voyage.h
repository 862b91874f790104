// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>

#include "tests/ui/voyage.h"
#include "ui/history/version_note.h"

namespace stemma::tests {

/// The window with the first report open and its history beside it: three changes, "now" on top.
class HistoryVoyage : public Voyage {
public:
    void show() {
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        find("quarterly");
        window->desk()->setHistoryShown(true);
        QTRY_VERIFY(history().model()->rowCount() > 3);
    }
    /// By row of the timeline.
    void choose(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
    }
    [[nodiscard]] const TimelineEntry& entry(int row) const {
        return *history().model()->rowData(history().model()->index(row, 0));
    }
    [[nodiscard]] QAction& action(Command command) const { return *window->actions().action(command); }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    [[nodiscard]] QPushButton* undoInMessages() const {
        for (auto* button : window->messages()->findChildren<QPushButton*>())
            if (button->text() == QLatin1String("Undo"))
                return button;
        return nullptr;
    }
    [[nodiscard]] ReportId reportId() const { return ReportId(writer.id()); }
};

} // namespace stemma::tests
