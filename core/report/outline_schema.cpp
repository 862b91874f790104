// SPDX-License-Identifier: MIT
#include "core/report/outline_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace stemma::report {

namespace {

using enum FieldType;
constexpr auto required = Presence::required;

constexpr std::array outlineTable{
    FieldRule{"report_id", uuid, required},
    FieldRule{"title", text, required, 1},
    FieldRule{"created_at", text, required},
    FieldRule{"updated_at", text, required},
    FieldRule{"version", text},
    FieldRule{.name = "outline_version", .type = integer, .minimum = 1},
    FieldRule{"sections", sections},
    FieldRule{"insights", insights},
    FieldRule{"metadata", object},
};

constexpr std::array sectionTable{
    FieldRule{"section_id", uuid, required},
    FieldRule{"title", text, required, 1},
    FieldRule{.name = "order", .type = integer, .presence = required, .minimum = 0},
    FieldRule{"insight_ids", texts},
    FieldRule{"notes", textOrNull},
    FieldRule{"content", textOrNull},
    FieldRule{"content_format", format},
    FieldRule{"created_at", text},
    FieldRule{"updated_at", text},
    FieldRule{"metadata", object},
};

constexpr std::array insightTable{
    FieldRule{"insight_id", uuid, required},
    FieldRule{.name = "importance", .type = integer, .presence = required, .minimum = 0, .maximum = 10},
    FieldRule{"status", status},
    FieldRule{"summary", text, required, 1},
    FieldRule{"supporting_queries", datasets},
    FieldRule{"citations", citations},
    FieldRule{"created_at", text},
    FieldRule{"updated_at", text},
    FieldRule{"draft_changes", objectOrNull},
    FieldRule{"metadata", object},
};

constexpr std::array citationTable{
    FieldRule{"source", source, required},   FieldRule{"provider", textOrNull},
    FieldRule{"description", textOrNull},    FieldRule{"execution_id", textOrNull},
    FieldRule{"query_id", textOrNull},       FieldRule{"sql_sha256", textOrNull},
    FieldRule{"cache_manifest", textOrNull}, FieldRule{"url", textOrNull},
    FieldRule{"title", textOrNull},          FieldRule{"accessed_at", textOrNull},
    FieldRule{"endpoint", textOrNull},       FieldRule{"response_hash", textOrNull},
    FieldRule{"path", textOrNull},           FieldRule{"page", textOrNull},
    FieldRule{"observed_at", textOrNull},
};

constexpr std::array datasetTable{
    FieldRule{"execution_id", textOrNull},   FieldRule{"sql_sha256", textOrNull},
    FieldRule{"cache_manifest", textOrNull}, FieldRule{"cache_only", boolean},
    FieldRule{"profile", textOrNull},        FieldRule{"warehouse", textOrNull},
    FieldRule{"database", textOrNull},       FieldRule{"schema", textOrNull},
    FieldRule{"role", textOrNull},
};

constexpr std::array<std::string_view, 3> states{"active", "archived", "killed"};
constexpr std::array<std::string_view, 3> formats{"markdown", "html", "plain"};
constexpr std::array<std::string_view, 5> sourceKinds{"query", "api", "url", "observation", "document"};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

std::string canonical(bool negative, std::string_view digits) {
    const auto first = digits.find_first_not_of('0');
    if (first == std::string_view::npos)
        return "0";
    return (negative ? "-" : "") + std::string(digits.substr(first));
}

/// Without the white space around it, as Unicode has it (pydantic's parser is Rust's).
std::string_view stripped(std::string_view text) {
    constexpr std::array<std::string_view, 24> blanks{" ",
                                                      "\t",
                                                      "\n",
                                                      "\r",
                                                      "\f",
                                                      "\v",
                                                      "\xC2\x85",
                                                      "\xC2\xA0",
                                                      "\xE1\x9A\x80",
                                                      "\xE2\x80\x80",
                                                      "\xE2\x80\x81",
                                                      "\xE2\x80\x82",
                                                      "\xE2\x80\x83",
                                                      "\xE2\x80\x84",
                                                      "\xE2\x80\x85",
                                                      "\xE2\x80\x86",
                                                      "\xE2\x80\x87",
                                                      "\xE2\x80\x88",
                                                      "\xE2\x80\x89",
                                                      "\xE2\x80\x8A",
                                                      "\xE2\x80\xA8",
                                                      "\xE2\x80\xA9",
                                                      "\xE2\x80\xAF",
                                                      "\xE3\x80\x80"};
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view blank : blanks) {
            if (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                again = true;
            } else if (text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                again = true;
            }
        }
    }
    return text;
}

/// Digits with single underscores between them become digits; anything else becomes empty.
std::string withoutUnderscores(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (isDigit(digits[i])) {
            out += digits[i];
            continue;
        }
        const bool between =
            i > 0 && i + 1 < digits.size() && isDigit(digits[i - 1]) && isDigit(digits[i + 1]);
        if (digits[i] != '_' || !between)
            return {};
    }
    return out;
}

/// What pydantic takes as the text of an integer: blanks around it, a sign, single underscores, a fraction of
/// zeros.
std::optional<std::string> integerOfText(std::string_view given) {
    std::string_view text = stripped(given);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (const auto dot = text.find('.'); dot != std::string_view::npos) {
        const std::string_view fraction = text.substr(dot + 1);
        if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos)
            return std::nullopt;
        text = text.substr(0, dot);
    }
    const std::string digits = withoutUnderscores(text);
    if (!allDigits(digits) || digits.size() > digitLimit)
        return std::nullopt;
    return canonical(negative, digits);
}

/// A number of the file: Python reads digits as an integer of any size and everything else as a double.
std::optional<std::string> integerOfNumber(const json::Value& value) {
    std::string_view text = value.text();
    const bool negative = !text.empty() && text.front() == '-';
    if (allDigits(text.substr(negative ? 1 : 0)))
        return canonical(negative, text.substr(negative ? 1 : 0));
    const double number = value.asDouble();
    constexpr double limit = 9223372036854775808.0; // 2^63
    if (!std::isfinite(number) || std::trunc(number) != number || number <= -limit || number >= limit)
        return std::nullopt;
    return std::to_string(static_cast<std::int64_t>(number));
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

} // namespace

const std::vector<json::Value>& itemsAt(const json::Value& object, std::string_view key) {
    static const std::vector<json::Value> none;
    const json::Value* list = object.find(key);
    return list && list->isArray() ? list->items() : none;
}

json::Value textList(const std::vector<std::string>& texts) {
    std::vector<json::Value> items;
    for (const std::string& text : texts)
        items.push_back(json::Value::string(text));
    return json::Value::array(std::move(items));
}

std::vector<const json::Member*> membersThatCount(const json::Value& object) {
    std::unordered_map<std::string_view, const json::Member*> last;
    for (const json::Member& member : object.members())
        last[member.key] = &member;
    std::vector<const json::Member*> out;
    for (const json::Member& member : object.members()) {
        if (last[member.key] == &member)
            out.push_back(&member);
    }
    return out;
}

std::span<const FieldRule> outlineFields() {
    return outlineTable;
}
std::span<const FieldRule> sectionFields() {
    return sectionTable;
}
std::span<const FieldRule> insightFields() {
    return insightTable;
}
std::span<const FieldRule> citationFields() {
    return citationTable;
}
std::span<const FieldRule> datasetFields() {
    return datasetTable;
}

std::span<const std::string_view> wordsOf(FieldType type) {
    switch (type) {
    case status:
        return states;
    case format:
        return formats;
    case source:
        return sourceKinds;
    default:
        return {};
    }
}

bool isIndexStatus(std::string_view word) {
    return word == "active" || word == "archived" || word == "deleted";
}

const FieldRule* findField(std::span<const FieldRule> fields, std::string_view key) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldRule& rule) { return rule.name == key; });
    return found == fields.end() ? nullptr : &*found;
}

std::optional<std::string> laxInteger(const json::Value& value) {
    switch (value.kind()) {
    case json::Kind::boolean:
        return value.asBoolean() ? "1" : "0";
    case json::Kind::string:
        return integerOfText(value.text());
    case json::Kind::number:
        return integerOfNumber(value);
    default:
        return std::nullopt;
    }
}

std::optional<bool> laxBoolean(const json::Value& value) {
    constexpr std::array<std::string_view, 6> yes{"1", "on", "t", "true", "y", "yes"};
    constexpr std::array<std::string_view, 6> no{"0", "off", "f", "false", "n", "no"};
    if (value.isBoolean())
        return value.asBoolean();
    if (value.isString()) {
        const std::string word = lowered(value.text());
        if (std::find(yes.begin(), yes.end(), word) != yes.end())
            return true;
        if (std::find(no.begin(), no.end(), word) != no.end())
            return false;
        return std::nullopt;
    }
    if (!value.isNumber())
        return std::nullopt;
    const double number = value.asDouble();
    if (number == 0.0 || number == 1.0)
        return number == 1.0;
    return std::nullopt;
}

int compareIntegers(std::string_view a, std::string_view b) {
    const bool negativeA = !a.empty() && a.front() == '-';
    const bool negativeB = !b.empty() && b.front() == '-';
    if (negativeA != negativeB)
        return negativeA ? -1 : 1;
    if (negativeA)
        return compareIntegers(b.substr(1), a.substr(1));
    if (a.size() != b.size())
        return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

} // namespace stemma::report
