// SPDX-License-Identifier: MIT
#include "tests/support/crash_explorer.h"

#include <cstdlib>
#include <string_view>
#include <utility>

namespace stemma::test {

CrashBounds CrashBounds::fromEnvironment(CrashBounds usually) {
#if defined(__SANITIZE_ADDRESS__)
    CrashBounds many{40, 6, {300, 150, 150}};
#else
    CrashBounds many{150, 12, {1500, 800, 800}};
#endif
    const char* text = std::getenv("STEMMA_LONG");
    return text != nullptr && std::string_view(text) == "1" ? many : usually;
}

CrashExplorer::CrashExplorer(CrashCase crashCase, CrashBounds bounds)
    : m_case(std::move(crashCase))
    , m_bounds(bounds) {}

std::string CrashExplorer::run() {
    if (std::string wrong = runCase(m_disk); !wrong.empty())
        return "the run itself: " + wrong;
    for (std::size_t depth = 0;; ++depth) {
        const bool last = depth == m_bounds.deeper.size();
        if (!last)
            m_stride = strideFor(m_next.size(), m_bounds.deeper[depth]);
        for (const State& state : std::exchange(m_next, {})) {
            if (std::string wrong = visit(state, last ? Then::stop : Then::branch); !wrong.empty())
                return wrong + " [" + state.way + "]";
        }
        if (last)
            return {};
        thinOut(m_bounds.deeper[depth]);
    }
}

/// Of all that the recoveries from so many states can be cut to, only every so many are made: some times what
/// is wanted, as many turn out to be the same.
std::uint64_t CrashExplorer::strideFor(std::size_t states, std::size_t wanted) const {
    constexpr std::size_t usualMoments = 15;
    constexpr std::size_t surplus = 5;
    const std::size_t possible = states * usualMoments * static_cast<std::size_t>(m_bounds.deeperSeeds + 1);
    return (possible / (surplus * wanted)) | 1; // odd, so that it meets all seeds
}

/// Keeps so many, from all parts of the list.
void CrashExplorer::thinOut(std::size_t most) {
    if (m_next.size() <= most)
        return;
    std::vector<State> kept;
    for (std::size_t at = 0; at < most; ++at)
        kept.push_back(std::move(m_next[at * m_next.size() / most]));
    m_next = std::move(kept);
}

std::string CrashExplorer::runCase(CrashDisk& disk) {
    m_case.plant(disk);
    disk.syncAll();
    m_case.oracle.add(disk);
    disk.recordMoments();
    const CrashCase::Steps steps{[&] { disk.mark(); }, [&] { m_case.oracle.add(disk); }};
    std::string wrong = m_case.run(disk, steps);
    const auto moments = disk.takeMoments();
    m_moments = moments.size();
    if (wrong.empty() && moments.back().mark + 1 != m_case.oracle.size())
        wrong = "not every step was promised and settled";
    if (wrong.empty())
        branch(moments, {});
    return wrong;
}

void CrashExplorer::branch(const std::vector<CrashDisk::Moment>& moments, const State& from) {
    const std::uint64_t seeds = from.way.empty() ? m_bounds.seeds : m_bounds.deeperSeeds;
    for (std::size_t at = 0; at < moments.size(); ++at) {
        const CrashDisk::Moment& moment = moments[at];
        const std::size_t promised = from.way.empty() ? moment.mark : from.promised;
        const std::string way =
            (from.way.empty() ? "run" : from.way + ", then recovery") + " at " + std::to_string(at + 1);
        for (std::uint64_t seed = 0; seed <= seeds; ++seed) {
            if (!from.way.empty() && m_candidates++ % m_stride != 0)
                continue;
            if (seed == seeds)
                add({moment.image.afterKill(), promised, way + ": killed"});
            else
                add({moment.image.afterPowerCut(seed), promised,
                     way + ": power cut, seed " + std::to_string(seed)});
        }
    }
}

void CrashExplorer::add(State state) {
    ++m_outcomes;
    const std::size_t print = std::hash<std::string>{}(state.image.fingerprint());
    if (m_seen.emplace(print, state.promised).second)
        m_next.push_back(std::move(state));
}

std::string CrashExplorer::visit(const State& state, Then then) {
    ++m_states;
    const auto disk = m_disk.at(state.image);
    if (std::string wrong = m_case.oracle.wrongBefore(disk->files()); !wrong.empty())
        return "before recovery: " + wrong;
    if (then == Then::branch)
        disk->recordMoments();
    const Recovery recovery = m_case.recover(*disk);
    if (then == Then::branch)
        branch(disk->takeMoments(), state);
    return judge(*disk, state, recovery);
}

std::string CrashExplorer::judge(CrashDisk& disk, const State& state, const Recovery& first) {
    if (!first.wrong.empty())
        return first.wrong;
    if (std::string wrong = m_case.oracle.wrongAfter(disk, state.promised); !wrong.empty())
        return wrong;
    const Files files = disk.files();
    const Recovery again = m_case.recover(disk);
    if (!again.wrong.empty())
        return "the second recovery: " + again.wrong;
    if (again.steps != 0 || disk.files() != files)
        return "a second recovery did something";
    if (disk.openHandles() != 0)
        return "a handle is left open";
    return m_case.check ? m_case.check(disk) : std::string();
}

} // namespace stemma::test
