// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::report {

/// What igloo-mcp's models take for a field (reports-format.md, 4.1–4.5).
enum class FieldType {
    text,         ///< a string
    textOrNull,   ///< a string or null
    uuid,         ///< a string that Python's UUID parser takes
    integer,      ///< an integer, after the lax coercions of 4.6
    boolean,      ///< a boolean, after the lax coercions of 4.6
    status,       ///< `active`, `archived`, `killed`
    format,       ///< `markdown`, `html`, `plain`, null
    source,       ///< `query`, `api`, `url`, `observation`, `document`
    texts,        ///< a list of strings
    object,       ///< a free object
    objectOrNull, ///< a free object or null
    sections,     ///< a list of sections
    insights,     ///< a list of insights
    citations,    ///< a list of citations
    datasets,     ///< a list of dataset sources (`supporting_queries`)
};

enum class Presence { required, optional };

/// One field of a model, in the order in which the format writes them.
struct FieldRule {
    std::string_view name;
    FieldType type;
    Presence presence = Presence::optional;
    std::size_t minimumLength = 0;                          ///< of a text, in characters
    std::optional<std::int64_t> minimum = {}, maximum = {}; ///< of an integer
};

[[nodiscard]] std::span<const FieldRule> outlineFields();
[[nodiscard]] std::span<const FieldRule> sectionFields();
[[nodiscard]] std::span<const FieldRule> insightFields();
[[nodiscard]] std::span<const FieldRule> citationFields();
[[nodiscard]] std::span<const FieldRule> datasetFields();

/// The words that a field of type status, format or source takes; none for other types.
[[nodiscard]] std::span<const std::string_view> wordsOf(FieldType type);
/// Whether igloo-mcp's index takes it as metadata.status: `active`, `archived`, `deleted`.
[[nodiscard]] bool isIndexStatus(std::string_view word);

/// The rule for a key; null pointer for a key that the model doesn't know.
[[nodiscard]] const FieldRule* findField(std::span<const FieldRule> fields, std::string_view key);

/// Python refuses to read an integer with more digits, wherever it stands.
inline constexpr std::size_t digitLimit = 4300;

/// The items of a list; none where the key is absent or holds something else.
[[nodiscard]] const std::vector<json::Value>& itemsAt(const json::Value& object, std::string_view key);

/// An array of these texts.
[[nodiscard]] json::Value textList(const std::vector<std::string>& texts);

/// The members that count, in order: of doubled keys the last one, as Python has it.
[[nodiscard]] std::vector<const json::Member*> membersThatCount(const json::Value& object);

/// The decimal text of what igloo-mcp takes as an integer (`3`, `"3"`, `3.0`, `true`), of any size; nothing
/// for what it rejects.
[[nodiscard]] std::optional<std::string> laxInteger(const json::Value& value);
/// The same for booleans (`true`, `1`, `"yes"` …).
[[nodiscard]] std::optional<bool> laxBoolean(const json::Value& value);

/// Compares two decimal texts as laxInteger() gives them: negative, 0 or positive.
[[nodiscard]] int compareIntegers(std::string_view a, std::string_view b);

} // namespace stemma::report
