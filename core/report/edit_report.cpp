// SPDX-License-Identifier: MIT
// Edits of the report itself: its title and its metadata.
#include <algorithm>
#include <set>

#include "core/report/edit_parts.h"
#include "core/report/field_checks.h"
#include "core/report/value_assign.h"

namespace stemma::report {

namespace {

/// The metadata of a part, made if it has none.
Result<json::Value*> metadataOf(json::Value& part) {
    if (part.find("metadata") == nullptr)
        part.set("metadata", json::Value::object());
    json::Value* found = part.edit("metadata");
    if (!found->isObject())
        return fail(ErrorCode::damaged, "apply the edits", {}, "metadata is not an object");
    return found;
}

/// Sets a key of metadata, or takes it out; whether that changed anything.
Result<bool> setKey(json::Value& part, const std::string& key, const json::Value& value) {
    const json::Value* metadata = part.find("metadata");
    if (value.isNull() && (metadata == nullptr || metadata->find(key) == nullptr))
        return false;
    auto target = metadataOf(part);
    if (!target)
        return fail(target.error());
    return value.isNull() ? (*target)->remove(key) : assignMember(**target, key, value);
}

Status setReportKey(EditContext& context, const std::string& key, const json::Value& value) {
    if (!value.isNull()) {
        if (auto ok = checkField(context, "report", "metadata." + key, value); !ok)
            return ok;
    }
    if (const auto done = setKey(context.document, key, value); !done)
        return fail(done.error());
    return {};
}

/// `set-metadata` of a section or an insight.
Status setPartKey(EditContext& context, Result<json::Value*> part, const std::string& key,
                  const json::Value& value) {
    if (!part)
        return fail(part.error());
    if (auto ok = checkField(context, "section", "metadata." + key, value); !ok)
        return ok;
    const auto changed = setKey(**part, key, value);
    if (!changed)
        return fail(changed.error());
    if (*changed)
        touch(context, **part);
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

/// A single value under its own name, null to take it out.
Status setNamed(EditContext& context, const char* key) {
    if (auto ok = allowKeys(context.edit, {key}); !ok)
        return ok;
    const json::Value* value = context.edit.find(key);
    if (value == nullptr || (!value->isString() && !value->isNull()))
        return editUsage('"' + std::string(key) + "\" must be a string, or null to take it out");
    return setReportKey(context, key, *value);
}

} // namespace

Status setTitle(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"title"}); !ok)
        return ok;
    auto title = requiredString(context.edit, "title");
    if (!title)
        return fail(title.error());
    const json::Value value = json::Value::string(*title);
    if (auto ok = checkField(context, "report", "title", value); !ok)
        return ok;
    assignMember(context.document, "title", value);
    return {};
}

Status setDescription(EditContext& context) {
    return setNamed(context, "description");
}

Status setStatus(EditContext& context) {
    return setNamed(context, "status");
}

Status setMetadata(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"key", "value", "section_id", "insight_id"}); !ok)
        return ok;
    const auto key = requiredString(context.edit, "key");
    const auto section = optionalString(context.edit, "section_id");
    const auto insight = optionalString(context.edit, "insight_id");
    const json::Value* value = context.edit.find("value");
    if (!key)
        return fail(key.error());
    if (!section || !insight)
        return fail(section ? insight.error() : section.error());
    if (value == nullptr)
        return editUsage("\"value\" is missing (null removes the key)");
    if (*section && *insight)
        return editUsage("only one of \"section_id\" and \"insight_id\" can be meant");
    if (*section)
        return setPartKey(context, editSectionPart(context.document, **section), *key, *value);
    if (*insight)
        return setPartKey(context, editInsightPart(context.document, **insight), *key, *value);
    return setReportKey(context, *key, *value);
}

Status changeTags(EditContext& context) {
    if (auto ok = allowKeys(context.edit, {"add", "remove"}); !ok)
        return ok;
    const auto add = strings(context.edit, "add");
    const auto remove = strings(context.edit, "remove");
    if (!add || !remove)
        return fail(add ? remove.error() : add.error());
    if (std::find(add->begin(), add->end(), "") != add->end())
        return editUsage("a tag must not be empty");
    const json::Value* metadata = context.document.find("metadata");
    const json::Value* old = metadata == nullptr ? nullptr : metadata->find("tags");
    std::set<std::string> tags; // sorted and unique, as the format's own program keeps them
    if (old != nullptr) {
        for (const json::Value& item : old->items())
            tags.insert(item.text());
    }
    const std::set<std::string> before = tags;
    tags.insert(add->begin(), add->end());
    for (const std::string& text : *remove)
        tags.erase(text);
    if (tags == before && (old == nullptr || !fieldFault("report", "metadata.tags", *old)))
        return {};
    auto target = metadataOf(context.document);
    if (!target)
        return fail(target.error());
    setTexts(**target, "tags", {tags.begin(), tags.end()});
    return {};
}

} // namespace stemma::report
