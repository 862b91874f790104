// SPDX-License-Identifier: MIT
#include "tests/core/report/operation_checks.h"

#include "core/json/json_document.h"
#include "core/json/python_format.h"

using namespace stemma;
using json::Value;

namespace checks {

std::string sampleText() {
    return json::pythonText(texts::sample());
}

std::vector<std::string> keysOf(const Value& object) {
    std::vector<std::string> keys;
    for (const json::Member& member : object.members())
        keys.push_back(member.key);
    return keys;
}

std::string withoutStamps(const std::string& bytes) {
    Value document = json::parse(bytes).value();
    document.set("updated_at", Value());
    document.set("outline_version", Value());
    return json::bytesOf(document);
}

std::string oddSampleText() {
    std::string text = sampleText();
    text.replace(text.find("\"order\": 1,"), 11, "\"order\" : 1.0 ,");
    return text.replace(text.find("über"), 5, "\\u00fcber");
}

} // namespace checks
