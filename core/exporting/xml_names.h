// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace stemma::exporting {

/// A text as XML's NMTOKEN (XML 1.0, 5th edition, productions 4a and 7): every other character is `_`, also
/// the colon, which means something in names. Never empty.
[[nodiscard]] std::string nameToken(std::string_view text);

/// Names that are given away, each once.
struct TakenNames {
    std::set<std::string> names;
    std::map<std::string, std::size_t> counts; ///< where a name's numbers have come to
};

/// As nameToken(), and none that is in `taken` (`mass`, `mass_2` …); it is added there.
[[nodiscard]] std::string freeNameToken(std::string_view text, TakenNames& taken);

} // namespace stemma::exporting
