// SPDX-License-Identifier: MIT
// A document is read as another parser reads it, and written back byte for byte.
#include <cmath>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;
using Oracle = nlohmann::ordered_json;

namespace {

/// What Python reads and RFC 8259 knows nothing of; or a number that the other parser finds too large.
bool isPythonOnly(const json::Value& value) {
    if (value.isNumber())
        return !std::isfinite(value.asDouble());
    for (const json::Value& item : value.items())
        if (isPythonOnly(item))
            return true;
    for (const json::Member& member : value.members())
        if (isPythonOnly(member.value))
            return true;
    return false;
}

bool isOurLimit(const json::ParseProblem& problem) {
    return problem.message.starts_with("nested deeper than") ||
           problem.message.starts_with("an integer of more than") ||
           problem.message.starts_with("begins with a byte order mark");
}

void compare(const json::Value& ours, const Oracle& theirs);

void compareObjects(const json::Value& ours, const Oracle& theirs) {
    std::set<std::string_view> keys;
    for (const json::Member& member : ours.members())
        keys.insert(member.key);
    fuzz::require(keys.size() == theirs.size(), "as many keys");
    for (const std::string_view key : keys) {
        const auto there = theirs.find(std::string(key));
        fuzz::require(there != theirs.end(), "the same keys");
        if (keys.size() == ours.members().size()) // of doubled keys the other parser keeps another one
            compare(*ours.find(key), *there);
    }
}

void compareNumbers(const json::Value& ours, const Oracle& theirs) {
    if (theirs.is_number_integer() &&
        (!theirs.is_number_unsigned() || theirs.get<std::uint64_t>() <= INT64_MAX))
        return fuzz::require(ours.text() == "-0" || ours.asInteger() == theirs.get<std::int64_t>(),
                             "the same integer");
    fuzz::require(ours.asDouble() == theirs.get<double>(), "the same number");
}

void compare(const json::Value& ours, const Oracle& theirs) {
    switch (ours.kind()) {
    case json::Kind::null:
        return fuzz::require(theirs.is_null(), "null");
    case json::Kind::boolean:
        return fuzz::require(theirs.is_boolean() && theirs.get<bool>() == ours.asBoolean(), "a boolean");
    case json::Kind::number:
        fuzz::require(theirs.is_number(), "a number");
        return compareNumbers(ours, theirs);
    case json::Kind::string:
        return fuzz::require(theirs.is_string() && theirs.get_ref<const std::string&>() == ours.text(),
                             "the same text");
    case json::Kind::array:
        fuzz::require(theirs.is_array() && theirs.size() == ours.items().size(), "as many items");
        for (std::size_t at = 0; at < theirs.size(); ++at)
            compare(ours.items()[at], theirs[at]);
        return;
    case json::Kind::object:
        fuzz::require(theirs.is_object(), "an object");
        return compareObjects(ours, theirs);
    }
}

void checkWriting(const json::Value& value, std::string_view bytes) {
    fuzz::require(json::bytesOf(value) == bytes, "written back byte for byte");
    const json::Value copy = value;
    fuzz::require(copy == value && json::bytesOf(copy) == bytes, "a copy is the same");
    for (const std::string& text : {json::pythonText(value), json::pythonLine(value)}) {
        const auto again = json::parse(text);
        fuzz::require(again.has_value() && *again == value, "the same data in another layout");
    }
}

} // namespace

void fuzz::json(std::string_view bytes) {
    const auto ours = json::parse(bytes);
    if (ours)
        checkWriting(*ours, bytes);
    else
        require(ours.error().offset <= bytes.size() && ours.error().line > 0 && ours.error().column > 0,
                "a problem has a place");
    if (bytes.find('\0') != std::string_view::npos)
        return require(!ours, "NUL is refused"); // the other parser takes it for the end of the text
    const Oracle theirs = Oracle::parse(bytes, nullptr, false);
    if (ours && theirs.is_discarded())
        return require(ours->hasLoneSurrogate() || isPythonOnly(*ours), "what the other parser refuses");
    if (!ours)
        return require(theirs.is_discarded() || isOurLimit(ours.error()), "what the other parser takes");
    compare(*ours, theirs);
}
