// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include <QString>

#include "ui/session/graph_session.h"

namespace stemma::ui {

/// Which row the sections of a card begin with, by their names: of thousands of rows a part is shown, with
/// links to the others.
using CardStarts = std::map<std::string, std::size_t>;

/// Whether relations and attributes are links to what edits them, with links to new ones beside the headings:
/// `relation:<id>`, `attribute:<id>`, `new:relation` and `new:attribute`.
enum class CardLinks { read, edit };

/// What is known of a node with one of its morphs, as safe HTML for a QTextBrowser: description, attributes,
/// relations both ways, the graphs that it is in. Links are `node:<id>` and `graph:<id>`, percent-encoded,
/// and `rows:<section>/<first>`. Pure; for the pool.
[[nodiscard]] QString nodeCardHtml(const UserGraphs& graphs, const graph::Node& node,
                                   const graph::Morph* morph, const CardStarts& starts,
                                   CardLinks links = CardLinks::read);
[[nodiscard]] QString transitionCardHtml(const UserGraphs& graphs, const graph::Transition& transition,
                                         const CardStarts& starts);

/// The id that a link of such a card leads to; empty if it isn't one of that kind.
[[nodiscard]] std::string linkTarget(const QString& link, const QString& scheme);
/// Takes a link to other rows of a section; false if it is none.
[[nodiscard]] bool turnRows(CardStarts& starts, const QString& link);

} // namespace stemma::ui
