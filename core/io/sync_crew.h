// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace stemma::io {

/// A few threads that wait for the disk at the same time. They are started when they are first needed, and
/// kept, as starting a thread takes a good part of the time of a sync. Thread-safe: a second caller meanwhile
/// works alone. Private to core/io.
class SyncCrew {
public:
    static constexpr std::size_t size = 3; ///< threads, beside the caller's
    SyncCrew();
    ~SyncCrew();
    SyncCrew(const SyncCrew&) = delete;
    SyncCrew& operator=(const SyncCrew&) = delete;

    /// Runs all tasks, the first one on this thread, and returns when all are done. Tasks must not throw.
    void run(const std::vector<std::function<void()>>& tasks);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::io
