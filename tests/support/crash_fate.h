// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/support/crash_image.h"

namespace stemma::test {

/// Does a write or a truncation to `bytes`.
void perform(std::string& bytes, const DataChange& change);

/// What becomes of the unsynced part at a power cut: as CrashImage tells it. The same for the same seed.
class Fate {
public:
    explicit Fate(std::uint64_t seed)
        : m_seed(seed)
        , m_random(seed) {}

    /// Which of the unsynced names survive.
    [[nodiscard]] std::vector<bool> survivors(const std::vector<NameStep>& steps);
    /// The same where names are journalled in order: all of the first so many changes.
    [[nodiscard]] std::vector<bool> firstOnes(const std::vector<NameStep>& steps);
    /// Whether unsynced attributes do.
    [[nodiscard]] bool survives();
    /// Does as much of an unsynced write or truncation as survives.
    void apply(std::string& bytes, const DataChange& change);

private:
    enum class Order { journalled, byChange, byName };

    [[nodiscard]] Order order() const;
    [[nodiscard]] std::uint64_t roll(std::uint64_t sides) { return m_random() % sides; }
    void tear(std::string& bytes, const DataChange& change);
    [[nodiscard]] std::vector<bool> byName(const std::vector<NameStep>& steps);

    std::uint64_t m_seed;
    std::mt19937_64 m_random;
};

} // namespace stemma::test
