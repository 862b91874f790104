// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

#include "core/base/clock.h"

namespace stemma::test {

/// A clock that shows what it is told, and moves on by `step` microseconds (which may be negative) whenever
/// it is asked.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp start, std::int64_t step = 0)
        : m_now(start.micros)
        , m_step(step) {}
    [[nodiscard]] Timestamp now() const override { return {m_now.fetch_add(m_step)}; }
    void set(Timestamp now) { m_now = now.micros; }
    void setStep(std::int64_t step) { m_step = step; }

private:
    mutable std::atomic<std::int64_t> m_now;
    std::atomic<std::int64_t> m_step;
};

} // namespace stemma::test
