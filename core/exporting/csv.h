// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/exporting/flat_graph.h"

namespace stemma::exporting {

/// Programs for tables take a text that begins with `=`, `+`, `-` or `@` (or a tab or line end before it) for
/// a formula, and run it: a graph that an agent wrote from somebody's page could so reach out from the
/// machine of whoever opens the table (OWASP, "CSV Injection").
enum class Formulas {
    disarmed, ///< such texts get an apostrophe in front; numbers (`-5`, `+1e3`) stay as they are
    asTheyAre,
};

/// The three tables of a graph.
struct CsvTables {
    std::string nodes;
    std::string relations; ///< and the ends of transitions
    std::string attributes;
};

/// Tables by RFC 4180: UTF-8, a heading, fields quoted where they must be, lines end in CR LF. Several texts
/// in one field have `; ` between them.
[[nodiscard]] CsvTables csvTables(const FlatGraph& flat, Formulas formulas);

/// One record of a table.
[[nodiscard]] std::string csvRecord(const std::vector<std::string>& fields, Formulas formulas);

/// Whether a text is a number: sign, digits, fraction, exponent.
[[nodiscard]] bool isPlainNumber(std::string_view text);

} // namespace stemma::exporting
