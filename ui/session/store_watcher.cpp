// SPDX-License-Identifier: MIT
#include "ui/session/store_watcher.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <QTimer>

#include "core/io/directory_watch.h"
#include "core/io/disk.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

// One save is several writes, and a burst of saves is one look: the first notice starts the clock, later ones
// don't put it off, so that steady writing can't starve the window.
constexpr int gatherMs = 150;
constexpr int pollMs = 2'000;
// After an overflow more may follow: it looks by itself until it was quiet for that long.
constexpr int calmMs = 30'000;

/// Locks and temporary files come and go with every save; the file that they end in is told by itself.
bool isTransient(std::string_view name) {
    return name.starts_with(".lock") || name.ends_with(".tmp") || name.starts_with(".stemma-");
}

/// What the watch's thread knows of us: it may be running a callback, or be on its way to its end, when we
/// are gone.
struct Gate {
    std::mutex mutex;
    QObject* watcher = nullptr;
};

} // namespace

struct StoreWatcher::State {
    std::string root;
    std::vector<std::string> places; ///< with the root itself in front
    std::vector<std::string> names;  ///< as setFolders() had them; none when something is to be watched anew
    std::set<std::string> watched;   ///< the directories of these
    std::set<std::string> limited;   ///< those that have to be polled
    std::set<std::string> absent;    ///< of the places: those to look for when the root changes
    bool rootLost = false;
    QTimer gather, poll, calm; ///< calm runs for a while after an overflow
    Polling polling = Polling::no;
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::unique_ptr<io::DirectoryWatch> watch;

    [[nodiscard]] bool isPlace(const std::string& directory) const {
        return std::find(places.begin(), places.end(), directory) != places.end();
    }
};

StoreWatcher::StoreWatcher(QString root, const std::vector<std::string>& places, io::Disk& disk,
                           TaskRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_state(std::make_unique<State>()) {
    m_state->root = toUtf8(root);
    m_state->places = {m_state->root};
    for (const std::string& place : places)
        m_state->places.push_back(io::joinPath(m_state->root, place));
    m_state->gather.setSingleShot(true);
    m_state->gather.setInterval(gatherMs);
    m_state->poll.setInterval(pollMs);
    connect(&m_state->gather, &QTimer::timeout, this, &StoreWatcher::changed);
    connect(&m_state->poll, &QTimer::timeout, this, &StoreWatcher::changed);
    m_state->calm.setSingleShot(true);
    m_state->calm.setInterval(calmMs);
    connect(&m_state->calm, &QTimer::timeout, this, &StoreWatcher::updatePolling);

    // The callbacks run on the watch's thread; everything else happens in the window's.
    m_state->gate->watcher = this;
    const auto here = [gate = m_state->gate](auto call) {
        const std::lock_guard open(gate->mutex);
        if (gate->watcher != nullptr)
            QMetaObject::invokeMethod(gate->watcher, std::move(call), Qt::QueuedConnection);
    };
    io::DirectoryWatchCallbacks callbacks;
    callbacks.changed = [this, here](const std::string& directory) {
        here([this, directory] {
            if (directory == m_state->root) {
                for (const auto& absent : std::exchange(m_state->absent, {}))
                    m_state->watch->add(absent);
            }
            hint();
        });
    };
    callbacks.overflowed = [this, here] { here([this] { overflow(); }); };
    callbacks.ready = [this, here] { here([this] { hint(); }); };
    callbacks.gone = [this, here](const std::string& directory) {
        here([this, directory] { lose(directory); });
    };
    callbacks.limited = [this, here](const std::string& directory, const Error& why) {
        const bool missing = why.code == ErrorCode::notFound;
        here([this, directory, missing] { limit(directory, missing ? Why::missing : Why::unwatchable); });
    };
    callbacks.ignores = isTransient;
    m_state->watch = std::make_unique<io::DirectoryWatch>(disk, std::move(callbacks));
    for (const auto& directory : m_state->places)
        m_state->watch->add(directory);
}

StoreWatcher::~StoreWatcher() {
    {
        const std::lock_guard shut(m_state->gate->mutex);
        m_state->gate->watcher = nullptr;
    }
    m_runner.discard(
        std::make_tuple(std::move(m_state->watch), std::move(m_state->names), std::move(m_state->watched)));
}

StoreWatcher::Polling StoreWatcher::polling() const {
    return m_state->polling;
}

void StoreWatcher::setFolders(const std::vector<std::string>& names) {
    if (names == m_state->names && !m_state->rootLost)
        return;
    m_state->names = names;
    std::set<std::string> wanted;
    for (const auto& name : names)
        wanted.insert(wanted.end(), io::joinPath(m_state->root, name)); // they come in order
    for (const auto& directory : m_state->watched) {
        if (!wanted.contains(directory)) {
            m_state->watch->remove(directory);
            m_state->limited.erase(directory);
        }
    }
    if (std::exchange(m_state->rootLost, false)) {
        // It was read, so it is back.
        m_state->limited.erase(m_state->root);
        for (const auto& directory : m_state->places)
            m_state->watch->add(directory);
    }
    std::vector<std::string> added;
    std::set_difference(wanted.begin(), wanted.end(), m_state->watched.begin(), m_state->watched.end(),
                        std::back_inserter(added));
    m_state->watch->addAll(added);
    m_state->watched = std::move(wanted);
    updatePolling();
}

void StoreWatcher::hint() {
    if (!m_state->gather.isActive())
        m_state->gather.start();
}

void StoreWatcher::overflow() {
    m_state->calm.start();
    updatePolling();
    // That a folder was moved away, and another came in its place, may be among what is lost.
    for (const auto& directory : m_state->places)
        m_state->watch->add(directory);
    for (const auto& directory : m_state->watched)
        m_state->watch->add(directory);
    hint();
}

void StoreWatcher::lose(const std::string& directory) {
    if (m_state->watched.erase(directory) > 0)
        m_state->names.clear();
    if (directory == m_state->root)
        limit(directory, Why::missing);
    else if (m_state->isPlace(directory))
        m_state->watch->add(directory); // another may have come in its place already
    hint();
}

void StoreWatcher::limit(const std::string& directory, Why why) {
    if (directory == m_state->root)
        m_state->rootLost = why == Why::missing;
    else if (why == Why::missing) {
        // Its coming is told by the directory that it would be in.
        if (m_state->isPlace(directory))
            m_state->absent.insert(directory);
        else if (m_state->watched.erase(directory) > 0)
            m_state->names.clear();
        return;
    }
    m_state->limited.insert(directory);
    updatePolling();
}

void StoreWatcher::updatePolling() {
    const Polling polling = !m_state->limited.empty()  ? Polling::noNotices
                            : m_state->calm.isActive() ? Polling::tooMany
                                                       : Polling::no;
    if (polling == m_state->polling)
        return;
    m_state->polling = polling;
    if (polling == Polling::no)
        m_state->poll.stop();
    else if (!m_state->poll.isActive())
        m_state->poll.start();
    Q_EMIT pollingChanged(polling);
}

} // namespace stemma::ui
