// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_access.h"

#include "app/stemmactl/library_access.h"
#include "core/io/folders.h"

namespace stemma::ctl {

namespace {

constexpr std::size_t shortestUser = 4;

/// The names of the folders that hold a user's data.
Result<std::vector<std::string>> userNames(const Context& context, const std::string& root) {
    std::vector<std::string> names;
    for (const std::string& users : {io::joinPath(root, "graph_data/users"), io::joinPath(root, "users")}) {
        const auto opened = io::openDirectory(context.disk(), users);
        if (!opened)
            continue;
        const auto entries = context.disk().list(opened->get());
        if (!entries)
            return fail(entries.error());
        for (const io::DirEntry& entry : *entries)
            if (entry.type == io::NodeType::directory)
                names.push_back(entry.name);
        return names;
    }
    names.push_back(io::splitPath(root).name);
    return names;
}

} // namespace

Result<std::string> findGraphUser(const Context& context, const std::string& given) {
    const auto root = libraryRoot(context);
    if (!root)
        return fail(root.error());
    auto exact = graph::userFolder(context.disk(), *root, given);
    if (exact || exact.error().code != ErrorCode::notFound || given.size() < shortestUser)
        return exact;
    const auto names = userNames(context, *root);
    if (!names)
        return fail(names.error());
    std::string match;
    for (const std::string& name : *names) {
        if (!name.starts_with(given))
            continue;
        if (!match.empty())
            return fail(ErrorCode::usage, "find the user", given, "several ids begin so",
                        "Give more of the id.");
        match = name;
    }
    if (match.empty())
        return exact;
    context.out.note("Taking " + given + " for " + printable(match) + ".");
    return graph::userFolder(context.disk(), *root, match);
}

void noteGraphLibrary(const Context& context, const graph::GraphLibrary& library) {
    if (!graph::looksLikeGraphLibrary(context.disk(), library.root))
        context.out.note("note: " + library.root +
                         " is no graph library yet: it has neither users/ nor a user's registries.");
    if (!library.writable)
        context.out.note("note: the library can't be written: " + library.readOnlyReason);
    for (const Problem& problem : library.problems)
        context.out.note(std::string(severityWord(problem.severity)) + ": " + printable(problem.message));
}

void noteUserFiles(const Context& context, const graph::UserFiles& files) {
    for (const auto& [path, file] : files.all())
        if (!file->problem.empty())
            context.out.note("error: " + printable(path) + " can't be read: " + printable(file->problem));
    if (files.mayBeMixed())
        context.out.note("note: a change is on its way to the disk, or was cut off there: `recover` ends it");
}

} // namespace stemma::ctl
