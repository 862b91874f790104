// SPDX-License-Identifier: MIT
#include "core/layout/layout_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace stemma::layout {

namespace {

constexpr std::string_view heading = "stemma-layout 2";
constexpr std::size_t mostNodes = 1'000'000;
constexpr std::size_t mostEdges = 10'000'000;

template <class Number>
void put(std::string& text, Number number) {
    std::array<char, 40> room{};
    const auto [end, failed] = std::to_chars(room.data(), room.data() + room.size(), number);
    text.append(room.data(), failed == std::errc{} ? end : room.data());
}

/// Words of lines, one after another. A line ends with a newline, or it isn't whole.
class Words {
public:
    explicit Words(std::string_view text)
        : m_left(text) {}

    [[nodiscard]] std::size_t line() const { return m_line; }

    std::optional<std::string_view> nextLine() {
        const std::size_t end = m_left.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view found = m_left.substr(0, end);
        m_left.remove_prefix(end + 1);
        ++m_line;
        return found;
    }

    std::optional<std::pair<double, double>> nextPair() {
        auto line = nextLine().value_or(std::string_view());
        const auto first = nextNumber<double>(line);
        const auto second = nextNumber<double>(line);
        if (!first || !second || !line.empty())
            return std::nullopt;
        return std::pair{*first, *second};
    }

    std::optional<Edge> nextEdge() {
        auto line = nextLine().value_or(std::string_view());
        const auto from = nextNumber<std::uint32_t>(line);
        const auto to = nextNumber<std::uint32_t>(line);
        const auto room = nextNumber<float>(line);
        if (!from || !to || !room || !line.empty())
            return std::nullopt;
        return Edge{*from, *to, *room};
    }

    /// The number of a line `<word> <number>`.
    std::optional<std::size_t> nextCount(std::string_view word, std::size_t most) {
        const auto found = nextLine();
        if (!found || !found->starts_with(word) || found->size() <= word.size() + 1)
            return std::nullopt;
        const auto count = number<std::size_t>(found->substr(word.size() + 1));
        return count && *count <= most ? count : std::nullopt;
    }

private:
    /// The first number of a line, which goes from it with the blank behind it.
    template <class Number>
    static std::optional<Number> nextNumber(std::string_view& line) {
        const std::size_t blank = line.find(' ');
        const auto found = number<Number>(line.substr(0, blank));
        line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
        return found;
    }

    template <class Number>
    static std::optional<Number> number(std::string_view text) {
        Number value{};
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failed != std::errc{} || end != text.data() + text.size())
            return std::nullopt;
        if constexpr (std::is_floating_point_v<Number>) {
            if (!std::isfinite(value))
                return std::nullopt;
        }
        return value;
    }

    std::string_view m_left;
    std::size_t m_line = 0;
};

Unexpected off(const Words& words) {
    return fail(ErrorCode::usage, layingOut, "",
                "line " + std::to_string(words.line()) + " of the request is off");
}

} // namespace

std::string requestText(const Request& request) {
    std::string text(heading);
    text += std::string("\nkind ") + kindWord(request.kind) + "\nseed " + std::to_string(request.seed);
    text += "\ncentre " + (request.centre ? std::to_string(*request.centre) : std::string("-"));
    text += "\nnodes " + std::to_string(request.nodes.size()) + '\n';
    for (const Size& size : request.nodes) {
        put(text, size.width);
        text += ' ';
        put(text, size.height);
        text += '\n';
    }
    text += "edges " + std::to_string(request.edges.size()) + '\n';
    for (const Edge& edge : request.edges) {
        text += std::to_string(edge.from) + ' ' + std::to_string(edge.to) + ' ';
        put(text, edge.room);
        text += '\n';
    }
    return text + "end\n";
}

Result<Request> parseRequest(std::string_view text) {
    Words words(text);
    if (words.nextLine() != heading)
        return off(words);
    Request request;
    const auto kindLine = words.nextLine();
    if (!kindLine || !kindLine->starts_with("kind "))
        return off(words);
    const auto kind = kindFrom(kindLine->substr(5));
    const auto seed = words.nextCount("seed", UINT32_MAX);
    if (!kind || !seed)
        return off(words);
    request.kind = *kind;
    request.seed = static_cast<std::uint32_t>(*seed);
    Words before = words;
    if (const auto centre = words.nextCount("centre", mostNodes))
        request.centre = static_cast<std::uint32_t>(*centre);
    else if (before.nextLine() != "centre -")
        return off(words);
    const auto nodes = words.nextCount("nodes", mostNodes);
    for (std::size_t n = 0; n < nodes.value_or(0); ++n) {
        const auto size = words.nextPair();
        if (!size)
            return off(words);
        request.nodes.push_back({size->first, size->second});
    }
    const auto edges = words.nextCount("edges", mostEdges);
    for (std::size_t n = 0; n < edges.value_or(0); ++n) {
        const auto edge = words.nextEdge();
        if (!edge)
            return off(words);
        request.edges.push_back(*edge);
    }
    if (!nodes || !edges || words.nextLine() != "end")
        return off(words);
    return request;
}

std::string answerText(const Result<std::vector<Point>>& answer) {
    if (!answer)
        return "error " + answer.error().detail + '\n';
    std::string text = "points " + std::to_string(answer->size()) + '\n';
    for (const Point& point : *answer) {
        put(text, point.x);
        text += ' ';
        put(text, point.y);
        text += '\n';
    }
    return text + "end\n";
}

Result<std::vector<Point>> parseAnswer(std::string_view text, std::size_t nodes) {
    constexpr std::string_view error = "error ";
    if (text.starts_with(error)) {
        const std::string_view reason = text.substr(error.size());
        return fail(ErrorCode::io, layingOut, "", std::string(reason.substr(0, reason.find('\n'))));
    }
    Words words(text);
    std::vector<Point> points;
    if (words.nextCount("points", mostNodes) == nodes) {
        while (points.size() < nodes) {
            const auto point = words.nextPair();
            if (!point)
                break;
            points.push_back({point->first, point->second});
        }
    }
    if (points.size() != nodes || words.nextLine() != "end")
        return fail(ErrorCode::io, layingOut, "", "the layout program's answer is not whole");
    return points;
}

} // namespace stemma::layout
