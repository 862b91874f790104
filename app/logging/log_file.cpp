// SPDX-License-Identifier: MIT
#include "app/logging/log_file.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <mutex>

#include "core/base/clock.h"
#include "core/json/json_value.h"
#include "core/json/python_format.h"

namespace stemma::logging {

namespace {

constexpr std::size_t fileSize = std::size_t{1} << 20;
constexpr std::size_t olderFiles = 3;

spdlog::level::level_enum spdlogLevel(Level level) {
    switch (level) {
    case Level::trace:
        return spdlog::level::trace;
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    case Level::off:
        return spdlog::level::off;
    }
    return spdlog::level::off;
}

const char* levelWord(Level level) {
    constexpr std::array words{"trace", "debug", "info", "warning", "error", "off"};
    return words[static_cast<std::size_t>(level)];
}

/// Makes a folder and those above it, for this person only. An existing one keeps its mode.
bool makePrivateFolders(const std::string& path) {
    for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
        const std::string part = path.substr(0, at);
        if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST)
            return false;
        if (at == std::string::npos)
            return true;
    }
}

std::string lineOf(Level level, std::string_view event, const Fields& fields) {
    std::vector<std::pair<std::string, json::Value>> members{
        {"ts", json::Value::string(isoText(SystemClock{}.now()))},
        {"level", json::Value::string(levelWord(level))},
        {"pid", json::Value::integer(getpid())},
        {"event", json::Value::string(std::string(event))},
    };
    for (const auto& [key, value] : fields)
        members.emplace_back(key, json::Value::string(value));
    return json::pythonLine(json::Value::object(std::move(members)));
}

} // namespace

std::optional<Level> levelFromWord(std::string_view word) {
    for (const Level level :
         {Level::trace, Level::debug, Level::info, Level::warning, Level::error, Level::off})
        if (word == levelWord(level))
            return level;
    return word == "warn" ? std::optional(Level::warning) : std::nullopt;
}

std::string stateDirectory() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && state[0] == '/')
        return std::string(state) + "/stemma";
    const char* home = std::getenv("HOME");
    if (home != nullptr && home[0] == '/')
        return std::string(home) + "/.local/state/stemma";
    return {};
}

std::string logDirectory() {
    const std::string state = stateDirectory();
    return state.empty() ? state : state + "/log";
}

struct LogFile::State {
    std::string program;
    Level level;
    std::once_flag opened;
    std::unique_ptr<spdlog::logger> logger;
    mutable std::mutex problemMutex;
    std::string problem;

    void setProblem(std::string why) {
        const std::lock_guard lock(problemMutex);
        problem = std::move(why);
    }

    void open() {
        const std::string directory = logDirectory();
        if (directory.empty()) {
            setProblem("no home folder is known");
            return;
        }
        if (!makePrivateFolders(directory)) {
            setProblem(directory + ": " + std::strerror(errno));
            return;
        }
        // spdlog reports a file that can't be opened by an exception; it ends here.
        try {
            auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                directory + "/" + program + ".log", fileSize, olderFiles);
            logger = std::make_unique<spdlog::logger>(program, std::move(sink));
            logger->set_pattern("%v");
            logger->set_level(spdlogLevel(level));
            logger->flush_on(spdlog::level::trace);
            logger->set_error_handler([this](const std::string& why) { setProblem(why); });
        } catch (const std::exception& error) {
            logger.reset();
            setProblem(error.what());
        }
    }
};

LogFile::LogFile(std::string program, Level level)
    : m_state(std::make_unique<State>()) {
    m_state->program = std::move(program);
    m_state->level = level;
}

LogFile::~LogFile() = default;

void LogFile::write(Level level, std::string_view event, const Fields& fields) {
    if (level < m_state->level || level == Level::off)
        return;
    std::call_once(m_state->opened, [this] { m_state->open(); });
    if (m_state->logger)
        m_state->logger->log(spdlogLevel(level), "{}", lineOf(level, event, fields));
}

std::function<void(const ActionId&, const std::string&, const std::string&)> LogFile::trace() {
    return [this](const ActionId& action, const std::string& step, const std::string& path) {
        write(Level::info, step, {{"transaction", action.text()}, {"path", path}});
    };
}

std::string LogFile::problem() const {
    const std::lock_guard lock(m_state->problemMutex);
    return m_state->problem;
}

} // namespace stemma::logging
