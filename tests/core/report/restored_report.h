// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/restore_parts.h"
#include "tests/core/report/edit_lists.h"
#include "tests/core/report/operation_checks.h"

/// What the tests of restored parts share.
namespace restored {

using stemma::json::Value;

inline const std::string s1 = texts::sectionId(1);
inline const std::string s2 = texts::sectionId(2);

/// A report with some history; `first` names its first version.
class Edited {
public:
    explicit Edited(const std::string& outline = checks::sampleText()) {
        library.addReport(texts::reportId, outline);
    }

    [[nodiscard]] std::string now() const { return library.outline(texts::reportId); }
    [[nodiscard]] Value document() const { return stemma::json::parse(now()).value(); }

    /// Saves edits (as edit_lists.h has them) as one change.
    std::string edit(const std::string& edits) {
        const auto saved =
            stemma::report::editReport(library.workspace(), checks::sampleId, edit_lists::list(edits));
        if (!saved || saved->saved.unchanged)
            qFatal("%s", saved ? "nothing was edited" : stemma::describe(saved.error()).c_str());
        if (first.empty())
            first = "before:" + saved->saved.action.text();
        return saved->saved.action.text();
    }
    [[nodiscard]] stemma::report::RestorePartsRequest
    request(std::vector<stemma::report::PartChoice> parts) const {
        return {first, std::move(parts)};
    }
    [[nodiscard]] auto preview(std::vector<stemma::report::PartChoice> parts) const {
        return stemma::report::previewRestoreParts(library.workspace(), checks::sampleId,
                                                   request(std::move(parts)));
    }
    stemma::Result<stemma::report::Saved> restore(std::vector<stemma::report::PartChoice> parts) {
        return stemma::report::restoreParts(library.workspace(), checks::sampleId, request(std::move(parts)));
    }

    LibraryFixture library;
    std::string first;
};

/// The parts of which something differs.
inline std::set<std::string> partsOf(const Value& before, const Value& after) {
    std::set<std::string> parts;
    for (const stemma::diff::Change& change : stemma::report::outlineDifference(before, after))
        parts.insert(change.what == "report" ? "report" : change.what + ' ' + change.id);
    return parts;
}

} // namespace restored
