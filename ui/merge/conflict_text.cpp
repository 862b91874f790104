// SPDX-License-Identifier: MIT
#include "ui/merge/conflict_text.h"

#include <algorithm>

#include <QCoreApplication>

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

DiffBlock plainBlock(const json::Value& value) {
    return {DiffBlock::Kind::prose, {{fieldValue(value), DiffTone::plain}}};
}

bool isEmpty(const json::Value& value) {
    return value.isNull() || ((value.isArray() || value.isObject()) && value.size() == 0) ||
           (value.isString() && value.text().empty());
}

/// Fields that say nothing to a person: ids, times, and numbers that only tell a place.
bool isTechnical(const std::string& name) {
    return isTimeStamp(name) || name.ends_with("_id") || name == "insight_ids" || name == "order";
}

/// A part as it is: what it is called and what it says.
std::vector<DiffBlock> wholePart(const json::Value& part) {
    std::vector<DiffBlock> blocks;
    for (const json::Member& member : part.members()) {
        if (isTechnical(member.key) || member.key == "content_format" || isEmpty(member.value))
            continue;
        blocks.push_back(
            {DiffBlock::Kind::field,
             {{Words::tr("%1:", "name of a field").arg(fieldName(member.key)), DiffTone::muted}}});
        blocks.push_back(plainBlock(member.value));
    }
    return blocks;
}

/// What one side changed of a part.
std::vector<DiffBlock> changedPart(const json::Value& before, const json::Value& after) {
    std::vector<DiffBlock> blocks;
    for (const json::Member& member : after.members()) {
        const json::Value* old = before.find(member.key);
        if (isTechnical(member.key) || (old != nullptr && *old == member.value))
            continue;
        const diff::FieldChange change{member.key, old != nullptr ? *old : json::Value(), member.value,
                                       old != nullptr, true};
        for (DiffBlock& block : fieldBlocks(change, Unchanged::show))
            blocks.push_back(std::move(block));
    }
    return blocks;
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

QString nameOf(const std::string& id, const PartNames& names) {
    const auto known = names.find(id);
    if (id.empty())
        return Words::tr("In no section");
    return known == names.end() ? Words::tr("A part that only the other side has")
                                : oneLine(fromUtf8(known->second), 80);
}

/// Where a part stands, or in which order parts stand, by their names.
DiffBlock placeBlock(const json::Value& value, const PartNames& names) {
    if (!value.isArray())
        return {DiffBlock::Kind::prose,
                {{Words::tr("In section “%1”").arg(isolated(nameOf(value.text(), names))), DiffTone::plain}}};
    QStringList lines;
    for (const json::Value& item : value.items())
        lines << Words::tr("%1. %2", "a number in a list, and a part's name")
                     .arg(lines.size() + 1)
                     .arg(isolated(nameOf(item.text(), names)));
    return {DiffBlock::Kind::prose, {{lines.join(QLatin1Char('\n')), DiffTone::plain}}};
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
        return conflict.base ? Words::tr("Changed by you, and otherwise by %1.").arg(who)
                             : Words::tr("Set by you, and otherwise by %1.").arg(who);
    case ConflictKind::deletedByUs:
        return Words::tr("Deleted by you, changed by %1.").arg(who);
    case ConflictKind::deletedByThem:
        return Words::tr("Changed by you, deleted by %1.").arg(who);
    case ConflictKind::place:
        break;
    }
    return Words::tr("Moved by you and by %1, to different places.").arg(who);
}

DiffPlan sidePlan(const MergeConflict& conflict, MergeSide side, const PartNames& names) {
    DiffPlan plan;
    const std::optional<json::Value>& value = valueOf(conflict, side);
    if (value && conflict.kind == ConflictKind::place) {
        plan.blocks.push_back(placeBlock(*value, names));
        return plan;
    }
    if (!value) {
        plan.blocks.push_back(noteBlock(absentText(conflict, side)));
        return plan;
    }
    const std::optional<json::Value> none;
    const std::optional<json::Value>& base = side == MergeSide::base ? none : conflict.base;
    if (value->isObject()) {
        plan.blocks = base ? changedPart(*base, *value) : wholePart(*value);
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
