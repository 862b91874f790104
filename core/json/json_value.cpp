// SPDX-License-Identifier: MIT
#include "core/json/json_value.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/json/container_parts.h"
#include "core/json/number_text.h"
#include "core/json/utf8.h"

namespace stemma::json {

namespace {

const std::vector<Value> noItems;
const std::vector<Member> noMembers;

/// Writers hold to one rule: what is written can be read. So text is made UTF-8 where it comes in.
std::string readable(std::string text) {
    std::size_t bad = firstBadByte(text, Surrogates::accepted);
    if (bad == std::string::npos)
        return text;
    std::string mended;
    std::string_view rest = text;
    while (bad != std::string_view::npos) {
        mended.append(rest.substr(0, bad)).append("\xEF\xBF\xBD");
        rest.remove_prefix(bad + 1);
        bad = firstBadByte(rest, Surrogates::accepted);
    }
    return mended.append(rest);
}

bool holdsSurrogate(std::string_view text) {
    for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
        if (isSurrogateAt(text, at))
            return true;
    }
    return false;
}

/// Spacing is positional: the first child keeps the first child's, whoever that is.
std::size_t spacingAt(std::size_t at, std::size_t size) {
    return at == 0 && size > 0 ? 1 : at;
}

} // namespace

Spacing::Spacing(std::string_view beforeKey, std::string_view afterKey, std::string_view before,
                 std::string_view after)
    : m_recorded(true) {
    m_text.append(beforeKey);
    m_ends[0] = static_cast<std::uint32_t>(m_text.size());
    m_text.append(afterKey);
    m_ends[1] = static_cast<std::uint32_t>(m_text.size());
    m_text.append(before);
    m_ends[2] = static_cast<std::uint32_t>(m_text.size());
    m_text.append(after);
}

Value::Value() = default;

Value::Value(const Value& other)
    : m_kind(other.m_kind)
    , m_boolean(other.m_boolean)
    , m_text(other.m_text)
    , m_raw(other.m_raw)
    , m_parts(other.m_parts ? std::make_unique<ContainerParts>(*other.m_parts) : nullptr) {}

Value::Value(Value&& other) noexcept = default;

Value& Value::operator=(const Value& other) {
    Value copy(other);
    return *this = std::move(copy);
}

Value& Value::operator=(Value&& other) noexcept = default;

Value::~Value() = default;

Value Value::boolean(bool value) {
    Value made;
    made.m_kind = Kind::boolean;
    made.m_boolean = value;
    return made;
}

Value Value::integer(std::int64_t value) {
    return numberFromText(std::to_string(value));
}

Value Value::numberFromText(std::string text) {
    Value made;
    if (text.empty() || numberAt(text).length != text.size())
        return made;
    made.m_kind = Kind::number;
    made.m_text = std::move(text);
    return made;
}

Value Value::string(std::string utf8) {
    Value made;
    made.m_kind = Kind::string;
    made.m_text = readable(std::move(utf8));
    return made;
}

Value Value::stringOrNull(const std::optional<std::string>& utf8) {
    return utf8 ? string(*utf8) : Value();
}

Value Value::array(std::vector<Value> items) {
    Value made;
    made.m_kind = Kind::array;
    if (!items.empty()) {
        made.parts().itemSpacing.resize(items.size());
        made.parts().items = std::move(items);
    }
    return made;
}

Value Value::object() {
    Value made;
    made.m_kind = Kind::object;
    return made;
}

Value Value::object(std::vector<std::pair<std::string, Value>> members) {
    Value made = object();
    for (auto& [key, value] : members)
        made.parts().members.push_back({readable(std::move(key)), std::move(value), {}, {}});
    return made;
}

ContainerParts& Value::parts() {
    if (!m_parts)
        m_parts = std::make_unique<ContainerParts>();
    return *m_parts;
}

std::optional<std::int64_t> Value::asInteger() const {
    std::int64_t number = 0;
    if (m_kind != Kind::number)
        return std::nullopt;
    const char* end = m_text.data() + m_text.size();
    const auto result = std::from_chars(m_text.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end)
        return std::nullopt;
    return number;
}

double Value::asDouble() const {
    return m_kind == Kind::number ? numberToDouble(m_text) : 0.0;
}

bool Value::hasLoneSurrogate() const {
    if (m_kind == Kind::string)
        return holdsSurrogate(m_text);
    const auto& all = items();
    if (std::any_of(all.begin(), all.end(), [](const Value& item) { return item.hasLoneSurrogate(); }))
        return true;
    return std::any_of(members().begin(), members().end(), [](const Member& member) {
        return holdsSurrogate(member.key) || member.value.hasLoneSurrogate();
    });
}

const std::vector<Value>& Value::items() const {
    return m_parts ? m_parts->items : noItems;
}

const std::vector<Member>& Value::members() const {
    return m_parts ? m_parts->members : noMembers;
}

const Value* Value::find(std::string_view key) const {
    const auto& all = members();
    const auto found =
        std::find_if(all.rbegin(), all.rend(), [key](const Member& member) { return member.key == key; });
    return found == all.rend() ? nullptr : &found->value;
}

std::optional<std::string> Value::stringAt(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr || !value->isString())
        return std::nullopt;
    return value->text();
}

std::size_t Value::size() const {
    return m_kind == Kind::object ? members().size() : items().size();
}

Value* Value::edit(std::string_view key) {
    if (!m_parts)
        return nullptr;
    auto& all = m_parts->members;
    const auto found =
        std::find_if(all.rbegin(), all.rend(), [key](const Member& member) { return member.key == key; });
    return found == all.rend() ? nullptr : &found->value;
}

Value& Value::editItem(std::size_t index) {
    return parts().items.at(index);
}

Value& Value::editMember(std::size_t index) {
    return parts().members.at(index).value;
}

void Value::set(std::string_view key, Value value) {
    if (Value* present = edit(key))
        *present = std::move(value);
    else
        insertMember(members().size(), std::string(key), std::move(value));
}

void Value::insertMember(std::size_t at, std::string key, Value value) {
    if (m_kind != Kind::object || at > members().size())
        return;
    auto& all = parts().members;
    if (all.empty())
        m_parts->laidOut = false;
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(at),
               Member{readable(std::move(key)), std::move(value), {}, {}});
    if (at == 0 && all.size() > 1)
        std::swap(all[0].spacing, all[1].spacing);
}

bool Value::remove(std::string_view key) {
    if (!m_parts)
        return false;
    auto& all = m_parts->members;
    bool removed = false;
    for (std::size_t at = all.size(); at-- > 0;) {
        if (all[at].key != key)
            continue;
        if (at == 0 && all.size() > 1)
            std::swap(all[0].spacing, all[1].spacing);
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
        removed = true;
    }
    if (all.empty())
        m_parts->laidOut = m_parts->laidOut && !removed;
    return removed;
}

void Value::insertItem(std::size_t at, Value value) {
    if (m_kind != Kind::array || at > items().size())
        return;
    auto& all = parts().items;
    if (all.empty())
        m_parts->laidOut = false;
    auto& spacing = m_parts->itemSpacing;
    spacing.insert(spacing.begin() + static_cast<std::ptrdiff_t>(spacingAt(at, all.size())), Spacing());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), std::move(value));
}

void Value::appendItem(Value value) {
    insertItem(items().size(), std::move(value));
}

void Value::removeItem(std::size_t at) {
    if (at >= items().size())
        return;
    auto& all = m_parts->items;
    auto& spacing = m_parts->itemSpacing;
    spacing.erase(spacing.begin() + static_cast<std::ptrdiff_t>(spacingAt(at, all.size() - 1)));
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
    if (all.empty())
        m_parts->laidOut = false;
}

void Value::moveItem(std::size_t from, std::size_t to) {
    if (from >= items().size() || to >= items().size())
        return;
    const auto begin = m_parts->items.begin();
    const auto source = begin + static_cast<std::ptrdiff_t>(from);
    const auto target = begin + static_cast<std::ptrdiff_t>(to);
    if (from < to)
        std::rotate(source, source + 1, target + 1);
    else
        std::rotate(target, source, source + 1);
}

namespace {

std::map<std::string_view, const Value*> lastOfEach(const std::vector<Member>& members) {
    std::map<std::string_view, const Value*> last;
    for (const Member& member : members)
        last[member.key] = &member.value;
    return last;
}

} // namespace

bool operator==(const Value& a, const Value& b) {
    if (a.m_kind != b.m_kind)
        return false;
    if (a.m_kind == Kind::array)
        return a.items() == b.items();
    if (a.m_kind == Kind::object) {
        const auto left = lastOfEach(a.members());
        const auto right = lastOfEach(b.members());
        return std::equal(
            left.begin(), left.end(), right.begin(), right.end(),
            [](const auto& x, const auto& y) { return x.first == y.first && *x.second == *y.second; });
    }
    return a.m_boolean == b.m_boolean && a.m_text == b.m_text;
}

} // namespace stemma::json
