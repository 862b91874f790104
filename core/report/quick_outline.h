// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/disk.h"
#include "core/report/outline_texts.h"
#include "core/report/report_index.h"

namespace stemma::report {

/// The head of an outline in which nothing is out of the ordinary.
struct QuickOutline {
    std::string reportId, title, createdAt, updatedAt;
    std::string status = "active";
    std::vector<std::string> tags;
    std::int64_t outlineVersion = 1;
    std::size_t sections = 0, insights = 0;
};

/// Reads outlines and indexes many times as fast as the parser that keeps every byte, with simdjson (Langdale
/// and Lemire, “Parsing gigabytes of JSON per second”, 2019), for looking through whole libraries. It knows
/// only one answer, “all of it is as igloo-mcp writes it”: wherever it is in doubt it gives nothing, and the
/// whole judge has to look. For one thread at a time; keep it for many files.
class QuickReader {
public:
    QuickReader();
    ~QuickReader();
    QuickReader(const QuickReader&) = delete;
    QuickReader& operator=(const QuickReader&) = delete;

    enum class Wanted {
        listed,   ///< igloo-mcp reads it without a coercion, and it doesn't harm the index (W1)
        spotless, ///< and judgeOutlineBytes() has no problem to tell at all
    };
    /// What outlineHead() would say of such an outline.
    [[nodiscard]] std::optional<QuickOutline> outline(std::string_view bytes, Wanted wanted);
    /// The same without a copy of the bytes.
    [[nodiscard]] std::optional<QuickOutline> outline(const io::FileBuffer& file, Wanted wanted);

    /// The same of a listed outline, and its texts (forEachText()).
    [[nodiscard]] std::optional<QuickOutline> outline(const io::FileBuffer& file, const TextSink& texts);
    [[nodiscard]] std::optional<QuickOutline> outline(std::string_view bytes, const TextSink& texts);

    /// The entries of an index, line by line, in which every line is one that igloo-mcp takes.
    [[nodiscard]] std::optional<std::vector<IndexEntry>> indexLines(std::string_view bytes);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::report
