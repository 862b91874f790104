// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/layout/layout.h"

namespace stemma::layout {

/// What this program and the layout program say to each other: lines of numbers, `.` in every locale. A
/// request ends with `end`, so that a torn one is known as such; so does an answer, or it is `error` and a
/// reason.
[[nodiscard]] std::string requestText(const Request& request);
/// ErrorCode::usage with the line that is off.
[[nodiscard]] Result<Request> parseRequest(std::string_view text);

[[nodiscard]] std::string answerText(const Result<std::vector<Point>>& answer);
/// `nodes`: how many points there must be. ErrorCode::io for anything else.
[[nodiscard]] Result<std::vector<Point>> parseAnswer(std::string_view text, std::size_t nodes);

} // namespace stemma::layout
