// SPDX-License-Identifier: MIT
#include "ui/session/graph_draft_keeper.h"

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

/// Whether the disk has all of it already: it was saved, and the window died before its draft was removed.
bool isIn(const journal::Draft& draft, const graph::UserFiles& now, Timestamp moment) {
    const auto read = readGraphDraft(draft, now);
    if (!read || read->draft.origin != read->base)
        return false;
    const auto applied = graph::applyDraft(now, read->draft.steps, moment);
    return applied && graph::sameUserData(now, applied->files);
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
    if (const auto applied = graph::applyDraft(*draft.origin, draft.steps, now))
        for (const graph::FileDifference& each : graph::differences(*draft.origin, applied->files))
            if (base.find(each.path) == nullptr)
                base.set(each.path, textOrNull(each.before));
    Value working = Value::object({{"steps", Value::array(std::move(steps))}});
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
    auto files = withFiles(now, *base);
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
    , m_store(store)
    , m_runner(runner)
    , m_clock(clock)
    , m_editing(editing)
    , m_writer(store, runner, clock, editing.graphs()->folder, draftId()) {
    connect(&editing, &GraphEditing::changed, this, &GraphDraftKeeper::keep);
    connect(&editing, &GraphEditing::givenUp, this, [this] {
        disconnect(&m_editing, &GraphEditing::changed, this, nullptr);
        ++m_generation;
        m_due.reset();
        m_writer.drop();
    });
    connect(&m_writer, &DraftWriter::failed, this, &GraphDraftKeeper::cannotKeep);
    connect(&m_writer, &DraftWriter::keptAgain, this, &GraphDraftKeeper::keptAgain);
    search();
}

void GraphDraftKeeper::keep() {
    const quint64 generation = ++m_generation;
    m_due.reset();
    if (!m_editing.states().isModified()) {
        m_writer.drop();
        return;
    }
    m_due = m_editing.states();
    m_runner.run(
        this, [&clock = m_clock, states = *m_due] { return draftTextsOf(states, clock.now()); },
        [this, generation](GraphDraftTexts texts) {
            if (generation != m_generation)
                return;
            m_due.reset();
            write(std::move(texts));
        });
}

void GraphDraftKeeper::write(GraphDraftTexts texts) {
    m_writer.keep({std::make_shared<const std::string>(std::move(texts.base)),
                   std::make_shared<const std::string>(std::move(texts.working)), "graphs"});
}

GraphDraftKeeper::~GraphDraftKeeper() {
    if (m_due)
        write(draftTextsOf(*m_due, m_clock.now()));
}

void GraphDraftKeeper::search() {
    struct Found {
        std::deque<std::shared_ptr<const journal::Draft>> drafts;
        std::vector<journal::DraftProblem> problems;
        std::optional<Error> error;
    };
    m_runner.run(
        this,
        [&store = m_store, &clock = m_clock, graphs = m_editing.graphs()] {
            Found found;
            auto drafts = store.find(graphs->folder, draftId());
            if (!drafts) {
                found.error = drafts.error();
                return found;
            }
            found.problems = std::move(drafts->problems);
            for (journal::Draft& draft : drafts->drafts) {
                if (draft.ownerAlive)
                    continue; // another window is at work
                if (!isIn(draft, graphs->files, clock.now()))
                    found.drafts.push_back(std::make_shared<const journal::Draft>(std::move(draft)));
                else if (const Status settled = store.settle(draft); !settled && !found.error)
                    found.error = settled.error();
            }
            return found;
        },
        [this](Found found) {
            if (found.error)
                Q_EMIT failed(*found.error);
            for (const journal::DraftProblem& problem : found.problems)
                Q_EMIT problemFound(fromUtf8(problem.message) + QLatin1Char('\n') +
                                    fromUtf8(problem.movedTo.empty() ? problem.path : problem.movedTo));
            m_waiting = std::move(found.drafts);
            offerNext();
        });
}

void GraphDraftKeeper::offerNext() {
    m_busy = false;
    m_offer.reset();
    if (m_waiting.empty())
        return;
    m_offer = m_waiting.front();
    m_waiting.pop_front();
    Q_EMIT offered();
}

void GraphDraftKeeper::takeUp() {
    if (!m_offer || std::exchange(m_busy, true))
        return;
    m_runner.run(
        this,
        [offer = m_offer, graphs = m_editing.graphs()] { return readGraphDraft(*offer, graphs->files); },
        [this](Result<ReadGraphDraft> read) {
            if (!read) {
                m_busy = false;
                Q_EMIT failed(read.error());
                return;
            }
            m_editing.takeUp(std::move(read->base), std::move(read->draft),
                             [this, offer = m_offer](const Status& taken) {
                                 if (!taken) {
                                     m_busy = false;
                                     Q_EMIT failed(taken.error());
                                     return;
                                 }
                                 settle(offer);
                                 Q_EMIT tookUp();
                                 offerNext();
                             });
        });
}

/// The old draft goes when the edits are kept as ours.
void GraphDraftKeeper::settle(const std::shared_ptr<const journal::Draft>& draft) {
    connect(
        &m_writer, &DraftWriter::settled, this,
        [this, draft] {
            m_runner.run(
                this, [&store = m_store, draft] { return store.settle(*draft); },
                [this](const Status& settled) {
                    if (!settled)
                        Q_EMIT failed(settled.error());
                });
        },
        Qt::SingleShotConnection);
}

void GraphDraftKeeper::setAside() {
    if (!m_offer || std::exchange(m_busy, true))
        return;
    m_runner.run(
        this, [&store = m_store, offer = m_offer] { return store.setAside(*offer); },
        [this](const Result<std::string>& path) {
            if (!path) {
                m_busy = false;
                Q_EMIT failed(path.error());
                return;
            }
            Q_EMIT setAsideAt(fromUtf8(*path));
            offerNext();
        });
}

} // namespace stemma::ui
