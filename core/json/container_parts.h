// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/json/json_value.h"

namespace stemma::json {

/// What an array or object holds, and how it lay in its source. For the files of this room only.
struct ContainerParts {
    std::vector<Value> items;
    std::vector<Spacing> itemSpacing; ///< one for each item; positional: it stays where it is when items move
    std::vector<Member> members;

    std::uint64_t document = 0; ///< which parse it comes of; 0: made by hand
    std::uint32_t depth = 0;    ///< in that document
    bool laidOut = false;       ///< beforeClose holds
    std::string beforeClose;    ///< white space before the closing bracket
    Spacing around;             ///< of the document's outermost value
};

} // namespace stemma::json
