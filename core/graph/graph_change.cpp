// SPDX-License-Identifier: MIT
#include "core/graph/graph_change.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "core/base/sha256.h"
#include "core/graph/backup_folder.h"
#include "core/graph/compose.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr std::array<const char*, 3> composedNames = {"composed.json", "composed.yaml",
                                                      "polymorphic_composed.json"};
constexpr std::size_t longestName = 255;

Value textList(const std::vector<std::string>& texts) {
    std::vector<Value> items;
    for (const std::string& text : texts)
        items.push_back(Value::string(text));
    return Value::array(std::move(items));
}

Value countsValue(const history::ChangeCounts& counts) {
    const auto number = [](std::size_t count) { return Value::integer(static_cast<std::int64_t>(count)); };
    return Value::object({{"added", number(counts.added)},
                          {"edited", number(counts.edited)},
                          {"moved", number(counts.moved)},
                          {"removed", number(counts.removed)}});
}

bool hasGraph(const UserFiles& files, const std::string& graph) {
    const auto& graphs = files.graphFolders();
    return std::find(graphs.begin(), graphs.end(), graph) != graphs.end();
}

/// Where a path of the user's folder lies: the open folder and the name in it.
struct Place {
    io::Open folder;
    std::string name;
};
Result<Place> placeOf(io::Disk& disk, const std::string& userFolder, const std::string& path) {
    const std::size_t slash = path.rfind('/');
    auto folder = io::openDirectory(
        disk, slash == path.npos ? userFolder : io::joinPath(userFolder, path.substr(0, slash)));
    if (!folder)
        return fail(folder.error());
    return Place{std::move(*folder), slash == path.npos ? path : path.substr(slash + 1)};
}

/// What the system refused to give a moment ago is asked for again.
enum class SecondLook {
    taken,  ///< it is read now, or it is nothing that can be read
    folder, ///< a folder that is open to us now: all is to be read again
};
Result<SecondLook> lookAgain(io::Disk& disk, const std::string& userFolder, const std::string& path,
                             UserFiles& files) {
    const auto place = placeOf(disk, userFolder, path);
    if (!place)
        return fail(place.error());
    const auto stamp = disk.statAt(place->folder.get(), place->name);
    if (!stamp)
        return fail(stamp.error());
    if (stamp->type == io::NodeType::directory && !path.ends_with(".json")) {
        const auto folder = io::openDirectoryAt(disk, place->folder, place->name);
        const auto entries =
            folder ? disk.list(folder->get()) : Result<std::vector<io::DirEntry>>(fail(folder.error()));
        return entries ? Result<SecondLook>(SecondLook::folder) : fail(entries.error());
    }
    if (stamp->type != io::NodeType::file)
        return SecondLook::taken;
    auto content = io::readFile(disk, place->folder, place->name);
    if (content)
        files.put(path, UserFile::ofDisk(path, std::move(content->bytes), content->stamp, false));
    else if (content.error().code == ErrorCode::io)
        return fail(content.error());
    return SecondLook::taken;
}

/// The files as a writer needs them. A reader shows what it can; but who writes must not take a file that the
/// system refuses to read just now for one that isn't there.
Result<UserFiles> readToWrite(io::Disk& disk, const std::string& userFolder) {
    for (int tries = 3;; --tries) {
        auto files = readUserFiles(disk, userFolder, ReadComposed::no);
        if (!files)
            return fail(files.error());
        std::vector<std::string> unread;
        for (const auto& [path, file] : files->all())
            if (!file->read && !file->problem.empty())
                unread.push_back(path);
        bool again = false;
        for (const std::string& path : unread) {
            const auto look = lookAgain(disk, userFolder, path, *files);
            if (!look)
                return fail(look.error());
            again = again || *look == SecondLook::folder;
        }
        if (!again || tries == 0)
            return files;
    }
}

std::vector<std::string> touchedGraphs(const GraphChange& change) {
    std::vector<std::string> graphs = change.graphs;
    for (const std::string& graph : change.alsoGraphs)
        if (std::find(graphs.begin(), graphs.end(), graph) == graphs.end())
            graphs.push_back(graph);
    return graphs;
}

GraphEventFacts factsOf(const GraphEventFacts& facts, const GraphChange& change) {
    GraphEventFacts known = facts;
    if (const auto graphs = touchedGraphs(change); known.graph.empty() && graphs.size() == 1)
        known.graph = graphs.front();
    return known;
}

/// One run of saveChange(); what the last composing made is what was written.
class ChangeRun {
public:
    ChangeRun(const GraphWorkspace& workspace, const GraphEventFacts& facts, const MakeGraphChange& make)
        : m_workspace(workspace)
        , m_facts(facts)
        , m_make(make) {}

    Result<std::optional<journal::TransactionContent>> compose(const journal::TransactionInput& input);

    [[nodiscard]] const GraphChange& change() const { return m_change; }
    [[nodiscard]] const std::string& backup() const { return m_backup; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return m_warnings; }

private:
    Status composeGraphs(UserFiles& before);
    void addBackup(const UserFiles& before, const std::string& name,
                   std::vector<journal::FileChange>& changes);

    const GraphWorkspace& m_workspace;
    const GraphEventFacts& m_facts;
    const MakeGraphChange& m_make;
    GraphChange m_change;
    std::string m_backup;
    std::vector<std::string> m_warnings;
};

/// Composed files are compared with what is there, or with what the change itself brings, so that fresh ones
/// stay.
Status ChangeRun::composeGraphs(UserFiles& before) {
    for (const std::string& graph : m_change.graphs) {
        if (!hasGraph(m_change.after, graph))
            continue;
        if (auto read =
                readComposedFiles(m_workspace.environment.disk, m_workspace.userFolder, before, graph);
            !read)
            return read;
        for (const char* name : composedNames) {
            const std::string path = "graphs/" + graph + '/' + name;
            const UserFilePtr own = m_change.after.find(path);
            if (const UserFilePtr file = before.find(path); file && !(own && own->read))
                m_change.after.put(path, file);
        }
        putComposed(m_change.after, graph);
    }
    return {};
}

void ChangeRun::addBackup(const UserFiles& before, const std::string& name,
                          std::vector<journal::FileChange>& changes) {
    m_backup.clear();
    if (name.size() > longestName) {
        m_warnings = {"The graph's name is too long for a backup folder of the old program's kind: none was "
                      "made. The history has everything all the same."};
        return;
    }
    for (const char* registry : backedUpRegistries) {
        const UserFilePtr file = before.find(registry);
        if (!file || !file->read)
            continue;
        changes.push_back({"backups/" + name + '/' + registry, std::nullopt, registry, std::nullopt});
        m_backup = name;
    }
}

Result<std::optional<journal::TransactionContent>>
ChangeRun::compose(const journal::TransactionInput& input) {
    io::Disk& disk = m_workspace.environment.disk;
    auto before = readToWrite(disk, m_workspace.userFolder);
    if (!before)
        return fail(before.error());
    auto made = m_make(*before, input.now);
    if (!made)
        return fail(made.error());
    if (!*made)
        return std::nullopt;
    m_change = std::move(**made);
    if (auto composed = composeGraphs(*before); !composed)
        return fail(composed.error());
    const auto different = differences(*before, m_change.after);
    if (different.empty() && m_change.goneFolders.empty())
        return std::nullopt;
    journal::TransactionContent content;
    std::vector<std::string> paths;
    for (const FileDifference& each : different) {
        if (each.before && !each.before->read)
            return fail(ErrorCode::unsafe, "change the graph",
                        io::joinPath(m_workspace.userFolder, each.path), each.before->problem,
                        "Nothing was written. Move it away first.");
        content.changes.push_back({each.path,
                                   each.after ? std::optional(each.after->bytes) : std::nullopt,
                                   {},
                                   each.before ? std::optional(sha256(each.before->bytes)) : std::nullopt});
        paths.push_back(each.path);
    }
    const GraphEventFacts facts = factsOf(m_facts, m_change);
    addBackup(*before, oldBackupName(facts.graph, input.now, input.action), content.changes);
    content.goneFolders = m_change.goneFolders;
    content.auditLine = graphAuditLine(m_workspace, facts, input, m_change, paths, m_backup);
    return content;
}

} // namespace

std::string oldBackupName(const std::string& graph, Timestamp moment, const ActionId& action) {
    const std::time_t seconds = static_cast<std::time_t>(moment.micros / 1'000'000);
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 32> stamp{};
    std::strftime(stamp.data(), stamp.size(), "%Y%m%d_%H%M%S", &local);
    return (graph.empty() ? "all-graphs" : graph) + '_' + stamp.data() + '_' + action.text().substr(0, 8);
}

std::string graphAuditLine(const GraphWorkspace& workspace, const GraphEventFacts& facts,
                           const journal::TransactionInput& input, const GraphChange& change,
                           const std::vector<std::string>& files, const std::string& backup) {
    Value stemma = facts.stemma;
    if (workspace.note)
        stemma.set("note", Value::string(*workspace.note));
    stemma.set(history::sealKey, Value::string(history::emptySeal()));
    history::AuditEvent event;
    event.action = input.action;
    event.report = ReportId(facts.graph);
    event.ts = isoText(input.now);
    event.actor = history::actorWord(workspace.actor);
    event.type = facts.type;
    event.requestId = workspace.requestId;
    event.payload = Value::object({{"operation", Value::string(facts.operation)},
                                   {"graph", Value::string(facts.graph)},
                                   {"graphs", textList(touchedGraphs(change))},
                                   {"files", textList(files)},
                                   {"nodes", textList(change.nodes)},
                                   {"counts", countsValue(change.counts)},
                                   {"backup", backup.empty() ? Value() : Value::string(backup)},
                                   {"stemma", std::move(stemma)}});
    return history::sealed(history::auditLine(event));
}

Status readComposedFiles(io::Disk& disk, const std::string& userFolder, UserFiles& files,
                         const std::string& graph) {
    const auto folder = io::openDirectory(disk, io::joinPath(userFolder, "graphs/" + graph));
    if (!folder && folder.error().code == ErrorCode::notFound)
        return {};
    if (!folder)
        return fail(folder.error());
    for (const char* name : composedNames) {
        const std::string path = "graphs/" + graph + '/' + name;
        const UserFilePtr known = files.find(path);
        if (!known || known->read || !known->problem.empty())
            continue;
        auto content = io::readFile(disk, *folder, name);
        if (content)
            files.put(path, UserFile::ofDisk(path, std::move(content->bytes), content->stamp, false));
        else if (content.error().code == ErrorCode::notFound)
            files.remove(path);
        else
            return fail(content.error());
    }
    return {};
}

Result<SavedGraph> saveChange(const GraphWorkspace& workspace, const GraphEventFacts& facts,
                              const MakeGraphChange& make) {
    ChangeRun run(workspace, facts, make);
    const auto done = journal::runTransaction(
        workspace.environment, workspace.userFolder,
        [&](const journal::TransactionInput& input) { return run.compose(input); }, {workspace.lock});
    if (!done)
        return fail(done.error());
    SavedGraph saved;
    saved.unchanged = done->unchanged;
    saved.warnings = done->warnings;
    if (done->unchanged)
        return saved;
    saved.action = done->action;
    saved.backup = run.backup();
    saved.newIds = run.change().newIds;
    for (const std::string& path : done->paths)
        if (!path.starts_with("backups/"))
            saved.paths.push_back(path);
    saved.warnings.insert(saved.warnings.end(), run.warnings().begin(), run.warnings().end());
    return saved;
}

} // namespace stemma::graph
