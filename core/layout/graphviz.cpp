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
constexpr std::size_t manyNodes = 400; // from here on the best is given up for the good
constexpr double longestRoom = 180;    // points; the longest labels are cut

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

const char* engineOf(const Request& request) {
    switch (request.kind) {
    case Kind::layered:
        return "dot";
    case Kind::radial:
        return "twopi";
    case Kind::force:
    case Kind::grid:
        break;
    }
    return request.nodes.size() > manyNodes ? "sfdp" : "neato";
}

/// Where labels are to have room, nothing may be drawn together: what Debian's Graphviz does for `prism`.
const char* overlapRemovalOf(const Request& request) {
    if (request.kind == Kind::radial)
        return "scalexy";
    return request.nodes.size() > manyNodes ? "prism" : "vpsc";
}

double roomOf(const Edge& edge) {
    return std::clamp(static_cast<double>(edge.room), 0.0, longestRoom);
}

/// Between the borders of ranks, and between the rings of a radial layout, which count from centre to centre.
double rankDistance(const Request& request) {
    double room = 0;
    for (const Edge& edge : request.edges)
        room = std::max(room, roomOf(edge));
    if (request.kind != Kind::radial)
        return std::max(room + 30, 65.0);
    double width = 0;
    for (const Size& size : request.nodes)
        width = std::max(width, size.width);
    return std::max(room + 12 + width, 108.0);
}

void setGraph(Agraph_t* graph, const Request& request) {
    std::string seed = std::to_string(request.seed);
    agattr(graph, AGRAPH, word("start"), word(seed));
    agattr(graph, AGRAPH, word("rankdir"), word("LR"));
    agattr(graph, AGRAPH, word("splines"), word("false")); // edges are drawn by the picture itself
    agattr(graph, AGRAPH, word("overlap"), word(overlapRemovalOf(request)));
    agattr(graph, AGRAPH, word("sep"), word("+12"));
    agattr(graph, AGRAPH, word("nodesep"), word("0.3"));
    std::string ranks = inches(rankDistance(request));
    agattr(graph, AGRAPH, word("ranksep"), word(ranks));
    agattr(graph, AGRAPH, word("pack"), word("20")); // parts that nothing joins side by side
    if (request.nodes.size() > manyNodes) {
        for (const char* limit : {"nslimit", "nslimit1", "mclimit"})
            agattr(graph, AGRAPH, word(limit), word("0.5"));
    }
    agattr(graph, AGNODE, word("shape"), word("box"));
    agattr(graph, AGNODE, word("label"), word(""));
    agattr(graph, AGNODE, word("fixedsize"), word("true"));
    agattr(graph, AGNODE, word("width"), word("1"));
    agattr(graph, AGNODE, word("height"), word("0.5"));
    agattr(graph, AGEDGE, word("len"), word("1.5"));
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

/// Ends lie so far apart that the label finds room between their borders, nearly whichever way the edge runs.
void addEdge(Agraph_t* graph, const Request& request, const std::vector<Agnode_t*>& nodes, const Edge& edge) {
    if (edge.from >= nodes.size() || edge.to >= nodes.size() || edge.from == edge.to)
        return;
    Agedge_t* added = agedge(graph, nodes[edge.from], nodes[edge.to], nullptr, 1);
    const double borders = (request.nodes[edge.from].width + request.nodes[edge.to].width) / 2;
    std::string length = inches(std::max(roomOf(edge), 24.0) + 10 + borders * 0.8);
    agset(added, word("len"), word(length));
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
    for (const Edge& edge : request.edges)
        addEdge(graph.get(), request, nodes, edge);
    if (request.kind == Kind::radial && !nodes.empty()) {
        std::string centre = std::to_string(centreOf(request));
        agattr(graph.get(), AGRAPH, word("root"), word(centre));
    }
    if (gvLayout(context.get(), graph.get(), engineOf(request)) != 0)
        return fail(ErrorCode::io, "lay out the graph", "",
                    std::string("Graphviz has no layout ") + engineOf(request));
    std::vector<Point> points;
    for (Agnode_t* node : nodes)
        points.push_back({rounded(ND_coord(node).x), rounded(-ND_coord(node).y)});
    gvFreeLayout(context.get(), graph.get());
    return points;
}

} // namespace stemma::layout
