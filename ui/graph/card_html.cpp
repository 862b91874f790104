// SPDX-License-Identifier: MIT
#include "ui/graph/card_html.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>
#include <QUrl>

#include "core/exporting/html.h"
#include "core/graph/graph_ids.h"
#include "ui/graph/node_rows.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::size_t cardRows = 50; // at once: a table of thousands takes longer to lay out than a frame
constexpr std::size_t longestDescription = 20'000; // bytes
constexpr const char* rowsScheme = "rows";

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::NodeCard)
};

QString escaped(const std::string& text) {
    return fromUtf8(text).toHtmlEscaped();
}

QString link(const char* scheme, const std::string& id, const QString& text) {
    const QString target = QString::fromLatin1(QUrl::toPercentEncoding(fromUtf8(id)));
    return QStringLiteral("<a href=\"%1:%2\">%3</a>").arg(QLatin1String(scheme), target, text);
}

QString nodeLink(const UserGraphs& graphs, const std::string& id) {
    const graph::Node* node = graphs.store.node(id);
    if (node)
        return link("node", id, escaped(node->label()));
    return escaped(id) + QLatin1String(" <i>") + Words::tr("(missing)").toHtmlEscaped() +
           QLatin1String("</i>");
}

QString heading(const QString& text, const QString& beside = {}) {
    return QStringLiteral("<h4 style=\"margin-top:14px; margin-bottom:4px\">%1%2</h4>")
        .arg(text.toHtmlEscaped(), beside);
}

/// Beside the heading of a list: makes another.
QString newLink(const char* what, CardLinks links) {
    if (links == CardLinks::read)
        return {};
    return QStringLiteral(" &nbsp;<span style=\"font-weight:normal\">%1</span>")
        .arg(link("new", what, Words::tr("Add…").toHtmlEscaped()));
}

QString editLink(const char* scheme, const std::string& id, const QString& html, CardLinks links) {
    return links == CardLinks::edit ? link(scheme, id, html) : html;
}

QString qualified(const graph::Relation& relation) {
    QString text;
    if (relation.adverb && !relation.adverb->empty())
        text += QLatin1String("<i>") + escaped(*relation.adverb) + QLatin1String("</i> ");
    text += escaped(relation.name);
    if (relation.modality && !relation.modality->empty())
        text += QLatin1String(" [") + escaped(*relation.modality) + QLatin1Char(']');
    return text;
}

QString row(const QString& left, const QString& right) {
    return QStringLiteral("<tr><td style=\"padding-right:14px\">%1</td><td>%2</td></tr>").arg(left, right);
}

QString valueText(const graph::Attribute& attribute) {
    QString text;
    if (attribute.adverb && !attribute.adverb->empty())
        text += QLatin1String("<i>") + escaped(*attribute.adverb) + QLatin1String("</i> ");
    text += attribute.value.isNull()
                ? Words::tr("unknown").toHtmlEscaped()
                : QLatin1String("<b>") + escaped(graph::pythonStr(attribute.value)) + QLatin1String("</b>");
    if (attribute.unit && !attribute.unit->empty())
        text += QLatin1Char(' ') + escaped(*attribute.unit);
    if (attribute.modality && !attribute.modality->empty())
        text += QLatin1String(" [") + escaped(*attribute.modality) + QLatin1Char(']');
    return text;
}

/// Links to what a section doesn't show of its rows.
QString turning(const QString& section, std::size_t first, std::size_t end, std::size_t total) {
    const auto turn = [&](std::size_t to, const QString& text) {
        return QStringLiteral("<a href=\"%1:%2/%3\">%4</a>")
            .arg(QLatin1String(rowsScheme), section, QString::number(to), text.toHtmlEscaped());
    };
    const auto number = [](std::size_t n) { return QLocale().toString(static_cast<qulonglong>(n)); };
    QStringList parts;
    if (first > 0)
        parts << turn(first - std::min(first, cardRows), Words::tr("Previous"));
    parts << Words::tr("%1 to %2 of %3").arg(number(first + 1), number(end), number(total)).toHtmlEscaped();
    if (end < total)
        parts << turn(end, Words::tr("Next"));
    return QLatin1String("<p>") + parts.join(QLatin1String(" · ")) + QLatin1String("</p>");
}

/// A titled table of rows, of which so many are shown at once; nothing where there are none, but for what
/// stands beside the title.
template <class RowHtml>
QString section(const QString& title, const char* name, std::size_t total, const CardStarts& starts,
                RowHtml&& rowHtml, const QString& beside = {}) {
    if (total == 0)
        return beside.isEmpty() ? QString() : heading(title, beside);
    const auto wanted = starts.find(name);
    const std::size_t first = wanted == starts.end() || wanted->second >= total ? 0 : wanted->second;
    const std::size_t end = std::min(total, first + cardRows);
    QString html = heading(title, beside) + QLatin1String("<table>");
    for (std::size_t n = first; n < end; ++n)
        html += rowHtml(n);
    html += QLatin1String("</table>");
    return total > cardRows ? html + turning(QLatin1String(name), first, end, total) : html;
}

QString attributesHtml(const UserGraphs& graphs, const graph::Morph& morph, const CardStarts& starts,
                       CardLinks links) {
    return section(
        Words::tr("Attributes"), "attributes", morph.attributes.size(), starts,
        [&](std::size_t n) {
            const std::string& id = morph.attributes[n];
            const graph::Attribute* attribute = graphs.store.attribute(id);
            return attribute ? row(editLink("attribute", id, escaped(attribute->name), links),
                                   valueText(*attribute))
                             : row(escaped(id), Words::tr("(missing)").toHtmlEscaped());
        },
        newLink("attribute", links));
}

QString relationsFrom(const UserGraphs& graphs, const graph::Morph& morph, const CardStarts& starts,
                      CardLinks links) {
    return section(
        Words::tr("Relations from here"), "out", morph.relations.size(), starts,
        [&](std::size_t n) {
            const std::string& id = morph.relations[n];
            const graph::Relation* relation = graphs.store.relation(id);
            return relation ? row(editLink("relation", id, qualified(*relation), links),
                                  nodeLink(graphs, relation->target))
                            : row(escaped(id), Words::tr("(missing)").toHtmlEscaped());
        },
        newLink("relation", links));
}

QString relationsTo(const UserGraphs& graphs, const graph::Node& node, const CardStarts& starts,
                    CardLinks links) {
    const std::vector<std::size_t>& into = graphs.relationsInto(node.id);
    return section(Words::tr("Relations to here"), "in", into.size(), starts, [&](std::size_t n) {
        const graph::Relation& relation = graphs.store.relations[into[n]];
        return row(nodeLink(graphs, relation.source),
                   editLink("relation", relation.id, qualified(relation), links));
    });
}

QString graphsHtml(const UserGraphs& graphs, const graph::Node& node, const CardStarts& starts) {
    return section(Words::tr("In graphs"), "graphs", node.graphs.size(), starts, [&](std::size_t n) {
        const std::string& id = node.graphs[n];
        const graph::Graph* graph = graphs.store.graph(id);
        return row(graph ? link("graph", id, escaped(graph->title.empty() ? id : graph->title)) : escaped(id),
                   {});
    });
}

QString endsHtml(const UserGraphs& graphs, const QString& title, const char* name,
                 const std::vector<graph::TransitionEnd>& ends, const CardStarts& starts) {
    return section(title, name, ends.size(), starts, [&](std::size_t n) {
        return row(nodeLink(graphs, ends[n].node), ends[n].morph ? escaped(*ends[n].morph) : QString());
    });
}

/// A description of any length, at most as much of it as is laid out at once.
QString descriptionHtml(const std::optional<std::string>& text) {
    if (!text || text->empty())
        return {};
    if (text->size() <= longestDescription)
        return QString::fromStdString(exporting::markdownHtml(*text));
    std::size_t end = longestDescription;
    while (end > 0 && (static_cast<unsigned char>((*text)[end]) & 0xC0U) == 0x80U)
        --end; // not inside a character
    return QString::fromStdString(exporting::markdownHtml(text->substr(0, end))) + QLatin1String("<p><i>") +
           Words::tr("It goes on for %1: the JSON page has all of it.")
               .arg(QLocale().formattedDataSize(static_cast<qint64>(text->size() - end)))
               .toHtmlEscaped() +
           QLatin1String("</i></p>");
}

QString problemHtml(const graph::Node& node) {
    const QString problem = problemOf(node);
    return problem.isEmpty()
               ? QString()
               : QLatin1String("<p><b>") + Words::tr("Needs attention: %1").arg(problem).toHtmlEscaped() +
                     QLatin1String("</b></p>");
}

} // namespace

QString nodeCardHtml(const UserGraphs& graphs, const graph::Node& node, const graph::Morph* morph,
                     const CardStarts& starts, CardLinks links) {
    QString html = problemHtml(node) + descriptionHtml(node.description);
    static const graph::Morph none; // of a node that can get its first
    if (!morph && links == CardLinks::edit)
        morph = &none;
    if (morph)
        html += attributesHtml(graphs, *morph, starts, links) + relationsFrom(graphs, *morph, starts, links);
    html += relationsTo(graphs, node, starts, links) + graphsHtml(graphs, node, starts);
    return html.isEmpty()
               ? QLatin1String("<p><i>") + Words::tr("Nothing is known of it but its name.").toHtmlEscaped() +
                     QLatin1String("</i></p>")
               : html;
}

QString transitionCardHtml(const UserGraphs& graphs, const graph::Transition& transition,
                           const CardStarts& starts) {
    return descriptionHtml(transition.description) +
           endsHtml(graphs, Words::tr("Begins with"), "inputs", transition.inputs, starts) +
           endsHtml(graphs, Words::tr("Ends with"), "outputs", transition.outputs, starts);
}

std::string linkTarget(const QString& linkText, const QString& scheme) {
    if (!linkText.startsWith(scheme + QLatin1Char(':')))
        return {};
    return toUtf8(QUrl::fromPercentEncoding(linkText.mid(scheme.size() + 1).toUtf8()));
}

bool turnRows(CardStarts& starts, const QString& link) {
    const QString prefix = QLatin1String(rowsScheme) + QLatin1Char(':');
    const QStringList parts = link.mid(prefix.size()).split(QLatin1Char('/'));
    if (!link.startsWith(prefix) || parts.size() != 2)
        return false;
    starts[toUtf8(parts[0])] = static_cast<std::size_t>(parts[1].toULongLong());
    return true;
}

} // namespace stemma::ui
