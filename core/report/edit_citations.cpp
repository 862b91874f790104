// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>

#include "core/report/citation_twins.h"
#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

/// Changes what the insight `id` cites. What comes out as it was is left alone altogether.
Status changeCitations(const EditContext& context, const std::string& id,
                       const std::function<Status(CitationTwins&)>& change) {
    auto insight = editInsightPart(context.document, id);
    if (!insight)
        return fail(insight.error());
    json::Value edited = **insight;
    CitationTwins twins(edited);
    const json::Value before = edited;
    if (auto done = change(twins); !done)
        return done;
    if (edited == before)
        return {};
    touch(context, edited);
    **insight = std::move(edited);
    return {};
}

/// Which citation is meant: the last one if `at` is absent.
Result<std::size_t> citationAt(const std::optional<std::size_t>& at, const CitationTwins& twins) {
    const std::size_t count = twins.count();
    if (count == 0 || at.value_or(count - 1) >= count)
        return editUsage("there is no citation at that position");
    return at.value_or(count - 1);
}

/// The keys that all edits of citations have.
struct Named {
    std::string insightId;
    std::optional<std::size_t> at;
};
Result<Named> named(const EditContext& context, std::initializer_list<std::string_view> keys) {
    if (auto ok = allowKeys(context.edit, keys); !ok)
        return fail(ok.error());
    const auto id = requiredString(context.edit, "insight_id");
    const auto at = position(context.edit);
    if (!id || !at)
        return fail(id ? at.error() : id.error());
    return Named{*id, *at};
}

} // namespace

Status addCitation(EditContext& context) {
    const auto target = named(context, {"insight_id", "citation", "at"});
    const auto given = requiredObject(context.edit, "citation");
    if (!target || !given)
        return fail(target ? given.error() : target.error());
    auto citation = wholeCitation(context, **given);
    if (!citation)
        return fail(citation.error());
    return changeCitations(context, target->insightId, [&](CitationTwins& twins) -> Status {
        twins.insert(target->at.value_or(twins.count()), {*citation, {}});
        return {};
    });
}

Status editCitation(EditContext& context) {
    const auto target = named(context, {"insight_id", "fields", "at"});
    const auto fields = requiredObject(context.edit, "fields");
    if (!target || !fields)
        return fail(target ? fields.error() : target.error());
    if (auto ok = checkFields(context, "citation", **fields); !ok)
        return ok;
    return changeCitations(context, target->insightId, [&](CitationTwins& twins) -> Status {
        const auto index = citationAt(target->at, twins);
        if (!index)
            return fail(index.error());
        twins.edit(*index, **fields);
        return {};
    });
}

Status moveCitation(EditContext& context) {
    const auto target = named(context, {"insight_id", "at", "to", "to_insight_id"});
    const auto to = position(context.edit, "to");
    const auto other = optionalString(context.edit, "to_insight_id");
    if (!target)
        return fail(target.error());
    if (!to || !other)
        return fail(to ? other.error() : to.error());
    const std::string goal = other->value_or(target->insightId);
    if (auto known = editInsightPart(context.document, goal); !known)
        return fail(known.error());
    std::optional<CitedPair> taken;
    const Status done = changeCitations(context, target->insightId, [&](CitationTwins& twins) -> Status {
        const auto index = citationAt(target->at, twins);
        if (!index)
            return fail(index.error());
        taken = twins.take(*index);
        if (goal == target->insightId)
            twins.insert(to->value_or(twins.count()), std::move(*taken));
        return {};
    });
    if (!done || goal == target->insightId)
        return done;
    return changeCitations(context, goal, [&](CitationTwins& twins) -> Status {
        twins.insert(to->value_or(twins.count()), std::move(*taken));
        return {};
    });
}

Status deleteCitation(EditContext& context) {
    const auto target = named(context, {"insight_id", "at"});
    if (!target)
        return fail(target.error());
    return changeCitations(context, target->insightId, [&](CitationTwins& twins) -> Status {
        const auto index = citationAt(target->at, twins);
        if (!index)
            return fail(index.error());
        static_cast<void>(twins.take(*index));
        return {};
    });
}

} // namespace stemma::report
