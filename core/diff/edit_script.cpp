// SPDX-License-Identifier: MIT
#include "core/diff/edit_script.h"

#include <algorithm>
#include <optional>

namespace stemma::diff {

namespace {

using Index = std::ptrdiff_t;

/// A piece of both sequences that is still to be compared.
struct Box {
    Index beforeBegin, beforeEnd, afterBegin, afterEnd;
};

struct Point {
    Index before, after;
};

std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

class Myers {
public:
    Myers(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after,
          std::size_t limit)
        : m_before(before)
        , m_after(after)
        , m_half(static_cast<Index>(limit / 2 + 1)) {
        m_script.removed.assign(before.size(), false);
        m_script.added.assign(after.size(), false);
        const Index most = std::min(m_half, static_cast<Index>((before.size() + after.size() + 1) / 2)) + 1;
        m_origin = most + 1;
        m_forward.assign(at(2 * m_origin + 1), 0);
        m_backward.assign(at(2 * m_origin + 1), 0);
    }

    EditScript run() {
        compare({0, static_cast<Index>(m_before.size()), 0, static_cast<Index>(m_after.size())});
        return std::move(m_script);
    }

private:
    [[nodiscard]] bool same(Index before, Index after) const {
        return m_before[at(before)] == m_after[at(after)];
    }

    /// Each call halves the number of edits, so the depth stays below the logarithm of the limit.
    void compare(Box box) {
        while (box.beforeBegin < box.beforeEnd && box.afterBegin < box.afterEnd &&
               same(box.beforeBegin, box.afterBegin)) {
            ++box.beforeBegin;
            ++box.afterBegin;
        }
        while (box.beforeBegin < box.beforeEnd && box.afterBegin < box.afterEnd &&
               same(box.beforeEnd - 1, box.afterEnd - 1)) {
            --box.beforeEnd;
            --box.afterEnd;
        }
        const bool oneEmpty = box.beforeBegin == box.beforeEnd || box.afterBegin == box.afterEnd;
        const auto middle = oneEmpty ? std::nullopt : middleOf(box);
        if (!middle) {
            std::fill(m_script.removed.begin() + box.beforeBegin, m_script.removed.begin() + box.beforeEnd,
                      true);
            std::fill(m_script.added.begin() + box.afterBegin, m_script.added.begin() + box.afterEnd, true);
            return;
        }
        compare({box.beforeBegin, middle->before, box.afterBegin, middle->after});
        compare({middle->before, box.beforeEnd, middle->after, box.afterEnd});
    }

    /// A point that a shortest path passes after half of its edits; nothing if that takes too many.
    std::optional<Point> middleOf(const Box& box) {
        const Index width = box.beforeEnd - box.beforeBegin;
        const Index height = box.afterEnd - box.afterBegin;
        const Index most = std::min(m_half, (width + height + 1) / 2);
        m_forward[at(m_origin + 1)] = 0;
        m_backward[at(m_origin + 1)] = 0;
        for (Index edits = 0; edits <= most; ++edits) {
            if (const auto found = stepForward(box, width, height, edits))
                return found;
            if (const auto found = stepBackward(box, width, height, edits))
                return found;
        }
        return std::nullopt;
    }

    /// Where a path on diagonal `k` gets to with one more edit, before it slides along equal elements.
    static Index reach(const std::vector<Index>& furthest, Index origin, Index k, Index edits) {
        const Index down = furthest[at(origin + k + 1)];
        const Index right = furthest[at(origin + k - 1)] + 1;
        if (k == -edits || (k != edits && right - 1 < down))
            return down;
        return right;
    }

    std::optional<Point> stepForward(const Box& box, Index width, Index height, Index edits) {
        const Index delta = width - height;
        for (Index k = firstDiagonal(edits, height); k <= lastDiagonal(edits, width); k += 2) {
            Index x = reach(m_forward, m_origin, k, edits);
            while (x < width && x - k < height && same(box.beforeBegin + x, box.afterBegin + x - k))
                ++x;
            m_forward[at(m_origin + k)] = x;
            const Index mirrored = delta - k;
            if (delta % 2 != 0 && std::abs(mirrored) < edits &&
                x + m_backward[at(m_origin + mirrored)] >= width)
                return Point{box.beforeBegin + x, box.afterBegin + x - k};
        }
        return std::nullopt;
    }

    std::optional<Point> stepBackward(const Box& box, Index width, Index height, Index edits) {
        const Index delta = width - height;
        for (Index k = firstDiagonal(edits, height); k <= lastDiagonal(edits, width); k += 2) {
            Index x = reach(m_backward, m_origin, k, edits);
            while (x < width && x - k < height && same(box.beforeEnd - 1 - x, box.afterEnd - 1 - x + k))
                ++x;
            m_backward[at(m_origin + k)] = x;
            const Index mirrored = delta - k;
            if (delta % 2 == 0 && std::abs(mirrored) <= edits &&
                x + m_forward[at(m_origin + mirrored)] >= width)
                return Point{box.beforeEnd - x, box.afterEnd - x + k};
        }
        return std::nullopt;
    }

    /// Diagonals that leave the box needn't be followed.
    static Index firstDiagonal(Index edits, Index height) {
        return -(edits - 2 * std::max<Index>(0, edits - height));
    }
    static Index lastDiagonal(Index edits, Index width) {
        return edits - 2 * std::max<Index>(0, edits - width);
    }

    const std::vector<std::uint32_t>& m_before;
    const std::vector<std::uint32_t>& m_after;
    Index m_half;
    Index m_origin = 0;
    std::vector<Index> m_forward;  ///< furthest reach on each diagonal from the beginning
    std::vector<Index> m_backward; ///< and from the end
    EditScript m_script;
};

} // namespace

EditScript shortestEditScript(const std::vector<std::uint32_t>& before,
                              const std::vector<std::uint32_t>& after, std::size_t limit) {
    return Myers(before, after, limit).run();
}

} // namespace stemma::diff
