// SPDX-License-Identifier: MIT
#include "core/exporting/markdown.h"

#include <algorithm>

#include "core/exporting/citation_list.h"
#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

/// Lines that follow stand below the item that they belong to.
std::string indented(std::string_view text) {
    std::string made;
    for (const char byte : text) {
        made += byte;
        if (byte == '\n')
            made += "  ";
    }
    while (!made.empty() && (made.back() == ' ' || made.back() == '\n'))
        made.pop_back();
    return made;
}

/// Plain text keeps its lines.
std::string plainMarkdown(std::string_view text) {
    std::string made;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        made += markdownText(line) + (isBlank(line) ? "\n" : "\\\n");
        begin = end + 1;
    }
    // No line break stands at the end of a paragraph.
    std::size_t at = 0;
    while ((at = made.find("\\\n\n", at)) != std::string::npos)
        made.erase(at, 1);
    while (made.ends_with("\\\n") || made.ends_with("\n"))
        made.resize(made.size() - (made.ends_with("\\\n") ? 2 : 1));
    return made;
}

class ReportText {
public:
    explicit ReportText(const report::Outline& outline)
        : m_outline(outline) {}

    std::string build() {
        m_out = "# " + markdownText(m_outline.title) + "\n";
        for (const report::Section& section : m_outline.sections)
            add(section);
        if (!m_citations.empty())
            m_out += "\n## Sources\n\n" + m_citations.markdown();
        return std::move(m_out);
    }

private:
    void add(const report::Section& section) {
        m_out += "\n## " + markdownText(section.title) + "\n";
        if (const std::string text = body(section); !text.empty())
            m_out += "\n" + text + (text.ends_with('\n') ? "" : "\n");
        if (!section.insightIds.empty())
            m_out += "\n";
        for (const InsightId& id : section.insightIds)
            add(id);
    }

    static std::string body(const report::Section& section) {
        if (!section.content || isBlank(*section.content))
            return section.notes && !isBlank(*section.notes) ? cleanText(*section.notes) : std::string();
        return section.contentFormat == "plain" ? plainMarkdown(cleanText(*section.content))
                                                : cleanText(*section.content);
    }

    void add(const InsightId& id) {
        const report::Insight* insight = m_outline.insight(id);
        if (insight == nullptr) {
            m_out += "- *Missing insight* " + markdownCode(id.text()) + "\n";
            return;
        }
        m_out += "- ";
        if (insight->status != "active")
            m_out += "*(" + markdownText(insight->status) + ")* ";
        m_out += indented(cleanText(insight->summary));
        for (const report::Citation& citation : insight->citations)
            m_out += " \\[" + std::to_string(m_citations.numberOf(citation)) + "\\]";
        m_out += "\n";
    }

    const report::Outline& m_outline;
    std::string m_out;
    CitationList m_citations;
};

} // namespace

std::string reportMarkdown(const report::Outline& outline) {
    return ReportText(outline).build();
}

std::string markdownText(std::string_view text) {
    constexpr std::string_view special = "\\`*_{}[]<>#|~&!";
    std::string made;
    const std::string clean = cleanText(text);
    for (std::size_t i = 0; i < clean.size(); ++i) {
        const char byte = clean[i];
        const bool isBreak = byte == '\n' || byte == '\r' || byte == '\t';
        // A dash, plus or number begins a list, at the beginning of a line alone.
        const bool begins =
            made.find_first_not_of(' ') == std::string::npos && (byte == '-' || byte == '+' || byte == '=');
        const bool ends = (byte == '.' || byte == ')') && !made.empty() &&
                          made.find_first_not_of("0123456789") == std::string::npos;
        if (special.find(byte) != std::string_view::npos || begins || ends)
            made += '\\';
        made += isBreak ? ' ' : byte;
    }
    return made;
}

std::string markdownCode(std::string_view text) {
    std::string clean = cleanText(text);
    std::replace(clean.begin(), clean.end(), '\n', ' ');
    std::size_t longest = 0;
    for (std::size_t run = 0; const char byte : clean) {
        run = byte == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const bool pad = !clean.empty() && (clean.front() == '`' || clean.back() == '`');
    return fence + (pad ? " " : "") + clean + (pad ? " " : "") + fence;
}

} // namespace stemma::exporting
