// SPDX-License-Identifier: MIT
#include "ui/graph/edit_words.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphEditWords)
};

QString quoted(const std::string& text) {
    return Words::tr("“%1”", "a name").arg(isolated(oneLine(fromUtf8(text), 60)));
}

int count(std::size_t number) {
    return static_cast<int>(number);
}

/// Says each kind of edit.
class Saying {
public:
    explicit Saying(const graph::GraphStore& store)
        : m_store(store) {}

    QString operator()(const graph::AddNode& edit) const {
        return Words::tr("add node %1").arg(quoted(edit.baseName));
    }
    QString operator()(const graph::EditNode& edit) const;
    QString operator()(const graph::DeleteNode& edit) const {
        return Words::tr("delete node %1").arg(node(edit.id));
    }
    QString operator()(const graph::AddMorph& edit) const {
        return Words::tr("add morph %1 to %2").arg(quoted(edit.name), node(edit.node));
    }
    QString operator()(const graph::EditMorph& edit) const {
        return Words::tr("rename morph %1 of %2").arg(morph(edit.node, edit.id), node(edit.node));
    }
    QString operator()(const graph::DeleteMorph& edit) const {
        return Words::tr("delete morph %1 of %2").arg(morph(edit.node, edit.id), node(edit.node));
    }
    QString operator()(const graph::ActivateMorph& edit) const {
        return Words::tr("make %1 the morph of %2").arg(morph(edit.node, edit.id), node(edit.node));
    }
    QString operator()(const graph::AddRelation& edit) const {
        return Words::tr("add relation %1 from %2 to %3")
            .arg(quoted(edit.name), node(edit.source), node(edit.target));
    }
    QString operator()(const graph::AddAttribute& edit) const {
        return Words::tr("add attribute %1 to %2").arg(quoted(edit.name), node(edit.source));
    }
    QString operator()(const graph::EditRelation& edit) const {
        return Words::tr("edit relation %1").arg(relation(edit.id));
    }
    QString operator()(const graph::EditAttribute& edit) const {
        const bool only = edit.value && !edit.name && !edit.unit && !edit.adverb && !edit.modality;
        return (only ? Words::tr("change the value of %1") : Words::tr("edit attribute %1"))
            .arg(attribute(edit.id));
    }
    QString operator()(const graph::DeleteRelation& edit) const {
        return Words::tr("delete relation %1").arg(relation(edit.id));
    }
    QString operator()(const graph::DeleteAttribute& edit) const {
        return Words::tr("delete attribute %1").arg(attribute(edit.id));
    }
    QString operator()(const graph::AssignMorph& edit) const;
    QString operator()(const graph::AddToGraph& edit) const {
        return Words::tr("add %1 to the graph").arg(node(edit.node));
    }
    QString operator()(const graph::RemoveFromGraph& edit) const {
        return Words::tr("take %1 from the graph").arg(node(edit.node));
    }
    QString operator()(const graph::AddTransition& edit) const {
        return Words::tr("add transition %1").arg(quoted(edit.fields.stringAt("name").value_or(edit.id)));
    }
    QString operator()(const graph::EditTransition& edit) const {
        return Words::tr("edit transition %1").arg(transition(edit.id));
    }
    QString operator()(const graph::DeleteTransition& edit) const {
        return Words::tr("delete transition %1").arg(transition(edit.id));
    }
    QString operator()(const graph::SetGraph& edit) const {
        return edit.title && !edit.description ? Words::tr("rename the graph to %1").arg(quoted(*edit.title))
                                               : Words::tr("change of the graph's title and description");
    }
    QString operator()(const graph::SetText&) const { return Words::tr("change of the graph's text"); }

private:
    [[nodiscard]] QString node(const std::string& id) const { return nodeWords(m_store, id); }
    [[nodiscard]] QString morph(const std::string& nodeId, const std::string& id) const {
        if (const graph::Node* found = m_store.node(nodeId))
            for (const graph::Morph& each : found->morphs)
                if (each.id == id && !each.name.empty())
                    return quoted(each.name);
        return quoted(id);
    }
    [[nodiscard]] QString relation(const std::string& id) const {
        const graph::Relation* found = m_store.relation(id);
        return found ? Words::tr("%1 from %2 to %3", "relation, nodes")
                           .arg(quoted(found->name), node(found->source), node(found->target))
                     : quoted(id);
    }
    [[nodiscard]] QString attribute(const std::string& id) const {
        const graph::Attribute* found = m_store.attribute(id);
        return found ? Words::tr("%1 of %2", "attribute, node").arg(quoted(found->name), node(found->source))
                     : quoted(id);
    }
    [[nodiscard]] QString transition(const std::string& id) const {
        const graph::Transition* found = m_store.transition(id);
        return quoted(found && found->name ? *found->name : id);
    }

    const graph::GraphStore& m_store;
};

QString Saying::operator()(const graph::EditNode& edit) const {
    const int fields = (edit.name ? 1 : 0) + (edit.role ? 1 : 0) + (edit.description ? 1 : 0) +
                       (edit.baseName ? 1 : 0) + (edit.adjective ? 1 : 0) + (edit.quantifier ? 1 : 0);
    if (fields == 1 && edit.name)
        return Words::tr("rename node %1").arg(node(edit.id));
    if (fields == 1 && edit.role)
        return Words::tr("change of the role of %1").arg(node(edit.id));
    if (fields == 1 && edit.description)
        return Words::tr("change of the description of %1").arg(node(edit.id));
    return Words::tr("edit node %1").arg(node(edit.id));
}

QString Saying::operator()(const graph::AssignMorph& edit) const {
    const int members = count(edit.relations.size() + edit.attributes.size());
    QString name = quoted(edit.morph);
    for (const graph::Node& each : m_store.nodes)
        for (const graph::Morph& own : each.morphs)
            if (own.id == edit.morph && !own.name.empty())
                name = quoted(own.name);
    switch (edit.mode) {
    case graph::AssignMorph::Mode::copy:
        return Words::tr("copy %n member(s) to morph %1", nullptr, members).arg(name);
    case graph::AssignMorph::Mode::move:
        return Words::tr("move %n member(s) to morph %1", nullptr, members).arg(name);
    case graph::AssignMorph::Mode::unlist:
        break;
    }
    return Words::tr("take %n member(s) out of morph %1", nullptr, members).arg(name);
}

} // namespace

QString editWords(const graph::GraphEdit& edit, const graph::GraphStore& before) {
    return std::visit(Saying(before), edit);
}

QString nodeWords(const graph::GraphStore& store, const std::string& node) {
    const graph::Node* found = store.node(node);
    return quoted(found ? found->label() : node);
}

QString lossWords(const graph::GraphStore& store, const std::string& node) {
    const auto relations =
        std::count_if(store.relations.begin(), store.relations.end(), [&](const graph::Relation& each) {
            return each.source == node || each.target == node;
        });
    const auto attributes = std::count_if(store.attributes.begin(), store.attributes.end(),
                                          [&](const graph::Attribute& each) { return each.source == node; });
    const graph::Node* found = store.node(node);
    QStringList losses;
    if (relations > 0)
        losses << Words::tr("%n relation(s)", nullptr, static_cast<int>(relations));
    if (attributes > 0)
        losses << Words::tr("%n attribute(s)", nullptr, static_cast<int>(attributes));
    if (found && found->graphs.size() > 1)
        losses << Words::tr("its place in %n graph(s)", nullptr, count(found->graphs.size()));
    return losses.join(Words::tr(", ", "between the parts of a list"));
}

} // namespace stemma::ui
