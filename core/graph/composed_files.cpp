// SPDX-License-Identifier: MIT
// The composed files beside what composing gives now.
#include <algorithm>
#include <unordered_map>

#include "core/graph/compose.h"
#include "core/graph/graph_ids.h"
#include "core/graph/store_fields.h"
#include "core/json/python_format.h"
#include "core/yaml/yaml_text.h"

namespace stemma::graph {

namespace {

using json::Value;

/// Equal as Python has it: `1e3` and `1000.0` are, and so are an empty list and an empty object, which the
/// old program gives for the same thing.
bool sameData(const Value& a, const Value& b) {
    if (a.isArray() && b.isArray())
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), sameData);
    if (a.isObject() && b.isObject()) {
        const auto inOther = [&](const json::Member& member) {
            const Value* other = b.find(member.key);
            return other && sameData(*a.find(member.key), *other);
        };
        return a.size() == b.size() && std::all_of(a.members().begin(), a.members().end(), inOther);
    }
    if (a.isNumber() && b.isNumber())
        return a.text() == b.text() || pythonStr(a) == pythonStr(b);
    return a == b ||
           (a.size() == 0 && b.size() == 0 && (a.isArray() || a.isObject()) && (b.isArray() || b.isObject()));
}

std::string idOf(const Value& item) {
    const Value* data = item.find("data");
    return textAt(data ? *data : item, {"id", "node_id"}).value_or(std::string());
}

/// The order in which nodes came to a graph shows in its files; it says nothing.
bool sameInAnyOrder(const Value& a, const Value& b) {
    if (!a.isArray() || !b.isArray())
        return sameData(a, b);
    if (a.size() != b.size())
        return false;
    const auto sorted = [](const Value& list) {
        std::vector<std::pair<std::string, const Value*>> items;
        items.reserve(list.size());
        for (const Value& item : list.items())
            items.emplace_back(idOf(item), &item);
        std::stable_sort(items.begin(), items.end(),
                         [](const auto& x, const auto& y) { return x.first < y.first; });
        return items;
    };
    const auto one = sorted(a);
    const auto other = sorted(b);
    return std::equal(one.begin(), one.end(), other.begin(),
                      [](const auto& x, const auto& y) { return sameData(*x.second, *y.second); });
}

bool sameComposed(const Value& now, const Value& recorded) {
    if (!recorded.isObject()) // a new graph's, of the second version
        return recorded.isArray() && recorded.size() == 0 && now.find("nodes") &&
               now.find("nodes")->size() == 0 && now.find("transitions") &&
               now.find("transitions")->size() == 0;
    const auto matters = [](const std::string& key) { return key != "description"; };
    const auto count = [&](const Value& value) {
        return std::count_if(value.members().begin(), value.members().end(),
                             [&](const json::Member& member) { return matters(member.key); });
    };
    return count(now) == count(recorded) &&
           std::all_of(now.members().begin(), now.members().end(), [&](const json::Member& member) {
               const Value* other = recorded.find(member.key);
               return !matters(member.key) || (other && sameInAnyOrder(member.value, *other));
           });
}

/// Reading YAML is slow: a large file that isn't byte for byte what would be written counts as another.
bool sameYaml(const Value& picture, const UserFile& file, const std::string& path) {
    constexpr std::size_t worthReading = std::size_t{1} << 20;
    if (file.bytes == yaml::text(picture, yaml::Unicode::raw))
        return true;
    if (file.bytes.size() > worthReading)
        return false;
    const auto recorded = yaml::parse(file.bytes, path);
    return recorded && sameComposed(picture, *recorded);
}

struct Paths {
    explicit Paths(const std::string& graph)
        : picture("graphs/" + graph + "/composed.json")
        , yaml("graphs/" + graph + "/composed.yaml")
        , polymorphic("graphs/" + graph + "/polymorphic_composed.json") {}
    std::string picture, yaml, polymorphic;
};

ComposedState stateOfJson(const UserFilePtr& file, const Value& now) {
    if (!file)
        return ComposedState::missing;
    if (!file->problem.empty())
        return ComposedState::unreadable;
    if (!file->document)
        return ComposedState::unknown;
    return sameComposed(now, *file->document) ? ComposedState::fresh : ComposedState::stale;
}

ComposedState stateOfYaml(const UserFilePtr& file, const std::string& path, const Value& now) {
    if (!file)
        return ComposedState::missing;
    if (!file->problem.empty())
        return ComposedState::unreadable;
    if (!file->read)
        return ComposedState::unknown;
    return sameYaml(now, *file, path) ? ComposedState::fresh : ComposedState::stale;
}

/// The value is the document, so that what may be large isn't parsed once more.
void putJson(UserFiles& files, const std::string& path, Value value) {
    auto file = std::make_shared<UserFile>();
    file->bytes = json::pythonText(value);
    file->document = std::move(value);
    files.put(path, std::move(file));
}

} // namespace

void putComposed(UserFiles& files, const std::string& graph) {
    Composed composed = composeGraph(files, readGraphStore(files), graph);
    const Paths paths(graph);
    if (stateOfYaml(files.find(paths.yaml), paths.yaml, composed.picture) != ComposedState::fresh)
        files.setBytes(paths.yaml, yaml::text(composed.picture, yaml::Unicode::raw));
    if (stateOfJson(files.find(paths.picture), composed.picture) != ComposedState::fresh)
        putJson(files, paths.picture, std::move(composed.picture));
    if (stateOfJson(files.find(paths.polymorphic), composed.polymorphic) != ComposedState::fresh)
        putJson(files, paths.polymorphic, std::move(composed.polymorphic));
}

ComposedState composedState(const UserFiles& files, const GraphStore& store, const std::string& graph) {
    const Composed composed = composeGraph(files, store, graph);
    const Paths paths(graph);
    const UserFilePtr whole = files.find(paths.polymorphic);
    // The first version makes this one with the first node.
    const bool notYet = !whole && composed.polymorphic.find("nodes")->size() == 0;
    const std::initializer_list<ComposedState> states = {
        stateOfJson(files.find(paths.picture), composed.picture),
        stateOfYaml(files.find(paths.yaml), paths.yaml, composed.picture),
        notYet ? ComposedState::fresh : stateOfJson(whole, composed.polymorphic)};
    for (const ComposedState worst :
         {ComposedState::unreadable, ComposedState::missing, ComposedState::unknown, ComposedState::stale})
        if (std::find(states.begin(), states.end(), worst) != states.end())
            return worst;
    return ComposedState::fresh;
}

} // namespace stemma::graph
