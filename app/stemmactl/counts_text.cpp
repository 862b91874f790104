// SPDX-License-Identifier: MIT
#include "app/stemmactl/counts_text.h"

namespace stemma::ctl {

std::string countsText(const std::optional<history::ChangeCounts>& counts) {
    if (!counts)
        return "?";
    std::string text;
    const auto add = [&text](char sign, std::size_t count) {
        if (count > 0)
            text += (text.empty() ? "" : " ") + (sign + std::to_string(count));
    };
    add('+', counts->added);
    add('~', counts->edited);
    add('>', counts->moved);
    add('-', counts->removed);
    return text.empty() ? "none" : text;
}

} // namespace stemma::ctl
