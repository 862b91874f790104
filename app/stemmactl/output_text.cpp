// SPDX-License-Identifier: MIT
#include <wchar.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>

#include "app/stemmactl/output.h"
#include "app/stemmactl/unicode_text.h"
#include "core/base/clock.h"
#include "core/json/utf8.h"

namespace stemma::ctl {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Decoded {
    char32_t character = 0;
    std::size_t bytes = 1; ///< taken; one of a byte that is no UTF-8
    bool valid = false;
};

/// The first character of a text that isn't empty.
Decoded decode(std::string_view text) {
    const std::size_t length = json::sequenceLength(text, 0, json::Surrogates::refused);
    if (length == 0)
        return {};
    return {characterOf(text.substr(0, length)), length, true};
}

/// What could act on a terminal or turn the order of the text around it.
bool acts(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string cleaned(std::string_view text, std::string_view kept) {
    std::string out;
    while (!text.empty()) {
        const Decoded first = decode(text);
        const bool keep = text[0] != '\0' && kept.find(text[0]) != std::string_view::npos;
        if (first.valid && (keep || !acts(first.character)))
            out += text.substr(0, first.bytes);
        else if (text[0] == '\n' || text[0] == '\t')
            out += ' ';
        else
            out += replacement;
        text.remove_prefix(first.bytes);
    }
    return out;
}

/// How many columns a terminal gives the text, which is printable().
std::size_t columns(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Decoded first = decode(text);
        const int taken = wcwidth(static_cast<wchar_t>(first.character));
        width += taken < 0 ? 1 : static_cast<std::size_t>(taken);
        text.remove_prefix(first.bytes);
    }
    return width;
}

} // namespace

std::string printable(std::string_view text) {
    return cleaned(text, "");
}
std::string printableLines(std::string_view text) {
    return cleaned(text, "\n\t");
}

std::string shortened(const std::string& text, std::size_t limit) {
    if (columns(text) <= limit)
        return text;
    std::size_t end = 0;
    while (columns(std::string_view(text).substr(0, end)) + 1 < limit)
        end += decode(std::string_view(text).substr(end)).bytes;
    return text.substr(0, end) + "\u2026";
}

void Table::print(Output& out) const {
    std::vector<std::size_t> widths;
    for (const auto& row : m_rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columns(row[i]));
    }
    for (const auto& row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line.append(widths[i] - columns(row[i]) + 2, ' ');
        }
        out.line(line.substr(0, line.find_last_not_of(' ') + 1));
    }
}

std::string localTime(const std::string& iso) {
    const auto moment = parseIso(iso);
    if (!moment)
        return printable(iso);
    const auto seconds = static_cast<std::time_t>(moment->micros / 1'000'000);
    std::tm parts{};
    std::array<char, 32> text{};
    if (localtime_r(&seconds, &parts) == nullptr ||
        std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts) == 0)
        return printable(iso);
    return text.data();
}

} // namespace stemma::ctl
