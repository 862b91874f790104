// SPDX-License-Identifier: MIT
#include "core/layout/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "core/layout/layout.h"

namespace stemma::layout {

namespace {

constexpr int lookEvery = 50; // milliseconds, for the request to stop
constexpr std::size_t mostAnswer = std::size_t{64} << 20;

/// A program that was started, and one end of the socket that is its standard input and output.
class Child {
public:
    Child(pid_t id, int socket)
        : m_id(id)
        , m_socket(socket) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        ::close(m_socket);
        if (m_id > 0) {
            ::kill(m_id, SIGKILL);
            reap();
        }
    }

    [[nodiscard]] int socket() const { return m_socket; }

    /// Waits for its end: its exit status, or the signal that ended it as a negative number.
    int reap() {
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        m_id = 0;
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }

private:
    pid_t m_id;
    int m_socket;
};

/// Starts the program with the socket's other end as its standard input and output: everything else of ours
/// is closed on exec.
int start(const std::string& program, int theirs, pid_t& child) {
    posix_spawn_file_actions_t files{};
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, theirs, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, theirs, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes{};
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string name = program;
    std::array<char*, 2> words{name.data(), nullptr};
    const int failed = ::posix_spawn(&child, program.c_str(), &files, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

/// Gives it what is left of `input`: errno, or 0.
int sendSome(int socket, std::string_view& input) {
    const ssize_t sent = ::send(socket, input.data(), input.size(), MSG_NOSIGNAL);
    if (sent < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : errno;
    input.remove_prefix(static_cast<std::size_t>(sent));
    if (input.empty())
        ::shutdown(socket, SHUT_WR);
    return 0;
}

/// Takes what it says; true at the end.
bool receiveSome(int socket, std::string& answer, int& failed) {
    std::array<char, 65536> room;
    const ssize_t had = ::recv(socket, room.data(), room.size(), 0);
    if (had < 0) {
        failed = errno == EINTR || errno == EAGAIN ? 0 : errno;
        return failed != 0;
    }
    answer.append(room.data(), static_cast<std::size_t>(had));
    return had == 0;
}

Result<std::string> converse(int socket, std::string_view input, const std::stop_token& stop) {
    std::string answer;
    while (!stop.stop_requested()) {
        pollfd wanted{socket, static_cast<short>(input.empty() ? POLLIN : POLLIN | POLLOUT), 0};
        if (::poll(&wanted, 1, lookEvery) < 0 && errno != EINTR)
            return fail(systemError(errno, layingOut, ""));
        // A program that stops listening may still have said why: what it says is taken to the end.
        if (!input.empty() && (wanted.revents & POLLOUT) != 0 && sendSome(socket, input) != 0)
            input = {};
        int failed = 0;
        if ((wanted.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && receiveSome(socket, answer, failed)) {
            if (failed != 0 && failed != ECONNRESET)
                return fail(systemError(failed, layingOut, ""));
            return answer;
        }
        if (answer.size() > mostAnswer)
            return fail(ErrorCode::io, layingOut, "", "the layout program says too much");
    }
    return fail(ErrorCode::cancelled, layingOut, "", "cancelled");
}

} // namespace

Result<std::string> askProgram(const std::string& program, const std::string& input,
                               const std::stop_token& stop) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return fail(systemError(errno, layingOut, program));
    // The program itself waits for what it reads.
    ::fcntl(ends[1], F_SETFL, ::fcntl(ends[1], F_GETFL) & ~O_NONBLOCK);
    pid_t id = 0;
    const int failed = start(program, ends[1], id);
    ::close(ends[1]);
    Child child(failed == 0 ? id : 0, ends[0]);
    if (failed != 0) {
        Error error = systemError(failed, layingOut, program);
        error.advice = "Install Stemma again: its layout program is missing or can't be run.";
        return fail(std::move(error));
    }
    auto answer = converse(child.socket(), input, stop);
    if (!answer)
        return answer;
    const int ended = child.reap();
    if (ended < 0)
        return fail(ErrorCode::io, layingOut, program,
                    "the layout program was ended by signal " + std::to_string(-ended),
                    "Choose another layout, or fewer nodes.");
    if (answer->empty())
        return fail(ErrorCode::io, layingOut, program, "the layout program said nothing");
    return answer;
}

std::string layoutProgram() {
    constexpr const char* name = "stemma-layout";
    std::array<char, 4096> room{};
    const ssize_t size = ::readlink("/proc/self/exe", room.data(), room.size());
    const std::string self(room.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const std::string folder = self.substr(0, self.rfind('/') + 1);
    for (const std::string& place : {folder + name, folder + "../libexec/stemma/" + name}) {
        if (::access(place.c_str(), X_OK) == 0)
            return place;
    }
    return folder + name;
}

} // namespace stemma::layout
