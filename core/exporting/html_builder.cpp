// SPDX-License-Identifier: MIT
#include "core/exporting/html_builder.h"

#include <algorithm>
#include <array>

namespace stemma::exporting {

namespace {

bool isBlockName(std::string_view name) {
    constexpr std::array names = {"p",  "div",        "h1",    "h2",      "h3", "h4", "h5",
                                  "h6", "ul",         "ol",    "li",      "dl", "dt", "dd",
                                  "td", "blockquote", "table", "caption", "th", "pre"};
    return std::any_of(names.begin(), names.end(), [name](const char* block) { return name == block; });
}

} // namespace

void HtmlBuilder::open(std::string_view name, std::string_view attributes) {
    m_out.append("<").append(name).append(attributes);
    Element element{std::string(name), isBlockName(name), name == "pre", Direction::none, m_out.size()};
    if (element.isBlock && attributes.find(" dir=\"") != std::string_view::npos)
        element.direction = attributes.find("rtl") != std::string_view::npos ? Direction::rightToLeft
                                                                             : Direction::leftToRight;
    if (element.isCode && element.direction == Direction::none) {
        // Code reads from the left in any language.
        element.direction = Direction::leftToRight;
        const bool inside = std::any_of(m_open.begin(), m_open.end(), [](const Element& outer) {
            return outer.direction == Direction::rightToLeft;
        });
        m_out += inside ? " dir=\"ltr\"" : "";
    }
    m_out.push_back('>');
    m_undecided += element.isBlock && element.direction == Direction::none ? 1 : 0;
    m_open.push_back(std::move(element));
}

void HtmlBuilder::close(std::string_view name) {
    const auto found = std::find_if(m_open.rbegin(), m_open.rend(),
                                    [name](const Element& element) { return element.name == name; });
    if (found == m_open.rend())
        return;
    const auto target = static_cast<std::size_t>(std::distance(found, m_open.rend())) - 1;
    while (m_open.size() > target)
        closeLast();
}

void HtmlBuilder::closeLast() {
    const Element& last = m_open.back();
    m_out.append("</").append(last.name).append(">");
    m_undecided -= last.isBlock && last.direction == Direction::none ? 1 : 0;
    m_open.pop_back();
}

void HtmlBuilder::empty(std::string_view name, std::string_view attributes) {
    m_out.append("<").append(name).append(attributes).append(">");
}

void HtmlBuilder::text(std::string_view text) {
    const bool inCode =
        std::any_of(m_open.begin(), m_open.end(), [](const Element& outer) { return outer.isCode; });
    if (m_undecided > 0 && !inCode)
        settleDirection(firstStrong(text));
    m_out += escaped(text);
}

void HtmlBuilder::settleDirection(Direction direction) {
    if (direction == Direction::none)
        return;
    Direction inherited = Direction::leftToRight;
    for (Element& element : m_open) {
        if (!element.isBlock)
            continue;
        if (element.direction == Direction::none) {
            element.direction = direction;
            --m_undecided;
            if (direction != inherited)
                m_insertions.push_back({element.attributesEnd, direction == Direction::rightToLeft
                                                                   ? " dir=\"rtl\""
                                                                   : " dir=\"ltr\""});
        }
        inherited = element.direction;
    }
}

void HtmlBuilder::insertDirections() {
    std::sort(m_insertions.begin(), m_insertions.end(),
              [](const Insertion& a, const Insertion& b) { return a.at < b.at; });
    std::string merged;
    merged.reserve(m_out.size() + 10 * m_insertions.size());
    std::size_t from = 0;
    for (const Insertion& insertion : m_insertions) {
        merged.append(m_out, from, insertion.at - from).append(insertion.text);
        from = insertion.at;
    }
    m_out = merged.append(m_out, from, std::string::npos);
    m_insertions.clear();
}

std::string HtmlBuilder::take() {
    while (!m_open.empty())
        closeLast();
    insertDirections();
    return std::move(m_out);
}

} // namespace stemma::exporting
