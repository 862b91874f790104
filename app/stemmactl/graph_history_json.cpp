// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_history_json.h"

#include "app/stemmactl/graph_json.h"
#include "app/stemmactl/report_json.h"
#include "core/history/backups.h"

namespace stemma::ctl {

namespace {

using json::Value;

Value graphCountsValue(const std::optional<history::ChangeCounts>& counts) {
    if (!counts)
        return {};
    return Value::object({{"added", numberValue(counts->added)},
                          {"edited", numberValue(counts->edited)},
                          {"moved", numberValue(counts->moved)},
                          {"removed", numberValue(counts->removed)}});
}

Value rowProblemsValue(const std::vector<history::RowProblem>& problems) {
    Value list = Value::array();
    for (const history::RowProblem& problem : problems) {
        Value item = Value::object(
            {{"rule", Value::string(problem.rule)}, {"message", Value::string(problem.message)}});
        if (problem.line != 0)
            item.set("line", numberValue(problem.line));
        list.appendItem(std::move(item));
    }
    return list;
}

const char* differenceWord(const graph::FileDifference& difference) {
    return !difference.before ? "added" : difference.after ? "changed" : "removed";
}

} // namespace

Value graphRowValue(const graph::GraphRow& row) {
    return Value::object({{"n", numberValue(row.n)},
                          {"kind", Value::string(graph::graphRowKindWord(row.kind))},
                          {"action_id", textOrNull(row.action.text())},
                          {"action_type", textOrNull(row.type)},
                          {"operation", textOrNull(row.operation)},
                          {"actor", textOrNull(row.actor)},
                          {"ts", textOrNull(row.ts)},
                          {"request_id", Value::stringOrNull(row.requestId)},
                          {"note", Value::stringOrNull(row.note)},
                          {"graph", textOrNull(row.graph)},
                          {"graphs", graphTextsValue(row.graphs)},
                          {"nodes", graphTextsValue(row.nodes)},
                          {"files", graphTextsValue(row.paths)},
                          {"counts", graphCountsValue(row.counts)},
                          {"backup", textOrNull(row.backup)},
                          {"backup_state", Value::string(history::backupStateWord(row.backupState))},
                          {"problems", rowProblemsValue(row.problems)}});
}

Value graphPreviewValue(const graph::RestorePreview& preview, const diff::Changes& changes) {
    Value files = Value::array();
    for (const graph::FileDifference& each : preview.differences)
        files.appendItem(Value::object(
            {{"path", Value::string(each.path)}, {"kind", Value::string(differenceWord(each))}}));
    Value orphans = Value::array();
    for (const graph::Finding& each : preview.orphans)
        orphans.appendItem(Value::object({{"id", Value::string(each.id)},
                                          {"path", Value::string(each.path)},
                                          {"message", Value::string(each.message)}}));
    return Value::object(
        {{"files", std::move(files)}, {"changes", changesValue(changes)}, {"orphans", std::move(orphans)}});
}

} // namespace stemma::ctl
