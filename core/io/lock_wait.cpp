// SPDX-License-Identifier: MIT
#include "core/io/lock_wait.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/io/lock_inspection.h"

namespace stemma::io {

using std::chrono::milliseconds;

LockWait::LockWait(Disk& disk, const Open& directory, const std::string& path, const std::string& name,
                   const LockOptions& options, std::int64_t fileSystemNs)
    : m_disk(disk)
    , m_directory(directory)
    , m_path(path)
    , m_name(name)
    , m_options(options)
    , m_fileSystemNs(fileSystemNs)
    , m_random(static_cast<unsigned>(m_since.time_since_epoch().count())) {}

Result<LockWait::Verdict> LockWait::look() {
    const auto passed = std::chrono::duration_cast<std::chrono::nanoseconds>(Steady::now() - m_since);
    const LockQuestion question{m_name, m_options.guardedSize, m_fileSystemNs + passed.count(),
                                LockQuestion::Ourselves::doNotHold};
    Result<std::optional<LockInspection>> seen = inspectLock(m_disk, m_directory, question);
    if (!seen)
        return fail(notAFile(std::move(seen.error()), m_path));
    if (!*seen)
        return Verdict::tryAgain;
    const LockInspection& there = **seen;
    m_holder = there.holder;
    if (m_holder.flocked)
        return Verdict::wait;
    std::string aside;
    if (!m_holder.ownerAlive)
        aside = privateLockName(m_name);
    else if (m_holder.stale && m_options.breakStale)
        aside = brokenLockName(m_name);
    else
        return Verdict::wait;
    const Result<bool> gone = setAside(m_disk, m_directory, m_name, there, aside);
    if (!gone)
        return fail(gone.error());
    return *gone ? Verdict::tryAgain : Verdict::wait;
}

milliseconds LockWait::pause() {
    if (m_options.poll.count() > 0)
        return m_options.poll;
    std::uniform_int_distribution<milliseconds::rep> spread(m_delay / 2 + 1, m_delay);
    const milliseconds delay(spread(m_random));
    m_delay = std::min<milliseconds::rep>(100, m_delay * 2);
    return delay;
}

Unexpected LockWait::busy() const {
    const char* advice = m_holder.flocked || m_holder.kind == LockHolder::Kind::ours
                             ? "Wait until it is done, and try again."
                             : "Try again in a moment.";
    if (m_holder.stale)
        advice = "It looks abandoned: if no other program is writing here, break the lock and try again.";
    return fail(ErrorCode::locked, "get the lock", m_path, "it is held by " + m_holder.text(), advice);
}

} // namespace stemma::io
