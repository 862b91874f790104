// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::report {

/// The parts of one list of an outline by name: the id, of doubled ones with `#2` …; what is no object is
/// known by its content.
struct PartList {
    std::vector<std::string> names; ///< in the order of the list
    std::vector<const json::Value*> values;
    std::unordered_map<std::string, std::size_t> at;

    [[nodiscard]] const json::Value* find(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return at.contains(name); }
};

/// One item of a section's `insight_ids`. The first one that names an insight is where that one stands, and
/// has its name. Others (dangling, doubled, no text) are named `+…`.
struct Reference {
    std::string name;
    const json::Value* value = nullptr;
    bool isHome = false;
};

/// One of the texts of a merge, looked up. Only for the files that implement outline_merge.h.
struct MergeSheet {
    const json::Value* document = nullptr;
    PartList sections, insights;
    std::vector<std::string> shown;                                     ///< sections in display order
    std::unordered_map<std::string, std::vector<Reference>> references; ///< by section
    std::unordered_map<std::string, std::string> place; ///< the section that each insight stands in

    /// Where an insight stands; empty for none.
    [[nodiscard]] std::string placeOf(const std::string& insight) const;
    [[nodiscard]] const std::vector<Reference>& referencesOf(const std::string& section) const;
};

/// ErrorCode::damaged if the document is no outline with parts that can be told apart. `which` names the text
/// in the message. The document must outlive the sheet.
[[nodiscard]] Result<MergeSheet> mergeSheet(const json::Value& document, const std::string& which);

/// The names of parts as PartList has them, for a list of parts.
[[nodiscard]] std::vector<std::string> partNames(const std::vector<json::Value>& parts,
                                                 std::string_view idKey);

/// The names of parts in display order: by their `order`, ties as they come.
[[nodiscard]] std::vector<std::size_t> byOrder(const std::vector<const json::Value*>& sections);

/// Makes the list hold the parts of these names, in this order; `current` are the names of what it holds now.
/// What stays keeps its bytes; `make` gives what is new.
void arrange(json::Value& list, std::vector<std::string> current, const std::vector<std::string>& wanted,
             const std::function<json::Value(const std::string&)>& make);

} // namespace stemma::report
