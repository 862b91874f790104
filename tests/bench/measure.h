// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

/// Measuring a product against its limit: what the same work costs at least on the same disk at the same
/// time.
namespace bench {

/// One row of the table. Both are run back to back, turn by turn; each call is one sample.
struct Pair {
    std::string operation;
    std::string size;
    std::function<void()> limit;
    std::function<void()> product;
    double goal = 0;                   ///< the ratio that is accepted
    int timesDivisor = 1;              ///< long operations are repeated fewer times
    std::function<void()> before = {}; ///< done before each sample, and not measured
};

struct Plan {
    int rounds = 5;
    int times = 40;
};

struct Outcome {
    double limitMicros = 0; ///< medians
    double productMicros = 0;
    [[nodiscard]] double ratio() const { return productMicros / limitMicros; }
};

/// Runs a pair as planned, after one round that doesn't count. Exceptions of the operations pass through.
[[nodiscard]] Outcome run(const Pair& pair, const Plan& plan);

void printHeader();
void printRow(const Pair& pair, const Outcome& outcome);

} // namespace bench
