// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <string_view>

namespace stemma::tests {

/// Says on the standard output that a test tried so many cases of what `promises` (“P4 P5”, numbered as in
/// core/journal/README.md; “A1”, as in
/// tests/promises.py, is what people ask for) promise: `tests/promises.py` makes the table of it. A test that
/// fails needn't say so: the table takes that from ctest.
inline void proved(std::string_view promises, std::string_view what, std::size_t cases,
                   std::size_t failures = 0) {
    std::printf("PROOF %.*s | %.*s | %zu | %zu\n", static_cast<int>(promises.size()), promises.data(),
                static_cast<int>(what.size()), what.data(), cases, failures);
    std::fflush(stdout);
}

} // namespace stemma::tests
