// SPDX-License-Identifier: MIT
#include "tests/support/crash_fate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

namespace stemma::test {

namespace {

constexpr std::size_t sector = 512;

void put(std::string& bytes, std::size_t at, std::string_view part) {
    if (bytes.size() < at + part.size())
        bytes.resize(at + part.size(), '\0');
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

bool shareName(const NameStep& left, const NameStep& right) {
    return left.directory == right.directory && left.name == right.name;
}

/// All steps of a change, and of what happened before to the same names, are chosen with any one of them.
void chooseWholeChanges(const std::vector<NameStep>& steps, std::vector<bool>& chosen) {
    for (std::size_t at = steps.size(); at-- > 0;) {
        for (std::size_t other = 0; !chosen[at] && other < steps.size(); ++other) {
            const bool together = steps[other].change == steps[at].change;
            const bool needed = other > at && shareName(steps[at], steps[other]);
            chosen[at] = chosen[other] && (together || needed);
        }
        if (!chosen[at])
            continue;
        for (std::size_t other = at + 1; other < steps.size() && steps[other].change == steps[at].change;
             ++other)
            chosen[other] = true;
    }
}

} // namespace

void perform(std::string& bytes, const DataChange& change) {
    if (change.kind == DataChange::Kind::truncate)
        bytes.resize(static_cast<std::size_t>(change.offset), '\0');
    else
        put(bytes, static_cast<std::size_t>(change.offset), change.bytes);
}

Fate::Order Fate::order() const {
    constexpr Order orders[] = {Order::byName, Order::byChange, Order::journalled};
    return orders[m_seed % 3];
}

bool Fate::survives() {
    return m_seed == 1 || (m_seed != 0 && roll(2) == 0);
}

std::vector<bool> Fate::survivors(const std::vector<NameStep>& steps) {
    if (m_seed > 1 && order() == Order::byName)
        return byName(steps);
    std::map<std::uint64_t, bool> chosen;
    for (const NameStep& step : steps)
        chosen.try_emplace(step.change, false);
    std::uint64_t first = m_seed > 1 && order() == Order::journalled ? roll(chosen.size() + 1) : 0;
    for (auto& [change, survives] : chosen) {
        if (m_seed > 1 && order() == Order::journalled)
            survives = first > 0 && first-- > 0;
        else
            survives = this->survives();
    }
    std::vector<bool> kept;
    for (const NameStep& step : steps)
        kept.push_back(step.tied || chosen.at(step.change));
    chooseWholeChanges(steps, kept);
    return kept;
}

std::vector<bool> Fate::firstOnes(const std::vector<NameStep>& steps) {
    std::set<std::uint64_t> changes;
    for (const NameStep& step : steps)
        changes.insert(step.change);
    std::size_t first = m_seed == 1 ? changes.size() : 0;
    if (m_seed > 1)
        first = static_cast<std::size_t>(roll(changes.size() + 1));
    std::vector<bool> kept;
    for (const NameStep& step : steps)
        kept.push_back(static_cast<std::size_t>(std::distance(changes.begin(), changes.find(step.change))) <
                       first);
    return kept;
}

/// The name that a rename takes away stays as long as the new one isn't there: no file system was seen to
/// lose both, unless the new name meant something before.
std::vector<bool> Fate::byName(const std::vector<NameStep>& steps) {
    std::vector<bool> kept;
    for (const NameStep& step : steps)
        kept.push_back(step.atomic ? step.tied || roll(2) == 0 : roll(2) == 0);
    for (std::size_t at = 0; at + 1 < steps.size(); ++at) {
        if (steps[at].change != steps[at + 1].change)
            continue;
        if (steps[at].atomic)
            kept[at] = kept[at + 1];
        else if (kept[at] && !kept[at + 1] && !steps[at + 1].replaces)
            kept[at] = false;
    }
    return kept;
}

void Fate::apply(std::string& bytes, const DataChange& change) {
    if (m_seed == 1)
        return perform(bytes, change);
    if (m_seed == 0)
        return;
    DataChange torn = change;
    switch (roll(change.kind == DataChange::Kind::truncate ? 2 : 6)) {
    case 0:
        return;
    case 1:
        return perform(bytes, change);
    case 2: // the size is that of a moment in the middle of the write
        torn.bytes.resize(static_cast<std::size_t>(roll(torn.bytes.size() + 1)));
        return perform(bytes, torn);
    case 3: // the size arrived and the bytes did not
        torn.bytes.assign(torn.bytes.size(), '\0');
        return perform(bytes, torn);
    case 4: // the blocks were given to the file, and hold what was there before
        for (char& byte : torn.bytes)
            byte = static_cast<char>(roll(256));
        return perform(bytes, torn);
    default:
        return tear(bytes, change);
    }
}

/// Every sector has its own fate; the size is that of the last one that arrived, or of all of them.
void Fate::tear(std::string& bytes, const DataChange& change) {
    const auto begin = static_cast<std::size_t>(change.offset);
    const std::size_t end = begin + change.bytes.size();
    for (std::size_t at = begin; at < end;) {
        const std::size_t next = std::min(end, (at / sector + 1) * sector);
        std::string part = change.bytes.substr(at - begin, next - at);
        switch (roll(4)) {
        case 0:
            part.assign(part.size(), '\0');
            put(bytes, at, part);
            break;
        case 1:
            break;
        default:
            put(bytes, at, part);
        }
        at = next;
    }
    if (bytes.size() < end && roll(2) == 0)
        bytes.resize(end, '\0');
}

} // namespace stemma::test
