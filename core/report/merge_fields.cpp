// SPDX-License-Identifier: MIT
#include "core/report/merge_fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/json/python_format.h"
#include "core/report/edit_parts.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr std::array<std::string_view, 4> proseKeys{"title", "notes", "content", "summary"};
/// Lists under metadata that igloo-mcp and its users keep as sets of ids or words.
constexpr std::array<std::string_view, 4> setKeys{"tags", "linked_insights", "executive_summary_insight_ids",
                                                  "synthesized_from"};

bool isIn(std::span<const std::string_view> keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const Value& defaultValue(const FieldRule& rule) {
    static const Value null;
    static const Value emptyArray = Value::array();
    static const Value emptyObject = Value::object();
    static const Value active = Value::string("active");
    static const Value markdown = Value::string("markdown");
    static const Value no = Value::boolean(false);
    static const Value one = Value::integer(1);
    switch (rule.type) {
    case FieldType::status:
        return active;
    case FieldType::format:
        return markdown;
    case FieldType::boolean:
        return no;
    case FieldType::integer:
        return rule.presence == Presence::required ? null : one;
    case FieldType::object:
        return emptyObject;
    case FieldType::texts:
    case FieldType::sections:
    case FieldType::insights:
    case FieldType::citations:
    case FieldType::datasets:
        return emptyArray;
    default:
        return null;
    }
}

bool isTexts(const Value* value) {
    return value != nullptr && value->isArray() &&
           std::all_of(value->items().begin(), value->items().end(),
                       [](const Value& item) { return item.isString(); });
}

std::vector<std::string> textsOf(const Value* value) {
    std::vector<std::string> texts;
    if (value != nullptr) {
        for (const Value& item : value->items())
            texts.push_back(item.text());
    }
    return texts;
}

/// What either of two values has, for what is no prose.
Value unionOf(const Value& ours, const Value& theirs) {
    Value all = ours;
    if (ours.isArray() && theirs.isArray()) {
        for (const Value& item : theirs.items()) {
            if (std::find(ours.items().begin(), ours.items().end(), item) == ours.items().end())
                all.appendItem(item);
        }
    } else if (ours.isObject() && theirs.isObject()) {
        for (const json::Member& member : theirs.members()) {
            if (ours.find(member.key) == nullptr)
                all.set(member.key, member.value);
        }
    }
    return all;
}

/// Both texts as paragraphs; a title has none.
Value bothProse(const std::string& key, const Value& ours, const Value& theirs) {
    const bool oneLine = key == "title" && (ours.text() + theirs.text()).find('\n') == std::string::npos;
    return Value::string(oneLine ? ours.text() + " / " + theirs.text()
                                 : diff::bothTexts(ours.text(), theirs.text()));
}

/// Merges the members of one object of a part.
class FieldMerge {
public:
    FieldMerge(Value& result, const ThreeValues& objects, const PartName& part,
               std::span<const FieldRule> rules, std::string prefix, MergeLedger& ledger)
        : m_result(result)
        , m_objects(objects)
        , m_part(part)
        , m_rules(rules)
        , m_prefix(std::move(prefix))
        , m_ledger(ledger) {}

    void run(std::span<const std::string_view> skip) {
        for (const json::Member* member : membersThatCount(*m_objects.theirs)) {
            if (!isIn(skip, member->key))
                mergeMember(member->key);
        }
        for (const json::Member* member : membersThatCount(*m_objects.ours)) {
            if (!isIn(skip, member->key) && m_objects.theirs->find(member->key) == nullptr)
                mergeMember(member->key);
        }
    }

private:
    void mergeMember(const std::string& key) {
        const ThreeValues values = m_objects.at(key);
        const FieldRule* rule = findField(m_rules, key);
        if (sameField(values.ours, values.theirs, rule) || sameField(values.base, values.ours, rule))
            return;
        if (sameField(values.base, values.theirs, rule))
            put(key, values.ours);
        else if (mergeStamp(key, values) || mergeObject(key, values, rule) || mergeSet(key, values))
            return;
        else if (m_prefix.empty() && !m_rules.empty() && isIn(proseKeys, key) && rule != nullptr)
            mergeProse(key, values, *rule);
        else
            settle(key, values, false);
    }

    void put(const std::string& key, const Value* value) {
        if (value == nullptr)
            m_result.remove(key);
        else
            setLike(m_result, key, *value, *m_objects.ours);
    }

    /// The stamps that each save writes: the later and the greater one stand.
    bool mergeStamp(const std::string& key, const ThreeValues& values) {
        if (!m_prefix.empty())
            return false;
        if (values.ours == nullptr || values.theirs == nullptr)
            return key == "updated_at";
        const Value& ours = *values.ours;
        const Value& theirs = *values.theirs;
        bool takeOurs = false;
        if (key == "updated_at" && ours.isString() && theirs.isString()) {
            takeOurs = ours.text() > theirs.text();
        } else if (key == "created_at" && values.base == nullptr && ours.isString() && theirs.isString()) {
            takeOurs = ours.text() < theirs.text();
        } else if (key == "outline_version") {
            const auto a = laxInteger(ours);
            const auto b = laxInteger(theirs);
            if (!a || !b)
                return false;
            takeOurs = compareIntegers(*a, *b) > 0;
        } else {
            return false;
        }
        if (takeOurs)
            put(key, values.ours);
        return true;
    }

    bool mergeObject(const std::string& key, const ThreeValues& values, const FieldRule* rule) {
        const bool free = rule == nullptr || rule->type == FieldType::object;
        if (!free || values.ours == nullptr || !values.ours->isObject() || values.theirs == nullptr ||
            !values.theirs->isObject())
            return false;
        static const Value nothing = Value::object();
        if (values.base != nullptr && !values.base->isObject())
            return false;
        const ThreeValues objects{values.base == nullptr ? &nothing : values.base, values.ours,
                                  values.theirs};
        FieldMerge(*m_result.edit(key), objects, m_part, {}, pathOf(key) + '.', m_ledger).run({});
        return true;
    }

    bool mergeSet(const std::string& key, const ThreeValues& values) {
        if (m_prefix.empty() || !isIn(setKeys, key) || !isTexts(values.ours) || !isTexts(values.theirs) ||
            (values.base != nullptr && !isTexts(values.base)))
            return false;
        const auto ours = textsOf(values.ours);
        const auto theirs = textsOf(values.theirs);
        auto merged = diff::mergeSets(textsOf(values.base), ours, theirs);
        // igloo-mcp keeps tags sorted; two sorted lists give one.
        if (std::is_sorted(ours.begin(), ours.end()) && std::is_sorted(theirs.begin(), theirs.end()))
            std::sort(merged.begin(), merged.end());
        setTexts(m_result, key, merged);
        return true;
    }

    void mergeProse(const std::string& key, const ThreeValues& values, const FieldRule& rule) {
        const auto isText = [](const Value* value) { return value != nullptr && value->isString(); };
        const bool mergeable = isText(values.ours) && isText(values.theirs) &&
                               (isText(values.base) || sameField(values.base, nullptr, &rule)) &&
                               !(key == "content" && formatsDiffer());
        if (!mergeable) {
            settle(key, values, isText(values.ours) && isText(values.theirs));
            return;
        }
        const std::string none;
        const auto merge = diff::mergeTexts(isText(values.base) ? values.base->text() : none,
                                            values.ours->text(), values.theirs->text());
        const std::string ours = merge.textWith(diff::MergeSide::ours);
        const std::string theirs = merge.textWith(diff::MergeSide::theirs);
        // Words that each side took out alone must not leave a field empty that has to say something.
        if (rule.minimumLength > 0 && (ours.empty() || theirs.empty())) {
            settle(key, values, true);
            return;
        }
        if (!merge.hasConflict()) {
            if (ours != values.theirs->text())
                m_result.set(key, Value::string(ours));
            return;
        }
        const Value oursValue = Value::string(ours);
        const Value theirsValue = Value::string(theirs);
        settle(key, {values.base, &oursValue, &theirsValue}, true);
    }

    /// Texts in two formats are no one text.
    [[nodiscard]] bool formatsDiffer() const {
        const ThreeValues format = m_objects.at("content_format");
        return !sameField(format.ours, format.theirs, findField(m_rules, "content_format"));
    }

    /// A disagreement that is one of whole values.
    void settle(const std::string& key, const ThreeValues& values, bool prose) {
        const auto decision = m_ledger.decide({ConflictKind::field, m_part.what, m_part.id, m_part.title,
                                               pathOf(key), valueIfAny(values.base), valueIfAny(values.ours),
                                               valueIfAny(values.theirs), prose});
        if (decision.choice == Choice::text && decision.value != nullptr) {
            put(key, decision.value);
        } else if (decision.choice == Choice::theirs) {
            if (values.theirs != nullptr)
                m_result.set(key, *values.theirs);
        } else if (decision.choice == Choice::both && values.ours != nullptr && values.theirs != nullptr) {
            const Value both =
                prose ? bothProse(key, *values.ours, *values.theirs) : unionOf(*values.ours, *values.theirs);
            put(key, &both);
        } else {
            put(key, values.ours);
        }
    }

    [[nodiscard]] std::string pathOf(const std::string& key) const {
        if (!m_prefix.empty() && key.find_first_of(".\"|") != std::string::npos)
            return m_prefix + json::pythonString(key);
        return m_prefix + key;
    }

    Value& m_result;
    const ThreeValues m_objects;
    const PartName& m_part;
    std::span<const FieldRule> m_rules;
    std::string m_prefix;
    MergeLedger& m_ledger;
};

} // namespace

std::optional<json::Value> valueIfAny(const json::Value* value) {
    return value == nullptr ? std::nullopt : std::optional<json::Value>(*value);
}

ThreeValues ThreeValues::at(std::string_view key) const {
    const auto member = [key](const Value* object) {
        return object == nullptr ? nullptr : object->find(key);
    };
    return {member(base), member(ours), member(theirs)};
}

bool sameField(const Value* a, const Value* b, const FieldRule* rule) {
    if (rule != nullptr) {
        a = a == nullptr ? &defaultValue(*rule) : a;
        b = b == nullptr ? &defaultValue(*rule) : b;
    }
    if (a == nullptr || b == nullptr)
        return a == b;
    if (*a == *b)
        return true;
    if (rule == nullptr || rule->type != FieldType::integer)
        return false;
    const auto left = laxInteger(*a);
    return left && left == laxInteger(*b);
}

bool fieldsDiffer(const Value& a, const Value& b, std::span<const FieldRule> rules,
                  std::span<const std::string_view> skip) {
    const auto differs = [&](const json::Member* member) {
        return member->key != "updated_at" && !isIn(skip, member->key) &&
               !sameField(a.find(member->key), b.find(member->key), findField(rules, member->key));
    };
    const auto left = membersThatCount(a);
    const auto right = membersThatCount(b);
    return std::any_of(left.begin(), left.end(), differs) || std::any_of(right.begin(), right.end(), differs);
}

void mergeFields(Value& result, const ThreeValues& parts, const PartName& part,
                 std::span<const FieldRule> rules, std::span<const std::string_view> skip,
                 MergeLedger& ledger) {
    if (parts.ours->isObject() && parts.theirs->isObject())
        FieldMerge(result, parts, part, rules, {}, ledger).run(skip);
}

void setLike(Value& object, std::string_view key, const Value& value, const Value& model) {
    if (object.find(key) != nullptr) {
        object.set(key, value);
        return;
    }
    std::size_t at = 0;
    for (const json::Member& member : model.members()) {
        if (member.key == key)
            break;
        for (std::size_t i = 0; i < object.members().size(); ++i) {
            if (object.members()[i].key == member.key)
                at = std::max(at, i + 1);
        }
    }
    object.insertMember(at, std::string(key), value);
}

} // namespace stemma::report
