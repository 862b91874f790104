// SPDX-License-Identifier: MIT
#include "tests/core/report/search_checks.h"

#include <array>
#include <cstdio>

#include <QList>
#include <QString>

#include "core/json/utf8.h"
#include "core/report/outline_texts.h"
#include "tests/support/store_builder.h"

namespace searches {

using namespace stemma;
using json::Value;

Place placeOf(const report::FoundText& found) {
    return {found.what, found.id, found.field};
}

std::map<Place, std::size_t> plainSearch(const Value& outline, const report::TextQuery& query) {
    const QString wanted = QString::fromStdString(query.text);
    const auto sensitivity =
        query.letterCase == report::LetterCase::counts ? Qt::CaseSensitive : Qt::CaseInsensitive;
    std::map<Place, std::size_t> found;
    report::forEachText(outline, [&](std::string_view what, std::string_view id, std::string_view field,
                                     std::string_view text) {
        const QString whole = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        for (qsizetype at = whole.indexOf(wanted, 0, sensitivity); at >= 0;
             at = whole.indexOf(wanted, at + wanted.size(), sensitivity))
            ++found[{std::string(what), std::string(id), std::string(field)}];
    });
    return found;
}

std::string OddTexts::word() {
    static const std::array<const char*, 22> words{
        "Umsatz",     "UMSATZ",      "umsatz",  "straße", "STRAßE",
        "Σίσυφος",    "ΣΊΣΥΦΟΣ",     "σίσυφοσ", "a\"b",   "A\"B",
        "c\\d",       "C\\D",        "x/y",     "X/Y",    "\U00010400\U00010428",
        "\U0001F4C8", "\u212Aelvin", "kelvin",  "ſo",     "SO",
        "e\u0301",    "İi"};
    return words[below(words.size())];
}

std::string OddTexts::text() {
    std::string text;
    for (std::size_t i = below(5) + 1; i > 0; --i) {
        text += word();
        text += std::array<const char*, 4>{" ", "\n", "\t", ""}[below(4)];
    }
    return text;
}

report::TextQuery OddTexts::query() {
    const QString text = QString::fromStdString(OddTexts::text());
    const QList<uint> characters = text.toUcs4();
    const auto size = static_cast<std::size_t>(characters.size());
    const std::size_t from = below(size);
    const std::size_t length = below(std::min<std::size_t>(size - from, 9)) + 1;
    std::string piece;
    for (std::size_t at = from; at < from + length; ++at)
        json::appendUtf8(piece, characters[static_cast<qsizetype>(at)]);
    return {piece, below(4) == 0 ? report::LetterCase::counts : report::LetterCase::ignored};
}

Value OddTexts::outline(const std::string& id) {
    Value sections = Value::array();
    Value insights = Value::array();
    for (int number = 0; number < 3; ++number) {
        Value section = tests::sectionValue(number, text(), {number});
        if (below(12) == 0)
            section.set("colour", Value::string(text()));
        sections.appendItem(std::move(section));
        Value insight = tests::insightValue(number, text());
        Value citation =
            Value::object({{"source", Value::string("url")}, {"url", Value::string("http://x/y")}});
        citation.set("description", Value::string(text()));
        insight.set("citations", Value::array({std::move(citation)}));
        insights.appendItem(std::move(insight));
    }
    return Value::object({{"report_id", Value::string(id)},
                          {"title", Value::string(text())},
                          {"created_at", Value::string("2025-05-04T09:30:00+00:00")},
                          {"updated_at", Value::string("2025-05-04T09:30:00+00:00")},
                          {"version", Value::string("1.0")},
                          {"outline_version", Value::integer(1)},
                          {"sections", std::move(sections)},
                          {"insights", std::move(insights)},
                          {"metadata", Value::object({{"tags", Value::array({Value::string(text())})}})}});
}

void OddTexts::edit(Value& outline) {
    const std::size_t part = below(3);
    switch (below(5)) {
    case 0:
        outline.set("title", Value::string(text()));
        break;
    case 1:
        outline.edit("metadata")->set("tags", Value::array({Value::string(text()), Value::string(text())}));
        break;
    case 2:
        outline.edit("sections")
            ->editItem(part)
            .set(below(2) == 0 ? "content" : "notes", Value::string(text()));
        break;
    case 3:
        outline.edit("insights")->editItem(part).set("summary", Value::string(text()));
        break;
    default:
        outline.edit("insights")
            ->editItem(part)
            .edit("citations")
            ->editItem(0)
            .set("description", Value::string(text()));
    }
}

std::string OddTexts::respelled(const std::string& json) {
    std::string out;
    bool inString = false;
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] == '\\') {
            out.append(json, at, 2);
            at += 2;
            continue;
        }
        const std::size_t length = json::sequenceLength(json, at, json::Surrogates::refused);
        const char32_t character = json::characterAt(json, at, length);
        if (character == U'"')
            inString = !inString;
        if (!inString || character == U'"' || below(3) != 0) {
            out.append(json, at, length);
        } else {
            for (const QChar unit : QString::fromUcs4(&character, 1)) {
                std::array<char, 8> escape{};
                std::snprintf(escape.data(), escape.size(), below(2) == 0 ? "\\u%04x" : "\\u%04X",
                              unsigned{unit.unicode()});
                out += escape.data();
            }
        }
        at += length;
    }
    return out;
}

} // namespace searches
