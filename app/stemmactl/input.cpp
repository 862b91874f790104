// SPDX-License-Identifier: MIT
#include "app/stemmactl/input.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

namespace stemma::ctl {

namespace {

/// An eventfd that becomes readable when a stop is requested.
class StopEvent {
public:
    explicit StopEvent(const std::stop_token& stop)
        : m_descriptor(eventfd(0, EFD_CLOEXEC))
        , m_callback(stop, Wake{m_descriptor}) {}
    ~StopEvent() { close(m_descriptor); }
    StopEvent(const StopEvent&) = delete;
    StopEvent& operator=(const StopEvent&) = delete;
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    struct Wake {
        int descriptor;
        void operator()() const {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = write(descriptor, &one, sizeof one);
        }
    };
    int m_descriptor;
    std::stop_callback<Wake> m_callback;
};

Unexpected inputError(int osErrno) {
    return fail(systemError(osErrno, "read the standard input", {}));
}

} // namespace

Result<std::string> readStandardInput(const std::stop_token& stop) {
    const StopEvent stopped(stop);
    std::string all;
    std::vector<char> buffer(std::size_t{1} << 16);
    for (;;) {
        std::array<pollfd, 2> wanted{{{STDIN_FILENO, POLLIN, 0}, {stopped.descriptor(), POLLIN, 0}}};
        if (poll(wanted.data(), wanted.size(), -1) < 0) {
            if (errno == EINTR)
                continue;
            return inputError(errno);
        }
        if (wanted[1].revents != 0)
            return fail(ErrorCode::cancelled, "read the standard input", {}, "cancelled");
        const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            return inputError(errno);
        if (got == 0)
            return all;
        all.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result<std::string> readInput(io::Disk& disk, const std::string& path, const std::stop_token& stop) {
    if (path.empty() || path == "-")
        return readStandardInput(stop);
    auto content = io::readFile(disk, path);
    if (!content)
        return fail(content.error());
    return std::move(content->bytes);
}

} // namespace stemma::ctl
