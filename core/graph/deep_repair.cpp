// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/graph/compose.h"
#include "core/graph/deep_flaws.h"
#include "core/graph/graph_change.h"

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

/// One repair of a user under the lock.
class UserRepair {
public:
    UserRepair(const GraphWorkspace& workspace, const std::vector<std::string>& wanted)
        : m_workspace(workspace)
        , m_wanted(wanted) {}

    Result<std::optional<GraphChange>> make(UserFiles& before, Timestamp now);

    std::vector<std::string> done;
    std::vector<Finding> left;

private:
    Result<std::vector<Finding>> choose(const UserFiles& files) const;
    Status readLeftOvers(UserFiles& before, std::vector<Finding>& chosen, Timestamp now);

    const GraphWorkspace& m_workspace;
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

/// So that they are kept. Young ones stay: they may be at work.
Status UserRepair::readLeftOvers(UserFiles& before, std::vector<Finding>& chosen, Timestamp now) {
    io::Disk& disk = m_workspace.environment.disk;
    for (Finding& finding : chosen) {
        if (finding.kind != FindingKind::leftOver || finding.repair.empty())
            continue;
        const std::string path = io::joinPath(m_workspace.userFolder, finding.path);
        auto content = io::readFile(disk, path);
        if (!content && content.error().code == ErrorCode::notFound)
            continue;
        if (!content)
            return fail(content.error());
        if (now.micros * 1000 - content->stamp.mtimeNs < youngest) {
            finding.message += ". It is younger than 10 minutes, so a program may be writing it";
            finding.repair.clear();
            left.push_back(finding);
            continue;
        }
        before.put(finding.path,
                   UserFile::ofDisk(finding.path, std::move(content->bytes), content->stamp, false));
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
        if (auto read =
                readComposedFiles(m_workspace.environment.disk, m_workspace.userFolder, before, graph);
            !read)
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

Result<SavedGraph> repairUser(const GraphWorkspace& workspace, const std::vector<std::string>& findings,
                              std::vector<std::string>& done, std::vector<Finding>& left) {
    UserRepair repair(workspace, findings);
    auto saved = saveChange(workspace, {"evolve", "repair", {}, json::Value::object()},
                            [&](UserFiles& before, Timestamp now) { return repair.make(before, now); });
    done = saved ? std::move(repair.done) : std::vector<std::string>();
    left = saved ? std::move(repair.left) : std::vector<Finding>();
    return saved;
}

} // namespace stemma::graph
