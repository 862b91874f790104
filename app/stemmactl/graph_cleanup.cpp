// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/graph_access.h"
#include "app/stemmactl/graph_json.h"
#include "app/stemmactl/library_access.h"
#include "core/graph/backup_cleanup.h"

namespace stemma::ctl {

namespace {

struct GraphCleanupOptions {
    std::string user;
    double maxAgeHours = 24;
    bool dryRun = false;
};

/// Plans, and does what was planned unless it is a dry run.
Result<graph::Cleaned> cleanUpBackups(const Context& context, const GraphCleanupOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    const auto folder = findGraphUser(context, options.user);
    if (!folder)
        return fail(folder.error());
    const auto library = graph::scanGraphLibrary(context.disk(), *root);
    const std::string logs = library ? library->logFolder : std::string();
    auto plan = graph::planCleanup(context.disk(), *folder, logs, options.maxAgeHours,
                                   context.environment().clock.now());
    if (!plan)
        return fail(plan.error());
    if (options.dryRun)
        return graph::Cleaned{std::move(*plan), {}};
    return graph::cleanUp(context.environment(), *folder, *plan, context.lockOptions());
}

json::Value cleanupValue(const graph::Cleaned& cleaned, bool dryRun) {
    std::vector<json::Value> gone, stayed;
    std::uint64_t bytes = 0;
    for (const graph::CleanupRow& row : cleaned.rows) {
        (row.goes ? gone : stayed)
            .push_back(
                json::Value::object({{"folder", json::Value::string(row.folder)},
                                     {"reason", json::Value::string(row.reason)},
                                     {"bytes", json::Value::integer(static_cast<std::int64_t>(row.bytes))}}));
        bytes += row.goes ? row.bytes : 0;
    }
    return json::Value::object({{"dry_run", json::Value::boolean(dryRun)},
                                {"gone", json::Value::array(std::move(gone))},
                                {"stayed", json::Value::array(std::move(stayed))},
                                {"bytes", json::Value::integer(static_cast<std::int64_t>(bytes))},
                                {"warnings", graphTextsValue(cleaned.warnings)}});
}

int runGraphCleanup(Context& context, const GraphCleanupOptions& options) {
    const auto cleaned = cleanUpBackups(context, options);
    if (!cleaned)
        return context.out.failure(cleaned.error());
    bool any = false, refused = false;
    for (const graph::CleanupRow& row : cleaned->rows) {
        any = any || row.goes;
        refused = refused || row.refused;
    }
    const int code = refused ? exitNo : exitDone;
    if (any && !options.dryRun)
        context.out.markCommitted();
    for (const std::string& warning : cleaned->warnings)
        context.out.warning(printable(warning));
    if (context.out.json()) {
        context.out.value(cleanupValue(*cleaned, options.dryRun));
        return code;
    }
    const char* gone = options.dryRun ? "would go" : "gone";
    Table table({"", "BACKUP", "BYTES", "WHY"});
    for (const graph::CleanupRow& row : cleaned->rows)
        table.add({row.goes ? gone : "stays", printable(row.folder), std::to_string(row.bytes),
                   printable(row.reason)});
    if (cleaned->rows.empty())
        context.out.line("There are no backups.");
    else
        table.print(context.out);
    return code;
}

} // namespace

void addGraphCleanup(const CommandSet& graph) {
    addCommand<GraphCleanupOptions>(
        graph,
        {"cleanup",
         "remove old backups of the old program's kind; the newest of each graph stays; exit 1 if one that "
         "was to "
         "go was refused",
         "  stemmactl --library graph_data graph cleanup 3f2a9c1e --dry-run\n"
         "  stemmactl --library graph_data graph cleanup 3f2a9c1e --max-age-hours 720 --json | jq .bytes\n"},
        Writes::yes,
        [](CLI::App& command, GraphCleanupOptions& options) {
            command.add_option("USER", options.user, "the user: the id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("--max-age-hours", options.maxAgeHours, "how old a backup may be (24)")
                ->type_name("HOURS");
            command.add_flag("--dry-run", options.dryRun, "show what would go and stay, and remove nothing");
        },
        runGraphCleanup);
}

} // namespace stemma::ctl
