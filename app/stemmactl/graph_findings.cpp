// SPDX-License-Identifier: MIT
#include "app/stemmactl/graph_findings.h"

namespace stemma::ctl {

json::Value graphFindingsValue(const std::vector<graph::Finding>& findings) {
    std::vector<json::Value> items;
    items.reserve(findings.size());
    for (const graph::Finding& finding : findings)
        items.push_back(json::Value::object(
            {{"id", json::Value::string(finding.id)},
             {"kind", json::Value::string(findingWord(finding.kind))},
             {"severity", json::Value::string(severityWord(finding.severity))},
             {"what", json::Value::string(finding.what)},
             {"path", json::Value::string(finding.path)},
             {"message", json::Value::string(finding.message)},
             {"repair", finding.repair.empty() ? json::Value() : json::Value::string(finding.repair)}}));
    return json::Value::array(std::move(items));
}

void printGraphFindings(Output& out, const std::vector<graph::Finding>& findings) {
    for (const graph::Finding& finding : findings) {
        out.line("  " + std::string(severityWord(finding.severity)) + ' ' + printable(finding.id));
        out.line("    " + printable(finding.message));
        if (!finding.repair.empty())
            out.line("    repair: " + printable(finding.repair));
    }
}

} // namespace stemma::ctl
