// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace stemma {

/// An identifier that can't be mistaken for another kind of identifier. Keeps the text exactly as it was given.
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}

    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] bool empty() const { return m_text.empty(); }

    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string m_text;
};

using ReportId = Id<struct ReportTag>;
using SectionId = Id<struct SectionTag>;
using InsightId = Id<struct InsightTag>;
using ActionId = Id<struct ActionTag>;

/// A random UUID (version 4), lower case with hyphens.
[[nodiscard]] std::string newUuid();

/// Whether Python's `uuid.UUID(text)` accepts the text: upper case, braces, `urn:uuid:` and missing hyphens
/// are all right, the version doesn't matter (reports-format.md, section 3). Not followed are the oddities of
/// Python's `int(text, 16)`: blanks, signs and underscores among the digits.
[[nodiscard]] bool isUuid(std::string_view text);

/// `bytes` random bytes as lower-case hexadecimal digits, for names that must not clash.
[[nodiscard]] std::string randomHex(std::size_t bytes);

/// Whether `name` can be one path component inside a library: not empty, `.` or `..`, no `/`, no NUL,
/// at most 255 bytes.
[[nodiscard]] bool isSafeName(std::string_view name);

} // namespace stemma

template <class Tag>
struct std::hash<stemma::Id<Tag>> {
    std::size_t operator()(const stemma::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
