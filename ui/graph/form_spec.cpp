// SPDX-License-Identifier: MIT
#include "ui/graph/form_spec.h"

#include "ui/text/content_text.h"

namespace stemma::ui {

std::string NodeNames::idOf(const QString& text) const {
    const QString typed = text.trimmed();
    const auto found = ids.find(typed);
    return found == ids.end() ? toUtf8(typed) : *found;
}

QString NodeNames::textOf(const std::string& id) const {
    const QString plain = fromUtf8(id);
    for (const QString& candidate : {plain, QString()}) {
        const auto found = ids.find(candidate);
        if (found != ids.end() && *found == id)
            return candidate;
    }
    const auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? plain : found.key();
}

NodeNames nodeNames(const graph::GraphStore& store) {
    NodeNames names;
    names.texts.reserve(static_cast<qsizetype>(store.nodes.size()));
    QHash<QString, int> often;
    for (const graph::Node& node : store.nodes)
        ++often[fromUtf8(node.label())];
    for (const graph::Node& node : store.nodes) {
        QString text = fromUtf8(node.label());
        const bool clear = often.value(text) == 1 && !store.node(node.label());
        if (!clear && toUtf8(text) != node.id)
            text = QStringLiteral("%1 (%2)").arg(text, fromUtf8(node.id));
        names.texts << text;
        names.ids.insert(text, node.id);
    }
    return names;
}

bool FormValues::isChanged(const QString& key) const {
    const auto was = before.find(key);
    return was == before.end() ? !text(key).isEmpty() : was->second != text(key);
}

QString FormValues::line(const QString& key) const {
    return text(key).trimmed();
}

QString FormValues::text(const QString& key) const {
    const auto found = texts.find(key);
    return found == texts.end() ? QString() : found->second;
}

QStringList FormValues::list(const QString& key) const {
    const auto found = lists.find(key);
    return found == lists.end() ? QStringList() : found->second;
}

} // namespace stemma::ui
