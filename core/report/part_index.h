// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/diff/tree_diff.h"
#include "core/json/json_value.h"

/// Private to the files that restore parts.
namespace stemma::report {

/// Kind and id of a part in one.
[[nodiscard]] std::string partKey(std::string_view what, std::string_view id);

/// The parts of an outline that igloo-mcp reads, found by the names that outlineTree() gives them. The
/// document outlives it.
class PartIndex {
public:
    explicit PartIndex(const json::Value& document);
    PartIndex(const PartIndex&) = delete;
    PartIndex& operator=(const PartIndex&) = delete;

    [[nodiscard]] const json::Value& document() const { return m_document; }
    [[nodiscard]] const diff::Tree& tree() const { return m_tree; }
    /// Null if it isn't there.
    [[nodiscard]] const diff::Part* find(std::string_view what, std::string_view id) const;
    /// The parts of a kind in a part, as displayed: the sections are those in "".
    [[nodiscard]] const std::vector<std::string>& in(std::string_view what, std::string_view parent) const;
    /// The names of all sections and of all insights in the order of the file.
    [[nodiscard]] const std::vector<std::string>& sectionNames() const { return m_sections; }
    [[nodiscard]] const std::vector<std::string>& insightNames() const { return m_insights; }
    /// As it stands in the file; null if it isn't there.
    [[nodiscard]] const json::Value* section(const std::string& name) const;
    [[nodiscard]] const json::Value* insight(const std::string& name) const;

private:
    const json::Value& m_document;
    diff::Tree m_tree;
    std::unordered_map<std::string, const diff::Part*> m_byKey;
    std::unordered_map<std::string, std::vector<std::string>> m_children;
    std::vector<std::string> m_sections, m_insights;
    std::unordered_map<std::string, std::size_t> m_sectionAt, m_insightAt;
};

} // namespace stemma::report
