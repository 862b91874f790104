// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"

namespace stemma::journal {

/// The sidecar that makes a unit one: it says what is being done, so that recovery can finish it or take it
/// back. Stored as `backups/.<action id>.intent`: lines of a keyword and a value, the last one a SHA-256 of
/// those above, so that a torn one is known as such. Values hold no line break.
struct Intent {
    enum class Kind { save, move };
    Kind kind = Kind::save;
    ActionId action;
    std::string auditLine;     ///< the whole event, without a newline
    std::string oldSha256;     ///< of the outline before; empty if there was none
    std::string newSha256;     ///< of the outline after
    std::string temporary;     ///< name of the staged outline
    std::string backupName;    ///< empty if there is none
    std::string moveFrom;      ///< of a move: `<folder>/<name>` that the directory is moved from
    std::string moveTo;        ///< of a move: `<folder>/<name>` that it goes to
    std::uint64_t logSize = 0; ///< of audit.jsonl before: where the event begins
};

[[nodiscard]] std::string intentFileName(const ActionId& action);
[[nodiscard]] bool isIntentFileName(std::string_view name);
[[nodiscard]] std::string intentText(const Intent& intent);
/// Nothing if it is torn, of another version, or names what no unit of ours would: what recovery touches by
/// an intent's word stays inside the report's directory.
[[nodiscard]] std::optional<Intent> parseIntent(std::string_view text);

} // namespace stemma::journal
