// SPDX-License-Identifier: MIT
#include "core/json/json_patch.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/json/json_document.h"

namespace stemma::json {

namespace {

Unexpected refuse(std::string detail) {
    return fail(ErrorCode::usage, "apply the patch", {}, std::move(detail));
}

using Pointer = std::vector<std::string>;

/// RFC 6901: `~1` is a slash, `~0` a tilde.
Result<Pointer> pointerFrom(std::string_view text) {
    Pointer pointer;
    if (text.empty())
        return pointer;
    if (text.front() != '/')
        return refuse("the path \"" + std::string(text) + "\" does not begin with '/'");
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '/') {
            pointer.emplace_back();
        } else if (byte != '~') {
            pointer.back().push_back(byte);
        } else {
            const char code = at + 1 < text.size() ? text[at + 1] : '\0';
            if (code != '0' && code != '1')
                return refuse("the path \"" + std::string(text) + "\" has a '~' that is neither ~0 nor ~1");
            pointer.back().push_back(code == '0' ? '~' : '/');
            ++at;
        }
    }
    return pointer;
}

/// RFC 6901's array index: digits with no leading zero.
std::optional<std::size_t> indexFrom(const std::string& step) {
    std::size_t index = 0;
    const char* end = step.data() + step.size();
    const auto result = std::from_chars(step.data(), end, index);
    if (step.empty() || result.ec != std::errc() || result.ptr != end ||
        (step.size() > 1 && step.front() == '0'))
        return std::nullopt;
    return index;
}

Value* child(Value& parent, const std::string& step) {
    if (parent.isObject())
        return parent.edit(step);
    const auto index = indexFrom(step);
    if (!parent.isArray() || !index || *index >= parent.items().size())
        return nullptr;
    return &parent.editItem(*index);
}

Value* resolve(Value& document, const Pointer& pointer, std::size_t steps) {
    Value* here = &document;
    for (std::size_t at = 0; at < steps && here != nullptr; ++at)
        here = child(*here, pointer[at]);
    return here;
}

/// How many levels of containers a value is: 0 for what is none.
std::size_t levelsOf(const Value& value) {
    std::size_t levels = 0;
    for (const Value& item : value.items())
        levels = std::max(levels, levelsOf(item));
    for (const Member& member : value.members())
        levels = std::max(levels, levelsOf(member.value));
    return levels + (value.isArray() || value.isObject() ? 1 : 0);
}

/// What a value takes in memory, roughly.
std::size_t weightOf(const Value& value) {
    std::size_t weight = sizeof(Value) + value.text().size();
    for (const Value& item : value.items())
        weight += weightOf(item);
    for (const Member& member : value.members())
        weight += sizeof(Member) + member.key.size() + weightOf(member.value);
    return weight;
}

/// A document that a patch made must be one that can be read again.
Status checkLevels(const Pointer& pointer, const Value& value) {
    if (pointer.size() + levelsOf(value) <= Limits().depth)
        return {};
    return refuse("the result would be nested deeper than " + std::to_string(Limits().depth) + " levels");
}

Status add(Value& document, const Pointer& pointer, const std::string& path, Value value) {
    if (Status allowed = checkLevels(pointer, value); !allowed)
        return allowed;
    if (pointer.empty()) {
        document = std::move(value);
        return {};
    }
    Value* parent = resolve(document, pointer, pointer.size() - 1);
    const std::string& last = pointer.back();
    if (parent != nullptr && parent->isObject()) {
        parent->set(last, std::move(value));
        return {};
    }
    if (parent == nullptr || !parent->isArray())
        return refuse("there is nothing at \"" + path + "\" to add to");
    const auto index = last == "-" ? parent->items().size() : indexFrom(last);
    if (!index || *index > parent->items().size())
        return refuse("\"" + path + "\" is past the end of its array");
    parent->insertItem(*index, std::move(value));
    return {};
}

Status removeAt(Value& document, const Pointer& pointer, const std::string& path) {
    if (pointer.empty())
        return refuse("the whole document can't be removed");
    Value* parent = resolve(document, pointer, pointer.size() - 1);
    if (parent == nullptr || child(*parent, pointer.back()) == nullptr)
        return refuse("nothing is at \"" + path + "\"");
    if (parent->isObject())
        parent->remove(pointer.back());
    else
        parent->removeItem(*indexFrom(pointer.back()));
    return {};
}

Status replaceAt(Value& document, const Pointer& pointer, const std::string& path, const Value& value) {
    Value* place = resolve(document, pointer, pointer.size());
    if (place == nullptr)
        return refuse("nothing is at \"" + path + "\"");
    if (Status allowed = checkLevels(pointer, value); !allowed)
        return allowed;
    *place = value;
    return {};
}

Status testAt(Value& document, const Pointer& pointer, const std::string& path, const Value& value) {
    const Value* place = resolve(document, pointer, pointer.size());
    if (place == nullptr)
        return refuse("nothing is at \"" + path + "\"");
    if (*place == value)
        return {};
    return fail(ErrorCode::conflict, "apply the patch", {}, "test failed",
                "The value at \"" + path + "\" is another than the patch expects.");
}

/// Moves within one array keep the white space of all that stay.
bool movedInArray(Value& document, const Pointer& from, const Pointer& to) {
    if (from.size() != to.size() || !std::equal(from.begin(), from.end() - 1, to.begin()))
        return false;
    Value* parent = resolve(document, from, from.size() - 1);
    if (!parent->isArray())
        return false;
    const std::size_t size = parent->items().size();
    const auto target = to.back() == "-" ? size - 1 : indexFrom(to.back());
    if (!target || *target >= size)
        return false;
    parent->moveItem(*indexFrom(from.back()), *target);
    return true;
}

/// Applies the operations of one patch.
struct Patching {
    Value& document;
    /// What may still be copied: each copy can double the document.
    std::size_t copies = Limits().bytes / 4;
};

Status moveOrCopy(Patching& patching, const Value& operation, bool isMove, const Pointer& to,
                  const std::string& path) {
    Value& document = patching.document;
    const auto fromText = operation.stringAt("from");
    if (!fromText)
        return refuse("an operation lacks its \"from\"");
    auto from = pointerFrom(*fromText);
    if (!from)
        return tl::unexpected(from.error());
    const Value* source = resolve(document, *from, from->size());
    if (source == nullptr)
        return refuse("nothing is at \"" + *fromText + "\"");
    if (!isMove) {
        const std::size_t weight = weightOf(*source);
        if (weight > patching.copies)
            return refuse("the patch copies more than " + std::to_string(Limits().bytes / 4 >> 20) + " MiB");
        patching.copies -= weight;
        return add(document, to, path, Value(*source));
    }
    if (*from == to)
        return {};
    if (from->size() < to.size() && std::equal(from->begin(), from->end(), to.begin()))
        return refuse("\"" + *fromText + "\" can't be moved into itself");
    if (movedInArray(document, *from, to))
        return {};
    Value moved = *source;
    if (Status removed = removeAt(document, *from, *fromText); !removed)
        return removed;
    return add(document, to, path, std::move(moved));
}

Status applyOperation(Patching& patching, const Value& operation) {
    Value& document = patching.document;
    const auto name = operation.stringAt("op");
    const auto path = operation.stringAt("path");
    if (!name || !path)
        return refuse("an operation lacks its \"op\" or \"path\"");
    auto pointer = pointerFrom(*path);
    if (!pointer)
        return tl::unexpected(pointer.error());
    if (*name == "remove")
        return removeAt(document, *pointer, *path);
    if (*name == "move" || *name == "copy")
        return moveOrCopy(patching, operation, *name == "move", *pointer, *path);
    const Value* value = operation.find("value");
    if (*name != "add" && *name != "replace" && *name != "test")
        return refuse("there is no operation \"" + *name + "\"");
    if (value == nullptr)
        return refuse("the operation \"" + *name + "\" lacks its \"value\"");
    if (*name == "add")
        return add(document, *pointer, *path, *value);
    if (*name == "replace")
        return replaceAt(document, *pointer, *path, *value);
    return testAt(document, *pointer, *path, *value);
}

/// What an RFC 7396 patch makes of nothing: itself, without its nulls.
Value withoutNulls(const Value& patch) {
    Value made = Value::object();
    applyMergePatch(made, patch);
    return made;
}

} // namespace

void applyMergePatch(Value& target, const Value& patch) {
    if (!patch.isObject()) {
        target = patch;
        return;
    }
    if (!target.isObject())
        target = Value::object();
    for (const Member& member : patch.members()) {
        if (&member.value != patch.find(member.key))
            continue;
        if (member.value.isNull())
            target.remove(member.key);
        else if (Value* present = target.edit(member.key))
            applyMergePatch(*present, member.value);
        else
            target.set(member.key, member.value.isObject() ? withoutNulls(member.value) : member.value);
    }
}

Status applyJsonPatch(Value& target, const Value& patch) {
    if (!patch.isArray())
        return refuse("a JSON patch is an array of operations");
    Value patched = target;
    Patching patching{patched};
    std::size_t number = 0;
    for (const Value& operation : patch.items()) {
        ++number;
        if (Status applied = applyOperation(patching, operation); !applied) {
            Error error = applied.error();
            if (error.code != ErrorCode::conflict)
                error.detail = "operation " + std::to_string(number) + ": " + error.detail;
            return tl::unexpected(error);
        }
    }
    target = std::move(patched);
    return {};
}

} // namespace stemma::json
