// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <utility>

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

/// What went, or would go.
struct Going {
    /// Of a dry run: all that would.
    explicit Going(const report::PrunePreview& preview)
        : dryRun(true)
        , count(preview.plan.going)
        , bytes(preview.plan.goingBytes)
        , staying(preview.plan.stayingBytes)
        , over(preview.plan.bytesOver) {}
    /// What was done of it: only that.
    Going(const report::PrunePreview& preview, const std::vector<report::PrunedReport>& done)
        : dryRun(false) {
        for (const report::PrunedReport& report : done) {
            if (report.refused)
                continue;
            for (const history::PrunedBackup& backup : report.set.backups)
                moved.emplace(report.id.text(), backup.name);
            count += report.set.backups.size();
            bytes += report.set.bytes();
        }
        staying = preview.plan.stayingBytes + preview.plan.goingBytes - bytes;
        const std::uint64_t most = preview.policy.mostBytes.value_or(staying);
        over = staying > most ? staying - most : 0;
    }
    [[nodiscard]] bool has(const report::BackupCensus& census, const report::CensusRow& row) const {
        return dryRun || moved.contains({census.id.text(), row.name});
    }

    bool dryRun;
    std::set<std::pair<std::string, std::string>> moved; ///< report and backup
    std::size_t count = 0;
    std::uint64_t bytes = 0, staying = 0, over = 0;
};

Value previewValue(const report::PrunePreview& preview, const Going& going) {
    std::vector<Value> gone, stayed;
    eachBackup(preview, [&](const report::BackupCensus& census, const report::CensusRow& row,
                            const history::RetentionDecision& decision) {
        if (decision.goes && !going.has(census, row))
            return; // its report refused, which is told
        (decision.goes ? gone : stayed)
            .push_back(Value::object({{"id", Value::string(census.id.text())},
                                      {"backup", Value::string(row.name)},
                                      {"bytes", bytesValue(row.bytes)},
                                      {"reasons", reasonsValue(decision)}}));
    });
    return Value::object({{"dry_run", Value::boolean(going.dryRun)},
                          {"rule", Value::string(history::retentionText(preview.policy))},
                          {"token", Value::string(preview.token)},
                          {"bytes", bytesValue(going.bytes)},
                          {"staying_bytes", bytesValue(going.staying)},
                          {"bytes_over", bytesValue(going.over)},
                          {"gone", Value::array(std::move(gone))},
                          {"stayed", Value::array(std::move(stayed))}});
}

void warnOfUnread(Context& context, const report::PrunePreview& preview) {
    for (const report::ReportPruning& report : preview.reports)
        if (report.census->unread)
            context.out.warning(printable(describe(*report.census->unread)) +
                                " All of this report's backups stay.");
}

void printPreview(Context& context, const report::PrunePreview& preview, const Going& going) {
    const bool dryRun = going.dryRun;
    Table table({"", "REPORT", "BACKUP", "SIZE", "WHY"});
    eachBackup(preview, [&](const report::BackupCensus& census, const report::CensusRow& row,
                            const history::RetentionDecision& decision) {
        if (decision.goes ? going.has(census, row) : dryRun)
            table.add({decision.goes ? dryRun ? "would go" : "gone" : "stays",
                       shortened(printable(census.title), 24), printable(row.name), sizeText(row.bytes),
                       reasonsText(decision)});
    });
    if (dryRun || going.count > 0)
        table.print(context.out);
    const std::string sum = backupsText(going.count) + ", " + sizeText(going.bytes) + "; " +
                            sizeText(going.staying) + " of what can be restored stay.";
    context.out.line(dryRun ? "To the trash would go " + sum : "To the trash went " + sum);
    if (going.over > 0)
        context.out.note("note: that is " + sizeText(going.over) + " more than --max-bytes; the rest " +
                         (dryRun ? "must stay, for the reasons above" : "stayed"));
    if (dryRun)
        context.out.line("Token: " + preview.token);
}

Value refusalValue(const report::PrunedReport& refused) {
    return Value::object({{"id", Value::string(refused.id.text())},
                          {"code", Value::string(codeWord(refused.refused->code))},
                          {"message", Value::string(describe(*refused.refused))}});
}

/// What one act of all did.
struct ToldReports {
    std::vector<Value> sets, refusals;
    const Error* first = nullptr; ///< refusal
};

ToldReports tellReports(Context& context, const std::vector<report::PrunedReport>& done) {
    ToldReports told;
    for (const report::PrunedReport& report : done) {
        for (const std::string& warning : report.warnings)
            context.out.warning(printable(warning));
        if (!report.refused) {
            context.out.markCommitted();
            told.sets.push_back(prunedSetValue(report.id, report.set));
            continue;
        }
        if (told.first == nullptr)
            told.first = &*report.refused;
        told.refusals.push_back(refusalValue(report));
        if (!context.out.json())
            context.out.warning(printable(describe(*report.refused)));
    }
    return told;
}

/// Whether it ended before all reports had their turn.
bool wasCancelled(const report::PrunePreview& preview, const std::vector<report::PrunedReport>& done) {
    const auto asked = std::count_if(preview.reports.begin(), preview.reports.end(),
                                     [](const report::ReportPruning& report) { return report.going() > 0; });
    return done.size() < static_cast<std::size_t>(asked) ||
           std::any_of(done.begin(), done.end(), [](const report::PrunedReport& report) {
               return report.refused && report.refused->code == ErrorCode::cancelled;
           });
}

/// What was done, and what was not. The code is that of the first report that refused.
int tellPruned(Context& context, const std::string& root, const report::PrunePreview& preview,
               const std::vector<report::PrunedReport>& done) {
    ToldReports told = tellReports(context, done);
    const bool cancelled = wasCancelled(preview, done);
    if (told.sets.empty() && told.first != nullptr && !cancelled)
        return context.out.failure(*told.first);
    const Going going(preview, done);
    if (context.out.json()) {
        Value value = previewValue(preview, going);
        value.set("sets", Value::array(std::move(told.sets)));
        value.set("refused", Value::array(std::move(told.refusals)));
        context.out.value(value);
    } else {
        printPreview(context, preview, going);
        for (const report::PrunedReport& report : done)
            if (!report.refused)
                context.out.line("To bring " + backupsText(report.set.backups.size()) +
                                 " back: stemmactl report unprune " + printable(report.id.text()) + ' ' +
                                 report.set.id);
    }
    if (cancelled)
        return context.out.failure(ErrorCode::cancelled, "prune backups", root,
                                   "it was cancelled when " + backupsText(going.count) + " of " +
                                       std::to_string(preview.plan.going) + " had gone",
                                   "The others are where they were.");
    return told.first != nullptr ? exitCode(told.first->code) : exitDone;
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
            context.out.value(previewValue(*preview, Going(*preview)));
        else
            printPreview(context, *preview, Going(*preview));
        return exitDone;
    }
    const auto done =
        report::prune(*workspace, *preview, &(*own)->marks, context.progress("moving to the trash"));
    if (!done)
        return context.out.failure(done.error());
    return tellPruned(context, workspace->root, *preview, *done);
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
