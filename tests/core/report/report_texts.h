// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/json/json_value.h"

/// Outlines for the tests of this folder, made piece by piece.
namespace texts {

inline const std::string reportId = "7d0c1f0e-6d53-4a0b-9c39-0f6a3f3b7a10";
inline const std::string time = "2025-05-04T09:30:00.120000+00:00";

/// A UUID that ends in `number`; `kind` is one hexadecimal digit.
std::string id(char kind, int number);
inline std::string sectionId(int number) {
    return id('a', number);
}
inline std::string insightId(int number) {
    return id('b', number);
}

stemma::json::Value citation(const std::string& source, const std::string& key, const std::string& value);
stemma::json::Value query(const std::string& executionId);
/// One citation of the execution `exec-NUMBER` and its twin among the supporting queries.
stemma::json::Value insight(int number);
stemma::json::Value section(int number, int order, const std::vector<int>& insights);
stemma::json::Value outline(std::vector<stemma::json::Value> sections,
                            std::vector<stemma::json::Value> insights);
/// Two sections with two insights each.
stemma::json::Value sample();

} // namespace texts
