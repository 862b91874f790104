// SPDX-License-Identifier: MIT
#include "core/report/outline_edit.h"

#include <algorithm>
#include <set>

#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

constexpr const char* action = "apply the edits";

Status setTitle(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"title"}); !ok)
        return ok;
    auto title = requiredString(context.edit, "title");
    if (!title)
        return fail(title.error());
    if (title->empty())
        return editUsage("a title can't be empty");
    context.document.set("title", json::Value::string(*title));
    return {};
}

Result<json::Value*> metadata(EditContext& context) {
    json::Value* found = context.document.edit("metadata");
    if (found == nullptr) {
        context.document.set("metadata", json::Value::object());
        found = context.document.edit("metadata");
    }
    if (!found->isObject())
        return fail(ErrorCode::damaged, action, {}, "metadata is not an object");
    return found;
}

Status setMetadata(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"key", "value"}); !ok)
        return ok;
    const auto key = requiredString(context.edit, "key");
    const json::Value* value = context.edit.find("value");
    if (!key)
        return fail(key.error());
    if (value == nullptr)
        return editUsage("\"value\" is missing (null removes the key)");
    auto target = metadata(context);
    if (!target)
        return fail(target.error());
    if (value->isNull())
        (*target)->remove(*key);
    else
        (*target)->set(*key, *value);
    return {};
}

Result<std::vector<std::string>> strings(const json::Value& edit, std::string_view key) {
    std::vector<std::string> texts;
    const json::Value* list = edit.find(key);
    if (list == nullptr)
        return texts;
    const auto isText = [](const json::Value& item) { return item.isString(); };
    if (!list->isArray() || !std::all_of(list->items().begin(), list->items().end(), isText))
        return editUsage('"' + std::string(key) + "\" must be a list of strings");
    for (const json::Value& item : list->items())
        texts.push_back(item.text());
    return texts;
}

Status tag(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"add", "remove"}); !ok)
        return ok;
    const auto add = strings(context.edit, "add");
    const auto remove = strings(context.edit, "remove");
    if (!add || !remove)
        return fail(add ? remove.error() : add.error());
    auto target = metadata(context);
    if (!target)
        return fail(target.error());
    std::set<std::string> tags; // sorted and unique, as the format's own program keeps them
    if (const json::Value* old = (*target)->find("tags"); old != nullptr && old->isArray()) {
        for (const json::Value& item : old->items())
            tags.insert(item.text());
    }
    tags.insert(add->begin(), add->end());
    for (const std::string& text : *remove)
        tags.erase(text);
    setTexts(**target, "tags", {tags.begin(), tags.end()});
    return {};
}

using Operation = Status (*)(EditContext&);

struct NamedOperation {
    std::string_view name;
    Operation apply;
};

constexpr NamedOperation operations[] = {
    {"set-title", setTitle},           {"set-metadata", setMetadata},       {"tag", tag},
    {"add-section", addSection},       {"edit-section", editSection},       {"move-section", moveSection},
    {"delete-section", deleteSection}, {"add-insight", addInsight},         {"edit-insight", editInsight},
    {"move-insight", moveInsight},     {"delete-insight", deleteInsight},   {"add-citation", addCitation},
    {"edit-citation", editCitation},   {"delete-citation", deleteCitation},
};

Status applyOne(EditContext& context) {
    const auto name = requiredString(context.edit, "op");
    if (!name)
        return fail(name.error());
    const auto* found =
        std::find_if(std::begin(operations), std::end(operations),
                     [&](const NamedOperation& operation) { return operation.name == *name; });
    if (found == std::end(operations))
        return editUsage("there is no edit \"" + *name + '"');
    return found->apply(context);
}

} // namespace

void setTexts(json::Value& object, std::string_view key, const std::vector<std::string>& texts) {
    json::Value* list = object.edit(key);
    if (list == nullptr || !list->isArray()) {
        object.set(key, json::Value::array());
        list = object.edit(key);
    }
    for (std::size_t at = 0; at < texts.size(); ++at) {
        const auto& items = list->items();
        const auto present = std::find_if(
            items.begin() + static_cast<std::ptrdiff_t>(at), items.end(),
            [&](const json::Value& item) { return item.isString() && item.text() == texts[at]; });
        if (present == items.end())
            list->insertItem(at, json::Value::string(texts[at]));
        else
            list->moveItem(static_cast<std::size_t>(present - items.begin()), at);
    }
    while (list->size() > texts.size())
        list->removeItem(list->size() - 1);
}

Unexpected editUsage(std::string detail) {
    return fail(ErrorCode::usage, action, {}, std::move(detail));
}

Status allowKeys(const json::Value& edit, std::initializer_list<std::string_view> keys) {
    for (const json::Member& member : edit.members()) {
        if (member.key != "op" && std::find(keys.begin(), keys.end(), member.key) == keys.end())
            return editUsage("the key \"" + member.key + "\" means nothing here");
    }
    return {};
}

Result<std::string> requiredString(const json::Value& edit, std::string_view key) {
    auto text = edit.stringAt(key);
    if (!text)
        return editUsage('"' + std::string(key) + "\" must be there and a string");
    return *text;
}

Result<std::optional<std::size_t>> position(const json::Value& edit) {
    const json::Value* at = edit.find("at");
    if (at == nullptr)
        return std::optional<std::size_t>{};
    const auto number = at->asInteger();
    if (!number || *number < 0)
        return editUsage("\"at\" must be a position: 0 or more");
    return std::optional<std::size_t>{static_cast<std::size_t>(*number)};
}

Result<json::Value*> documentArray(json::Value& document, std::string_view key) {
    json::Value* found = document.edit(key);
    if (found == nullptr || !found->isArray())
        return fail(ErrorCode::damaged, action, {}, "the outline has no list \"" + std::string(key) + '"');
    return found;
}

Result<std::size_t> findPart(const json::Value& parts, std::string_view idKey, const std::string& id) {
    for (std::size_t i = 0; i < parts.items().size(); ++i) {
        if (parts.items()[i].stringAt(idKey) == id)
            return i;
    }
    return editUsage("nothing here has the " + std::string(idKey) + ' ' + id);
}

Status setFields(json::Value& part, const json::Value& fields,
                 std::initializer_list<std::string_view> allowed, const std::string& now) {
    bool changed = false;
    for (const json::Member& member : fields.members()) {
        if (std::find(allowed.begin(), allowed.end(), member.key) == allowed.end())
            return editUsage("the field \"" + member.key + "\" can't be set here");
        const json::Value* old = part.find(member.key);
        if (old != nullptr && *old == member.value)
            continue;
        part.set(member.key, member.value);
        changed = true;
    }
    if (changed)
        part.set("updated_at", json::Value::string(now));
    return {};
}

Result<EditOutcome> applyEdits(json::Value& document, const json::Value& edits, Timestamp now) {
    if (!edits.isArray())
        return editUsage("the edits must be a JSON array");
    json::Value copy = document;
    EditOutcome outcome;
    for (std::size_t i = 0; i < edits.items().size(); ++i) {
        EditContext context{copy, edits.items()[i], isoText(now), outcome.newIds};
        if (auto done = applyOne(context); !done) {
            Error error = done.error();
            error.detail = "edit " + std::to_string(i) + ": " + error.detail;
            return fail(std::move(error));
        }
    }
    document = std::move(copy);
    return outcome;
}

} // namespace stemma::report
