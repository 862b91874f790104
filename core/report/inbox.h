// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/progress.h"
#include "core/history/timeline.h"
#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "core/report/report_library.h"

namespace stemma::report {

/// What the versions around a card are worth.
enum class CardState {
    ok,
    backupMissing, ///< what was there before is lost
    backupPruned,  ///< a person let it go
    backupDamaged,
    backupForeign,
    backupUnsafe,
    unrecorded,     ///< the content changed, and no event says by whom
    unreadableLine, ///< a line of the log that can't be read: it may have been a change
};
[[nodiscard]] const char* cardStateWord(CardState state);

/// One change that was not seen yet.
struct InboxChange {
    std::string key; ///< what its mark is kept by: the action id; of an unrecorded change the SHA-256 of its
                     ///< result; of what has neither one that is made of the line
    history::RowKind kind = history::RowKind::change;
    std::string action; ///< action id; empty if there is none
    std::string type;
    std::string actor; ///< "" if unknown
    std::string ts;
};

/// What a person decides on at once: the changes that one request made to one report one after the other, or
/// one change.
struct InboxCard {
    std::string id; ///< 12 hexadecimal digits, of its changes: a card that grew is another one
    ReportId report;
    std::string title;
    std::string directory; ///< of the report
    bool trashed = false;  ///< the report is in the trash
    bool made = false;     ///< the report was made by these changes
    std::optional<std::string> requestId;
    std::string actor;                ///< who; several are joined by ", "; "" if unknown
    std::string ts;                   ///< of the last one
    std::vector<InboxChange> changes; ///< oldest first
    /// Between the versions around; computed from the files, none where one of them can't be read.
    std::optional<history::ChangeCounts> counts;
    std::optional<history::Version> before,
        after; ///< for a diff; without `before`: there was nothing, or it is lost
    CardState state = CardState::ok;
    std::vector<history::RowProblem> problems;
    std::string accepted = {}; ///< when, as isoText() has it; empty: it isn't
};

struct Inbox {
    std::vector<InboxCard> cards; ///< the newest first; those of one report in the order of its log
    std::size_t changes = 0;
    std::string token;             ///< of exactly these cards: what acceptAll() is given
    std::vector<Problem> problems; ///< marks and histories that could not be read or kept
    std::string library;           ///< its root
    /// How far the histories of these cards were known: what takeBack() needs.
    marks::Baselines baselines = {};
};

/// Changes that were accepted, and what was known before: enough to take that back.
struct AcceptedChanges {
    std::string library;
    std::map<ReportId, std::vector<std::string>> keys; ///< of the changes, by report
    marks::Baselines baselines;
};
/// What accepting these cards of `inbox` marks; those that aren't in it are left out.
[[nodiscard]] AcceptedChanges changesOf(const Inbox& inbox, const std::vector<std::string>& cards);

struct InboxPlace;

/// What others did in a library since its person last looked: changes by anyone but `human`, and changes that
/// nobody recorded, but for those that were accepted. When a library is looked at for the first time, all
/// that is there counts as seen; a report that comes later is new as a whole. One object a library, so that
/// only the logs of reports that changed are read again. One call at a time; all block on the disk. What it
/// knows is in the state directory: nothing is ever written to the library.
class InboxReader {
public:
    /// All outlive the reader.
    InboxReader(io::Disk& disk, const Clock& clock, marks::MarkStore& marks, marks::BaselineStore& baselines);
    ~InboxReader();
    InboxReader(const InboxReader&) = delete;
    InboxReader& operator=(const InboxReader&) = delete;

    /// Only cancellation is an error: a report whose history can't be read, or marks that can't, are told in
    /// the problems.
    [[nodiscard]] Result<Inbox> look(const LibrarySnapshot& snapshot, const Progress& progress = {});

    /// Marks the changes of these cards of `inbox` as seen. ErrorCode::notFound, and nothing is marked, for
    /// one that isn't in it.
    Status accept(const Inbox& inbox, const std::vector<std::string>& cards,
                  const io::LockOptions& lock = {});
    /// The same of changes that were accepted once, and taken back.
    Status acceptAgain(const AcceptedChanges& accepted, const io::LockOptions& lock = {});
    /// They are new again, whatever was accepted after them. A failure may leave some of them accepted.
    Status takeBack(const AcceptedChanges& accepted, const io::LockOptions& lock = {});
    /// Looks again, and accepts all if those are the cards that the token was shown with; else
    /// ErrorCode::conflict, and nothing is marked. Answers what was accepted.
    [[nodiscard]] Result<Inbox> acceptAll(const LibrarySnapshot& snapshot, const std::string& token,
                                          const io::LockOptions& lock = {}, const Progress& progress = {});

    /// The cards that were accepted and can be made new again: what was accepted at once is one, as it was.
    /// Their counts are left out. Reads the histories of the reports of which anything was accepted, from the
    /// first such change on. Only cancellation is an error.
    [[nodiscard]] Result<Inbox> accepted(const LibrarySnapshot& snapshot, const Progress& progress = {});
    /// These of accepted() are new again, and nothing else is; answers them. ErrorCode::notFound, and nothing
    /// is done, for one that isn't there. A failure may leave some of them accepted.
    enum class Unaccepting { look, act };
    [[nodiscard]] Result<Inbox> unaccept(const LibrarySnapshot& snapshot,
                                         const std::vector<std::string>& cards, Unaccepting how,
                                         const io::LockOptions& lock = {}, const Progress& progress = {});

private:
    struct Work;
    struct Seen;
    [[nodiscard]] Result<std::vector<Seen>> readSeen(const LibrarySnapshot& snapshot, Inbox& inbox,
                                                     const Progress& progress);
    [[nodiscard]] static Inbox inboxOf(const std::vector<Seen>& all, Inbox found,
                                       const LibrarySnapshot& snapshot);
    [[nodiscard]] marks::Baselines furtherBack(const AcceptedChanges& accepted) const;
    [[nodiscard]] Status makeNew(const Inbox& now, const Seen& seen, const std::vector<std::string>& cards,
                                 const io::LockOptions& lock);
    struct Kept;
    [[nodiscard]] Status readReports(Work& work, const Progress& progress);
    [[nodiscard]] Status readReport(Work& work, const InboxPlace& place, const Progress& progress);
    void sort(Work& work, const InboxPlace& place, Kept& kept, const Progress& progress);
    void takeBaselines(Work& work);
    void keepBaselines(Work& work);

    io::Disk& m_disk;
    const Clock& m_clock;
    marks::MarkStore& m_marks;
    marks::BaselineStore& m_baselines;
    std::map<std::string, Kept> m_kept; ///< of the reports that hold something new, by path
};

} // namespace stemma::report
