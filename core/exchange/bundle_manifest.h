// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/exchange/report_bundle.h"

namespace stemma::exchange {

/// The bytes of `manifest.json`.
[[nodiscard]] std::string manifestText(const BundleManifest& manifest);
/// ErrorCode::damaged if it is none, of a later version, or names what no report's directory has; unsafe for
/// an id that is none. `path` is that of the bundle, for messages.
[[nodiscard]] Result<BundleManifest> parseManifest(std::string_view bytes, const std::string& path);
/// The title in an outline's bytes; empty if there is none.
[[nodiscard]] std::string titleOf(std::string_view outline);

} // namespace stemma::exchange
