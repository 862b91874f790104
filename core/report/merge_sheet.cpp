// SPDX-License-Identifier: MIT
#include "core/report/merge_sheet.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "core/json/python_format.h"
#include "core/report/outline_schema.h"
#include "core/report/section_order.h"

namespace stemma::report {

namespace {

using json::Value;

Unexpected unmergeable(const std::string& which, const std::string& reason) {
    return fail(ErrorCode::damaged, "merge the outlines", which, reason,
                "Mend that text, or restore a version of the report.");
}

Status checkList(const Value& object, const char* key, const std::string& which, const std::string& where) {
    const Value* list = object.find(key);
    if (list == nullptr || list->isArray())
        return {};
    return unmergeable(which, '"' + std::string(key) + "\" of " + where + " is no list");
}

Status checkParts(const Value& document, const std::string& which) {
    if (!document.isObject())
        return unmergeable(which, "it is no JSON object");
    for (const char* key : {"sections", "insights"}) {
        if (auto ok = checkList(document, key, which, "the outline"); !ok)
            return ok;
    }
    for (const Value& section : itemsAt(document, "sections")) {
        if (auto ok = checkList(section, "insight_ids", which, "a section"); !ok)
            return ok;
    }
    for (const Value& insight : itemsAt(document, "insights")) {
        for (const char* key : {"citations", "supporting_queries"}) {
            if (auto ok = checkList(insight, key, which, "an insight"); !ok)
                return ok;
        }
    }
    return {};
}

PartList partList(const std::vector<Value>& parts, std::string_view idKey) {
    PartList list;
    list.names = partNames(parts, idKey);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        list.values.push_back(&parts[i]);
        list.at.emplace(list.names[i], i);
    }
    return list;
}

/// Tells the references of one section apart.
void addReferences(MergeSheet& sheet, const std::string& section, const Value& value) {
    std::unordered_map<std::string, std::size_t> seen;
    std::vector<Reference>& references = sheet.references[section];
    for (const Value& item : itemsAt(value, "insight_ids")) {
        const bool known = item.isString() && sheet.insights.has(item.text());
        if (known && sheet.place.emplace(item.text(), section).second) {
            references.push_back({item.text(), &item, true});
            continue;
        }
        std::string name = '+' + json::pythonLine(item);
        if (const std::size_t count = ++seen[name]; count > 1)
            name += '#' + std::to_string(count);
        references.push_back({std::move(name), &item, false});
    }
}

} // namespace

const Value* PartList::find(const std::string& name) const {
    const auto found = at.find(name);
    return found == at.end() ? nullptr : values[found->second];
}

std::string MergeSheet::placeOf(const std::string& insight) const {
    const auto found = place.find(insight);
    return found == place.end() ? std::string() : found->second;
}

const std::vector<Reference>& MergeSheet::referencesOf(const std::string& section) const {
    static const std::vector<Reference> none;
    const auto found = references.find(section);
    return found == references.end() ? none : found->second;
}

std::vector<std::string> partNames(const std::vector<Value>& parts, std::string_view idKey) {
    std::unordered_map<std::string, std::size_t> seen;
    std::unordered_set<std::string> taken;
    std::vector<std::string> names;
    for (const Value& part : parts) {
        std::string id = part.isObject() ? part.stringAt(idKey).value_or("") : '=' + json::pythonLine(part);
        if (id.empty())
            id = "(no id)";
        std::size_t& count = seen[id];
        ++count;
        std::string name = count == 1 ? id : id + '#' + std::to_string(count);
        while (!taken.insert(name).second)
            name = id + '#' + std::to_string(++count);
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::size_t> byOrder(const std::vector<const Value*>& sections) {
    std::vector<std::string> orders;
    for (const Value* section : sections)
        orders.push_back(orderText(*section));
    std::vector<std::size_t> indices(sections.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    std::stable_sort(indices.begin(), indices.end(),
                     [&](std::size_t a, std::size_t b) { return compareIntegers(orders[a], orders[b]) < 0; });
    return indices;
}

void arrange(Value& list, std::vector<std::string> current, const std::vector<std::string>& wanted,
             const std::function<Value(const std::string&)>& make) {
    const std::unordered_set<std::string_view> stays(wanted.begin(), wanted.end());
    for (std::size_t i = current.size(); i-- > 0;) {
        if (stays.contains(current[i]))
            continue;
        list.removeItem(i);
        current.erase(current.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const std::unordered_set<std::string> had(current.begin(), current.end());
    for (std::size_t at = 0; at < wanted.size(); ++at) {
        const auto place = current.begin() + static_cast<std::ptrdiff_t>(at);
        if (at < current.size() && current[at] == wanted[at])
            continue;
        if (had.contains(wanted[at])) {
            const auto found = std::find(place, current.end(), wanted[at]);
            list.moveItem(static_cast<std::size_t>(found - current.begin()), at);
            std::rotate(place, found, found + 1);
        } else {
            list.insertItem(at, make(wanted[at]));
            current.insert(place, wanted[at]);
        }
    }
}

Result<MergeSheet> mergeSheet(const Value& document, const std::string& which) {
    if (auto ok = checkParts(document, which); !ok)
        return fail(ok.error());
    MergeSheet sheet;
    sheet.document = &document;
    sheet.sections = partList(itemsAt(document, "sections"), "section_id");
    sheet.insights = partList(itemsAt(document, "insights"), "insight_id");
    for (const std::size_t index : byOrder(sheet.sections.values)) {
        sheet.shown.push_back(sheet.sections.names[index]);
        addReferences(sheet, sheet.sections.names[index], *sheet.sections.values[index]);
    }
    return sheet;
}

} // namespace stemma::report
