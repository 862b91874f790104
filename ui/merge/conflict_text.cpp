// SPDX-License-Identifier: MIT
#include "ui/merge/conflict_text.h"

#include <algorithm>
#include <set>

#include <QCoreApplication>

#include "core/json/python_format.h"
#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Conflict)
};

using report::ConflictKind;
using report::MergeConflict;

QString partName(const MergeConflict& conflict) {
    const QString title = oneLine(fromUtf8(conflict.title), 60);
    if (conflict.what == "report")
        return Words::tr("Report");
    if (conflict.what == "section")
        return Words::tr("Section “%1”").arg(isolated(title));
    if (conflict.what == "insight")
        return Words::tr("Insight “%1”").arg(isolated(title));
    if (conflict.what == "citation")
        return Words::tr("Citation “%1”").arg(isolated(title));
    return isolated(title);
}

const std::optional<json::Value>& valueOf(const MergeConflict& conflict, MergeSide side) {
    switch (side) {
    case MergeSide::base:
        return conflict.base;
    case MergeSide::ours:
        return conflict.ours;
    case MergeSide::theirs:
        break;
    }
    return conflict.theirs;
}

DiffBlock noteBlock(const QString& text) {
    return {DiffBlock::Kind::note, {{text, DiffTone::muted}}};
}

QString absentText(const MergeConflict& conflict, MergeSide side) {
    if (side == MergeSide::base)
        return Words::tr("It was not there before.");
    if (conflict.field.empty())
        return Words::tr("Deleted.");
    return Words::tr("No value.");
}

/// The fields of two objects that differ, or all of the one where the other is no object.
std::vector<DiffBlock> partBlocks(const std::optional<json::Value>& before, const json::Value& after) {
    std::vector<DiffBlock> blocks;
    std::set<std::string> seen;
    const auto add = [&](const std::string& name) {
        if (!seen.insert(name).second || isTimeStamp(name) || name.ends_with("_id") || name == "insight_ids")
            return;
        const json::Value* old = before ? before->find(name) : nullptr;
        const json::Value* now = after.find(name);
        const bool same = old != nullptr && now != nullptr && *old == *now;
        const bool shown = same ? name == "title" || name == "summary" : true;
        if (!shown || (now != nullptr && !before &&
                       (now->isNull() || (now->size() == 0 && !now->isString() && !now->isNumber()))))
            return;
        const diff::FieldChange change{name, old != nullptr ? *old : json::Value(),
                                       now != nullptr ? *now : json::Value(), old != nullptr, now != nullptr};
        const diff::FieldChange whole{name, change.after, change.after, true, true};
        for (DiffBlock& block : fieldBlocks(before ? change : whole, Unchanged::show))
            blocks.push_back(std::move(block));
    };
    for (const json::Member& member : after.members())
        add(member.key);
    return blocks;
}

DiffBlock plainBlock(const json::Value& value) {
    return {DiffBlock::Kind::prose, {{fieldValue(value), DiffTone::plain}}};
}

bool isText(const std::optional<json::Value>& value) {
    return !value || value->isString() || value->isNull();
}

std::string textOf(const std::optional<json::Value>& value) {
    return value && value->isString() ? value->text() : std::string();
}

/// A value that isn't prose: as one run, marked where it differs.
DiffBlock valueBlock(const std::optional<json::Value>& base, const json::Value& value) {
    if (base && *base == value)
        return plainBlock(value);
    return {DiffBlock::Kind::prose, {{fieldValue(value), DiffTone::added}}};
}

} // namespace

QString conflictHeading(const MergeConflict& conflict) {
    if (conflict.field.empty())
        return partName(conflict);
    return Words::tr("%1 · %2", "a part of the report, and one of its fields")
        .arg(partName(conflict), fieldName(conflict.field));
}

QString conflictSentence(const MergeConflict& conflict, const QString& who) {
    switch (conflict.kind) {
    case ConflictKind::field:
        return conflict.base ? Words::tr("You changed it, and so did %1.").arg(who)
                             : Words::tr("You set it, and so did %1, to something else.").arg(who);
    case ConflictKind::deletedByUs:
        return Words::tr("You deleted it while %1 changed it.").arg(who);
    case ConflictKind::deletedByThem:
        return Words::tr("It was deleted by %1 while you changed it.").arg(who);
    case ConflictKind::place:
        break;
    }
    return Words::tr("You moved it, and so did %1, to another place.").arg(who);
}

DiffPlan sidePlan(const MergeConflict& conflict, MergeSide side) {
    DiffPlan plan;
    const std::optional<json::Value>& value = valueOf(conflict, side);
    if (!value) {
        plan.blocks.push_back(noteBlock(absentText(conflict, side)));
        return plan;
    }
    const std::optional<json::Value> none;
    const std::optional<json::Value>& base = side == MergeSide::base ? none : conflict.base;
    if (value->isObject()) {
        plan.blocks = partBlocks(base, *value);
        if (plan.blocks.empty())
            plan.blocks.push_back(noteBlock(Words::tr("As before.")));
    } else if (value->isString() && isText(base) && side != MergeSide::base && base) {
        plan.blocks.push_back(proseBlock(textOf(base), value->text(), Unchanged::show));
    } else {
        plan.blocks.push_back(side == MergeSide::base ? plainBlock(*value) : valueBlock(base, *value));
    }
    return plan;
}

bool isEditable(const MergeConflict& conflict) {
    const auto plain = [](const std::optional<json::Value>& value) {
        return !value || value->isString() || value->isNumber() || value->isNull();
    };
    return conflict.kind == ConflictKind::field && !conflict.field.empty() && plain(conflict.ours) &&
           plain(conflict.theirs);
}

QString editableText(const MergeConflict& conflict) {
    const auto shown = [](const std::optional<json::Value>& value) {
        return value && (value->isString() || value->isNumber()) ? fromUtf8(value->text()) : QString();
    };
    if (!conflict.isProse || shown(conflict.theirs).isEmpty())
        return shown(conflict.ours);
    return shown(conflict.ours) + QStringLiteral("\n\n") + shown(conflict.theirs);
}

std::optional<json::Value> valueOfText(const MergeConflict& conflict, const QString& text) {
    const bool number =
        (conflict.ours && conflict.ours->isNumber()) || (conflict.theirs && conflict.theirs->isNumber());
    if (!number)
        return json::Value::string(toUtf8(text));
    json::Value value = json::Value::numberFromText(toUtf8(text.trimmed()));
    return value.isNumber() ? std::optional(std::move(value)) : std::nullopt;
}

} // namespace stemma::ui
