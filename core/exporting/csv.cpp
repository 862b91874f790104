// SPDX-License-Identifier: MIT
#include "core/exporting/csv.h"

#include "core/exporting/html_text.h"

namespace stemma::exporting {

namespace {

bool isDigit(char byte) {
    return byte >= '0' && byte <= '9';
}

/// Passes over digits; how many there were.
std::size_t skipDigits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    text.remove_prefix(count);
    return count;
}

bool looksLikeFormula(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    const bool marked =
        !text.empty() && (text.front() == '\t' || text.front() == '\r' || text.front() == '\n');
    const char first = begin == text.npos ? ' ' : text[begin];
    const bool sign = first == '=' || first == '+' || first == '-' || first == '@';
    return (sign || marked) && !isPlainNumber(text);
}

std::string csvField(const std::string& given, Formulas formulas) {
    std::string text = cleanText(given);
    if (formulas == Formulas::disarmed && looksLikeFormula(text))
        text.insert(text.begin(), '\'');
    // A spreadsheet that splits at semicolons or tabs would find a formula in what comes after one.
    if (text.find_first_of(",;\t\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char byte : text) {
        if (byte == '"')
            quoted += '"';
        quoted += byte;
    }
    return quoted + '"';
}

std::vector<std::string> nodeRecord(const FlatNode& flat) {
    const std::string kind = flatKindWord(flat.kind);
    if (flat.transition != nullptr) {
        const graph::Transition& each = *flat.transition;
        return {each.id,
                kind,
                each.name.value_or(each.id),
                each.name.value_or(""),
                "",
                each.adjective.value_or(""),
                "",
                "",
                each.description.value_or(""),
                "",
                "",
                each.graphs ? listText(*each.graphs) : "",
                each.tense.value_or("")};
    }
    if (flat.node == nullptr)
        return {flat.id, kind, flat.id, "", "", "", "", "", "", "", "", "", ""};
    const graph::Node& node = *flat.node;
    const graph::Morph* shown = node.shownMorph();
    return {node.id,
            kind,
            node.label(),
            node.name.value_or(""),
            node.baseName.value_or(""),
            node.adjective.value_or(""),
            node.quantifier.value_or(""),
            node.role.value_or(""),
            node.description.value_or(""),
            shown ? shown->name : "",
            listText(morphNames(node)),
            listText(node.graphs),
            ""};
}

std::vector<std::string> edgeRecord(const FlatGraph& flat, const FlatEdge& edge) {
    const bool isRelation = edge.relation != nullptr;
    const bool isInput = edge.kind == FlatEdgeKind::transitionInput;
    return {isRelation ? edge.relation->id : edge.transition->id,
            flatEdgeKindWord(edge.kind),
            flat.nodes[edge.from].id,
            isRelation ? edge.relation->name
            : isInput  ? "input"
                       : "output",
            flat.nodes[edge.to].id,
            isRelation ? edge.relation->adverb.value_or("") : "",
            isRelation ? edge.relation->modality.value_or("") : "",
            listText(edge.morphs),
            edge.shown ? "yes" : "no"};
}

std::vector<std::string> attributeRecord(const FlatGraph& flat, const FlatAttribute& each) {
    const graph::Attribute& attribute = *each.attribute;
    return {attribute.id,
            flat.nodes[each.node].id,
            attribute.name,
            valueText(attribute),
            attribute.unit.value_or(""),
            attribute.adverb.value_or(""),
            attribute.modality.value_or(""),
            listText(each.morphs),
            each.shown ? "yes" : "no"};
}

} // namespace

bool isPlainNumber(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+'))
        text.remove_prefix(1);
    std::size_t digits = skipDigits(text);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        digits += skipDigits(text);
    }
    if (digits == 0)
        return false;
    if (text.empty())
        return true;
    if (text.front() != 'e' && text.front() != 'E')
        return false;
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '-' || text.front() == '+'))
        text.remove_prefix(1);
    return skipDigits(text) > 0 && text.empty();
}

std::string csvRecord(const std::vector<std::string>& fields, Formulas formulas) {
    std::string record;
    for (const std::string& field : fields) {
        if (&field != &fields.front())
            record += ',';
        record += csvField(field, formulas);
    }
    return record + "\r\n";
}

CsvTables csvTables(const FlatGraph& flat, Formulas formulas) {
    CsvTables tables;
    tables.nodes = csvRecord({"id", "kind", "label", "name", "base_name", "adjective", "quantifier", "role",
                              "description", "shown_morph", "morphs", "graphs", "tense"},
                             formulas);
    for (const FlatNode& node : flat.nodes)
        tables.nodes += csvRecord(nodeRecord(node), formulas);
    tables.relations = csvRecord(
        {"id", "kind", "source", "name", "target", "adverb", "modality", "morphs", "shown"}, formulas);
    for (const FlatEdge& edge : flat.edges)
        tables.relations += csvRecord(edgeRecord(flat, edge), formulas);
    tables.attributes =
        csvRecord({"id", "node", "name", "value", "unit", "adverb", "modality", "morphs", "shown"}, formulas);
    for (const FlatAttribute& attribute : flat.attributes)
        tables.attributes += csvRecord(attributeRecord(flat, attribute), formulas);
    return tables;
}

} // namespace stemma::exporting
