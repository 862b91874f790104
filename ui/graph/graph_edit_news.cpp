// SPDX-License-Identifier: MIT
// What is told of edits: others are in their way, or they were left unsaved.
#include <algorithm>

#include <QCoreApplication>
#include <QPointer>

#include "ui/graph/edit_words.h"
#include "ui/graph/graph_editor.h"
#include "ui/session/graph_draft_keeper.h"
#include "ui/shell/message_bar.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::GraphEditNews)
};

constexpr qsizetype mostNamed = 3;

QString quoted(const std::string& text) {
    return Words::tr("“%1”", "a name").arg(isolated(oneLine(fromUtf8(text), 60)));
}

QString nameOf(const UserGraphs& graphs, const std::string& kind, const std::string& id) {
    if (kind == "nodes")
        return Words::tr("node %1").arg(nodeWords(graphs.store, id));
    if (kind == "relationNodes") {
        const graph::Relation* relation = graphs.store.relation(id);
        return Words::tr("relation %1").arg(quoted(relation ? relation->name : id));
    }
    if (kind == "attributeNodes") {
        const graph::Attribute* attribute = graphs.store.attribute(id);
        return Words::tr("attribute %1").arg(quoted(attribute ? attribute->name : id));
    }
    if (kind == "transitions") {
        const graph::Transition* transition = graphs.store.transition(id);
        return Words::tr("transition %1")
            .arg(quoted(transition && transition->name ? *transition->name : id));
    }
    return quoted(id);
}

/// A top-level text of a file's document, to be shown.
QString valueIn(const UserGraphs& graphs, const std::string& path, const std::string& key) {
    const json::Value* document = graphs.files.document(path);
    const json::Value* value = document ? document->find(key) : nullptr;
    return value && (value->isString() || value->isNumber()) ? oneLine(fromUtf8(value->text()), 40)
                                                             : QString();
}

/// "node “oxygen”: description (yours “x”, theirs “y”)".
QString clashWords(const UserGraphs& ours, const UserGraphs& theirs, const graph::DraftClash& clash) {
    const std::size_t slash = clash.path.find('/');
    if (slash == std::string::npos) { // a registry: its keys are ids
        QStringList ids;
        for (const std::string& key : clash.keys)
            ids << quoted(key);
        return Words::tr("the registry's %1", "ids").arg(ids.join(Words::tr(", ", "list")));
    }
    const std::string kind = clash.path.substr(0, slash);
    if (kind == "graphs")
        return clash.keys.empty() ? Words::tr("the text of the graph")
                                  : Words::tr("title or description of the graph");
    std::string id = clash.path.substr(slash + 1);
    if (id.ends_with(".json"))
        id.erase(id.size() - 5);
    const QString name = nameOf(ours.store.node(id) || kind != "nodes" ? ours : theirs, kind, id);
    if (clash.keys.size() != 1)
        return name;
    const QString mine = valueIn(ours, clash.path, clash.keys.front());
    const QString other = valueIn(theirs, clash.path, clash.keys.front());
    const QString field = fromUtf8(clash.keys.front());
    return mine.isEmpty() && other.isEmpty()
               ? Words::tr("%1: %2", "thing, field").arg(name, field)
               : Words::tr("%1: %2 (yours “%3”, theirs “%4”)", "thing, field, values")
                     .arg(name, field, isolated(mine), isolated(other));
}

/// Registries say the same as the files, most of the time.
bool isBeside(const graph::DraftClash& clash, const std::vector<graph::DraftClash>& all) {
    if (clash.path.find('/') != std::string::npos)
        return false;
    return std::any_of(all.begin(), all.end(), [](const graph::DraftClash& other) {
        return other.path.find('/') != std::string::npos;
    });
}

} // namespace

/// Nothing of either side is given up before the person says so.
void GraphEditor::tellClash(GraphEditing& editing) {
    QStringList what;
    if (editing.theirs())
        for (const graph::DraftClash& clash : editing.clashes())
            if (!isBeside(clash, editing.clashes()))
                what << clashWords(*editing.mine(), *editing.theirs(), clash);
    QString text;
    if (const graph::DraftStep* step = editing.impossibleStep(); step && editing.whyImpossible())
        text = (editing.isWayClashing()
                    ? tr("Another program changed since what this step is about (%1): %2.")
                    : tr("Another program changed what one of your unsaved edits is about (%1): %2."))
                   .arg(editWords(step->edits.front(), editing.mine()->store),
                        fromUtf8(editing.whyImpossible()->detail));
    else
        text =
            (editing.isWayClashing() ? tr("This step would replace what another program changed since: %1.")
                                     : tr("Another program changed what you changed, too: %1."))
                .arg(what.mid(0, mostNamed).join(tr("; ", "between the parts of a list")));
    if (what.size() > mostNamed)
        text += QLatin1Char(' ') + tr("And %n more.", nullptr, static_cast<int>(what.size() - mostNamed));
    text += QLatin1Char(' ') + (editing.isWayClashing()
                                    ? tr("It is not done until you decide; all else can go on.")
                                    : tr("Nothing is saved until you decide."));
    Message told{Message::Kind::warning, text, {}, QStringLiteral("clash"), what.join(QLatin1Char('\n'))};
    const auto guarded = [guard = QPointer(&editing)](void (GraphEditing::*act)()) {
        return [guard, act] {
            if (!guard.isNull())
                (guard.data()->*act)();
        };
    };
    told.actions.push_back({tr("Keep Mine"), guarded(&GraphEditing::keepMine)});
    told.actions.push_back({tr("Take Theirs"), guarded(&GraphEditing::takeTheirs)});
    Q_EMIT message(told);
}

// --- drafts

void GraphEditor::keepDrafts(GraphEditing& editing) {
    if (m_drafts == nullptr)
        return;
    auto* keeper =
        new GraphDraftKeeper(*m_drafts, m_session->runner(), m_session->environment().clock, editing);
    connect(keeper, &GraphDraftKeeper::offered, this, [this, keeper] { offerDraft(*keeper); });
    connect(keeper, &GraphDraftKeeper::tookUp, this, [this] {
        Q_EMIT message({Message::Kind::done,
                        tr("The edits are yours again. They are not saved yet."),
                        {},
                        QStringLiteral("draft")});
    });
    connect(keeper, &GraphDraftKeeper::setAsideAt, this, [this](const QString& path) {
        Q_EMIT message({Message::Kind::information,
                        tr("The edits were set aside, in the file %1.").arg(isolated(path)),
                        {},
                        QStringLiteral("draft")});
    });
    connect(keeper, &GraphDraftKeeper::problemFound, this, [this](const QString& text) {
        Q_EMIT message({Message::Kind::warning, text, {}, {}});
    });
    connect(keeper, &GraphDraftKeeper::failed, this, &GraphEditor::failed);
    connect(keeper, &GraphDraftKeeper::cannotKeep, this, [this](const Error& error) {
        Q_EMIT message(
            {Message::Kind::error,
             tr("Unsaved edits can’t be kept at the moment: a crash would lose them. Save often.") +
                 QLatin1Char(' ') + errorText(error),
             {},
             QStringLiteral("keeping")});
    });
    connect(keeper, &GraphDraftKeeper::keptAgain, this, [this] {
        Q_EMIT message(
            {Message::Kind::done, tr("Unsaved edits are kept again."), {}, QStringLiteral("keeping")});
    });
}

void GraphEditor::offerDraft(GraphDraftKeeper& keeper) {
    if (!keeper.offer())
        return;
    const auto guarded = [guard = QPointer(&keeper)](void (GraphDraftKeeper::*act)()) {
        return [guard, act] {
            if (!guard.isNull())
                (guard.data()->*act)();
        };
    };
    Message told{Message::Kind::warning,
                 tr("Unsaved edits of graphs from %1 were found: the window they were made in ended without "
                    "saving them.")
                     .arg(exactTime(keeper.offer()->draft.written)),
                 {},
                 QStringLiteral("draft")};
    told.actions.push_back({tr("Take Them Up"), guarded(&GraphDraftKeeper::takeUp)});
    told.actions.push_back({tr("Set Aside"), guarded(&GraphDraftKeeper::setAside)});
    Q_EMIT message(told);
}

} // namespace stemma::ui
