// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"

namespace stemma::logging {

enum class Level { trace, debug, info, warning, error, off };

/// `trace`, `debug`, `info`, `warning` (or `warn`), `error`, `off`.
[[nodiscard]] std::optional<Level> levelFromWord(std::string_view word);

/// Where the programs keep what is the person's own: `$XDG_STATE_HOME/stemma`, or `~/.local/state/stemma`;
/// empty if neither can be told.
[[nodiscard]] std::string stateDirectory();
/// `log` in it.
[[nodiscard]] std::string logDirectory();

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The structured log of one program: `logDirectory()/<program>.log`, one JSON object a line with the keys
/// `ts`, `level`, `pid`, `event` and the line's own; four files of 1 MiB are kept. It is a witness and never
/// a hurdle: opened (and its folder made, mode 0700) at the first line that passes the level, and where that
/// fails nothing is logged. Thread-safe. Outlives every function that trace() gave.
class LogFile {
public:
    LogFile(std::string program, Level level);
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void write(Level level, std::string_view event, const Fields& fields = {});

    /// What journal::Environment::trace takes: each step of a unit is one line of level `info` with the key
    /// `transaction`.
    [[nodiscard]] std::function<void(const ActionId&, const std::string& step, const std::string& path)>
    trace();

    /// Why nothing is logged; empty while all is well.
    [[nodiscard]] std::string problem() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::logging
