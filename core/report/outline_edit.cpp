// SPDX-License-Identifier: MIT
#include "core/report/outline_edit.h"

#include <algorithm>
#include <iterator>

#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

using Operation = Status (*)(EditContext&);

struct NamedOperation {
    std::string_view name;
    Operation apply;
};

constexpr NamedOperation operations[] = {
    {"set-title", setTitle},
    {"set-description", setDescription},
    {"set-status", setStatus},
    {"set-metadata", setMetadata},
    {"tag", changeTags},
    {"add-section", addSection},
    {"edit-section", editSection},
    {"move-section", moveSection},
    {"duplicate-section", duplicateSection},
    {"paste-section", pasteSection},
    {"delete-section", deleteSection},
    {"add-insight", addInsight},
    {"edit-insight", editInsight},
    {"move-insight", moveInsight},
    {"duplicate-insight", duplicateInsight},
    {"split-insight", splitInsight},
    {"join-insights", joinInsights},
    {"paste-insight", pasteInsight},
    {"delete-insight", deleteInsight},
    {"add-citation", addCitation},
    {"edit-citation", editCitation},
    {"move-citation", moveCitation},
    {"delete-citation", deleteCitation},
};

/// Beyond that the outline could not be read again.
constexpr std::size_t deepest = 500;

/// With a stack of its own, as the values come from outside.
bool isDeeperThan(const json::Value& value, std::size_t limit) {
    std::vector<std::pair<const json::Value*, std::size_t>> open{{&value, 1}};
    while (!open.empty()) {
        const auto [one, depth] = open.back();
        open.pop_back();
        if (depth > limit)
            return true;
        for (const json::Value& item : one->items())
            open.emplace_back(&item, depth + 1);
        for (const json::Member& member : one->members())
            open.emplace_back(&member.value, depth + 1);
    }
    return false;
}

Status applyOne(EditContext& context) {
    const auto name = requiredString(context.edit, "op");
    if (!name)
        return fail(name.error());
    const auto* found =
        std::find_if(std::begin(operations), std::end(operations),
                     [&](const NamedOperation& operation) { return operation.name == *name; });
    if (found == std::end(operations))
        return editUsage("there is no edit \"" + *name + '"');
    return found->apply(context);
}

} // namespace

Result<EditOutcome> applyEditsInPlace(json::Value& document, const json::Value& edits, Timestamp now,
                                      Values values) {
    if (!edits.isArray())
        return editUsage("the edits must be a JSON array");
    if (isDeeperThan(edits, deepest))
        return editUsage("a value is nested too deeply");
    EditOutcome outcome;
    for (std::size_t i = 0; i < edits.items().size(); ++i) {
        EditContext context{document, edits.items()[i], isoText(now), outcome.newIds, values};
        if (auto done = applyOne(context); !done) {
            Error error = done.error();
            error.detail = "edit " + std::to_string(i) + ": " + error.detail;
            return fail(std::move(error));
        }
    }
    return outcome;
}

Result<EditOutcome> applyEdits(json::Value& document, const json::Value& edits, Timestamp now,
                               Values values) {
    json::Value copy = document;
    auto outcome = applyEditsInPlace(copy, edits, now, values);
    if (outcome)
        document = std::move(copy);
    return outcome;
}

std::vector<std::string> editNames() {
    std::vector<std::string> names;
    for (const NamedOperation& operation : operations)
        names.emplace_back(operation.name);
    return names;
}

} // namespace stemma::report
