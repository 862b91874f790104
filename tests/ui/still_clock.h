// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"

namespace stemma::tests {

/// A clock that stands still until it is set.
class StillClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return m_now; }
    void set(Timestamp now) { m_now = now; }

private:
    Timestamp m_now{1'760'000'000'000'000};
};

} // namespace stemma::tests
