// SPDX-License-Identifier: MIT
#include "core/report/templates.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stemma::report {

namespace {

using json::Value;

constexpr std::array all{Template::standard, Template::deepDive, Template::analyst, Template::empty};

constexpr std::array standardSections{
    TemplateSection{"Executive Summary", "summary",
                    "What a reader in a hurry must know: three sentences, no more"},
    TemplateSection{"Analysis", "analysis", "What was found, one insight each, with its sources"},
    TemplateSection{"Recommendations", "recommendations", "What to do now, by whom, and what it brings"},
};

constexpr std::array deepDiveSections{
    TemplateSection{"Overview", "overview", "The question, why it matters, and what was known before"},
    TemplateSection{"Methodology", "methodology", "Which data, of which time, and how it was looked at"},
    TemplateSection{"Findings", "findings", "What the data shows, the most certain first"},
    TemplateSection{"Recommendations", "recommendations", "What follows from it, and what stays open"},
};

constexpr std::array analystSections{
    TemplateSection{"Executive Summary", "summary", "The answer in short, for those who decide"},
    TemplateSection{"Methodology", "methodology", "Sources, period, definitions, and what was left out"},
    TemplateSection{"Key Findings", "findings", "The few numbers that carry the report"},
    TemplateSection{"Detailed Analysis", "analysis", "How each finding was reached, with queries and charts"},
    TemplateSection{"Recommendations", "recommendations", "Next steps, each with an owner and a date"},
};

} // namespace

std::span<const Template> allTemplates() {
    return all;
}

const char* templateWord(Template which) {
    switch (which) {
    case Template::standard:
        return "default";
    case Template::deepDive:
        return "deep_dive";
    case Template::analyst:
        return "analyst_v1";
    case Template::empty:
        return "empty";
    }
    return "empty";
}

std::optional<Template> templateFromWord(std::string_view word) {
    const auto* found =
        std::find_if(all.begin(), all.end(), [&](Template which) { return word == templateWord(which); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::span<const TemplateSection> templateSections(Template which) {
    switch (which) {
    case Template::standard:
        return standardSections;
    case Template::deepDive:
        return deepDiveSections;
    case Template::analyst:
        return analystSections;
    case Template::empty:
        return {};
    }
    return {};
}

Value plainSection(const std::string& title, std::size_t order) {
    return Value::object({{"title", Value::string(title)},
                          {"order", Value::integer(static_cast<std::int64_t>(order))},
                          {"insight_ids", Value::array()},
                          {"notes", Value()},
                          {"content", Value()},
                          {"content_format", Value::string("markdown")},
                          {"metadata", Value::object()}});
}

Value distinctTexts(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& text : texts) {
        Value item = Value::string(text);
        if (std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(std::move(item));
    }
    return Value::array(std::move(items));
}

Value templateOutline(Template which, const std::vector<std::string>& tags) {
    Value sections = Value::array();
    for (const TemplateSection& each : templateSections(which)) {
        Value section = plainSection(std::string(each.title), sections.size());
        section.set("notes", Value::string(std::string(each.notes)));
        section.set("metadata", Value::object({{"category", Value::string(std::string(each.category))}}));
        sections.appendItem(std::move(section));
    }
    return Value::object({{"version", Value::string("1.0")},
                          {"sections", std::move(sections)},
                          {"insights", Value::array()},
                          {"metadata", Value::object({{"tags", distinctTexts(tags)},
                                                      {"template", Value::string(templateWord(which))}})}});
}

} // namespace stemma::report
