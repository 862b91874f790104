// SPDX-License-Identifier: MIT
#include "ui/history/part_rows.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <QCoreApplication>

#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::PartRows)
};

using diff::Change;
using diff::ChangeKind;

constexpr qsizetype shownText = 60;
constexpr qsizetype shownValue = 24;

QString quoted(const json::Value& value) {
    return isolated(oneLine(fieldValue(value), shownText));
}

bool isText(const std::string& field) {
    return field == "summary" || field == "content" || field == "title" || field == "notes";
}

QString fieldHow(const diff::FieldChange& field) {
    const QString name = fieldName(field.name);
    if (isText(field.name) && field.hasAfter)
        return Words::tr("edited %1 “%2”", "a field, its new text").arg(name, quoted(field.after));
    if (!field.hasAfter)
        return Words::tr("took %1 away", "a field").arg(name);
    const bool simple = !field.after.isArray() && !field.after.isObject();
    if (!field.hadBefore)
        return simple ? Words::tr("set %1 to %2", "a field, its value")
                            .arg(name, isolated(oneLine(fieldValue(field.after), shownValue)))
                      : Words::tr("set %1", "a field").arg(name);
    if (!simple)
        return Words::tr("changed %1", "a field").arg(name);
    return Words::tr("%1 from %2 to %3", "a field, its values")
        .arg(name, isolated(oneLine(fieldValue(field.before), shownValue)),
             isolated(oneLine(fieldValue(field.after), shownValue)));
}

QString sectionTitle(const SectionTitles& sections, const std::string& id) {
    const auto found = sections.find(id);
    return found == sections.end() ? Words::tr("a section that is gone")
                                   : Words::tr("“%1”").arg(isolated(found->second));
}

QString moveHow(const Change& change, const SectionTitles& sections) {
    const bool same = change.parent == change.oldParent;
    if (same || change.what == "citation")
        return Words::tr("moved from place %1 to place %2")
            .arg(QString::number(change.oldPosition + 1), QString::number(change.newPosition + 1));
    if (change.parent.empty())
        return Words::tr("moved out of %1", "a section").arg(sectionTitle(sections, change.oldParent));
    if (change.oldParent.empty())
        return Words::tr("moved to %1", "a section").arg(sectionTitle(sections, change.parent));
    return Words::tr("moved from %1 to %2", "sections")
        .arg(sectionTitle(sections, change.oldParent), sectionTitle(sections, change.parent));
}

QStringList ownHow(const Change& change, const report::PartQuestion& question,
                   const SectionTitles& sections) {
    if (change.kind == ChangeKind::moved)
        return {moveHow(change, sections)};
    if (question.field.empty() && change.kind == ChangeKind::added)
        return {change.what == "report" ? Words::tr("created") : Words::tr("added")};
    if (question.field.empty() && change.kind == ChangeKind::removed)
        return {Words::tr("removed")};
    QStringList fields;
    for (const diff::FieldChange& field : change.fields)
        if (!isTimeStamp(field.name))
            fields << fieldHow(field);
    return fields;
}

bool isOwn(const Change& change, const report::PartQuestion& question) {
    return change.what == question.what && (change.what == "report" || change.id == question.id);
}

} // namespace

QString partText(const HistoryPart& part) {
    const QString& title = part.title;
    const std::string& what = part.question.what;
    const QString text = what == "section"    ? Words::tr("section “%1”").arg(isolated(title))
                         : what == "insight"  ? Words::tr("insight “%1”").arg(isolated(title))
                         : what == "citation" ? Words::tr("citation “%1”").arg(isolated(title))
                                              : Words::tr("the report's own fields");
    if (part.question.field.empty())
        return text;
    return Words::tr("%1 of %2", "a field, of a part").arg(fieldName(part.question.field), text);
}

std::vector<std::string> fieldsOf(const std::string& what) {
    if (what == "section")
        return {"title", "content", "notes"};
    if (what == "insight")
        return {"summary", "importance", "status"};
    if (what == "report")
        return {"title", "metadata.tags", "metadata.status"};
    return {};
}

QString howText(const diff::Changes& changes, const report::PartQuestion& question,
                const SectionTitles& sections) {
    QStringList how;
    int within = 0;
    for (const Change& change : changes) {
        if (isOwn(change, question))
            how += ownHow(change, question, sections);
        else
            ++within;
    }
    if (within > 0 && how.isEmpty())
        how << Words::tr("%n change(s) of what stands in it", nullptr, within);
    return how.join(Words::tr("; ", "between things that were done"));
}

TimelineItems partItems(const report::PartHistory& history, const report::PartQuestion& question,
                        const SectionTitles& sections) {
    std::unordered_map<std::size_t, const report::PartRow*> wanted;
    for (const report::PartRow& row : history.rows)
        wanted.emplace(row.row, &row);
    TimelineItems rows;
    for (TimelineItem& item : singleItems(history.timeline)) {
        const auto found = wanted.find(item.data.row);
        if (found == wanted.end())
            continue;
        const report::PartRow& row = *found->second;
        item.data.counts = row.counts;
        item.data.how = howText(row.changes, question, sections);
        if (!row.certain) {
            item.data.remarks << Words::tr(
                "Some content around this change is lost: it may have changed here, or in another row that "
                "says the same.");
            item.data.how = item.data.how.isEmpty() ? Words::tr("perhaps here")
                                                    : Words::tr("perhaps: %1").arg(item.data.how);
        }
        rows.push_back(std::move(item));
    }
    return foldedItems(history.timeline, std::move(rows));
}

std::vector<HistoryPart> partsIn(const diff::Changes& changes) {
    std::vector<HistoryPart> parts;
    for (const bool removed : {true, false})
        for (const Change& change : changes) {
            if ((change.kind == ChangeKind::removed) != removed)
                continue;
            HistoryPart part{{change.what, change.what == "report" ? std::string() : change.id, {}, {}},
                             change.what == "report" ? QString()
                                                     : oneLine(fromUtf8(change.title), shownText)};
            if (std::find(parts.begin(), parts.end(), part) == parts.end())
                parts.push_back(std::move(part));
        }
    return parts;
}

} // namespace stemma::ui
