// SPDX-License-Identifier: MIT
#include <utility>

#include "core/json/json_document.h"
#include "core/report/report_summary.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* logName = "audit.jsonl";
constexpr std::uint64_t window = 64 * 1024;

struct Line {
    std::size_t number = 0; ///< 0 if unknown
    std::string_view text;
};

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// The whole lines of the file's end, in order.
std::vector<Line> linesOf(std::string_view bytes, bool fromStart) {
    std::vector<Line> lines;
    std::size_t number = fromStart ? 1 : 0;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view text = bytes.substr(0, end);
        if (!isBlank(text))
            lines.push_back({number, text});
        if (number > 0)
            ++number;
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    return lines;
}

bool isEvent(const Value& value) {
    return value.isObject() && value.stringAt("action_id") && value.stringAt("ts") &&
           value.stringAt("actor") && value.stringAt("action_type");
}

/// What is seen without parsing: good enough for a list; the history reads every line.
bool looksLikeAnEvent(std::string_view text) {
    return text.starts_with('{') && (text.ends_with('}') || text.ends_with("}\r")) &&
           text.find("\"action_type\"") != std::string_view::npos;
}

LastChange changeFrom(const Value& event) {
    return LastChange{event.stringAt("ts").value_or(""), event.stringAt("actor").value_or(""),
                      event.stringAt("action_type").value_or(""), event.stringAt("request_id")};
}

std::string titleFrom(const Value& event) {
    const Value* payload = event.find("payload");
    for (const char* key : {"new_title", "initial_title"}) {
        if (auto title = payload ? payload->stringAt(key) : std::nullopt; title && !title->empty())
            return *title;
    }
    return {};
}

void addProblem(LogEnd& end, std::size_t unreadable, std::size_t firstLine) {
    if (unreadable == 0)
        return;
    end.problems.push_back({"log-line-unreadable", Severity::warning,
                            unreadable == 1 ? "a line of the log can't be read"
                                            : std::to_string(unreadable) + " lines of the log can't be read",
                            firstLine, "The history shows them; nothing needs to be done to go on."});
}

void readLines(LogEnd& end, const std::vector<Line>& lines) {
    std::size_t unreadable = 0;
    std::size_t firstUnreadable = 0;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        bool good = looksLikeAnEvent(line->text);
        if (good && !end.change) {
            const auto value = json::parse(line->text);
            good = value && isEvent(*value);
            if (good) {
                end.change = changeFrom(*value);
                end.title = titleFrom(*value);
            }
        }
        if (!good) {
            ++unreadable;
            firstUnreadable = line->number;
        }
    }
    addProblem(end, unreadable, firstUnreadable);
}

} // namespace

LogEnd readLogEnd(io::Disk& disk, const io::Open& directory) {
    LogEnd end;
    const auto file = io::openFile(disk, directory, logName, io::OpenMode::read);
    const auto stamp = file ? disk.stat(file->get()) : Result<io::FileStamp>();
    const std::uint64_t start = stamp && stamp->size > window ? stamp->size - window : 0;
    const auto bytes = file && stamp ? disk.read(file->get(), start, window) : Result<std::string>();
    if (!file && file.error().code == ErrorCode::notFound) {
        end.problems.push_back({"log-missing", Severity::warning, "the log audit.jsonl is missing", 0,
                                "The next change starts a new one; older versions are found in backups/."});
        return end;
    }
    end.exists = true;
    if (!file || !stamp || !bytes) {
        const Error& error = !file ? file.error() : !stamp ? stamp.error() : bytes.error();
        end.problems.push_back(
            {"log-unreadable", Severity::warning, "the log can't be read: " + error.detail, 0, {}});
        return end;
    }
    end.stamp = *stamp;
    std::string_view text = *bytes;
    if (start > 0) { // from the first whole line on
        const std::size_t first = text.find('\n');
        text.remove_prefix(first == std::string_view::npos ? text.size() : first + 1);
    }
    const std::vector<Line> lines = linesOf(text, start == 0);
    readLines(end, lines);
    if (!bytes->empty() && bytes->back() != '\n')
        end.problems.push_back(
            {"log-torn", Severity::warning, "the last line of the log was cut off", 0,
             "The next save mends it, or “recover” now: igloo-mcp would lose its next event."});
    return end;
}

std::string titleOfDamaged(std::string_view bytes) {
    constexpr std::string_view key = "\"title\":";
    const std::size_t at = bytes.substr(0, 4096).find(key);
    if (at == std::string_view::npos)
        return {};
    const std::size_t open = bytes.find_first_not_of(" \t\r\n", at + key.size());
    if (open == std::string_view::npos || bytes[open] != '"')
        return {};
    std::size_t close = open + 1;
    while (close < bytes.size() && bytes[close] != '"' && bytes[close] != '\n')
        close += bytes[close] == '\\' ? 2 : 1;
    if (close >= bytes.size())
        return {};
    const auto title = json::parse(bytes.substr(open, close + 1 - open));
    return title && title->isString() && !title->hasLoneSurrogate() ? title->text() : std::string();
}

} // namespace stemma::report
