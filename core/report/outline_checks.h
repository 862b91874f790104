// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/json/json_value.h"
#include "core/report/outline.h"

namespace stemma::report {

/// Gathers problems; beyond a few hundred it only counts, so that a hostile file can't fill the memory.
class ProblemList {
public:
    void add(std::string rule, Severity severity, std::string message, std::string fix = {},
             std::size_t line = 0);
    /// What was gathered, with a last line on what was left out.
    [[nodiscard]] std::vector<Problem> take();

private:
    std::vector<Problem> m_problems;
    std::size_t m_leftOut = 0;
};

/// Looks at every value: numbers that Python can't read (then the answer is no), NaN, doubled keys.
[[nodiscard]] bool checkValues(const json::Value& document, ProblemList& problems);

/// What harms igloo-mcp though it reads the outline: metadata that disables its whole store
/// (reports-format.md, W1) and text that it could never write again. All of severity `error`.
void checkHarm(const json::Value& document, ProblemList& problems);

/// What is legal but worth telling: unknown keys, references, doubled ids, odd times, values that the next
/// save of igloo-mcp respells.
void checkCare(const json::Value& document, ProblemList& problems);

} // namespace stemma::report
