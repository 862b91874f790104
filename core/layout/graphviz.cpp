// SPDX-License-Identifier: MIT
#include "core/layout/graphviz.h"

#include <graphviz/gvc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <string>

namespace stemma::layout {

namespace {

constexpr double pointsPerInch = 72;
constexpr std::size_t manyNodes = 400; // from here on the layered layout gives up the best for the good

std::string inches(double points) {
    std::array<char, 40> room{};
    const auto [end, failed] = std::to_chars(room.data(), room.data() + room.size(), points / pointsPerInch,
                                             std::chars_format::fixed, 4);
    return std::string(room.data(), failed == std::errc{} ? end : room.data());
}

/// Graphviz takes text that it doesn't change as `char*`.
char* word(const char* text) {
    return const_cast<char*>(text);
}
char* word(std::string& text) {
    return text.data();
}

struct CloseContext {
    void operator()(GVC_t* context) const { gvFreeContext(context); }
};
struct CloseGraph {
    void operator()(Agraph_t* graph) const { agclose(graph); }
};

/// The last digits differ from run to run with where the memory lies.
double rounded(double points) {
    return std::round(points * 20) / 20;
}

const char* engineOf(Kind kind) {
    switch (kind) {
    case Kind::layered:
        return "dot";
    case Kind::radial:
        return "twopi";
    case Kind::force:
    case Kind::grid:
        break;
    }
    return "sfdp";
}

void setGraph(Agraph_t* graph, const Request& request) {
    std::string seed = std::to_string(request.seed);
    agattr(graph, AGRAPH, word("start"), word(seed));
    agattr(graph, AGRAPH, word("rankdir"), word("LR"));
    agattr(graph, AGRAPH, word("splines"), word("false")); // edges are drawn by the picture itself
    agattr(graph, AGRAPH, word("overlap"), word(request.kind == Kind::radial ? "scalexy" : "prism"));
    agattr(graph, AGRAPH, word("sep"), word("+12"));
    agattr(graph, AGRAPH, word("nodesep"), word("0.3"));
    agattr(graph, AGRAPH, word("ranksep"), word(request.kind == Kind::radial ? "1.5" : "0.9"));
    if (request.nodes.size() > manyNodes) {
        for (const char* limit : {"nslimit", "nslimit1", "mclimit"})
            agattr(graph, AGRAPH, word(limit), word("0.5"));
    }
    agattr(graph, AGNODE, word("shape"), word("box"));
    agattr(graph, AGNODE, word("label"), word(""));
    agattr(graph, AGNODE, word("fixedsize"), word("true"));
    agattr(graph, AGNODE, word("width"), word("1"));
    agattr(graph, AGNODE, word("height"), word("0.5"));
}

std::vector<Agnode_t*> addNodes(Agraph_t* graph, const Request& request) {
    std::vector<Agnode_t*> nodes;
    for (std::size_t n = 0; n < request.nodes.size(); ++n) {
        std::string name = std::to_string(n);
        Agnode_t* node = agnode(graph, word(name), 1);
        std::string width = inches(request.nodes[n].width);
        std::string height = inches(request.nodes[n].height);
        agset(node, word("width"), word(width));
        agset(node, word("height"), word(height));
        nodes.push_back(node);
    }
    return nodes;
}

std::size_t centreOf(const Request& request) {
    if (request.centre && *request.centre < request.nodes.size())
        return *request.centre;
    std::vector<std::size_t> edges(request.nodes.size());
    for (const Edge& edge : request.edges) {
        if (edge.from < edges.size() && edge.to < edges.size()) {
            ++edges[edge.from];
            ++edges[edge.to];
        }
    }
    return static_cast<std::size_t>(std::max_element(edges.begin(), edges.end()) - edges.begin());
}

} // namespace

Result<std::vector<Point>> layOutWithGraphviz(const Request& request) {
    const std::unique_ptr<GVC_t, CloseContext> context(gvContext());
    const std::unique_ptr<Agraph_t, CloseGraph> graph(agopen(word("graph"), Agdirected, nullptr));
    if (!context || !graph)
        return fail(ErrorCode::io, "lay out the graph", "", "Graphviz can't be used");
    setGraph(graph.get(), request);
    const std::vector<Agnode_t*> nodes = addNodes(graph.get(), request);
    for (const Edge& edge : request.edges) {
        if (edge.from < nodes.size() && edge.to < nodes.size() && edge.from != edge.to)
            agedge(graph.get(), nodes[edge.from], nodes[edge.to], nullptr, 1);
    }
    if (request.kind == Kind::radial && !nodes.empty()) {
        std::string centre = std::to_string(centreOf(request));
        agattr(graph.get(), AGRAPH, word("root"), word(centre));
    }
    if (gvLayout(context.get(), graph.get(), engineOf(request.kind)) != 0)
        return fail(ErrorCode::io, "lay out the graph", "",
                    std::string("Graphviz has no layout ") + engineOf(request.kind));
    std::vector<Point> points;
    for (Agnode_t* node : nodes)
        points.push_back({rounded(ND_coord(node).x), rounded(-ND_coord(node).y)});
    gvFreeLayout(context.get(), graph.get());
    return points;
}

} // namespace stemma::layout
