// SPDX-License-Identifier: MIT
#include "core/diff/merge3.h"

#include <algorithm>
#include <utility>

#include "core/diff/text_diff.h"

namespace stemma::diff {

namespace {

/// One change of one side: what stands in its text for a stretch of the base.
struct Hunk {
    std::size_t begin = 0, end = 0;         ///< in the base
    std::size_t sideBegin = 0, sideEnd = 0; ///< in the side's text
};

/// What a side made of the base, with a cursor that both texts are walked along by.
struct SideChanges {
    std::string_view text;
    std::vector<Hunk> hunks;
    std::size_t next = 0;     ///< of the hunks
    std::size_t consumed = 0; ///< of the text
};

std::vector<Hunk> hunksOf(const std::vector<Segment>& segments) {
    std::vector<Hunk> hunks;
    std::size_t base = 0;
    std::size_t side = 0;
    bool open = false;
    for (const Segment& segment : segments) {
        const std::size_t length = segment.text.size();
        if (segment.kind != SegmentKind::same && !open)
            hunks.push_back({base, base, side, side});
        open = segment.kind != SegmentKind::same;
        base += segment.kind == SegmentKind::added ? 0 : length;
        side += segment.kind == SegmentKind::removed ? 0 : length;
        if (open) {
            hunks.back().end = base;
            hunks.back().sideEnd = side;
        }
    }
    return hunks;
}

/// Whether nothing stands between two changes that would keep them apart. A blank within a line doesn't: who
/// changed the word before it and who changed the one after it wrote the same phrase.
bool onlyBlanks(std::string_view between) {
    return between.find_first_not_of(" \t\r") == std::string_view::npos;
}

enum class Grain { lines, words };

/// Walks the base along the changes of both sides (diff3).
class Diff3 {
public:
    Diff3(std::string_view base, std::string_view ours, std::string_view theirs, Grain grain)
        : m_base(base)
        , m_grain(grain) {
        const auto difference = grain == Grain::lines ? lineDifference : wordDifference;
        m_ours = {ours, hunksOf(difference(base, ours)), 0, 0};
        m_theirs = {theirs, hunksOf(difference(base, theirs)), 0, 0};
    }

    std::vector<MergeChunk> run() {
        while (const Hunk* first = earliest()) {
            keepUntil(first->begin);
            region(first->begin);
        }
        keepUntil(m_base.size());
        return std::move(m_chunks);
    }

private:
    [[nodiscard]] const Hunk* earliest() const {
        const Hunk* ours = nextOf(m_ours);
        const Hunk* theirs = nextOf(m_theirs);
        if (ours == nullptr || theirs == nullptr)
            return ours != nullptr ? ours : theirs;
        return ours->begin <= theirs->begin ? ours : theirs;
    }

    static const Hunk* nextOf(const SideChanges& side) {
        return side.next < side.hunks.size() ? &side.hunks[side.next] : nullptr;
    }

    void keepUntil(std::size_t end) {
        const std::string_view kept = m_base.substr(m_at, end - m_at);
        m_ours.consumed += kept.size();
        m_theirs.consumed += kept.size();
        m_at = end;
        append(kept);
    }

    void append(std::string_view text) {
        if (text.empty())
            return;
        if (m_chunks.empty() || m_chunks.back().conflict)
            m_chunks.emplace_back();
        m_chunks.back().text += text;
    }

    /// Takes the next hunk of a side into the region, if it touches it.
    bool takeTouching(SideChanges& side, std::size_t& end) const {
        const Hunk* hunk = nextOf(side);
        if (hunk == nullptr)
            return false;
        const bool touches = hunk->begin <= end ||
                             (m_grain == Grain::words && onlyBlanks(m_base.substr(end, hunk->begin - end)));
        if (!touches)
            return false;
        end = std::max(end, hunk->end);
        ++side.next;
        return true;
    }

    /// The side's text for the base up to `end`, where all of its hunks before `end` were taken.
    static std::string_view textUntil(SideChanges& side, std::size_t end) {
        std::size_t sideEnd = end;
        if (side.next > 0) {
            const Hunk& last = side.hunks[side.next - 1];
            sideEnd = last.sideEnd + (end - last.end);
        }
        const std::string_view text = side.text.substr(side.consumed, sideEnd - side.consumed);
        side.consumed = sideEnd;
        return text;
    }

    /// All changes of both sides that touch each other, from `begin` on.
    void region(std::size_t begin) {
        std::size_t end = begin;
        while (takeTouching(m_ours, end) || takeTouching(m_theirs, end)) {
        }
        const std::string_view base = m_base.substr(begin, end - begin);
        const std::string_view ours = textUntil(m_ours, end);
        const std::string_view theirs = textUntil(m_theirs, end);
        m_at = end;
        if (ours == theirs || base == ours)
            append(theirs);
        else if (base == theirs)
            append(ours);
        else if (m_grain == Grain::lines)
            mergeWords(base, ours, theirs);
        else
            m_chunks.push_back({true, {}, std::string(base), std::string(ours), std::string(theirs)});
    }

    void mergeWords(std::string_view base, std::string_view ours, std::string_view theirs) {
        for (MergeChunk& chunk : Diff3(base, ours, theirs, Grain::words).run()) {
            if (chunk.conflict)
                m_chunks.push_back(std::move(chunk));
            else
                append(chunk.text);
        }
    }

    std::string_view m_base;
    Grain m_grain;
    SideChanges m_ours, m_theirs;
    std::size_t m_at = 0;
    std::vector<MergeChunk> m_chunks;
};

} // namespace

bool TextMerge::hasConflict() const {
    return std::any_of(chunks.begin(), chunks.end(), [](const MergeChunk& chunk) { return chunk.conflict; });
}

std::optional<std::string> TextMerge::text() const {
    if (hasConflict())
        return std::nullopt;
    return textWith(MergeSide::ours);
}

std::string TextMerge::textWith(MergeSide side) const {
    std::string all;
    for (const MergeChunk& chunk : chunks)
        all += !chunk.conflict ? chunk.text : side == MergeSide::ours ? chunk.ours : chunk.theirs;
    return all;
}

TextMerge mergeTexts(std::string_view base, std::string_view ours, std::string_view theirs) {
    return {Diff3(base, ours, theirs, Grain::lines).run()};
}

std::string bothTexts(std::string_view ours, std::string_view theirs) {
    std::string all;
    bool afterOurs = false;
    for (const Segment& segment : lineDifference(ours, theirs)) {
        if (afterOurs && segment.kind == SegmentKind::added) {
            if (!all.ends_with('\n'))
                all += '\n';
            if (!all.ends_with("\n\n"))
                all += '\n';
        } else if (!all.empty() && !all.ends_with('\n')) {
            all += '\n';
        }
        all += segment.text;
        afterOurs = segment.kind == SegmentKind::removed;
    }
    return all;
}

} // namespace stemma::diff
