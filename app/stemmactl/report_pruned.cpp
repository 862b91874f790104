// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/prune_options.h"
#include "app/stemmactl/report_json.h"

namespace stemma::ctl {

namespace {

using history::PrunedFate;
using history::PrunedSet;
using json::Value;

struct PrunedOptions {
    std::string id;
    std::string set;
    bool dryRun = false;
};

struct KeepRetentionOptions {
    RetentionOptions retention;
    bool off = false;
};

std::string prunedPlaceText(const PrunedSet& set) {
    if (history::isGoneForGood(set.state))
        return "gone for good";
    const std::size_t lost = set.countOf(PrunedFate::lost);
    return lost == 0 ? "in the trash" : "in the trash, but for " + std::to_string(lost) + " lost";
}

int listPrunedSets(Context& context, const PrunedOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto scope = pruneScope(context, *root, options.id);
    if (!scope)
        return context.out.failure(scope.error());
    int code = exitDone;
    const auto entries =
        report::prunedEntries(context.disk(), *root, *scope, context.progress("reading report"),
                              [&](const ReportId&, const Error& error) {
                                  context.out.warning(printable(describe(error)));
                                  code = exitCode(error.code);
                              });
    if (!entries)
        return context.out.failure(entries.error());
    Table table({"WHEN", "BY", "BACKUPS", "SIZE", "STATE", "REPORT", "SET", "RULE"});
    for (const report::PrunedEntry& entry : *entries) {
        if (context.out.json())
            context.out.value(prunedSetValue(entry.id, entry.set));
        else
            table.add({localTime(entry.set.ts), printable(entry.set.actor),
                       std::to_string(entry.set.countOf(PrunedFate::there)), sizeText(entry.set.bytes()),
                       prunedPlaceText(entry.set), printable(entry.id.text()), entry.set.id,
                       printable(entry.set.rule)});
    }
    if (context.out.json())
        return code;
    if (entries->empty())
        context.out.line("No backups were pruned.");
    else
        table.print(context.out);
    return code;
}

/// The set of that name, or of a unique beginning of it.
Result<report::PrunedEntry> findSet(const std::vector<report::PrunedEntry>& entries, const std::string& given,
                                    const char* action) {
    const report::PrunedEntry* found = nullptr;
    for (const report::PrunedEntry& entry : entries) {
        if (!entry.set.id.starts_with(given))
            continue;
        if (found != nullptr)
            return fail(ErrorCode::usage, action, given, "several sets of pruned backups begin so",
                        "`stemmactl report pruned` lists them.");
        found = &entry;
    }
    if (found == nullptr)
        return fail(ErrorCode::notFound, action, given, "the report has no pruned backups of that name",
                    "`stemmactl report pruned` lists them.");
    return *found;
}

/// The sets that a command names: one of a report, or all of it that can still be brought back.
Result<std::vector<report::PrunedEntry>> namedSets(Context& context, const std::string& root,
                                                   const PrunedOptions& options, const char* action) {
    const auto scope = pruneScope(context, root, options.id);
    if (!scope)
        return fail(scope.error());
    const auto entries = report::prunedEntries(context.disk(), root, *scope);
    if (!entries)
        return fail(entries.error());
    std::vector<report::PrunedEntry> named;
    if (!options.set.empty()) {
        const auto one = findSet(*entries, options.set, action);
        if (!one)
            return fail(one.error());
        if (history::isGoneForGood(one->set.state))
            return fail(ErrorCode::notFound, action, one->set.id, "these backups were removed for good",
                        "`stemmactl report pruned` lists what can be brought back.");
        named.push_back(*one);
        return named;
    }
    for (const report::PrunedEntry& entry : *entries)
        if (!history::isGoneForGood(entry.set.state))
            named.push_back(entry);
    return named;
}

using OnSet = Result<report::PrunedReport> (*)(const report::Workspace&, const ReportId&, const std::string&);

/// The set, as far as something was or would be done with it.
void tellSet(Context& context, const ReportId& id, const history::PrunedSet& set, const char* what) {
    if (context.out.json())
        context.out.value(prunedSetValue(id, set));
    else
        context.out.line(what + backupsText(set.countOf(PrunedFate::there)) + ", " + sizeText(set.bytes()) +
                         ".");
}

int onSets(Context& context, const PrunedOptions& options, OnSet act, const char* action, const char* what) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto sets = namedSets(context, workspace->root, options, action);
    if (!sets)
        return context.out.failure(sets.error());
    if (sets->empty())
        return context.out.answerNo(fail(ErrorCode::notFound, action, options.id,
                                         "there is nothing in the trash of this report's backups")
                                        .value());
    for (const report::PrunedEntry& entry : *sets) {
        if (options.dryRun) {
            tellSet(context, entry.id, entry.set, "For good would go ");
            continue;
        }
        const auto done = act(*workspace, entry.id, entry.set.id);
        if (!done)
            return context.out.failure(done.error());
        context.out.markCommitted();
        for (const std::string& warning : done->warnings)
            context.out.warning(printable(warning));
        tellSet(context, entry.id, done->set, what);
    }
    return exitDone;
}

int runUnprune(Context& context, const PrunedOptions& options) {
    return onSets(context, options, report::bringBack, "bring the backups back", "Brought back ");
}

int runEmptyPruned(Context& context, const PrunedOptions& options) {
    return onSets(context, options, report::emptyPruned, "remove the backups for good", "Gone for good: ");
}

int runRetention(Context& context, const KeepRetentionOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    auto store = retentionStore(context);
    if (!store)
        return context.out.failure(store.error());
    if (options.off && options.retention.any())
        return context.out.failure(ErrorCode::usage, "keep what may go", {},
                                   "--off stands alone: it lets nothing go");
    if (options.off || options.retention.any()) {
        const auto policy = policyOf(options.retention);
        if (!policy)
            return context.out.failure(policy.error());
        if (const Status kept = store->set(*root, *policy, context.lockOptions()); !kept)
            return context.out.failure(kept.error());
        context.out.markCommitted();
    }
    const marks::FoundRetention found = store->find(*root);
    warnOf(context, found.problems);
    const auto number = [](const auto& value) {
        return value ? Value::integer(static_cast<std::int64_t>(*value)) : Value();
    };
    if (context.out.json())
        context.out.value(Value::object({{"library", Value::string(*root)},
                                         {"on", Value::boolean(found.policy.isOn())},
                                         {"older_than_seconds", number(found.policy.olderThan)},
                                         {"max_bytes", number(found.policy.mostBytes)},
                                         {"thin", Value::boolean(found.policy.thin)},
                                         {"keep", number(found.policy.keep)}}));
    else
        context.out.line("What may go of this library's backups: " + history::retentionText(found.policy) +
                         ". It goes only when you say so.");
    return exitDone;
}

void declareSet(CLI::App& command, PrunedOptions& options, const char* what) {
    command.add_option("ID", options.id, "the report")->required()->type_name("");
    command.add_option("SET", options.set, what)->type_name("");
}

} // namespace

void addReportPruned(const CommandSet& report) {
    addCommand<PrunedOptions>(
        report,
        {"pruned", "list the backups that were pruned, newest first",
         "  stemmactl report pruned\n  stemmactl report pruned 1b9d6bcd --json | jq .set\n"},
        Writes::no,
        [](CLI::App& command, PrunedOptions& options) {
            command.add_option("ID", options.id, "the report; default all")->type_name("");
        },
        listPrunedSets);
    addCommand<PrunedOptions>(
        report,
        {"unprune", "bring pruned backups back, byte for byte",
         "  stemmactl report unprune 1b9d6bcd 5f0c\n  stemmactl report unprune 1b9d6bcd     (all of it)\n"},
        Writes::yes,
        [](CLI::App& command, PrunedOptions& options) {
            declareSet(command, options, "one set, as `report pruned` lists it; default all");
        },
        runUnprune);
    addCommand<PrunedOptions>(
        report,
        {"empty-pruned", "remove pruned backups for good; what they were stays on record",
         "  stemmactl report empty-pruned 1b9d6bcd 5f0c --dry-run\n"
         "  stemmactl report empty-pruned 1b9d6bcd 5f0c\n"},
        Writes::yes,
        [](CLI::App& command, PrunedOptions& options) {
            declareSet(command, options, "one set, as `report pruned` lists it; default all");
            command.add_flag("--dry-run", options.dryRun, "show what would go for good");
        },
        runEmptyPruned);
    addCommand<KeepRetentionOptions>(
        report,
        {"retention", "show or keep what may go of this library's backups; off until it is asked for",
         "  stemmactl report retention\n"
         "  stemmactl report retention --thin --older-than 1y --keep 20\n"
         "  stemmactl report retention --off\n"
         "  It is kept in $XDG_STATE_HOME/stemma/marks, never in the library, and counts where `report "
         "prune` "
         "has\n"
         "  no rule of its own. Nothing is ever pruned by itself.\n"},
        Writes::no,
        [](CLI::App& command, KeepRetentionOptions& options) {
            declareRetention(command, options.retention);
            command.add_flag("--off", options.off, "nothing may go");
        },
        runRetention);
}

} // namespace stemma::ctl
