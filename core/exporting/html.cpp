// SPDX-License-Identifier: MIT
#include "core/exporting/html.h"

#include <set>

#include "core/exporting/citation_list.h"
#include "core/exporting/clean_html.h"
#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

class ReportPage {
public:
    explicit ReportPage(const report::Outline& outline)
        : m_outline(outline) {}

    std::string build() {
        m_out = "<h1" + directionAttribute(m_outline.title) + ">" + escaped(m_outline.title) + "</h1>\n";
        for (const report::Section& section : m_outline.sections)
            addSection(section);
        if (m_outline.sections.empty())
            m_out += "<p class=\"empty\"><i>This report has no sections.</i></p>\n";
        if (!m_citations.empty())
            m_out += "<h2 id=\"sources\">Sources</h2>\n" + m_citations.html();
        return std::move(m_out);
    }

private:
    void addSection(const report::Section& section) {
        m_out += "<h2" + anchor("section-", section.id.text()) + directionAttribute(section.title) + ">" +
                 escaped(section.title) + "</h2>\n" + body(section);
        if (section.insightIds.empty())
            return;
        m_out += "<ul class=\"insights\">\n";
        for (const InsightId& id : section.insightIds)
            addInsight(id);
        m_out += "</ul>\n";
    }

    /// The content, or the notes where that is blank: never both.
    std::string body(const report::Section& section) {
        const bool hasContent = section.content && !isBlank(*section.content);
        if (!hasContent && (!section.notes || isBlank(*section.notes)))
            return {};
        const std::string prefix = "text-" + std::to_string(++m_pieces) + "-";
        if (!hasContent)
            return cleanMarkdown(*section.notes, prefix);
        if (section.contentFormat == "html") {
            const auto html = cleanHtml(*section.content, prefix);
            return html ? *html : plainHtml(*section.content);
        }
        if (section.contentFormat == "markdown")
            return cleanMarkdown(*section.content, prefix);
        return plainHtml(*section.content);
    }

    void addInsight(const InsightId& id) {
        const report::Insight* insight = m_outline.insight(id);
        if (insight == nullptr) {
            m_out += "<li><i>Missing insight</i> <code>" + escaped(id.text()) + "</code></li>\n";
            return;
        }
        const bool active = insight->status == "active";
        m_out += "<li" + anchor("insight-", id.text()) + directionAttribute(insight->summary) + ">";
        if (!active)
            m_out += "<i>[" + escaped(insight->status) + "]</i> ";
        m_out += summary(*insight);
        for (const report::Citation& citation : insight->citations) {
            const std::string number = std::to_string(m_citations.numberOf(citation));
            m_out += " <sup><a href=\"#source-" + number + "\">[" + number + "]</a></sup>";
        }
        m_out += "</li>\n";
    }

    /// A summary of one paragraph stands in its line; a longer one keeps its blocks.
    std::string summary(const report::Insight& insight) {
        std::string html = cleanMarkdown(insight.summary, "text-" + std::to_string(++m_pieces) + "-");
        while (!html.empty() && html.back() == '\n')
            html.pop_back();
        const std::size_t begin = html.find('>') + 1;
        constexpr std::string_view end = "</p>";
        const bool isOne = html.rfind("<p", 0) == 0 && html.find(end) + end.size() == html.size() &&
                           (html[2] == '>' || html[2] == ' ');
        return isOne ? html.substr(begin, html.size() - begin - end.size()) : html;
    }

    /// Ids need not be unique in a damaged report; anchors must be.
    std::string anchor(const char* kind, const std::string& id) {
        const std::string name = kind + id;
        return m_anchors.insert(name).second ? " id=\"" + escaped(name) + "\"" : std::string();
    }

    const report::Outline& m_outline;
    std::string m_out;
    CitationList m_citations;
    std::set<std::string> m_anchors;
    std::size_t m_pieces = 0;
};

} // namespace

std::string reportHtml(const report::Outline& outline) {
    return ReportPage(outline).build();
}

std::string htmlPage(const report::Outline& outline) {
    return "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           escaped(outline.title) +
           "</title>\n<style>:root { color-scheme: light dark; } "
           "body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font-family: sans-serif; "
           "line-height: 1.5; } "
           "table { border-collapse: collapse; } td, th { border: 1px solid; padding: 0.2rem 0.5rem; } "
           "pre { overflow-x: auto; }</style>\n</head>\n<body>\n" +
           reportHtml(outline) + "</body>\n</html>\n";
}

} // namespace stemma::exporting
