// SPDX-License-Identifier: MIT
// The faults of CrashDisk, and what all of its calls share.
#include <atomic>
#include <cerrno>
#include <utility>

#include "core/base/ids.h"
#include "tests/support/crash_disk.h"

namespace stemma::test {

using io::Handle;
using io::NodeType;

namespace {

/// Another number for each disk: locks know a directory by it.
std::uint64_t newDevice() {
    static std::atomic<std::uint64_t> last{0xC0000000U};
    return ++last;
}

bool isChange(CallKind kind) {
    switch (kind) {
    case CallKind::open:
    case CallKind::close:
    case CallKind::read:
    case CallKind::reserve:
    case CallKind::flock:
        return false;
    default:
        return true;
    }
}

} // namespace

CrashDisk::CrashDisk()
    : CrashDisk(CrashImage()) {}
CrashDisk::CrashDisk(CrashImage image)
    : m_image(std::move(image))
    , m_device(newDevice()) {}
CrashDisk::~CrashDisk() = default;

void CrashDisk::failCall(std::uint64_t nth, int osErrno, std::optional<CallKind> kind) {
    const std::scoped_lock lock(m_mutex);
    m_fault = Fault{nth, false, false, osErrno, kind};
}

void CrashDisk::failFrom(std::uint64_t nth, int osErrno, std::optional<CallKind> kind) {
    const std::scoped_lock lock(m_mutex);
    m_fault = Fault{nth, true, false, osErrno, kind};
}

void CrashDisk::stopFailing() {
    const std::scoped_lock lock(m_mutex);
    m_fault.countdown = 0;
}

bool CrashDisk::faultHappened() const {
    const std::scoped_lock lock(m_mutex);
    return m_fault.happened;
}

void CrashDisk::cutPowerAt(std::uint64_t nth) {
    const std::scoped_lock lock(m_mutex);
    m_changesLeft = nth;
}

bool CrashDisk::powerIsOff() const {
    const std::scoped_lock lock(m_mutex);
    return m_powerOff;
}

std::uint64_t CrashDisk::callCount() const {
    const std::scoped_lock lock(m_mutex);
    std::uint64_t sum = 0;
    for (const auto& [kind, count] : m_counts)
        sum += count;
    return sum;
}

std::uint64_t CrashDisk::callCount(CallKind kind) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_counts.find(kind);
    return found == m_counts.end() ? 0 : found->second;
}

std::uint64_t CrashDisk::changeCount() const {
    const std::scoped_lock lock(m_mutex);
    return m_changes;
}

void CrashDisk::resetCounts() {
    const std::scoped_lock lock(m_mutex);
    m_counts.clear();
    m_changes = 0;
}

std::unique_ptr<CrashDisk> CrashDisk::reboot(std::uint64_t seed) const {
    const std::scoped_lock lock(m_mutex);
    return at(m_image.afterPowerCut(seed));
}

void CrashDisk::forbidLinks() {
    const std::scoped_lock lock(m_mutex);
    m_noLinks = true;
}

void CrashDisk::setTraits(io::FileSystemTraits traits) {
    const std::scoped_lock lock(m_mutex);
    m_traits = std::move(traits);
}

void CrashDisk::commitInOrder() {
    setTraits({"ext4", false, false, true, true});
    const std::scoped_lock lock(m_mutex);
    m_image.commitInOrder();
}

int CrashDisk::faultOf(CallKind kind) {
    if (m_fault.countdown == 0 || (m_fault.kind && *m_fault.kind != kind))
        return 0;
    if (m_fault.countdown > 1) {
        --m_fault.countdown;
        return 0;
    }
    m_fault.happened = true;
    if (!m_fault.lasting)
        m_fault.countdown = 0;
    return m_fault.osErrno;
}

int CrashDisk::account(CallKind kind, const Effect& effect, const Effect& onFault) {
    if (m_powerOff)
        return EIO;
    ++m_counts[kind];
    if (const int cause = faultOf(kind)) {
        if (onFault)
            (void)onFault();
        if (isChange(kind))
            recordMoment();
        return cause;
    }
    if (!isChange(kind))
        return effect();
    ++m_changes;
    if (m_changesLeft == 0 || --m_changesLeft > 0) {
        if (kind == CallKind::sync)
            recordMoment();
        const int result = effect();
        if (kind != CallKind::sync)
            recordMoment();
        return result;
    }
    // The last one is under way: in memory it happens, so that it may survive. A sync does not get through.
    if (kind != CallKind::sync)
        (void)effect();
    m_powerOff = true;
    return EIO;
}

Status CrashDisk::perform(CallKind kind, const Subject& subject, const Effect& effect,
                          const Effect& onFault) {
    const std::scoped_lock lock(m_mutex);
    const bool named = subject.name && subject.directory != io::noHandle && subject.name != ".";
    if (named && !isSafeName(*subject.name)) {
        Unexpected unsafe = failed(EINVAL, subject);
        unsafe.value().code = ErrorCode::unsafe;
        return unsafe;
    }
    const int cause = account(kind, effect, onFault);
    return cause == 0 ? Status{} : Status(failed(cause, subject));
}

Unexpected CrashDisk::failed(int osErrno, const Subject& subject) const {
    const auto opened = m_open.find(subject.directory);
    const std::string above = opened == m_open.end() ? std::string() : m_image.pathOf(opened->second.inode);
    const std::string path = subject.name ? io::joinPath(above, *subject.name) : above;
    return fail(systemError(osErrno, subject.action, path));
}

CrashDisk::OpenNode* CrashDisk::find(Handle handle) {
    const auto found = m_open.find(handle);
    return found == m_open.end() ? nullptr : &found->second;
}

Node* CrashDisk::directoryOf(Handle handle) {
    const OpenNode* opened = find(handle);
    if (opened == nullptr || m_image.node(opened->inode).type != NodeType::directory)
        return nullptr;
    return &m_image.node(opened->inode);
}

Handle CrashDisk::newHandle(OpenNode node) {
    m_open.emplace(m_nextHandle, node);
    return m_nextHandle++;
}

io::FileStamp CrashDisk::stampOf(Inode inode) const {
    const Node& node = m_image.node(inode);
    io::FileStamp stamp;
    stamp.type = node.type;
    stamp.device = m_device;
    stamp.inode = inode;
    stamp.size = node.bytes.size();
    stamp.mtimeNs = node.now.mtimeNs;
    stamp.ctimeNs = node.ctimeNs;
    stamp.mode = node.now.mode;
    stamp.owner = node.now.owner;
    stamp.group = node.now.group;
    stamp.links = node.links;
    return stamp;
}

} // namespace stemma::test
