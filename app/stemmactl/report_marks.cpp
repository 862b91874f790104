// SPDX-License-Identifier: MIT
#include <algorithm>

#include "app/stemmactl/commands.h"
#include "app/stemmactl/library_access.h"
#include "app/stemmactl/person_marks.h"
#include "app/stemmactl/report_json.h"
#include "app/stemmactl/report_versions.h"
#include "core/base/sha256.h"

namespace stemma::ctl {

namespace {

struct MarkOptions {
    std::string id;
    std::string version;
    std::string text;
};

/// A version of the report, also one that is named by a file with the same content.
Result<std::string> shaOfVersion(Context& context, const std::string& directory, const std::string& name) {
    ReportVersions versions(context, directory);
    const auto bytes = versions.bytes(name);
    if (!bytes)
        return fail(bytes.error());
    std::string sha = sha256(*bytes);
    const auto timeline = versions.timeline();
    if (!timeline)
        return fail(timeline.error());
    const auto& all = (*timeline)->versions;
    if (std::none_of(all.begin(), all.end(), [&](const auto& version) { return version.sha256 == sha; }))
        return fail(ErrorCode::notFound, "mark the version", name,
                    "the report has no version with that content",
                    "A version is now, before:ACTION, after:ACTION, backup:FILENAME, or @N.");
    return sha;
}

int markVersion(Context& context, const MarkOptions& options, const marks::VersionEdit& edit) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto id = findReport(context, *root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto directory = report::reportDirectory(context.disk(), *root, *id);
    if (!directory)
        return context.out.failure(directory.error());
    const auto sha = shaOfVersion(context, *directory, options.version);
    if (!sha)
        return context.out.failure(sha.error());
    const auto own = personMarks(context);
    if (!own)
        return context.out.failure(own.error());
    const auto marked = (*own)->marks.markVersion(*id, *sha, edit, context.lockOptions());
    if (!marked)
        return context.out.failure(marked.error());
    context.out.markCommitted();
    warnOf(context, marked->problems);
    const auto found = marked->marks.versions.find(*sha);
    const marks::VersionMark mark =
        found == marked->marks.versions.end() ? marks::VersionMark() : found->second;
    if (context.out.json()) {
        json::Value value = json::Value::object(
            {{"id", json::Value::string(id->text())}, {"sha256", json::Value::string(*sha)}});
        addMark(value, mark);
        context.out.value(value);
    } else {
        context.out.line("Marked " + sha->substr(0, 12) + (mark.any() ? ": " + markText(mark) : ": nothing") +
                         ".");
    }
    return exitDone;
}

struct LostMarksOptions {
    std::string id;
    bool accept = false;
};

int runLostMarks(Context& context, const LostMarksOptions& options) {
    const auto root = libraryRoot(context);
    if (!root)
        return context.out.failure(root.error());
    const auto id = findReport(context, *root, options.id);
    if (!id)
        return context.out.failure(id.error());
    const auto own = personMarks(context);
    if (!own)
        return context.out.failure(own.error());
    const auto lost = options.accept ? (*own)->marks.acceptLost(*id) : (*own)->marks.lost(*id);
    if (!lost)
        return context.out.failure(lost.error());
    if (context.out.json()) {
        context.out.value(json::Value::object({{"id", json::Value::string(id->text())},
                                               {"accepted", json::Value::boolean(options.accept)},
                                               {"files", textList(*lost)}}));
    } else {
        for (const std::string& path : *lost)
            context.out.line(printable(path));
        if (lost->empty())
            context.out.line("No marks of this report were lost.");
        else if (options.accept)
            context.out.line("What was pinned, named or noted in them holds no backup back any more.");
    }
    return options.accept || lost->empty() ? exitDone : exitNo;
}

void addTextMark(const CommandSet& report, const CommandText& text, const char* what,
                 std::optional<std::string> marks::VersionEdit::*field) {
    addCommand<MarkOptions>(
        report, text, Writes::no,
        [what](CLI::App& command, MarkOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command.add_option("VERSION", options.version, "the version")->required()->type_name("");
            command.add_option("TEXT", options.text, what)->type_name("");
        },
        [field](Context& context, const MarkOptions& options) {
            marks::VersionEdit edit;
            edit.*field = options.text;
            return markVersion(context, options, edit);
        });
}

void addPin(const CommandSet& report, const CommandText& text, bool pinned) {
    addCommand<MarkOptions>(
        report, text, Writes::no,
        [](CLI::App& command, MarkOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command.add_option("VERSION", options.version, "the version")->required()->type_name("");
        },
        [pinned](Context& context, const MarkOptions& options) {
            return markVersion(context, options, {{}, {}, pinned});
        });
}

} // namespace

void addReportMarks(const CommandSet& report) {
    addTextMark(report,
                {"name", "give a version a name, which `report log` shows; without a text, take it away",
                 "  stemmactl report name 1b9d6bcd after:4f0c \"as sent to the board\"\n"
                 "  stemmactl report name 1b9d6bcd after:4f0c\n"
                 "  It is kept in $XDG_STATE_HOME/stemma/marks, by the version's content; never in the "
                 "library.\n"},
                "the name", &marks::VersionEdit::name);
    addTextMark(report,
                {"note", "keep a note on a version; without a text, take it away",
                 "  stemmactl report note 1b9d6bcd @12 \"numbers of the audit, checked\"\n"},
                "the note", &marks::VersionEdit::note);
    addPin(report,
           {"pin", "pin a version: it is never to be pruned", "  stemmactl report pin 1b9d6bcd now\n"}, true);
    addPin(report, {"unpin", "take the pin of a version away", "  stemmactl report unpin 1b9d6bcd @12\n"},
           false);
    addCommand<LostMarksOptions>(
        report,
        {"lost-marks",
         "the files with names, notes and pins of a report that were damaged and set aside; exit 1 if there "
         "are "
         "any",
         "  stemmactl report lost-marks 1b9d6bcd\n"
         "  stemmactl report lost-marks 1b9d6bcd --accept\n"
         "  While there are any, `report prune` lets no backup of the report go: nobody knows what was "
         "pinned. "
         "Pin\n"
         "  again what is to stay, then --accept: the files stay, and count no more.\n"},
        Writes::no,
        [](CLI::App& command, LostMarksOptions& options) {
            command.add_option("ID", options.id, "the report")->required()->type_name("");
            command.add_flag("--accept", options.accept, "you know what was lost, or pinned it again");
        },
        runLostMarks);
}

} // namespace stemma::ctl
