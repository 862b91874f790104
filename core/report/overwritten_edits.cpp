// SPDX-License-Identifier: MIT
#include "core/report/overwritten_edits.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "core/base/sha256.h"
#include "core/history/audit_log.h"
#include "core/history/backups.h"
#include "core/history/timeline_build.h"
#include "core/io/disk.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/outline_merge.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

constexpr const char* action = "put the edits back";

/// What somebody had read before he saved is no more changes old than this.
constexpr std::size_t farBack = 40;

/// An outline's parts by kind and id.
class Parts {
public:
    explicit Parts(std::string_view bytes) {
        if (auto document = json::parse(bytes))
            m_tree = outlineTree(*document);
        for (const diff::Part& part : m_tree)
            m_byId.emplace(part.what + '|' + part.id, &part);
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    [[nodiscard]] const diff::Tree& tree() const { return m_tree; }
    [[nodiscard]] const diff::Part* find(const diff::Change& change) const {
        const auto found = m_byId.find(change.what + '|' + change.id);
        return found == m_byId.end() ? nullptr : found->second;
    }

private:
    diff::Tree m_tree;
    std::map<std::string, const diff::Part*> m_byId;
};

const json::Value* fieldOf(const diff::Part* part, const std::string& name) {
    if (part == nullptr)
        return nullptr;
    const auto found = std::find_if(part->fields.begin(), part->fields.end(),
                                    [&](const auto& field) { return field.first == name; });
    return found == part->fields.end() ? nullptr : &found->second;
}

bool same(const json::Value* found, const json::Value& value, bool isThere) {
    return isThere ? found != nullptr && *found == value : found == nullptr;
}

/// The outlines around a save of somebody else, and the one that is current.
struct Moments {
    const Parts& before;
    const Parts& after;
    const Parts& now;
};

/// What of an edited part is back at its old values.
std::optional<diff::Change> undoneFields(const diff::Change& change, const Moments& moments) {
    diff::Change lost = change;
    lost.fields.clear();
    for (const diff::FieldChange& field : change.fields) {
        const bool wasThere =
            same(fieldOf(moments.before.find(change), field.name), field.after, field.hasAfter);
        const auto isBack = [&](const Parts& parts) {
            return parts.find(change) != nullptr &&
                   same(fieldOf(parts.find(change), field.name), field.before, field.hadBefore);
        };
        if (wasThere && isBack(moments.after) && isBack(moments.now))
            lost.fields.push_back(field);
    }
    return lost.fields.empty() ? std::nullopt : std::optional(std::move(lost));
}

std::optional<diff::Change> undoneBy(const diff::Change& change, const Moments& moments) {
    const diff::Part* before = moments.before.find(change);
    const diff::Part* after = moments.after.find(change);
    const diff::Part* now = moments.now.find(change);
    switch (change.kind) {
    case diff::ChangeKind::edited:
        return undoneFields(change, moments);
    case diff::ChangeKind::added:
        return before != nullptr && after == nullptr && now == nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::removed:
        return before == nullptr && after != nullptr && now != nullptr ? std::optional(change) : std::nullopt;
    case diff::ChangeKind::moved:
        break;
    }
    const bool undone = change.parent != change.oldParent && before != nullptr && after != nullptr &&
                        now != nullptr && before->parent == change.parent &&
                        after->parent == change.oldParent && now->parent == change.oldParent;
    return undone ? std::optional(change) : std::nullopt;
}

/// One change of the log with the outlines around it: the backup that it names, and the one that the next
/// change names. Cheaper than the whole history, and enough: what no event tells of has no person's edit.
struct Step {
    history::AuditEvent event;
    std::string before; ///< a backup's name
    std::string after;  ///< a backup's name; empty: the live outline
};

bool isByPerson(const Step& step) {
    return step.event.actor == history::actorWord(history::Actor::human);
}

/// The end of the log, from the beginning of a line. All of a long log may take longer to read than the pause
/// of whoever writes to it; what is appended meanwhile does no harm here.
Result<std::string> endOfLog(io::Disk& disk, const std::string& directory) {
    constexpr std::uint64_t enough = std::uint64_t{8} << 20; // some hundreds of the longest events
    const auto folder = io::openDirectory(disk, directory);
    if (!folder)
        return fail(folder.error());
    const auto log = io::openFile(disk, *folder, "audit.jsonl", io::OpenMode::read);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Result<std::string>(std::string())
                                                       : fail(log.error());
    const auto stamp = disk.stat(log->get());
    if (!stamp)
        return fail(stamp.error());
    const std::uint64_t from = stamp->size > enough ? stamp->size - enough : 0;
    auto bytes = disk.read(log->get(), from, stamp->size - from);
    if (!bytes || from == 0)
        return bytes;
    const std::size_t newline = bytes->find('\n');
    return newline == std::string::npos ? std::string() : bytes->substr(newline + 1);
}

/// The changes of this report whose versions are named, oldest first.
Result<std::vector<Step>> stepsOf(io::Disk& disk, const std::string& directory, const ReportId& id) {
    std::vector<Step> steps;
    const auto log = endOfLog(disk, directory);
    if (!log)
        return fail(log.error());
    for (history::LoggedEvent& logged : history::readAuditLog(*log).events) {
        const auto backup = logged.event.backupName();
        if (!backup || logged.event.report != id)
            continue;
        if (!steps.empty())
            steps.back().after = *backup;
        steps.push_back({std::move(logged.event), *backup, {}});
    }
    return steps;
}

/// The outlines around the steps, read when they are wanted; those of steps long past are dropped.
class Outlines {
public:
    Outlines(io::Disk& disk, std::string directory)
        : m_disk(disk)
        , m_directory(std::move(directory)) {}

    /// The bytes of a backup, or of the live outline for an empty name; nothing if they can't be read.
    [[nodiscard]] std::optional<std::string> bytes(const std::string& name) const {
        auto content = name.empty() ? io::readFile(m_disk, io::joinPath(m_directory, "outline.json"))
                                    : history::readBackup(m_disk, m_directory, name);
        return content ? std::optional(std::move(content->bytes)) : std::nullopt;
    }
    /// Null if it can't be read.
    const Parts* parts(const std::string& name) {
        const auto [known, isNew] = m_parts.try_emplace(name);
        if (!isNew)
            return known->second.get();
        if (const auto read = bytes(name))
            known->second = std::make_unique<Parts>(*read);
        return known->second.get();
    }
    void forget(const std::string& name) { m_parts.erase(name); }

private:
    io::Disk& m_disk;
    std::string m_directory;
    std::map<std::string, std::unique_ptr<Parts>> m_parts;
};

/// Whether the outline after a person's edit is there: a program that wrote past the log may have replaced
/// it.
bool hasItsResult(const Outlines& outlines, const Step& step) {
    const auto hash = history::recordedHash(step.event, "after_sha256");
    const auto bytes = outlines.bytes(step.after);
    return bytes && (!hash || sha256(*bytes) == *hash);
}

class Search {
public:
    Search(io::Disk& disk, const std::string& directory, const std::vector<Step>& steps)
        : m_steps(steps)
        , m_outlines(disk, directory) {}

    /// Adds what the change `culprit` undid of a person's edits from `first` on.
    void look(std::size_t first, std::size_t culprit, std::vector<OverwrittenEdit>& found) {
        const Step& other = m_steps[culprit];
        const Parts* before = m_outlines.parts(other.before);
        const Parts* after = m_outlines.parts(other.after);
        const Parts* now = m_outlines.parts({});
        if (before == nullptr || after == nullptr || now == nullptr)
            return;
        for (std::size_t at = first; at < culprit; ++at) {
            const Step& step = m_steps[at];
            if (!isByPerson(step))
                continue;
            OverwrittenEdit edit{step.event.action, step.event.ts,  other.event.action,
                                 other.event.actor, other.event.ts, {}};
            for (const diff::Change& change : changesOf(at)) {
                if (auto lost = undoneBy(change, {*before, *after, *now}))
                    edit.lost.push_back(std::move(*lost));
            }
            if (!edit.lost.empty())
                found.push_back(std::move(edit));
        }
    }
    void forget(std::size_t step) {
        m_outlines.forget(m_steps[step].before);
        m_changes.erase(step);
    }

private:
    const diff::Changes& changesOf(std::size_t at) {
        const auto [known, isNew] = m_changes.try_emplace(at);
        if (!isNew || !hasItsResult(m_outlines, m_steps[at]))
            return known->second;
        const Parts* before = m_outlines.parts(m_steps[at].before);
        const Parts* after = m_outlines.parts(m_steps[at].after);
        if (before != nullptr && after != nullptr)
            known->second = diff::difference(before->tree(), after->tree());
        return known->second;
    }

    const std::vector<Step>& m_steps;
    Outlines m_outlines;
    std::map<std::size_t, diff::Changes> m_changes;
};

/// What others undid of persons' edits from the step `first` on.
Result<std::vector<OverwrittenEdit>> searched(io::Disk& disk, const std::string& directory,
                                              const std::vector<Step>& steps, std::size_t first,
                                              const Progress& progress) {
    std::vector<OverwrittenEdit> found;
    Search search(disk, directory, steps);
    bool edited = false;
    for (std::size_t at = first; at < steps.size(); ++at) {
        if (progress.cancelled())
            return fail(ErrorCode::cancelled, "look for overwritten edits", directory, "it was cancelled");
        const Step& step = steps[at];
        if (edited && !isByPerson(step) && step.event.type != "revert")
            search.look(at - std::min(at - first, farBack), at, found);
        edited = edited || isByPerson(step);
        if (at - first > farBack)
            search.forget(at - farBack - 1);
    }
    return found;
}

Result<std::string> mergedText(std::string_view base, std::string_view ours, std::string_view theirs) {
    auto merged = mergeOutlines(base, ours, theirs, Prefer::theirs);
    if (!merged)
        return fail(std::move(merged.error()));
    return std::move(merged->bytes);
}

/// Makes edits again, one after the other, on top of a text.
class PuttingBack {
public:
    PuttingBack(io::Disk& disk, const std::string& directory, const std::vector<Step>& steps,
                std::string text)
        : m_steps(steps)
        , m_directory(directory)
        , m_outlines(disk, directory)
        , m_text(std::move(text)) {}

    Status add(const OverwrittenEdit& edit) {
        const Step* mine = step(edit.edit);
        const Step* other = step(edit.by);
        if (mine == nullptr || other == nullptr)
            return unreadable(edit.edit);
        const auto before = m_outlines.bytes(mine->before);
        const auto after = m_outlines.bytes(mine->after);
        const auto otherBefore = m_outlines.bytes(other->before);
        const auto otherAfter = m_outlines.bytes(other->after);
        if (!before || !after || !otherBefore || !otherAfter || !hasItsResult(m_outlines, *mine))
            return unreadable(edit.edit);
        // The edit may hold more than the other undid: what the person took back himself, what is there
        // still. What the other had before him, without the edit and then with what he left of it, differs
        // from what he had in nothing but what he undid.
        auto text = mergedText(*after, *before, *otherBefore);
        const auto without = text;
        if (text)
            text = mergedText(*otherBefore, *without, *otherAfter);
        if (text)
            text = mergedText(*text, *otherAfter, *without);
        if (text)
            text = mergedText(*text, *otherBefore, m_text);
        if (!text)
            return fail(std::move(text.error()));
        m_text = std::move(*text);
        return {};
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

    /// Fails if the outlines around a change can't be read.
    Status check(const Step& wanted) const {
        return m_outlines.bytes(wanted.before) && hasItsResult(m_outlines, wanted)
                   ? Status()
                   : unreadable(wanted.event.action);
    }

private:
    [[nodiscard]] const Step* step(const ActionId& wanted) const {
        const auto found = std::find_if(m_steps.begin(), m_steps.end(),
                                        [&](const Step& one) { return one.event.action == wanted; });
        return found == m_steps.end() ? nullptr : &*found;
    }
    [[nodiscard]] Status unreadable(const ActionId& edit) const {
        return fail(ErrorCode::notFound, action, m_directory,
                    "a version around the change " + edit.text() + " can't be read",
                    "Nothing was written. Look in the history for another version that has the edit.");
    }

    const std::vector<Step>& m_steps;
    std::string m_directory;
    Outlines m_outlines;
    std::string m_text;
};

bool isMade(const diff::Change& change, const Parts& outline) {
    const diff::Part* part = outline.find(change);
    switch (change.kind) {
    case diff::ChangeKind::added:
        return part != nullptr;
    case diff::ChangeKind::removed:
        return part == nullptr;
    case diff::ChangeKind::moved:
        return part != nullptr && part->parent == change.parent;
    case diff::ChangeKind::edited:
        break;
    }
    return part != nullptr &&
           std::all_of(change.fields.begin(), change.fields.end(), [&](const diff::FieldChange& field) {
               return same(fieldOf(part, field.name), field.after, field.hasAfter);
           });
}

/// The parts of which something that was lost is not in the text, each once, as they are called.
std::vector<std::string> leftAsTheyAre(const std::vector<OverwrittenEdit>& edits, const std::string& text) {
    const Parts outline(text);
    std::vector<std::string> names;
    for (const OverwrittenEdit& edit : edits)
        for (const diff::Change& change : edit.lost) {
            std::string name = change.what + " “" + (change.title.empty() ? change.id : change.title) + "”";
            if (!isMade(change, outline) && std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(std::move(name));
        }
    return names;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/// What is lost of these edits, in the order in which they were made.
Result<std::vector<OverwrittenEdit>> lostOf(const std::vector<ActionId>& edits, io::Disk& disk,
                                            const std::string& directory, const std::vector<Step>& steps) {
    const auto place = [&](const ActionId& edit) {
        return std::find_if(steps.begin(), steps.end(),
                            [&](const Step& step) { return step.event.action == edit; }) -
               steps.begin();
    };
    auto first = static_cast<std::ptrdiff_t>(steps.size());
    for (const ActionId& edit : edits)
        first = std::min(first, place(edit));
    auto found = searched(disk, directory, steps, static_cast<std::size_t>(first), {});
    if (!found)
        return found;
    std::erase_if(*found, [&](const OverwrittenEdit& one) {
        return std::find(edits.begin(), edits.end(), one.edit) == edits.end();
    });
    std::stable_sort(found->begin(), found->end(), [&](const auto& left, const auto& right) {
        return place(left.edit) < place(right.edit);
    });
    return found;
}

} // namespace

Result<std::vector<OverwrittenEdit>> findOverwrittenEdits(io::Disk& disk, const std::string& root,
                                                          const ReportId& id, std::size_t rows,
                                                          const Progress& progress) {
    const auto directory = reportDirectory(disk, root, id);
    if (!directory)
        return fail(directory.error());
    const auto steps = stepsOf(disk, *directory, id);
    if (!steps)
        return fail(steps.error());
    return searched(disk, *directory, *steps, steps->size() - std::min(steps->size(), rows), progress);
}

Result<Saved> putBackEdits(const Workspace& workspace, const ReportId& id,
                           const std::vector<ActionId>& edits) {
    io::Disk& disk = workspace.environment.disk;
    const auto directory = reportDirectory(disk, workspace.root, id);
    if (!directory)
        return fail(directory.error());
    const auto steps = stepsOf(disk, *directory, id);
    const auto live = readLiveOutline(disk, *directory);
    if (!steps || !live)
        return fail(steps ? live.error() : steps.error());
    PuttingBack back(disk, *directory, *steps, live->bytes);
    for (const Step& step : *steps)
        if (std::find(edits.begin(), edits.end(), step.event.action) != edits.end())
            if (auto there = back.check(step); !there)
                return fail(std::move(there.error()));
    const auto lost = lostOf(edits, disk, *directory, *steps);
    if (!lost)
        return fail(lost.error());
    for (const OverwrittenEdit& edit : *lost)
        if (auto done = back.add(edit); !done)
            return fail(std::move(done.error()));
    const auto left = leftAsTheyAre(*lost, back.text());
    // A merge that left all as it was may still have stamped a part.
    const bool isSame = diff::difference(Parts(live->bytes).tree(), Parts(back.text()).tree()).empty();
    if (isSame && !left.empty())
        return fail(ErrorCode::conflict, action, *directory,
                    "others changed the same places since: " + joined(left),
                    "Nothing was written. Look in the history for the version that has the edit.");
    auto work = saveWork(workspace, id, live->bytes, isSame ? live->bytes : back.text());
    if (!work)
        return fail(std::move(work.error()));
    if (!left.empty())
        work->saved.warnings.push_back("Not all was put back: others changed the same places since, and " +
                                       joined(left) + " stays as it is.");
    return std::move(work->saved);
}

} // namespace stemma::report
