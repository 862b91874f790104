// SPDX-License-Identifier: MIT
#include "core/report/front_matter.h"

#include <optional>

namespace stemma::report {

namespace {

constexpr std::string_view lineBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(lineBlanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(lineBlanks) - first + 1);
}

std::string unquoted(std::string_view text) {
    text = trimmed(text);
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

/// `[a, "b"]`, or `a, b`.
std::vector<std::string> listOf(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']')
        text = text.substr(1, text.size() - 2);
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        if (std::string item = unquoted(text.substr(0, comma)); !item.empty())
            items.push_back(std::move(item));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return items;
}

/// Takes the lines one by one.
class Reader {
public:
    explicit Reader(std::string_view text)
        : m_text(text) {}

    [[nodiscard]] std::optional<std::string_view> next() {
        if (m_at >= m_text.size())
            return std::nullopt;
        const std::size_t end = m_text.find('\n', m_at);
        const std::string_view line = m_text.substr(m_at, end - m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end + 1;
        return line;
    }
    [[nodiscard]] std::size_t at() const { return m_at; }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

bool isFence(std::string_view line) {
    const std::string_view text = trimmed(line);
    return text == "---" || text == "...";
}

void take(FrontMatter& matter, std::string_view key, std::string_view value) {
    if (key == "title")
        matter.title = unquoted(value);
    else if (key == "description" || key == "summary")
        matter.description = unquoted(value);
    else if (key == "tags" || key == "keywords")
        matter.tags = listOf(value);
    else
        matter.otherKeys.emplace_back(key);
}

} // namespace

FrontMatter readFrontMatter(std::string_view markdown) {
    Reader reader(markdown);
    FrontMatter matter;
    const auto first = reader.next();
    if (!first || trimmed(*first) != "---")
        return {};
    std::string key;
    while (const auto line = reader.next()) {
        if (isFence(*line)) {
            matter.length = reader.at();
            return matter;
        }
        const std::string_view text = trimmed(*line);
        const std::size_t colon = text.find(':');
        if (text.starts_with("- ") && key == "tags")
            matter.tags.push_back(unquoted(text.substr(2)));
        else if (!line->starts_with(' ') && !line->starts_with('-') && colon != std::string_view::npos)
            take(matter, key = text.substr(0, colon), text.substr(colon + 1));
        else if (!text.empty() && !text.starts_with('#') && key.empty())
            return {}; // a rule and a text, and no front matter
    }
    return {}; // never closed
}

} // namespace stemma::report
