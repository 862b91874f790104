// SPDX-License-Identifier: MIT
#include "core/report/blame_search.h"

#include <algorithm>
#include <utility>

namespace stemma::report {

using diff::ChangeKind;

namespace {

void settle(std::optional<Origin>& fact, const std::optional<Origin>& origin) {
    if (!fact)
        fact = origin;
}

} // namespace

BlameSearch::BlameSearch(const history::Timeline& timeline, PartNumbers& numbers)
    : m_timeline(timeline)
    , m_numbers(numbers)
    , m_report(numbers.part("report", "report")) {}

void BlameSearch::add(const VersionLink& link, const Touches& touches) {
    const bool known = link.kind == VersionLink::Kind::change || link.kind == VersionLink::Kind::beginning;
    const Origin origin = known ? Origin{link.rows.front(), {}} : Origin{{}, link.next};
    const bool human = isByPeople(link);
    m_facts.resize(m_numbers.size());
    for (std::size_t at = 0; at < touches.size(); ++at) {
        const Touches::Touch& touch = touches.touch(at);
        const bool isThere = touch.kind != ChangeKind::removed;
        settlePart(touch, origin, human);
        for (const PartNumber field : touches.fields(at)) {
            if (isThere)
                settle(m_facts[field].changed, origin);
            m_facts[field].human = m_facts[field].human || human;
        }
        if (human)
            for (const PartNumber holder : touches.holders(at))
                m_facts[holder].human = true;
    }
}

void BlameSearch::add(const std::vector<BlameFact>& older) {
    m_facts.resize(std::max(m_numbers.size(), older.size()));
    for (std::size_t at = 0; at < older.size(); ++at) {
        settle(m_facts[at].changed, older[at].changed);
        settle(m_facts[at].made, older[at].made);
        m_facts[at].human = m_facts[at].human || older[at].human;
    }
}

std::vector<PartBlame> BlameSearch::blame(const diff::Changes& parts, std::optional<std::size_t> since) {
    std::vector<PartBlame> blamed;
    const Origin unknown{{}, since};
    for (const diff::Change& part : parts) {
        const PartNumber number = m_numbers.part(part.what, part.id);
        const BlameFact fact = factOf(number);
        PartBlame one{part.what,
                      part.id,
                      part.parent,
                      part.title,
                      fact.changed.value_or(unknown),
                      fact.made.value_or(unknown),
                      fact.human,
                      {}};
        for (const diff::FieldChange& field : part.fields) {
            const BlameFact value = factOf(m_numbers.field(number, field.name));
            one.fields.push_back({field.name, value.changed.value_or(unknown), value.human});
        }
        blamed.push_back(std::move(one));
    }
    return blamed;
}

void BlameSearch::settlePart(const Touches::Touch& touch, const Origin& origin, bool human) {
    BlameFact& part = m_facts[touch.part];
    if (touch.kind != ChangeKind::removed)
        settle(part.changed, origin);
    if (touch.kind == ChangeKind::added)
        settle(part.made, origin);
    part.human = part.human || human;
    m_facts[m_report].human = m_facts[m_report].human || human;
}

BlameFact BlameSearch::factOf(PartNumber number) const {
    return number < m_facts.size() ? m_facts[number] : BlameFact{};
}

/// Whether none but people can have made a step.
bool BlameSearch::isByPeople(const VersionLink& link) const {
    return !link.rows.empty() && std::all_of(link.rows.begin(), link.rows.end(), [&](std::size_t row) {
        return m_timeline.rows[row].actor == history::actorWord(history::Actor::human);
    });
}

} // namespace stemma::report
