// SPDX-License-Identifier: MIT
#include "core/report/outline_texts.h"

namespace stemma::report {

namespace {

class ValueNode {
public:
    explicit ValueNode(const json::Value& value)
        : m_value(value) {}

    [[nodiscard]] bool isObject() const { return m_value.isObject(); }
    [[nodiscard]] bool isArray() const { return m_value.isArray(); }
    [[nodiscard]] std::optional<std::string_view> text() const {
        return m_value.isString() ? std::optional<std::string_view>(m_value.text()) : std::nullopt;
    }
    template <class Visit>
    void members(const Visit& visit) const {
        for (const json::Member& member : m_value.members())
            visit(member.key, ValueNode(member.value));
    }
    template <class Visit>
    void items(const Visit& visit) const {
        for (const json::Value& item : m_value.items())
            visit(ValueNode(item));
    }

private:
    const json::Value& m_value;
};

} // namespace

void forEachText(const json::Value& outline, const TextSink& sink) {
    OutlineTexts<ValueNode>(sink).walk(ValueNode(outline));
}

} // namespace stemma::report
