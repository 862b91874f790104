// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::graph {

/// The parts that a node's id is made of; empty ones are left out.
struct NodeName {
    std::string baseName;
    std::string adjective;
    std::string quantifier;
};

/// How a program of that age makes the id of a node: before 2025-07-04 the base name keeps its case, since
/// then it is lower-cased as Python does (graphs-format.md, section 3).
enum class NodeIdRule { caseKept, lowerCase };

/// quantifier, adjective and base name joined by `_`. Empty if all are.
[[nodiscard]] std::string nodeId(const NodeName& name, NodeIdRule rule);
/// source, adverb, name, target and modality joined by `::`, empty ones left out.
[[nodiscard]] std::string relationId(std::string_view source, std::string_view adverb, std::string_view name,
                                     std::string_view target, std::string_view modality);
/// `source::name::` and the first 12 hexadecimal digits of the MD5 of what isn't empty of source, name,
/// value, unit, adverb and modality joined by `::`. `value` is taken as Python's str() writes it.
[[nodiscard]] std::string attributeId(std::string_view source, std::string_view name,
                                      const json::Value& value, std::string_view unit,
                                      std::string_view adverb, std::string_view modality);
/// `<name>_<node id>`, as the backend makes it. A morph's id is opaque all the same: many are made otherwise.
[[nodiscard]] std::string morphId(std::string_view name, std::string_view nodeId);
/// A JSON scalar as Python's str() writes it: `True`, `None`, `1e-07`, `15.999`, integers as they stand. A
/// list or object, which the format doesn't know as a value, as one line of JSON.
[[nodiscard]] std::string pythonStr(const json::Value& value);

/// Whether files of that id can be made: ErrorCode::unsafe for an id that is empty, holds `/` or NUL, begins
/// with a dot (`..` too), or is too long for its `.json.lock` (245 bytes); ErrorCode::usage for one that
/// holds control characters. Of ids that exist already nothing is asked but that they stay in their folder.
/// `what` it is the id of ("node"), for the message.
[[nodiscard]] Status checkNewId(std::string_view id, std::string_view what);
/// As checkNewId(), of a relation or attribute: the ids of the nodes that it belongs to may hold `/`, as they
/// are there already and the old program makes sub-folders of such names; each folder must be one that it
/// doesn't take for a file or pass over.
[[nodiscard]] Status checkNewLinkId(std::string_view id, std::string_view what,
                                    const std::vector<std::string>& nodes);
/// `folder/<id>.json`, as a path of UserFiles, where the id of something that exists may hold `/`; nothing if
/// that would leave the folder (`..`, a `/` in front) or holds NUL.
[[nodiscard]] std::optional<std::string> pathOfId(std::string_view folder, std::string_view id);

} // namespace stemma::graph
