// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QString>

namespace stemma::ui {

/// Where a word stands in a line of prose.
struct ProseWord {
    qsizetype position = 0;
    qsizetype length = 0;
    friend bool operator==(const ProseWord&, const ProseWord&) = default;
};

/// The words of one line of Markdown whose spelling means something: not code between backticks, addresses,
/// names in capitals or with digits, underscores or capitals within. Apostrophes within a word belong to it.
/// Scripts without blanks between words have none.
[[nodiscard]] std::vector<ProseWord> proseWords(const QString& line);

} // namespace stemma::ui
