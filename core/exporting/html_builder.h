// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/exporting/html_text.h"

namespace stemma::exporting {

/// Writes HTML that is well-formed whatever is asked of it, and gives each block the direction of its own
/// text.
class HtmlBuilder {
public:
    /// `attributes` are ready to be written: escaped, each with a blank before it.
    void open(std::string_view name, std::string_view attributes);
    /// Closes the innermost open element of this name, and what is open in it; nothing if none is.
    void close(std::string_view name);
    void empty(std::string_view name, std::string_view attributes);
    void text(std::string_view text);

    [[nodiscard]] std::size_t depth() const { return m_open.size(); }
    /// Closes what is open and gives the page.
    [[nodiscard]] std::string take();

private:
    struct Element {
        std::string name;
        bool isBlock = false;
        bool isCode = false;
        Direction direction = Direction::none; ///< none: no strong character yet
        std::size_t attributesEnd = 0;
    };
    struct Insertion {
        std::size_t at;
        std::string_view text;
    };

    void closeLast();
    void settleDirection(Direction direction);
    void insertDirections();

    std::string m_out;
    std::vector<Element> m_open;
    std::vector<Insertion> m_insertions;
    std::size_t m_undecided = 0; ///< blocks that are open and have no direction
};

} // namespace stemma::exporting
