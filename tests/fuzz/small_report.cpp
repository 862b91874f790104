// SPDX-License-Identifier: MIT
#include "tests/fuzz/small_report.h"

namespace fuzz {

SmallReport::SmallReport() {
    disk.plant(directory + "/outline.json", outlineBytes(3));
    for (const int version : {1, 2})
        disk.plant(directory + "/backups/outline.json.20250311T10120" + std::to_string(version) +
                       "_000001.bak",
                   outlineBytes(version));
}

std::string SmallReport::outlineBytes(int version) {
    const std::string time = "\"2025-03-11T10:12:0" + std::to_string(version) + ".000001+00:00\"";
    return R"({
  "report_id": "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
  "title": "Version )" +
           std::to_string(version) + R"(",
  "created_at": )" +
           time + R"(,
  "updated_at": )" +
           time + R"(,
  "version": "1.0",
  "outline_version": )" +
           std::to_string(version) + R"(,
  "sections": [],
  "insights": [],
  "metadata": {}
})";
}

} // namespace fuzz
