// SPDX-License-Identifier: MIT
// The first bytes choose places in the document that follows, and what is done there: what isn't edited stays
// as it is, byte for byte.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/json/json_document.h"
#include "core/json/json_patch.h"
#include "core/json/python_format.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"

using namespace stemma;

namespace {

constexpr const char* mark = "\x01the edited place\x02";
const std::string markToken = "\"\\u0001the edited place\\u0002\"";

/// Takes numbers off the input's beginning; zeros when there are no more.
class Choices {
public:
    explicit Choices(std::string_view bytes)
        : m_bytes(bytes) {}
    std::size_t below(std::size_t end) {
        if (m_bytes.empty() || end == 0)
            return 0;
        const std::size_t taken = static_cast<unsigned char>(m_bytes.front());
        m_bytes.remove_prefix(1);
        return taken % end;
    }

private:
    std::string_view m_bytes;
};

/// A value somewhere below `value`, or itself.
json::Value* somewhere(Choices& choices, json::Value* value) {
    while (value->size() > 0 && choices.below(5) != 0) {
        const std::size_t at = choices.below(value->size());
        value = value->isArray() ? &value->editItem(at) : value->edit(value->members()[at].key);
    }
    return value;
}

/// One place gets another value: before and after it everything is as it was, and what stood there is the
/// old value.
void checkReplacement(Choices choices, const json::Value& document, std::string_view bytes) {
    json::Value edited = document;
    json::Value* place = somewhere(choices, &edited);
    if (place == &edited)
        return;
    const json::Value old = *place;
    *place = json::Value::string(mark);
    const std::string written = json::bytesOf(edited);
    const std::size_t at = written.find(markToken);
    if (at == std::string::npos || written.find(markToken, at + 1) != std::string::npos)
        return fuzz::require(at != std::string::npos, "the new value is there");
    const std::size_t after = written.size() - at - markToken.size();
    fuzz::require(bytes.size() >= at + after, "nothing else was added");
    fuzz::require(bytes.substr(0, at) == std::string_view(written).substr(0, at),
                  "all before it is as it was");
    fuzz::require(bytes.substr(bytes.size() - after) ==
                      std::string_view(written).substr(written.size() - after),
                  "all after it is as it was");
    const auto there = json::parse(bytes.substr(at, bytes.size() - at - after));
    fuzz::require(there && *there == old, "only that value was replaced");
}

void editArray(Choices& choices, json::Value& array, json::Value made) {
    const std::size_t size = array.size();
    switch (choices.below(size == 0 ? 1 : 4)) {
    case 0:
        return array.insertItem(choices.below(size + 1), std::move(made));
    case 1:
        return array.removeItem(choices.below(size));
    case 2: {
        const std::size_t from = choices.below(size);
        return array.moveItem(from, choices.below(size));
    }
    default:
        array.editItem(choices.below(size)) = std::move(made);
    }
}

void editObject(Choices& choices, json::Value& object, json::Value made) {
    const std::size_t size = object.size();
    const std::string key = size == 0 ? "k" : object.members()[choices.below(size)].key;
    switch (choices.below(4)) {
    case 0:
        return object.insertMember(choices.below(size + 1), key + "\xC3", std::move(made));
    case 1:
        object.remove(key);
        return;
    case 2:
        return object.set(key, std::move(made));
    default:
        object.set(key + "+", std::move(made));
    }
}

void editOnce(Choices& choices, json::Value& document) {
    json::Value source = document;
    json::Value made = choices.below(2) == 0 ? json::Value::string("new") : *somewhere(choices, &source);
    json::Value* place = somewhere(choices, &document);
    if (place->isArray())
        editArray(choices, *place, std::move(made));
    else if (place->isObject())
        editObject(choices, *place, std::move(made));
}

/// A replay of the same edits on the same data in Python's layout gives the same data, and that layout.
void checkEdits(Choices choices, const json::Value& document) {
    json::Value edited = document;
    auto python = json::parse(json::pythonText(document));
    fuzz::require(python.has_value(), "Python's layout can be read");
    Choices again = choices;
    for (int edit = 0; edit < 8; ++edit) {
        editOnce(choices, edited);
        editOnce(again, *python);
    }
    const std::string bytes = json::bytesOf(edited);
    if (bytes.size() > 1'000'000)
        return;
    const auto back = json::parse(bytes, {.depth = 100'000});
    fuzz::require(back.has_value() && *back == edited, "what was edited can be read again");
    fuzz::require(*python == edited, "the layout makes no difference to the data");
}

} // namespace

void fuzz::jsonEdit(std::string_view bytes) {
    const std::size_t choices = std::min<std::size_t>(bytes.size(), 24);
    const auto document = json::parse(bytes.substr(choices));
    if (!document)
        return;
    checkReplacement(Choices(bytes.substr(0, choices)), *document, bytes.substr(choices));
    checkEdits(Choices(bytes.substr(0, choices)), *document);
}

/// A document and, after a NUL, a patch.
void fuzz::jsonPatch(std::string_view bytes) {
    const auto [first, second] = twoParts(bytes);
    const auto document = json::parse(first);
    const auto patch = json::parse(second);
    if (!document || !patch)
        return;
    json::Value patched = *document;
    if (!json::applyJsonPatch(patched, *patch))
        require(json::bytesOf(patched) == first, "a patch that failed changed nothing");
    else if (const std::string written = json::bytesOf(patched); written.size() < 1'000'000)
        require(json::parse(written, {.depth = 100'000}).has_value(), "what was patched can be read again");
    json::Value merged = *document;
    json::applyMergePatch(merged, *patch);
    const auto back = json::parse(json::bytesOf(merged), {.depth = 100'000});
    require(back && *back == merged, "what was merged can be read again");
}
