// SPDX-License-Identifier: MIT
#include "core/io/sync_crew.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <mutex>
#include <system_error>
#include <thread>

#include <semaphore.h>

namespace stemma::io {

namespace {

/// POSIX's own, as that of the standard library can sleep for ever in GCC 12 (its bug 104928).
class Semaphore {
public:
    Semaphore() { ::sem_init(&m_semaphore, 0, 0); }
    ~Semaphore() { ::sem_destroy(&m_semaphore); }
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    void post() { ::sem_post(&m_semaphore); }
    void wait() {
        while (::sem_wait(&m_semaphore) != 0 && errno == EINTR) {
        }
    }

private:
    ::sem_t m_semaphore;
};

} // namespace

/// Each member waits at a semaphore of its own: whoever is woken has something to do, and nobody meets at a
/// mutex.
struct SyncCrew::State {
    struct Member {
        Semaphore called;
        const std::function<void()>* task = nullptr; ///< null when called: go home
        std::thread thread;
    };

    std::mutex owner; ///< held by the caller whose tasks are being run
    std::array<Member, size> members;
    std::size_t hired = 0;
    Semaphore finished;

    void serve(Member& member);
    void hire(std::size_t wanted);
};

void SyncCrew::State::serve(Member& member) {
    for (;;) {
        member.called.wait();
        if (member.task == nullptr)
            return;
        (*member.task)();
        finished.post();
    }
}

void SyncCrew::State::hire(std::size_t wanted) {
    try {
        for (; hired < wanted; ++hired)
            members[hired].thread = std::thread([this, member = &members[hired]] { serve(*member); });
    } catch (const std::system_error&) {
        // No more threads to be had: those that there are, and the caller, do it all.
    }
}

SyncCrew::SyncCrew()
    : m_state(std::make_unique<State>()) {}

SyncCrew::~SyncCrew() {
    for (std::size_t i = 0; i < m_state->hired; ++i) {
        m_state->members[i].task = nullptr;
        m_state->members[i].called.post();
        m_state->members[i].thread.join();
    }
}

void SyncCrew::run(const std::vector<std::function<void()>>& tasks) {
    State& state = *m_state;
    const std::unique_lock owner(state.owner, std::try_to_lock);
    std::size_t handedOut = 0;
    if (owner && tasks.size() > 1) {
        state.hire(std::min(tasks.size() - 1, size));
        for (; handedOut < state.hired && handedOut + 1 < tasks.size(); ++handedOut) {
            state.members[handedOut].task = &tasks[handedOut + 1];
            state.members[handedOut].called.post();
        }
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (i == 0 || i > handedOut)
            tasks[i]();
    }
    for (std::size_t i = 0; i < handedOut; ++i)
        state.finished.wait();
}

} // namespace stemma::io
