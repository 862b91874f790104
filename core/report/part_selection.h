// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/diff/tree_diff.h"
#include "core/report/part_index.h"
#include "core/report/restore_parts.h"

/// Private to the files that restore parts.
namespace stemma::report {

inline constexpr const char* restoringParts = "restore the parts";

/// What is to be done with which part, by partKey(): of the chosen ones and of those that go with them.
struct PartSelection {
    std::set<std::string> added, removed, moved;
    std::set<std::string> bare; ///< insights among the added ones that come without their citations
    std::map<std::string, std::vector<diff::FieldChange>> fields; ///< of parts that both sides have
    std::map<std::string, std::string> into; ///< insights that go to another section than the version's
    std::set<std::string> displaced;         ///< all that stand elsewhere than in the version, chosen or not
    std::vector<PartChoice> along;

    [[nodiscard]] bool places(const std::string& key) const {
        return added.contains(key) || removed.contains(key) || moved.contains(key);
    }
};

/// What an event remembers of such a choice.
[[nodiscard]] json::Value partsValue(const std::vector<PartChoice>& parts);

/// Errors as previewRestoreParts() has them.
[[nodiscard]] Result<PartSelection> selectParts(const PartIndex& now, const PartIndex& version,
                                                const diff::Changes& differences,
                                                const RestorePartsRequest& request);

} // namespace stemma::report
