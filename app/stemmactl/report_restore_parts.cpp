// SPDX-License-Identifier: MIT
#include "app/stemmactl/report_restore_parts.h"

#include <algorithm>
#include <utility>

#include "app/stemmactl/library_access.h"
#include "app/stemmactl/saved.h"
#include "core/report/restore_parts.h"

namespace stemma::ctl {

namespace {

/// What happens to a part that goes with the chosen ones.
std::string alongText(const report::PartChoice& part, const diff::Changes& changes) {
    for (const diff::Change& change : changes) {
        if (change.what != part.what || change.id != part.id)
            continue;
        const char* fate = change.kind == diff::ChangeKind::added     ? "comes with it"
                           : change.kind == diff::ChangeKind::removed ? "goes with it"
                                                                      : "moves with it";
        return "the " + part.what + " " + printable(part.id) + " “" + printable(change.title) + "” " + fate;
    }
    return "the " + part.what + " " + printable(part.id) + " goes with it";
}

void tellParts(const Context& context, const report::RestorePartsPreview& preview) {
    for (const report::PartChoice& part : preview.along)
        context.out.note("note: " + alongText(part, preview.changes));
    for (const auto& lost : preview.lost)
        context.out.note("note: " + std::to_string(lost.changes) +
                         (lost.changes == 1 ? " later change by " : " later changes by ") +
                         (lost.actor.empty() ? "somebody unknown" : printable(lost.actor)) +
                         " touched what is restored");
    if (preview.unchanged)
        context.out.note("note: all of that is so already; nothing would be written");
}

} // namespace

std::vector<report::PartChoice> partChoices(const RestorePartsOptions& options) {
    std::vector<report::PartChoice> parts;
    const auto add = [&](const char* what, const std::vector<std::string>& ids) {
        for (const std::string& id : ids) {
            if (options.fields.empty())
                parts.push_back({what, id, {}});
            for (const std::string& field : options.fields)
                parts.push_back({what, id, field});
        }
    };
    add("section", options.sections);
    add("insight", options.insights);
    add("citation", options.citations);
    if (parts.empty())
        add("report", {"report"});
    return parts;
}

void declareRestoreParts(CLI::App& command, RestorePartsOptions& options) {
    command
        .add_option("--section", options.sections,
                    "only this section, with the insights that stood in it (also more than once)")
        ->expected(1)
        ->take_all()
        ->type_name("S");
    command
        .add_option("--insight", options.insights,
                    "only this insight; one that the version doesn't have is taken out")
        ->expected(1)
        ->take_all()
        ->type_name("I");
    command.add_option("--citation", options.citations, "only this citation, as `report diff` names it")
        ->expected(1)
        ->take_all()
        ->type_name("C");
    command
        .add_option("--field", options.fields,
                    "only this field of the named parts, or of the report if none is named")
        ->expected(1)
        ->take_all()
        ->type_name("NAME");
    command.add_option("--into", options.into, "the named insights go to the end of this section")
        ->type_name("S");
    command.add_option("--from", options.from, "take the parts from a report in the trash")
        ->type_name("TRASHED");
    command.add_flag("--alone", options.alone, "the named sections and insights without what stood in them");
}

int restoreReportParts(Context& context, const report::Workspace& workspace, const ReportId& id,
                       const std::string& version, const RestorePartsOptions& options, Run run) {
    report::RestorePartsRequest request{version, partChoices(options)};
    if (!options.from.empty()) {
        auto name = findTrashed(context, workspace.root, options.from);
        if (!name)
            return context.out.failure(name.error());
        request.trashed = std::move(*name);
    }
    if (!options.into.empty())
        request.into = options.into;
    if (options.alone)
        request.company = report::Company::alone;
    const auto preview =
        report::previewRestoreParts(workspace, id, request, context.progress("reading version"));
    if (!preview)
        return context.out.failure(preview.error());
    tellParts(context, *preview);
    if (run == Run::dry)
        return printDryRun(context, preview->bytes);
    return printSaved(context, "Restored parts of", report::restoreParts(workspace, id, request));
}

Result<std::string> findTrashed(const Context& context, const std::string& root, const std::string& given) {
    const auto snapshot =
        report::scanLibrary(context.disk(), root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return fail(snapshot.error());
    std::vector<std::string> ofId;
    for (const report::TrashedReport& each : (*snapshot)->trash) {
        if (each.name == given)
            return given;
        if (each.id.text() == given)
            ofId.push_back(each.name);
    }
    if (ofId.size() == 1)
        return ofId.front();
    if (ofId.size() > 1)
        return fail(ErrorCode::usage, "find the report in the trash", given, "it is there more than once",
                    "Give the name that `report list --trash` shows.");
    return given; // the operation says what is wrong with it
}

} // namespace stemma::ctl
