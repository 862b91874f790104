// SPDX-License-Identifier: MIT
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/json/json_value.h"

/// Random outlines and random changes to them, the same for the same seed.
class MergeRandom {
public:
    explicit MergeRandom(unsigned seed)
        : m_engine(seed) {}

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(m_engine()) % end; }
    bool once(std::size_t in) { return below(in) == 0; }

    /// An outline that igloo-mcp can read. `odd`: as it may become with time: doubled ids, dangling and
    /// doubled references, orphans, fields left out, unknown keys.
    stemma::json::Value outline(bool odd);
    /// In a layout that somebody may have left it in.
    std::string laidOut(const stemma::json::Value& outline);

    /// Changes an outline as a person or an agent would, some steps. `mark` is a word that begins all words
    /// that it puts in: each is in the outline once.
    std::string changed(const std::string& bytes, const std::string& mark, std::size_t steps);

    /// Some words, in one or several lines.
    std::string prose();
    /// The prose with one change to its words or lines.
    std::string rewritten(const std::string& text);
    std::string word() { return m_mark + std::to_string(++m_words) + "x"; }

    /// Changes only parts whose id ends in an even (0) or an odd digit (1), and of the report only what is
    /// left to that half.
    std::string changedHalf(const std::string& bytes, int half, std::size_t steps);

private:
    stemma::json::Value section(int number);
    stemma::json::Value insight(int number);
    void makeOdd(stemma::json::Value& outline);
    void change(stemma::json::Value& document);
    void changeByEdit(stemma::json::Value& document);
    void changeSection(stemma::json::Value& section);
    void changeInsight(stemma::json::Value& insight);
    void changeReport(stemma::json::Value& document);
    void changeCitations(stemma::json::Value& insight);
    void apply(stemma::json::Value& document, const std::string& edits);
    void touch(stemma::json::Value& part);
    std::string anyId(const stemma::json::Value& document, const char* list, const char* key);

    std::mt19937 m_engine;
    std::string m_mark = "w";
    int m_words = 0;
    int m_newIds = 0;
    int m_half = -1; ///< -1: all parts
};
