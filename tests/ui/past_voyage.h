// SPDX-License-Identifier: MIT
#pragma once

#include <QListWidget>
#include <QPushButton>
#include <QTreeView>

#include "tests/ui/graph_voyage.h"
#include "ui/graph/graph_history_pane.h"
#include "ui/history/diff_view.h"
#include "ui/history/restore_panel.h"
#include "ui/history/timeline_model.h"
#include "ui/shell/message_bar.h"

/// What tests of the history of graphs do in the window.
namespace stemma::tests {

using namespace stemma::ui;

inline GraphHistoryPane& pastOf(GraphVoyage& voyage) {
    return *voyage.desk().history();
}

inline QStringList rows(GraphVoyage& voyage) {
    const TimelineModel& model = *pastOf(voyage).model();
    QStringList found;
    for (int row = 0; row < model.rowCount(); ++row)
        found << model.index(row, 0).data().toString();
    return found;
}

inline void openHistory(GraphVoyage& voyage, int count) {
    voyage.trigger(Command::toggleHistory);
    QTRY_COMPARE_WITH_TIMEOUT(pastOf(voyage).model()->rowCount(), count, 10'000);
}

inline void chooseRow(GraphVoyage& voyage, int row) {
    pastOf(voyage).timelineView()->setCurrentIndex(pastOf(voyage).model()->index(row, 0));
}

inline QString diffText(GraphVoyage& voyage) {
    return pastOf(voyage).diffView()->plainText();
}

inline void waitForDiff(GraphVoyage& voyage, const char* text) {
    QTRY_VERIFY2_WITH_TIMEOUT(diffText(voyage).contains(QLatin1String(text)),
                              qPrintable(diffText(voyage) + pastOf(voyage).diffView()->headerText()), 10'000);
}

inline graph::EditNode described(const char* id, const char* text) {
    graph::EditNode edit;
    edit.id = id;
    edit.description = json::Value::string(text);
    return edit;
}

/// The three registries as they are, as the old program keeps them before it does something.
inline void makeOldBackup(GraphVoyage& voyage, const QString& folder) {
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"}) {
        QFile registry(voyage.userFolder() + QLatin1Char('/') + QLatin1String(name));
        QVERIFY(registry.open(QIODevice::ReadOnly));
        GraphVoyage::writeFile(voyage.userFolder() + QStringLiteral("/backups/") + folder + QLatin1Char('/') +
                                   QLatin1String(name),
                               registry.readAll());
    }
}

} // namespace stemma::tests
