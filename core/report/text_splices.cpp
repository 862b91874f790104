// SPDX-License-Identifier: MIT
#include "core/report/text_splices.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "core/diff/edit_script.h"

namespace stemma::report {

namespace {

/// Below that a stretch is kept whole: looking closer would cost more than it saves.
constexpr std::size_t shortStretch = 2048;
/// Texts that differ in more lines than that are kept as one stretch.
constexpr std::size_t lineLimit = 1000;

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::vector<std::uint32_t> numbered(const std::vector<std::string_view>& lines,
                                    std::unordered_map<std::string_view, std::uint32_t>& numbers) {
    std::vector<std::uint32_t> out;
    out.reserve(lines.size());
    for (const std::string_view line : lines)
        out.push_back(numbers.emplace(line, static_cast<std::uint32_t>(numbers.size())).first->second);
    return out;
}

/// Whole blocks are compared at once: texts of megabytes differ in a few bytes.
constexpr std::size_t block = 4096;

std::size_t commonStart(std::string_view a, std::string_view b) {
    const std::size_t length = std::min(a.size(), b.size());
    std::size_t at = 0;
    while (at + block <= length && a.substr(at, block) == b.substr(at, block))
        at += block;
    while (at < length && a[at] == b[at])
        ++at;
    return at;
}

std::size_t commonEnd(std::string_view a, std::string_view b) {
    const std::size_t length = std::min(a.size(), b.size());
    std::size_t count = 0;
    while (count + block <= length &&
           a.substr(a.size() - count - block, block) == b.substr(b.size() - count - block, block))
        count += block;
    while (count < length && a[a.size() - count - 1] == b[b.size() - count - 1])
        ++count;
    return count;
}

/// The stretch without what both sides begin and end with; nothing if they are equal.
void addTrimmed(Splices& splices, std::size_t at, std::string_view removed, std::string_view inserted) {
    const std::size_t start = commonStart(removed, inserted);
    removed.remove_prefix(start);
    inserted.remove_prefix(start);
    const std::size_t end = commonEnd(removed, inserted);
    removed.remove_suffix(end);
    inserted.remove_suffix(end);
    if (!removed.empty() || !inserted.empty())
        splices.push_back({at + start, std::string(removed), std::string(inserted)});
}

void addByLines(Splices& splices, std::size_t at, std::string_view removed, std::string_view inserted) {
    const auto before = linesOf(removed);
    const auto after = linesOf(inserted);
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const auto oldNumbers = numbered(before, numbers);
    const auto newNumbers = numbered(after, numbers);
    const diff::EditScript script = diff::shortestEditScript(oldNumbers, newNumbers, lineLimit);
    std::size_t i = 0;
    std::size_t k = 0;
    std::size_t oldAt = 0;
    std::size_t newAt = 0;
    while (i < before.size() || k < after.size()) {
        const std::size_t oldStart = oldAt;
        const std::size_t newStart = newAt;
        while (i < before.size() && script.removed[i])
            oldAt += before[i++].size();
        while (k < after.size() && script.added[k])
            newAt += after[k++].size();
        addTrimmed(splices, at + oldStart, removed.substr(oldStart, oldAt - oldStart),
                   inserted.substr(newStart, newAt - newStart));
        while (i < before.size() && k < after.size() && !script.removed[i] && !script.added[k]) {
            oldAt += before[i++].size();
            newAt += after[k++].size();
        }
    }
}

} // namespace

Splices splicesBetween(std::string_view before, std::string_view after) {
    Splices splices;
    const std::size_t start = commonStart(before, after);
    before.remove_prefix(start);
    after.remove_prefix(start);
    const std::size_t end = commonEnd(before, after);
    before.remove_suffix(end);
    after.remove_suffix(end);
    if (std::min(before.size(), after.size()) > shortStretch)
        addByLines(splices, start, before, after);
    else
        addTrimmed(splices, start, before, after);
    return splices;
}

std::string spliced(std::string_view before, const Splices& splices) {
    std::string out;
    std::size_t read = 0;
    for (const Splice& splice : splices) {
        const std::size_t at = std::clamp(splice.at, read, before.size());
        out.append(before.substr(read, at - read)).append(splice.inserted);
        read = std::min(at + splice.removed.size(), before.size());
    }
    return out.append(before.substr(read));
}

std::string unspliced(std::string_view after, const Splices& splices) {
    std::string out;
    std::size_t read = 0;
    for (const Splice& splice : splices) {
        const std::size_t gap = splice.at - std::min(splice.at, out.size());
        out.append(after.substr(read, gap)).append(splice.removed);
        read = std::min(read + gap + splice.inserted.size(), after.size());
    }
    return out.append(after.substr(read));
}

std::size_t memoryOf(const Splices& splices) {
    std::size_t bytes = splices.size() * sizeof(Splice);
    for (const Splice& splice : splices)
        bytes += splice.removed.size() + splice.inserted.size();
    return bytes;
}

} // namespace stemma::report
