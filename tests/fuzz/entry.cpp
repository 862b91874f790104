// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

namespace {

constexpr fuzz::Target chosen() {
    for (const fuzz::Named& target : fuzz::targets)
        if (target.name == STEMMA_FUZZ_TARGET)
            return target.run;
    return nullptr;
}
static_assert(chosen() != nullptr);

} // namespace

/// libFuzzer calls this by its name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen()({reinterpret_cast<const char*>(data), size});
    return 0;
}
