// SPDX-License-Identifier: MIT
#include "ui/graph/legend_entries.h"

#include <algorithm>

#include <QCoreApplication>

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::PictureLegend)
};

} // namespace

std::vector<LegendEntry> legendEntries(const graph::Picture& picture, const graph::PictureChanges& changes) {
    using graph::EdgeKind;
    using graph::ElementKind;
    std::vector<LegendEntry> entries;
    const auto has = [&](auto&& test) {
        return std::any_of(picture.elements.begin(), picture.elements.end(), test);
    };
    const auto hasEdge = [&](EdgeKind kind) {
        return std::any_of(picture.edges.begin(), picture.edges.end(),
                           [&](const auto& edge) { return edge.kind == kind; });
    };
    const auto addShape = [&](const QString& text, ElementKind kind, bool foreign) {
        entries.push_back({text, false, EdgeKind::relation, kind, foreign});
    };
    if (has([](const auto& element) { return element.kind == ElementKind::node && !element.foreign; }))
        addShape(Words::tr("node"), ElementKind::node, false);
    if (has([](const auto& element) { return element.foreign; }))
        addShape(Words::tr("outside this graph"), ElementKind::node, true);
    if (has([](const auto& element) { return element.kind == ElementKind::attributeValue; }))
        addShape(Words::tr("attribute value"), ElementKind::attributeValue, false);
    if (has([](const auto& element) { return element.kind == ElementKind::transition; }))
        addShape(Words::tr("transition"), ElementKind::transition, false);
    const std::pair<EdgeKind, QString> lines[] = {{EdgeKind::relation, Words::tr("relation")},
                                                  {EdgeKind::attribute, Words::tr("attribute")},
                                                  {EdgeKind::transitionInput, Words::tr("input")},
                                                  {EdgeKind::transitionOutput, Words::tr("output")}};
    for (const auto& [kind, text] : lines)
        if (hasEdge(kind))
            entries.push_back({text, true, kind});
    const std::pair<graph::Became, QString> became[] = {{graph::Became::added, Words::tr("added")},
                                                        {graph::Became::edited, Words::tr("edited")},
                                                        {graph::Became::removed, Words::tr("removed")}};
    for (const auto& [kind, text] : became) {
        const auto is = [kind = kind](graph::Became one) { return one == kind; };
        if (std::any_of(changes.elements.begin(), changes.elements.end(), is) ||
            std::any_of(changes.edges.begin(), changes.edges.end(), is))
            entries.push_back({text, false, EdgeKind::relation, ElementKind::node, false, kind});
    }
    return entries;
}

void paintLegendSign(QPainter& painter, const PictureStyle& style, const LegendEntry& entry,
                     const QRectF& box) {
    if (entry.became != graph::Became::same) {
        paintChangeSign(painter, style, entry.became, box);
        return;
    }
    if (!entry.line) {
        paintSign(painter, style, entry.element, entry.foreign, box);
        return;
    }
    painter.setPen(QPen(edgeColour(style, entry.edge), 2, edgeLine(entry.edge)));
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
}

} // namespace stemma::ui
