// SPDX-License-Identifier: MIT
#include "app/stemmactl/library_access.h"

#include <cstdlib>

namespace stemma::ctl {

namespace {

constexpr std::size_t shortestPrefix = 4;

/// Whether the folder holds something of a report, so that it can be meant by a shortened id.
bool holdsReport(io::Disk& disk, const std::string& folder) {
    const auto directory = io::openDirectory(disk, folder);
    if (!directory)
        return false;
    return disk.statAt(directory->get(), "outline.json").has_value() ||
           disk.statAt(directory->get(), "audit.jsonl").has_value();
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

Result<std::string> libraryRoot(const Context& context) {
    std::string path = context.options().library;
    if (path.empty())
        if (const char* given = std::getenv("STEMMA_LIBRARY"); given != nullptr)
            path = given;
    if (path.empty())
        path = report::defaultLibraryRoot();
    auto root = context.disk().resolve(path);
    const auto directory =
        root ? io::openDirectory(context.disk(), *root) : Result<io::Open>(fail(root.error()));
    if (directory)
        return root;
    const ErrorCode code = directory.error().code;
    if (code != ErrorCode::notFound && code != ErrorCode::unsafe)
        return fail(directory.error());
    return fail(ErrorCode::notFound, "open the library", path, directory.error().detail,
                "Name its folder with --library or in $STEMMA_LIBRARY.");
}

Result<report::Workspace> workspaceOf(const Context& context) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    return report::Workspace{context.environment(), *root, context.options().actor,
                             context.options().requestId, context.lockOptions()};
}

Result<ReportId> findReport(const Context& context, const std::string& root, const std::string& given) {
    const auto exact = report::reportDirectory(context.disk(), root, ReportId(given));
    if (exact)
        return ReportId(given);
    if (exact.error().code != ErrorCode::notFound || given.size() < shortestPrefix)
        return fail(exact.error());
    const std::string folder = io::joinPath(root, "by_id");
    const auto directory = io::openDirectory(context.disk(), folder);
    if (!directory)
        return fail(exact.error());
    const auto entries = context.disk().list(directory->get());
    if (!entries)
        return fail(entries.error());
    std::vector<std::string> matches;
    for (const io::DirEntry& entry : *entries)
        if (entry.name.starts_with(given) && holdsReport(context.disk(), io::joinPath(folder, entry.name)))
            matches.push_back(entry.name);
    if (matches.empty())
        return fail(exact.error());
    if (matches.size() > 1)
        return fail(ErrorCode::usage, "find the report", given, "several ids begin so: " + joined(matches),
                    "Give more of the id.");
    context.out.note("Taking " + given + " for " + printable(matches.front()) + ".");
    return ReportId(matches.front());
}

Result<std::string> findReportDirectory(const Context& context, const std::string& given) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    const auto id = findReport(context, *root, given);
    if (!id)
        return fail(id.error());
    return report::reportDirectory(context.disk(), *root, *id);
}

Result<FoundReport> findReportAnywhere(const Context& context, const std::string& root,
                                       const std::string& given) {
    const auto id = findReport(context, root, given);
    if (id) {
        auto directory = report::reportDirectory(context.disk(), root, *id);
        return directory ? Result<FoundReport>(FoundReport{*id, std::move(*directory)})
                         : fail(std::move(directory.error()));
    }
    if (id.error().code != ErrorCode::notFound)
        return fail(id.error());
    const auto snapshot =
        report::scanLibrary(context.disk(), root, nullptr, context.progress("reading report"));
    if (!snapshot)
        return fail(snapshot.error());
    std::vector<FoundReport> found;
    for (const report::TrashedReport& each : (*snapshot)->trash)
        if (each.name == given || (given.size() >= shortestPrefix && each.id.text().starts_with(given)))
            found.push_back({each.id, io::joinPath(io::joinPath(root, ".trash"), each.name)});
    if (found.size() > 1)
        return fail(ErrorCode::usage, "find the report", given, "several in the trash are meant",
                    "Give the name that `report list --trash` shows.");
    return found.empty() ? Result<FoundReport>(fail(id.error())) : std::move(found.front());
}

void noteLibrary(const Context& context, const report::LibrarySnapshot& snapshot) {
    if (!snapshot.looksLikeLibrary)
        context.out.note("note: " + snapshot.root +
                         " is no report library yet: it has neither by_id/ nor index.jsonl.");
    if (!snapshot.writable)
        context.out.note("note: the library can't be written: " + snapshot.readOnlyReason);
}

} // namespace stemma::ctl
