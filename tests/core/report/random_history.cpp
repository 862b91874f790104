// SPDX-License-Identifier: MIT
#include "tests/core/report/random_history.h"

#include <algorithm>
#include <filesystem>

#include <QtGlobal>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/report_operations.h"
#include "tests/core/report/report_texts.h"

using namespace stemma;
using json::Value;

namespace {

using Parts = std::map<std::string, const diff::Part*>;

Parts partsOf(const diff::Tree& tree) {
    Parts parts;
    for (const diff::Part& part : tree)
        parts[keyOf(part.what, part.id)] = &part;
    return parts;
}

std::map<std::string, Value> fieldsOf(const Parts& parts, const std::string& key) {
    std::map<std::string, Value> fields;
    if (const auto part = parts.find(key); part != parts.end())
        for (const auto& [name, value] : part->second->fields)
            fields[name] = value;
    return fields;
}

/// The part and what it stands in.
void addAround(const Parts& parts, std::string key, std::set<std::string>& around) {
    while (parts.contains(key)) {
        around.insert(key);
        const diff::Part& part = *parts.at(key);
        if (part.parent.empty())
            break;
        key = keyOf(part.what == "insight" ? "section" : "insight", part.parent);
    }
    around.insert("report report");
}

} // namespace

std::string keyOf(const std::string& what, const std::string& id) {
    return what + ' ' + id;
}

Touched::Touched(const diff::Tree& before, const diff::Tree& after) {
    const Parts old = partsOf(before);
    const Parts now = partsOf(after);
    Parts all = old;
    all.insert(now.begin(), now.end());
    for (const auto& [key, part] : all) {
        const auto oldFields = fieldsOf(old, key);
        auto both = oldFields;
        const auto newFields = fieldsOf(now, key);
        both.insert(newFields.begin(), newFields.end());
        bool differs = !old.contains(key) || !now.contains(key) || old.at(key)->parent != now.at(key)->parent;
        for (const auto& [name, value] : both) {
            const auto one = oldFields.find(name);
            const auto other = newFields.find(name);
            if (one != oldFields.end() && other != newFields.end() && one->second == other->second)
                continue;
            differs = true;
            fields.insert(key + '|' + name);
        }
        if (differs)
            parts.insert(key);
        if (!old.contains(key))
            added.insert(key);
    }
    for (const diff::Change& change : diff::difference(before, after))
        if (change.kind ==
            diff::ChangeKind::moved) // which ones of those that changed places is for it to say
            parts.insert(keyOf(change.what, change.id));
    for (const std::string& key : parts) {
        addAround(old, key, around);
        addAround(now, key, around);
    }
}

RandomHistory::RandomHistory(unsigned seed, Damage damage, Begin begin, std::size_t steps)
    : random(seed)
    , m_id(texts::reportId)
    , m_begin(begin) {
    this->begin(begin);
    for (std::size_t i = 0; i < steps; ++i) {
        const bool handMade = m_states.back().actor.empty() && m_states.size() > 1;
        if (damage == Damage::changesByHand && !handMade && random.oneIn(3))
            changeByHand();
        else
            change();
    }
    if (damage == Damage::lostBackups)
        loseBackups();
}

std::string RandomHistory::directory() const {
    return library.path("by_id/" + m_id);
}

void RandomHistory::begin(Begin begin) {
    Value outline = random.outline();
    if (begin == Begin::created) {
        outline.remove("report_id");
        const auto made = report::newReport(library.workspace(), "Made", {}, json::bytesOf(outline));
        if (!made)
            qFatal("%s", describe(made.error()).c_str());
        m_id = made->id.text();
        noteState(history::actorWord(library.actor), {});
        return;
    }
    outline.set("report_id", Value::string(m_id));
    library.addReport(m_id, random.text(outline));
    noteState({}, {});
}

void RandomHistory::noteState(const std::string& actor, const std::string& backup) {
    if (!m_states.empty())
        m_states.back().backup = backup;
    m_states.push_back({library.outline(m_id), actor, {}, false});
}

void RandomHistory::change() {
    constexpr history::Actor actors[] = {history::Actor::human, history::Actor::agent, history::Actor::agent,
                                         history::Actor::cli};
    library.actor = actors[random.below(std::size(actors))];
    const auto saved = [&]() -> Result<report::Saved> {
        std::size_t version = random.below(m_states.size());
        if (random.oneIn(4) && !m_states[version].backup.empty())
            return report::restoreVersion(library.workspace(), ReportId(m_id),
                                          "backup:" + m_states[version].backup);
        auto edited = report::editReport(library.workspace(), ReportId(m_id),
                                         random.edits(json::parse(library.outline(m_id)).value()));
        if (!edited)
            return fail(edited.error());
        return edited->saved;
    }();
    if (!saved)
        qFatal("%s", describe(saved.error()).c_str());
    if (!saved->unchanged)
        noteState(history::actorWord(library.actor), saved->backup);
}

/// Another program that tells nobody, and keeps nothing of what it replaces; the next change of ours keeps
/// what it left.
void RandomHistory::changeByHand() {
    library.endLinger(); // else it would keep what is lost here
    m_states.back().lost = true;
    Value outline = json::parse(library.outline(m_id)).value();
    outline.set("title", Value::string("By hand " + std::to_string(m_states.size())));
    library.write("by_id/" + m_id + "/outline.json", json::bytesOf(outline));
    m_states.push_back({library.outline(m_id), {}, {}, false});
}

void RandomHistory::loseBackups() {
    for (State& state : m_states)
        if (!state.backup.empty() && random.oneIn(3)) {
            std::filesystem::remove(directory() + "/backups/" + state.backup);
            state.lost = true;
        }
}

std::vector<std::size_t> RandomHistory::knownStates() const {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < m_states.size(); ++i)
        if (!m_states[i].lost)
            known.push_back(i);
    return known;
}

std::optional<std::size_t> RandomHistory::rowOf(std::size_t state) const {
    if (m_begin == Begin::created)
        return state;
    return state == 0 ? std::nullopt : std::optional(state - 1);
}

bool RandomHistory::byPeople(std::size_t before, std::size_t after) const {
    return std::all_of(m_states.begin() + static_cast<std::ptrdiff_t>(before) + 1,
                       m_states.begin() + static_cast<std::ptrdiff_t>(after) + 1,
                       [](const State& state) { return state.actor == "human"; });
}

diff::Tree RandomHistory::tree(std::size_t state) const {
    return report::outlineTree(json::parse(m_states[state].bytes).value());
}

std::string RandomHistory::nameOf(std::size_t state) const {
    if (state == last())
        return "now";
    const auto row = rowOf(state);
    return !row || m_states[state].bytes.size() % 2 == 0 ? "backup:" + m_states[state].backup
                                                         : "@" + std::to_string(*row + 1);
}

std::vector<RandomHistory::Step> RandomHistory::steps(std::size_t until) const {
    std::vector<Step> steps;
    std::optional<std::size_t> before;
    for (const std::size_t state : knownStates()) {
        if (state > until)
            break;
        if (before)
            steps.push_back({*before, state, Touched(tree(*before), tree(state))});
        before = state;
    }
    return steps;
}
