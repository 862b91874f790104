// SPDX-License-Identifier: MIT
// The moments of CrashDisk, and the syncs that a faulty program leaves out.
#include <utility>

#include "tests/support/crash_disk.h"

namespace stemma::test {

void CrashDisk::recordMoments() {
    const std::scoped_lock lock(m_mutex);
    m_moments.emplace();
    m_marks = 0;
}

void CrashDisk::mark() {
    const std::scoped_lock lock(m_mutex);
    ++m_marks;
    recordMoment();
}

void CrashDisk::recordMoment() {
    if (m_moments)
        m_moments->push_back({m_image, m_marks});
}

std::vector<CrashDisk::Moment> CrashDisk::takeMoments() {
    const std::scoped_lock lock(m_mutex);
    recordMoment();
    auto moments = std::exchange(m_moments, std::nullopt);
    return moments ? std::move(*moments) : std::vector<Moment>();
}

std::unique_ptr<CrashDisk> CrashDisk::at(CrashImage image) const {
    std::unique_ptr<CrashDisk> other(new CrashDisk(std::move(image)));
    other->m_noLinks = m_noLinks;
    other->m_traits = m_traits;
    return other;
}

void CrashDisk::leaveOutSync(std::uint64_t nth) {
    const std::scoped_lock lock(m_mutex);
    m_syncToLeaveOut = nth;
}

void CrashDisk::leaveOutSyncs(io::NodeType type) {
    const std::scoped_lock lock(m_mutex);
    m_syncsToLeaveOut = type;
}

bool CrashDisk::syncWasLeftOut() const {
    const std::scoped_lock lock(m_mutex);
    return m_leftOut;
}

bool CrashDisk::isSyncLeftOut(io::NodeType type) {
    const bool now = (m_syncToLeaveOut > 0 && --m_syncToLeaveOut == 0) || m_syncsToLeaveOut == type;
    m_leftOut = m_leftOut || now;
    return now;
}

} // namespace stemma::test
