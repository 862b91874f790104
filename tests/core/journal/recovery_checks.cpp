// SPDX-License-Identifier: MIT
#include "recovery_checks.h"

namespace stemma::test {

std::string line(const char* id) {
    return eventLine(ActionId(id), "", "");
}

std::vector<std::string> rules(const Result<journal::RecoveryReport>& report) {
    std::vector<std::string> found;
    for (const auto& step : report->steps)
        found.push_back(step.rule + (step.needsPerson ? "!" : ""));
    return found;
}

bool did(const Result<journal::RecoveryReport>& report, const std::string& rule) {
    const auto all = rules(report);
    return std::find(all.begin(), all.end(), rule) != all.end();
}

} // namespace stemma::test
