// SPDX-License-Identifier: MIT
#include "app/stemmactl/commands.h"
#include "app/stemmactl/input.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/saved.h"
#include "core/json/json_document.h"
#include "core/report/outline_edit.h"

namespace stemma::ctl {

namespace {

struct EditOptions {
    std::string id;
    std::string file;
    std::string note;
};

Result<json::Value> readEdits(Context& context, const std::string& file) {
    const auto bytes = readInput(context.disk(), file, context.stop());
    if (!bytes)
        return fail(bytes.error());
    auto edits = json::parse(*bytes);
    if (!edits)
        return fail(ErrorCode::usage, "read the list of edits", file,
                    "line " + std::to_string(edits.error().line) + ", column " +
                        std::to_string(edits.error().column) + ": " + edits.error().message);
    return std::move(*edits);
}

int editReport(Context& context, const EditOptions& options) {
    const auto edits = readEdits(context, options.file);
    if (!edits)
        return context.out.failure(edits.error());
    const auto workspace = workspaceOf(context);
    if (!workspace)
        return context.out.failure(workspace.error());
    const auto id = findReport(context, workspace->root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto note = options.note.empty() ? std::nullopt : std::optional(options.note);
    const auto edited = report::editReport(*workspace, *id, *edits, note);
    if (!edited)
        return context.out.failure(edited.error());
    return printSaved(context, "Edited", edited->saved, edited->newIds);
}

/// The names of all edits, in lines that fit a terminal.
std::string editList() {
    std::string text = "The edits, each {\"op\": NAME, …}; a list is applied in order as one change, all or "
                       "none:\n";
    std::string line = " ";
    for (const std::string& name : report::editNames()) {
        if (line.size() + name.size() > 76) {
            text += line + '\n';
            line = " ";
        }
        line += ' ' + name;
    }
    return text + line + "\nTheir keys are in core/report/README.md.\n";
}

} // namespace

void addReportEditing(const CommandSet& report) {
    const std::string examples =
        "  echo '[{\"op\": \"set-title\", \"title\": \"Liquidity, revised\"}]' | stemmactl report edit "
        "1b9d6bcd\n"
        "  stemmactl report edit 1b9d6bcd --file edits.json --note 'numbers of May' --json | jq "
        ".new_ids\n\n" +
        editList();
    addCommand<EditOptions>(
        report, {"edit", "apply a list of edits as one change", examples.c_str()}, Writes::yes,
        [](CLI::App& command, EditOptions& options) {
            command.add_option("ID", options.id, "the report: its id or a unique beginning of it")
                ->required()
                ->type_name("");
            command.add_option("--file", options.file, "the edits, a JSON array; default the standard input")
                ->type_name("OPS");
            command.add_option("--note", options.note, "why: it is kept with the change")->type_name("TEXT");
        },
        editReport);
}

} // namespace stemma::ctl
