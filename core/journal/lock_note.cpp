// SPDX-License-Identifier: MIT
#include "core/journal/lock_note.h"

#include <sstream>

namespace stemma::journal {

std::string noteText(const LockNote& note) {
    std::ostringstream text;
    text << note.outline.device << ' ' << note.outline.inode << ' ' << note.outline.size << ' '
         << note.outline.mtimeNs << ' ' << note.outline.ctimeNs << ' ' << note.sha256;
    return text.str();
}

std::optional<LockNote> parseNote(std::string_view text) {
    std::istringstream in{std::string(text)};
    LockNote note;
    in >> note.outline.device >> note.outline.inode >> note.outline.size >> note.outline.mtimeNs >>
        note.outline.ctimeNs >> note.sha256;
    return in ? std::optional(std::move(note)) : std::nullopt;
}

} // namespace stemma::journal
