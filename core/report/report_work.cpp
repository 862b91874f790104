// SPDX-License-Identifier: MIT
#include <utility>

#include "core/json/json_document.h"
#include "core/report/outline_merge.h"
#include "core/report/report_change.h"
#include "core/report/report_library.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr const char* savingWork = "save the report";

/// What is to be written, known for one state of the disk.
struct Wanted {
    Value document;
    bool merged = false;
};

/// One working copy on its way to the disk.
class WorkSave {
public:
    WorkSave(std::string path, const std::string& base, const std::string& working)
        : m_path(std::move(path))
        , m_base(base)
        , m_working(working) {}

    /// Everything that needs no lock: also the merge with what lies there now, which is what the lock will
    /// find, almost always. Merging takes a while: it is looked again whether somebody wrote meanwhile.
    Status prepare(io::Disk& disk, const std::string& directory) {
        auto base = json::parseFile(m_base, m_path);
        auto working = json::parseFile(m_working, m_path);
        if (!base || !working)
            return fail(base ? working.error() : base.error());
        m_baseDocument = std::move(*base);
        m_workingDocument = std::move(*working);
        if (auto ok = checkHarmless(savingWork, m_baseDocument, m_workingDocument, m_path); !ok)
            return ok;
        constexpr int mostLooks = 4;
        for (int look = 0; look < mostLooks; ++look) {
            const auto live = readLiveOutline(disk, directory);
            if (!live)
                return tl::unexpected(live.error());
            if (!live->exists || !live->verdict.peerReads || live->bytes == m_base ||
                live->bytes == m_ready.first)
                return {};
            m_ready = {live->bytes, merge(*live)};
        }
        return {};
    }

    Result<Wanted> wanted(const LiveOutline& live) {
        if (live.document().stringAt("report_id") != m_workingDocument.stringAt("report_id"))
            return fail(ErrorCode::damaged, savingWork, m_path,
                        "the outline that was edited is that of another report, " +
                            m_workingDocument.stringAt("report_id").value_or(""),
                        "Nothing was written.");
        if (live.bytes == m_base)
            return Wanted{m_workingDocument, false};
        if (m_ready.first != live.bytes)
            m_ready = {live.bytes, merge(live)};
        return m_ready.second;
    }

private:
    Result<Wanted> merge(const LiveOutline& live) const {
        auto merged = mergeOutlines(m_base, m_working, live.bytes);
        if (!merged)
            return fail(merged.error());
        if (!merged->conflicts.empty())
            return fail(ErrorCode::conflict, savingWork, m_path,
                        "another program changed the same meanwhile: “" + merged->conflicts.front().title +
                            "”",
                        "Nothing was written. Decide what is to stay, and save again.");
        if (auto ok = checkHarmless(savingWork, live.document(), merged->document, m_path); !ok)
            return fail(ok.error());
        return Wanted{std::move(merged->document), true};
    }

    std::string m_path;
    const std::string& m_base;
    const std::string& m_working;
    Value m_baseDocument;
    Value m_workingDocument;
    std::pair<std::string, Result<Wanted>> m_ready{{}, Wanted{}}; ///< the disk's bytes, and what they lead to
};

} // namespace

Result<SavedWork> saveWork(const Workspace& workspace, const ReportId& id, const std::string& base,
                           const std::string& working, const std::optional<std::string>& note) {
    const auto directory = reportDirectory(workspace.environment.disk, workspace.root, id);
    if (!directory)
        return tl::unexpected(directory.error());
    WorkSave save(io::joinPath(*directory, "outline.json"), base, working);
    if (auto ready = save.prepare(workspace.environment.disk, *directory); !ready)
        return tl::unexpected(ready.error());
    bool merged = false;
    const MakeChange make = [&](const LiveOutline& live,
                                const journal::UnitInput&) -> Result<std::optional<Change>> {
        auto wanted = save.wanted(live);
        if (!wanted)
            return tl::unexpected(wanted.error());
        merged = wanted->merged;
        return changeTo(live, std::move(wanted->document), note);
    };
    auto changed = changeOutline(workspace, id, savingWork, make);
    if (!changed)
        return tl::unexpected(changed.error());
    return SavedWork{std::move(changed->saved), std::move(changed->disk), merged};
}

} // namespace stemma::report
