// SPDX-License-Identifier: MIT
#include "app/stemmactl/context.h"

#include <chrono>

#include "core/io/posix_disk.h"

namespace stemma::ctl {

Context::Context(GlobalOptions options, Signals& signals)
    : out({options.json, options.quiet})
    , m_options(std::move(options))
    , m_signals(signals)
    , m_disk(io::makePosixDisk())
    , m_log("stemmactl", m_options.logLevel)
    , m_environment{*m_disk, m_clock, m_locks, m_log.trace()} {}

Context::~Context() = default;

io::LockOptions Context::lockOptions() const {
    io::LockOptions lock;
    lock.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(m_options.timeout * 1000));
    lock.stop = stop();
    lock.breakStale = m_options.breakLock;
    return lock;
}

Progress Context::progress(std::string what) const {
    return {stop(), [this, text = std::move(what)](std::uint64_t done, std::uint64_t total) {
                out.progress(done >= total
                                 ? std::string{}
                                 : text + ' ' + std::to_string(done) + " of " + std::to_string(total));
            }};
}

} // namespace stemma::ctl
