// SPDX-License-Identifier: MIT
#include "app/stemmactl/child_process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace stemma::ctl {

namespace {

constexpr int exitNotRunnable = 126;
constexpr int exitNotFound = 127;

/// The attributes of a child that starts with an empty signal mask and without our ignored signals.
class SpawnAttributes {
public:
    SpawnAttributes() {
        posix_spawnattr_init(&m_attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGPIPE);
        sigaddset(&defaults, SIGXFSZ);
        posix_spawnattr_setsigdefault(&m_attributes, &defaults);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnAttributes() { posix_spawnattr_destroy(&m_attributes); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    [[nodiscard]] const posix_spawnattr_t* get() const { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes{};
};

int exitStatus(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

Result<int> runChild(const std::vector<std::string>& command, Signals& signals) {
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const SpawnAttributes attributes;
    pid_t child = 0;
    auto held = signals.holdSignals();
    const int failed =
        posix_spawnp(&child, arguments[0], nullptr, attributes.get(), arguments.data(), environ);
    if (failed != 0) {
        std::fprintf(stderr, "stemmactl: Could not run the command: %s: %s.\n", command[0].c_str(),
                     std::strerror(failed));
        return failed == ENOENT ? exitNotFound : exitNotRunnable;
    }
    signals.setChild(child);
    held.unlock();
    int status = 0;
    pid_t ended = 0;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    signals.setChild(0);
    if (ended < 0)
        return fail(systemError(errno, "wait for the command", command[0]));
    return exitStatus(status);
}

} // namespace stemma::ctl
