// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/json/json_value.h"

/// Putting outlines together. Private to core/report.
namespace stemma::report {

/// A file of a source's `report_files/`, and what it is called in the new report.
struct ChartFile {
    std::string name;
    std::string newName;
};

/// The parts of several outlines, with no id and no file name twice. Plain value.
class Synthesis {
public:
    /// Adds one source; answers the files that its charts need.
    std::vector<ChartFile> add(const json::Value& document);

    /// The outline of all that was added: without report_id, title and dates.
    [[nodiscard]] json::Value outline() const;

private:
    struct Renaming;
    void addSections(const json::Value& document, const Renaming& renaming);
    void addInsights(const json::Value& document, Renaming& renaming);
    std::vector<ChartFile> addCharts(const json::Value& document, const Renaming& renaming);
    [[nodiscard]] std::string freeId(const std::string& id, std::set<std::string>& taken);
    [[nodiscard]] std::string freeFileName(const std::string& name);

    json::Value m_sections = json::Value::array();
    json::Value m_insights = json::Value::array();
    json::Value m_charts = json::Value::object();
    std::vector<std::string> m_sources;
    std::set<std::string> m_tags, m_sectionIds, m_insightIds, m_chartIds, m_fileNames;
};

} // namespace stemma::report
