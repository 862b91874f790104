// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace stemma::json {

enum class Kind { null, boolean, number, string, array, object };

struct Member;
struct ContainerParts;

/// The white space around a member's key and value, or around an item, as it stood in the source. Packed into
/// one string, as most of it is a handful of blanks.
class Spacing {
public:
    Spacing() = default; ///< none recorded: the member or item is new
    Spacing(std::string_view beforeKey, std::string_view afterKey, std::string_view before,
            std::string_view after);

    [[nodiscard]] bool recorded() const { return m_recorded; }
    [[nodiscard]] std::string_view beforeKey() const { return part(0, m_ends[0]); }
    [[nodiscard]] std::string_view afterKey() const {
        return part(m_ends[0], m_ends[1]);
    }                                                                                    ///< before the colon
    [[nodiscard]] std::string_view before() const { return part(m_ends[1], m_ends[2]); } ///< before the value
    /// After the value and before the comma. That of the last child belongs to its container's bracket.
    [[nodiscard]] std::string_view after() const { return part(m_ends[2], m_text.size()); }

private:
    [[nodiscard]] std::string_view part(std::size_t from, std::size_t to) const {
        return std::string_view(m_text).substr(from, to - from);
    }

    std::string m_text;
    std::array<std::uint32_t, 3> m_ends{};
    bool m_recorded = false;
};

/// A JSON value that loses nothing: objects keep the order of their keys (and doubled keys), numbers keep
/// their text
/// (`1.10`, `1e3`, any size of integer; `NaN`, `Infinity` and `-Infinity` are read as Python writes them),
/// and a value that was parsed keeps its own bytes and the white space around it until it is changed, so that
/// writing a document back changes only what was edited. Plain value type.
class Value {
public:
    Value(); ///< null
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();

    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value integer(std::int64_t value);
    [[nodiscard]] static Value
    numberFromText(std::string text); ///< null if the text is no number as the parser takes it
    /// Bytes that are not UTF-8 become U+FFFD, so that no file is ever written that can't be read.
    [[nodiscard]] static Value string(std::string utf8);
    [[nodiscard]] static Value stringOrNull(const std::optional<std::string>& utf8);
    [[nodiscard]] static Value array(std::vector<Value> items = {});
    [[nodiscard]] static Value object();
    [[nodiscard]] static Value object(std::vector<std::pair<std::string, Value>> members);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isNull() const { return m_kind == Kind::null; }
    [[nodiscard]] bool isString() const { return m_kind == Kind::string; }
    [[nodiscard]] bool isNumber() const { return m_kind == Kind::number; }
    [[nodiscard]] bool isArray() const { return m_kind == Kind::array; }
    [[nodiscard]] bool isObject() const { return m_kind == Kind::object; }
    [[nodiscard]] bool isBoolean() const { return m_kind == Kind::boolean; }

    [[nodiscard]] bool asBoolean() const { return m_boolean; }
    /// Decoded UTF-8 of a string (a lone surrogate escape is kept as its three WTF-8 bytes), else the text of
    /// a number.
    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The number as a 64-bit integer, if its text is one (`-?[0-9]+`) and fits.
    [[nodiscard]] std::optional<std::int64_t> asInteger() const;
    [[nodiscard]] double asDouble() const;
    /// Whether some string in this value holds a lone surrogate escape, which no UTF-8 writer can write raw.
    [[nodiscard]] bool hasLoneSurrogate() const;

    // Arrays
    [[nodiscard]] const std::vector<Value>& items() const; ///< empty of what is no array
    // Objects
    [[nodiscard]] const std::vector<Member>& members() const; ///< empty of what is no object
    /// The value of a key: of the last one if it is doubled, as Python has it. Null pointer if absent.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// As find, for keys that hold a string; nothing otherwise.
    [[nodiscard]] std::optional<std::string> stringAt(std::string_view key) const;
    [[nodiscard]] std::size_t size() const;

    // Edits. What isn't touched keeps its bytes. A new item or member takes the white space of its
    // neighbours, or the format's own style (indentation of two blanks) where there are none. A parsed
    // container that is put at another depth, or into another document, is laid out anew there; its strings
    // and numbers keep their text. Editing members of what is no object, or items of what is no array, or
    // past the end, does nothing; editItem and editMember of such an index are a fault of the caller.
    [[nodiscard]] Value* edit(std::string_view key);  ///< to change a member in place; null pointer if absent
    [[nodiscard]] Value& editItem(std::size_t index); ///< to change an item in place
    /// As edit(), of the member at a position, which takes no search.
    [[nodiscard]] Value& editMember(std::size_t index);
    void set(std::string_view key, Value value); ///< replaces, or adds at the end
    void insertMember(std::size_t at, std::string key, Value value);
    bool remove(std::string_view key); ///< all of doubled ones; false if absent
    void insertItem(std::size_t at, Value value);
    void appendItem(Value value);
    void removeItem(std::size_t at);
    /// Puts item `from` at position `to`, keeping its bytes.
    void moveItem(std::size_t from, std::size_t to);

    /// Equal as data: same kinds, same decoded strings, same number text, arrays in order, objects with the
    /// same keys (last of doubled ones) in any order. White space and escapes don't count.
    friend bool operator==(const Value& a, const Value& b);

private:
    friend class Parser;
    friend class Writer;

    ContainerParts& parts();

    Kind m_kind = Kind::null;
    bool m_boolean = false;
    std::string m_text;
    std::string m_raw; ///< of strings: the token as it stood in the source, if Python would write another
    std::unique_ptr<ContainerParts>
        m_parts; ///< of containers; last, so that a child can be moved onto its parent
};

struct Member {
    std::string key;
    Value value;
    std::string rawKey; ///< the key's token as it stood in the source, empty if Python would write the same
    Spacing spacing;
};

} // namespace stemma::json
