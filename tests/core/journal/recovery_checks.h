// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "journal_fixture.h"

/// What the recovery tests share: left-overs to find, and reports as texts that a failed comparison shows
/// whole.
namespace stemma::test {

inline constexpr const char* idA = "aaaaaaaa-0000-4000-8000-000000000001";
inline constexpr const char* idB = "bbbbbbbb-0000-4000-8000-000000000002";

/// A whole line of the log, without its newline.
std::string line(const char* id);

/// The rule of each step, with "!" where a person is needed.
std::vector<std::string> rules(const Result<journal::RecoveryReport>& report);

bool did(const Result<journal::RecoveryReport>& report, const std::string& rule);

} // namespace stemma::test
