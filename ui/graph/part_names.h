// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>

#include <QString>

#include "core/diff/tree_diff.h"
#include "ui/session/graph_past.h"

namespace stemma::ui {

/// "Added node", "Edited attribute": what became of a part.
[[nodiscard]] QString changeText(diff::ChangeKind kind, const std::string& what);

/// What parts of graphs are called in two states: names in place of ids. The states outlive it.
class PartNames {
public:
    explicit PartNames(const GraphStates& states);

    [[nodiscard]] QString nodeName(const std::string& id) const;
    [[nodiscard]] QString morphName(const std::string& id) const;
    /// Of a changed part: "mass", "is_a → Gas"; what came or went with its value.
    [[nodiscard]] QString titleOf(const diff::Change& change) const;
    /// A field whose values are ids, with names in their place.
    [[nodiscard]] diff::FieldChange readable(const diff::FieldChange& field) const;

private:
    [[nodiscard]] json::Value readableValue(const std::string& field, const json::Value& value) const;

    const GraphStates& m_states;
    std::unordered_map<std::string, std::string> m_morphs; ///< names by id
};

} // namespace stemma::ui
