// SPDX-License-Identifier: MIT
#include "core/report/restored_parts.h"

#include <map>
#include <utility>

#include "core/report/citation_shim.h"
#include "core/report/citation_twins.h"
#include "core/report/merge_fields.h"
#include "core/report/outline_schema.h"
#include "core/report/part_check.h"
#include "core/report/restored_citations.h"
#include "core/report/restored_outline.h"
#include "core/report/value_assign.h"

namespace stemma::report {

namespace {

using json::Value;

/// The places of sections and insights.
void restorePlaces(RestoredOutline& result, const PartIndex& now, const PartIndex& version,
                   const PartSelection& selection) {
    for (const diff::Part& part : now.tree())
        if (part.what == "insight" && selection.removed.contains(partKey("insight", part.id)))
            result.removeInsight(part.id);
    for (const std::string& section : version.in("section", "")) {
        const std::string key = partKey("section", section);
        if (selection.added.contains(key))
            result.addSection(section);
        else if (selection.moved.contains(key))
            result.placeSection(section);
    }
    const auto place = [&](const diff::Part& part, const std::string& key) {
        const auto elsewhere = selection.into.find(key);
        result.placeInsight(part.id, elsewhere == selection.into.end() ? part.parent : elsewhere->second);
    };
    for (const diff::Part& part : version.tree()) {
        const std::string key = partKey(part.what, part.id);
        if (part.what != "insight" || (!selection.added.contains(key) && !selection.moved.contains(key)))
            continue;
        if (selection.added.contains(key))
            result.addInsight(part.id, selection.bare.contains(key) ? RestoredOutline::Citations::without
                                                                    : RestoredOutline::Citations::with);
        place(part, key);
    }
    for (const diff::Part& part : now.tree()) {
        const std::string key = partKey(part.what, part.id);
        if (part.what == "insight" && selection.moved.contains(key) &&
            version.find("insight", part.id) == nullptr)
            place(part, key);
    }
    for (const std::string& section : now.in("section", ""))
        if (selection.removed.contains(partKey("section", section)))
            result.removeSection(section);
    for (const std::string& section : version.in("section", ""))
        if (selection.added.contains(partKey("section", section)))
            result.takeOtherReferences(section, RestoredOutline::References::sound);
}

void restoreMember(Value& target, const Value& source, const std::string& key) {
    const Value* wanted = source.find(key);
    if (wanted == nullptr)
        target.remove(key);
    else if (Value* present = target.edit(key))
        assign(*present, *wanted);
    else
        setLike(target, key, *wanted, source);
}

/// One field as outlineTree() names it.
void restoreField(Value& target, const Value& source, const std::string& name) {
    constexpr std::string_view dictionary = "metadata.";
    const bool isEntry =
        name.starts_with(dictionary) && target.find(name) == nullptr && source.find(name) == nullptr;
    if (!isEntry) {
        restoreMember(target, source, name);
        return;
    }
    static const Value nothing = Value::object();
    const Value* from = source.find("metadata");
    if (target.find("metadata") == nullptr)
        setLike(target, "metadata", Value::object(), source);
    restoreMember(*target.edit("metadata"), from == nullptr ? nothing : *from,
                  name.substr(dictionary.size()));
}

/// What the queries say besides the citations.
void restoreQueries(Value& insight, const Value& source, bool hasAfter) {
    CitationTwins twins(insight);
    const CitedSources old = citedSources(source);
    const auto& written = itemsAt(source, "supporting_queries");
    const auto queries = hasAfter ? (written.empty() ? old.queries : written)
                                  : queriesFromCitations(citedSources(insight).citations);
    assignMember(insight, "supporting_queries", Value::array(queries));
}

void restoreFields(RestoredOutline& result, const PartIndex& version, const PartSelection& selection) {
    for (const auto& [key, fields] : selection.fields) {
        const std::string what = key.substr(0, key.find('|'));
        const std::string id = key.substr(key.find('|') + 1);
        for (const diff::FieldChange& field : fields) {
            if (what == "report")
                restoreField(result.document(), version.document(), field.name);
            else if (what == "section" && field.name == "insight_ids (other)")
                result.takeOtherReferences(id, RestoredOutline::References::all);
            else if (what == "section")
                restoreField(result.section(id), *version.section(id), field.name);
            else if (what == "insight" && field.name == "supporting_queries")
                restoreQueries(result.insight(id), *version.insight(id), field.hasAfter);
            else if (what == "insight")
                restoreField(result.insight(id), *version.insight(id), field.name);
        }
    }
}

} // namespace

Result<Value> withParts(const PartIndex& now, const PartIndex& version, const PartSelection& selection) {
    RestoredOutline result(now, version, {selection.displaced.begin(), selection.displaced.end()});
    restorePlaces(result, now, version, selection);
    RestoredCitations(result, now, version, selection).run();
    restoreFields(result, version, selection);
    if (Status ok = checkNothingElse(now, result.document(), selection); !ok)
        return fail(std::move(ok.error()));
    return std::move(result.document());
}

} // namespace stemma::report
