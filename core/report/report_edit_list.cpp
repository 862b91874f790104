// SPDX-License-Identifier: MIT
#include <utility>

#include "core/report/outline_edit.h"
#include "core/report/report_change.h"

namespace stemma::report {

using json::Value;

Result<SavedEdits> editReport(const Workspace& workspace, const ReportId& id, const Value& edits,
                              const std::optional<std::string>& note) {
    constexpr const char* action = "edit the report";
    EditOutcome outcome;
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput& input) -> Result<std::optional<Change>> {
        Value document = live.document();
        auto applied = applyEditsInPlace(document, edits, input.now);
        if (!applied)
            return tl::unexpected(applied.error());
        if (auto ok = checkHarmless(action, live.document(), document, id.text()); !ok)
            return tl::unexpected(ok.error());
        outcome = std::move(*applied);
        return changeTo(live, std::move(document), note);
    };
    auto saved = changeReport(workspace, id, action, make);
    if (!saved)
        return tl::unexpected(saved.error());
    return SavedEdits{std::move(*saved), std::move(outcome.newIds)};
}

} // namespace stemma::report
