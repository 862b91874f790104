// SPDX-License-Identifier: MIT
#include "core/io/directory_watch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <stop_token>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "core/io/posix_calls.h"

namespace stemma::io {

namespace {

constexpr const char* watching = "watch the folder";
constexpr std::uint32_t interest = IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE |
                                   IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK;
constexpr std::uint32_t endOfWatch = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED;

class Descriptor {
public:
    explicit Descriptor(int number)
        : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_number >= 0)
            ::close(m_number);
    }
    [[nodiscard]] int get() const { return m_number; }

private:
    int m_number;
};

enum class Order { add, remove };

struct Request {
    Order order = Order::add;
    std::string directory;
};

/// One call of every path, in the order of the first mention.
void addOnce(std::vector<std::string>& list, const std::string& path) {
    if (std::find(list.begin(), list.end(), path) == list.end())
        list.push_back(path);
}

} // namespace

struct DirectoryWatch::State {
    State(Disk& asked, DirectoryWatchCallbacks given)
        : disk(asked)
        , callbacks(std::move(given)) {}

    Disk& disk;
    DirectoryWatchCallbacks callbacks;
    Descriptor notices{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
    const int initError = notices.get() < 0 ? errno : 0;
    Descriptor bell{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)}; ///< wakes the thread

    std::mutex mutex;
    std::vector<Request> requests; ///< guarded by mutex

    // Only of the thread.
    bool unannounced = false; ///< directories were added since ready was told
    std::unordered_map<std::string, int> byPath;
    std::unordered_map<int, std::vector<std::string>> byWatch; ///< two paths may lead to one directory

    std::jthread thread; ///< last: ends before what it uses

    void ask(Request request);
    void ring() const;
    void run(const std::stop_token& stop);
    void serve(const std::stop_token& stop);
    void start(const std::string& directory);
    void forget(const std::string& directory);
    void limit(const std::string& directory, int osErrno, const char* detail = nullptr) const;
    void readNotices();
    void take(const inotify_event& event, std::vector<std::string>& changed, std::vector<std::string>& gone);
};

void DirectoryWatch::State::ring() const {
    const std::uint64_t one = 1;
    // It fails only where the bell is ringing already.
    [[maybe_unused]] const ssize_t wrote = ::write(bell.get(), &one, sizeof one);
}

void DirectoryWatch::State::ask(Request request) {
    {
        const std::scoped_lock lock(mutex);
        requests.push_back(std::move(request));
    }
    ring();
}

void DirectoryWatch::State::run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { ring(); });
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> waits{{{bell.get(), POLLIN, 0}, {notices.get(), POLLIN, 0}}};
        const int timeoutMs = bell.get() < 0 ? 200 : -1; // where no bell could be had
        if (::poll(waits.data(), waits.size(), timeoutMs) < 0 && errno != EINTR)
            return;
        std::uint64_t rung = 0;
        if (bell.get() < 0 || ::read(bell.get(), &rung, sizeof rung) > 0)
            serve(stop);
        readNotices();
    }
}

void DirectoryWatch::State::serve(const std::stop_token& stop) {
    std::vector<Request> batch;
    {
        const std::scoped_lock lock(mutex);
        batch.swap(requests);
    }
    bool added = false;
    for (const Request& request : batch) {
        if (stop.stop_requested())
            return;
        if (request.order == Order::add)
            start(request.directory);
        else
            forget(request.directory);
        added = added || request.order == Order::add;
    }
    unannounced = unannounced || added;
    {
        const std::scoped_lock lock(mutex);
        if (!requests.empty())
            return; // the bell rings: told after those
    }
    if (std::exchange(unannounced, false) && callbacks.ready)
        callbacks.ready();
}

void DirectoryWatch::State::limit(const std::string& directory, int osErrno, const char* detail) const {
    if (!callbacks.limited)
        return;
    Error why = systemError(osErrno, watching, directory);
    if (osErrno == ENOSPC || osErrno == EMFILE) {
        why.detail = "the system watches no more folders for this user";
        why.advice = "Raise fs.inotify.max_user_watches or fs.inotify.max_user_instances; "
                     "until then changes are looked for from time to time.";
    } else if (detail != nullptr) {
        why.detail = detail;
        why.advice = "Changes are looked for from time to time.";
    }
    callbacks.limited(directory, why);
}

void DirectoryWatch::State::start(const std::string& directory) {
    if (initError != 0)
        return limit(directory, initError);
    const Result<Open> opened = openDirectory(disk, directory);
    if (!opened)
        return limit(directory, opened.error().osErrno);
    if (disk.traits(opened->get()).remote) {
        forget(directory);
        return limit(directory, EOPNOTSUPP, "this file system does not tell what other machines change");
    }
    const int watch = ::inotify_add_watch(notices.get(), directory.c_str(), interest);
    if (watch < 0)
        return limit(directory, errno);
    const auto known = byPath.find(directory);
    if (known != byPath.end() && known->second == watch)
        return;
    forget(directory);
    byPath[directory] = watch;
    byWatch[watch].push_back(directory);
}

void DirectoryWatch::State::forget(const std::string& directory) {
    const auto known = byPath.find(directory);
    if (known == byPath.end())
        return;
    const int watch = known->second;
    byPath.erase(known);
    std::vector<std::string>& paths = byWatch[watch];
    std::erase(paths, directory);
    if (paths.empty()) {
        byWatch.erase(watch);
        ::inotify_rm_watch(notices.get(), watch); // fails where the system has ended it already
    }
}

void DirectoryWatch::State::take(const inotify_event& event, std::vector<std::string>& changed,
                                 std::vector<std::string>& gone) {
    const auto known = byWatch.find(event.wd);
    if (known == byWatch.end())
        return;
    if ((event.mask & endOfWatch) != 0) {
        for (const std::string& path : std::vector<std::string>(known->second)) {
            addOnce(gone, path);
            forget(path); // a directory that was moved away would be told of under its old path
        }
        return;
    }
    const std::string_view name = event.len > 0 ? std::string_view(static_cast<const char*>(event.name)) : "";
    if (!name.empty() && callbacks.ignores && callbacks.ignores(name))
        return;
    for (const std::string& path : known->second)
        addOnce(changed, path);
}

void DirectoryWatch::State::readNotices() {
    std::vector<std::string> changed;
    std::vector<std::string> gone;
    bool overflowed = false;
    alignas(inotify_event) std::array<char, 65536> buffer{};
    const ssize_t length = ::read(notices.get(), buffer.data(), buffer.size());
    for (std::size_t at = 0; length > 0 && at < static_cast<std::size_t>(length);) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        at += sizeof(inotify_event) + event->len;
        if ((event->mask & IN_Q_OVERFLOW) != 0)
            overflowed = true;
        else
            take(*event, changed, gone);
    }
    if (callbacks.changed)
        std::for_each(changed.begin(), changed.end(), callbacks.changed);
    if (callbacks.gone)
        std::for_each(gone.begin(), gone.end(), callbacks.gone);
    if (overflowed && callbacks.overflowed)
        callbacks.overflowed();
}

DirectoryWatch::DirectoryWatch(Disk& disk, DirectoryWatchCallbacks callbacks)
    : m_state(std::make_unique<State>(disk, std::move(callbacks))) {
    m_state->thread =
        std::jthread([state = m_state.get()](const std::stop_token& stop) { state->run(stop); });
}

DirectoryWatch::~DirectoryWatch() = default;

void DirectoryWatch::add(std::string directory) {
    m_state->ask({Order::add, std::move(directory)});
}

void DirectoryWatch::addAll(const std::vector<std::string>& directories) {
    if (directories.empty())
        return;
    {
        const std::scoped_lock lock(m_state->mutex);
        for (const auto& directory : directories)
            m_state->requests.push_back({Order::add, directory});
    }
    m_state->ring();
}

void DirectoryWatch::remove(std::string directory) {
    m_state->ask({Order::remove, std::move(directory)});
}

} // namespace stemma::io
