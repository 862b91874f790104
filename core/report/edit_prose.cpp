// SPDX-License-Identifier: MIT
// One insight made two, and two made one.
#include <algorithm>
#include <array>

#include "core/json/utf8.h"
#include "core/report/citation_twins.h"
#include "core/report/insight_places.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr std::string_view proseBlanks = " \t\r\n";

std::string trimmedEnd(std::string text) {
    text.erase(text.find_last_not_of(proseBlanks) + 1);
    return text;
}

std::string trimmedStart(std::string text) {
    text.erase(0, std::min(text.find_first_not_of(proseBlanks), text.size()));
    return text;
}

/// The byte at which the character number `position` begins; nothing beyond the end.
std::optional<std::size_t> byteAt(const std::string& text, std::size_t position) {
    std::size_t at = 0;
    for (; position > 0 && at < text.size(); --position)
        at += std::max<std::size_t>(json::sequenceLength(text, at, json::Surrogates::accepted), 1);
    return position > 0 ? std::nullopt : std::optional(at);
}

using Halves = std::pair<std::string, std::string>;

/// The two texts that were given, or those before and after the position.
Result<Halves> halvesOf(const json::Value& edit, const std::string& summary) {
    const auto at = position(edit, "position");
    const Value* texts = edit.find("texts");
    if (!at)
        return fail(at.error());
    if (at->has_value() == (texts != nullptr))
        return editUsage("one of \"position\" and \"texts\" must be there");
    Halves halves;
    if (texts != nullptr) {
        const auto& both = texts->items();
        if (both.size() != 2 || !both[0].isString() || !both[1].isString())
            return editUsage("\"texts\" must be a list of two texts");
        halves = {both[0].text(), both[1].text()};
    } else {
        const auto byte = byteAt(summary, **at);
        if (!byte)
            return editUsage("the \"position\" is beyond the end of the summary");
        halves = {trimmedEnd(summary.substr(0, *byte)), trimmedStart(summary.substr(*byte))};
    }
    if (halves.first.empty() || halves.second.empty())
        return editUsage("neither half of the insight can be empty");
    return halves;
}

/// The second half of an insight: as it, but for what is the first one's own.
Value secondHalf(const EditContext& context, const Value& first, const std::string& id,
                 const std::string& summary) {
    Value second = first;
    second.set("insight_id", Value::string(id));
    second.set("summary", Value::string(summary));
    second.set("created_at", Value::string(context.now));
    second.set("updated_at", Value::string(context.now));
    second.set("draft_changes", Value());
    second.set("metadata", Value::object());
    return second;
}

void dropSources(Value& insight) {
    for (const char* key : {"supporting_queries", "citations"}) {
        if (insight.find(key) == nullptr || insight.find(key)->size() > 0)
            insight.set(key, Value::array());
    }
}

/// Queries of the second one that no citation goes with.
void uniteQueries(Value& first, const std::vector<Value>& queries) {
    for (const Value& query : queries) {
        const auto& known = itemsAt(first, "supporting_queries");
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Value& one) {
            return one.stringAt("execution_id") == query.stringAt("execution_id") &&
                   one.stringAt("sql_sha256") == query.stringAt("sql_sha256");
        });
        if (!isKnown)
            first.edit("supporting_queries")->appendItem(query);
    }
}

/// What the second one cites and the first doesn't comes to the first one's end.
void uniteSources(Value& first, Value second) {
    CitationTwins here(first);
    CitationTwins there(second);
    const std::vector<Value> queries = itemsAt(second, "supporting_queries");
    while (there.count() > 0) {
        CitedPair pair = there.take(0);
        const auto& known = here.citations();
        if (std::find(known.begin(), known.end(), pair.citation) == known.end())
            here.insert(here.count(), std::move(pair));
    }
    uniteQueries(first, queries);
}

/// What the first one lacks: keys of metadata (a chart's id among them) and changes in draft.
void uniteRest(Value& first, const Value& second) {
    const Value* drafts = first.find("draft_changes");
    const Value* others = second.find("draft_changes");
    if (others != nullptr && !others->isNull() && (drafts == nullptr || drafts->isNull()))
        first.set("draft_changes", *others);
    const Value* metadata = second.find("metadata");
    if (metadata == nullptr || metadata->size() == 0)
        return;
    if (first.find("metadata") == nullptr)
        first.set("metadata", Value::object());
    for (const json::Member* member : membersThatCount(*metadata)) {
        if (first.find("metadata")->find(member->key) == nullptr)
            first.edit("metadata")->set(member->key, member->value);
    }
}

} // namespace

Status splitInsight(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "position", "texts", "citations", "new_id"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const auto sources = optionalString(context.edit, "citations");
    auto insights = documentArray(context.document, "insights");
    if (!id || !insights)
        return fail(id ? insights.error() : id.error());
    constexpr std::array<std::string_view, 3> choices{"first", "second", "both"};
    const std::string choice = sources ? sources->value_or("first") : "";
    if (std::find(choices.begin(), choices.end(), choice) == choices.end())
        return editUsage("\"citations\" must be \"first\", \"second\" or \"both\"");
    const auto index = findPart(**insights, "insight_id", *id);
    const auto made = newId(context.edit, "new_id", **insights, "insight_id");
    if (!index || !made)
        return fail(index ? made.error() : index.error());
    Value& first = (*insights)->editItem(*index);
    const auto halves = halvesOf(context.edit, first.stringAt("summary").value_or(""));
    if (!halves)
        return fail(halves.error());
    Value second = secondHalf(context, first, *made, halves->second);
    first.set("summary", Value::string(halves->first));
    touch(context, first);
    if (choice == "first")
        dropSources(second);
    else if (choice == "second")
        dropSources(first);
    (*insights)->insertItem(*index + 1, std::move(second));
    context.newIds.push_back(*made);
    return listBehind(context, *id, *made);
}

Status joinInsights(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"insight_id", "other_id", "separator"}); !ok)
        return ok;
    const auto id = requiredString(context.edit, "insight_id");
    const auto otherId = requiredString(context.edit, "other_id");
    const auto separator = optionalString(context.edit, "separator");
    auto insights = documentArray(context.document, "insights");
    if (!id || !otherId)
        return fail(id ? otherId.error() : id.error());
    if (!separator || !insights)
        return fail(separator ? insights.error() : separator.error());
    const auto index = findPart(**insights, "insight_id", *id);
    const auto other = findPart(**insights, "insight_id", *otherId);
    if (!index || !other)
        return fail(index ? other.error() : index.error());
    if (*index == *other)
        return editUsage("an insight can't be joined to itself");
    const Value second = (*insights)->items()[*other];
    Value& first = (*insights)->editItem(*index);
    first.set("summary", Value::string(first.stringAt("summary").value_or("") + separator->value_or(" ") +
                                       second.stringAt("summary").value_or("")));
    uniteSources(first, second);
    uniteRest(first, second);
    touch(context, first);
    linkCharts(context.document, *otherId, *id);
    (*insights)->removeItem(*other);
    return unlistInsight(context, *otherId);
}

} // namespace stemma::report
