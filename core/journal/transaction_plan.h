// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace stemma::journal {

/// One file that a transaction makes, replaces or removes. The n-th change of a plan has its before-image in
/// `old-n` and its staged content in `new-n`.
struct PlannedChange {
    std::string path;      ///< as it was asked for
    std::string place;     ///< where the file really is, relative to the root: without symbolic links
    std::string oldSha256; ///< empty: there was no file
    std::string newSha256; ///< empty: it goes
};

/// What a transaction does, written down before it is done: `manifest`, lines of a keyword and a value, then
/// a SHA-256 of them, so that a torn one is known as such. Line breaks in values are escaped.
struct TransactionPlan {
    ActionId action;
    std::string auditLine;     ///< the whole event, without a newline
    std::uint64_t logSize = 0; ///< of audit.jsonl before: where the event begins
    std::vector<PlannedChange> changes;
    std::vector<std::string> madeFolders; ///< relative to the root, parents first
    std::vector<std::string> goneFolders; ///< removed if they are empty, deepest first
};

inline constexpr const char* manifestName = "manifest";
inline constexpr const char* committedName = "committed";

[[nodiscard]] std::string oldName(std::size_t change);
[[nodiscard]] std::string newName(std::size_t change);
[[nodiscard]] std::string goneName(std::size_t change); ///< of a file that was removed, until the end
/// What comes out of a change's place goes by this name, until the end: `goneName` of a removal, else
/// `newName`.
[[nodiscard]] std::string spareName(const TransactionPlan& plan, std::size_t change);

[[nodiscard]] std::string planText(const TransactionPlan& plan);
/// Nothing if it is torn, of another version, or names what no transaction of ours would: what recovery
/// touches by a plan's word stays inside the root.
[[nodiscard]] std::optional<TransactionPlan> parsePlan(std::string_view text);

/// Whether it is plain names joined by `/`, and doesn't lead into our own folder.
[[nodiscard]] bool isPlacePath(std::string_view path);

} // namespace stemma::journal
