// SPDX-License-Identifier: MIT
#include "core/io/lock_keeper.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace stemma::io {

namespace {

using Steady = std::chrono::steady_clock;

struct Kept {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    Steady::time_point until;
    FileLock lock;
    LockKeeper::LastLook atEnd;

    void look() const {
        if (atEnd)
            atEnd(lock);
    }
};

bool endsSooner(const Kept& left, const Kept& right) {
    return left.until < right.until;
}

} // namespace

struct LockKeeper::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Kept> kept;
    bool closing = false;
    std::thread thread;

    void run();
    [[nodiscard]] std::vector<Kept>::iterator find(const FileStamp& directory) {
        return std::find_if(kept.begin(), kept.end(), [&](const Kept& one) {
            return one.device == directory.device && one.inode == directory.inode;
        });
    }
};

void LockKeeper::State::run() {
    std::unique_lock lock(mutex);
    for (;;) {
        if (kept.empty()) {
            if (closing)
                return;
            changed.wait(lock);
            continue;
        }
        const auto next = std::min_element(kept.begin(), kept.end(), endsSooner);
        if (Steady::now() < next->until) {
            const Steady::time_point until = next->until;
            changed.wait_until(lock, until);
            continue;
        }
        Kept over = std::move(*next);
        kept.erase(next);
        lock.unlock();
        over.look();
        // A lock file that can't be removed is known to the next one as left over by its own process.
        over.lock.release();
        lock.lock();
    }
}

LockKeeper::LockKeeper()
    : m_state(std::make_unique<State>()) {
    try {
        m_state->thread = std::thread([state = m_state.get()] { state->run(); });
    } catch (const std::system_error&) {
        // No thread to be had: keep() lingers itself.
    }
}

LockKeeper::~LockKeeper() {
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->closing = true;
    }
    m_state->changed.notify_one();
    if (m_state->thread.joinable())
        m_state->thread.join();
}

void LockKeeper::keep(const FileStamp& directory, FileLock lock, std::chrono::milliseconds linger,
                      LastLook atEnd) {
    if (!m_state->thread.joinable()) {
        std::this_thread::sleep_for(linger);
        if (atEnd)
            atEnd(lock);
        lock.release(); // as run() does
        return;
    }
    {
        const std::scoped_lock guard(m_state->mutex);
        m_state->kept.push_back(
            {directory.device, directory.inode, Steady::now() + linger, std::move(lock), std::move(atEnd)});
    }
    m_state->changed.notify_one();
}

std::optional<FileLock> LockKeeper::take(const FileStamp& directory) {
    std::unique_lock guard(m_state->mutex);
    const auto found = m_state->find(directory);
    if (found == m_state->kept.end())
        return std::nullopt;
    Kept taken = std::move(*found);
    m_state->kept.erase(found);
    guard.unlock();
    taken.look();
    return std::move(taken.lock);
}

} // namespace stemma::io
