// SPDX-License-Identifier: MIT
#include "tests/bench/measure.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace bench {

namespace {

double microsOf(const Pair& pair, const std::function<void()>& operation) {
    if (pair.before)
        pair.before();
    const auto start = std::chrono::steady_clock::now();
    operation();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> samples) {
    const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
    std::nth_element(samples.begin(), middle, samples.end());
    return *middle;
}

} // namespace

Outcome run(const Pair& pair, const Plan& plan) {
    std::vector<double> limits;
    std::vector<double> products;
    const int times = std::max(1, plan.times / pair.timesDivisor);
    for (int i = 0; i < std::min(3, times); ++i) { // caches and allocators warm up
        pair.limit();
        pair.product();
    }
    for (int round = 0; round < plan.rounds; ++round) {
        for (int i = 0; i < times; ++i) {
            limits.push_back(microsOf(pair, pair.limit));
            products.push_back(microsOf(pair, pair.product));
        }
    }
    return {median(std::move(limits)), median(std::move(products))};
}

void printHeader() {
    std::printf("%-34s %-12s %12s %12s %7s %7s\n", "operation", "size", "limit us", "product us", "ratio",
                "goal");
}

void printRow(const Pair& pair, const Outcome& outcome) {
    std::printf("%-34s %-12s %12.1f %12.1f %7.3f %7.2f  %s\n", pair.operation.c_str(), pair.size.c_str(),
                outcome.limitMicros, outcome.productMicros, outcome.ratio(), pair.goal,
                outcome.ratio() <= pair.goal ? "ok" : "MISSED");
    std::fflush(stdout);
}

} // namespace bench
