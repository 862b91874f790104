// SPDX-License-Identifier: MIT
#include "app/stemma/command_line.h"

#include <array>
#include <filesystem>
#include <string_view>

#include <CLI/CLI.hpp>

namespace stemma::app {

namespace {

/// Qt's options that take a value in the next argument, as QGuiApplication documents them.
constexpr std::array<std::string_view, 8> qtOptions{"-platform",        "-style",       "-stylesheet",
                                                    "-session",         "-display",     "-geometry",
                                                    "-qwindowgeometry", "-qwindowtitle"};

/// The arguments without Qt's, last first, as CLI11 takes them.
std::vector<std::string> ownArguments(int argc, char** argv) {
    std::vector<std::string> own;
    for (int at = 1; at < argc; ++at) {
        const std::string_view argument = argv[at];
        bool isQts = false;
        for (const auto option : qtOptions)
            isQts = isQts || argument == option;
        if (isQts)
            ++at;
        else
            own.insert(own.begin(), std::string(argument));
    }
    return own;
}

} // namespace

CommandLine readCommandLine(int argc, char** argv) {
    CLI::App app("Opens a library of reports: what changed, who changed it, and any version back.", "stemma");
    Invocation invocation;
    std::string level = "info";
    bool newWindow = false;
    app.add_option("PATH", invocation.path,
                   "the folder of a library, or an exported report to import; without it, the last library "
                   "is opened");
    app.add_flag("--sample", invocation.sample, "open the sample library, in a folder of yours");
    app.add_flag("--new-window", newWindow, "open a window of its own (each start does)");
    app.add_option("--log-level", level, "trace, debug, info, warning, error or off")
        ->check([](const std::string& word) {
            return logging::levelFromWord(word) ? std::string() : "no such level: " + word;
        });
    app.set_version_flag("--version", "stemma " STEMMA_VERSION);
    app.footer("Examples:\n  stemma ~/.igloo_mcp/reports\n  stemma q3.stemma-report\n  stemma --sample");
    try {
        app.parse(ownArguments(argc, argv));
    } catch (const CLI::ParseError& stop) {
        const int code = app.exit(stop);
        return {std::nullopt, code == 0 ? 0 : 2};
    }
    invocation.logLevel = logging::levelFromWord(level).value_or(logging::Level::info);
    if (!invocation.path.empty()) {
        std::error_code failed;
        const auto absolute = std::filesystem::absolute(invocation.path, failed).lexically_normal();
        if (!failed)
            invocation.path = absolute.string();
        while (invocation.path.size() > 1 && invocation.path.back() == '/')
            invocation.path.pop_back();
    }
    return {invocation, 0};
}

} // namespace stemma::app
