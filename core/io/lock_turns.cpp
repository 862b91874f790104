// SPDX-License-Identifier: MIT
#include "core/io/lock_turns.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

namespace stemma::io {

namespace {

/// The kernel's locks are the process's as a whole where flock is emulated (NFS), so threads need one of
/// their own; it must be one for all disks of the process, as the files are.
struct Turns {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::set<TurnKey> taken;
};

Turns& turns() {
    static Turns all;
    return all;
}

} // namespace

std::optional<Turn> Turn::wait(const TurnKey& key, std::chrono::steady_clock::time_point deadline,
                               const std::stop_token& stop) {
    Turns& all = turns();
    std::unique_lock lock(all.mutex);
    const bool free = all.changed.wait_until(lock, stop, deadline, [&] { return !all.taken.contains(key); });
    if (!free || stop.stop_requested())
        return std::nullopt;
    all.taken.insert(key);
    return Turn(key);
}

Turn::Turn(Turn&& other) noexcept
    : m_key(std::exchange(other.m_key, std::nullopt)) {}

Turn& Turn::operator=(Turn&& other) noexcept {
    std::swap(m_key, other.m_key);
    return *this;
}

Turn::~Turn() {
    if (!m_key)
        return;
    Turns& all = turns();
    {
        const std::scoped_lock lock(all.mutex);
        all.taken.erase(*m_key);
    }
    all.changed.notify_all();
}

void sleepUntil(std::chrono::steady_clock::time_point until, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, until, [] { return false; });
}

} // namespace stemma::io
