// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json/json_value.h"
#include "core/report/outline.h"

namespace stemma::report {

/// What igloo-mcp says to an outline file, coercions included (reports-format.md, 4.1–4.7), and what Stemma
/// adds.
struct Verdict {
    bool peerReads = true;         ///< igloo-mcp loads it
    std::vector<Problem> problems; ///< the reasons if not (severity error), and everything else worth telling
    json::Value document;          ///< what judgeOutlineBytes() parsed; null if the bytes are no JSON
};

/// Judges a whole file: bytes (BOM, UTF-8, JSON, depth), then every rule.
[[nodiscard]] Verdict judgeOutlineBytes(std::string_view bytes);

/// Judges a parsed document.
[[nodiscard]] Verdict judgeOutline(const json::Value& document);

/// The first reason why an outline must not be written: what igloo-mcp could not read, or would be harmed by
/// (W1: bad metadata.status or tags), or could never write again (a lone surrogate). Empty if it may.
[[nodiscard]] std::string whyNotWritable(const json::Value& document);

} // namespace stemma::report
