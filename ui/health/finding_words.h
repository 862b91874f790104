// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QString>

#include "ui/session/health_session.h"

namespace stemma::ui {

/// "Error", "Warning", "Remark".
[[nodiscard]] QString severityText(Severity severity);
[[nodiscard]] QIcon severityIcon(Severity severity);
/// "Damaged outline" …
[[nodiscard]] QString findingKindText(health::FindingKind kind);
/// What it is of: a title, a user's name, "This library".
[[nodiscard]] QString whereText(const HealthRow& row);
/// What is wrong, as a sentence.
[[nodiscard]] QString messageText(const health::Finding& finding);
/// "Error · Damaged outline · can be fixed".
[[nodiscard]] QString findingFacts(const health::Finding& finding);

/// Fixing it as a command, with a mnemonic; empty if it has no fix.
[[nodiscard]] QString fixCommandText(const health::Finding& finding);
/// What fixing it will do, as a sentence.
[[nodiscard]] QString fixSentence(const health::Finding& finding);
/// Whether and how that can be taken back.
[[nodiscard]] QString takingBackText(const health::Finding& finding);
/// What a person can do about one without a fix.
[[nodiscard]] QString toDoText(const health::Finding& finding);
/// What was done, as a sentence. `where`: whereText().
[[nodiscard]] QString doneText(const FixOutcome& outcome, const QString& where);
/// What became of it, as a sentence, beside its row.
[[nodiscard]] QString outcomeText(const FixOutcome& outcome);

} // namespace stemma::ui
