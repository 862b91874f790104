// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/journal/draft_store.h"

/// How a draft stands in its file. Private to core/journal.
namespace stemma::journal {

/// The name of a draft's file: `<library>-<report>.<pid>-<owner>.draft`, the first two 16 hexadecimal digits
/// of the SHA-256 of the library's path and of the report's id.
struct DraftName {
    std::string library;
    std::string report;
    int pid = 0;
    std::string owner;
};
[[nodiscard]] std::string libraryKey(const std::string& library);
[[nodiscard]] std::string reportKey(const ReportId& report);
[[nodiscard]] std::string draftFileName(const DraftName& name);
/// Nothing if it is no such name.
[[nodiscard]] std::optional<DraftName> parseDraftName(std::string_view fileName);

/// One JSON object: `format` "stemma-draft", `version` 1, `sha256` of the bytes of `content`, `content`:
/// `{library, report, title, written, owner, base, working}`, where `owner` is the token of the process
/// (io::tokenText()). ErrorCode::damaged if a text is no UTF-8.
[[nodiscard]] Result<std::string> draftText(const Draft& draft);

/// What a file holds.
enum class DraftState {
    readable,
    damaged, ///< it isn't what was written
    future,  ///< a later version of this program wrote it
};
struct ReadDraft {
    DraftState state = DraftState::damaged;
    Draft draft;     ///< without path and owner
    std::string why; ///< what is wrong with it
};
[[nodiscard]] ReadDraft readDraft(std::string_view bytes);

} // namespace stemma::journal
