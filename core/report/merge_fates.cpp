// SPDX-License-Identifier: MIT
#include "core/report/merge_fates.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/report/citation_shim.h"
#include "core/report/merge_fields.h"

namespace stemma::report {

namespace {

using json::Value;

bool citationsDiffer(const Value& a, const Value& b) {
    const ThreeValues citations{nullptr, a.find("citations"), b.find("citations")};
    const ThreeValues queries{nullptr, a.find("supporting_queries"), b.find("supporting_queries")};
    if (sameField(citations.ours, citations.theirs, nullptr) &&
        sameField(queries.ours, queries.theirs, nullptr))
        return false;
    const CitedSources left = citedSources(a);
    const CitedSources right = citedSources(b);
    return left.citations != right.citations || left.queries != right.queries;
}

bool insightTouched(const Value& before, const Value& after) {
    constexpr std::array<std::string_view, 2> skip{"citations", "supporting_queries"};
    if (!before.isObject() || !after.isObject())
        return !(before == after);
    return fieldsDiffer(before, after, insightFields(), skip) || citationsDiffer(before, after);
}

bool sectionFieldsTouched(const Value& before, const Value& after) {
    constexpr std::array<std::string_view, 2> skip{"order", "insight_ids"};
    if (!before.isObject() || !after.isObject())
        return !(before == after);
    return fieldsDiffer(before, after, sectionFields(), skip);
}

class Fates {
public:
    Fates(const MergeSheets& sheets, MergeLedger& ledger)
        : m_base(sheets.base)
        , m_ours(sheets.ours)
        , m_theirs(sheets.theirs)
        , m_ledger(ledger) {}

    MergeFates run() {
        for (const std::string& name : namesOfBoth(m_theirs.shown, m_ours.shown))
            decideSection(name);
        const auto insights = namesOfBoth(m_theirs.insights.names, m_ours.insights.names);
        for (const std::string& name : insights)
            decideInsight(name);
        for (const std::string& name : insights) {
            if (m_fates.insights.contains(name))
                m_fates.place[name] = wantedPlace(name);
        }
        keepSectionsInNeed();
        for (const std::string& name : insights) {
            if (m_fates.insights.contains(name))
                m_fates.place[name] = livingPlace(name, m_fates.place[name]);
        }
        return std::move(m_fates);
    }

private:
    /// A section that one side deleted and the other touched.
    struct Disputed {
        bool stays = false;
        bool byPerson = false;
    };

    void decideSection(const std::string& name) {
        const bool inOurs = m_ours.sections.has(name);
        const bool inTheirs = m_theirs.sections.has(name);
        if ((inOurs && inTheirs) || !m_base.sections.has(name)) {
            m_fates.sections.insert(name);
            return;
        }
        const MergeSheet& keeper = inOurs ? m_ours : m_theirs;
        const MergeSheet& deleter = inOurs ? m_theirs : m_ours;
        if (!sectionTouched(name, keeper, deleter))
            return;
        const auto decision = m_ledger.decide(
            deletion("section", name,
                     {m_base.sections.find(name), m_ours.sections.find(name), m_theirs.sections.find(name)}));
        const bool stays = survives(decision, inOurs);
        m_disputed[name] = {stays, decision.byPerson};
        if (stays)
            m_fates.sections.insert(name);
    }

    /// Whether a disputed part stays, when ours is the one that has it.
    static bool survives(const MergeLedger::Decision& decision, bool inOurs) {
        return decision.choice == Choice::both || decision.takesTheirs() != inOurs;
    }

    static MergeConflict deletion(const char* what, const std::string& name, const ThreeValues& parts) {
        const bool byThem = parts.theirs == nullptr;
        const Value* part = byThem ? parts.ours : parts.theirs;
        const char* titleKey = std::string_view(what) == "section" ? "title" : "summary";
        return {byThem ? ConflictKind::deletedByThem : ConflictKind::deletedByUs,
                what,
                name,
                part->stringAt(titleKey).value_or(""),
                {},
                valueIfAny(parts.base),
                valueIfAny(parts.ours),
                valueIfAny(parts.theirs),
                false};
    }

    /// Whether one side did more to a section that the other deleted than display it elsewhere.
    [[nodiscard]] bool sectionTouched(const std::string& name, const MergeSheet& keeper,
                                      const MergeSheet& deleter) const {
        if (sectionFieldsTouched(*m_base.sections.find(name), *keeper.sections.find(name)))
            return true;
        const auto touches = [&](const Reference& reference) {
            if (!reference.isHome)
                return false;
            const Value* before = m_base.insights.find(reference.name);
            const bool deleted = !deleter.insights.has(reference.name);
            if (before == nullptr)
                return deleted;
            return m_base.placeOf(reference.name) != name ||
                   (deleted && insightTouched(*before, *keeper.insights.find(reference.name)));
        };
        const auto& references = keeper.referencesOf(name);
        return std::any_of(references.begin(), references.end(), touches);
    }

    void decideInsight(const std::string& name) {
        const bool inOurs = m_ours.insights.has(name);
        const bool inTheirs = m_theirs.insights.has(name);
        const MergeSheet& keeper = inOurs ? m_ours : m_theirs;
        const MergeSheet& deleter = inOurs ? m_theirs : m_ours;
        bool stays = true;
        if (inOurs && inTheirs)
            stays = true;
        else if (!m_base.insights.has(name))
            stays = !wentWithItsSection(name, keeper);
        else if (deletedWithSection(name, keeper, deleter))
            stays = sectionStays(m_base.placeOf(name));
        else
            stays = outlivesDeletion(name, keeper, inOurs);
        if (stays)
            m_fates.insights.insert(name);
    }

    [[nodiscard]] bool sectionStays(const std::string& section) const {
        const auto found = m_disputed.find(section);
        return found != m_disputed.end() && found->second.stays;
    }

    /// A new insight in a section that a person decided to delete, seeing that.
    [[nodiscard]] bool wentWithItsSection(const std::string& name, const MergeSheet& keeper) const {
        const auto found = m_disputed.find(keeper.placeOf(name));
        return found != m_disputed.end() && !found->second.stays && found->second.byPerson;
    }

    /// Whether a side deleted the insight as a part of its section, in which the other side left it: then the
    /// section's fate is its own.
    [[nodiscard]] bool deletedWithSection(const std::string& name, const MergeSheet& keeper,
                                          const MergeSheet& deleter) const {
        const std::string section = m_base.placeOf(name);
        return !section.empty() && !deleter.sections.has(section) && keeper.placeOf(name) == section;
    }

    bool outlivesDeletion(const std::string& name, const MergeSheet& keeper, bool inOurs) {
        const std::string place = keeper.placeOf(name);
        const bool moved = !place.empty() && place != m_base.placeOf(name);
        if (!moved && !insightTouched(*m_base.insights.find(name), *keeper.insights.find(name)))
            return false;
        const auto decision = m_ledger.decide(
            deletion("insight", name,
                     {m_base.insights.find(name), m_ours.insights.find(name), m_theirs.insights.find(name)}));
        return survives(decision, inOurs);
    }

    /// Where an insight is to stand, if that section stays.
    std::string wantedPlace(const std::string& name) {
        const bool inOurs = m_ours.insights.has(name);
        if (inOurs && m_theirs.insights.has(name))
            return placeInBoth(name);
        return (inOurs ? m_ours : m_theirs).placeOf(name);
    }

    std::string placeInBoth(const std::string& name) {
        const std::string ours = m_ours.placeOf(name);
        const std::string theirs = m_theirs.placeOf(name);
        const bool known = m_base.insights.has(name);
        const std::string base = m_base.placeOf(name);
        if (ours == theirs || (known && base == theirs))
            return ours;
        if (known && base == ours)
            return theirs;
        if (ours.empty() || theirs.empty())
            return ours.empty() ? theirs : ours;
        if (stays(ours) != stays(theirs))
            return stays(ours) ? ours : theirs;
        return disputedPlace(name, ours, theirs);
    }

    [[nodiscard]] bool stays(const std::string& section) const { return m_fates.sections.contains(section); }

    std::string disputedPlace(const std::string& name, const std::string& ours, const std::string& theirs) {
        const Value oursValue = Value::string(ours);
        const Value theirsValue = Value::string(theirs);
        std::optional<Value> baseValue;
        if (m_base.insights.has(name))
            baseValue = m_base.placeOf(name).empty() ? Value() : Value::string(m_base.placeOf(name));
        const auto decision = m_ledger.decide({ConflictKind::place,
                                               "insight",
                                               name,
                                               m_ours.insights.find(name)->stringAt("summary").value_or(""),
                                               {},
                                               std::move(baseValue),
                                               oursValue,
                                               theirsValue,
                                               false});
        if (decision.choice == Choice::text && decision.value != nullptr && stays(decision.value->text()))
            return decision.value->text();
        return decision.takesTheirs() ? theirs : ours;
    }

    /// A disputed section that nobody decided about stays for the sake of what has no other place. All are
    /// found before any is kept, so that none depends on the order in which they are looked at.
    void keepSectionsInNeed() {
        std::vector<std::string> needed;
        for (const auto& [name, place] : m_fates.place) {
            if (place.empty() || stays(place) || !otherPlace(name).empty())
                continue;
            const auto found = m_disputed.find(place);
            if (found != m_disputed.end() && !found->second.byPerson)
                needed.push_back(place);
        }
        m_fates.sections.insert(needed.begin(), needed.end());
    }

    /// A section that stays and in which one of the texts has the insight; empty if there is none.
    [[nodiscard]] std::string otherPlace(const std::string& name) const {
        for (const MergeSheet* sheet : {&m_ours, &m_theirs, &m_base}) {
            const std::string other = sheet->placeOf(name);
            if (!other.empty() && stays(other))
                return other;
        }
        return {};
    }

    std::string livingPlace(const std::string& name, const std::string& place) {
        if (place.empty())
            return unlessOrphanedByDeletion(name);
        if (stays(place))
            return place;
        std::string other = otherPlace(name);
        if (!other.empty() && other != m_ours.placeOf(name) && other != m_theirs.placeOf(name))
            m_fates.returned[other].push_back(name);
        return other;
    }

    /// An insight that a side left without a section by deleting that one stands in it, if it stays after
    /// all.
    [[nodiscard]] std::string unlessOrphanedByDeletion(const std::string& name) const {
        const std::string ours = m_ours.placeOf(name);
        const std::string theirs = m_theirs.placeOf(name);
        const std::string& other = ours.empty() ? theirs : ours;
        const MergeSheet& orphaning = ours.empty() ? m_ours : m_theirs;
        return !other.empty() && stays(other) && !orphaning.sections.has(other) ? other : std::string();
    }

    const MergeSheet& m_base;
    const MergeSheet& m_ours;
    const MergeSheet& m_theirs;
    MergeLedger& m_ledger;
    MergeFates m_fates;
    std::unordered_map<std::string, Disputed> m_disputed;
};

} // namespace

MergeFates decideFates(const MergeSheets& sheets, MergeLedger& ledger) {
    return Fates(sheets, ledger).run();
}

std::vector<std::string> namesOfBoth(const std::vector<std::string>& first,
                                     const std::vector<std::string>& second) {
    std::vector<std::string> all = first;
    const std::unordered_set<std::string> known(first.begin(), first.end());
    std::copy_if(second.begin(), second.end(), std::back_inserter(all),
                 [&](const std::string& name) { return !known.contains(name); });
    return all;
}

} // namespace stemma::report
