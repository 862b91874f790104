// SPDX-License-Identifier: MIT
// make_sample_library STORIES DIR: makes the report library that Stemma brings along, in the folder DIR,
// which must be empty or absent, from the stories in the folder STORIES.
#include <algorithm>
#include <iostream>

#include "core/io/posix_disk.h"
#include "core/json/json_document.h"
#include "resources/sample_library/story.h"

namespace {

using namespace stemma;

Status tellAll(io::Disk& disk, const std::string& stories, const std::string& root) {
    const auto folder = io::openDirectory(disk, stories);
    if (!folder)
        return fail(folder.error());
    auto entries = disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    std::sort(entries->begin(), entries->end(),
              [](const io::DirEntry& a, const io::DirEntry& b) { return a.name < b.name; });
    sample::StoryClock clock;
    io::LockKeeper locks;
    const journal::Environment environment{disk, clock, locks, {}};
    const report::Workspace workspace{environment, root, history::Actor::agent, {}, {}};
    for (const io::DirEntry& entry : *entries) {
        if (!entry.name.ends_with(".json"))
            continue;
        const auto file = io::readFile(disk, *folder, entry.name);
        if (!file)
            return fail(file.error());
        const auto story = json::parseFile(file->bytes, entry.name);
        if (!story)
            return fail(story.error());
        if (auto told = sample::tellStory(workspace, clock, *story); !told) {
            Error error = told.error();
            error.detail = entry.name + ": " + error.detail;
            return fail(std::move(error));
        }
    }
    const auto rebuilt = report::rebuildIndex(disk, root, report::DryRun::no);
    return rebuilt ? Status{} : fail(rebuilt.error());
}

Status makeEmptyFolder(io::Disk& disk, const std::string& root) {
    const std::size_t slash = root.find_last_of('/');
    const auto parent = io::openDirectory(disk, slash == std::string::npos ? "." : root.substr(0, slash + 1));
    if (!parent)
        return fail(parent.error());
    const std::string name = slash == std::string::npos ? root : root.substr(slash + 1);
    if (auto made = disk.makeDirectoryAt(parent->get(), name);
        !made && made.error().code != ErrorCode::conflict)
        return made;
    const auto folder = io::openDirectory(disk, root);
    if (!folder)
        return fail(folder.error());
    const auto entries = disk.list(folder->get());
    if (!entries)
        return fail(entries.error());
    if (!entries->empty())
        return fail(ErrorCode::conflict, "make the sample library", root, "the folder is not empty");
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: make_sample_library STORIES DIR\n";
        return 2;
    }
    const auto disk = io::makePosixDisk();
    auto done = makeEmptyFolder(*disk, argv[2]);
    if (done)
        done = tellAll(*disk, argv[1], argv[2]);
    if (!done) {
        std::cerr << describe(done.error()) << '\n';
        return 1;
    }
    return 0;
}
