// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/prune_options.h"
#include "app/stemmactl/report_json.h"

namespace stemma::ctl {

namespace {

using history::PrunedState;
using json::Value;

struct PruneOptions {
    std::string id;
    RetentionOptions retention;
    bool dryRun = false;
    std::string token;
};

/// What the command says, else what is kept for the library.
Result<history::RetentionPolicy> askedPolicy(const Context& context, const std::string& root,
                                             const RetentionOptions& options) {
    if (options.any())
        return policyOf(options);
    const auto store = retentionStore(context);
    if (!store)
        return fail(store.error());
    const marks::FoundRetention found = store->find(root);
    warnOf(context, found.problems);
    if (!found.policy.isOn())
        return fail(ErrorCode::usage, "prune backups", root, "nothing says which may go",
                    "Say it by --older-than, --thin, --max-bytes or --keep, or keep that for this library by "
                    "`stemmactl report retention`.");
    return found.policy;
}

/// The preview, as of now or of the moment of the token that was shown.
Result<report::PrunePreview> previewAsked(Context& context, const std::string& root,
                                          const PruneOptions& options, marks::MarkStore& marks) {
    const auto policy = askedPolicy(context, root, options.retention);
    if (!policy)
        return fail(policy.error());
    const auto scope = pruneScope(context, root, options.id);
    if (!scope)
        return fail(scope.error());
    Timestamp now = context.environment().clock.now();
    if (!options.token.empty()) {
        const auto moment = report::momentOfToken(options.token);
        if (!moment)
            return fail(ErrorCode::usage, "prune backups", options.token, "this is no token of a preview",
                        "`--dry-run` prints one.");
        now = *moment;
    }
    auto preview = report::previewPrune(context.disk(), root, *scope, *policy, {&marks, nullptr}, now,
                                        context.progress("looking through backups"));
    if (preview && !options.token.empty() && preview->token != options.token)
        return fail(
            ErrorCode::conflict, "prune backups", root,
            "this is no longer what the preview showed: backups, reports, marks or what was asked for "
            "have changed since",
            "Nothing was moved. Look again with --dry-run.");
    return preview;
}

Value reasonsValue(const history::RetentionDecision& decision) {
    std::vector<std::string> words;
    for (const history::RetentionReason reason : decision.reasons)
        words.emplace_back(retentionReasonWord(reason));
    return textList(words);
}

std::string reasonsText(const history::RetentionDecision& decision) {
    std::string text;
    for (const history::RetentionReason reason : decision.reasons)
        text += (text.empty() ? "" : "; ") + std::string(retentionReasonText(reason));
    return text;
}

/// The rows of files that are there; what is missing already can neither go nor stay.
template <class Use>
void eachBackup(const report::PrunePreview& preview, const Use& use) {
    for (const report::ReportPruning& pruning : preview.reports)
        for (std::size_t at = 0; at < pruning.decisions.size(); ++at)
            if (const report::CensusRow& row = pruning.census->rows[at]; row.isThere())
                use(*pruning.census, row, pruning.decisions[at]);
}

Value previewValue(const report::PrunePreview& preview, bool dryRun) {
    std::vector<Value> gone, stayed;
    eachBackup(preview, [&](const report::BackupCensus& census, const report::CensusRow& row,
                            const history::RetentionDecision& decision) {
        (decision.goes ? gone : stayed)
            .push_back(Value::object({{"id", Value::string(census.id.text())},
                                      {"backup", Value::string(row.name)},
                                      {"bytes", bytesValue(row.bytes)},
                                      {"reasons", reasonsValue(decision)}}));
    });
    return Value::object({{"dry_run", Value::boolean(dryRun)},
                          {"rule", Value::string(history::retentionText(preview.policy))},
                          {"token", Value::string(preview.token)},
                          {"bytes", bytesValue(preview.plan.goingBytes)},
                          {"staying_bytes", bytesValue(preview.plan.stayingBytes)},
                          {"bytes_over", bytesValue(preview.plan.bytesOver)},
                          {"gone", Value::array(std::move(gone))},
                          {"stayed", Value::array(std::move(stayed))}});
}

void warnOfUnread(Context& context, const report::PrunePreview& preview) {
    for (const report::ReportPruning& report : preview.reports)
        if (report.census->unread)
            context.out.warning(printable(describe(*report.census->unread)) +
                                " All of this report's backups stay.");
}

void printPreview(Context& context, const report::PrunePreview& preview, bool dryRun) {
    Table table({"", "REPORT", "BACKUP", "SIZE", "WHY"});
    eachBackup(preview, [&](const report::BackupCensus& census, const report::CensusRow& row,
                            const history::RetentionDecision& decision) {
        if (dryRun || decision.goes)
            table.add({decision.goes ? dryRun ? "would go" : "gone" : "stays",
                       shortened(printable(census.title), 24), printable(row.name), sizeText(row.bytes),
                       reasonsText(decision)});
    });
    if (dryRun || preview.plan.going > 0)
        table.print(context.out);
    const std::string sum = backupsText(preview.plan.going) + ", " + sizeText(preview.plan.goingBytes) +
                            "; " + sizeText(preview.plan.stayingBytes) + " of what can be restored stay.";
    context.out.line(dryRun ? "To the trash would go " + sum : "To the trash went " + sum);
    if (preview.plan.bytesOver > 0)
        context.out.note("note: that is " + sizeText(preview.plan.bytesOver) +
                         " more than --max-bytes; the rest must stay, for the reasons above");
    if (dryRun)
        context.out.line("Token: " + preview.token);
}

Value refusalValue(const report::PrunedReport& refused) {
    return Value::object({{"id", Value::string(refused.id.text())},
                          {"code", Value::string(codeWord(refused.refused->code))},
                          {"message", Value::string(describe(*refused.refused))}});
}

/// What was done, and what was not. The code is that of the first report that refused.
int tellPruned(Context& context, const report::PrunePreview& preview,
               const std::vector<report::PrunedReport>& done) {
    std::vector<Value> sets, refusals;
    int code = exitDone;
    for (const report::PrunedReport& report : done) {
        for (const std::string& warning : report.warnings)
            context.out.warning(printable(warning));
        if (!report.refused) {
            context.out.markCommitted();
            sets.push_back(prunedSetValue(report.id, report.set));
            continue;
        }
        code = code == exitDone ? exitCode(report.refused->code) : code;
        refusals.push_back(refusalValue(report));
        if (!context.out.json())
            context.out.warning(printable(describe(*report.refused)));
    }
    if (sets.empty() && !refusals.empty())
        return context.out.failure(*done.front().refused);
    if (context.out.json()) {
        Value value = previewValue(preview, false);
        value.set("sets", Value::array(std::move(sets)));
        value.set("refused", Value::array(std::move(refusals)));
        context.out.value(value);
        return code;
    }
    printPreview(context, preview, false);
    for (const report::PrunedReport& report : done)
        if (!report.refused)
            context.out.line("To bring " + backupsText(report.set.backups.size()) +
                             " back: stemmactl report "
                             "unprune " +
                             printable(report.id.text()) + ' ' + report.set.id);
    return code;
}

int runReportPrune(Context& context, const PruneOptions& options) {
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto own = personMarks(context);
    if (!own)
        return context.out.failure(own.error());
    const auto preview = previewAsked(context, workspace->root, options, (*own)->marks);
    if (!preview)
        return context.out.failure(preview.error());
    warnOfUnread(context, *preview);
    if (options.dryRun) {
        if (context.out.json())
            context.out.value(previewValue(*preview, true));
        else
            printPreview(context, *preview, true);
        return exitDone;
    }
    const auto done =
        report::prune(*workspace, *preview, &(*own)->marks, context.progress("moving to the trash"));
    if (!done)
        return context.out.failure(done.error());
    return tellPruned(context, *preview, *done);
}

} // namespace

void addReportPruning(const CommandSet& report) {
    addCommand<PruneOptions>(
        report,
        {"prune", "let old backups go: to the trash, from where `report unprune` brings them back",
         "  stemmactl report prune --older-than 90d --keep 20 --dry-run\n"
         "  stemmactl report prune --older-than 90d --keep 20 --token 1741687922743707-5f0c...\n"
         "  stemmactl report prune 1b9d6bcd --thin --max-bytes 500M --json | jq .gone\n"
         "  Never goes: the newest that can be restored; what is pinned, named or noted; the last before an "
         "agent\n"
         "  changed a person's work; what a restore or undo replaced; what holds a change that was written "
         "over;\n"
         "  what can't be restored as it is; anything of a report that can't be read.\n"
         "  A token makes it exactly what --dry-run listed: exit 4, and nothing moved, if anything changed.\n"
         "  Without an option the rule that `report retention` keeps for the library counts.\n"},
        Writes::yes,
        [](CLI::App& command, PruneOptions& options) {
            command.add_option("ID", options.id, "the report; default all")->type_name("");
            declareRetention(command, options.retention);
            command.add_flag("--dry-run", options.dryRun,
                             "show what would go, and why each other stays; move nothing");
            command.add_option("--token", options.token, "of the preview that was looked at")
                ->type_name("TOKEN");
        },
        runReportPrune);
}

} // namespace stemma::ctl
