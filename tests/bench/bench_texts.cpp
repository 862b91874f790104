// SPDX-License-Identifier: MIT
#include "tests/bench/bench_texts.h"

#include "core/base/clock.h"
#include "core/json/python_format.h"
#include "tests/support/store_builder.h"

namespace bench {

using namespace stemma;

std::string sizeText(std::size_t bytes) {
    return bytes < 1024 * 1024 ? std::to_string(bytes / 1024) + " KiB"
                               : std::to_string(bytes >> 20U) + " MiB";
}

/// An outline of about that size, as igloo-mcp writes it.
std::string outlineOfSize(const std::string& id, std::size_t bytes) {
    const std::string paragraph(900, 'x');
    json::Value sections = json::Value::array();
    for (std::size_t done = 0; done + 1400 < bytes || sections.size() == 0; done += 1300)
        sections.appendItem(tests::sectionValue(static_cast<int>(sections.size()), paragraph));
    return json::pythonText(json::Value::object({{"report_id", json::Value::string(id)},
                                                 {"title", json::Value::string("A report to measure with")},
                                                 {"created_at", json::Value::string(isoText({}))},
                                                 {"updated_at", json::Value::string(isoText({}))},
                                                 {"version", json::Value::string("1.0")},
                                                 {"outline_version", json::Value::integer(1)},
                                                 {"sections", sections},
                                                 {"insights", json::Value::array()},
                                                 {"metadata", json::Value::object()}}));
}

} // namespace bench
