// SPDX-License-Identifier: MIT
#include "core/io/sync_crew.h"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <system_error>
#include <thread>

namespace stemma::io {

namespace {
constexpr std::size_t crewSize = 3;
}

struct SyncCrew::State {
    std::mutex owner; ///< held by the caller whose tasks are being run
    std::mutex mutex;
    std::condition_variable work;
    std::condition_variable finished;
    const std::vector<std::function<void()>>* tasks = nullptr;
    std::size_t next = 0;
    std::size_t unfinished = 0;
    bool closing = false;
    std::vector<std::thread> threads;

    void serve();
    void takeTasks(std::unique_lock<std::mutex>& lock);
    void hire();
};

/// Runs tasks until none is left to be taken.
void SyncCrew::State::takeTasks(std::unique_lock<std::mutex>& lock) {
    while (tasks != nullptr && next < tasks->size()) {
        const auto& task = (*tasks)[next++];
        lock.unlock();
        task();
        lock.lock();
        if (--unfinished == 0)
            finished.notify_one();
    }
}

void SyncCrew::State::serve() {
    std::unique_lock lock(mutex);
    while (!closing) {
        takeTasks(lock);
        work.wait(lock, [this] { return closing || (tasks != nullptr && next < tasks->size()); });
    }
}

void SyncCrew::State::hire() {
    try {
        while (threads.size() < crewSize)
            threads.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {
        // No more threads to be had: those that there are, and the caller, do it all.
    }
}

SyncCrew::SyncCrew()
    : m_state(std::make_unique<State>()) {}

SyncCrew::~SyncCrew() {
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->closing = true;
    }
    m_state->work.notify_all();
    for (std::thread& thread : m_state->threads)
        thread.join();
}

void SyncCrew::run(const std::vector<std::function<void()>>& tasks) {
    State& state = *m_state;
    const std::unique_lock owner(state.owner, std::try_to_lock);
    if (!owner || tasks.size() < 2) {
        for (const auto& task : tasks)
            task();
        return;
    }
    state.hire();
    std::unique_lock lock(state.mutex);
    state.tasks = &tasks;
    state.next = 0;
    state.unfinished = tasks.size();
    state.work.notify_all();
    state.takeTasks(lock);
    state.finished.wait(lock, [&] { return state.unfinished == 0; });
    state.tasks = nullptr;
}

} // namespace stemma::io
