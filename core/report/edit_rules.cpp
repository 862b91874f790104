// SPDX-License-Identifier: MIT
#include "core/report/edit_rules.h"

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/report/field_checks.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Value;

/// A document on its way through the rules.
class RuleWalk {
public:
    explicit RuleWalk(const Value& document)
        : m_document(document) {}

    std::vector<EditProblem> run() {
        if (!m_document.isObject()) {
            add({"outline-unreadable", "report", {}, {}, {}, "this is no outline", "Undo the last change."});
            return std::move(m_problems);
        }
        part({"report", {}, {}}, m_document, outlineFields());
        if (const Value* metadata = m_document.find("metadata"))
            reportMetadata(*metadata);
        parts("sections", "section", "section_id", sectionFields());
        parts("insights", "insight", "insight_id", insightFields());
        references();
        return std::move(m_problems);
    }

private:
    struct Place {
        std::string what;
        std::string id;
        std::optional<std::size_t> at;
    };

    void add(EditProblem problem) { m_problems.push_back(std::move(problem)); }
    void add(const Place& place, const char* rule, std::string field, std::string message, std::string fix) {
        add({rule, place.what, place.id, place.at, std::move(field), std::move(message), std::move(fix)});
    }

    void part(const Place& place, const Value& object, std::span<const FieldRule> fields) {
        for (const FieldRule& rule : fields) {
            if (rule.presence == Presence::required && object.find(rule.name) == nullptr)
                add(place, "field-missing", std::string(rule.name),
                    "“" + std::string(rule.name) + "” is missing", "Set it.");
        }
        std::unordered_set<std::string_view> seen;
        for (const json::Member& member : object.members()) {
            if (!seen.insert(member.key).second)
                add(place, "doubled-key", member.key, "“" + member.key + "” stands here more than once",
                    "Take one of them out.");
            else if (auto problem = problemOfField(place.what, member.key, *object.find(member.key)))
                add(at(place, std::move(*problem)));
        }
    }

    static EditProblem at(const Place& place, EditProblem problem) {
        problem.id = place.id;
        problem.at = place.at;
        return problem;
    }

    void reportMetadata(const Value& metadata) {
        for (const char* key : {"tags", "status"}) {
            const Value* value = metadata.find(key);
            if (!value)
                continue;
            if (auto problem = problemOfField("report", std::string("metadata.") + key, *value))
                add(std::move(*problem));
        }
    }

    void parts(const char* list, const char* what, const char* idKey, std::span<const FieldRule> fields) {
        std::unordered_set<std::string> ids;
        for (const Value& item : itemsAt(m_document, list)) {
            const std::string id = item.stringAt(idKey).value_or("");
            const Place place{what, id, {}};
            if (!item.isObject()) {
                add(place, "field-type", {}, "it is no object", "Undo the last change.");
                continue;
            }
            part(place, item, fields);
            if (!id.empty() && !ids.insert(id).second)
                add(place, std::string(what) == "section" ? "doubled-section" : "doubled-insight", idKey,
                    "the id " + id + " is used more than once", "Give one of them a new id.");
            if (std::string(what) == "insight") {
                sources(id, item, "citations", "citation", citationFields());
                sources(id, item, "supporting_queries", "query", datasetFields());
            }
        }
    }

    void sources(const std::string& id, const Value& insight, const char* list, const char* what,
                 std::span<const FieldRule> fields) {
        const auto& items = itemsAt(insight, list);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Place place{what, id, i};
            if (items[i].isObject())
                part(place, items[i], fields);
            else
                add(place, "field-type", {}, "it is no object", "Take it out.");
        }
    }

    void references() {
        std::unordered_set<std::string> known;
        for (const Value& insight : itemsAt(m_document, "insights"))
            known.insert(insight.stringAt("insight_id").value_or(""));
        for (const Value& section : itemsAt(m_document, "sections")) {
            for (const Value& id : itemsAt(section, "insight_ids")) {
                if (id.isString() && !known.contains(id.text()))
                    add({"section", section.stringAt("section_id").value_or(""), {}}, "dangling-insight",
                        "insight_ids", "it names the insight " + id.text() + ", which isn't there",
                        "Take the reference out, or put the insight back.");
            }
        }
    }

    const Value& m_document;
    std::vector<EditProblem> m_problems;
};

std::string identity(const EditProblem& problem) {
    std::string key;
    for (const std::string* text :
         {&problem.rule, &problem.what, &problem.id, &problem.field, &problem.message})
        key += *text + '\x1f';
    return key;
}

} // namespace

std::optional<EditProblem> problemOfField(std::string_view what, std::string_view field, const Value& value) {
    auto found = fieldFault(what, field, value);
    if (!found)
        return std::nullopt;
    return EditProblem{std::move(found->rule),    std::string(what),    {}, {}, std::string(field),
                       std::move(found->message), std::move(found->fix)};
}

std::vector<EditProblem> blockingProblems(const Value& document) {
    return RuleWalk(document).run();
}

std::vector<EditProblem> blockingProblems(const Value& document, const Value& before) {
    std::vector<EditProblem> problems = blockingProblems(document);
    if (problems.empty())
        return problems;
    std::unordered_map<std::string, std::size_t> known;
    for (const EditProblem& problem : blockingProblems(before))
        ++known[identity(problem)];
    std::erase_if(problems, [&](const EditProblem& problem) {
        const auto found = known.find(identity(problem));
        return found != known.end() && found->second > 0 && found->second-- > 0;
    });
    return problems;
}

std::string describe(const EditProblem& problem) {
    std::string text = "the " + problem.what;
    if (problem.at)
        text += ' ' + std::to_string(*problem.at + 1) + " of the insight";
    if (!problem.id.empty())
        text += ' ' + problem.id;
    if (!problem.field.empty())
        text += ", " + problem.field;
    return text + ": " + problem.message;
}

} // namespace stemma::report
