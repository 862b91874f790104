// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/diff/tree_diff.h"

namespace stemma::ui {

/// A part in a list that shows two versions at once.
struct OrderedPart {
    enum class State {
        here,    ///< the newer version has it in this place
        removed, ///< only the older one has it
        was,     ///< the newer one has it in another place
    };
    const diff::Part* part = nullptr;
    State state = State::here;
};

/// The parts of two versions by what they stand in: those of the newer one in its order, and between them,
/// where they stood, those of the older one that are gone or stand elsewhere. The trees and the changes
/// between them, all or some of them, outlive it.
class OutlineOrder {
public:
    OutlineOrder(const diff::Tree& before, const diff::Tree& after, const diff::Changes& changes);

    /// The sections are those in "".
    [[nodiscard]] std::vector<OrderedPart> in(std::string_view what, const std::string& parent) const;
    /// What changed of a part, a move first.
    [[nodiscard]] const std::vector<const diff::Change*>& changesOf(const diff::Part& part) const;
    /// The title of a part, of the newer version if it has it.
    [[nodiscard]] std::string titleOf(std::string_view what, const std::string& id) const;

private:
    using Children = std::unordered_map<std::string, std::vector<const diff::Part*>>;
    static Children childrenOf(const diff::Tree& tree);

    Children m_before, m_after;
    std::unordered_map<std::string, const diff::Part*> m_parts;
    std::unordered_map<std::string, std::vector<const diff::Change*>> m_changes;
};

} // namespace stemma::ui
