// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stemma::exporting {

/// What a foreign link may lead to: http, https and mailto addresses, and files under `report_files/`. The
/// address as it may be written into a page (not yet escaped); nothing if it is none of these. Fragments are
/// not for here.
[[nodiscard]] std::optional<std::string> safeLink(std::string_view address);

/// A picture that lies beside the report: a relative path under `report_files/` that doesn't leave it.
[[nodiscard]] std::optional<std::string> safePicture(std::string_view address);

} // namespace stemma::exporting
