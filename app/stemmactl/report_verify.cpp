// SPDX-License-Identifier: MIT
#include "app/logging/log_file.h"
#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"
#include "core/report/report_trust.h"

namespace stemma::ctl {

namespace {

struct VerifyOptions {
    std::string id;
    bool trust = false;
    bool accept = false;
};

bool isFine(const report::VerifyRow& row) {
    return row.state == "ok" || row.state == "restorable" || row.state == "begun" || row.state == "pruned";
}

/// The reports to verify: the one that was named, or all that aren't stubs.
Result<std::vector<ReportId>> reportsToVerify(Context& context, const std::string& root,
                                              const std::string& id) {
    if (!id.empty()) {
        const auto found = findReport(context, root, id);
        if (!found)
            return fail(found.error());
        return std::vector{*found};
    }
    const auto snapshot =
        report::scanLibrary(context.disk(), root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return fail(snapshot.error());
    noteLibrary(context, **snapshot);
    std::vector<ReportId> ids;
    for (const report::ReportSummary& summary : (*snapshot)->reports)
        if (summary.state != report::ReportState::stub)
            ids.push_back(summary.id);
    return ids;
}

/// What is remembered of a report, as one more thing that was checked.
Result<report::VerifyRow> trustRow(Context& context, marks::TrustStore& store, const std::string& root,
                                   const ReportId& id, const VerifyOptions& options) {
    const auto verdict =
        report::verifyTrust(context.disk(), store, root, id, context.environment().clock.now(),
                            options.accept ? report::OnBreak::renew : report::OnBreak::keep,
                            context.progress("comparing with what is remembered"));
    if (!verdict)
        return fail(verdict.error());
    report::VerifyRow row{id.text(), "chain", verdict->at, "ok", verdict->message};
    if (verdict->state == history::ChainVerdict::State::begun) {
        row.state = "begun";
        row.message = "from now on its " + std::to_string(verdict->links) +
                      " log lines and their backups are remembered";
    } else if (verdict->state == history::ChainVerdict::State::broken) {
        row.state = "broken";
    } else {
        row.message =
            std::to_string(verdict->links) + " links hold, " + std::to_string(verdict->added) + " came since";
    }
    return row;
}

/// What there is to say of one report.
Result<std::vector<report::VerifyRow>> verifyRowsOf(Context& context, std::optional<marks::TrustStore>& store,
                                                    const std::string& root, const ReportId& id,
                                                    const VerifyOptions& options) {
    auto rows = report::verifyReport(context.disk(), root, id, context.progress("verifying"));
    if (!rows || !store)
        return rows;
    auto trust = trustRow(context, *store, root, id, options);
    if (!trust)
        return fail(std::move(trust.error()));
    rows->push_back(std::move(*trust));
    return rows;
}

/// Nothing: it isn't asked for.
Result<std::optional<marks::TrustStore>> trustStore(const Context& context, const VerifyOptions& options) {
    std::optional<marks::TrustStore> store;
    if (!options.trust && !options.accept)
        return store;
    const std::string state = logging::stateDirectory();
    if (state.empty())
        return fail(ErrorCode::notFound, "find what is remembered of the reports", {},
                    "no home folder is known", "Name a folder in $XDG_STATE_HOME.");
    store.emplace(context.disk(), io::joinPath(state, "chains"));
    context.out.note(
        "note: a chain shows what was changed since it was begun, and not what somebody changed who can "
        "write to " +
        printable(state) + " too; nor who it was, or that what an event says is true");
    return store;
}

/// Counts what was checked, and prints it or what is wrong.
struct VerifyOutput {
    Context& context;
    Table table{{"REPORT", "WHAT", "STATE", "NAME", "WHY"}};
    std::size_t checked = 0;
    std::size_t findings = 0;

    void add(const report::VerifyRow& row) {
        ++checked;
        findings += isFine(row) ? 0 : 1;
        if (context.out.json())
            context.out.value(verifyValue(row));
        else if (!isFine(row))
            table.add(
                {printable(row.report), row.what, row.state, printable(row.name), printable(row.message)});
    }
    void end(std::size_t reports) {
        if (context.out.json())
            return;
        if (findings > 0)
            table.print(context.out);
        context.out.line("Checked " + std::to_string(checked) + " things in " + std::to_string(reports) +
                         (reports == 1 ? " report: " : " reports: ") +
                         (findings == 0
                              ? "all is well."
                              : std::to_string(findings) + (findings == 1 ? " finding." : " findings.")));
    }
};

int verifyReports(Context& context, const VerifyOptions& options) {
    if (options.accept && options.id.empty())
        return context.out.failure(ErrorCode::usage, "accept what was changed", {}, "no report is named",
                                   "Name one: what is accepted is not told again.");
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto ids = reportsToVerify(context, *root, options.id);
    if (!ids)
        return context.out.failure(ids.error());
    auto store = trustStore(context, options);
    if (!store)
        return context.out.failure(store.error());
    VerifyOutput output{context};
    for (const ReportId& id : *ids) {
        const auto rows = verifyRowsOf(context, *store, *root, id, options);
        if (!rows)
            return context.out.failure(rows.error());
        for (const report::VerifyRow& row : *rows)
            output.add(row);
    }
    output.end(ids->size());
    return output.findings == 0 ? exitDone : exitNo;
}

} // namespace

void addReportVerification(const CommandSet& report) {
    addCommand<VerifyOptions>(
        report,
        {"verify", "check every backup and the log; exit 1 if something is not as it should be",
         "  stemmactl report verify\n"
         "  stemmactl report verify 1b9d6bcd --json     (one object a line: also what is well)\n"
         "  stemmactl report verify --trust             (and whether anything was changed since the last "
         "time)\n"
         "  stemmactl report verify 1b9d6bcd --accept   (it was; begin anew from what is there now)\n"
         "  --trust remembers, in $XDG_STATE_HOME/stemma/chains, the hashes of every line of the log, of "
         "the\n"
         "  backup that it names and of the outline, each bound to all before it, and names the first that "
         "no\n"
         "  longer holds: a line or backup that was changed or is gone, an edit outside of any event.\n"},
        Writes::no,
        [](CLI::App& command, VerifyOptions& options) {
            command.add_option("ID", options.id, "the report; default all")->type_name("");
            command.add_flag("--trust", options.trust,
                             "compare with what is remembered, and remember what came since");
            command.add_flag("--accept", options.accept,
                             "the same; where something no longer holds, begin anew and keep the old aside");
        },
        verifyReports);
}

} // namespace stemma::ctl
