// SPDX-License-Identifier: MIT
#include "ui/session/graph_draft_keeper.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/json/json_document.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

/// All graphs of a user have one draft.
ReportId draftId() {
    return ReportId("graphs");
}

Value textOrNull(const graph::UserFilePtr& file) {
    return file && file->read ? Value::string(file->bytes) : Value();
}

Unexpected damaged(const journal::Draft& draft, const std::string& why) {
    return fail(ErrorCode::damaged, "take up the unsaved edits", draft.path, why,
                "The file stays where it is.");
}

/// Files with those of the object in place of theirs.
Result<graph::UserFiles> withFiles(const graph::UserFiles& files, const Value& object) {
    graph::UserFiles changed = files;
    for (const json::Member& member : object.members()) {
        if (member.value.isString())
            changed.setBytes(member.key, member.value.text());
        else
            changed.remove(member.key);
    }
    return changed;
}

Result<graph::DraftSteps> stepsIn(const journal::Draft& draft, const Value& list) {
    graph::DraftSteps steps;
    for (const Value& item : list.items()) {
        const auto graph = item.stringAt("graph");
        const Value* edits = item.find("edits");
        auto read = edits ? graph::graphEditsFrom(*edits)
                          : Result<std::vector<graph::GraphEdit>>(damaged(draft, "a step has no edits"));
        if (!graph || !read)
            return damaged(draft, read ? "a step names no graph" : read.error().detail);
        steps.push_back(std::make_shared<const graph::DraftStep>(graph::DraftStep{*graph, std::move(*read)}));
    }
    return steps;
}

/// The files that were there then, of those that are there now.
void dropLaterFiles(graph::UserFiles& base, const Value& paths) {
    std::set<std::string> then;
    for (const Value& path : paths.items())
        if (path.isString())
            then.insert(path.text());
    std::vector<std::string> later;
    for (const auto& [path, file] : base.all())
        if (!then.contains(path))
            later.push_back(path);
    for (const std::string& path : later)
        base.remove(path);
}

bool isTime(std::string_view key) {
    return key == "created_at" || key == "updated_at" || key == "created" || key == "modified";
}

Value withoutTimes(const Value& value) {
    if (value.isArray()) {
        std::vector<Value> items;
        for (const Value& item : value.items())
            items.push_back(withoutTimes(item));
        return Value::array(std::move(items));
    }
    if (!value.isObject())
        return value;
    Value object = Value::object();
    for (const json::Member& member : value.members())
        if (!isTime(member.key))
            object.set(member.key, withoutTimes(member.value));
    return object;
}

/// The lines of a metadata.yaml that tell no moment.
std::string linesWithoutTimes(const std::string& bytes) {
    std::string lines;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        const std::string_view line = std::string_view(bytes).substr(at, end - at);
        if (!isTime(line.substr(0, line.find(':'))))
            lines += line;
        at = end;
    }
    return lines;
}

/// Whether both hold the same but for the moments at which they were written.
bool sameButTimes(const std::string& path, const graph::UserFilePtr& a, const graph::UserFilePtr& b) {
    if (!a || !b)
        return a == b;
    if (a->document && b->document)
        return withoutTimes(*a->document) == withoutTimes(*b->document);
    if (path.ends_with("/metadata.yaml") && a->read && b->read)
        return linesWithoutTimes(a->bytes) == linesWithoutTimes(b->bytes);
    return graph::sameContent(*a, *b);
}

/// Whether the disk has all of it already: it was saved, and the window died before its draft was removed.
bool isIn(const journal::Draft& draft, const graph::UserFiles& now, Timestamp moment) {
    const auto read = readGraphDraft(draft, now);
    if (!read)
        return false;
    const auto applied = graph::applyDraft(*read->draft.origin, read->draft.steps, moment);
    if (!applied)
        return false;
    const auto made = graph::differences(*read->base, applied->files);
    return std::all_of(made.begin(), made.end(), [&](const graph::FileDifference& each) {
        return sameButTimes(each.path, each.after, now.find(each.path));
    });
}

} // namespace

GraphDraftTexts draftTextsOf(const DraftStates& states, Timestamp now) {
    const graph::GraphDraft& draft = states.now().draft;
    std::vector<Value> steps;
    for (const auto& step : draft.steps) {
        std::vector<Value> edits;
        for (const graph::GraphEdit& edit : step->edits)
            edits.push_back(graph::jsonOf(edit));
        steps.push_back(Value::object(
            {{"graph", Value::string(step->graph)}, {"edits", Value::array(std::move(edits))}}));
    }
    Value base = Value::object(), files = Value::object();
    for (const graph::FileDifference& each : graph::differences(*states.base, *draft.origin)) {
        base.set(each.path, textOrNull(each.before));
        files.set(each.path, textOrNull(each.after));
    }
    // What others made impossible is kept as a step, but touches no file.
    const graph::DraftSteps possible = possibleSteps(*draft.origin, draft.steps, now);
    if (const auto applied = graph::applyDraft(*draft.origin, possible, now))
        for (const graph::FileDifference& each : graph::differences(*draft.origin, applied->files))
            if (base.find(each.path) == nullptr)
                base.set(each.path, textOrNull(each.before));
    std::vector<Value> paths;
    for (const auto& [path, file] : states.base->all())
        paths.push_back(Value::string(path));
    Value working =
        Value::object({{"steps", Value::array(std::move(steps))}, {"paths", Value::array(std::move(paths))}});
    if (draft.origin != states.base)
        working.set("files", std::move(files));
    return {json::bytesOf(base), json::bytesOf(working)};
}

Result<ReadGraphDraft> readGraphDraft(const journal::Draft& draft, const graph::UserFiles& now) {
    const auto base = json::parse(draft.base);
    const auto working = json::parse(draft.working);
    const Value* list = working ? working->find("steps") : nullptr;
    if (!base || !base->isObject() || list == nullptr || !list->isArray())
        return damaged(draft, "it holds no edits of graphs");
    auto steps = stepsIn(draft, *list);
    if (!steps)
        return fail(steps.error());
    graph::UserFiles there = now;
    if (const Value* paths = working->find("paths"); paths && paths->isArray())
        dropLaterFiles(there, *paths);
    auto files = withFiles(there, *base);
    if (!files)
        return fail(files.error());
    ReadGraphDraft read;
    read.base = std::make_shared<const graph::UserFiles>(std::move(*files));
    read.draft = {read.base, std::move(*steps)};
    if (const Value* own = working->find("files"); own && own->isObject()) {
        auto origin = withFiles(*read.base, *own);
        if (!origin)
            return fail(origin.error());
        read.draft.origin = std::make_shared<const graph::UserFiles>(std::move(*origin));
    }
    return read;
}

GraphDraftKeeper::GraphDraftKeeper(journal::DraftStore& store, TaskRunner& runner, const Clock& clock,
                                   GraphEditing& editing)
    : QObject(&editing)
    , m_runner(runner)
    , m_clock(clock)
    , m_editing(editing)
    , m_writer(store, runner, clock, editing.graphs()->folder, draftId())
    , m_offers(store, runner) {
    connect(&editing, &GraphEditing::changed, this, &GraphDraftKeeper::keep);
    connect(&editing, &GraphEditing::givenUp, this, [this] {
        disconnect(&m_editing, &GraphEditing::changed, this, nullptr);
        m_writer.drop();
    });
    connect(&m_writer, &DraftWriter::failed, this, &GraphDraftKeeper::cannotKeep);
    connect(&m_writer, &DraftWriter::keptAgain, this, &GraphDraftKeeper::keptAgain);
    connect(&m_offers, &DraftOffers::offered, this, &GraphDraftKeeper::offered);
    connect(&m_offers, &DraftOffers::setAsideAt, this, &GraphDraftKeeper::setAsideAt);
    connect(&m_offers, &DraftOffers::problemFound, this, &GraphDraftKeeper::problemFound);
    connect(&m_offers, &DraftOffers::failed, this, &GraphDraftKeeper::failed);
    m_offers.search(editing.graphs()->folder, draftId(), {},
                    [&clock, graphs = editing.graphs()](const journal::Draft& draft) {
                        return isIn(draft, graphs->files, clock.now());
                    });
}

void GraphDraftKeeper::keep() {
    if (!m_editing.states().isModified())
        return m_writer.drop();
    m_writer.keep({{}, {}, "graphs", [&clock = m_clock, states = m_editing.states()] {
                       GraphDraftTexts texts = draftTextsOf(states, clock.now());
                       return std::pair(std::move(texts.base), std::move(texts.working));
                   }});
}

GraphDraftKeeper::~GraphDraftKeeper() = default;

void GraphDraftKeeper::takeUp() {
    const DraftOfferPtr offer = m_offers.beginTakingUp();
    if (!offer)
        return;
    m_runner.run(
        this, [offer, graphs = m_editing.graphs()] { return readGraphDraft(offer->draft, graphs->files); },
        [this](Result<ReadGraphDraft> read) {
            if (!read)
                return m_offers.notTakenUp(read.error());
            m_editing.takeUp(std::move(read->base), std::move(read->draft), [this](const Status& taken) {
                if (!taken)
                    return m_offers.notTakenUp(taken.error());
                Q_EMIT tookUp();
                m_offers.takenUp(m_writer);
            });
        });
}

} // namespace stemma::ui
