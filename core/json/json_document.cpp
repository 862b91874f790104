// SPDX-License-Identifier: MIT
#include "core/json/json_document.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>
#include <optional>

#include "core/json/bounded_parse.h"
#include "core/json/container_parts.h"
#include "core/json/number_text.h"
#include "core/json/string_token.h"
#include "core/json/utf8.h"

namespace stemma::json {

namespace {

std::uint64_t nextDocument() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

/// A container whose end hasn't come yet, and the place in it that waits for a value.
struct OpenContainer {
    bool isObject = false;
    std::size_t firstChild = 0; ///< in the stack of members or of items
    std::string_view beforeKey, afterKey, before;
    std::string key, rawKey;
};

} // namespace

/// Reads with a stack of its own, so that no input can exhaust the program's. Children gather on two stacks
/// that all containers share and move to a vector of the right size when their container ends.
class Parser {
public:
    Parser(std::string_view source, const Limits& limits, std::size_t mostValues)
        : m_source(source)
        , m_limits(limits)
        , m_mostValues(mostValues)
        , m_document(nextDocument()) {}

    tl::expected<Value, ParseProblem> run() {
        if (m_source.size() > m_limits.bytes)
            return problem("larger than the limit of " + std::to_string(m_limits.bytes) + " bytes", 0);
        if (m_source.substr(0, 3) == "\xEF\xBB\xBF")
            return problem("begins with a byte order mark, which JSON does not allow", 0);
        const std::string_view before = blank();
        std::optional<Value> done;
        while (!m_problem && !done)
            done = step();
        if (m_problem)
            return tl::unexpected(*m_problem);
        const std::string_view after = blank();
        if (m_at != m_source.size())
            return problem("more text after the end of the value", m_at);
        if (done->m_parts || !before.empty() || !after.empty())
            done->parts().around = Spacing({}, {}, before, after);
        return std::move(*done);
    }

private:
    /// Takes one value's beginning, and whatever ends with it. The document's value, once it is complete.
    std::optional<Value> step() {
        const char byte = peek();
        if (byte == '{' || byte == '[')
            return open(byte == '{');
        Value scalar;
        if (byte == '"')
            readString(scalar);
        else
            readWord(scalar);
        return m_problem ? std::nullopt : complete(std::move(scalar));
    }

    std::optional<Value> open(bool isObject) {
        if (m_open.size() >= m_limits.depth) {
            report("nested deeper than " + std::to_string(m_limits.depth) + " levels", m_at);
            return std::nullopt;
        }
        ++m_at;
        OpenContainer& container = m_open.emplace_back();
        container.isObject = isObject;
        container.firstChild = isObject ? m_members.size() : m_items.size();
        const std::string_view inside = blank();
        if (peek() == (isObject ? '}' : ']'))
            return complete(close(inside));
        awaitChild(inside);
        return std::nullopt;
    }

    /// Makes the innermost container ready for a value: in an object, reads the key.
    void awaitChild(std::string_view blankBefore) {
        OpenContainer& container = m_open.back();
        if (!container.isObject) {
            container.before = blankBefore;
            return;
        }
        container.beforeKey = blankBefore;
        if (peek() != '"')
            return report(
                m_at < m_source.size() ? "expected a key in double quotes" : "the object has no end", m_at);
        StringToken token = takeString();
        if (m_problem)
            return;
        container.key = std::move(token.text);
        container.rawKey =
            token.canonical ? std::string() : std::string(m_source.substr(m_at - token.length, token.length));
        container.afterKey = blank();
        if (peek() != ':')
            return report("expected ':' after the key", m_at);
        ++m_at;
        container.before = blank();
    }

    /// Puts a complete value into its container, and closes that and its parents as their brackets come.
    std::optional<Value> complete(Value value) {
        while (!m_open.empty()) {
            const std::string_view after = blank();
            const char next = peek();
            const char bracket = m_open.back().isObject ? '}' : ']';
            if (next != ',' && next != bracket) {
                report(m_at < m_source.size() ? "expected ',' or the closing bracket"
                                              : "the text ends inside an array or object",
                       m_at);
                return std::nullopt;
            }
            place(std::move(value), next == ',' ? after : std::string_view());
            if (m_problem)
                return std::nullopt;
            if (next == ',') {
                ++m_at;
                awaitChild(blank());
                return std::nullopt;
            }
            value = close(after);
        }
        return value;
    }

    void place(Value value, std::string_view after) {
        if (++m_values > m_mostValues)
            return report("more than " + std::to_string(m_mostValues) + " values", m_at);
        OpenContainer& container = m_open.back();
        if (!container.isObject) {
            m_items.push_back(std::move(value));
            m_itemSpacing.emplace_back(std::string_view(), std::string_view(), container.before, after);
            return;
        }
        m_members.push_back({std::move(container.key), std::move(value), std::move(container.rawKey),
                             Spacing(container.beforeKey, container.afterKey, container.before, after)});
    }

    template <class T>
    static std::vector<T> takeFrom(std::vector<T>& stack, std::size_t first) {
        const auto begin = stack.begin() + static_cast<std::ptrdiff_t>(first);
        std::vector<T> taken(std::make_move_iterator(begin), std::make_move_iterator(stack.end()));
        stack.erase(begin, stack.end());
        return taken;
    }

    Value close(std::string_view beforeClose) {
        ++m_at;
        const bool isObject = m_open.back().isObject;
        const std::size_t first = m_open.back().firstChild;
        m_open.pop_back();
        Value container;
        container.m_kind = isObject ? Kind::object : Kind::array;
        ContainerParts& parts = container.parts();
        parts.document = m_document;
        parts.depth = static_cast<std::uint32_t>(m_open.size());
        parts.laidOut = true;
        parts.beforeClose = beforeClose;
        if (isObject) {
            parts.members = takeFrom(m_members, first);
        } else {
            parts.items = takeFrom(m_items, first);
            parts.itemSpacing = takeFrom(m_itemSpacing, first);
        }
        return container;
    }

    StringToken takeString() {
        StringToken token = stringAt(m_source.substr(m_at));
        if (token.problem != nullptr)
            report(token.problem, m_at + token.problemAt);
        m_at += token.length;
        return token;
    }

    void readString(Value& value) {
        StringToken token = takeString();
        value.m_kind = Kind::string;
        value.m_text = std::move(token.text);
        if (!token.canonical)
            value.m_raw = m_source.substr(m_at - token.length, token.length);
    }

    void readWord(Value& value) {
        const std::string_view rest = m_source.substr(m_at);
        if (const NumberToken number = numberAt(rest); number.length != 0) {
            if (number.integerDigits > m_limits.integerDigits)
                return report("an integer of more than " + std::to_string(m_limits.integerDigits) + " digits",
                              m_at);
            value.m_kind = Kind::number;
            value.m_text = rest.substr(0, number.length);
            m_at += number.length;
            return;
        }
        const bool isTrue = rest.substr(0, 4) == "true";
        if (isTrue || rest.substr(0, 5) == "false") {
            value.m_kind = Kind::boolean;
            value.m_boolean = isTrue;
            m_at += isTrue ? 4 : 5;
            return;
        }
        if (rest.substr(0, 4) == "null") {
            m_at += 4;
            return;
        }
        report(rest.empty() ? "expected a value, found the end of the text" : "expected a value", m_at);
    }

    [[nodiscard]] char peek() const { return m_at < m_source.size() ? m_source[m_at] : '\0'; }

    std::string_view blank() {
        const std::size_t from = m_at;
        while (m_at < m_source.size() && (m_source[m_at] == ' ' || m_source[m_at] == '\n' ||
                                          m_source[m_at] == '\r' || m_source[m_at] == '\t'))
            ++m_at;
        return m_source.substr(from, m_at - from);
    }

    void report(std::string message, std::size_t at) {
        const bool foreign = at < m_source.size() && sequenceLength(m_source, at, Surrogates::refused) == 0;
        const std::string_view before = m_source.substr(0, at);
        const std::size_t lineBegin = before.rfind('\n') + 1; // npos + 1 is 0
        m_problem = ParseProblem{1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
                                 1 + at - lineBegin, at, foreign ? "not UTF-8" : std::move(message)};
    }

    tl::unexpected<ParseProblem> problem(std::string message, std::size_t at) {
        report(std::move(message), at);
        return tl::unexpected(*m_problem);
    }

    std::string_view m_source;
    const Limits& m_limits;
    std::size_t m_mostValues;
    std::uint64_t m_document;
    std::size_t m_at = 0;
    std::size_t m_values = 0;
    std::vector<OpenContainer> m_open;
    std::vector<Member> m_members;
    std::vector<Value> m_items;
    std::vector<Spacing> m_itemSpacing;
    std::optional<ParseProblem> m_problem;
};

tl::expected<Value, ParseProblem> parse(std::string_view bytes, const Limits& limits) {
    return Parser(bytes, limits, std::numeric_limits<std::size_t>::max()).run();
}

tl::expected<Value, ParseProblem> parseBounded(std::string_view bytes, std::size_t values,
                                               const Limits& limits) {
    return Parser(bytes, limits, values).run();
}

Result<Value> parseFile(std::string_view bytes, const std::string& path, const Limits& limits) {
    auto parsed = parse(bytes, limits);
    if (parsed)
        return std::move(*parsed);
    const ParseProblem& problem = parsed.error();
    return fail(ErrorCode::damaged, "read the file", path,
                "line " + std::to_string(problem.line) + ", column " + std::to_string(problem.column) + ": " +
                    problem.message,
                "Restore an earlier version of it, or mend it in a text editor.");
}

} // namespace stemma::json
