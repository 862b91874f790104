// SPDX-License-Identifier: MIT
#include "core/report/section_order.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

/// No number beyond that is counted up from.
constexpr std::int64_t greatest = std::int64_t{1} << 62;

/// The number that may stay: nothing where there is none, or one that can't be reckoned with.
std::optional<std::int64_t> orderOf(const json::Value& section) {
    const json::Value* order = section.find("order");
    const auto text = order == nullptr ? std::nullopt : laxInteger(*order);
    std::int64_t number = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc())
        return std::nullopt;
    return number < 0 || number > greatest ? std::nullopt : std::optional(number);
}

/// One section on its way to its place.
struct Slot {
    std::size_t index = 0;              ///< in the list
    std::optional<std::int64_t> number; ///< that it has now
    std::int64_t least = 0;             ///< how much greater than the first one's its number must be
    bool kept = false;
};

/// Marks the most slots whose numbers can stay: a longest sequence that leaves room for what stands between.
/// C. Schensted, "Longest increasing and decreasing subsequences", Canadian Journal of Mathematics 13 (1961).
void keepMost(std::vector<Slot>& slots) {
    std::vector<std::size_t> ends; // of the best sequence of each length
    std::vector<std::optional<std::size_t>> before(slots.size());
    const auto room = [&](std::size_t at) { return *slots[at].number - slots[at].least; };
    for (std::size_t at = 0; at < slots.size(); ++at) {
        if (!slots[at].number || room(at) < 0)
            continue;
        const auto place =
            std::upper_bound(ends.begin(), ends.end(), room(at),
                             [&](std::int64_t value, std::size_t end) { return value < room(end); });
        if (place != ends.begin())
            before[at] = *(place - 1);
        if (place == ends.end())
            ends.push_back(at);
        else
            *place = at;
    }
    std::optional<std::size_t> at = ends.empty() ? std::nullopt : std::optional(ends.back());
    for (; at; at = before[*at])
        slots[*at].kept = true;
}

/// The number of a slot that can't keep its own: one more than the last one's, where that leaves room for the
/// next one that stays.
std::int64_t numberFor(const std::vector<Slot>& slots, std::size_t at, std::int64_t last) {
    const std::int64_t step = at == 0 ? 0 : slots[at].least - slots[at - 1].least;
    for (std::size_t next = at + 1; next < slots.size(); ++next) {
        if (slots[next].kept)
            return std::min(last + 1, *slots[next].number - (slots[next].least - slots[at].least));
    }
    return std::max(last + step, last + 1);
}

void renumber(json::Value& sections, const std::vector<std::size_t>& wanted, std::size_t index,
              Placed placed) {
    std::vector<Slot> slots;
    std::unordered_set<std::int64_t> numbers;
    bool ties = false;
    for (const std::size_t one : wanted) {
        slots.push_back({one, orderOf(sections.items()[one])});
        if (one == index && placed == Placed::added)
            slots.back().number.reset();
        else if (slots.back().number)
            ties = !numbers.insert(*slots.back().number).second || ties;
    }
    // Where numbers are doubled already, the place in the list may go on to decide.
    for (std::size_t at = 1; at < slots.size(); ++at)
        slots[at].least = slots[at - 1].least + (ties && slots[at - 1].index < slots[at].index ? 0 : 1);
    keepMost(slots);
    std::int64_t last = -1;
    for (std::size_t at = 0; at < slots.size(); ++at) {
        last = slots[at].kept ? *slots[at].number : numberFor(slots, at, last);
        if (!slots[at].kept)
            sections.editItem(slots[at].index).set("order", json::Value::integer(last));
    }
}

} // namespace

std::string orderText(const json::Value& section) {
    const json::Value* order = section.find("order");
    return order == nullptr ? "0" : laxInteger(*order).value_or("0");
}

std::vector<std::size_t> displayOrder(const json::Value& sections) {
    std::vector<std::pair<std::string, std::size_t>> ordered;
    for (std::size_t at = 0; at < sections.items().size(); ++at)
        ordered.emplace_back(orderText(sections.items()[at]), at);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return compareIntegers(a.first, b.first) < 0; });
    std::vector<std::size_t> indices;
    for (const auto& [order, at] : ordered)
        indices.push_back(at);
    return indices;
}

void placeSection(json::Value& sections, std::size_t index, std::optional<std::size_t> at, Placed placed) {
    const auto shown = displayOrder(sections);
    auto wanted = shown;
    wanted.erase(std::find(wanted.begin(), wanted.end(), index));
    const std::size_t target = std::min(at.value_or(wanted.size()), wanted.size());
    wanted.insert(wanted.begin() + static_cast<std::ptrdiff_t>(target), index);
    if (wanted != shown || placed == Placed::added)
        renumber(sections, wanted, index, placed);
}

} // namespace stemma::report
