// SPDX-License-Identifier: MIT
#include "core/exporting/citation_list.h"

#include <optional>
#include <utility>

#include "core/exporting/address.h"
#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

using Field = std::optional<std::string>;

bool isSaid(const Field& field) {
    return field && !isBlank(*field);
}

/// Fields can hold any text, so each is written with its length.
std::string joined(std::initializer_list<Field> fields) {
    std::string key;
    for (const Field& field : fields)
        key += field ? std::to_string(field->size()) + ":" + *field : "-";
    return key;
}

std::string identity(const report::Citation& citation) {
    if (isSaid(citation.executionId))
        return "execution " + *citation.executionId;
    const std::string kind = joined({citation.source});
    if (citation.source == "query" && (isSaid(citation.queryId) || isSaid(citation.sqlSha256)))
        return kind + joined({citation.provider, citation.queryId, citation.sqlSha256});
    if (citation.source == "url" && isSaid(citation.url))
        return kind + joined({citation.url});
    if (citation.source == "api" && isSaid(citation.endpoint))
        return kind + joined({citation.provider, citation.endpoint, citation.responseHash});
    if (citation.source == "document" && (isSaid(citation.path) || isSaid(citation.title)))
        return kind + joined({citation.path, citation.title, citation.page});
    return kind + joined({citation.provider, citation.description, citation.queryId, citation.sqlSha256,
                          citation.cacheManifest, citation.url, citation.title, citation.endpoint,
                          citation.responseHash, citation.path, citation.page, citation.observedAt});
}

const char* kindWord(const std::string& source) {
    if (source == "query")
        return "Query";
    if (source == "api")
        return "API";
    if (source == "url")
        return "Web page";
    if (source == "observation")
        return "Observation";
    return source == "document" ? "Document" : "Source";
}

std::string inDirection(const std::string& text) {
    return "<span" + directionAttribute(text) + ">" + escaped(text) + "</span>";
}

/// What the source is called: a title, else a description, else the provider.
const Field& nameOf(const report::Citation& citation) {
    if (isSaid(citation.title))
        return citation.title;
    return isSaid(citation.description) ? citation.description : citation.provider;
}

std::string line(const report::Citation& citation) {
    std::string made = "<b>" + std::string(kindWord(citation.source)) + "</b>";
    const Field& name = nameOf(citation);
    const auto link = isSaid(citation.url) ? safeLink(*citation.url) : std::nullopt;
    if (isSaid(name) && link)
        made += " · <a href=\"" + escaped(*link) + "\">" + inDirection(*name) + "</a>";
    else if (isSaid(name))
        made += " · " + inDirection(*name);
    if (&name != &citation.description && isSaid(citation.description))
        made += " · " + inDirection(*citation.description);
    if (&name != &citation.provider && isSaid(citation.provider))
        made += " · " + inDirection(*citation.provider);
    if (isSaid(citation.url))
        made += " · " + (link ? "<a href=\"" + escaped(*link) + "\">" + escaped(*citation.url) + "</a>"
                              : escaped(*citation.url));
    const std::pair<const char*, const Field&> codes[] = {{"path", citation.path},
                                                          {"page", citation.page},
                                                          {"endpoint", citation.endpoint},
                                                          {"execution", citation.executionId},
                                                          {"query id", citation.queryId},
                                                          {"SQL SHA-256", citation.sqlSha256},
                                                          {"response", citation.responseHash},
                                                          {"cache", citation.cacheManifest}};
    for (const auto& [label, field] : codes) {
        if (isSaid(field))
            made += " · " + std::string(label) + " <code>" + escaped(*field) + "</code>";
    }
    if (isSaid(citation.accessedAt))
        made += " · accessed " + escaped(*citation.accessedAt);
    if (isSaid(citation.observedAt))
        made += " · observed " + escaped(*citation.observedAt);
    return made;
}

} // namespace

std::size_t CitationList::numberOf(const report::Citation& citation) {
    const auto [place, isNew] = m_numbers.try_emplace(identity(citation), m_citations.size() + 1);
    if (isNew)
        m_citations.push_back(citation);
    return place->second;
}

std::string CitationList::html() const {
    std::string made = "<ol class=\"sources\">\n";
    std::size_t number = 0;
    for (const report::Citation& citation : m_citations)
        made += "<li id=\"source-" + std::to_string(++number) + "\">" + line(citation) + "</li>\n";
    return made + "</ol>\n";
}

} // namespace stemma::exporting
