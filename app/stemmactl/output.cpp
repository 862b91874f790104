// SPDX-License-Identifier: MIT
#include "app/stemmactl/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "core/json/python_format.h"

namespace stemma::ctl {

int exitCode(ErrorCode code) {
    switch (code) {
    case ErrorCode::usage:
        return 2;
    case ErrorCode::notFound:
        return 3;
    case ErrorCode::conflict:
        return 4;
    case ErrorCode::locked:
        return 5;
    case ErrorCode::damaged:
        return 6;
    case ErrorCode::io:
        return 7;
    case ErrorCode::unsafe:
        return 8;
    case ErrorCode::cancelled:
        return 130;
    }
    return 7;
}

void Output::bytes(std::string_view bytes) {
    if (m_lost == 0 && std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size())
        m_lost = errno;
}

void Output::line(std::string_view text) {
    bytes(text);
    bytes("\n");
}

void Output::value(const json::Value& value) {
    line(json::pythonLine(value));
}

void Output::note(std::string_view text) const {
    if (!m_style.quiet)
        std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

void Output::warning(std::string_view text) const {
    std::fprintf(stderr, "stemmactl: warning: %.*s\n", static_cast<int>(text.size()), text.data());
}

void Output::progress(std::string_view text) const {
    if (!m_style.quiet && isatty(STDERR_FILENO) != 0)
        std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(text.size()), text.data());
}

void Output::tell(const char* code, const Error& error) const {
    if (!m_style.json) {
        std::fprintf(stderr, "stemmactl: %s\n", printableLines(describe(error)).c_str());
        return;
    }
    std::vector<std::pair<std::string, json::Value>> members{
        {"code", json::Value::string(code)},
        {"message", json::Value::string(describe(error))},
        {"path", json::Value::string(error.path)},
        {"detail", json::Value::string(error.detail)},
    };
    if (error.code == ErrorCode::io)
        members.emplace_back("committed",
                             json::Value::string(error.committed == Committed::unknown ? "unknown" : "no"));
    const auto value = json::Value::object({{"error", json::Value::object(std::move(members))}});
    std::fprintf(stderr, "%s\n", json::pythonLine(value).c_str());
}

int Output::failure(const Error& error) const {
    tell(codeWord(error.code), error);
    return exitCode(error.code);
}

int Output::answerNo(const Error& error) const {
    tell("no", error);
    return exitNo;
}

int Output::flush() {
    if (std::fflush(stdout) != 0 && m_lost == 0)
        m_lost = errno;
    return m_lost;
}

} // namespace stemma::ctl
