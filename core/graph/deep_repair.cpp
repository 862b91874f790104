// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/graph/compose.h"
#include "core/graph/deep_flaws.h"
#include "core/graph/restore_graph.h"

namespace stemma::graph {

namespace {

constexpr std::int64_t youngest = std::int64_t{10} * 60 * 1'000'000'000; ///< a program may be at work on it

/// Graphs that look different, and those that were asked for.
void recompose(const UserFiles& before, const GraphStore& storeBefore, std::set<std::string> graphs,
               UserFiles& after) {
    if (!differences(before, after).empty()) {
        const GraphStore storeAfter = readGraphStore(after);
        for (const std::string& graph : after.graphFolders()) {
            const Composed old = composeGraph(before, storeBefore, graph);
            const Composed now = composeGraph(after, storeAfter, graph);
            if (!(old.picture == now.picture) || !(old.polymorphic == now.polymorphic))
                graphs.insert(graph);
        }
    }
    for (const std::string& graph : graphs)
        if (canRecompose(after, graph))
            putComposed(after, graph);
}

/// The same files, but for some left-overs.
UserFiles withoutStrays(const UserFiles& files, const std::set<std::string>& gone) {
    UserFiles kept;
    for (const auto& [path, file] : files.all())
        if (!gone.contains(path))
            kept.put(path, file);
    for (const std::string& graph : files.graphFolders())
        kept.addGraphFolder(graph);
    for (const std::string& stray : files.strays())
        if (!gone.contains(stray))
            kept.addStray(stray);
    kept.setMayBeMixed(files.mayBeMixed());
    return kept;
}

bool isChosen(const std::vector<std::string>& wanted, const Finding& finding) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), finding.id) != wanted.end();
}

/// One repair of a user, for the disk or to be shown.
class UserRepair {
public:
    UserRepair(io::Disk& disk, const std::string& userFolder, const std::vector<std::string>& wanted)
        : m_disk(disk)
        , m_userFolder(userFolder)
        , m_wanted(wanted) {}

    Result<std::optional<GraphChange>> make(UserFiles& before, Timestamp now);

    std::vector<std::string> done;
    std::vector<Finding> left;

private:
    Result<std::vector<Finding>> choose(const UserFiles& files) const;
    Status readLeftOvers(UserFiles& before, std::vector<Finding>& chosen, Timestamp now);
    void leave(Finding& finding, const std::string& why);

    io::Disk& m_disk;
    const std::string& m_userFolder;
    const std::vector<std::string>& m_wanted;
};

Result<std::vector<Finding>> UserRepair::choose(const UserFiles& files) const {
    std::vector<Finding> found = deepFindings(files, readGraphStore(files));
    for (const std::string& id : m_wanted)
        if (std::none_of(found.begin(), found.end(), [&](const Finding& each) { return each.id == id; }))
            return fail(ErrorCode::notFound, "repair the user's data", id, "there is no such finding",
                        "`graph validate USER --deep` shows those that there are.");
    std::erase_if(found, [&](const Finding& finding) { return !isChosen(m_wanted, finding); });
    return found;
}

void UserRepair::leave(Finding& finding, const std::string& why) {
    finding.message += ". " + why;
    finding.repair.clear();
    left.push_back(finding);
}

/// So that they are kept. Young ones stay: they may be at work.
Status UserRepair::readLeftOvers(UserFiles& before, std::vector<Finding>& chosen, Timestamp now) {
    for (Finding& finding : chosen) {
        if (finding.kind != FindingKind::leftOver || finding.repair.empty())
            continue;
        auto content = io::readFile(m_disk, io::joinPath(m_userFolder, finding.path));
        if (content && now.micros * 1000 - content->stamp.mtimeNs >= youngest)
            before.put(finding.path,
                       UserFile::ofDisk(finding.path, std::move(content->bytes), content->stamp, false));
        else if (content)
            leave(finding, "It is younger than 10 minutes, so a program may be writing it");
        else if (content.error().code == ErrorCode::notFound)
            finding.repair.clear(); // its program was at work, and is done
        else if (content.error().code == ErrorCode::unsafe)
            leave(finding, "It is no regular file");
        else
            return fail(content.error());
    }
    std::erase_if(chosen, [](const Finding& finding) {
        return finding.kind == FindingKind::leftOver && finding.repair.empty();
    });
    return {};
}

Result<std::optional<GraphChange>> UserRepair::make(UserFiles& before, Timestamp now) {
    done.clear();
    left.clear();
    for (const std::string& graph : before.graphFolders())
        if (auto read = readComposedFiles(m_disk, m_userFolder, before, graph); !read)
            return fail(read.error());
    auto chosen = choose(before);
    if (!chosen)
        return fail(chosen.error());
    for (const Finding& finding : *chosen)
        if (finding.kind == FindingKind::leftOver && finding.repair.empty())
            left.push_back(finding);
    if (auto read = readLeftOvers(before, *chosen, now); !read)
        return fail(read.error());
    Repaired repaired = repairFindings(before, *chosen, now);
    done = std::move(repaired.done);
    left.insert(left.end(), repaired.left.begin(), repaired.left.end());
    GraphChange change;
    change.after = std::move(repaired.files);
    change.counts.edited = done.size();
    if (differences(before, change.after).empty())
        return std::nullopt;
    Touched touched =
        touchedBetween(before, readGraphStore(before), change.after, readGraphStore(change.after));
    change.nodes = std::move(touched.nodes);
    change.alsoGraphs = std::move(touched.graphs);
    return change;
}

} // namespace

Repaired repairFindings(const UserFiles& files, const std::vector<Finding>& findings, Timestamp now) {
    const GraphStore store = readGraphStore(files);
    std::unordered_set<std::string> wanted;
    for (const Finding& finding : findings)
        wanted.insert(finding.id);
    EditDraft draft(files, {}, now);
    Repaired repaired;
    std::set<std::string> graphs, gone;
    for (const Flaw& flaw : deepFlaws(files, store)) {
        if (!wanted.contains(flaw.finding.id))
            continue;
        if (!flaw.mend) {
            repaired.left.push_back(flaw.finding);
            continue;
        }
        flaw.mend(draft);
        repaired.done.push_back(flaw.finding.message + ". " + flaw.finding.repair);
        if (!flaw.recomposes.empty())
            graphs.insert(flaw.recomposes);
        if (!flaw.leftOver.empty())
            gone.insert(flaw.leftOver);
    }
    repaired.files = gone.empty() ? files : withoutStrays(files, gone);
    draft.apply(repaired.files);
    recompose(files, store, std::move(graphs), repaired.files);
    return repaired;
}

Result<RepairPreview> previewRepair(io::Disk& disk, const std::string& userFolder,
                                    const std::vector<std::string>& findings, Timestamp now,
                                    const Progress& progress) {
    auto before = readUserFiles(disk, userFolder, ReadComposed::yes, nullptr, progress);
    if (!before)
        return fail(before.error());
    UserRepair repair(disk, userFolder, findings);
    auto made = repair.make(*before, now);
    if (!made)
        return fail(made.error());
    RepairPreview preview;
    preview.files = *made ? std::move((*made)->after) : *before;
    preview.differences = differences(*before, preview.files);
    preview.done = std::move(repair.done);
    preview.left = std::move(repair.left);
    return preview;
}

Result<SavedGraph> repairUser(const GraphWorkspace& workspace, const std::vector<std::string>& findings,
                              std::vector<std::string>& done, std::vector<Finding>& left) {
    UserRepair repair(workspace.environment.disk, workspace.userFolder, findings);
    auto saved = saveChange(workspace, {"evolve", "repair", {}, json::Value::object()},
                            [&](UserFiles& before, Timestamp now) { return repair.make(before, now); });
    done = saved ? std::move(repair.done) : std::vector<std::string>();
    left = saved ? std::move(repair.left) : std::vector<Finding>();
    return saved;
}

} // namespace stemma::graph
