// SPDX-License-Identifier: MIT
// Edits as JSON (command-line.md, Edit lists). Each kind names its keys once, in keysOf(), which both
// reading and writing go through, so that they can't part.
#include <algorithm>
#include <array>
#include <utility>

#include "core/graph/graph_edit.h"

namespace stemma::graph {

namespace {

using json::Value;

/// In the order of GraphEdit's alternatives.
constexpr std::array<const char*, std::variant_size_v<GraphEdit>> editWords = {
    "add-node",          "edit-node",       "delete-node",      "add-morph",         "edit-morph",
    "delete-morph",      "activate-morph",  "add-relation",     "add-attribute",     "edit-relation",
    "edit-attribute",    "delete-relation", "delete-attribute", "assign-morph",      "add-to-graph",
    "remove-from-graph", "add-transition",  "edit-transition",  "delete-transition", "set-graph",
    "set-text"};

enum class Need { required, optional };

template <class Io>
void keysOf(Io& io, AddNode& edit) {
    io.member("base_name", edit.baseName);
    io.member("adjective", edit.adjective, Need::optional);
    io.member("quantifier", edit.quantifier, Need::optional);
    io.member("name", edit.name);
    io.member("role", edit.role);
    io.member("description", edit.description);
    io.member("id", edit.id);
}
template <class Io>
void keysOf(Io& io, EditNode& edit) {
    io.member("id", edit.id);
    io.field("name", edit.name);
    io.field("role", edit.role);
    io.field("description", edit.description);
    io.field("base_name", edit.baseName);
    io.field("adjective", edit.adjective);
    io.field("quantifier", edit.quantifier);
}
template <class Io>
void keysOf(Io& io, AddMorph& edit) {
    io.member("node", edit.node);
    io.member("name", edit.name);
    io.member("morph_id", edit.id);
}
template <class Io>
void keysOf(Io& io, EditMorph& edit) {
    io.member("node", edit.node);
    io.member("morph_id", edit.id);
    io.member("name", edit.name);
}
template <class Io>
void keysOf(Io& io, DeleteMorph& edit) {
    io.member("node", edit.node);
    io.member("morph_id", edit.id);
}
template <class Io>
void keysOf(Io& io, ActivateMorph& edit) {
    io.member("node", edit.node);
    io.member("morph_id", edit.id);
}
template <class Io>
void keysOf(Io& io, AddRelation& edit) {
    io.member("source", edit.source);
    io.member("name", edit.name);
    io.member("target", edit.target);
    io.member("adverb", edit.adverb, Need::optional);
    io.member("modality", edit.modality, Need::optional);
    io.member("morph", edit.morph);
}
template <class Io>
void keysOf(Io& io, AddAttribute& edit) {
    io.member("source", edit.source);
    io.member("name", edit.name);
    io.member("value", edit.value);
    io.member("unit", edit.unit, Need::optional);
    io.member("adverb", edit.adverb, Need::optional);
    io.member("modality", edit.modality, Need::optional);
    io.member("morph", edit.morph);
}
template <class Io>
void keysOf(Io& io, EditRelation& edit) {
    io.member("id", edit.id);
    io.field("name", edit.name);
    io.field("target", edit.target);
    io.field("adverb", edit.adverb);
    io.field("modality", edit.modality);
}
template <class Io>
void keysOf(Io& io, EditAttribute& edit) {
    io.member("id", edit.id);
    io.field("name", edit.name);
    io.field("value", edit.value);
    io.field("unit", edit.unit);
    io.field("adverb", edit.adverb);
    io.field("modality", edit.modality);
}
template <class Io>
void keysOf(Io& io, DeleteNode& edit) {
    io.member("id", edit.id);
}
template <class Io>
void keysOf(Io& io, DeleteRelation& edit) {
    io.member("id", edit.id);
}
template <class Io>
void keysOf(Io& io, DeleteAttribute& edit) {
    io.member("id", edit.id);
}
template <class Io>
void keysOf(Io& io, AssignMorph& edit) {
    io.member("morph_id", edit.morph);
    io.member("relations", edit.relations);
    io.member("attributes", edit.attributes);
    io.member("mode", edit.mode);
}
template <class Io>
void keysOf(Io& io, AddToGraph& edit) {
    io.member("node", edit.node);
}
template <class Io>
void keysOf(Io& io, RemoveFromGraph& edit) {
    io.member("node", edit.node);
}
template <class Io>
void keysOf(Io& io, AddTransition& edit) {
    io.member("id", edit.id);
    io.member("fields", edit.fields);
}
template <class Io>
void keysOf(Io& io, EditTransition& edit) {
    io.member("id", edit.id);
    io.member("fields", edit.fields);
}
template <class Io>
void keysOf(Io& io, DeleteTransition& edit) {
    io.member("id", edit.id);
}
template <class Io>
void keysOf(Io& io, SetGraph& edit) {
    io.member("title", edit.title);
    io.member("description", edit.description);
}
template <class Io>
void keysOf(Io& io, SetText& edit) {
    io.member("text", edit.text);
}

constexpr std::pair<const char*, AssignMorph::Mode> modes[] = {{"copy", AssignMorph::Mode::copy},
                                                               {"move", AssignMorph::Mode::move},
                                                               {"unlist", AssignMorph::Mode::unlist}};

/// Takes an edit from an element; keeps the first thing that is off.
class ElementReader {
public:
    explicit ElementReader(const Value& element)
        : m_element(element)
        , m_fields(element.find("fields")) {}

    void member(const char* key, std::string& to, Need need = Need::required) {
        const Value* given = take(key, need);
        if (given == nullptr || (need == Need::optional && given->isNull()))
            return;
        if (!given->isString())
            complain(key, "must be a text");
        to = given->text();
    }
    void member(const char* key, std::optional<std::string>& to) {
        const Value* given = take(key, Need::optional);
        if (given != nullptr && !given->isNull())
            member(key, to.emplace());
    }
    void member(const char* key, Value& to) {
        if (const Value* given = take(key, Need::required))
            to = *given;
    }
    void member(const char* key, Field& to) {
        if (const Value* given = take(key, Need::optional))
            to = *given;
    }
    void member(const char* key, std::vector<std::string>& to) {
        const Value* given = take(key, Need::optional);
        if (given == nullptr)
            return;
        if (!given->isArray())
            complain(key, "must be a list of ids");
        for (const Value& item : given->items()) {
            if (!item.isString())
                complain(key, "must be a list of ids");
            to.push_back(item.text());
        }
    }
    void member(const char* key, AssignMorph::Mode& to) {
        const Value* given = take(key, Need::required);
        if (given == nullptr)
            return;
        const auto* mode = std::find_if(std::begin(modes), std::end(modes), [&](const auto& each) {
            return given->isString() && given->text() == each.first;
        });
        if (mode == std::end(modes))
            complain(key, "must be copy, move or unlist");
        else
            to = mode->second;
    }
    void field(const char* key, Field& to) {
        m_known.emplace_back("fields");
        m_knownFields.emplace_back(key);
        if (m_fields == nullptr || !m_fields->isObject())
            complain("fields", "must be an object");
        else if (const Value* given = m_fields->find(key))
            to = *given;
    }

    /// What is off: empty if nothing is.
    [[nodiscard]] std::string problem() const {
        if (!m_problem.empty())
            return m_problem;
        for (const json::Member& member : m_element.members())
            if (member.key != "op" && !isIn(m_known, member.key))
                return "unknown key “" + member.key + "”";
        if (m_knownFields.empty() || m_fields == nullptr)
            return {};
        for (const json::Member& member : m_fields->members())
            if (!isIn(m_knownFields, member.key))
                return "unknown field “" + member.key + "”";
        return {};
    }

private:
    static bool isIn(const std::vector<std::string>& keys, const std::string& key) {
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    }
    const Value* take(const char* key, Need need) {
        m_known.emplace_back(key);
        const Value* given = m_element.find(key);
        if (given == nullptr && need == Need::required)
            complain(key, "is missing");
        return given;
    }
    void complain(const char* key, const char* why) {
        if (m_problem.empty())
            m_problem = "“" + std::string(key) + "” " + why;
    }

    const Value& m_element;
    const Value* m_fields;
    std::vector<std::string> m_known, m_knownFields;
    std::string m_problem;
};

/// Makes an element of an edit.
class ElementWriter {
public:
    explicit ElementWriter(const char* name) { m_element.set("op", Value::string(name)); }

    void member(const char* key, const std::string& from, Need need = Need::required) {
        if (need == Need::required || !from.empty())
            m_element.set(key, Value::string(from));
    }
    void member(const char* key, const std::optional<std::string>& from) {
        if (from)
            m_element.set(key, Value::string(*from));
    }
    void member(const char* key, const Value& from) { m_element.set(key, from); }
    void member(const char* key, const Field& from) {
        if (from)
            m_element.set(key, *from);
    }
    void member(const char* key, const std::vector<std::string>& from) {
        std::vector<Value> items;
        for (const std::string& id : from)
            items.push_back(Value::string(id));
        if (!items.empty())
            m_element.set(key, Value::array(std::move(items)));
    }
    void member(const char* key, AssignMorph::Mode from) {
        for (const auto& [word, mode] : modes)
            if (mode == from)
                m_element.set(key, Value::string(word));
    }
    void field(const char* key, const Field& from) {
        if (m_element.find("fields") == nullptr)
            m_element.set("fields", Value::object());
        if (from)
            m_element.edit("fields")->set(key, *from);
    }

    Value take() { return std::move(m_element); }

private:
    Value m_element = Value::object();
};

Unexpected off(std::size_t index, const std::string& detail) {
    return fail(ErrorCode::usage, "use the list of edits", {},
                "edit " + std::to_string(index) + ": " + detail);
}

/// An edit of the kind that stands at that place of the variant.
template <std::size_t... At>
GraphEdit emptyEdit(std::size_t kind, std::index_sequence<At...>) {
    GraphEdit edit;
    ((kind == At ? static_cast<void>(edit.emplace<At>()) : static_cast<void>(0)), ...);
    return edit;
}

} // namespace

Result<std::vector<GraphEdit>> graphEditsFrom(const Value& list) {
    if (!list.isArray())
        return fail(ErrorCode::usage, "use the list of edits", {}, "it must be a JSON array");
    std::vector<GraphEdit> edits;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Value& element = list.items()[i];
        const auto name = element.stringAt("op");
        if (!name)
            return off(i, "it must be an object with an “op”");
        const auto found = std::find(editWords.begin(), editWords.end(), *name);
        if (found == editWords.end())
            return off(i, "there is no edit “" + *name + "”");
        GraphEdit edit = emptyEdit(static_cast<std::size_t>(found - editWords.begin()),
                                   std::make_index_sequence<editWords.size()>());
        ElementReader reader(element);
        std::visit([&](auto& one) { keysOf(reader, one); }, edit);
        if (const std::string problem = reader.problem(); !problem.empty())
            return off(i, *name + ": " + problem);
        edits.push_back(std::move(edit));
    }
    return edits;
}

Value jsonOf(const GraphEdit& edit) {
    ElementWriter writer(editWords[edit.index()]);
    GraphEdit copy = edit;
    std::visit([&](auto& one) { keysOf(writer, one); }, copy);
    return writer.take();
}

std::vector<std::string> graphEditNames() {
    return {editWords.begin(), editWords.end()};
}

} // namespace stemma::graph
