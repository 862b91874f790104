// SPDX-License-Identifier: MIT
#include "ui/inbox/card_parts.h"

#include <algorithm>
#include <map>
#include <set>

#include <QCoreApplication>

#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::CardParts)
};

using diff::Change;
using diff::ChangeKind;

QString nameOf(const Change& change) {
    if (change.what == "report")
        return Words::tr("The report");
    const QString title = oneLine(fromUtf8(change.title.empty() ? change.id : change.title), 60);
    if (change.what == "section")
        return Words::tr("Section “%1”").arg(isolated(title));
    if (change.what == "insight")
        return Words::tr("Insight “%1”").arg(isolated(title));
    return Words::tr("Citation “%1”").arg(isolated(title));
}

QString fateOf(const Change& change) {
    switch (change.kind) {
    case ChangeKind::added:
        return Words::tr("%1 comes back").arg(nameOf(change));
    case ChangeKind::removed:
        return Words::tr("%1 goes").arg(nameOf(change));
    case ChangeKind::moved:
        return Words::tr("%1 goes back to its place").arg(nameOf(change));
    case ChangeKind::edited:
        return Words::tr("%1 is as it was").arg(nameOf(change));
    }
    return {};
}

/// How it is told: what places a part before what edits it.
using PartKey = std::pair<std::string, std::string>;

} // namespace

std::vector<CardPart> cardParts(const diff::Changes& changes) {
    std::set<PartKey> placed;       // come, go or move
    std::set<std::string> insights; // come or go, with their citations
    for (const Change& change : changes) {
        if (change.kind != ChangeKind::edited)
            placed.insert({change.what, change.id});
        if (change.what == "insight" &&
            (change.kind == ChangeKind::added || change.kind == ChangeKind::removed))
            insights.insert(change.id);
    }
    std::vector<CardPart> parts;
    for (const Change& change : changes) {
        const bool isPlaced = placed.contains({change.what, change.id});
        if (change.what == "citation" && insights.contains(change.parent))
            continue;
        if (change.kind != ChangeKind::edited) {
            parts.push_back({{change.what, change.id, {}}, fateOf(change)});
            continue;
        }
        if (isPlaced)
            continue; // as a whole, with its place
        for (const diff::FieldChange& field : change.fields)
            if (!isTimeStamp(field.name) && field.name != "report_id")
                parts.push_back({{change.what, change.id, field.name},
                                 Words::tr("%1: %2 as it was", "a part, one of its fields")
                                     .arg(nameOf(change), fieldName(field.name))});
    }
    return parts;
}

std::optional<std::vector<report::PartChoice>> wantedParts(const std::vector<CardPart>& parts,
                                                           const std::vector<bool>& wanted) {
    std::vector<report::PartChoice> choices;
    for (std::size_t i = 0; i < parts.size() && i < wanted.size(); ++i)
        if (wanted[i])
            choices.push_back(parts[i].choice);
    if (choices.size() == parts.size())
        return std::nullopt;
    return choices;
}

} // namespace stemma::ui
