// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/base/result.h"

namespace stemma::ui {

/// "Could not save the report."
[[nodiscard]] QString errorHeadline(const Error& error);

/// Why, with which file, and what the person can do: one or more whole sentences.
[[nodiscard]] QString errorDetail(const Error& error);

/// Both, as the message bar shows them.
[[nodiscard]] QString errorText(const Error& error);

} // namespace stemma::ui
