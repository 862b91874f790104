// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/json/json_value.h"
#include "core/report/report_operations.h"
#include "tests/core/report/library_fixture.h"
#include "tests/core/report/report_texts.h"

/// What the tests of operations on a report share: the sample, and looks at what was saved.
namespace checks {

inline const stemma::ReportId sampleId(texts::reportId);

/// The sample as the other program spells it.
std::string sampleText();
/// The sample in an unusual spelling that an edit must leave alone.
std::string oddSampleText();

std::vector<std::string> keysOf(const stemma::json::Value& object);

/// The bytes with the two fields that every save sets taken out.
std::string withoutStamps(const std::string& bytes);

} // namespace checks

/// Fails the test with the whole error when nothing was saved.
#define COMPARE_SAVED(result)                                                                                \
    QVERIFY2((result).has_value(), (result) ? "" : stemma::describe((result).error()).c_str())
