// SPDX-License-Identifier: MIT
#include "core/exporting/dot.h"

#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

/// A name: what it is doesn't matter, only that equal ones are equal.
std::string dotName(const std::string& text) {
    std::string name = "\"";
    for (const char byte : cleanText(text)) {
        if (byte == '"' || byte == '\\')
            name += '\\';
        name += byte;
    }
    return name + '"';
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

std::string attributes(const std::string& label, const char* style) {
    return " [label=" + dotLabel(label) + (*style == '\0' ? "" : std::string(", ") + style) + "];\n";
}

} // namespace

std::string dotText(const graph::Graph& graph, const graph::Picture& picture) {
    const std::string title = graph.title.empty() ? graph.id : graph.title;
    std::string text = "digraph " + dotName(graph.id) + " {\n    graph [label=" + dotLabel(title) +
                       ", labelloc=t, rankdir=LR, charset=\"UTF-8\"];\n"
                       "    node [shape=box, style=\"rounded,filled\", fillcolor=\"#f0f0f0\", "
                       "color=\"#5f6368\", fontname=\"sans-serif\"];\n"
                       "    edge [color=\"#5f6368\", fontname=\"sans-serif\", fontsize=11];\n\n";
    for (const graph::PictureElement& element : picture.elements)
        text += "    " + dotName(element.id) + attributes(element.label, elementStyle(element));
    text += '\n';
    for (const graph::PictureEdge& edge : picture.edges)
        text += "    " + dotName(picture.elements[edge.from].id) + " -> " +
                dotName(picture.elements[edge.to].id) + attributes(edge.label, edgeStyle(edge.kind));
    return text + "}\n";
}

} // namespace stemma::exporting
