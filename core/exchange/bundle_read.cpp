// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "core/base/sha256.h"
#include "core/exchange/bundle_manifest.h"
#include "core/exchange/report_bundle.h"
#include "core/history/audit_log.h"
#include "core/history/backups.h"

namespace stemma::exchange {

namespace {

constexpr const char* reading = "read the bundle";

Unexpected refuse(ErrorCode code, const std::string& path, const std::string& why) {
    return fail(code, reading, path, why, "Nothing was imported. Export the report again.");
}

/// Why a file can't be one of a report's directory; empty if it can.
std::string badPlace(const std::string& name) {
    const std::size_t slash = name.find('/');
    const std::string first = name.substr(0, slash);
    if (slash != std::string::npos && name.find('/', slash + 1) != std::string::npos)
        return "it lies deeper than the files of a report do";
    if (first == ".lock" || first.starts_with(".stemma") || name == bundleManifestName)
        return "a report's directory has no such file of its own";
    const std::string last = slash == std::string::npos ? first : name.substr(slash + 1);
    return isSafeName(first) && isSafeName(last) ? "" : "it can't be the name of a file";
}

/// Takes the files of an archive in, each against the manifest, which comes first.
class Checking {
public:
    Checking(const std::string& path, ReportBundle& bundle)
        : m_path(path)
        , m_bundle(bundle) {}

    Status take(const std::string& name, std::string bytes) {
        if (!m_begun)
            return begin(name, bytes);
        const auto listed = m_listed.find(name);
        if (listed == m_listed.end())
            return refuse(ErrorCode::unsafe, m_path, "‘" + name + "’ is in it, but not in its list");
        const BundleFile& file = m_bundle.manifest.files[listed->second];
        if (bytes.size() != file.size || sha256(bytes) != file.sha256)
            return refuse(ErrorCode::damaged, m_path, "‘" + name + "’ in it is not what was exported");
        m_bundle.files[listed->second] = {name, std::move(bytes)};
        m_listed.erase(listed);
        return {};
    }
    [[nodiscard]] Status whole() const {
        if (!m_begun)
            return refuse(ErrorCode::damaged, m_path, "it is no bundle of a report");
        if (!m_listed.empty())
            return refuse(ErrorCode::damaged, m_path, "‘" + m_listed.begin()->first + "’ is missing in it");
        return {};
    }

private:
    Status begin(const std::string& name, const std::string& bytes) {
        if (name != bundleManifestName)
            return refuse(ErrorCode::damaged, m_path, "it is no bundle of a report");
        auto manifest = parseManifest(bytes, m_path);
        if (!manifest)
            return fail(std::move(manifest.error()));
        m_bundle.manifest = std::move(*manifest);
        for (std::size_t i = 0; i < m_bundle.manifest.files.size(); ++i) {
            const std::string& file = m_bundle.manifest.files[i].name;
            if (std::string bad = badPlace(file); !bad.empty())
                return refuse(ErrorCode::unsafe, m_path, "‘" + file + "’ can't be taken: " + bad);
            m_listed[file] = i;
        }
        m_bundle.files.resize(m_bundle.manifest.files.size());
        m_begun = true;
        return {};
    }

    const std::string& m_path;
    ReportBundle& m_bundle;
    std::map<std::string, std::size_t> m_listed; ///< that are still to come
    bool m_begun = false;
};

} // namespace

const std::string* ReportBundle::find(const std::string& name) const {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const journal::NewFile& file) { return file.name == name; });
    return found == files.end() ? nullptr : &found->bytes;
}

Result<ReportBundle> readReportBundle(std::string_view bytes, const std::string& path,
                                      const Progress& progress) {
    ReportBundle bundle;
    Checking checking(path, bundle);
    Status read = readTar(
        bytes, path,
        [&](const std::string& name, std::string content) { return checking.take(name, std::move(content)); },
        tarLimits, progress);
    if (read)
        read = checking.whole();
    if (!read)
        return fail(std::move(read.error()));
    bundle.verdict = report::liveOutlineFrom(bundle.find("outline.json")).verdict;
    bundle.backups = static_cast<std::size_t>(
        std::count_if(bundle.files.begin(), bundle.files.end(), [](const journal::NewFile& file) {
            constexpr std::string_view backups = "backups/";
            return file.name.starts_with(backups) && history::backupTime(file.name.substr(backups.size()));
        }));
    if (const std::string* log = bundle.find("audit.jsonl"))
        bundle.events = history::readAuditLog(*log).events.size();
    return bundle;
}

} // namespace stemma::exchange
