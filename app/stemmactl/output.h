// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/json_value.h"

namespace stemma::ctl {

/// The exit codes that are no error (the contract is in `stemmactl --help`).
inline constexpr int exitDone = 0;
inline constexpr int exitNo = 1;

[[nodiscard]] int exitCode(ErrorCode code);

/// What goes to the person or the script: data to standard output, everything else to standard error.
class Output {
public:
    struct Style {
        bool json = false;
        bool quiet = false;
    };
    explicit Output(Style style)
        : m_style(style) {}

    [[nodiscard]] bool json() const { return m_style.json; }
    [[nodiscard]] bool quiet() const { return m_style.quiet; }

    /// One JSON value as one line, as Python writes it.
    void value(const json::Value& value);
    /// Bytes as they are.
    void bytes(std::string_view bytes);
    /// A line of text; a newline is added.
    void line(std::string_view text);

    /// A remark on standard error; `--quiet` leaves it out.
    void note(std::string_view text) const;
    /// What the person must know although the work is done.
    void warning(std::string_view text) const;
    /// The progress of long work, on a terminal only; an empty text wipes it out.
    void progress(std::string_view text) const;

    /// Tells an error and returns its exit code.
    [[nodiscard]] int failure(const Error& error) const;
    [[nodiscard]] int failure(ErrorCode code, std::string action, std::string path, std::string detail,
                              std::string advice = {}) const {
        return failure(
            fail(code, std::move(action), std::move(path), std::move(detail), std::move(advice)).value());
    }
    /// Tells why the answer is no, and returns exitNo.
    [[nodiscard]] int answerNo(const Error& error) const;

    /// Something was written for good: a result that can't be printed any more is a warning then, not a
    /// failure.
    void markCommitted() { m_committed = true; }
    [[nodiscard]] bool committed() const { return m_committed; }

    /// Hands everything to the system; the errno of the first failure, or 0.
    [[nodiscard]] int flush();

private:
    void tell(const char* code, const Error& error) const;

    Style m_style;
    bool m_committed = false;
    int m_lost = 0; ///< errno of the first write that failed
};

/// Text that can stand in one line of a terminal: control and direction characters and bytes that are no
/// UTF-8 are replaced, so that no title can act on the terminal.
[[nodiscard]] std::string printable(std::string_view text);
/// The same, with newlines and tabs kept.
[[nodiscard]] std::string printableLines(std::string_view text);

/// A printable text cut to so many columns of a terminal, with an ellipsis where something is missing.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t limit);

/// Rows under a heading, each column as wide as its widest cell (but for the last).
class Table {
public:
    explicit Table(std::vector<std::string> heading)
        : m_rows{std::move(heading)} {}
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    void print(Output& out) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// `2025-03-11 10:12:02` in local time; a text that is no time stays as it is (made printable).
[[nodiscard]] std::string localTime(const std::string& iso);

} // namespace stemma::ctl
