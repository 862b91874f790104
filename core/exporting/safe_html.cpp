// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>

#include <libxml/HTMLparser.h>

#include "core/exporting/address.h"
#include "core/exporting/clean_html.h"
#include "core/exporting/html.h"
#include "core/exporting/html_builder.h"
#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

/// Parser levels beyond which a text is taken to be hostile: libxml2 looks through all open elements at each
/// end tag.
constexpr int deepestMarkup = 512;
/// Elements in elements that are written; deeper ones give only their text.
constexpr std::size_t deepestWritten = 100;

template <std::size_t Size>
bool isOneOf(std::string_view name, const std::array<const char*, Size>& names) {
    return std::any_of(names.begin(), names.end(),
                       [name](const char* candidate) { return name == candidate; });
}

bool isKept(std::string_view name) {
    constexpr std::array names = {
        "p",     "div",        "h1",    "h2",  "h3",   "h4",  "h5",      "h6",   "em",  "i",
        "b",     "strong",     "u",     "s",   "del",  "ins", "strike",  "sub",  "sup", "small",
        "big",   "code",       "pre",   "kbd", "samp", "tt",  "var",     "cite", "dfn", "q",
        "abbr",  "blockquote", "span",  "ul",  "ol",   "li",  "dl",      "dt",   "dd",  "table",
        "thead", "tbody",      "tfoot", "tr",  "td",   "th",  "caption", "a",    "mark"};
    return isOneOf(name, names);
}

bool isKeptEmpty(std::string_view name) {
    return name == "br" || name == "hr";
}

/// Boxes that Qt does not know, written as one that it does.
bool isBox(std::string_view name) {
    constexpr std::array names = {"section", "article", "header",     "footer",  "main",    "nav",   "aside",
                                  "address", "figure",  "figcaption", "details", "summary", "center"};
    return isOneOf(name, names);
}

/// Elements whose content is no text for reading.
bool isDropped(std::string_view name) {
    constexpr std::array names = {"script", "style",    "title",    "svg",
                                  "iframe", "template", "noframes", "noembed"};
    return isOneOf(name, names);
}

/// Elements that would load something: their address is shown instead.
const char* loadedAddress(std::string_view name) {
    if (name == "object")
        return "data";
    constexpr std::array names = {"iframe", "embed", "video", "audio", "frame"};
    return isOneOf(name, names) ? "src" : nullptr;
}

class Attributes {
public:
    explicit Attributes(const xmlChar** pairs)
        : m_pairs(pairs) {}

    [[nodiscard]] std::string_view find(const char* name) const {
        for (const xmlChar** pair = m_pairs; pair != nullptr && *pair != nullptr; pair += 2) {
            if (text(pair[0]) == name)
                return text(pair[1]);
        }
        return {};
    }

    static std::string_view text(const xmlChar* chars) {
        return chars == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(chars));
    }

private:
    const xmlChar** m_pairs;
};

std::string attribute(std::string_view name, std::string_view value) {
    return value.empty() ? std::string() : " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string numberAttribute(const char* name, const Attributes& from, std::size_t digits) {
    const std::string_view value = from.find(name);
    const bool isNumber =
        value.size() <= digits && value.find_first_not_of("0123456789") == std::string_view::npos;
    return isNumber ? attribute(name, value) : std::string();
}

std::string wordAttribute(const char* name, const Attributes& from,
                          std::initializer_list<const char*> words) {
    const std::string_view value = from.find(name);
    const bool known =
        std::any_of(words.begin(), words.end(), [value](const char* word) { return value == word; });
    return known ? attribute(name, value) : std::string();
}

/// Takes the parser's events and writes what is harmless of them.
class Cleaner {
public:
    explicit Cleaner(std::string_view idPrefix)
        : m_idPrefix(idPrefix) {}

    void start(std::string_view name, const Attributes& attributes) {
        if (!m_droppedIn.empty()) {
            m_nestedDrops += name == m_droppedIn ? 1U : 0U;
            return;
        }
        if (const char* source = loadedAddress(name); source != nullptr)
            leaveOut(name, attributes.find(source));
        if (isDropped(name)) {
            m_droppedIn = name;
            return;
        }
        if (name == "img")
            picture(attributes);
        else if (isKeptEmpty(name))
            m_out.empty(name, {});
        else if (m_out.depth() < deepestWritten && (isKept(name) || isBox(name)))
            m_out.open(isBox(name) ? "div" : name, common(attributes) + particular(name, attributes));
    }

    void end(std::string_view name) {
        if (!m_droppedIn.empty()) {
            if (name != m_droppedIn)
                return;
            if (m_nestedDrops > 0)
                --m_nestedDrops;
            else
                m_droppedIn.clear();
            return;
        }
        if (isKept(name) || isBox(name))
            m_out.close(isBox(name) ? "div" : name);
    }

    void text(std::string_view text) {
        if (m_droppedIn.empty())
            m_out.text(text);
    }

    [[nodiscard]] std::string take() { return m_out.take(); }

private:
    [[nodiscard]] std::string common(const Attributes& from) const {
        const std::string_view id = from.find("id");
        std::string made = id.empty() ? std::string() : attribute("id", m_idPrefix + std::string(id));
        made += attribute("title", from.find("title"));
        made += wordAttribute("dir", from, {"ltr", "rtl"});
        return made;
    }

    [[nodiscard]] std::string particular(std::string_view name, const Attributes& from) const {
        if (name == "a")
            return link(from.find("href"));
        if (name == "ol")
            return numberAttribute("start", from, 6);
        if (name == "td" || name == "th")
            return numberAttribute("colspan", from, 2) + numberAttribute("rowspan", from, 2) +
                   wordAttribute("align", from, {"left", "right", "center", "justify"});
        return {};
    }

    [[nodiscard]] std::string link(std::string_view address) const {
        if (address.substr(0, 1) == "#") {
            for (const char* own : {"#section-", "#insight-", "#source-"}) {
                if (address.substr(0, std::strlen(own)) == own)
                    return attribute("href", address);
            }
            return attribute("href", "#" + m_idPrefix + std::string(address.substr(1)));
        }
        const auto safe = safeLink(address);
        return safe ? attribute("href", *safe) : std::string();
    }

    void picture(const Attributes& from) {
        const std::string_view alternative = from.find("alt");
        if (const auto safe = safePicture(from.find("src"))) {
            m_out.empty("img", attribute("src", *safe) + attribute("alt", alternative) +
                                   numberAttribute("width", from, 4) + numberAttribute("height", from, 4));
            return;
        }
        if (!alternative.empty())
            m_out.text(alternative);
        leaveOut("picture", from.find("src"));
    }

    /// Says what isn't shown, with its address as text for who wants to open it.
    void leaveOut(std::string_view what, std::string_view address) {
        constexpr std::size_t longest = 200;
        std::string note = " [" + std::string(what) + " not loaded";
        if (!address.empty())
            note.append(": ").append(cleanText(address.substr(0, longest)));
        m_out.text(note + (address.size() > longest ? "…] " : "] "));
    }

    HtmlBuilder m_out;
    std::string m_idPrefix;
    std::string m_droppedIn; ///< the dropped element that we are in
    unsigned m_nestedDrops = 0;
};

struct Parsing {
    Cleaner cleaner;
    htmlParserCtxtPtr parser = nullptr;
    bool tooDeep = false;
};

void onStart(void* data, const xmlChar* name, const xmlChar** attributes) {
    auto& parsing = *static_cast<Parsing*>(data);
    if (parsing.parser->nameNr > deepestMarkup) {
        parsing.tooDeep = true;
        xmlStopParser(parsing.parser);
        return;
    }
    parsing.cleaner.start(Attributes::text(name), Attributes(attributes));
}

void onEnd(void* data, const xmlChar* name) {
    static_cast<Parsing*>(data)->cleaner.end(Attributes::text(name));
}

void onText(void* data, const xmlChar* text, int length) {
    static_cast<Parsing*>(data)->cleaner.text(
        {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
}

struct FreeHtmlParser {
    void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

/// The parser's events only: no tree is built, so no depth can break one. Whether it went well.
bool parseInto(Parsing& parsing, const std::string& html) {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
    const std::unique_ptr<xmlParserCtxt, FreeHtmlParser> parser(htmlNewParserCtxt());
    if (!parser)
        return false;
    htmlSAXHandler handler{};
    handler.startElement = onStart;
    handler.endElement = onEnd;
    handler.characters = onText;
    handler.ignorableWhitespace = onText;
    *parser->sax = handler;
    parser->userData = &parsing;
    parsing.parser = parser.get();
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                        HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC;
    const htmlDocPtr document = htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()),
                                                   nullptr, "UTF-8", options);
    if (document != nullptr)
        xmlFreeDoc(document);
    return !parsing.tooDeep;
}

} // namespace

std::optional<std::string> cleanHtml(std::string_view html, std::string_view idPrefix) {
    const std::string text = cleanText(html);
    if (text.size() > largestMarkup)
        return std::nullopt;
    Parsing parsing{Cleaner(idPrefix)};
    if (!isBlank(text) && !parseInto(parsing, text))
        return std::nullopt;
    return parsing.cleaner.take();
}

std::string safeHtml(std::string_view html) {
    const auto cleaned = cleanHtml(html, "content-");
    return cleaned ? *cleaned : plainHtml(html);
}

} // namespace stemma::exporting
