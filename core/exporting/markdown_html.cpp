// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <mutex>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include "core/exporting/clean_html.h"
#include "core/exporting/html.h"
#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

constexpr std::array extensions = {"table", "strikethrough", "autolink", "tagfilter"};
/// Raw HTML passes here, as the one gate for all HTML comes after: cleanHtml.
constexpr int markdownOptions = CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;

/// cmark-gfm gives every row as many cells as the first has, and takes time by the square of a line's bars: a
/// text that could make more cells than any table for reading has is read without tables.
bool canHaveTables(std::string_view markdown) {
    constexpr std::size_t mostCells = 200'000;
    constexpr std::size_t widest = 1000;
    std::size_t lines = 0;
    std::size_t mostBars = 0;
    for (std::size_t from = 0; from < markdown.size(); ++lines) {
        const std::string_view line = markdown.substr(from, markdown.find('\n', from) - from);
        mostBars = std::max(mostBars, static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')));
        from += line.size() + 1;
    }
    return mostBars < widest && mostBars * lines < mostCells;
}

struct FreeMarkdownParser {
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeText {
    void operator()(char* text) const { std::free(text); }
};

std::string rendered(const std::string& markdown) {
    static std::once_flag once;
    std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
    const std::unique_ptr<cmark_parser, FreeMarkdownParser> parser(cmark_parser_new(markdownOptions));
    const bool tables = canHaveTables(markdown);
    for (const char* name : extensions) {
        if (!tables && std::string_view(name) == "table")
            continue;
        if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    const std::unique_ptr<cmark_node, FreeNode> document(cmark_parser_finish(parser.get()));
    const std::unique_ptr<char, FreeText> html(
        cmark_render_html(document.get(), markdownOptions, cmark_parser_get_syntax_extensions(parser.get())));
    return html.get();
}

} // namespace

std::string cleanMarkdown(std::string_view markdown, std::string_view idPrefix) {
    if (markdown.size() > largestMarkup)
        return plainHtml(markdown);
    const auto html = cleanHtml(rendered(cleanText(markdown)), idPrefix);
    return html ? *html : plainHtml(markdown);
}

std::string markdownHtml(std::string_view markdown) {
    return cleanMarkdown(markdown, "content-");
}

std::string plainHtml(std::string_view text) {
    std::string lines = cleanText(text);
    std::erase(lines, '\r');
    std::string made;
    std::size_t from = 0;
    while (from < lines.size()) {
        const std::size_t end = std::min(lines.find("\n\n", from), lines.size());
        const std::string paragraph = lines.substr(from, end - from);
        if (!isBlank(paragraph))
            made += "<p style=\"white-space: pre-wrap\"" + directionAttribute(paragraph) + ">" +
                    escaped(paragraph.substr(std::min(paragraph.find_first_not_of('\n'), paragraph.size()))) +
                    "</p>\n";
        from = end + 2;
    }
    return made;
}

} // namespace stemma::exporting
