// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/report/working_copy.h"

namespace stemma::ui {

/// What an edit does, to stand behind "Undo" and "Redo": "move insight “Churn rose 4 %” to Risks".
[[nodiscard]] QString editText(const report::EditLabel& label);

/// The name of a field as the inspector has it: "summary", "importance"; any other as it stands.
[[nodiscard]] QString fieldText(const std::string& field);

} // namespace stemma::ui
