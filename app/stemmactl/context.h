// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/logging/log_file.h"
#include "app/stemmactl/output.h"
#include "app/stemmactl/signals.h"
#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/history/audit_log.h"
#include "core/io/disk.h"
#include "core/io/lock_keeper.h"
#include "core/journal/save_unit.h"

namespace stemma::ctl {

/// What the options that every command takes say.
struct GlobalOptions {
    std::string library; ///< empty: $STEMMA_LIBRARY, else the default root
    bool json = false;
    bool quiet = false;
    bool breakLock = false;
    history::Actor actor = history::Actor::human;
    std::optional<std::string> requestId;
    double timeout = 30;
    logging::Level logLevel = logging::Level::info;
};

/// What a command works with: one of each thing, made once. Its end waits for the linger of the locks;
/// everything is printed before that.
class Context {
public:
    Context(GlobalOptions options, Signals& signals);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    Output out;

    [[nodiscard]] const GlobalOptions& options() const { return m_options; }
    [[nodiscard]] io::Disk& disk() const { return *m_disk; }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    [[nodiscard]] logging::LogFile& log() { return m_log; }
    [[nodiscard]] Signals& signals() { return m_signals; }
    [[nodiscard]] std::stop_token stop() const { return m_signals.stop(); }

    [[nodiscard]] io::LockOptions lockOptions() const;
    /// Long work that can be cancelled; on a terminal it is seen ("reading 3 of 40").
    [[nodiscard]] Progress progress(std::string what) const;

private:
    GlobalOptions m_options;
    Signals& m_signals;
    std::unique_ptr<io::Disk> m_disk;
    SystemClock m_clock;
    logging::LogFile m_log;
    io::LockKeeper m_locks;
    journal::Environment m_environment;
};

/// What the command line asks for, chosen while it is parsed and run afterwards; returns the exit code.
using Action = std::function<int(Context&)>;

} // namespace stemma::ctl
