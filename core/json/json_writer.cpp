// SPDX-License-Identifier: MIT
#include <string>

#include "core/json/container_parts.h"
#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::json {

namespace {

/// How a container lays out a child that has no white space of its own.
struct Style {
    bool lines = true;          ///< one child a line; else all on one
    std::string newLine = "\n"; ///< what ends a line
    std::string indent;         ///< of the line that the container begins on
    std::string unit = "  ";    ///< one more level
    std::string beforeColon;
    std::string afterColon = " ";
    std::string afterComma = " ";
    std::string beforeComma;
    std::string beforeFirst; ///< of one line
};

bool hasLine(std::string_view blank) {
    return blank.find('\n') != std::string_view::npos;
}

std::string_view lastLine(std::string_view blank) {
    return blank.substr(blank.rfind('\n') + 1);
}

/// Spacing of members and of items alike: what stands before the child.
std::string_view beforeChild(const Spacing& spacing, bool isObject) {
    return isObject ? spacing.beforeKey() : spacing.before();
}

} // namespace

/// Writes a value back: what was parsed as it stood, what is new in the manner of what surrounds it.
class Writer {
public:
    explicit Writer(std::uint64_t document)
        : m_document(document) {}

    void write(const Value& value, std::uint32_t depth, const Style& around) {
        switch (value.m_kind) {
        case Kind::null:
            m_out += "null";
            return;
        case Kind::boolean:
            m_out += value.m_boolean ? "true" : "false";
            return;
        case Kind::number:
            m_out += value.m_text;
            return;
        case Kind::string:
            m_out += value.m_raw.empty() ? pythonString(value.m_text) : value.m_raw;
            return;
        case Kind::array:
        case Kind::object:
            writeContainer(value, depth, around);
            return;
        }
    }

    static std::string document(const Value& value) {
        const ContainerParts* parts = value.m_parts.get();
        Writer writer(parts != nullptr ? parts->document : 0);
        const std::uint32_t depth = parts != nullptr ? parts->depth : 0;
        Style style;
        for (std::uint32_t level = 0; level < depth; ++level)
            style.indent += style.unit;
        if (parts != nullptr)
            writer.m_out += parts->around.before();
        writer.write(value, depth, style);
        if (parts != nullptr)
            writer.m_out += parts->around.after();
        return std::move(writer.m_out);
    }

private:
    void writeContainer(const Value& value, std::uint32_t depth, const Style& around) {
        const bool isObject = value.m_kind == Kind::object;
        const char* brackets = isObject ? "{}" : "[]";
        const ContainerParts* parts = value.m_parts.get();
        const bool own = parts != nullptr && parts->laidOut && m_document != 0 &&
                         parts->document == m_document && parts->depth == depth;
        const std::size_t size = value.size();
        m_out.push_back(brackets[0]);
        if (size == 0) {
            if (own)
                m_out += parts->beforeClose;
            m_out.push_back(brackets[1]);
            return;
        }
        const Style style = own ? styleOf(*parts, isObject, around) : around;
        for (std::size_t at = 0; at < size; ++at)
            writeChild(*parts, isObject, at, own, depth, style);
        if (own)
            m_out += parts->beforeClose;
        else if (style.lines)
            m_out.append(style.newLine).append(style.indent);
        m_out.push_back(brackets[1]);
    }

    void writeChild(const ContainerParts& parts, bool isObject, std::size_t at, bool own, std::uint32_t depth,
                    const Style& style) {
        const Spacing& spacing = spacingOf(parts, isObject, at);
        const bool kept = own && spacing.recorded();
        const bool last = at + 1 == (isObject ? parts.members.size() : parts.items.size());
        const std::string_view before = kept ? beforeChild(spacing, isObject) : std::string_view();
        if (kept)
            m_out += before;
        else if (style.lines)
            m_out.append(style.newLine).append(style.indent).append(style.unit);
        else
            m_out += at == 0 ? style.beforeFirst : style.afterComma;
        if (isObject) {
            const Member& member = parts.members[at];
            m_out += member.rawKey.empty() ? pythonString(member.key) : member.rawKey;
            m_out += kept ? spacing.afterKey() : std::string_view(style.beforeColon);
            m_out.push_back(':');
            m_out += kept ? spacing.before() : std::string_view(style.afterColon);
        }
        const Value& value = isObject ? parts.members[at].value : parts.items[at];
        if (value.m_parts) {
            Style inner = style;
            if (hasLine(before))
                inner.indent = lastLine(before);
            else if (style.lines)
                inner.indent += style.unit;
            write(value, depth + 1, inner);
        } else {
            write(value, depth + 1, style);
        }
        if (last)
            return;
        m_out += kept ? spacing.after() : std::string_view(style.beforeComma);
        m_out.push_back(',');
    }

    static const Spacing& spacingOf(const ContainerParts& parts, bool isObject, std::size_t at) {
        return isObject ? parts.members[at].spacing : parts.itemSpacing[at];
    }

    /// The manner of a container that was parsed: that of its second child, as the first of one line differs,
    /// or else of the first, or else of its closing bracket.
    static Style styleOf(const ContainerParts& parts, bool isObject, const Style& around) {
        Style style = around;
        const std::size_t size = isObject ? parts.members.size() : parts.items.size();
        std::size_t model = size;
        for (std::size_t at = 1; at < size && model == size; ++at)
            model = spacingOf(parts, isObject, at).recorded() ? at : size;
        if (model == size && spacingOf(parts, isObject, 0).recorded())
            model = 0;
        if (model == size) {
            style.lines = hasLine(parts.beforeClose);
            return style;
        }
        const Spacing& spacing = spacingOf(parts, isObject, model);
        const std::string_view before = beforeChild(spacing, isObject);
        style.lines = hasLine(before);
        style.beforeComma = model + 1 < size ? std::string(spacing.after()) : std::string();
        if (isObject) {
            style.beforeColon = spacing.afterKey();
            style.afterColon = spacing.before();
        }
        if (style.lines)
            takeLines(style, before);
        else if (model > 0)
            style.afterComma = before;
        else if (isObject)
            style.afterComma = style.afterColon;
        return style;
    }

    static void takeLines(Style& style, std::string_view before) {
        style.newLine = before.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
        const std::string_view indent = lastLine(before);
        const bool deeper =
            indent.size() > style.indent.size() && indent.substr(0, style.indent.size()) == style.indent;
        if (deeper)
            style.unit = indent.substr(style.indent.size());
        else
            style.indent = indent.substr(0, indent.size() - std::min(indent.size(), style.unit.size()));
    }

    std::uint64_t m_document;
    std::string m_out;
};

std::string bytesOf(const Value& value) {
    return Writer::document(value);
}

} // namespace stemma::json
