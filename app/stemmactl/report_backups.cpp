// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/prune_options.h"
#include "app/stemmactl/report_json.h"

namespace stemma::ctl {

namespace {

using report::BackupCensus;
using report::BackupHealth;
using report::CensusRow;

struct BackupsOptions {
    std::string id;
    bool verify = false;
};

constexpr BackupHealth allHealth[] = {BackupHealth::restorable, BackupHealth::damaged, BackupHealth::mismatch,
                                      BackupHealth::foreign,    BackupHealth::missing, BackupHealth::unsafe,
                                      BackupHealth::pruned};

bool isWell(BackupHealth health) {
    return health == BackupHealth::restorable || health == BackupHealth::pruned;
}

/// What lies there, of which nothing was read.
Result<BackupCensus> unverified(const Context& context, const std::string& root, const ReportId& id) {
    const auto directory = report::reportDirectory(context.disk(), root, id);
    if (!directory)
        return fail(directory.error());
    const auto folder = report::lookAtBackups(context.disk(), *directory, context.environment().clock.now());
    auto pruned = folder ? history::listPruned(context.disk(), *directory) : fail(folder.error());
    if (!pruned)
        return fail(std::move(pruned.error()));
    BackupCensus census;
    census.id = id;
    const auto loaded = report::loadReport(context.disk(), root, id);
    census.title = loaded ? loaded->outline.title : std::string();
    census.pruned = std::move(*pruned);
    for (const history::BackupFile& file : folder->files) {
        CensusRow row;
        row.name = file.name;
        row.made = file.made;
        row.bytes = file.stamp.size;
        row.health = BackupHealth::restorable; // not looked at: not shown
        census.rows.push_back(std::move(row));
    }
    return census;
}

json::Value censusRowValue(const CensusRow& row, bool verified) {
    const auto text = [](const std::string& value) { return textOrNull(value); };
    return json::Value::object(
        {{"name", json::Value::string(row.name)},
         {"made", row.made ? json::Value::string(isoText(*row.made)) : json::Value()},
         {"bytes", bytesValue(row.bytes)},
         {"state", verified ? json::Value::string(backupHealthWord(row.health)) : json::Value()},
         {"message", text(row.message)},
         {"action_id", text(row.action)},
         {"sha256", text(row.sha256)},
         {"shared", verified ? json::Value::boolean(row.shared) : json::Value()}});
}

json::Value censusValue(const BackupCensus& census, bool verified) {
    std::vector<json::Value> rows;
    for (const CensusRow& row : census.rows)
        rows.push_back(censusRowValue(row, verified));
    json::Value states = json::Value::object();
    for (const BackupHealth health : allHealth)
        states.set(backupHealthWord(health), numberValue(census.countOf(health)));
    std::uint64_t prunedBytes = 0;
    for (const history::PrunedSet& set : census.pruned)
        prunedBytes += history::isGoneForGood(set.state) ? 0 : set.bytes();
    return json::Value::object({{"id", json::Value::string(census.id.text())},
                                {"title", json::Value::string(census.title)},
                                {"count", numberValue(census.count())},
                                {"bytes", bytesValue(census.bytes())},
                                {"shared_bytes", verified ? bytesValue(census.sharedBytes()) : json::Value()},
                                {"states", verified ? std::move(states) : json::Value()},
                                {"trash_bytes", bytesValue(prunedBytes)},
                                {"backups", json::Value::array(std::move(rows))}});
}

std::string healthText(const BackupCensus& census) {
    std::string text;
    for (const BackupHealth health : allHealth)
        if (const std::size_t count = census.countOf(health); count > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + backupHealthWord(health);
    return text.empty() ? "none" : text;
}

/// Prints what was counted, and sums it up.
struct BackupsOutput {
    Context& context;
    bool verified;
    bool each; ///< also each backup
    Table reports{{"REPORT", "BACKUPS", "SIZE", "SHARED", "STATE", "TITLE"}};
    Table rows{{"BACKUP", "SIZE", "STATE", "WHY"}};
    std::size_t count = 0, findings = 0;
    std::uint64_t bytes = 0, shared = 0;

    void add(const BackupCensus& census) {
        count += census.count();
        bytes += census.bytes();
        shared += census.sharedBytes();
        for (const CensusRow& row : census.rows)
            findings += isWell(row.health) ? 0 : 1;
        if (context.out.json())
            return context.out.value(censusValue(census, verified));
        reports.add({printable(census.id.text()), std::to_string(census.count()), sizeText(census.bytes()),
                     verified ? sizeText(census.sharedBytes()) : "?",
                     verified ? healthText(census) : "not looked at", printable(census.title)});
        for (const CensusRow& row : census.rows)
            if (each || !isWell(row.health))
                rows.add({printable(row.name), sizeText(row.bytes),
                          verified ? backupHealthWord(row.health) : "not looked at", printable(row.message)});
    }
    int end() {
        if (!context.out.json()) {
            reports.print(context.out);
            if (each || findings > 0)
                rows.print(context.out);
            std::string sum = backupsText(count) + ", " + sizeText(bytes);
            if (verified)
                sum += ", of which " + sizeText(shared) + " are contents that stand there more than once; " +
                       (findings == 0 ? "all can be restored"
                                      : std::to_string(findings) + " can't be restored as they are");
            context.out.line(sum + ".");
        }
        return findings == 0 ? exitDone : exitNo;
    }
};

int runReportBackups(Context& context, const BackupsOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    auto scope = pruneScope(context, *root, options.id);
    if (!scope)
        return context.out.failure(scope.error());
    if (scope->reports.empty()) {
        const auto snapshot =
            report::scanLibrary(context.disk(), *root, nullptr, context.progress("reading report"));
        if (!snapshot)
            return context.out.failure(snapshot.error());
        noteLibrary(context, **snapshot);
        for (const report::ReportSummary& summary : (*snapshot)->reports)
            if (summary.state != report::ReportState::stub)
                scope->reports.push_back(summary.id);
    }
    BackupsOutput output{context, options.verify, !options.id.empty()};
    for (const ReportId& id : scope->reports) {
        if (!options.verify) {
            const auto census = unverified(context, *root, id);
            if (!census)
                return context.out.failure(census.error());
            output.add(*census);
            continue;
        }
        const auto census =
            report::takeCensus(context.disk(), *root, id, nullptr, context.environment().clock.now(),
                               context.progress("looking through backups"));
        if (!census)
            return context.out.failure(census.error());
        output.add(**census);
    }
    return output.end();
}

} // namespace

void addReportBackups(const CommandSet& report) {
    addCommand<BackupsOptions>(
        report,
        {"backups",
         "how many backups there are and what room they take; with --verify what each is worth, exit 1 if "
         "one "
         "can't be restored",
         "  stemmactl report backups\n"
         "  stemmactl report backups --verify --json | jq '{title, bytes, states}'\n"
         "  stemmactl report backups 1b9d6bcd --verify     (each backup)\n"
         "  A backup is restorable if it parses, is an outline that igloo-mcp could read, and has the hash "
         "that\n"
         "  its event recorded. Shared is the room of contents that an older backup, or the report itself, "
         "has too.\n"},
        Writes::no,
        [](CLI::App& command, BackupsOptions& options) {
            command.add_option("ID", options.id, "the report; default all")->type_name("");
            command.add_flag("--verify", options.verify, "read and judge each");
        },
        runReportBackups);
}

} // namespace stemma::ctl
