// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/json/json_value.h"

/// Random documents, the same for the same seed, as a Value and as nlohmann's: a second opinion on every
/// edit.
class RandomJson {
public:
    using Oracle = nlohmann::ordered_json;

    explicit RandomJson(unsigned seed)
        : m_random(seed) {}

    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(m_random);
    }

    std::string text() {
        static const char* const pieces[] = {
            "a",      "plain words ", "\"",     "\\",   "\n",   "\t",     "/",
            "\x01",   "\x1f",         "\x7f",   "é",    "שלום", "\u2028", "\u2029",
            "😀",      "e\u0301",      "\uFEFF", "\b",   "\f",   "\r",     "</script>",
            "\uD7FF", "\uE000",       "{}",     "[,]:", "null"};
        std::string made;
        for (std::size_t i = below(6); i > 0; --i)
            made += pieces[below(std::size(pieces))];
        return made;
    }

    Oracle tree(std::size_t depth) {
        switch (below(depth == 0 ? 5 : 9)) {
        case 0:
            return nullptr;
        case 1:
            return below(2) == 0;
        case 2:
            return static_cast<std::int64_t>(m_random()) - 2'000'000'000;
        case 3:
        case 4:
            return text();
        case 5:
        case 6:
            return array(depth);
        default:
            return object(depth);
        }
    }

    Oracle array(std::size_t depth) {
        Oracle made = Oracle::array();
        for (std::size_t i = below(5); i > 0; --i)
            made.push_back(tree(depth - 1));
        return made;
    }

    Oracle object(std::size_t depth) {
        Oracle made = Oracle::object();
        for (std::size_t i = below(5); i > 0; --i)
            made[text()] = tree(depth - 1);
        return made;
    }

    /// The same data, made by hand.
    static stemma::json::Value valueOf(const Oracle& tree) {
        using stemma::json::Value;
        if (tree.is_object()) {
            Value made = Value::object();
            for (const auto& [key, value] : tree.items())
                made.set(key, valueOf(value));
            return made;
        }
        if (tree.is_array()) {
            Value made = Value::array();
            for (const auto& item : tree)
                made.appendItem(valueOf(item));
            return made;
        }
        if (tree.is_string())
            return Value::string(tree.get<std::string>());
        if (tree.is_boolean())
            return Value::boolean(tree.get<bool>());
        return tree.is_null() ? Value() : Value::integer(tree.get<std::int64_t>());
    }

    /// As Python's `json.dumps(…, indent=2, ensure_ascii=False)`.
    static std::string canonical(const Oracle& tree) { return tree.dump(2); }

    std::mt19937& engine() { return m_random; }

private:
    std::mt19937 m_random;
};
