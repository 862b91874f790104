// SPDX-License-Identifier: MIT
#include "core/exporting/citation_list.h"

#include <optional>
#include <utility>

#include "core/exporting/address.h"
#include "core/exporting/html_text.h"
#include "core/exporting/markdown.h"

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

/// One thing that is said of a source.
struct Piece {
    enum class Kind { kind, text, link, address, code, date } what = Kind::text;
    std::string label; ///< of a code or a date: what it is
    std::string text;
    std::string target; ///< of a link; empty: it must not be one
};

std::vector<Piece> piecesOf(const report::Citation& citation) {
    std::vector<Piece> pieces{{Piece::Kind::kind, {}, kindWord(citation.source), {}}};
    const Field& name = nameOf(citation);
    const std::string link = isSaid(citation.url) ? safeLink(*citation.url).value_or("") : "";
    if (isSaid(name))
        pieces.push_back({link.empty() ? Piece::Kind::text : Piece::Kind::link, {}, *name, link});
    for (const Field* field : {&citation.description, &citation.provider})
        if (field != &name && isSaid(*field))
            pieces.push_back({Piece::Kind::text, {}, **field, {}});
    if (isSaid(citation.url))
        pieces.push_back({Piece::Kind::address, {}, *citation.url, link});
    const std::pair<const char*, const Field&> codes[] = {{"path", citation.path},
                                                          {"page", citation.page},
                                                          {"endpoint", citation.endpoint},
                                                          {"execution", citation.executionId},
                                                          {"query id", citation.queryId},
                                                          {"SQL SHA-256", citation.sqlSha256},
                                                          {"response", citation.responseHash},
                                                          {"cache", citation.cacheManifest}};
    for (const auto& [label, field] : codes)
        if (isSaid(field))
            pieces.push_back({Piece::Kind::code, label, *field, {}});
    if (isSaid(citation.accessedAt))
        pieces.push_back({Piece::Kind::date, "accessed", *citation.accessedAt, {}});
    if (isSaid(citation.observedAt))
        pieces.push_back({Piece::Kind::date, "observed", *citation.observedAt, {}});
    return pieces;
}

std::string htmlOf(const Piece& piece) {
    switch (piece.what) {
    case Piece::Kind::kind:
        return "<b>" + piece.text + "</b>";
    case Piece::Kind::text:
        return inDirection(piece.text);
    case Piece::Kind::link:
        return "<a href=\"" + escaped(piece.target) + "\">" + inDirection(piece.text) + "</a>";
    case Piece::Kind::address:
        return piece.target.empty()
                   ? escaped(piece.text)
                   : "<a href=\"" + escaped(piece.target) + "\">" + escaped(piece.text) + "</a>";
    case Piece::Kind::code:
        return piece.label + " <code>" + escaped(piece.text) + "</code>";
    case Piece::Kind::date:
        break;
    }
    return piece.label + " " + escaped(piece.text);
}

std::string markdownOf(const Piece& piece) {
    switch (piece.what) {
    case Piece::Kind::kind:
        return "**" + piece.text + "**";
    case Piece::Kind::link: // the address follows
    case Piece::Kind::text:
        return markdownText(piece.text);
    case Piece::Kind::address:
        return piece.target.empty() ? markdownCode(piece.text) : "<" + piece.target + ">";
    case Piece::Kind::code:
        return piece.label + " " + markdownCode(piece.text);
    case Piece::Kind::date:
        break;
    }
    return piece.label + " " + markdownText(piece.text);
}

template <class Render>
std::string line(const report::Citation& citation, const Render& render) {
    std::string made;
    for (const Piece& piece : piecesOf(citation))
        made += (made.empty() ? "" : " · ") + render(piece);
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
        made += "<li id=\"source-" + std::to_string(++number) + "\">" + line(citation, htmlOf) + "</li>\n";
    return made + "</ol>\n";
}

std::string CitationList::markdown() const {
    std::string made;
    std::size_t number = 0;
    for (const report::Citation& citation : m_citations)
        made += std::to_string(++number) + ". " + line(citation, markdownOf) + "\n";
    return made;
}

} // namespace stemma::exporting
