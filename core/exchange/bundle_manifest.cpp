// SPDX-License-Identifier: MIT
#include "core/exchange/bundle_manifest.h"

#include <set>

#include "core/json/json_document.h"
#include "core/json/python_format.h"

namespace stemma::exchange {

namespace {

using json::Value;

constexpr const char* reading = "read the bundle";
constexpr std::int64_t knownVersion = 1;

Unexpected damaged(const std::string& path, const std::string& why) {
    return fail(ErrorCode::damaged, reading, path, why, "Nothing was imported. Export the report again.");
}

bool isHash(const std::string& text) {
    constexpr std::size_t digits = 64;
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::optional<BundleFile> fileFrom(const Value& value) {
    const auto name = value.stringAt("name");
    const auto hash = value.stringAt("sha256");
    const Value* size = value.find("size");
    const std::int64_t bytes = size != nullptr ? size->asInteger().value_or(-1) : -1;
    if (!name || !hash || !isHash(*hash) || bytes < 0)
        return std::nullopt;
    return BundleFile{*name, static_cast<std::uint64_t>(bytes), *hash};
}

} // namespace

std::uint64_t BundleManifest::size() const {
    std::uint64_t size = 0;
    for (const BundleFile& file : files)
        size += file.size;
    return size;
}

std::string manifestText(const BundleManifest& manifest) {
    std::vector<Value> files;
    for (const BundleFile& file : manifest.files)
        files.push_back(Value::object({{"name", Value::string(file.name)},
                                       {"size", Value::integer(static_cast<std::int64_t>(file.size))},
                                       {"sha256", Value::string(file.sha256)}}));
    return json::pythonText(
        Value::object({{"format", Value::string(bundleFormat)},
                       {"version", Value::integer(knownVersion)},
                       {"made", Value::string(manifest.made)},
                       {"report", Value::object({{"id", Value::string(manifest.report.text())},
                                                 {"title", Value::string(manifest.title)}})},
                       {"files", Value::array(std::move(files))}}));
}

Result<BundleManifest> parseManifest(std::string_view bytes, const std::string& path) {
    const auto document = json::parseFile(bytes, path);
    if (!document)
        return fail(document.error());
    const Value* version = document->find("version");
    if (!document->isObject() || document->stringAt("format") != bundleFormat || version == nullptr)
        return damaged(path, "it is no bundle of a report");
    if (version->asInteger() != knownVersion)
        return damaged(path, "it is of another version of bundles, which this program doesn't know");
    const Value* report = document->find("report");
    const Value* files = document->find("files");
    BundleManifest manifest;
    manifest.report = ReportId(report != nullptr ? report->stringAt("id").value_or("") : "");
    manifest.title = report != nullptr ? report->stringAt("title").value_or("") : "";
    manifest.made = document->stringAt("made").value_or("");
    if (!isSafeName(manifest.report.text()) || !isUuid(manifest.report.text()))
        return fail(ErrorCode::unsafe, reading, path, "the id of its report is no UUID",
                    "Nothing was imported.");
    std::set<std::string> names;
    for (const Value& each : files != nullptr && files->isArray() ? files->items() : std::vector<Value>()) {
        auto file = fileFrom(each);
        if (!file || !names.insert(file->name).second)
            return damaged(path, "its list of files is broken");
        manifest.files.push_back(std::move(*file));
    }
    if (manifest.files.empty())
        return damaged(path, "it lists no files");
    return manifest;
}

std::string titleOf(std::string_view outline) {
    const auto document = json::parse(outline);
    return document && document->isObject() ? document->stringAt("title").value_or("") : "";
}

} // namespace stemma::exchange
