// SPDX-License-Identifier: MIT
#include "core/report/working_copy.h"

#include <algorithm>
#include <utility>

#include "core/base/sha256.h"
#include "core/json/json_document.h"
#include "core/report/outline_stamps.h"

namespace stemma::report {

namespace {

Result<json::Value> parsed(std::string_view bytes) {
    auto document = json::parseFile(bytes, {});
    if (document && !document->isObject())
        return fail(ErrorCode::damaged, "edit the outline", {}, "it is no JSON object");
    return document;
}

bool standsOnce(const json::Value& document, std::string_view key) {
    return std::count_if(document.members().begin(), document.members().end(),
                         [&](const json::Member& member) { return member.key == key; }) == 1;
}

/// Whether the texts differ in nothing but the times of parts: typing something and taking it out again. Told
/// by whole lines, as the format is written; where it isn't, they count as different.
bool onlyTimesDiffer(std::string_view before, const Splices& splices) {
    for (const Splice& splice : splices) {
        const std::size_t start = before.rfind('\n', splice.at) + 1;
        const std::string_view line = before.substr(start, before.find('\n', start) - start);
        const std::size_t key = line.find_first_not_of(' ');
        if (key == std::string_view::npos || !line.substr(key).starts_with("\"updated_at\": \"") ||
            splice.at + splice.removed.size() > start + line.size() ||
            splice.inserted.find_first_of("\"\n") != std::string::npos)
            return false;
    }
    return true;
}

} // namespace

Result<WorkingCopy> WorkingCopy::open(std::string saved, std::size_t undoBytes) {
    WorkingCopy made;
    made.m_undoBytes = undoBytes;
    if (auto done = made.become(std::move(saved)); !done)
        return fail(done.error());
    made.setSaved(made.m_bytes);
    return made;
}

const std::string& WorkingCopy::savedSha256() const {
    if (m_savedSha256.empty())
        m_savedSha256 = sha256(m_saved);
    return m_savedSha256;
}

void WorkingCopy::setSaved(std::string disk) {
    m_saved = std::move(disk);
    m_savedSha256.clear();
}

Status WorkingCopy::become(std::string bytes) {
    auto document = parsed(bytes);
    if (!document)
        return fail(document.error());
    m_bytes = std::move(bytes);
    m_document = std::move(*document);
    return {};
}

Result<EditOutcome> WorkingCopy::apply(const json::Value& edits, Timestamp now, const std::string& burst,
                                       std::optional<EditLabel> label) {
    if (!label)
        label = labelOf(m_document, edits);
    auto outcome = applyEditsInPlace(m_document, edits, now, Values::asTyped);
    if (!outcome) {
        if (auto done = become(m_bytes); !done)
            return fail(done.error());
        return outcome;
    }
    std::string after = json::bytesOf(m_document);
    if (after != m_bytes)
        record(std::exchange(m_bytes, std::move(after)), std::move(*label), burst);
    return outcome;
}

Status WorkingCopy::replace(std::string bytes, EditLabel label) {
    std::string before = m_bytes;
    if (auto done = become(std::move(bytes)); !done)
        return done;
    if (m_bytes != before)
        record(std::move(before), std::move(label), {});
    return {};
}

/// Notes that the text became what it is, from what it was before.
void WorkingCopy::record(std::string before, EditLabel label, const std::string& burst) {
    const bool goesOn = !burst.empty() && burst == m_burst && m_redo.empty() && !m_undo.empty() &&
                        m_undo.back().kind == Kind::step;
    m_burst = burst;
    m_redo.clear();
    if (!goesOn)
        m_undo.push_back({Kind::step, std::move(label), splicesBetween(before, m_bytes)});
    else if (!joinBurst(before))
        m_burst.clear();
    forgetOldest();
}

/// Makes the last step lead to the text as it is. False if it leads nowhere any more and is gone.
bool WorkingCopy::joinBurst(const std::string& before) {
    Entry& last = m_undo.back();
    std::string start = unspliced(before, last.splices);
    last.splices = splicesBetween(start, m_bytes);
    if (!onlyTimesDiffer(start, last.splices))
        return true;
    m_undo.pop_back();
    static_cast<void>(become(std::move(start))); // it was a document when the burst began
    return false;
}

/// What is over the memory's bound goes, the oldest first, but not the last step; and what has no step to go
/// with.
void WorkingCopy::forgetOldest() {
    std::size_t memory = undoMemory();
    const auto drop = [&](History& history, auto isNeeded) {
        while (!history.empty() &&
               ((memory > m_undoBytes && history.size() > 1) || !isNeeded(history.front().kind))) {
            memory -= memoryOf(history.front().splices) + sizeof(Entry);
            history.pop_front();
        }
    };
    const bool hadSteps = !m_undo.empty();
    const std::size_t before = m_undo.size();
    drop(m_undo, [](Kind kind) { return kind == Kind::step; });
    drop(m_redo, [](Kind kind) { return kind != Kind::passage; });
    if (hadSteps && m_undo.size() != before)
        m_startIsSaved = false;
}

std::size_t WorkingCopy::undoMemory() const {
    std::size_t bytes = 0;
    for (const History* history : {&m_undo, &m_redo}) {
        for (const Entry& entry : *history)
            bytes += memoryOf(entry.splices) + sizeof(Entry);
    }
    return bytes;
}

Status WorkingCopy::rebase(std::string disk, std::string merged) {
    auto theirs = mergeOutlines(m_saved, m_bytes, disk, Prefer::theirs);
    if (!theirs)
        return fail(theirs.error());
    const std::string before = m_bytes;
    if (auto done = become(std::move(merged)); !done)
        return done;
    m_burst.clear();
    setSaved(std::move(disk));
    const bool decided = theirs->bytes != m_bytes && !theirs->conflicts.empty();
    pass(before, decided ? theirs->bytes : m_bytes);
    if (decided && !m_undo.empty())
        m_undo.push_back({Kind::decision, {}, splicesBetween(theirs->bytes, m_bytes)});
    if (decided) // what comes next knows nothing of the decision: to it all of this is a passage
        addPassage(m_redo, theirs->bytes, m_bytes);
    forgetOldest();
    return {};
}

/// The text that is worked on after a save of ours: with what the save brought. Answers what it is based on.
Result<std::string> WorkingCopy::takeSaved(const std::string& written, std::string disk) {
    auto stamped = restamped(written, disk, m_bytes);
    if (stamped && standsOnce(m_document, "updated_at") && standsOnce(m_document, "outline_version")) {
        // The usual case needs no reading.
        m_bytes = std::move(stamped->text);
        m_document.set("updated_at", std::move(stamped->updatedAt));
        m_document.set("outline_version", std::move(stamped->outlineVersion));
        return disk;
    }
    std::string text = disk;
    if (m_bytes != written) {
        auto merged = mergeOutlines(written, m_bytes, disk, Prefer::ours);
        if (!merged)
            return fail(merged.error());
        // Somebody decides about conflicts when the disk is looked at next; until then the text is what came
        // after `written`, or the others' words would count as seen.
        if (!merged->conflicts.empty())
            return written;
        text = std::move(merged->bytes);
    }
    if (auto done = become(std::move(text)); !done)
        return fail(done.error());
    return disk;
}

Status WorkingCopy::noteSaved(const std::string& written, std::string disk) {
    const std::string before = m_bytes;
    auto base = takeSaved(written, std::move(disk));
    if (!base)
        return fail(base.error());
    m_burst.clear();
    setSaved(std::move(*base));
    pass(before, m_bytes);
    m_startIsSaved = m_undo.empty() && m_bytes == m_saved;
    forgetOldest();
    return {};
}

} // namespace stemma::report
