// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/support/crash_disk.h"
#include "tests/support/crash_oracle.h"

namespace stemma::test {

/// What a recovery did.
struct Recovery {
    std::string wrong; ///< empty if nothing is
    std::size_t steps = 0;
};

/// What is to be cut off, and how to go on afterwards.
struct CrashCase {
    /// Everything that it makes is durable before the run begins.
    std::function<void(CrashDisk&)> plant;
    /// Changes the library, step by step. It calls `promised` when a step can't be undone by a crash any
    /// more, and `settled` when the step is all done and its locks are gone.
    struct Steps {
        std::function<void()> promised;
        std::function<void()> settled;
    };
    std::function<std::string(CrashDisk&, const Steps&)> run; ///< tells what went wrong
    /// As the program does when it is started again.
    std::function<Recovery(CrashDisk&)> recover;
    /// What else is to be true after recovery; it may write. Empty: nothing.
    std::function<std::string(CrashDisk&)> check;
    CrashOracle oracle;
};

struct CrashBounds {
    std::uint64_t seeds = 10;      ///< outcomes of a power cut at one moment
    std::uint64_t deeperSeeds = 3; ///< the same, in a recovery
    /// How many recoveries in a row may be cut off, and in how many of the states that differ.
    std::vector<std::size_t> deeper = {60, 40, 30};

    /// `usually`, or many more with STEMMA_LONG=1: a fifth of them in a build with sanitizers, where each
    /// takes twenty times as long.
    [[nodiscard]] static CrashBounds fromEnvironment(CrashBounds usually);
};

/// Explores the states that crashes can lead to: the run is cut off at every change, by a power cut with
/// many outcomes and by killing the program; so is the recovery from a sample of them, and the recovery from
/// that. States that are the same but for names and numbers made by chance are visited once.
class CrashExplorer {
public:
    CrashExplorer(CrashCase crashCase, CrashBounds bounds);

    /// What is wrong, with the way to it; empty if nothing is.
    [[nodiscard]] std::string run();

    [[nodiscard]] std::uint64_t moments() const { return m_moments; }
    [[nodiscard]] std::uint64_t outcomes() const { return m_outcomes; } ///< that were looked at
    [[nodiscard]] std::uint64_t states() const { return m_states; }     ///< that differ, all recovered from

private:
    struct State {
        CrashImage image;
        std::size_t promised = 0;
        std::string way;
    };
    enum class Then { branch, stop };

    [[nodiscard]] std::string runCase(CrashDisk& disk);
    void branch(const std::vector<CrashDisk::Moment>& moments, const State& from);
    void add(State state);
    [[nodiscard]] std::uint64_t strideFor(std::size_t states, std::size_t wanted) const;
    void thinOut(std::size_t most);
    [[nodiscard]] std::string visit(const State& state, Then then);
    [[nodiscard]] std::string judge(CrashDisk& disk, const State& state, const Recovery& first);

    CrashCase m_case;
    const CrashBounds m_bounds;
    CrashDisk m_disk;
    std::vector<State> m_next; ///< those that one more crash leads to
    std::set<std::pair<std::size_t, std::size_t>> m_seen;
    std::uint64_t m_stride = 1;
    std::uint64_t m_candidates = 0;
    std::uint64_t m_moments = 0;
    std::uint64_t m_outcomes = 0;
    std::uint64_t m_states = 0;
};

} // namespace stemma::test
