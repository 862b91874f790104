// SPDX-License-Identifier: MIT
#include "app/stemmactl/signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <system_error>

namespace stemma::ctl {

namespace {

/// The signals to listen to; one that the parent had us ignore (`nohup`, a job in the background) stays
/// ignored.
sigset_t heard() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        sigaction(signal, nullptr, &action);
        if (action.sa_handler != SIG_IGN)
            sigaddset(&set, signal);
    }
    return set;
}

[[noreturn]] void endBy(int signal) {
    std::signal(signal, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    raise(signal);
    _exit(128 + signal);
}

} // namespace

Signals::Signals() {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    const sigset_t set = heard();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = signalfd(-1, &set, SFD_CLOEXEC);
    m_end = eventfd(0, EFD_CLOEXEC);
    try {
        m_listener = std::thread([this] { listen(); });
    } catch (const std::system_error&) {
        pthread_sigmask(SIG_UNBLOCK, &set,
                        nullptr); // no thread to be had: they end the program, as they would
    }
}

Signals::~Signals() {
    const std::uint64_t one = 1;
    // An eventfd that was just made takes a number; there is nothing to do if it doesn't.
    const bool told = write(m_end, &one, sizeof one) == static_cast<ssize_t>(sizeof one);
    if (m_listener.joinable() && told)
        m_listener.join();
    else if (m_listener.joinable())
        m_listener.detach();
    close(m_signals);
    close(m_end);
}

void Signals::listen() {
    for (;;) {
        std::array<pollfd, 2> wanted{{{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}}};
        if (poll(wanted.data(), wanted.size(), -1) < 0)
            continue;
        if (wanted[1].revents != 0)
            return;
        if (wanted[0].revents != 0)
            receive();
    }
}

void Signals::receive() {
    signalfd_siginfo info{};
    if (read(m_signals, &info, sizeof info) != static_cast<ssize_t>(sizeof info))
        return;
    const int signal = static_cast<int>(info.ssi_signo);
    const std::lock_guard started(m_starting);
    const pid_t child = m_child;
    // The terminal sends a Ctrl-C to the child as well (SI_KERNEL); what a program sent to us alone is handed
    // on.
    if (child > 0) {
        if (info.ssi_code != SI_KERNEL)
            kill(child, signal);
    } else if (signal == SIGINT) {
        m_source.request_stop();
    } else {
        endBy(signal);
    }
}

} // namespace stemma::ctl
