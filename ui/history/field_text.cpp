// SPDX-License-Identifier: MIT
#include "ui/history/field_text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <QCoreApplication>

#include "core/diff/text_diff.h"
#include "core/json/python_format.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Fields)
};

constexpr qsizetype shortValue = 90;
constexpr qsizetype foldFrom = 320; // unchanged text longer than this …
constexpr qsizetype foldKeep = 110; // … keeps so much at each end

constexpr std::array<std::pair<std::string_view, const char*>, 45> names{{
    {"title", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Title")},
    {"summary", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Text")},
    {"content", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Text")},
    {"notes", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Notes")},
    {"content_format", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Format")},
    {"importance", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Importance")},
    {"status", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Status")},
    {"created_at", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Created")},
    {"updated_at", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Changed")},
    {"outline_version", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Version of the outline")},
    {"report_id", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Report id")},
    {"version", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Format version")},
    {"source", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Source")},
    {"provider", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Provider")},
    {"description", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Description")},
    {"execution_id", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Execution id")},
    {"query_id", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Query id")},
    {"sql_sha256", QT_TRANSLATE_NOOP("stemma::ui::Fields", "SQL SHA-256")},
    {"url", QT_TRANSLATE_NOOP("stemma::ui::Fields", "URL")},
    {"accessed_at", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Accessed")},
    {"endpoint", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Endpoint")},
    {"path", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Path")},
    {"page", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Page")},
    {"observed_at", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Observed")},
    {"metadata.tags", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Tags")},
    {"metadata.status", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Status")},
    {"metadata.description", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Description")},
    {"metadata.template", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Template")},
    {"supporting_queries", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Supporting queries")},
    {"name", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Name")},
    {"base_name", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Base name")},
    {"adjective", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Adjective")},
    {"quantifier", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Quantifier")},
    {"role", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Role")},
    {"active_morph", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Active morph")},
    {"target", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Target")},
    {"adverb", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Adverb")},
    {"modality", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Modality")},
    {"value", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Value")},
    {"unit", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Unit")},
    {"morphs", QT_TRANSLATE_NOOP("stemma::ui::Fields", "In morphs")},
    {"tense", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Tense")},
    {"inputs", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Inputs")},
    {"outputs", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Outputs")},
    {"text", QT_TRANSLATE_NOOP("stemma::ui::Fields", "Text")},
}};

bool isProse(const std::string& name, const json::Value& before, const json::Value& after) {
    static constexpr std::array<std::string_view, 6> prose{
        "summary", "content", "notes", "description", "metadata.description", "text"};
    const bool texts = (before.isString() || before.isNull()) && (after.isString() || after.isNull());
    if (!texts)
        return false;
    const auto isLong = [](const json::Value& value) {
        return value.isString() && (value.text().size() > static_cast<std::size_t>(shortValue) ||
                                    value.text().find('\n') != std::string::npos);
    };
    return std::find(prose.begin(), prose.end(), name) != prose.end() || isLong(before) || isLong(after);
}

/// Text that is the same on both sides, shortened in its middle at blanks.
void addSame(std::vector<DiffRun>& runs, const QString& text, Unchanged unchanged) {
    if (unchanged == Unchanged::show || text.size() <= foldFrom) {
        runs.push_back({text, DiffTone::plain});
        return;
    }
    qsizetype head = text.lastIndexOf(QLatin1Char(' '), foldKeep);
    qsizetype tail = text.indexOf(QLatin1Char(' '), text.size() - foldKeep);
    head = head <= 0 ? foldKeep : head;
    tail = tail < 0 ? text.size() - foldKeep : tail;
    runs.push_back({text.left(head), DiffTone::plain});
    DiffRun mark{Words::tr(" [… %n unchanged character(s) …] ", nullptr, static_cast<int>(tail - head)),
                 DiffTone::muted};
    mark.folded = text.mid(head, tail - head);
    runs.push_back(std::move(mark));
    runs.push_back({text.mid(tail), DiffTone::plain});
}

DiffBlock codeBlock(const std::string& before, const std::string& after) {
    DiffBlock block{DiffBlock::Kind::code, {}};
    for (const diff::Segment& segment : diff::lineDifference(before + "\n", after + "\n")) {
        const DiffTone tone = segment.kind == diff::SegmentKind::added     ? DiffTone::added
                              : segment.kind == diff::SegmentKind::removed ? DiffTone::removed
                                                                           : DiffTone::plain;
        block.runs.push_back({fromUtf8(segment.text), tone});
    }
    while (!block.runs.empty() && block.runs.back().text.endsWith(QLatin1Char('\n')))
        block.runs.back().text.chop(1);
    return block;
}

std::string asText(const json::Value& value) {
    if (value.isString())
        return value.text();
    return value.isNull() ? std::string() : json::pythonText(value);
}

} // namespace

QString fieldName(const std::string& name) {
    for (const auto& [key, text] : names)
        if (key == name)
            return Words::tr(text);
    return isolated(fromUtf8(name));
}

QString fieldValue(const json::Value& value) {
    if (value.isNull())
        return Words::tr("none");
    if (value.isString() || value.isNumber())
        return fromUtf8(value.text());
    const bool flat = std::all_of(value.items().begin(), value.items().end(),
                                  [](const json::Value& item) { return item.isString(); });
    if (value.isArray() && flat) {
        QStringList texts;
        for (const json::Value& item : value.items())
            texts << isolated(fromUtf8(item.text()));
        return texts.isEmpty() ? Words::tr("none") : texts.join(QStringLiteral(", "));
    }
    return fromUtf8(json::pythonLine(value));
}

bool isTimeStamp(const std::string& name) {
    return name == "created_at" || name == "updated_at" || name == "outline_version";
}

DiffBlock proseBlock(const std::string& before, const std::string& after, Unchanged unchanged) {
    DiffBlock block{DiffBlock::Kind::prose, {}};
    for (const diff::Segment& segment : diff::wordDifference(before, after)) {
        if (segment.kind == diff::SegmentKind::same)
            addSame(block.runs, fromUtf8(segment.text), unchanged);
        else
            block.runs.push_back({fromUtf8(segment.text), segment.kind == diff::SegmentKind::added
                                                              ? DiffTone::added
                                                              : DiffTone::removed});
    }
    return block;
}

std::vector<DiffBlock> fieldBlocks(const diff::FieldChange& field, Unchanged unchanged) {
    const DiffRun label{Words::tr("%1:", "name of a field").arg(fieldName(field.name)), DiffTone::muted};
    if (isProse(field.name, field.before, field.after))
        return {{DiffBlock::Kind::field, {label}},
                proseBlock(asText(field.before), asText(field.after), unchanged)};
    const QString before = fieldValue(field.hadBefore ? field.before : json::Value());
    const QString after = fieldValue(field.hasAfter ? field.after : json::Value());
    const bool fromNothing = !field.hadBefore || field.before.isNull();
    const bool toNothing = !field.hasAfter || field.after.isNull();
    if (before.size() <= shortValue && after.size() <= shortValue)
        return {{DiffBlock::Kind::field,
                 {label,
                  {QStringLiteral(" "), DiffTone::plain},
                  {before, fromNothing ? DiffTone::muted : DiffTone::removed, DiffSide::before},
                  {QStringLiteral(" → "), DiffTone::muted, DiffSide::joined},
                  {after, toNothing ? DiffTone::muted : DiffTone::added, DiffSide::after}}}};
    return {{DiffBlock::Kind::field, {label}}, codeBlock(asText(field.before), asText(field.after))};
}

} // namespace stemma::ui
