// SPDX-License-Identifier: MIT
#include "core/graph/graph_import.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "core/graph/edit_operations.h"
#include "core/graph/graph_change.h"
#include "core/graph/import_plan.h"
#include "core/graph/metadata_text.h"
#include "core/json/utf8.h"
#include "core/yaml/yaml_text.h"

namespace stemma::graph {

namespace {

using json::Value;

constexpr const char* importing = "import the graph";
/// What follows the graph's id in the name of a backup: `_20250628_100117_6018366c`.
constexpr std::size_t roomForBackup = 25;
constexpr std::size_t longestFolder = 255;
constexpr std::size_t namedClashes = 5;
constexpr std::ptrdiff_t mostParts = 16;

bool hasGraphFolder(const UserFiles& files, const std::string& id) {
    const auto& graphs = files.graphFolders();
    return std::find(graphs.begin(), graphs.end(), id) != graphs.end();
}

std::string freeGraphId(const UserFiles& files, const std::string& id) {
    std::string candidate = id;
    for (int count = 2; hasGraphFolder(files, candidate); ++count)
        candidate = id + '_' + std::to_string(count);
    return candidate;
}

std::string titleIn(const std::optional<std::string>& metadata, const std::string& otherwise) {
    const auto read = metadata ? yaml::parse(*metadata, "metadata.yaml") : Result<Value>(Value());
    if (!read)
        return otherwise;
    for (const char* key : {"title", "name"})
        if (auto title = read->stringAt(key); title && !title->empty())
            return *title;
    return otherwise;
}

struct Planned {
    ImportPreview preview;
    GraphChange change;
};

/// A new graph has a metadata file and a text, also where the import brings none.
void fillNewGraph(EditDraft& draft, const ImportedGraph& imported) {
    const std::string metadata = "graphs/" + draft.graph() + "/metadata.yaml";
    if (!draft.exists(metadata))
        draft.putText(metadata, newMetadata(imported.id, "", draft.isoNow().text()));
    const std::string text = textPath(draft.files(), draft.graph());
    if (!draft.exists(text))
        draft.putText(text, "");
}

Result<Planned> planImport(const UserFiles& before, const ImportedGraph& imported,
                           const ImportChoices& choices, Timestamp now) {
    const std::string id = choices.graph.empty() ? imported.id : choices.graph;
    if (auto checked = checkImportedGraphId(id); !checked)
        return fail(checked.error());
    if (auto checked = checkImportedIds(imported); !checked)
        return fail(checked.error());
    Planned planned;
    planned.change.after = before;
    planned.preview.graphIsThere = hasGraphFolder(before, id);
    if (!planned.preview.graphIsThere)
        planned.change.after.addGraphFolder(id);
    EditDraft draft(before, id, now);
    ImportPlan plan(draft, imported, choices.clash);
    if (auto done = plan.run(); !done)
        return fail(done.error());
    if (!planned.preview.graphIsThere)
        fillNewGraph(draft, imported);
    draft.apply(planned.change.after);
    planned.preview.graph = id;
    planned.preview.freeId = freeGraphId(before, id);
    planned.preview.title = titleIn(imported.metadata, imported.id);
    planned.preview.items = std::move(plan.items());
    planned.preview.notes = std::move(plan.notes());
    planned.change.graphs = std::move(draft.edited.graphs);
    planned.change.nodes = std::move(draft.edited.nodes);
    if (!planned.preview.graphIsThere)
        planned.change.newIds.push_back(id);
    planned.change.newIds.insert(planned.change.newIds.end(), draft.edited.newIds.begin(),
                                 draft.edited.newIds.end());
    planned.change.counts.added =
        planned.preview.count(ImportFate::add) + (planned.preview.graphIsThere ? 0 : 1);
    planned.change.counts.edited = planned.preview.count(ImportFate::take);
    return planned;
}

/// Those whose fate is open, or was agreed to for something else than what is there now.
std::vector<ImportItem> undecided(const ImportPreview& preview, const ImportChoices& choices) {
    std::set<std::array<std::string_view, 3>> agreed;
    if (choices.agreed)
        for (const ImportItem& item : *choices.agreed)
            agreed.insert({item.what, item.id, item.ours});
    std::vector<ImportItem> open;
    for (const ImportItem& item : preview.items) {
        const bool isTaken = item.fate == ImportFate::take && choices.agreed;
        if (item.fate == ImportFate::clash || (isTaken && !agreed.contains({item.what, item.id, item.ours})))
            open.push_back(item);
    }
    return open;
}

Unexpected clashError(const ImportPreview& preview, const std::vector<ImportItem>& open) {
    std::string named;
    std::size_t count = 0;
    for (const ImportItem& item : open) {
        if (++count <= namedClashes)
            named += (count == 1 ? "" : ", ") + item.what + ' ' + quotedId(item.id);
    }
    if (count > namedClashes)
        named += " and " + std::to_string(count - namedClashes) + " more";
    return fail(ErrorCode::conflict, importing, preview.graph,
                "what is there already says something else: " + named,
                "Nothing was written. Say whose is to stay.");
}

} // namespace

const char* importFateWord(ImportFate fate) {
    switch (fate) {
    case ImportFate::add:
        return "add";
    case ImportFate::same:
        return "same";
    case ImportFate::clash:
        return "clash";
    case ImportFate::keep:
        return "keep";
    case ImportFate::take:
        return "take";
    case ImportFate::leaveOut:
        break;
    }
    return "leave-out";
}

std::vector<ImportItem> ImportPreview::taken() const {
    std::vector<ImportItem> taken;
    std::copy_if(items.begin(), items.end(), std::back_inserter(taken),
                 [](const ImportItem& item) { return item.fate == ImportFate::take; });
    return taken;
}

std::size_t ImportPreview::count(ImportFate fate) const {
    return static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [&](const ImportItem& item) { return item.fate == fate; }));
}

std::size_t ImportPreview::count(std::string_view what, ImportFate fate) const {
    return static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [&](const ImportItem& item) {
        return item.fate == fate && item.what == what;
    }));
}

Status checkImportedGraphId(const std::string& id) {
    if (auto form = checkNewId(id, "graph"); !form)
        return form;
    if (json::firstBadByte(id, json::Surrogates::refused) != std::string::npos)
        return fail(ErrorCode::unsafe, "use the id of the graph", id, "it is no valid text (UTF-8)",
                    "Give it another id.");
    if (id.size() > longestFolder - roomForBackup)
        return fail(ErrorCode::unsafe, "use the id of the graph", id,
                    "it is longer than the 230 bytes that the names of its backups have room for",
                    "Give it a shorter one.");
    return {};
}

namespace {

/// Of an id with `/`, whose file lies in folders of its own: none that could be the file of another.
Status checkNesting(const std::string& id, const std::string& what) {
    const std::string said = "the id of a " + what + ' ';
    if (std::count(id.begin(), id.end(), '/') >= mostParts)
        return fail(ErrorCode::unsafe, importing, id,
                    said + "has more than " + std::to_string(mostParts) + " parts between `/`");
    if (id.find(".json/") != std::string::npos)
        return fail(ErrorCode::unsafe, importing, id,
                    said + "has a part that ends in .json, where the file of another could be");
    return {};
}

} // namespace

Status checkImportedIds(const ImportedGraph& imported) {
    const auto check = [](const std::vector<ImportedPart>& parts, const char* what) -> Status {
        std::unordered_set<std::string_view> seen;
        for (const ImportedPart& part : parts) {
            const std::string& id = part.id;
            if (Status nested = checkNesting(id, what); !nested)
                return nested;
            for (std::size_t begin = 0; begin <= id.size();) {
                const std::size_t end = std::min(id.find('/', begin), id.size());
                if (auto form = checkNewId(id.substr(begin, end - begin), what); !form) {
                    form.error().path = id;
                    return form;
                }
                begin = end + 1;
            }
            if (json::firstBadByte(id, json::Surrogates::refused) != std::string::npos)
                return fail(ErrorCode::unsafe, importing, id,
                            std::string("the id of a ") + what + " is no valid text (UTF-8)");
            if (!seen.insert(id).second)
                return fail(ErrorCode::damaged, importing, id,
                            std::string("two ") + what + "s in the file have this id");
            if (!part.file.isObject())
                return fail(ErrorCode::damaged, importing, id,
                            std::string("the ") + what + " is no JSON object");
        }
        return {};
    };
    for (const auto& [parts, what] :
         {std::pair(&imported.nodes, "node"), std::pair(&imported.relations, "relation"),
          std::pair(&imported.attributes, "attribute"), std::pair(&imported.transitions, "transition")})
        if (auto checked = check(*parts, what); !checked)
            return checked;
    return {};
}

Result<ImportPreview> previewImport(io::Disk& disk, const std::string& userFolder,
                                    const ImportedGraph& imported, const ImportChoices& choices,
                                    const UserFiles* previous, const Progress& progress) {
    const auto files = readUserFiles(disk, userFolder, ReadComposed::no, previous, progress);
    if (!files)
        return fail(files.error());
    if (progress.cancelled())
        return fail(ErrorCode::cancelled, importing, userFolder, "cancelled");
    auto planned = planImport(*files, imported, choices, SystemClock().now());
    if (!planned)
        return fail(planned.error());
    return std::move(planned->preview);
}

Result<SavedGraph> importGraph(const GraphWorkspace& workspace, const ImportedGraph& imported,
                               const ImportChoices& choices) {
    const std::string id = choices.graph.empty() ? imported.id : choices.graph;
    GraphEventFacts facts{"evolve", "import_ndf", id, Value::object()};
    return saveChange(workspace, facts,
                      [&](const UserFiles& before, Timestamp now) -> Result<std::optional<GraphChange>> {
                          auto planned = planImport(before, imported, choices, now);
                          if (!planned)
                              return fail(planned.error());
                          if (const auto open = undecided(planned->preview, choices); !open.empty())
                              return clashError(planned->preview, open);
                          facts.type = planned->preview.graphIsThere ? "evolve" : "create";
                          return std::move(planned->change);
                      });
}

} // namespace stemma::graph
