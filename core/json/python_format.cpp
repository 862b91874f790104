// SPDX-License-Identifier: MIT
#include "core/json/python_format.h"

#include <array>

#include "core/json/byte_scan.h"
#include "core/json/utf8.h"

namespace stemma::json {

namespace {

void appendEscape(std::string& out, unsigned code) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u";
    for (unsigned shift : {12U, 8U, 4U, 0U})
        out.push_back(digits[(code >> shift) & 0xFU]);
}

void appendSpecial(std::string& out, unsigned char byte) {
    switch (byte) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    case '\b':
        out += "\\b";
        break;
    case '\f':
        out += "\\f";
        break;
    default:
        appendEscape(out, byte);
    }
}

/// Whether some of eight bytes may have to be escaped; 0xED begins the surrogates.
bool needsCare(const char* bytes) {
    const EightBytes word = eightAt(bytes);
    return (hasMark(word) | hasByte(word, 0xED)) != 0;
}

void appendString(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        while (text.size() - at > 8 && !needsCare(text.data() + at))
            at += 8;
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0xED)
            continue;
        if (byte == 0xED) {
            if (!isSurrogateAt(text, at))
                continue;
            out.append(text.substr(begin, at - begin));
            const auto second = static_cast<unsigned char>(text[at + 1]);
            const auto third = static_cast<unsigned char>(text[at + 2]);
            appendEscape(out, 0xD000U | ((second & 0x3FU) << 6U) | (third & 0x3FU));
            at += 2;
        } else {
            out.append(text.substr(begin, at - begin));
            appendSpecial(out, byte);
        }
        begin = at + 1;
    }
    out.append(text.substr(begin)).push_back('"');
}

/// Lays a value out as Python's encoder does; a negative indent means one line.
class PythonWriter {
public:
    explicit PythonWriter(int indent)
        : m_indent(indent) {}

    void write(const Value& value) {
        switch (value.kind()) {
        case Kind::null:
            m_out += "null";
            break;
        case Kind::boolean:
            m_out += value.asBoolean() ? "true" : "false";
            break;
        case Kind::number:
            m_out += value.text();
            break;
        case Kind::string:
            appendString(m_out, value.text());
            break;
        case Kind::array:
            writeArray(value);
            break;
        case Kind::object:
            writeObject(value);
            break;
        }
    }

    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    void writeArray(const Value& value) {
        begin('[');
        for (const Value& item : value.items()) {
            separate();
            write(item);
            m_first = false;
        }
        end(']', value.items().empty());
    }

    void writeObject(const Value& value) {
        begin('{');
        for (const Member& member : value.members()) {
            separate();
            appendString(m_out, member.key);
            m_out += ": ";
            write(member.value);
            m_first = false;
        }
        end('}', value.members().empty());
    }

    void begin(char bracket) {
        m_out.push_back(bracket);
        m_first = true;
        ++m_depth;
    }

    void separate() {
        if (!m_first)
            m_out += m_indent < 0 ? ", " : ",";
        if (m_indent >= 0)
            newLine();
    }

    void end(char bracket, bool empty) {
        --m_depth;
        if (!empty && m_indent >= 0)
            newLine();
        m_out.push_back(bracket);
    }

    void newLine() {
        m_out.push_back('\n');
        m_out.append(m_depth * static_cast<std::size_t>(m_indent), ' ');
    }

    int m_indent;
    std::size_t m_depth = 0;
    bool m_first = true;
    std::string m_out;
};

} // namespace

std::string pythonText(const Value& value, int indent) {
    PythonWriter writer(indent < 0 ? 0 : indent);
    writer.write(value);
    return writer.take();
}

std::string pythonLine(const Value& value) {
    PythonWriter writer(-1);
    writer.write(value);
    return writer.take();
}

std::string pythonString(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size() + 2);
    appendString(out, utf8);
    return out;
}

void appendPythonString(std::string& out, std::string_view utf8) {
    appendString(out, utf8);
}

} // namespace stemma::json
