// SPDX-License-Identifier: MIT
#include "core/report/blame.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/report/blame_touches.h"
#include "core/report/outline.h"
#include "core/report/restore_target.h"
#include "core/report/version_links.h"

namespace stemma::report {

namespace {

using diff::ChangeKind;
using history::Timeline;
using Versions = ComparedVersions<Touches>;

/// How many rows of the history had passed when the report was the version of that name, which
/// history::findVersion() has accepted.
std::size_t rowsUntil(const Timeline& timeline, const std::string& name, std::size_t version) {
    const auto actionBehind = [&](std::string_view prefix) {
        return history::findChange(timeline, name.substr(prefix.size()));
    };
    if (name == "now")
        return timeline.rows.size();
    if (name.starts_with('@')) {
        std::size_t row = timeline.rows.size();
        std::from_chars(name.data() + 1, name.data() + name.size(), row);
        return row;
    }
    if (name.starts_with("before:"))
        if (const auto row = actionBehind("before:"))
            return *row;
    if (name.starts_with("after:"))
        if (const auto row = actionBehind("after:"))
            return *row + 1;
    const std::string& file = timeline.versions[version].file;
    for (std::size_t at = 0; !file.empty() && at < timeline.rows.size(); ++at)
        if (timeline.rows[at].backup == file)
            return timeline.rows[at].kind == history::RowKind::unnamedBackup ? at + 1 : at;
    return firstRowSince(timeline, name, version);
}

/// What is known so far of a part or field of the version.
struct Fact {
    std::optional<Origin> changed;
    std::optional<Origin> made; ///< of parts
    bool human = false;
};

void settle(std::optional<Origin>& fact, const Origin& origin) {
    if (!fact)
        fact = origin;
}

/// Goes back through the changes; the last one that touched something counts.
class Search {
public:
    Search(const Timeline& timeline, PartNumbers& numbers)
        : m_timeline(timeline)
        , m_numbers(numbers)
        , m_report(numbers.part("report", "report")) {}

    void add(const VersionLink& link, const Touches& touches) {
        const bool known =
            link.kind == VersionLink::Kind::change || link.kind == VersionLink::Kind::beginning;
        const Origin origin = known ? Origin{link.rows.front(), {}} : Origin{{}, link.next};
        const bool human = isByPeople(link);
        m_facts.resize(m_numbers.size());
        for (std::size_t at = 0; at < touches.size(); ++at) {
            const Touches::Touch& touch = touches.touch(at);
            const bool isThere = touch.kind != ChangeKind::removed;
            settlePart(touch, origin, human);
            for (const PartNumber field : touches.fields(at)) {
                if (isThere)
                    settle(m_facts[field].changed, origin);
                m_facts[field].human = m_facts[field].human || human;
            }
            if (human)
                for (const PartNumber holder : touches.holders(at))
                    m_facts[holder].human = true;
        }
    }

    /// The blame of the version's parts, which are told as added to nothing. `since`: what isn't known by now
    /// was so before that row.
    std::vector<PartBlame> blame(const diff::Changes& parts, std::optional<std::size_t> since) {
        std::vector<PartBlame> blamed;
        const Origin unknown{{}, since};
        for (const diff::Change& part : parts) {
            const PartNumber number = m_numbers.part(part.what, part.id);
            const Fact fact = factOf(number);
            PartBlame one{part.what,
                          part.id,
                          part.parent,
                          part.title,
                          fact.changed.value_or(unknown),
                          fact.made.value_or(unknown),
                          fact.human,
                          {}};
            for (const diff::FieldChange& field : part.fields) {
                const Fact value = factOf(m_numbers.field(number, field.name));
                one.fields.push_back({field.name, value.changed.value_or(unknown), value.human});
            }
            blamed.push_back(std::move(one));
        }
        return blamed;
    }

private:
    void settlePart(const Touches::Touch& touch, const Origin& origin, bool human) {
        Fact& part = m_facts[touch.part];
        if (touch.kind != ChangeKind::removed)
            settle(part.changed, origin);
        if (touch.kind == ChangeKind::added)
            settle(part.made, origin);
        part.human = part.human || human;
        m_facts[m_report].human = m_facts[m_report].human || human;
    }

    [[nodiscard]] Fact factOf(PartNumber number) const {
        return number < m_facts.size() ? m_facts[number] : Fact{};
    }

    /// Whether none but people can have made a step.
    [[nodiscard]] bool isByPeople(const VersionLink& link) const {
        return !link.rows.empty() && std::all_of(link.rows.begin(), link.rows.end(), [&](std::size_t row) {
            return m_timeline.rows[row].actor == history::actorWord(history::Actor::human);
        });
    }

    const Timeline& m_timeline;
    PartNumbers& m_numbers;
    PartNumber m_report;
    std::vector<Fact> m_facts;
};

/// The parts of a version, as they would be added to nothing: so their ids are those of differences.
Result<diff::Changes> partsOf(io::Disk& disk, const std::string& directory, const history::Version& version) {
    const auto tree = readParts(disk, directory, version);
    if (!tree)
        return fail(tree.error());
    if (!*tree)
        return fail(ErrorCode::damaged, "tell who wrote the report", directory,
                    "the version can't be read: " + version.problem, "Choose another version.");
    return diff::difference({}, **tree);
}

Result<std::vector<PartBlame>> search(Versions& versions, const Timeline& timeline, PartNumbers& numbers,
                                      const diff::Changes& parts, const std::vector<VersionLink>& links) {
    Search search(timeline, numbers);
    std::optional<std::size_t> since;
    for (const VersionLink& link : links) {
        since = link.next;
        if (link.kind == VersionLink::Kind::dark || !link.after)
            break;
        const auto touches = versions.between(timeline, link.before, *link.after);
        if (!touches)
            return fail(touches.error());
        if (*touches == nullptr)
            break;
        search.add(link, **touches);
    }
    return search.blame(parts, since);
}

} // namespace

Result<Blame> loadBlame(io::Disk& disk, const std::string& reportDirectory, const std::string& version,
                        const Progress& progress) {
    PartNumbers numbers;
    Versions versions(disk, reportDirectory, [&numbers](const history::Comparison& comparison) {
        return Touches(comparison, numbers);
    });
    auto timeline = versions.load(interpretOutline, progress);
    if (!timeline)
        return fail(std::move(timeline.error()));
    const auto found = history::findVersion(*timeline, version);
    if (!found)
        return fail(found.error());
    const auto parts = partsOf(disk, reportDirectory, timeline->versions[*found]);
    if (!parts)
        return fail(parts.error());
    const auto links = versionLinks(*timeline, rowsUntil(*timeline, version, *found), *found);
    auto blamed = search(versions, *timeline, numbers, *parts, links);
    if (!blamed)
        return fail(std::move(blamed.error()));
    return Blame{std::move(*timeline), *found, std::move(*blamed)};
}

} // namespace stemma::report
