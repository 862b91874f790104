// SPDX-License-Identifier: MIT
#include <random>

#include <QtTest>

#include "core/json/python_format.h"
#include "tests/core/graph/edit_model.h"
#include "tests/core/graph/edit_stores.h"

using namespace stemma;
using namespace stemma::graph;
using json::Value;

namespace {

/// Edits at random, most of which can be done.
class RandomEdits {
public:
    explicit RandomEdits(unsigned seed)
        : m_random(seed) {}

    GraphEdit next(const tests::EditModel& model);

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    std::string one(const std::vector<std::string>& texts) {
        return texts.empty() || below(20) == 0 ? "nothing" : texts[below(texts.size())];
    }
    std::string word() {
        const std::vector<std::string> words = {"a", "b", "ü", "gas giant", "水", "x:y", "it's"};
        return words[below(words.size())];
    }
    std::string maybe() { return below(3) == 0 ? word() : std::string(); }
    Field field() {
        return below(3) == 0 ? Field() : below(4) == 0 ? Field(Value()) : Field(Value::string(word()));
    }
    Value value() {
        const char* numbers[] = {"1", "1.50", "1e-7", "-0.0", "12345678901234567890"};
        return below(3) == 0   ? Value::boolean(below(2) == 0)
               : below(2) == 0 ? Value::string(word())
                               : Value::numberFromText(numbers[below(5)]);
    }
    GraphEdit ofNodes(const tests::EditModel& model);
    GraphEdit ofMorphs(const tests::EditModel& model);
    GraphEdit ofLinks(const tests::EditModel& model);

    std::mt19937 m_random;
};

GraphEdit RandomEdits::ofNodes(const tests::EditModel& model) {
    const std::string node = one(model.nodes());
    switch (below(6)) {
    case 0:
        return EditNode{node, field(), field(), field(), {}, {}, {}};
    case 1:
        return below(3) == 0 ? GraphEdit(DeleteNode{node}) : GraphEdit(AddToGraph{node});
    case 2:
        return RemoveFromGraph{node};
    default:
        return AddNode{word(), maybe(), maybe(), field(), field(), field(), {}};
    }
}

GraphEdit RandomEdits::ofMorphs(const tests::EditModel& model) {
    // The node that a morph's id ends with.
    const std::string morph = one(model.morphs());
    const std::string node = morph.substr(morph.find('_') + 1);
    switch (below(5)) {
    case 0:
        return EditMorph{node, morph, word()};
    case 1:
        return DeleteMorph{node, morph};
    case 2:
        return ActivateMorph{below(9) == 0 ? one(model.nodes()) : node, morph};
    default:
        return AddMorph{one(model.nodes()), word(), {}};
    }
}

GraphEdit RandomEdits::ofLinks(const tests::EditModel& model) {
    const std::string node = one(model.nodes());
    const std::string relation = one(model.relations());
    const std::string attribute = one(model.attributes());
    switch (below(10)) {
    case 0:
        return EditRelation{
            relation, {}, below(2) == 0 ? Field() : Field(Value::string(node)), field(), field()};
    case 1:
        return EditAttribute{attribute, {}, value(), field(), {}, {}};
    case 2:
        return DeleteRelation{relation};
    case 3:
        return DeleteAttribute{attribute};
    case 4:
    case 5: {
        using Mode = AssignMorph::Mode;
        const Mode modes[] = {Mode::copy, Mode::move, Mode::unlist};
        AssignMorph edit{one(model.morphs()), {}, {}, modes[below(3)]};
        const std::string owner = edit.morph.substr(edit.morph.find('_') + 1);
        for (const std::string& id : model.relations())
            if (id.starts_with(owner + "::") && below(2) == 0)
                edit.relations.push_back(id);
        for (const std::string& id : model.attributes())
            if (id.starts_with(owner + "::") && below(2) == 0)
                edit.attributes.push_back(id);
        return edit;
    }
    case 6:
    case 7:
        return AddAttribute{node, word(), value(), maybe(), maybe(), maybe(), {}};
    default:
        return AddRelation{node, word(), below(4) == 0 ? word() : one(model.nodes()), maybe(), maybe(), {}};
    }
}

GraphEdit RandomEdits::next(const tests::EditModel& model) {
    switch (below(5)) {
    case 0:
        return ofNodes(model);
    case 1:
        return ofMorphs(model);
    default:
        return ofLinks(model);
    }
}

UserFiles emptyStore() {
    UserFiles files;
    files.addGraphFolder("g");
    for (const char* name : {"node_registry.json", "relation_registry.json", "attribute_registry.json"})
        files.setBytes(name, "{}");
    return files;
}

/// Every file is JSON as the format's program writes it, and every registry names the files that are there.
std::string offIn(const UserFiles& files) {
    const std::pair<const char*, const char*> kinds[] = {{"node_registry.json", "nodes"},
                                                         {"relation_registry.json", "relationNodes"},
                                                         {"attribute_registry.json", "attributeNodes"}};
    for (const auto& [path, file] : files.all())
        if (!file->document || json::pythonText(*file->document) != file->bytes)
            return path + ": " + file->bytes;
    for (const auto& [registry, folder] : kinds) {
        const Value registered = tests::documentAt(files, registry);
        if (registered.size() != files.below(folder).size())
            return std::string(registry) + " and " + folder;
        for (const json::Member& member : registered.members())
            if (tests::memberAt(files, std::string(folder) + "/" + member.key + ".json", {"id"}).text() !=
                member.key)
                return member.key;
    }
    return {};
}

} // namespace

class TestGraphEditRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesFollowAModel();
};

void TestGraphEditRandom::filesFollowAModel() {
    const int rounds = qEnvironmentVariableIsSet("STEMMA_LONG") ? 600 : 12;
    for (int round = 0; round < rounds; ++round) {
        UserFiles files = emptyStore();
        tests::EditModel model("g");
        RandomEdits random(static_cast<unsigned>(round));
        std::size_t done = 0;
        for (int step = 0; step < 150; ++step) {
            const UserFiles before = files;
            const GraphEdit edit = random.next(model);
            const bool allowed = model.apply(edit);
            const auto edited = applyEdit(files, "g", edit, {tests::editTime.micros + step});
            const std::string what = "round " + std::to_string(round) + ", step " + std::to_string(step) +
                                     ": " + json::pythonLine(jsonOf(edit)) +
                                     (edited ? "" : "\n" + describe(edited.error()));
            QVERIFY2(edited.has_value() == allowed, what.c_str());
            if (!edited)
                QVERIFY2(tests::changedPaths(before, files).empty(), what.c_str());
            done += edited ? 1U : 0U;
            const std::string read = tests::modelText(readGraphStore(files));
            if (read != model.text())
                qWarning("%s\nfiles:\n%s\nmodel:\n%s", what.c_str(), read.c_str(), model.text().c_str());
            QVERIFY2(read == model.text(), what.c_str());
            QVERIFY2(offIn(files).empty(), (what + '\n' + offIn(files)).c_str());
        }
        QVERIFY(done > 75);
    }
}

QTEST_APPLESS_MAIN(TestGraphEditRandom)
#include "tst_graph_edit_random.moc"
