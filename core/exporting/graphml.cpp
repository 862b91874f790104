// SPDX-License-Identifier: MIT
#include "core/exporting/graphml.h"

#include <charconv>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/exporting/csv.h"
#include "core/exporting/html_text.h"
#include "core/exporting/xml_names.h"

namespace stemma::exporting {

namespace {

/// Text for an element or an attribute. XML reads a bare carriage return as a line end, and has no U+FFFE and
/// U+FFFF.
std::string xmlText(const std::string& text) {
    std::string made;
    const std::string plain = escaped(text);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (plain[i] == '\r')
            made += "&#13;";
        else if (plain.compare(i, 2, "\xEF\xBF") == 0 && i + 2 < plain.size() &&
                 (plain[i + 2] == '\xBE' || plain[i + 2] == '\xBF')) {
            made += "\xEF\xBF\xBD";
            i += 2;
        } else
            made += plain[i];
    }
    return made;
}

enum class XmlType { boolean, whole, number, text };

const char* typeWord(XmlType type) {
    switch (type) {
    case XmlType::boolean:
        return "boolean";
    case XmlType::whole:
        return "long";
    case XmlType::number:
        return "double";
    case XmlType::text:
        break;
    }
    return "string";
}

XmlType typeOf(const graph::Attribute& attribute) {
    if (attribute.value.isBoolean())
        return XmlType::boolean;
    const std::string text = valueText(attribute);
    if (!isPlainNumber(text))
        return XmlType::text;
    const bool plus = text.front() == '+';
    long long whole = 0;
    const auto read = std::from_chars(text.data() + (plus ? 1 : 0), text.data() + text.size(), whole);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size())
        return XmlType::whole;
    return XmlType::number;
}

/// The type that holds values of both.
XmlType joined(XmlType a, XmlType b) {
    if (a == b)
        return a;
    const bool numbers =
        a != XmlType::boolean && a != XmlType::text && b != XmlType::boolean && b != XmlType::text;
    return numbers ? XmlType::number : XmlType::text;
}

std::string xmlValue(const graph::Attribute& attribute, XmlType type) {
    if (type == XmlType::boolean)
        return attribute.value.asBoolean() ? "true" : "false";
    return valueText(attribute);
}

/// What one column of values is called, and of what type they are.
struct Column {
    std::string id;
    std::string name;
    XmlType type = XmlType::text;
};

/// name, unit, adverb, modality, and which of a node's values of that kind.
using ColumnKey = std::tuple<std::string, std::string, std::string, std::string, std::size_t>;

std::string columnName(const ColumnKey& key) {
    const auto& [name, unit, adverb, modality, count] = key;
    std::string text = adverb.empty() ? name : adverb + ' ' + name;
    if (!unit.empty())
        text += " (" + unit + ')';
    if (!modality.empty())
        text += " [" + modality + ']';
    if (count > 1)
        text += " (" + std::to_string(count) + ')';
    return text;
}

struct KeyText {
    const char* id;
    const char* of;
    const char* name;
    const char* type;
};
constexpr KeyText fixedKeys[] = {
    {"g_id", "graph", "id", "string"},
    {"g_title", "graph", "title", "string"},
    {"g_description", "graph", "description", "string"},
    {"n_id", "node", "id", "string"},
    {"n_kind", "node", "kind", "string"},
    {"n_label", "node", "label", "string"},
    {"n_name", "node", "name", "string"},
    {"n_base", "node", "base_name", "string"},
    {"n_adjective", "node", "adjective", "string"},
    {"n_quantifier", "node", "quantifier", "string"},
    {"n_role", "node", "role", "string"},
    {"n_description", "node", "description", "string"},
    {"n_shown", "node", "shown_morph", "string"},
    {"n_morphs", "node", "morphs", "string"},
    {"n_graphs", "node", "graphs", "string"},
    {"n_tense", "node", "tense", "string"},
    {"e_id", "edge", "id", "string"},
    {"e_kind", "edge", "kind", "string"},
    {"e_label", "edge", "label", "string"},
    {"e_adverb", "edge", "adverb", "string"},
    {"e_modality", "edge", "modality", "string"},
    {"e_morphs", "edge", "morphs", "string"},
    {"e_shown", "edge", "shown", "boolean"},
};

class Writing {
public:
    explicit Writing(const FlatGraph& flat)
        : m_flat(flat) {}

    std::string write();

private:
    void findColumns();
    void writeKeys();
    void data(const char* indent, const std::string& key, const std::string& text, bool evenEmpty = false);
    void writeNode(std::size_t at);
    void writeFacts(const graph::Node& node);
    void writeFacts(const graph::Transition& transition);
    void writeEdge(std::size_t at);

    const FlatGraph& m_flat;
    std::map<ColumnKey, std::size_t> m_columnAt;
    std::vector<Column> m_columns;
    std::vector<std::size_t> m_columnOf; ///< of each attribute; of those without a value it says nothing
    std::size_t m_nextAttribute = 0;
    std::string m_text;
};

void Writing::findColumns() {
    std::map<ColumnKey, std::size_t> counts;
    std::uint32_t node = 0;
    for (const FlatAttribute& flat : m_flat.attributes) {
        const graph::Attribute& each = *flat.attribute;
        if (flat.node != std::exchange(node, flat.node))
            counts.clear();
        m_columnOf.push_back(m_columns.size());
        if (each.value.isNull())
            continue;
        ColumnKey key{each.name, each.unit.value_or(""), each.adverb.value_or(""), each.modality.value_or(""),
                      0};
        const std::size_t count = ++counts[key];
        std::get<4>(key) = count;
        const XmlType type = typeOf(each);
        const auto [found, isNew] = m_columnAt.emplace(key, m_columns.size());
        if (isNew)
            m_columns.push_back({"a" + std::to_string(m_columns.size()), columnName(key), type});
        Column& column = m_columns[found->second];
        column.type = joined(column.type, type);
        m_columnOf.back() = found->second;
    }
}

void Writing::writeKeys() {
    const auto open = [](const std::string& id, const char* of, const std::string& name, const char* type) {
        return "  <key id=\"" + id + "\" for=\"" + of + "\" attr.name=\"" + name + "\" attr.type=\"" + type +
               '"';
    };
    TakenNames taken;
    for (const KeyText& each : fixedKeys) {
        m_text += open(each.id, each.of, each.name, each.type) + "/>\n";
        taken.names.insert(each.name);
    }
    for (const Column& column : m_columns)
        m_text += open(column.id, "node", freeNameToken(column.name, taken), typeWord(column.type)) +
                  "><desc>" + xmlText(column.name) + "</desc></key>\n";
}

void Writing::data(const char* indent, const std::string& key, const std::string& text, bool evenEmpty) {
    if (evenEmpty || !text.empty())
        m_text += std::string(indent) + "<data key=\"" + key + "\">" + xmlText(text) + "</data>\n";
}

void Writing::writeFacts(const graph::Node& node) {
    const graph::Morph* shown = node.shownMorph();
    data("      ", "n_label", node.label());
    data("      ", "n_name", node.name.value_or(""));
    data("      ", "n_base", node.baseName.value_or(""));
    data("      ", "n_adjective", node.adjective.value_or(""));
    data("      ", "n_quantifier", node.quantifier.value_or(""));
    data("      ", "n_role", node.role.value_or(""));
    data("      ", "n_description", node.description.value_or(""));
    data("      ", "n_shown", shown ? shown->name : "");
    data("      ", "n_morphs", listText(morphNames(node)));
    data("      ", "n_graphs", listText(node.graphs));
}

void Writing::writeFacts(const graph::Transition& transition) {
    data("      ", "n_label", transition.name.value_or(transition.id));
    data("      ", "n_name", transition.name.value_or(""));
    data("      ", "n_adjective", transition.adjective.value_or(""));
    data("      ", "n_description", transition.description.value_or(""));
    data("      ", "n_tense", transition.tense.value_or(""));
}

void Writing::writeNode(std::size_t at) {
    const FlatNode& flat = m_flat.nodes[at];
    m_text += "    <node id=\"n" + std::to_string(at) + "\">\n";
    data("      ", "n_id", flat.id, true);
    data("      ", "n_kind", flatKindWord(flat.kind));
    if (flat.node != nullptr)
        writeFacts(*flat.node);
    else if (flat.transition != nullptr)
        writeFacts(*flat.transition);
    else
        data("      ", "n_label", flat.id);
    for (; m_nextAttribute < m_flat.attributes.size() && m_flat.attributes[m_nextAttribute].node == at;
         ++m_nextAttribute) {
        const graph::Attribute& attribute = *m_flat.attributes[m_nextAttribute].attribute;
        if (attribute.value.isNull())
            continue;
        const Column& column = m_columns[m_columnOf[m_nextAttribute]];
        data("      ", column.id, xmlValue(attribute, column.type), true);
    }
    m_text += "    </node>\n";
}

void Writing::writeEdge(std::size_t at) {
    const FlatEdge& edge = m_flat.edges[at];
    m_text += "    <edge id=\"e" + std::to_string(at) + "\" source=\"n" + std::to_string(edge.from) +
              "\" target=\"n" + std::to_string(edge.to) + "\">\n";
    data("      ", "e_id", edge.relation ? edge.relation->id : edge.transition->id, true);
    data("      ", "e_kind", flatEdgeKindWord(edge.kind));
    if (edge.relation != nullptr) {
        data("      ", "e_label", edge.relation->name);
        data("      ", "e_adverb", edge.relation->adverb.value_or(""));
        data("      ", "e_modality", edge.relation->modality.value_or(""));
    } else {
        data("      ", "e_label", edge.kind == FlatEdgeKind::transitionInput ? "input" : "output");
    }
    data("      ", "e_morphs", listText(edge.morphs));
    data("      ", "e_shown", edge.shown ? "true" : "false");
    m_text += "    </edge>\n";
}

std::string Writing::write() {
    findColumns();
    m_text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
             "         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
             "         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
             "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
    writeKeys();
    m_text += "  <graph id=\"G\" edgedefault=\"directed\">\n";
    data("    ", "g_id", m_flat.graph->id);
    data("    ", "g_title", m_flat.graph->title);
    data("    ", "g_description", m_flat.graph->description.value_or(""));
    for (std::size_t at = 0; at < m_flat.nodes.size(); ++at)
        writeNode(at);
    for (std::size_t at = 0; at < m_flat.edges.size(); ++at)
        writeEdge(at);
    return m_text + "  </graph>\n</graphml>\n";
}

} // namespace

std::string graphmlText(const FlatGraph& flat) {
    return Writing(flat).write();
}

} // namespace stemma::exporting
