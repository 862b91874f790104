// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/json/utf8.h"
#include "core/report/insight_places.h"
#include "core/report/outline_schema.h"
#include "core/report/working_copy.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr std::size_t longest = 60; // characters of a title

/// One line of text, cut where it is long.
std::string shortened(const std::string& text) {
    std::string line = text.substr(0, longest * 8);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    std::size_t at = 0;
    for (std::size_t count = 0; count < longest && at < line.size(); ++count)
        at += std::max<std::size_t>(json::sequenceLength(line, at, json::Surrogates::accepted), 1);
    if (at >= text.size())
        return line;
    return line.substr(0, at) + "…";
}

std::string memberText(const Value& value, std::string_view key) {
    return value.stringAt(key).value_or("");
}

/// The title of the part that an edit names by its id.
std::string titleOf(const Value& document, const Value& edit, const char* key) {
    const auto id = edit.stringAt(key);
    if (!id)
        return {};
    const bool isSection = std::string_view(key) == "section_id";
    for (const Value& part : itemsAt(document, isSection ? "sections" : "insights")) {
        if (part.stringAt(isSection ? "section_id" : "insight_id") == id)
            return shortened(memberText(part, isSection ? "title" : "summary"));
    }
    return {};
}

/// The title that a new part is given.
std::string givenTitle(const Value& edit) {
    if (const Value* section = edit.find("section"))
        return shortened(memberText(*section, "title"));
    if (const Value* insight = edit.find("insight"))
        return shortened(memberText(*insight, "summary"));
    return {};
}

/// The one field that an edit sets; empty if several.
std::string fieldOf(const Value& edit) {
    if (const Value* fields = edit.find("fields"))
        return fields->members().size() == 1 ? fields->members().front().key : std::string();
    return memberText(edit, "key");
}

std::string tagNames(const Value& edit) {
    std::string tags;
    for (const char* key : {"add", "remove"}) {
        for (const Value& tag : itemsAt(edit, key))
            tags += (tags.empty() ? "" : ", ") + tag.text();
    }
    return shortened(tags);
}

EditLabel labelOfOne(const Value& document, const Value& edit) {
    EditLabel label{memberText(edit, "op"), {}, {}, 1};
    label.title = givenTitle(edit);
    for (const char* key : {"insight_id", "section_id"}) {
        if (label.title.empty())
            label.title = titleOf(document, edit, key);
    }
    if (label.op == "tag")
        label.other = tagNames(edit);
    else if (edit.find("other_id") != nullptr)
        label.other =
            titleOf(document, Value::object({{"insight_id", *edit.find("other_id")}}), "insight_id");
    else if (edit.find("to_insight_id") != nullptr)
        label.other =
            titleOf(document, Value::object({{"insight_id", *edit.find("to_insight_id")}}), "insight_id");
    else if (label.op.ends_with("-insight") && edit.find("section_id") != nullptr)
        label.other = titleOf(document, edit, "section_id");
    else
        label.other = fieldOf(edit);
    if (label.title.empty())
        label.title = shortened(memberText(document, "title"));
    return label;
}

} // namespace

EditLabel labelOf(const Value& document, const Value& edits) {
    if (edits.items().empty())
        return {};
    EditLabel label = labelOfOne(document, edits.items().front());
    label.count = edits.items().size();
    return label;
}

} // namespace stemma::report
