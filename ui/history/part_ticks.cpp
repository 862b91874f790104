// SPDX-License-Identifier: MIT
#include "ui/history/part_ticks.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <QCoreApplication>
#include <QStringList>

#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::PartTicks)
};

constexpr qsizetype titleLength = 40;

QString quoted(const QString& title) {
    return isolated(oneLine(title, titleLength));
}

QString partName(const DiffPart& part) {
    if (part.what == "section")
        return Words::tr("section “%1”").arg(quoted(part.title));
    if (part.what == "insight")
        return Words::tr("insight “%1”").arg(quoted(part.title));
    if (part.what == "citation")
        return Words::tr("citation “%1”").arg(quoted(part.title));
    return Words::tr("the report");
}

QString countText(const std::string& what, int count) {
    if (what == "section")
        return Words::tr("%n section(s)", nullptr, count);
    if (what == "insight")
        return Words::tr("%n insight(s)", nullptr, count);
    if (what == "citation")
        return Words::tr("%n citation(s)", nullptr, count);
    return Words::tr("the report");
}

QString fieldsText(const std::vector<const DiffPart*>& fields) {
    const DiffPart& first = *fields.front();
    if (first.field.empty())
        return partName(first);
    const QString name = first.field == report::placeField ? Words::tr("place") : fieldName(first.field);
    if (fields.size() > 1)
        return partName(first);
    return first.what == "report" ? Words::tr("%1 of the report").arg(name)
                                  : Words::tr("%1 of %2", "a field of a part").arg(name, partName(first));
}

} // namespace

void markPeoplesParts(DiffPlan& plan, const std::vector<report::PartChoice>& byPeople) {
    std::set<std::tuple<std::string, std::string, std::string>> touched;
    std::set<std::pair<std::string, std::string>> parts;
    for (const report::PartChoice& part : byPeople) {
        touched.emplace(part.what, part.id, part.field);
        parts.emplace(part.what, part.id);
    }
    for (DiffPart& part : plan.parts) // one that is gone, or new, is a whole
        part.byPeople = part.field.empty() ? parts.contains({part.what, part.id})
                                           : touched.contains({part.what, part.id, part.field}) ||
                                                 touched.contains({part.what, part.id, {}});
}

PartTicks::PartTicks(std::vector<DiffPart> parts)
    : m_parts(std::move(parts))
    , m_leaf(m_parts.size(), true)
    , m_ticked(m_parts.size(), false) {
    for (const DiffPart& part : m_parts)
        if (part.parent >= 0)
            m_leaf[static_cast<std::size_t>(part.parent)] = false;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (m_parts[i].what.empty()) // a heading is nothing that could be restored
            m_leaf[i] = false;
}

bool PartTicks::isIn(int part, int other) const {
    for (; part >= 0; part = m_parts[static_cast<std::size_t>(part)].parent)
        if (part == other)
            return true;
    return false;
}

std::vector<int> PartTicks::leavesOf(int part) const {
    std::vector<int> leaves;
    for (int i = part; i < static_cast<int>(m_parts.size()); ++i)
        if (isLeaf(i) && isIn(i, part))
            leaves.push_back(i);
    return leaves;
}

Qt::CheckState PartTicks::state(int part) const {
    bool some = false, all = true;
    for (const int leaf : leavesOf(part)) {
        const bool ticked = m_ticked[static_cast<std::size_t>(leaf)];
        some = some || ticked;
        all = all && ticked;
    }
    return !some ? Qt::Unchecked : all ? Qt::Checked : Qt::PartiallyChecked;
}

void PartTicks::toggle(int part) {
    std::vector<int> leaves = leavesOf(part);
    const bool itself = leaves.size() == 1 && leaves.front() == part;
    if (m_keeping && !itself)
        std::erase_if(leaves, [this](int leaf) { return m_parts[static_cast<std::size_t>(leaf)].byPeople; });
    const bool all = std::all_of(leaves.begin(), leaves.end(),
                                 [this](int leaf) { return m_ticked[static_cast<std::size_t>(leaf)]; });
    for (const int leaf : leaves)
        m_ticked[static_cast<std::size_t>(leaf)] = !all;
}

void PartTicks::setKeeping(bool keeping) {
    m_keeping = keeping;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (keeping && m_parts[i].byPeople)
            m_ticked[i] = false;
}

bool PartTicks::none() const {
    return std::find(m_ticked.begin(), m_ticked.end(), true) == m_ticked.end();
}

std::vector<int> PartTicks::ticked() const {
    std::vector<int> found;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (m_ticked[i])
            found.push_back(static_cast<int>(i));
    return found;
}

std::vector<report::PartChoice> PartTicks::choices() const {
    std::vector<report::PartChoice> choices;
    for (const int part : ticked()) {
        const DiffPart& one = m_parts[static_cast<std::size_t>(part)];
        choices.push_back({one.what, one.id, one.field});
    }
    return choices;
}

void PartTicks::takeFrom(const PartTicks& other) {
    const auto keyOf = [](const DiffPart& part) { return std::tuple(part.what, part.id, part.field); };
    std::map<std::tuple<std::string, std::string, std::string>, bool> wanted; // whether it was people's then
    for (const int part : other.ticked()) {
        const DiffPart& there = other.m_parts[static_cast<std::size_t>(part)];
        wanted.emplace(keyOf(there), there.byPeople);
    }
    m_keeping = other.m_keeping;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const auto found = wanted.find(keyOf(m_parts[i]));
        m_ticked[i] =
            m_leaf[i] && found != wanted.end() && !(m_keeping && m_parts[i].byPeople && !found->second);
    }
}

QString PartTicks::text() const {
    std::map<std::pair<std::string, std::string>, std::vector<const DiffPart*>> parts;
    std::vector<std::pair<std::string, std::string>> order;
    for (const int part : ticked()) {
        const DiffPart& one = m_parts[static_cast<std::size_t>(part)];
        auto& fields = parts[{one.what, one.id}];
        if (fields.empty())
            order.emplace_back(one.what, one.id);
        fields.push_back(&one);
    }
    if (order.empty())
        return {};
    if (order.size() == 1)
        return fieldsText(parts[order.front()]);
    QStringList texts;
    for (const char* what : {"report", "section", "insight", "citation"}) {
        const auto isThat = [&](const auto& key) { return key.first == what; };
        const auto count = std::count_if(order.begin(), order.end(), isThat);
        if (count == 1)
            texts << partName(*parts[*std::find_if(order.begin(), order.end(), isThat)].front());
        else if (count > 1)
            texts << countText(what, static_cast<int>(count));
    }
    if (texts.size() == 1)
        return texts.first();
    const QString last = texts.takeLast();
    return Words::tr("%1 and %2", "the last two things of a list")
        .arg(texts.join(Words::tr(", ", "between items of a list")), last);
}

} // namespace stemma::ui
