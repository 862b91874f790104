// SPDX-License-Identifier: MIT
#include "app/stemmactl/moment_option.h"

namespace stemma::ctl {

Result<std::optional<Timestamp>> momentOption(const std::string& text, DayEnd end) {
    if (text.empty())
        return std::optional<Timestamp>();
    constexpr std::size_t dayLength = 10;
    const char* ofDay = end == DayEnd::first ? "T00:00:00" : "T23:59:59.999999";
    const auto moment = parseIso(text.size() == dayLength ? text + ofDay : text);
    if (!moment)
        return fail(ErrorCode::usage, "read the time", text, "it is no time in ISO 8601",
                    "Write 2025-03-11 or 2025-03-11T10:12:02+00:00.");
    return moment;
}

} // namespace stemma::ctl
