// SPDX-License-Identifier: MIT
#include "core/report/version_links.h"

#include <algorithm>

#include "core/history/timeline_build.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"

namespace stemma::report {

namespace {

using history::Timeline;
using history::TimelineRow;
using Kind = VersionLink::Kind;

bool hasForeignBackup(const TimelineRow& row) {
    return std::any_of(row.problems.begin(), row.problems.end(),
                       [](const history::RowProblem& problem) { return problem.rule == "backup-foreign"; });
}

/// Nobody is bound to such a backup, so it needn't be a content that the report had.
bool saysNothing(const TimelineRow& row) {
    return row.kind == history::RowKind::unnamedBackup && row.backupState == history::BackupState::damaged;
}

bool changesNothing(const TimelineRow& row) {
    return row.event && !row.event->backupName() && !history::changesWithoutBackup(*row.event);
}

/// Goes back through the rows from one known content to the one before.
class Walk {
public:
    Walk(const Timeline& timeline, std::size_t end, std::optional<std::size_t> version)
        : m_timeline(timeline)
        , m_version(version)
        , m_after(version) {
        if (end < timeline.rows.size())
            m_next = end;
    }

    std::vector<VersionLink> run(std::size_t end) {
        while (end-- > 0)
            if (step(end) == Reached::beginning)
                return std::move(m_links);
        add(Kind::dark, std::nullopt, std::move(m_gap));
        return std::move(m_links);
    }

private:
    enum class Reached { nothing, beginning };

    Reached step(std::size_t at) {
        const TimelineRow& row = m_timeline.rows[at];
        if (saysNothing(row))
            return Reached::nothing;
        auto before = hasForeignBackup(row) ? std::nullopt : known(row.before);
        auto after = known(row.after);
        if (changesNothing(row)) {
            before = after = before ? before : after;
            if (!before)
                return Reached::nothing;
        }
        if (after)
            see(*after);
        if (before && after && same(*before, *after)) {
            m_next = at;
            return Reached::nothing;
        }
        if (after && before)
            add(Kind::change, before, {at});
        else if (after && history::beganFromNothing(row)) {
            add(Kind::beginning, std::nullopt, {at});
            return Reached::beginning;
        } else {
            m_gap.push_back(at);
            if (before)
                see(*before);
        }
        return Reached::nothing;
    }

    /// The report had this content; how it came to be the next one that is known, the gap between may say.
    void see(std::size_t version) {
        if (!m_gap.empty() || (m_after && !same(version, *m_after)))
            add(Kind::gap, version, std::move(m_gap));
        m_gap.clear();
        m_after = version;
    }

    void add(Kind kind, std::optional<std::size_t> before, std::vector<std::size_t> rows) {
        const auto next = rows.empty() ? m_next : std::optional(rows.back());
        m_links.push_back({kind, before, m_after, std::move(rows), m_next});
        m_after = before;
        m_next = next;
    }

    [[nodiscard]] std::optional<std::size_t> known(std::optional<std::size_t> version) const {
        const bool is = version && (m_timeline.versions[*version].readable || version == m_version);
        return is ? version : std::nullopt;
    }

    [[nodiscard]] bool same(std::size_t one, std::size_t other) const {
        const std::string& hash = m_timeline.versions[one].sha256;
        return one == other || (!hash.empty() && hash == m_timeline.versions[other].sha256);
    }

    const Timeline& m_timeline;
    std::optional<std::size_t> m_version;
    std::optional<std::size_t> m_after; ///< the content that was seen last, going back
    std::optional<std::size_t> m_next;  ///< the first row after it
    std::vector<std::size_t> m_gap;     ///< rows since then whose contents are not known
    std::vector<VersionLink> m_links;
};

} // namespace

std::vector<VersionLink> versionLinks(const Timeline& timeline, std::size_t end,
                                      std::optional<std::size_t> version) {
    return Walk(timeline, end, version).run(end);
}

Result<std::optional<diff::Tree>> readParts(io::Disk& disk, const std::string& directory,
                                            const history::Version& version) {
    const auto bytes = history::readVersion(disk, directory, version);
    if (!bytes)
        return fail(bytes.error());
    const auto document = json::parse(*bytes);
    if (!document || !document->isObject())
        return std::nullopt;
    return outlineTree(*document);
}

} // namespace stemma::report
