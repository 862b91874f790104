// SPDX-License-Identifier: MIT
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/json/json_value.h"

/// Random outlines and edits that fit them, the same for the same seed.
class RandomEdits {
public:
    using Value = stemma::json::Value;

    explicit RandomEdits(unsigned seed)
        : m_random(seed) {}

    std::size_t below(std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(m_random);
    }
    bool oneIn(std::size_t chances) { return below(chances) == 0; }
    std::string text();
    /// A UUID of this run; `kind` is its first digit.
    std::string id(char kind);

    /// A whole outline, with orphans, sections of one order and citations of all sources now and then.
    Value outline();
    /// Its text: mostly as the format writes it, else as some editor might leave it.
    std::string text(const Value& outline);

    /// A list of one to three edits, each of which fits the document as the ones before leave it. Parts whose
    /// id begins with `f` are left alone.
    Value edits(const Value& document);
    /// What another program does: it adds, and changes only what it added itself (ids beginning with `f`).
    Value foreignEdits(const Value& document);

private:
    Value edit(const Value& document);
    Value sectionEdit(const Value& document, const std::string& section);
    Value insightEdit(const Value& document, const std::string& insight, const std::string& section);
    Value citationEdit(const Value& document, const std::string& insight);
    Value reportEdit();
    Value citation();
    Value insight(const std::string& id);
    /// One of the ids of a list, or empty if there is none.
    std::string anyOf(const Value& document, const char* list, const char* key, bool foreign = false);
    std::vector<std::string> idsOf(const Value& document, const char* list, const char* key, bool foreign);

    std::mt19937 m_random;
    unsigned m_ids = 0;
};
