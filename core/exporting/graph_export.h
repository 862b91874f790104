// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/exporting/csv.h"
#include "core/graph/graph_store.h"

namespace stemma::exporting {

/// What a graph can be exported as without a screen.
enum class GraphFormat {
    graphml, ///< everything, for programs that analyse graphs (graphml.h)
    dot,     ///< the picture, for Graphviz (dot.h)
    json,    ///< everything, as polymorphic_composed.json would hold it now
    csv,     ///< three tables (csv.h)
    ndf,     ///< everything, for NDF Studio and for import (core/exchange)
};
[[nodiscard]] const char* graphFormatWord(GraphFormat format);
[[nodiscard]] std::optional<GraphFormat> graphFormatFrom(std::string_view word);

struct ExportedFile {
    std::string part;   ///< of several files which it is ("nodes"); empty of a single one
    std::string ending; ///< ".graphml"
    std::string bytes;
};

struct GraphExportOptions {
    Formulas formulas = Formulas::disarmed; ///< of tables
    std::string user;                       ///< of .ndf: who exports
    Timestamp now;                          ///< of .ndf: when
};

/// A graph of a user's files as one or more files, in memory. ErrorCode::notFound if there is no such graph.
[[nodiscard]] Result<std::vector<ExportedFile>> exportGraph(const graph::UserFiles& files,
                                                            const graph::GraphStore& store,
                                                            const std::string& graph, GraphFormat format,
                                                            const GraphExportOptions& options = {});

/// Where one of the files goes if the person named `path`: the part comes before the ending
/// (`water.csv`: `water-nodes.csv`).
[[nodiscard]] std::string exportedPath(const std::string& path, const ExportedFile& file);

/// A name for the file of a graph: its title, else its id, without what names of files can't hold anywhere.
/// Never empty; without ending.
[[nodiscard]] std::string exportName(const std::string& title, const std::string& id);

/// What can't be told of a graph as it is, in sentences: its metadata and text, its nodes, relations,
/// attributes and transitions whose files can't be read, or aren't there; of .ndf also files of its folder
/// that it can't hold.
[[nodiscard]] std::vector<std::string> exportWarnings(const graph::UserFiles& files,
                                                      const graph::GraphStore& store,
                                                      const std::string& graph, GraphFormat format);

} // namespace stemma::exporting
