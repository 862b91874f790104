// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/result.h"

/// What the benchmarks of the storage share.
namespace bench {

template <class T>
T orThrow(stemma::Result<T> result) {
    if (!result)
        throw std::runtime_error(stemma::describe(result.error()));
    return std::move(*result);
}

inline void orThrow(const stemma::Status& status) {
    if (!status)
        throw std::runtime_error(stemma::describe(status.error()));
}

[[nodiscard]] std::string sizeText(std::size_t bytes);
/// An outline of about that size, as igloo-mcp writes it.
[[nodiscard]] std::string outlineOfSize(const std::string& id, std::size_t bytes);

} // namespace bench
