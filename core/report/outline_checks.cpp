// SPDX-License-Identifier: MIT
#include "core/report/outline_checks.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/clock.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Kind;
using json::Value;

constexpr std::size_t problemLimit = 200;

std::string quotedId(const std::string& id) {
    return id.empty() ? "(no id)" : id;
}

bool isPlainInteger(std::string_view text) {
    if (text.starts_with('-'))
        text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What a walk over all values found.
struct Walked {
    std::size_t doubledKeys = 0;
    std::string firstDoubled;
    std::size_t notNumbers = 0; ///< NaN, Infinity
    std::size_t longIntegers = 0;
};

void noteDoubled(const std::string& key, Walked& walked) {
    if (walked.doubledKeys++ == 0)
        walked.firstDoubled = key;
}

void countDoubled(const Value& object, Walked& walked) {
    const std::vector<json::Member>& members = object.members();
    constexpr std::size_t few = 24; // comparing all pairs is cheaper than a set
    if (members.size() <= few) {
        for (std::size_t i = 1; i < members.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (members[i].key == members[k].key) {
                    noteDoubled(members[i].key, walked);
                    break;
                }
            }
        }
        return;
    }
    std::unordered_set<std::string_view> seen;
    for (const json::Member& member : members) {
        if (!seen.insert(member.key).second)
            noteDoubled(member.key, walked);
    }
}

/// With a stack of its own: the parser allows deep nesting.
Walked walk(const Value& document) {
    Walked walked;
    std::vector<const Value*> open{&document};
    while (!open.empty()) {
        const Value& value = *open.back();
        open.pop_back();
        if (value.isNumber()) {
            const bool word = value.text().find_first_of("NI") != std::string::npos;
            walked.notNumbers += word ? 1 : 0;
            walked.longIntegers += isPlainInteger(value.text()) && value.text().size() > digitLimit ? 1 : 0;
        } else if (value.isObject()) {
            countDoubled(value, walked);
            for (const json::Member& member : value.members())
                open.push_back(&member.value);
        }
        for (const Value& item : value.items())
            open.push_back(&item);
    }
    return walked;
}

bool isListOfTexts(const Value& value) {
    return value.isArray() && std::all_of(value.items().begin(), value.items().end(),
                                          [](const Value& item) { return item.isString(); });
}

void checkStatus(const Value& metadata, ProblemList& problems) {
    const Value* status = metadata.find("status");
    if (!status || (status->isString() && isIndexStatus(status->text())))
        return;
    problems.add(
        "metadata-status", Severity::error,
        "metadata.status is " + (status->isString() ? "“" + status->text() + "”" : "no text") +
            " instead of active, archived or deleted; with it igloo-mcp's tools fail for every report of "
            "the library",
        "Set the status to active, archived or deleted, or restore a version from before.");
}

void checkTags(const Value& metadata, ProblemList& problems) {
    const Value* tags = metadata.find("tags");
    if (!tags || isListOfTexts(*tags))
        return;
    problems.add(
        "metadata-tags", Severity::error,
        "metadata.tags is no list of texts; with it igloo-mcp's tools fail for every report of the library",
        "Set the tags anew, or restore a version from before.");
}

void checkTopKeys(const Value& document, ProblemList& problems) {
    for (const json::Member& member : document.members()) {
        if (!findField(outlineFields(), member.key))
            problems.add("unknown-key", Severity::warning,
                         "the key “" + member.key + "” is unknown to igloo-mcp, whose next save drops it",
                         "Move its value into metadata to keep it.");
    }
}

void checkTime(const Value& object, const char* key, const std::string& where, ProblemList& problems) {
    const Value* time = object.find(key);
    if (!time) {
        if (!where.empty())
            problems.add("time-missing", Severity::info,
                         where + " has no " + key + ": igloo-mcp takes the moment of reading");
        return;
    }
    if (!time->isString())
        return;
    const auto moment = parseIso(time->text());
    if (!moment || isoText(*moment) != time->text())
        problems.add("odd-time", Severity::info,
                     (where.empty() ? "" : where + ": ") + key +
                         " isn't written as igloo-mcp writes times, so lists may "
                         "sort it wrongly: “" +
                         time->text().substr(0, 60) + "”");
}

/// Values that igloo-mcp reads as something else and writes back so.
void checkRespelled(const Value& object, std::span<const FieldRule> rules, const std::string& where,
                    ProblemList& problems) {
    for (const FieldRule& rule : rules) {
        const Value* value = object.find(rule.name);
        if (!value)
            continue;
        const bool respelled = (rule.type == FieldType::integer && laxInteger(*value) &&
                                !(value->isNumber() && isPlainInteger(value->text()))) ||
                               (rule.type == FieldType::boolean && !value->isBoolean() && laxBoolean(*value));
        if (respelled)
            problems.add("respelled-value", Severity::info,
                         (where.empty() ? "" : where + ": ") + std::string(rule.name) +
                             " is not written in its own type; igloo-mcp's next save respells it");
    }
}

void checkDoubled(const Value& document, const char* list, const char* idKey, const char* rule,
                  const char* noun, ProblemList& problems) {
    std::unordered_map<std::string, std::size_t> counts;
    for (const Value& item : itemsAt(document, list)) {
        if (const auto id = item.stringAt(idKey); id && ++counts[*id] == 2)
            problems.add(rule, Severity::warning,
                         std::string("the ") + noun + " id " + *id + " is used more than once",
                         "Give one of them a new id.");
    }
}

void checkReferences(const Value& document, ProblemList& problems) {
    std::unordered_set<std::string> known, named;
    for (const Value& insight : itemsAt(document, "insights"))
        known.insert(insight.stringAt("insight_id").value_or(""));
    for (const Value& section : itemsAt(document, "sections")) {
        const std::string where = "section “" + section.stringAt("title").value_or("") + "”";
        for (const Value& id : itemsAt(section, "insight_ids")) {
            if (!id.isString())
                continue;
            if (!known.contains(id.text()))
                problems.add("dangling-insight", Severity::warning,
                             where + " names the insight " + quotedId(id.text()) + ", which isn't there",
                             "Take the reference out: a report with one can't be rendered.");
            else if (!named.insert(id.text()).second)
                problems.add("doubled-reference", Severity::info,
                             where + " names the insight " + quotedId(id.text()) + " once more");
        }
    }
    for (const Value& insight : itemsAt(document, "insights")) {
        const std::string id = insight.stringAt("insight_id").value_or("");
        if (insight.isObject() && !named.contains(id))
            problems.add("orphan-insight", Severity::warning, "no section names the insight " + quotedId(id),
                         "Put it into a section, or delete it: a report with one can't be rendered.");
    }
}

void checkOrders(const Value& document, ProblemList& problems) {
    std::unordered_map<std::string, std::size_t> counts;
    for (const Value& section : itemsAt(document, "sections")) {
        const Value* order = section.find("order");
        const auto number = order ? laxInteger(*order) : std::nullopt;
        if (number && ++counts[*number] == 2)
            problems.add("doubled-order", Severity::info,
                         "several sections have the order " + number->substr(0, 40) +
                             "; their place in the file decides");
    }
}

void checkParts(const Value& document, ProblemList& problems) {
    checkTime(document, "created_at", {}, problems);
    checkTime(document, "updated_at", {}, problems);
    checkRespelled(document, outlineFields(), {}, problems);
    for (const Value& section : itemsAt(document, "sections")) {
        if (!section.isObject())
            continue;
        const std::string where = "section “" + section.stringAt("title").value_or("") + "”";
        checkTime(section, "created_at", where, problems);
        checkTime(section, "updated_at", where, problems);
        checkRespelled(section, sectionFields(), where, problems);
    }
    for (const Value& insight : itemsAt(document, "insights")) {
        if (!insight.isObject())
            continue;
        const std::string where = "insight " + quotedId(insight.stringAt("insight_id").value_or(""));
        checkTime(insight, "created_at", where, problems);
        checkTime(insight, "updated_at", where, problems);
        checkRespelled(insight, insightFields(), where, problems);
        for (const Value& query : itemsAt(insight, "supporting_queries"))
            checkRespelled(query, datasetFields(), where, problems);
    }
}

} // namespace

void ProblemList::add(std::string rule, Severity severity, std::string message, std::string fix,
                      std::size_t line) {
    if (m_problems.size() < problemLimit)
        m_problems.push_back({std::move(rule), severity, std::move(message), line, std::move(fix)});
    else
        ++m_leftOut;
}

std::vector<Problem> ProblemList::take() {
    if (m_leftOut > 0)
        m_problems.push_back({"more-problems",
                              Severity::warning,
                              "there are " + std::to_string(m_leftOut) + " more problems of this kind",
                              0,
                              {}});
    m_leftOut = 0;
    return std::exchange(m_problems, {});
}

bool checkValues(const Value& document, ProblemList& problems) {
    const Walked walked = walk(document);
    if (walked.longIntegers > 0)
        problems.add("number-too-long", Severity::error,
                     "a number has more than 4,300 digits, which igloo-mcp doesn't read",
                     "Restore a version from before, or mend the file by hand.");
    if (walked.doubledKeys > 0)
        problems.add("doubled-key", Severity::warning,
                     "the key “" + walked.firstDoubled +
                         "” stands more than once in one object; the last one counts, "
                         "and igloo-mcp's next save drops the others");
    if (walked.notNumbers > 0)
        problems.add(
            "not-a-number", Severity::info,
            "NaN or Infinity stands where JSON has numbers; igloo-mcp reads it, other programs may not");
    return walked.longIntegers == 0;
}

void checkHarm(const Value& document, ProblemList& problems) {
    if (const Value* metadata = document.find("metadata"); metadata && metadata->isObject()) {
        checkStatus(*metadata, problems);
        checkTags(*metadata, problems);
    }
    if (document.hasLoneSurrogate())
        problems.add(
            "lone-surrogate", Severity::error,
            "a text holds half of a character (a lone surrogate): igloo-mcp reads the report but can never "
            "save it again",
            "Take that character out, or restore a version from before.");
}

void checkCare(const Value& document, ProblemList& problems) {
    checkTopKeys(document, problems);
    checkReferences(document, problems);
    checkDoubled(document, "sections", "section_id", "doubled-section", "section", problems);
    checkDoubled(document, "insights", "insight_id", "doubled-insight", "insight", problems);
    checkOrders(document, problems);
    checkParts(document, problems);
}

} // namespace stemma::report
