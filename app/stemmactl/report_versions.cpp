// SPDX-License-Identifier: MIT
#include "app/stemmactl/report_versions.h"

#include "core/io/disk.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"

namespace stemma::ctl {

namespace {

bool namesHistory(const std::string& name) {
    return name.starts_with('@') || name.starts_with("before:") || name.starts_with("after:") ||
           name.starts_with("backup:");
}

Result<json::Value> parsed(const std::string& bytes, const std::string& path) {
    auto value = json::parseFile(bytes, path);
    if (value && !value->isObject())
        return fail(ErrorCode::damaged, "read the outline", path, "it is JSON, but no object");
    return value;
}

} // namespace

ReportVersions::ReportVersions(const Context& context, std::string directory)
    : m_context(context)
    , m_directory(std::move(directory)) {}

Result<const history::Timeline*> ReportVersions::timeline() {
    if (!m_timeline) {
        auto loaded = history::loadTimeline(m_context.disk(), m_directory, report::interpretOutline,
                                            history::Counts::leaveOut, m_context.progress("reading version"));
        if (!loaded)
            return fail(loaded.error());
        m_timeline = std::move(*loaded);
    }
    return &*m_timeline;
}

Result<std::string> ReportVersions::bytes(const std::string& name) {
    if (!namesHistory(name)) {
        const std::string path = name == "now" ? io::joinPath(m_directory, "outline.json") : name;
        auto content = io::readFile(m_context.disk(), path);
        if (content)
            return std::move(content->bytes);
        if (name != "now" && content.error().code == ErrorCode::notFound)
            content.error().advice =
                "A version is now, before:ACTION, after:ACTION, backup:FILENAME, @N, or a file.";
        return fail(content.error());
    }
    const auto history = timeline();
    if (!history)
        return fail(history.error());
    const auto found = history::findVersion(**history, name);
    if (!found)
        return fail(found.error());
    return history::readVersion(m_context.disk(), m_directory, (*history)->versions.at(*found));
}

Result<json::Value> ReportVersions::document(const std::string& name) {
    const auto content = bytes(name);
    if (!content)
        return fail(content.error());
    return parsed(*content, name == "now" ? io::joinPath(m_directory, "outline.json") : name);
}

Result<json::Value> ReportVersions::document(const history::Version& version) {
    const auto content = history::readVersion(m_context.disk(), m_directory, version);
    if (!content)
        return fail(content.error());
    return parsed(*content, version.file.empty() ? "outline.json" : version.file);
}

} // namespace stemma::ctl
