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
Result<LastLine> lastLine(io::Disk& disk, io::Handle file, std::uint64_t size) {
    std::uint64_t length = 4096;
    for (;;) {
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

/// R2
Status FolderRecovery::closeLogTail() {
    auto log = io::openFile(m_disk, m_folder.directory, auditName, io::OpenMode::read);
    if (!log)
        return log.error().code == ErrorCode::notFound ? Status() : fail(std::move(log.error()));
    const auto stamp = m_disk.stat(log->get());
    if (!stamp)
        return fail(stamp.error());
    if (stamp->size == 0)
        return {};
    if (m_intents.empty()) { // the usual case: one byte tells
        const auto last = m_disk.read(log->get(), stamp->size - 1, 1);
        if (!last)
            return fail(last.error());
        if (*last == "\n")
            return {};
    }
    const auto line = lastLine(m_disk, log->get(), stamp->size);
    if (!line)
        return fail(line.error());
    if (!line->closed)
        return settleFragment(line->offset, line->text);
    // A crash can leave the end of our line without its beginning.
    if (isOurFragment(line->text) && !isEventLine(line->text))
        return cutLog(line->offset);
    return {};
}

Status FolderRecovery::settleFragment(std::uint64_t offset, const std::string& fragment) {
    const std::string path = m_folder.pathOf(auditName);
    if (isEventLine(fragment)) {
        if (Status closed = appendEvents(""); !closed)
            return closed;
        did("R2", path, "closed the last line of the log, which was whole but for its newline");
        return {};
    }
    if (isOurFragment(fragment))
        return cutLog(offset);
    const auto aside = setAsideBytes(m_environment, m_folder, auditName, fragment);
    if (!aside)
        return fail(aside.error());
    Status cut = cutLog(offset);
    if (!cut && (cut.error().osErrno == EPERM || cut.error().osErrno == EACCES))
        cut = appendEvents(""); // append-only: it stays as a line of its own
    if (cut)
        did("R2", path, "set the torn last line of the log aside as " + m_folder.backupPathOf(*aside));
    return cut;
}

Status FolderRecovery::cutLog(std::uint64_t size) {
    auto log = io::openFile(m_disk, m_folder.directory, auditName, io::OpenMode::readWrite);
    if (!log)
        return fail(std::move(log.error()));
    if (Status cut = m_disk.truncate(log->get(), size); !cut)
        return cut;
    did("R2", m_folder.pathOf(auditName), "cut an unfinished line off the log");
    return m_disk.sync(log->get(), io::Durability::everything);
}

/// Whether the bytes are what a crash makes of an event that an intent holds whole: its beginning, perhaps
/// followed by the zeros of blocks that were never written.
bool FolderRecovery::isOurFragment(std::string_view fragment) const {
    const std::size_t length = fragment.size();
    while (fragment.ends_with('\0'))
        fragment.remove_suffix(1);
    return std::any_of(m_intents.begin(), m_intents.end(), [&](const Intent& intent) {
        return length > 0 && length <= intent.auditLine.size() + 2 && intent.auditLine.starts_with(fragment);
    });
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
