// SPDX-License-Identifier: MIT
#include "core/report/outline_stamps.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "core/json/json_document.h"

namespace stemma::report {

namespace {

struct Range {
    std::size_t at = 0;
    std::size_t length = 0;
};

/// Where the values of both fields stand, in the order of the text.
struct Stamps {
    Range first, second;
    bool versionFirst = false;
};

/// Walks over the members of an outline without reading what is in them.
class TopScanner {
public:
    explicit TopScanner(std::string_view text)
        : m_text(text) {}

    std::optional<Stamps> find() {
        std::optional<Range> time, version;
        skipBlank();
        if (next() != '{')
            return std::nullopt;
        ++m_at;
        while (!time || !version) {
            skipBlank();
            const std::size_t keyAt = m_at;
            if (next() != '"' || !skipString())
                return std::nullopt;
            const std::string_view key = m_text.substr(keyAt, m_at - keyAt);
            skipBlank();
            if (next() != ':')
                return std::nullopt;
            ++m_at;
            skipBlank();
            const std::size_t valueAt = m_at;
            if (!skipValue())
                return std::nullopt;
            const Range value{valueAt, m_at - valueAt};
            if (key == "\"updated_at\"")
                time = value;
            else if (key == "\"outline_version\"")
                version = value;
            skipBlank();
            if (next() == ',')
                ++m_at;
        }
        if (version->at < time->at)
            return Stamps{*version, *time, true};
        return Stamps{*time, *version, false};
    }

private:
    [[nodiscard]] char next() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skipBlank() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

    bool skipString() {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '\\') {
                ++m_at;
            } else if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
        }
        return false;
    }

    bool skipValue() {
        std::size_t depth = 0;
        do {
            const std::size_t at = m_text.find_first_of(depth == 0 ? "\"[{,]} \t\r\n" : "\"[{]}", m_at);
            if (at == std::string_view::npos)
                return false;
            m_at = at;
            const char c = next();
            if (c == '"') {
                if (!skipString())
                    return false;
            } else if (c == '[' || c == '{') {
                ++depth;
                ++m_at;
            } else if (depth > 0) { // a closing bracket
                --depth;
                ++m_at;
            } else {
                return true; // what ends a number or a word
            }
        } while (depth > 0);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

std::string_view textOf(std::string_view text, const Range& range) {
    return text.substr(range.at, range.length);
}

} // namespace

std::optional<Restamped> restamped(std::string_view from, std::string_view to, std::string_view text) {
    const auto old = TopScanner(from).find();
    const auto now = TopScanner(to).find();
    const auto own = TopScanner(text).find();
    if (!old || !now || !own || old->versionFirst != now->versionFirst ||
        own->versionFirst != now->versionFirst)
        return std::nullopt;
    const auto stamped = [&](std::string_view source, const Stamps& at) {
        std::string out(source.substr(0, at.first.at));
        out.append(textOf(to, now->first));
        const std::size_t between = at.first.at + at.first.length;
        out.append(source.substr(between, at.second.at - between)).append(textOf(to, now->second));
        return out.append(source.substr(at.second.at + at.second.length));
    };
    if (stamped(from, *old) != to)
        return std::nullopt;
    auto first = json::parse(textOf(to, now->first));
    auto second = json::parse(textOf(to, now->second));
    if (!first || !second)
        return std::nullopt;
    if (now->versionFirst)
        std::swap(first, second);
    return Restamped{stamped(text, *own), std::move(*first), std::move(*second)};
}

} // namespace stemma::report
