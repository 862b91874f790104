// SPDX-License-Identifier: MIT
#include "core/report/merge_citations.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/diff/merge3.h"
#include "core/json/python_format.h"
#include "core/report/citation_shim.h"
#include "core/report/merge_fates.h"
#include "core/report/merge_fields.h"

namespace stemma::report {

namespace {

using json::Value;
using Names = std::vector<std::string>;

/// Tells items of one list apart that have the same key.
Names unique(Names keys) {
    std::unordered_map<std::string, std::size_t> seen;
    for (std::string& key : keys) {
        if (const std::size_t count = ++seen[key]; count > 1)
            key += '#' + std::to_string(count);
    }
    return keys;
}

std::string queryKey(const Value& item) {
    return item.stringAt("execution_id").value_or("") + '|' + item.stringAt("sql_sha256").value_or("");
}

/// The key of the supporting query that belongs to a citation; empty if it has none.
std::string twinKey(const Value& citation) {
    return queriesFromCitations({citation}).empty() ? std::string() : queryKey(citation);
}

/// One of an insight's two lists in one text.
struct CitedList {
    std::vector<Value> items;
    Names names;
    bool written = false; ///< as it stands in the file, and not made of its twin

    [[nodiscard]] const Value* find(const std::string& name) const {
        const auto found = std::find(names.begin(), names.end(), name);
        return found == names.end() ? nullptr : &items[static_cast<std::size_t>(found - names.begin())];
    }
};

CitedList listOf(const Value* insight, const char* key, std::vector<Value> made,
                 std::string (*keyOf)(const Value&)) {
    CitedList list;
    const auto* written = insight == nullptr ? nullptr : &itemsAt(*insight, key);
    list.written = written != nullptr && !written->empty();
    list.items = list.written ? *written : std::move(made);
    for (const Value& item : list.items)
        list.names.push_back(item.isObject() ? keyOf(item) : '=' + json::pythonLine(item));
    list.names = unique(std::move(list.names));
    return list;
}

/// What an insight cites in one text.
struct Cited {
    CitedList citations, queries;
    std::unordered_set<std::string> twins, queryKeys;
};

Cited citedOf(const Value* insight) {
    CitedSources sources = insight == nullptr ? CitedSources{} : citedSources(*insight);
    Cited cited;
    cited.citations = listOf(insight, "citations", std::move(sources.citations), citationKey);
    cited.queries = listOf(insight, "supporting_queries", std::move(sources.queries), queryKey);
    for (const Value& citation : cited.citations.items) {
        if (std::string key = twinKey(citation); !key.empty())
            cited.twins.insert(std::move(key));
    }
    for (const Value& query : cited.queries.items)
        cited.queryKeys.insert(queryKey(query));
    return cited;
}

/// Whether two citations have more in common than their source, or than who provided them.
bool shareField(const Value& a, const Value& b) {
    return std::any_of(a.members().begin(), a.members().end(), [&](const json::Member& member) {
        const Value* other = b.find(member.key);
        return member.key != "source" && member.key != "provider" && !member.value.isNull() &&
               other != nullptr && *other == member.value;
    });
}

/// Gives a citation whose key a side edited the name that it has in the base.
void nameAsInBase(const CitedList& base, CitedList& side) {
    std::unordered_set<std::string> taken(side.names.begin(), side.names.end());
    const std::unordered_set<std::string> known(base.names.begin(), base.names.end());
    for (std::size_t i = 0; i < side.items.size(); ++i) {
        if (known.contains(side.names[i]))
            continue;
        for (std::size_t k = 0; k < base.items.size(); ++k) {
            const Value& old = base.items[k];
            if (taken.contains(base.names[k]) || !old.isObject() ||
                old.stringAt("source") != side.items[i].stringAt("source"))
                continue;
            if (!shareField(old, side.items[i]) && (i != k || base.items.size() != side.items.size()))
                continue;
            side.names[i] = base.names[k];
            taken.insert(base.names[k]);
            break;
        }
    }
}

class CitationMerge {
public:
    CitationMerge(Value& result, const ThreeValues& insights, const PartName& insight, MergeLedger& ledger)
        : m_result(result)
        , m_insights(insights)
        , m_insight(insight)
        , m_ledger(ledger)
        , m_base(citedOf(insights.base))
        , m_ours(citedOf(insights.ours))
        , m_theirs(citedOf(insights.theirs)) {
        nameAsInBase(m_base.citations, m_ours.citations);
        nameAsInBase(m_base.citations, m_theirs.citations);
    }

    void run() {
        const std::vector<Value> citations = mergedCitations();
        const std::vector<Value> queries = inStep(citations, mergedQueries());
        write("citations", m_theirs.citations, citations, m_citationNames);
        Names names;
        for (const Value& query : queries)
            names.push_back(query.isObject() ? queryKey(query) : '=' + json::pythonLine(query));
        write("supporting_queries", m_theirs.queries, queries, unique(std::move(names)));
        applyCitationShim(m_result);
    }

private:
    Names ordered(const CitedList& base, const CitedList& ours, const CitedList& theirs,
                  const std::unordered_set<std::string>& stays) const {
        const auto staying = [&](const CitedList& list) {
            Names names;
            std::copy_if(list.names.begin(), list.names.end(), std::back_inserter(names),
                         [&](const std::string& name) { return stays.contains(name); });
            return names;
        };
        return m_ledger.prefersTheirs() ? diff::mergeOrders(base.names, staying(theirs), staying(ours)).order
                                        : diff::mergeOrders(base.names, staying(ours), staying(theirs)).order;
    }

    [[nodiscard]] PartName nameOf(const std::string& name, const Value& citation) const {
        return {"citation", m_insight.id + '/' + name, citationTitle(citation)};
    }

    std::vector<Value> mergedCitations() {
        std::unordered_set<std::string> stays;
        for (const std::string& name : namesOfBoth(m_theirs.citations.names, m_ours.citations.names)) {
            if (citationStays(name))
                stays.insert(name);
        }
        m_citationNames = ordered(m_base.citations, m_ours.citations, m_theirs.citations, stays);
        std::vector<Value> merged;
        for (const std::string& name : m_citationNames) {
            const ThreeValues three = citation(name);
            merged.push_back(three.theirs != nullptr ? *three.theirs : *three.ours);
            if (three.ours != nullptr && three.theirs != nullptr)
                mergeFields(merged.back(), three, nameOf(name, *three.ours), citationFields(), {}, m_ledger);
        }
        return merged;
    }

    [[nodiscard]] ThreeValues citation(const std::string& name) const {
        return {m_base.citations.find(name), m_ours.citations.find(name), m_theirs.citations.find(name)};
    }

    bool citationStays(const std::string& name) {
        const ThreeValues three = citation(name);
        if (three.base == nullptr || (three.ours != nullptr && three.theirs != nullptr))
            return true;
        const bool byThem = three.theirs == nullptr;
        const Value& kept = byThem ? *three.ours : *three.theirs;
        if (!kept.isObject() || !fieldsDiffer(*three.base, kept, citationFields(), {}))
            return false;
        const PartName part = nameOf(name, kept);
        const auto decision =
            m_ledger.decide({byThem ? ConflictKind::deletedByThem : ConflictKind::deletedByUs,
                             part.what,
                             part.id,
                             part.title,
                             {},
                             valueIfAny(three.base),
                             valueIfAny(three.ours),
                             valueIfAny(three.theirs),
                             false});
        return decision.choice == Choice::both || decision.takesTheirs() != byThem;
    }

    /// The queries as a set; one that both sides changed in different ways is a disagreement about the list.
    std::vector<Value> mergedQueries() {
        const CitedList& base = m_base.queries;
        const CitedList& ours = m_ours.queries;
        const CitedList& theirs = m_theirs.queries;
        std::unordered_set<std::string> stays;
        for (const std::string& name : namesOfBoth(theirs.names, ours.names)) {
            if (base.find(name) == nullptr || (ours.find(name) != nullptr && theirs.find(name) != nullptr))
                stays.insert(name);
        }
        const bool takeTheirs = queriesDisputed(stays) ? decideQueries() : m_ledger.prefersTheirs();
        std::vector<Value> merged;
        for (const std::string& name : ordered(base, ours, theirs, stays)) {
            const Value* b = base.find(name);
            const Value* o = ours.find(name);
            const Value* t = theirs.find(name);
            const bool oursStands = t == nullptr || (o != nullptr && !sameQuery(b, o) &&
                                                     (sameQuery(b, t) || (!sameQuery(o, t) && !takeTheirs)));
            merged.push_back(oursStands ? *o : *t);
        }
        return merged;
    }

    static bool sameQuery(const Value* a, const Value* b) {
        return a != nullptr && b != nullptr && !fieldsDiffer(*a, *b, datasetFields(), {});
    }

    [[nodiscard]] bool queriesDisputed(const std::unordered_set<std::string>& stays) const {
        return std::any_of(stays.begin(), stays.end(), [&](const std::string& name) {
            const Value* base = m_base.queries.find(name);
            const Value* ours = m_ours.queries.find(name);
            const Value* theirs = m_theirs.queries.find(name);
            return ours != nullptr && theirs != nullptr && !sameQuery(ours, theirs) &&
                   !sameQuery(base, ours) && !sameQuery(base, theirs);
        });
    }

    bool decideQueries() {
        const auto decision = m_ledger.decide(
            {ConflictKind::field, m_insight.what, m_insight.id, m_insight.title, "supporting_queries",
             Value::array(m_base.queries.items), Value::array(m_ours.queries.items),
             Value::array(m_theirs.queries.items), false});
        return decision.takesTheirs();
    }

    /// Takes out the queries whose citation went, and puts back those whose citation stays: a lone twin would
    /// bring a deleted citation back, or leave a kept one without its query.
    [[nodiscard]] std::vector<Value> inStep(const std::vector<Value>& citations,
                                            std::vector<Value> queries) const {
        std::unordered_set<std::string> cited;
        for (const Value& citation : citations)
            cited.insert(twinKey(citation));
        const auto stoodAlone = [](const Cited& side, const std::string& key) {
            return side.queryKeys.contains(key) && !side.twins.contains(key);
        };
        std::erase_if(queries, [&](const Value& query) {
            const std::string key = queryKey(query);
            return citations.empty() || (query.isObject() && !cited.contains(key) &&
                                         !stoodAlone(m_ours, key) && !stoodAlone(m_theirs, key));
        });
        std::unordered_set<std::string> present;
        for (const Value& query : queries)
            present.insert(queryKey(query));
        const auto hadNone = [](const Cited& side, const std::string& key) {
            return side.twins.contains(key) && !side.queryKeys.contains(key);
        };
        for (const Value& citation : citations) {
            const std::string key = twinKey(citation);
            if (key.empty() || present.contains(key) || hadNone(m_ours, key) || hadNone(m_theirs, key))
                continue;
            present.insert(key);
            queries.push_back(queryFor(citation, key));
        }
        return queries;
    }

    [[nodiscard]] Value queryFor(const Value& citation, const std::string& key) const {
        for (const Cited* side : {&m_theirs, &m_ours, &m_base}) {
            for (const Value& query : side->queries.items) {
                if (query.isObject() && queryKey(query) == key)
                    return query;
            }
        }
        return queriesFromCitations({citation}).front();
    }

    /// Writes a merged list over theirs, item by item.
    void write(const char* key, const CitedList& theirs, const std::vector<Value>& items,
               const Names& names) {
        if (items == theirs.items && names == theirs.names)
            return;
        if (!theirs.written || names.empty()) {
            setLike(m_result, key, Value::array(items), *m_insights.ours);
            return;
        }
        std::unordered_map<std::string, const Value*> made;
        for (std::size_t i = 0; i < names.size(); ++i)
            made[names[i]] = &items[i];
        Value* list = m_result.edit(key);
        arrange(*list, theirs.names, names, [&](const std::string& name) { return *made.at(name); });
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!(list->items()[i] == items[i]))
                list->editItem(i) = items[i];
        }
    }

    Value& m_result;
    const ThreeValues& m_insights;
    const PartName& m_insight;
    MergeLedger& m_ledger;
    Cited m_base, m_ours, m_theirs;
    Names m_citationNames;
};

bool sameLists(const Value* a, const Value* b) {
    if (a == nullptr || b == nullptr)
        return a == b;
    return sameField(a->find("citations"), b->find("citations"), findField(insightFields(), "citations")) &&
           sameField(a->find("supporting_queries"), b->find("supporting_queries"),
                     findField(insightFields(), "supporting_queries"));
}

} // namespace

void mergeCitations(Value& result, const ThreeValues& insights, const PartName& insight,
                    MergeLedger& ledger) {
    if (!insights.ours->isObject() || !insights.theirs->isObject() ||
        sameLists(insights.ours, insights.theirs) || sameLists(insights.base, insights.ours))
        return;
    if (!sameLists(insights.base, insights.theirs)) {
        CitationMerge(result, insights, insight, ledger).run();
        return;
    }
    for (const char* key : {"supporting_queries", "citations"}) {
        if (const Value* list = insights.ours->find(key))
            setLike(result, key, *list, *insights.ours);
        else
            result.remove(key);
    }
}

} // namespace stemma::report
