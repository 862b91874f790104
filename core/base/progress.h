// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

namespace stemma {

/// How long work tells how far it is and learns that it is no longer wanted.
/// `report(done, total)` is called from the working thread, now and then; it may be empty.
/// Work that sees `stop` requested ends soon with ErrorCode::cancelled and leaves everything as it was.
struct Progress {
    std::stop_token stop;
    std::function<void(std::uint64_t done, std::uint64_t total)> report;

    [[nodiscard]] bool cancelled() const { return stop.stop_requested(); }
    void tell(std::uint64_t done, std::uint64_t total) const {
        if (report)
            report(done, total);
    }
};

} // namespace stemma
