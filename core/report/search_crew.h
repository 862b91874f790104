// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/io/reading_crew.h"
#include "core/report/quick_outline.h"

/// Searching many things with several threads. Private to core/report.
namespace stemma::report {

/// Readers for whichever thread needs one. Thread-safe.
class QuickReaders {
public:
    /// Calls `use` with a reader that no other thread has.
    template <class Use>
    auto with(const Use& use) {
        std::unique_ptr<QuickReader> reader = take();
        auto result = use(*reader);
        const std::lock_guard lock(m_mutex);
        m_idle.push_back(std::move(reader));
        return result;
    }

private:
    std::unique_ptr<QuickReader> take() {
        const std::lock_guard lock(m_mutex);
        if (m_idle.empty())
            return std::make_unique<QuickReader>();
        std::unique_ptr<QuickReader> reader = std::move(m_idle.back());
        m_idle.pop_back();
        return reader;
    }

    std::mutex m_mutex;
    std::vector<std::unique_ptr<QuickReader>> m_idle;
};

/// What was found in each of several things, in their order, up to the first of them with which there is
/// enough: what is taken later may be missing, never what is taken before. `Found` has a vector `hits`.
template <class Found>
class OrderedSearch {
public:
    using Look = std::function<Found(std::size_t at)>;

    OrderedSearch(std::size_t count, std::size_t enough, Look look, const Progress& progress)
        : m_enough(enough)
        , m_look(std::move(look))
        , m_progress(progress)
        , m_found(count) {}

    std::vector<Found> run() {
        {
            const io::ReadingCrew crew(m_found.size(), [this] { work(Tells::no); });
            work(Tells::yes);
        }
        m_found.resize(std::min(m_next.load(), m_found.size()));
        return std::move(m_found);
    }

private:
    enum class Tells { no, yes };

    void work(Tells tells) {
        while (!m_progress.cancelled() && m_hits < m_enough) {
            const std::size_t at = m_next++;
            if (at >= m_found.size())
                return;
            m_found[at] = m_look(at);
            m_hits += m_found[at].hits.size();
            if (tells == Tells::yes)
                m_progress.tell(at, m_found.size());
        }
    }

    std::size_t m_enough;
    Look m_look;
    const Progress& m_progress;
    std::vector<Found> m_found;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::size_t> m_hits = 0;
};

/// Puts what was found in each together, up to the limit; whether there was more.
template <class Found>
bool gatherHits(std::vector<Found>& found, std::size_t limit, Found& all) {
    for (Found& one : found) {
        std::move(one.gaps.begin(), one.gaps.end(), std::back_inserter(all.gaps));
        const std::size_t room = limit - all.hits.size();
        const auto end = one.hits.begin() + static_cast<std::ptrdiff_t>(std::min(room, one.hits.size()));
        std::move(one.hits.begin(), end, std::back_inserter(all.hits));
        if (end != one.hits.end())
            return true;
    }
    return false;
}

} // namespace stemma::report
