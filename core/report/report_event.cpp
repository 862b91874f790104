// SPDX-License-Identifier: MIT
#include "core/report/report_event.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Value;

/// The ids of a list's items, in its order.
std::vector<std::string> idsIn(const Value& document, const char* list, const char* key) {
    std::vector<std::string> ids;
    for (const Value& item : itemsAt(document, list))
        ids.push_back(item.stringAt(key).value_or(""));
    return ids;
}

/// The texts of `from` that are, or are not, in `other`.
enum class Also { yes, no };
Value textsOf(const std::vector<std::string>& from, const std::vector<std::string>& other, Also also) {
    const std::unordered_set<std::string> known(other.begin(), other.end());
    std::vector<std::string> texts;
    for (const std::string& text : from) {
        if (known.contains(text) == (also == Also::yes))
            texts.push_back(text);
    }
    return textList(texts);
}

std::vector<std::string> tagsOf(const Value& metadata) {
    std::vector<std::string> tags;
    for (const Value& tag : itemsAt(metadata, "tags")) {
        if (tag.isString())
            tags.push_back(tag.text());
    }
    return tags;
}

EventKind tagUpdate(const Value& before, const Value& after) {
    const auto old = tagsOf(before);
    const auto now = tagsOf(after);
    return {"tag_update", Value::object({{"tags_added", textsOf(now, old, Also::no)},
                                         {"tags_removed", textsOf(old, now, Also::no)},
                                         {"final_tags", textList(now)}})};
}

EventKind statusChange(const Value& after) {
    const std::string status = after.stringAt("status").value_or("active");
    if (status == "archived")
        return {"archive", Value::object()};
    return {"status_change", Value::object({{"status", Value::string(status)}})};
}

Value memberOf(const Value& document, const char* key) {
    const Value* found = document.find(key);
    return found == nullptr ? Value::object() : *found;
}

std::vector<std::string> contentKeys(const Value& before, const Value& after) {
    auto keys = differingKeys(before, after);
    std::erase_if(keys,
                  [](const std::string& key) { return key == "updated_at" || key == "outline_version"; });
    return keys;
}

} // namespace

std::vector<std::string> differingKeys(const Value& before, const Value& after) {
    std::vector<std::string> keys;
    for (const json::Member* member : membersThatCount(before)) {
        const Value* other = after.find(member->key);
        if (other == nullptr || *other != member->value)
            keys.push_back(member->key);
    }
    for (const json::Member* member : membersThatCount(after)) {
        if (before.find(member->key) == nullptr)
            keys.push_back(member->key);
    }
    return keys;
}

bool sameContent(const Value& before, const Value& after) {
    return contentKeys(before, after).empty();
}

Value evolvePayload(const Value& before, const Value& after) {
    const auto oldSections = idsIn(before, "sections", "section_id");
    const auto newSections = idsIn(after, "sections", "section_id");
    const auto oldInsights = idsIn(before, "insights", "insight_id");
    const auto newInsights = idsIn(after, "insights", "insight_id");
    const auto added = [](const auto& now, const auto& then) {
        return static_cast<std::int64_t>(now.size()) - static_cast<std::int64_t>(then.size());
    };
    return Value::object({{"old_title", Value::string(before.stringAt("title").value_or(""))},
                          {"new_title", Value::string(after.stringAt("title").value_or(""))},
                          {"sections_changed", Value::boolean(newSections.size() != oldSections.size())},
                          {"insights_changed", Value::boolean(newInsights.size() != oldInsights.size())},
                          {"sections_added", Value::integer(added(newSections, oldSections))},
                          {"insights_added", Value::integer(added(newInsights, oldInsights))},
                          {"section_ids_added", textsOf(newSections, oldSections, Also::no)},
                          {"section_ids_modified", textsOf(newSections, oldSections, Also::yes)},
                          {"section_ids_removed", textsOf(oldSections, newSections, Also::no)},
                          {"insight_ids_added", textsOf(newInsights, oldInsights, Also::no)},
                          {"insight_ids_modified", textsOf(newInsights, oldInsights, Also::yes)},
                          {"insight_ids_removed", textsOf(oldInsights, newInsights, Also::no)}});
}

EventKind eventOf(const Value& before, const Value& after) {
    const auto keys = contentKeys(before, after);
    if (keys == std::vector<std::string>{"title"})
        return {"rename",
                Value::object({{"old_title", Value::string(before.stringAt("title").value_or(""))},
                               {"new_title", Value::string(after.stringAt("title").value_or(""))}})};
    if (keys == std::vector<std::string>{"metadata"}) {
        const Value old = memberOf(before, "metadata");
        const Value now = memberOf(after, "metadata");
        const auto changed = differingKeys(old, now);
        if (changed == std::vector<std::string>{"tags"})
            return tagUpdate(old, now);
        if (changed == std::vector<std::string>{"status"})
            return statusChange(now);
    }
    return {"evolve", evolvePayload(before, after)};
}

} // namespace stemma::report
