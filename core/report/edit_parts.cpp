// SPDX-License-Identifier: MIT
#include "core/report/edit_parts.h"

#include <algorithm>

#include "core/base/ids.h"
#include "core/report/field_checks.h"
#include "core/report/value_assign.h"

namespace stemma::report {

namespace {

constexpr const char* applying = "apply the edits";

Result<json::Value*> editPart(json::Value& document, std::string_view list, std::string_view idKey,
                              const std::string& id) {
    auto parts = documentArray(document, list);
    if (!parts)
        return fail(parts.error());
    const auto index = findPart(**parts, idKey, id);
    if (!index)
        return fail(index.error());
    return &(*parts)->editItem(*index);
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
            items.begin() + static_cast<std::ptrdiff_t>(std::min(at, items.size())), items.end(),
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
    return fail(ErrorCode::usage, applying, {}, std::move(detail));
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

Result<std::optional<std::string>> optionalString(const json::Value& edit, std::string_view key) {
    const json::Value* given = edit.find(key);
    if (given == nullptr || given->isNull())
        return std::optional<std::string>{};
    if (!given->isString())
        return editUsage('"' + std::string(key) + "\" must be a string");
    return std::optional(given->text());
}

Result<const json::Value*> requiredObject(const json::Value& edit, std::string_view key) {
    const json::Value* given = edit.find(key);
    if (given == nullptr || !given->isObject())
        return editUsage('"' + std::string(key) + "\" must be an object");
    return given;
}

Result<std::optional<std::size_t>> position(const json::Value& edit, std::string_view key) {
    const json::Value* at = edit.find(key);
    if (at == nullptr)
        return std::optional<std::size_t>{};
    const auto number = at->asInteger();
    if (!number || *number < 0)
        return editUsage('"' + std::string(key) + "\" must be a position: 0 or more");
    return std::optional<std::size_t>{static_cast<std::size_t>(*number)};
}

Result<std::string> newId(const json::Value& given, std::string_view key, const json::Value& parts,
                          std::string_view idKey) {
    const auto wanted = optionalString(given, key);
    if (!wanted)
        return fail(wanted.error());
    std::string id = wanted->value_or(newUuid());
    if (!isUuid(id) || findPart(parts, idKey, id))
        return editUsage("the " + std::string(idKey) + ' ' + id + " is no UUID, or there already");
    return id;
}

Status checkField(const EditContext& context, std::string_view what, std::string_view field,
                  const json::Value& value) {
    const auto fault = fieldFault(what, field, value);
    if (!fault || (context.values == Values::asTyped && fault->rule != "field-unknown"))
        return {};
    return editUsage(fault->message);
}

Status checkFields(const EditContext& context, std::string_view what, const json::Value& given) {
    for (const json::Member& member : given.members()) {
        if (auto ok = checkField(context, what, member.key, member.value); !ok)
            return ok;
    }
    return {};
}

Result<json::Value*> documentArray(json::Value& document, std::string_view key) {
    json::Value* found = document.edit(key);
    if (found == nullptr || !found->isArray())
        return fail(ErrorCode::damaged, applying, {}, "the outline has no list \"" + std::string(key) + '"');
    return found;
}

Result<std::size_t> findPart(const json::Value& parts, std::string_view idKey, const std::string& id) {
    const auto& items = parts.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const json::Value* one = items[i].find(idKey);
        if (one != nullptr && one->isString() && one->text() == id)
            return i;
    }
    return editUsage("nothing here has the " + std::string(idKey) + ' ' + id);
}

Result<json::Value*> editSectionPart(json::Value& document, const std::string& id) {
    return editPart(document, "sections", "section_id", id);
}

Result<json::Value*> editInsightPart(json::Value& document, const std::string& id) {
    return editPart(document, "insights", "insight_id", id);
}

Status setFields(const EditContext& context, std::string_view what, json::Value& part,
                 const json::Value& fields, std::initializer_list<std::string_view> allowed) {
    bool changed = false;
    for (const json::Member& member : fields.members()) {
        if (std::find(allowed.begin(), allowed.end(), member.key) == allowed.end())
            return editUsage("the field \"" + member.key + "\" can't be set here");
        if (auto ok = checkField(context, what, member.key, member.value); !ok)
            return ok;
        changed = assignMember(part, member.key, member.value) || changed;
    }
    if (changed)
        touch(context, part);
    return {};
}

void touch(const EditContext& context, json::Value& part) {
    part.set("updated_at", json::Value::string(context.now));
}

} // namespace stemma::report
