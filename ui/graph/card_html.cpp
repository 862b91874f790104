// SPDX-License-Identifier: MIT
#include "ui/graph/card_html.h"

#include <QCoreApplication>
#include <QUrl>

#include "core/exporting/html.h"
#include "core/graph/graph_ids.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

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

QString heading(const QString& text) {
    return QStringLiteral("<h4 style=\"margin-top:14px; margin-bottom:4px\">%1</h4>")
        .arg(text.toHtmlEscaped());
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

QString attributesHtml(const UserGraphs& graphs, const graph::Morph* morph) {
    QString rows;
    for (const std::string& id : morph ? morph->attributes : std::vector<std::string>()) {
        const graph::Attribute* attribute = graphs.store.attribute(id);
        rows += attribute ? row(escaped(attribute->name), valueText(*attribute))
                          : row(escaped(id), Words::tr("(missing)").toHtmlEscaped());
    }
    return rows.isEmpty() ? QString()
                          : heading(Words::tr("Attributes")) + QLatin1String("<table>") + rows +
                                QLatin1String("</table>");
}

QString relationsHtml(const UserGraphs& graphs, const graph::Node& node, const graph::Morph* morph) {
    QString out, in;
    for (const std::string& id : morph ? morph->relations : std::vector<std::string>()) {
        const graph::Relation* relation = graphs.store.relation(id);
        out += relation ? row(qualified(*relation), nodeLink(graphs, relation->target))
                        : row(escaped(id), Words::tr("(missing)").toHtmlEscaped());
    }
    for (const std::size_t n : graphs.relationsInto(node.id)) {
        const graph::Relation& relation = graphs.store.relations[n];
        in += row(nodeLink(graphs, relation.source), qualified(relation));
    }
    QString html;
    if (!out.isEmpty())
        html += heading(Words::tr("Relations from here")) + QLatin1String("<table>") + out +
                QLatin1String("</table>");
    if (!in.isEmpty())
        html += heading(Words::tr("Relations to here")) + QLatin1String("<table>") + in +
                QLatin1String("</table>");
    return html;
}

QString endsHtml(const UserGraphs& graphs, const QString& title,
                 const std::vector<graph::TransitionEnd>& ends) {
    QString rows;
    for (const graph::TransitionEnd& end : ends)
        rows += row(nodeLink(graphs, end.node), end.morph ? escaped(*end.morph) : QString());
    return rows.isEmpty() ? QString()
                          : heading(title) + QLatin1String("<table>") + rows + QLatin1String("</table>");
}

QString descriptionHtml(const std::optional<std::string>& text) {
    return text && !text->empty() ? QString::fromStdString(exporting::markdownHtml(*text)) : QString();
}

} // namespace

QString nodeCardHtml(const UserGraphs& graphs, const graph::Node& node, const graph::Morph* morph) {
    QString html = descriptionHtml(node.description) + attributesHtml(graphs, morph) +
                   relationsHtml(graphs, node, morph);
    QStringList places;
    for (const std::string& id : node.graphs) {
        const graph::Graph* graph = graphs.store.graph(id);
        places << (graph ? link("graph", id, escaped(graph->title.empty() ? id : graph->title))
                         : escaped(id));
    }
    if (!places.isEmpty())
        html += heading(Words::tr("In graphs")) + QLatin1String("<p>") + places.join(QLatin1String(", ")) +
                QLatin1String("</p>");
    return html.isEmpty()
               ? QLatin1String("<p><i>") + Words::tr("Nothing is known of it but its name.").toHtmlEscaped() +
                     QLatin1String("</i></p>")
               : html;
}

QString transitionCardHtml(const UserGraphs& graphs, const graph::Transition& transition) {
    return descriptionHtml(transition.description) +
           endsHtml(graphs, Words::tr("Begins with"), transition.inputs) +
           endsHtml(graphs, Words::tr("Ends with"), transition.outputs);
}

std::string linkTarget(const QString& linkText, const QString& scheme) {
    if (!linkText.startsWith(scheme + QLatin1Char(':')))
        return {};
    return toUtf8(QUrl::fromPercentEncoding(linkText.mid(scheme.size() + 1).toUtf8()));
}

} // namespace stemma::ui
