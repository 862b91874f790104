// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <random>
#include <string>
#include <tuple>

#include "core/json/json_value.h"
#include "core/report/text_query.h"

/// What the tests of searches share: a plain search, and odd spellings of the same texts.
namespace searches {

/// Part, id, field.
using Place = std::tuple<std::string, std::string, std::string>;

Place placeOf(const stemma::report::FoundText& found);

/// How often the query stands in each field of a parsed outline, by Qt's way of looking for it.
std::map<Place, std::size_t> plainSearch(const stemma::json::Value& outline,
                                         const stemma::report::TextQuery& query);

/// A text and an outline that has it in many places and in letters of both cases.
class OddTexts {
public:
    explicit OddTexts(unsigned seed)
        : m_random(seed) {}

    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(m_random);
    }
    /// Words with quotes, line ends, letters beyond ASCII and beyond the first plane.
    std::string text();
    /// A piece of such a text, in letters of any case.
    stemma::report::TextQuery query();
    /// An outline of such texts; now and then with what the format doesn't know.
    stemma::json::Value outline(const std::string& id);
    /// Puts a new text into one of its fields.
    void edit(stemma::json::Value& outline);
    /// The same document, with escapes where none are needed.
    std::string respelled(const std::string& json);

private:
    std::string word();

    std::mt19937 m_random;
};

} // namespace searches
