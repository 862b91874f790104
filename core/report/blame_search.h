// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/report/blame.h"
#include "core/report/blame_touches.h"
#include "core/report/version_links.h"

/// Private to core/report.
namespace stemma::report {

/// What is known so far of a part or a field.
struct BlameFact {
    std::optional<Origin> changed;
    std::optional<Origin> made; ///< of parts
    bool human = false;
};

/// What a blame was made of, to go on from when the report was changed: also of parts that are gone.
struct BlameMemory {
    PartNumbers numbers;
    std::vector<BlameFact> facts;     ///< by their numbers
    std::optional<std::size_t> since; ///< what isn't among them was so before that row
};

/// Goes back through the changes of a timeline; the last one that touched something counts. Both outlive it.
class BlameSearch {
public:
    BlameSearch(const history::Timeline& timeline, PartNumbers& numbers);

    /// The next older change.
    void add(const VersionLink& link, const Touches& touches);
    /// All that is older is what is known of it.
    void add(const std::vector<BlameFact>& older);
    /// The blame of the version's parts, which are told as added to nothing. `since`: what isn't known by now
    /// was so before that row.
    [[nodiscard]] std::vector<PartBlame> blame(const diff::Changes& parts, std::optional<std::size_t> since);
    [[nodiscard]] std::vector<BlameFact> takeFacts() { return std::move(m_facts); }

private:
    void settlePart(const Touches::Touch& touch, const Origin& origin, bool human);
    [[nodiscard]] BlameFact factOf(PartNumber number) const;
    [[nodiscard]] bool isByPeople(const VersionLink& link) const;

    const history::Timeline& m_timeline;
    PartNumbers& m_numbers;
    PartNumber m_report;
    std::vector<BlameFact> m_facts;
};

/// The parts of a version, as they would be added to nothing: so their ids are those of differences.
[[nodiscard]] Result<diff::Changes> partsOf(io::Disk& disk, const std::string& directory,
                                            const history::Version& version);

} // namespace stemma::report
