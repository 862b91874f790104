// SPDX-License-Identifier: MIT
#include "core/report/field_checks.h"

#include <algorithm>
#include <utility>

#include "core/base/ids.h"

namespace stemma::report {

namespace {

using json::Value;

std::string quoted(std::string_view field) {
    return "“" + std::string(field) + "”";
}

std::optional<FieldFault> wrongKind(std::string_view field, const char* wanted) {
    return FieldFault{"field-type", quoted(field) + " must be " + wanted,
                      std::string("Make it ") + wanted + '.'};
}

std::optional<FieldFault> textFault(const FieldRule& rule, const Value& value) {
    if (!value.isString())
        return wrongKind(rule.name, rule.type == FieldType::textOrNull ? "text or null" : "text");
    if (value.hasLoneSurrogate())
        return FieldFault{"lone-surrogate", quoted(rule.name) + " holds half of a character",
                          "Take that character out."};
    if (value.text().size() < rule.minimumLength)
        return FieldFault{"field-value", quoted(rule.name) + " must not be empty", "Write something."};
    if (rule.type == FieldType::uuid && !isUuid(value.text()))
        return FieldFault{"field-value", quoted(rule.name) + " must be a UUID", "Give it a new id."};
    return std::nullopt;
}

std::optional<FieldFault> integerFault(const FieldRule& rule, const Value& value) {
    const auto number = laxInteger(value);
    if (!number)
        return wrongKind(rule.name, "a whole number");
    const bool low = rule.minimum && compareIntegers(*number, std::to_string(*rule.minimum)) < 0;
    const bool high = rule.maximum && compareIntegers(*number, std::to_string(*rule.maximum)) > 0;
    if (!low && !high)
        return std::nullopt;
    std::string range = "at least " + std::to_string(rule.minimum.value_or(0));
    if (rule.maximum)
        range = "from " + std::to_string(rule.minimum.value_or(0)) + " to " + std::to_string(*rule.maximum);
    return FieldFault{"field-value", quoted(rule.name) + " must be " + range,
                      "Choose a number " + range + '.'};
}

std::optional<FieldFault> wordFault(std::string_view field, std::span<const std::string_view> words,
                                    const Value& value, const char* rule = "field-value") {
    if (value.isString() && std::find(words.begin(), words.end(), value.text()) != words.end())
        return std::nullopt;
    std::string known;
    for (const std::string_view word : words)
        known += (known.empty() ? "" : ", ") + std::string(word);
    return FieldFault{rule, quoted(field) + " must be one of " + known, "Choose one of " + known + '.'};
}

bool isTexts(const Value& value) {
    return value.isArray() && std::all_of(value.items().begin(), value.items().end(),
                                          [](const Value& item) { return item.isString(); });
}

std::optional<FieldFault> kindFault(const FieldRule& rule, const Value& value) {
    switch (rule.type) {
    case FieldType::textOrNull:
        return value.isNull() ? std::nullopt : textFault(rule, value);
    case FieldType::text:
    case FieldType::uuid:
        return textFault(rule, value);
    case FieldType::integer:
        return integerFault(rule, value);
    case FieldType::boolean:
        return laxBoolean(value) ? std::nullopt : wrongKind(rule.name, "true or false");
    case FieldType::format:
        return value.isNull() ? std::nullopt : wordFault(rule.name, wordsOf(rule.type), value);
    case FieldType::status:
    case FieldType::source:
        return wordFault(rule.name, wordsOf(rule.type), value);
    case FieldType::texts:
        return isTexts(value) ? std::nullopt : wrongKind(rule.name, "a list of texts");
    case FieldType::object:
        return value.isObject() ? std::nullopt : wrongKind(rule.name, "an object");
    case FieldType::objectOrNull:
        return value.isObject() || value.isNull() ? std::nullopt : wrongKind(rule.name, "an object or null");
    case FieldType::sections:
    case FieldType::insights:
    case FieldType::citations:
    case FieldType::datasets:
        return value.isArray() ? std::nullopt : wrongKind(rule.name, "a list");
    }
    return std::nullopt;
}

/// What makes igloo-mcp's tools fail for every report of the library.
std::optional<FieldFault> metadataFault(std::string_view field, const Value& value) {
    constexpr std::string_view states[] = {"active", "archived", "deleted"};
    if (field == "metadata.status")
        return wordFault(field, states, value, "metadata-status");
    if (field == "metadata.tags" && !isTexts(value))
        return FieldFault{"metadata-tags", "the tags must be a list of texts", "Set the tags anew."};
    return std::nullopt;
}

/// Free values are looked through where they stand alone: part by part they would be looked at twice.
bool holdsParts(const FieldRule& rule) {
    return rule.type == FieldType::sections || rule.type == FieldType::insights ||
           rule.type == FieldType::citations || rule.type == FieldType::datasets;
}

} // namespace

std::span<const FieldRule> fieldsOf(std::string_view what) {
    if (what == "report")
        return outlineFields();
    if (what == "section")
        return sectionFields();
    if (what == "insight")
        return insightFields();
    if (what == "citation")
        return citationFields();
    return what == "query" ? datasetFields() : std::span<const FieldRule>();
}

std::optional<FieldFault> fieldFault(std::string_view what, std::string_view field, const Value& value) {
    const bool inMetadata = field.starts_with("metadata.");
    const FieldRule* rule = inMetadata ? nullptr : findField(fieldsOf(what), field);
    if (inMetadata && what == "report") {
        if (auto fault = metadataFault(field, value))
            return fault;
    }
    if (!inMetadata && rule == nullptr)
        return FieldFault{what == "report" ? "unknown-key" : "field-unknown",
                          "igloo-mcp knows no " + quoted(field) +
                              (what == "report" ? " here and drops it" : " here and refuses the report"),
                          "Take it out, or put its value into metadata."};
    if (rule != nullptr) {
        if (auto fault = kindFault(*rule, value))
            return fault;
    }
    if ((rule == nullptr || !holdsParts(*rule)) && value.hasLoneSurrogate())
        return FieldFault{"lone-surrogate", quoted(field) + " holds half of a character",
                          "Take that character out."};
    return std::nullopt;
}

} // namespace stemma::report
