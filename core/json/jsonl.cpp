// SPDX-License-Identifier: MIT
#include "core/json/jsonl.h"

#include "core/json/json_document.h"

namespace stemma::json {

namespace {

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Why a line can't be used, or nothing.
std::string readLine(std::string_view bytes, Value& value) {
    auto parsed = parse(bytes);
    if (!parsed) {
        const ParseProblem& problem = parsed.error();
        if (problem.message == "not UTF-8")
            return problem.message;
        return "not JSON: column " + std::to_string(problem.column) + ": " + problem.message;
    }
    if (!parsed->isObject())
        return "not an object";
    value = std::move(*parsed);
    return {};
}

} // namespace

JsonLines readJsonLines(std::string_view bytes) {
    JsonLines read;
    std::size_t offset = 0;
    for (std::size_t line = 1; offset < bytes.size(); ++line) {
        const std::size_t newLine = bytes.find('\n', offset);
        const bool torn = newLine == std::string_view::npos;
        const std::size_t length = (torn ? bytes.size() : newLine) - offset;
        const std::string_view content = bytes.substr(offset, length);
        if (torn) {
            read.tornTail = true;
            read.tailOffset = offset;
        }
        if (!isBlank(content)) {
            Value value;
            std::string message = readLine(content, value);
            if (message.empty())
                read.lines.push_back({line, offset, length, std::move(value)});
            else
                read.problems.push_back({line, offset, length, torn ? message + "; " : message});
            if (torn && message.empty())
                read.problems.push_back({line, offset, length, std::string()});
            if (torn)
                read.problems.back().message += "no newline at the end: torn";
        }
        offset += length + 1;
    }
    return read;
}

} // namespace stemma::json
