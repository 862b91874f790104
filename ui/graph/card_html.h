// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "ui/session/graph_session.h"

namespace stemma::ui {

/// What is known of a node with one of its morphs, as safe HTML for a QTextBrowser: description, attributes,
/// relations both ways, the graphs that it is in. Links are `node:<id>` and `graph:<id>`, percent-encoded.
/// Pure; for the pool.
[[nodiscard]] QString nodeCardHtml(const UserGraphs& graphs, const graph::Node& node,
                                   const graph::Morph* morph);
[[nodiscard]] QString transitionCardHtml(const UserGraphs& graphs, const graph::Transition& transition);

/// The id that a link of such a card leads to; empty if it isn't one of that kind.
[[nodiscard]] std::string linkTarget(const QString& link, const QString& scheme);

} // namespace stemma::ui
