// SPDX-License-Identifier: MIT
#include "app/stemmactl/report_conflicts.h"

#include "app/stemmactl/output.h"
#include "core/json/python_format.h"

namespace stemma::ctl {

namespace {

using json::Value;

Value valueOrNull(const std::optional<Value>& value) {
    return value ? *value : Value();
}

/// One side of a conflict, cut to what fits a line.
std::string shownSide(const std::optional<Value>& value) {
    constexpr std::size_t columns = 100;
    if (!value)
        return "(absent)";
    return shortened(printable(value->isString() ? value->text() : json::pythonLine(*value)), columns);
}

} // namespace

Value conflictsValue(const std::vector<report::MergeConflict>& conflicts) {
    std::vector<Value> items;
    for (const report::MergeConflict& conflict : conflicts)
        items.push_back(Value::object({{"kind", Value::string(report::conflictKindWord(conflict.kind))},
                                       {"what", Value::string(conflict.what)},
                                       {"id", Value::string(conflict.id)},
                                       {"title", Value::string(conflict.title)},
                                       {"field", Value::string(conflict.field)},
                                       {"base", valueOrNull(conflict.base)},
                                       {"ours", valueOrNull(conflict.ours)},
                                       {"theirs", valueOrNull(conflict.theirs)}}));
    return Value::array(std::move(items));
}

std::vector<std::string> conflictLines(const report::MergeConflict& conflict) {
    constexpr std::size_t columns = 60;
    std::string line =
        std::string("conflict ") + report::conflictKindWord(conflict.kind) + ": " + conflict.what;
    if (!conflict.id.empty())
        line += ' ' + printable(conflict.id);
    if (!conflict.field.empty())
        line += ' ' + printable(conflict.field);
    if (!conflict.title.empty())
        line += " (" + shortened(printable(conflict.title), columns) + ')';
    return {line, "    base:   " + shownSide(conflict.base), "    ours:   " + shownSide(conflict.ours),
            "    theirs: " + shownSide(conflict.theirs)};
}

} // namespace stemma::ctl
