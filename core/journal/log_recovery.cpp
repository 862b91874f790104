// SPDX-License-Identifier: MIT
// The rules for the log: R2 (a torn tail) and R3 (the other program's audit.tmp).
#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/journal/audit_file.h"
#include "core/journal/recovery_rules.h"
#include "core/journal/set_aside.h"

namespace stemma::journal {

namespace {

struct LastLine {
    std::uint64_t offset = 0;
    std::string text; ///< without its newline
    bool closed = true;
};

/// The last line of a file of `size` > 0, read from its end in growing pieces.
Result<LastLine> lastLine(io::Disk& disk, io::Handle file, std::uint64_t size, const std::string& path) {
    std::uint64_t length = 4096;
    for (;;) {
        if (length > io::defaultSizeLimit)
            return fail(ErrorCode::damaged, "read the end of the log", path,
                        "its last line is longer than any event (zeros, or the bytes of another file)",
                        "Look at it with another program and cut what is no event off its end.");
        const std::uint64_t from = size > length ? size - length : 0;
        auto bytes = disk.read(file, from, size - from);
        if (!bytes)
            return fail(std::move(bytes.error()));
        LastLine line;
        line.closed = bytes->ends_with('\n');
        if (line.closed)
            bytes->pop_back();
        const std::size_t newline = bytes->rfind('\n');
        if (newline == std::string::npos && from > 0) {
            length *= 8;
            continue;
        }
        const std::size_t start = newline == std::string::npos ? 0 : newline + 1;
        line.offset = from + start;
        line.text = bytes->substr(start);
        return line;
    }
}

/// Whether the bytes are what is left of a line where some blocks of it, or its end, were never written: at
/// each place the line's own byte or a zero. The line itself holds all that they hold.
bool isTornFrom(std::string_view bytes, std::string_view line) {
    if (bytes.ends_with('\n'))
        bytes.remove_suffix(1);
    const std::size_t compared = std::min(bytes.size(), line.size());
    for (std::size_t i = 0; i < compared; ++i)
        if (bytes[i] != line[i] && bytes[i] != '\0')
            return false;
    return bytes.find_first_not_of('\0', compared) == std::string_view::npos;
}

/// The lines of a text; the last one may lack its newline.
std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0)
            lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace

/// A power cut in the middle of a rename can leave the log with the temporary name beside its own, and a file
/// with two names isn't replaced.
Status FolderRecovery::removeTwinsOfLog() {
    if (m_listing.temporaries.empty())
        return {};
    const auto log = m_disk.statAt(m_folder.directory.get(), auditName);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Status() : fail(log.error());
    std::vector<std::string> twins;
    for (const std::string& name : m_listing.temporaries) {
        const auto stamp = m_disk.statAt(m_folder.directory.get(), name);
        if (stamp && stamp->sameFileAs(*log))
            twins.push_back(name);
    }
    std::erase_if(m_listing.temporaries,
                  [&](const std::string& name) { return std::ranges::find(twins, name) != twins.end(); });
    return clearTemporaries(m_folder.directory, twins, false);
}

/// R2
Status FolderRecovery::closeLogTail() {
    if (Status removed = removeUnfinishedEvents(); !removed)
        return removed;
    auto log = io::openFile(m_disk, m_folder.directory, auditName, io::OpenMode::read);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Status() : fail(std::move(log.error()));
    const auto stamp = m_disk.stat(log->get());
    if (!stamp)
        return fail(stamp.error());
    if (stamp->size == 0)
        return {};
    const auto last =
        m_disk.read(log->get(), stamp->size - 1, 1); // nearly always the newline that it should be
    if (!last)
        return fail(last.error());
    if (*last == "\n")
        return {};
    const auto line = lastLine(m_disk, log->get(), stamp->size, m_folder.pathOf(auditName));
    if (!line)
        return fail(line.error());
    return settleFragment(line->offset, line->text);
}

/// What a crash made of the event of an interrupted unit: bytes where it was to begin, and no event among
/// them.
Status FolderRecovery::removeUnfinishedEvents() {
    for (const Intent& intent : m_intents) {
        const auto log = readAudit(m_disk, m_folder);
        if (!log)
            return fail(log.error());
        if (log->size() <= intent.logSize || log->size() > intent.logSize + intent.auditLine.size() + 2)
            continue;
        const std::string remains = log->substr(intent.logSize);
        const auto lines = linesOf(remains);
        if (std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return isEventLine(line); }))
            continue;
        Status done = isTornFrom(remains, intent.auditLine) ? cutLog(intent.logSize, remains)
                                                            : setFragmentAside(intent.logSize, remains);
        if (!done)
            return done;
    }
    return {};
}

Status FolderRecovery::settleFragment(std::uint64_t offset, const std::string& fragment) {
    if (!isEventLine(fragment))
        return setFragmentAside(offset, fragment);
    if (Status closed = appendEvents(""); !closed)
        return closed;
    did("R2", m_folder.pathOf(auditName),
        "closed the last line of the log, which was whole but for its newline");
    return {};
}

Status FolderRecovery::setFragmentAside(std::uint64_t offset, const std::string& fragment) {
    const auto aside = setAsideBytes(m_environment, m_folder, auditName, fragment);
    if (!aside)
        return fail(aside.error());
    did("R2", m_folder.pathOf(auditName),
        "set the torn end of the log aside as " + m_folder.backupPathOf(*aside));
    return cutLog(offset, fragment);
}

/// Takes the end of the log away; where the log can't be replaced (append-only, another's, a second name), it
/// is closed as a line of its own.
Status FolderRecovery::cutLog(std::uint64_t offset, std::string_view end) {
    Status cut = replaceAudit(m_disk, m_folder, {offset, offset + end.size()});
    m_logged.reset();
    if (!cut && (cut.error().osErrno == EPERM || cut.error().osErrno == EACCES ||
                 cut.error().code == ErrorCode::unsafe))
        return end.ends_with('\n') ? Status() : appendEvents("");
    if (cut)
        did("R2", m_folder.pathOf(auditName), "cut an unfinished entry off the log");
    return cut;
}

/// R3: the other program appends to it, then its whole content to the log: what is left there would come
/// back.
Status FolderRecovery::mergeAuditTemporary() {
    if (!m_listing.auditTemporary)
        return {};
    const auto content = io::readFile(m_disk, m_folder.directory, auditTemporaryName);
    if (!content)
        return content.error().code == ErrorCode::notFound ? Status() : fail(content.error());
    const auto known = logged();
    if (!known)
        return fail(known.error());
    std::set<std::string> seen = **known;
    std::string missing;
    bool allReadable = true;
    for (const std::string_view line : linesOf(content->bytes)) {
        const std::set<std::string> action = loggedActions(line);
        if (action.empty())
            allReadable = false;
        else if (seen.insert(*action.begin()).second)
            missing.append(line).append(1, '\n');
    }
    const std::string path = m_folder.pathOf(auditTemporaryName);
    if (!missing.empty()) {
        if (Status appended = appendEvents(missing); !appended)
            return appended;
        did("R3", path, "added events that another program had not finished logging");
    }
    if (!allReadable) {
        const auto aside = setAside(m_environment, m_folder, m_folder.directory, auditTemporaryName);
        if (!aside)
            return fail(aside.error());
        did("R3", path,
            "set an unfinished log entry of another program aside as " + m_folder.backupPathOf(*aside));
        return {};
    }
    Status removed = m_disk.unlinkAt(m_folder.directory.get(), auditTemporaryName);
    if (removed)
        did("R3", path, "removed another program's finished temporary log");
    return removed;
}

/// Appends whole lines; with none, only closes the last line.
Status FolderRecovery::appendEvents(std::string_view lines) {
    auto audit = openAudit(m_disk, m_folder);
    if (!audit)
        return fail(std::move(audit.error()));
    m_logged.reset();
    return appendAudit(m_disk, m_folder, *audit, lines);
}

} // namespace stemma::journal
