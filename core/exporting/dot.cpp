// SPDX-License-Identifier: MIT
#include "core/exporting/dot.h"

#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

/// Ids may hold what no DOT text can, and different ones would become the same name.
std::string dotName(std::size_t at) {
    return "n" + std::to_string(at);
}

/// Text to show. Graphviz reads escapes with a backslash in it, and HTML's entities.
std::string dotLabel(const std::string& text) {
    std::string label = "\"";
    for (const char byte : cleanText(text)) {
        if (byte == '\n')
            label += "\\n";
        else if (byte == '&')
            label += "&amp;";
        else if (byte == '"' || byte == '\\')
            label += std::string("\\") + byte;
        else if (byte != '\r')
            label += byte;
    }
    return label + '"';
}

const char* elementStyle(const graph::PictureElement& element) {
    if (element.missing)
        return "style=\"rounded,dashed\", color=\"#b3261e\", fontcolor=\"#b3261e\"";
    if (element.foreign)
        return "style=\"rounded,dashed\", color=\"#7a7a7a\"";
    switch (element.kind) {
    case graph::ElementKind::node:
        return "";
    case graph::ElementKind::attributeValue:
        return "style=filled, fillcolor=\"#fff1cc\", color=\"#b37400\", fontcolor=\"#5c3d00\"";
    case graph::ElementKind::transition:
        break;
    }
    return "shape=diamond, style=filled, fillcolor=\"#dbe7fb\", color=\"#2a5db0\", fontcolor=\"#1a3f7a\"";
}

const char* edgeStyle(graph::EdgeKind kind) {
    switch (kind) {
    case graph::EdgeKind::relation:
        return "";
    case graph::EdgeKind::attribute:
        return "color=\"#b37400\", fontcolor=\"#8a5a00\", style=dotted";
    case graph::EdgeKind::transitionInput:
        return "color=\"#2a5db0\", fontcolor=\"#2a5db0\", style=dashed";
    case graph::EdgeKind::transitionOutput:
        break;
    }
    return "color=\"#2e7d32\", fontcolor=\"#2e7d32\", style=dashed";
}

std::string attributes(const std::string& label, const std::string& style) {
    return " [label=" + dotLabel(label) + (style.empty() ? "" : ", ") + style + "];\n";
}

} // namespace

std::string dotText(const graph::Graph& graph, const graph::Picture& picture) {
    const std::string title = graph.title.empty() ? graph.id : graph.title;
    std::string text = "digraph " + dotLabel(graph.id) + " {\n    graph [label=" + dotLabel(title) +
                       ", labelloc=t, rankdir=LR, charset=\"UTF-8\"];\n"
                       "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#f0f0f0\", "
                       "color=\"#5f6368\", fontname=\"sans-serif\"];\n"
                       "    edge [color=\"#5f6368\", fontname=\"sans-serif\", fontsize=11];\n\n";
    for (std::size_t at = 0; at < picture.elements.size(); ++at) {
        const graph::PictureElement& element = picture.elements[at];
        const std::string style = elementStyle(element);
        text += "    " + dotName(at) +
                attributes(element.label,
                           "tooltip=" + dotLabel(element.id) + (style.empty() ? "" : ", ") + style);
    }
    text += '\n';
    for (const graph::PictureEdge& edge : picture.edges)
        text += "    " + dotName(edge.from) + " -> " + dotName(edge.to) +
                attributes(edge.label, edgeStyle(edge.kind));
    return text + "}\n";
}

} // namespace stemma::exporting
