// SPDX-License-Identifier: MIT
#include "core/diff/increasing.h"

#include <algorithm>

namespace stemma::diff {

namespace {
constexpr std::size_t noIndex = static_cast<std::size_t>(-1);
}

std::vector<bool> onLongestIncreasing(const std::vector<std::size_t>& values) {
    std::vector<std::size_t> tails; // index of the smallest value that ends an increasing run of each length
    std::vector<std::size_t> previous(values.size(), noIndex);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto at =
            std::lower_bound(tails.begin(), tails.end(), values[i],
                             [&](std::size_t tail, std::size_t value) { return values[tail] < value; });
        if (at != tails.begin())
            previous[i] = *(at - 1);
        if (at == tails.end())
            tails.push_back(i);
        else
            *at = i;
    }
    std::vector<bool> on(values.size(), false);
    for (std::size_t i = tails.empty() ? noIndex : tails.back(); i != noIndex; i = previous[i])
        on[i] = true;
    return on;
}

} // namespace stemma::diff
