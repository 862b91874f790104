// SPDX-License-Identifier: MIT
#include "core/report/markdown_import.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include <cmark-gfm.h>

#include "core/base/ids.h"
#include "core/json/utf8.h"
#include "core/report/front_matter.h"
#include "core/report/markdown_links.h"
#include "core/report/outline_schema.h"
#include "core/report/templates.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* reading = "read the Markdown as a report";
constexpr std::int64_t usualImportance = 5;

/// Lines without their ends, counted from 1 as cmark does.
class Lines {
public:
    explicit Lines(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            m_lines.push_back(text.substr(0, end));
            text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(m_lines.size()); }
    [[nodiscard]] std::string_view at(int line) const {
        return line >= 1 && line <= count() ? m_lines[static_cast<std::size_t>(line) - 1]
                                            : std::string_view();
    }
    /// From one line to another, without the blank ones around.
    [[nodiscard]] std::string between(int first, int last) const {
        while (first <= last && isBlank(at(first)))
            ++first;
        while (last >= first && isBlank(at(last)))
            --last;
        std::string text;
        for (int line = first; line <= last; ++line)
            text.append(line == first ? "" : "\n").append(at(line));
        return text;
    }
    [[nodiscard]] static bool isBlank(std::string_view line) {
        return line.find_first_not_of(" \t") == std::string_view::npos;
    }

private:
    std::vector<std::string_view> m_lines;
};

/// How many columns the beginning of a line takes.
std::size_t columnsOf(std::string_view beginning) {
    std::size_t column = 0;
    for (const char character : beginning)
        column = character == '\t' ? (column / 4 + 1) * 4 : column + 1;
    return column;
}

/// A line without the first `columns` columns, as far as these are blank; a tab reaches to the next multiple
/// of four.
std::string dedented(std::string_view line, std::size_t columns) {
    std::size_t column = 0;
    std::size_t at = 0;
    while (at < line.size() && column < columns && (line[at] == ' ' || line[at] == '\t')) {
        column = line[at] == '\t' ? (column / 4 + 1) * 4 : column + 1;
        ++at;
    }
    return std::string(column > columns ? column - columns : 0, ' ') + std::string(line.substr(at));
}

/// Reads the blocks of a document, in order.
class Importer {
public:
    /// `known`: the title that the report has already, if it has one.
    Importer(std::string_view text, std::string known)
        : m_lines(text)
        , m_known(std::move(known)) {}

    void read(cmark_node* document) {
        for (cmark_node* block = cmark_node_first_child(document); block; block = cmark_node_next(block)) {
            const cmark_node_type type = cmark_node_get_type(block);
            if (type == CMARK_NODE_HEADING)
                takeHeading(block);
            else if (type == CMARK_NODE_LIST && cmark_node_get_list_type(block) == CMARK_BULLET_LIST)
                takeList(block);
            else
                takeBlock(block);
        }
        takeLines(m_lines.count());
        endSection();
    }

    std::string title;
    Value sections = Value::array();
    Value insights = Value::array();

private:
    void takeHeading(cmark_node* heading) {
        takeLines(cmark_node_get_start_line(heading) - 1);
        m_next = cmark_node_get_end_line(heading) + 1;
        const std::string text = plainText(heading);
        const bool isFirst = title.empty() && !m_section && m_content.empty() && m_ids.empty() &&
                             sections.size() == 0 && cmark_node_get_heading_level(heading) == 1;
        if (isFirst && !text.empty() && (m_known.empty() || m_known == text)) {
            title = text;
            keepLinks(heading);
            return;
        }
        endSection();
        m_section = text.empty() ? "Section " + std::to_string(sections.size() + 1) : text;
        keepLinks(heading);
    }

    /// A title is plain text.
    void keepLinks(cmark_node* heading) {
        if (hasLinks(heading))
            addContent(commonMark(heading, CommonMark::inlines));
    }

    void takeBlock(cmark_node* block) {
        takeLines(cmark_node_get_start_line(block) - 1);
        const int last = std::max(cmark_node_get_end_line(block), m_next);
        addContent(sourceOf(block, m_lines.between(m_next, last)));
        m_next = last + 1;
    }

    void takeList(cmark_node* list) {
        takeLines(cmark_node_get_start_line(list) - 1);
        for (cmark_node* item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
            cmark_node* next = cmark_node_next(item);
            const int last = next ? cmark_node_get_start_line(next) - 1 : cmark_node_get_end_line(list);
            takeItem(item, last);
        }
        m_next = std::max(cmark_node_get_end_line(list) + 1, m_next);
    }

    void takeItem(cmark_node* item, int last) {
        cmark_node* first = cmark_node_first_child(item);
        if (first == nullptr)
            return; // a bullet and nothing behind it
        const int begin = cmark_node_get_start_line(first);
        const std::string_view line = m_lines.at(begin);
        const std::string_view mark =
            line.substr(0, static_cast<std::size_t>(cmark_node_get_start_column(first)) - 1);
        std::string summary(line.substr(mark.size()));
        for (int more = begin + 1; more <= last; ++more)
            summary.append("\n").append(dedented(m_lines.at(more), columnsOf(mark)));
        summary.erase(summary.find_last_not_of(" \t\n") + 1);
        summary = sourceOf(item, std::move(summary));
        if (!summary.empty())
            addInsight(summary, webLinks(item));
    }

    void addInsight(const std::string& summary, const std::vector<WebLink>& links) {
        const std::string id = newUuid();
        Value citations = Value::array();
        for (const WebLink& link : links)
            citations.appendItem(citationOf(link));
        insights.appendItem(Value::object({{"insight_id", Value::string(id)},
                                           {"importance", Value::integer(usualImportance)},
                                           {"status", Value::string("active")},
                                           {"summary", Value::string(summary)},
                                           {"supporting_queries", Value::array()},
                                           {"citations", std::move(citations)},
                                           {"draft_changes", Value()},
                                           {"metadata", Value::object()}}));
        m_ids.push_back(id);
    }

    static Value citationOf(const WebLink& link) {
        Value citation = Value::object();
        for (const FieldRule& field : citationFields())
            citation.set(field.name, Value());
        citation.set("source", Value::string("url"));
        citation.set("url", Value::string(link.address));
        if (!link.text.empty() && link.text != link.address)
            citation.set("title", Value::string(link.text));
        return citation;
    }

    /// What stands between the blocks: definitions of links, and blank lines.
    void takeLines(int last) {
        addContent(m_lines.between(m_next, last));
        m_next = std::max(m_next, last + 1);
    }

    void addContent(const std::string& text) {
        if (!text.empty())
            m_content.append(m_content.empty() ? "" : "\n\n").append(text);
    }

    void endSection() {
        if (!m_section && m_content.empty() && m_ids.empty())
            return;
        Value section = plainSection(m_section.value_or("Introduction"), sections.size());
        Value ids = Value::array();
        for (const std::string& id : m_ids)
            ids.appendItem(Value::string(id));
        section.set("insight_ids", std::move(ids));
        if (!m_content.empty())
            section.set("content", Value::string(m_content));
        sections.appendItem(std::move(section));
        m_section.reset();
        m_content.clear();
        m_ids.clear();
    }

    Lines m_lines;
    const std::string m_known;
    int m_next = 1; ///< the first line that has no place yet
    std::optional<std::string> m_section;
    std::string m_content;
    std::vector<std::string> m_ids;
};

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};

std::string withPlainLineEnds(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r')
            plain += text[at];
        else if (at + 1 == text.size() || text[at + 1] != '\n')
            plain += '\n';
    }
    return plain;
}

Value metadataOf(const FrontMatter& matter) {
    Value metadata = Value::object({{"tags", distinctTexts(matter.tags)}});
    if (!matter.description.empty())
        metadata.set("description", Value::string(matter.description));
    metadata.set("template", Value::string(templateWord(Template::empty)));
    return metadata;
}

} // namespace

Result<MarkdownReport> importMarkdown(std::string_view markdown, const std::string& title) {
    if (markdown.size() > largestMarkdown)
        return fail(ErrorCode::usage, reading, {},
                    "it is larger than " + std::to_string(largestMarkdown >> 20U) + " MiB",
                    "Split it into several reports.");
    if (json::firstBadByte(markdown, json::Surrogates::refused) != std::string_view::npos)
        return fail(ErrorCode::damaged, reading, {}, "it isn't UTF-8 text", "Convert it to UTF-8 first.");
    const std::string text = withPlainLineEnds(markdown);
    const FrontMatter matter = readFrontMatter(text);
    const std::string_view body = std::string_view(text).substr(matter.length);
    const std::unique_ptr<cmark_node, FreeNode> document(
        cmark_parse_document(body.data(), body.size(), CMARK_OPT_DEFAULT));
    cmark_consolidate_text_nodes(document.get());
    MarkdownReport report;
    report.title = title.empty() ? matter.title : title;
    Importer importer(body, report.title);
    importer.read(document.get());
    if (report.title.empty())
        report.title = importer.title;
    report.tags = matter.tags;
    if (importer.sections.size() == 0 && importer.title.empty())
        return fail(ErrorCode::usage, reading, {}, "there is nothing in it");
    report.outline = Value::object({{"version", Value::string("1.0")},
                                    {"sections", std::move(importer.sections)},
                                    {"insights", std::move(importer.insights)},
                                    {"metadata", metadataOf(matter)}});
    if (!matter.title.empty() && matter.title != report.title)
        report.notes.push_back("The front matter's title, “" + matter.title + "”, was left out.");
    for (const std::string& key : matter.otherKeys)
        report.notes.push_back("“" + key +
                               "” of the front matter has no place in a report and was left out.");
    return report;
}

} // namespace stemma::report
