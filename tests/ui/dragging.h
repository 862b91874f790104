// SPDX-License-Identifier: MIT
#pragma once

#include <QDropEvent>
#include <QMimeData>

#include "tests/ui/editing_voyage.h"

namespace stemma::tests {

using Data = std::unique_ptr<QMimeData>;

/// What the window system would tell a widget while somebody drags; false if it can't be dropped there.
inline bool drop(QWidget& widget, const QMimeData& data, const QPoint& at, Qt::KeyboardModifiers keys = {}) {
    const Qt::DropActions all = Qt::MoveAction | Qt::CopyAction;
    QDragEnterEvent enter(at, all, &data, Qt::LeftButton, keys);
    QApplication::sendEvent(&widget, &enter);
    QDragMoveEvent move(at, all, &data, Qt::LeftButton, keys);
    move.setDropAction(enter.dropAction());
    QApplication::sendEvent(&widget, &move);
    if (!move.isAccepted())
        return false;
    QDropEvent event(at, all, &data, Qt::LeftButton, keys);
    event.setDropAction(move.dropAction());
    QApplication::sendEvent(&widget, &event);
    return event.isAccepted();
}

inline bool drop(const EditingVoyage& voyage, const QMimeData& data, const QPoint& at,
                 Qt::KeyboardModifiers keys = {}) {
    const bool done = drop(*voyage.tree().viewport(), data, at, keys);
    voyage.settle();
    return done;
}

inline QPoint upperEdge(QTreeView& tree, const QModelIndex& index) {
    return tree.visualRect(index).topLeft() + QPoint(20, 1);
}

inline QPoint lowerEdge(QTreeView& tree, const QModelIndex& index) {
    return tree.visualRect(index).bottomLeft() + QPoint(20, -1);
}

inline QPoint middle(QTreeView& tree, const QModelIndex& index) {
    return tree.visualRect(index).center();
}

inline QPoint belowAll(const QTreeView& tree) {
    return tree.viewport()->rect().bottomLeft() + QPoint(20, -4);
}

inline Data dragged(const EditingVoyage& voyage, const QModelIndexList& rows) {
    return Data(voyage.model().mimeData(rows));
}

inline Value cited(const char* words, const char* execution = nullptr) {
    Value citation =
        Value::object({{"source", Value::string("query")}, {"description", Value::string(words)}});
    if (execution != nullptr)
        citation.set("execution_id", Value::string(execution));
    return citation;
}

inline QString told(const EditingVoyage& voyage) {
    return voyage.window->messages()->texts().join(QLatin1Char('\n'));
}

/// The report that everything is dragged from: sections without what is dragged by itself.
inline void fillSource(EditingVoyage& voyage) {
    voyage.writer.evolve([](Value& outline) {
        const std::pair<const char*, std::vector<int>> sections[] = {
            {"Summary", {11, 12, 13}}, {"Risks", {14, 15}}, {"Outlook", {17, 18}}, {"Pool", {16, 19}}};
        const std::pair<int, const char*> insights[] = {
            {11, "Churn rose 4 % in the third quarter. The cause is the price."},
            {12, "Revenue grew."},
            {13, "Costs stayed."},
            {14, "One big customer."},
            {15, "Old servers."},
            {16, "Few engineers."},
            {17, "Next year is open."},
            {18, "Prices go up."},
            {19, "Sources"}};
        outline.set("sections", Value::array());
        outline.set("insights", Value::array());
        int number = 20;
        for (const auto& [title, ids] : sections) {
            Value section = sectionValue(number++, "", ids);
            section.set("title", Value::string(title));
            section.set("content", Value());
            outline.edit("sections")->appendItem(std::move(section));
        }
        for (const auto& [id, text] : insights)
            outline.edit("insights")->appendItem(insightValue(id, text));
        outline.edit("insights")
            ->editItem(8)
            .set("citations", Value::array({cited("Revenue by month", "exec-17"), cited("Seen by an auditor"),
                                            cited("A talk with sales")}));
    });
    QTRY_COMPARE(voyage.rows().size(), 13);
    voyage.settle();
}

inline QStringList citationsOf(const EditingVoyage& voyage, std::size_t insight) {
    QStringList words;
    for (const report::Citation& citation :
         voyage.edit()->state()->report->outline.insights[insight].citations)
        words.append(QString::fromStdString(citation.description.value_or("")));
    return words;
}

} // namespace stemma::tests
