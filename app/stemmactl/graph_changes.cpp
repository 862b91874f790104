// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_changes.h"

#include "core/diff/text_diff.h"
#include "core/json/python_format.h"

namespace stemma::ctl {

namespace {

std::string graphFieldText(const json::Value& value, bool there) {
    if (!there)
        return {};
    return value.isString() ? value.text() : json::pythonLine(value);
}

std::string markedFieldText(const diff::FieldChange& field) {
    std::string out;
    for (const diff::Segment& segment : diff::wordDifference(graphFieldText(field.before, field.hadBefore),
                                                             graphFieldText(field.after, field.hasAfter))) {
        const std::string text = printable(segment.text);
        if (segment.kind == diff::SegmentKind::same)
            out += text;
        else
            out += segment.kind == diff::SegmentKind::removed ? "[-" + text + "-]" : "{+" + text + "+}";
    }
    return out;
}

} // namespace

void printGraphChanges(Output& out, const diff::Changes& changes) {
    for (const diff::Change& change : changes) {
        std::string line =
            std::string(diff::changeKindWord(change.kind)) + ' ' + change.what + ' ' + printable(change.id);
        if (!change.title.empty() && change.title != change.id)
            line += ": " + printable(change.title);
        out.line(line);
        if (change.kind == diff::ChangeKind::edited)
            for (const diff::FieldChange& field : change.fields)
                out.line("    " + printable(field.name) + ": " + markedFieldText(field));
    }
}

} // namespace stemma::ctl
