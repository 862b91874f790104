// SPDX-License-Identifier: MIT
#include "core/report/part_selection.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace stemma::report {

namespace {

using diff::Change;
using diff::ChangeKind;

Unexpected refuse(ErrorCode code, const std::string& what, const std::string& id, std::string why) {
    return fail(code, restoringParts, what + ' ' + id, std::move(why), "Nothing was written.");
}

bool hasField(const diff::Part* part, const std::string& name) {
    return part != nullptr && std::any_of(part->fields.begin(), part->fields.end(),
                                          [&](const auto& field) { return field.first == name; });
}

class Selecting {
public:
    Selecting(const PartIndex& now, const PartIndex& version, const diff::Changes& differences,
              const RestorePartsRequest& request)
        : m_now(now)
        , m_version(version)
        , m_request(request) {
        for (const Change& change : differences) {
            m_of[partKey(change.what, change.id)].push_back(&change);
            if (change.kind == ChangeKind::moved)
                m_selection.displaced.insert(partKey(change.what, change.id));
            if (change.kind == ChangeKind::added)
                m_missing[partKey(change.what, change.parent)].push_back(change.id);
        }
    }

    Result<PartSelection> run() {
        if (m_request.parts.empty())
            return fail(ErrorCode::usage, restoringParts, {}, "no part is named");
        for (const PartChoice& part : m_request.parts)
            if (Status ok = choose(part); !ok)
                return fail(std::move(ok.error()));
        const std::set<std::string> chosen = m_selection.removed;
        for (const std::string& section : m_now.in("section", ""))
            if (chosen.contains(partKey("section", section)))
                if (Status ok = emptySection(section); !ok)
                    return fail(std::move(ok.error()));
        if (Status ok = checkInto(); !ok)
            return fail(std::move(ok.error()));
        return std::move(m_selection);
    }

private:
    [[nodiscard]] const std::vector<const Change*>& changesOf(const std::string& key) const {
        static const std::vector<const Change*> none;
        const auto found = m_of.find(key);
        return found == m_of.end() ? none : found->second;
    }
    [[nodiscard]] const std::vector<std::string>& missingIn(const char* what, const std::string& id) const {
        static const std::vector<std::string> none;
        const auto found = m_missing.find(partKey(what, id));
        return found == m_missing.end() ? none : found->second;
    }

    Status choose(const PartChoice& part) {
        if (part.what != "report" && part.what != "section" && part.what != "insight" &&
            part.what != "citation")
            return refuse(ErrorCode::usage, part.what, part.id,
                          "a part is the report, a section, an insight or a citation");
        if (m_now.find(part.what, part.id) == nullptr && m_version.find(part.what, part.id) == nullptr)
            return refuse(ErrorCode::notFound, part.what, part.id,
                          "neither the report nor that version has it");
        return part.field.empty() ? chooseWhole(part) : chooseField(part);
    }

    /// A part of which the fields stay as they are goes back to where it stood.
    void choosePlace(const PartChoice& part) {
        for (const Change* change : changesOf(partKey(part.what, part.id)))
            if (change->kind == ChangeKind::moved)
                moveBack(*change, true);
    }

    Status chooseField(const PartChoice& part) {
        const diff::Part* now = m_now.find(part.what, part.id);
        const diff::Part* then = m_version.find(part.what, part.id);
        if (now == nullptr)
            return refuse(ErrorCode::usage, part.what, part.id,
                          "the report has no such part now: it can only come back whole");
        if (then == nullptr)
            return refuse(ErrorCode::usage, part.what, part.id, "that version has no such part");
        if (part.what == "report" && part.field == "report_id")
            return refuse(ErrorCode::usage, part.what, part.id, "the id of a report is never restored");
        if (part.field == placeField) {
            choosePlace(part);
            return {};
        }
        if (!hasField(now, part.field) && !hasField(then, part.field))
            return refuse(ErrorCode::notFound, part.what, part.id,
                          "neither side has a field “" + part.field + "” there");
        takeFields(partKey(part.what, part.id), part.field);
        return {};
    }

    Status chooseWhole(const PartChoice& part) {
        const std::string key = partKey(part.what, part.id);
        for (const Change* change : changesOf(key)) {
            switch (change->kind) {
            case ChangeKind::added:
                bringBack(*change, true);
                break;
            case ChangeKind::removed:
                m_selection.removed.insert(key);
                break;
            case ChangeKind::moved:
                moveBack(*change, true);
                break;
            case ChangeKind::edited:
                break;
            }
        }
        takeFields(key, {});
        if (m_request.company == Company::contents)
            chooseContents(part);
        return {};
    }

    /// What stood in a part: what is missing comes back, the rest becomes what it was. What came later stays.
    void chooseContents(const PartChoice& part) {
        if (part.what == "section") {
            for (const std::string& insight : missingIn("insight", part.id))
                bringAlong("insight", insight);
            for (const std::string& insight : m_version.in("insight", part.id)) {
                setBackAlong("insight", insight);
                if (!m_selection.added.contains(partKey("insight", insight)))
                    chooseContents({"insight", insight, {}});
            }
        } else if (part.what == "insight" && m_now.find("insight", part.id) != nullptr) {
            for (const std::string& citation : missingIn("citation", part.id))
                bringAlong("citation", citation);
            for (const std::string& citation : m_version.in("citation", part.id))
                setBackAlong("citation", citation);
        }
    }

    /// A part that both sides have.
    void setBackAlong(const char* what, const std::string& id) {
        const std::string key = partKey(what, id);
        if (isNamed(what, id) || m_now.find(what, id) == nullptr)
            return;
        bool differs = false;
        for (const Change* change : changesOf(key)) {
            differs = differs || change->kind == ChangeKind::moved || change->kind == ChangeKind::edited;
            if (change->kind == ChangeKind::moved)
                moveBack(*change, false);
        }
        takeFields(key, {});
        if (differs)
            m_selection.along.push_back({what, id, {}});
    }

    /// The fields that differ, or one of them.
    void takeFields(const std::string& key, const std::string& only) {
        for (const Change* change : changesOf(key)) {
            if (change->kind != ChangeKind::edited)
                continue;
            for (const diff::FieldChange& field : change->fields) {
                if ((!only.empty() && field.name != only) ||
                    (change->what == "report" && field.name == "report_id"))
                    continue;
                auto& taken = m_selection.fields[key];
                if (std::none_of(taken.begin(), taken.end(),
                                 [&](const auto& one) { return one.name == field.name; }))
                    taken.push_back(field);
            }
        }
    }

    void bringBack(const Change& change, bool named) {
        const std::string key = partKey(change.what, change.id);
        m_selection.added.insert(key);
        m_selection.bare.erase(key);
        if (change.what == "insight")
            findPlace(change, named);
        if (change.what == "citation")
            needInsight(change.parent);
    }

    void moveBack(const Change& change, bool named) {
        m_selection.moved.insert(partKey(change.what, change.id));
        if (change.what == "insight")
            findPlace(change, named);
    }

    void findPlace(const Change& change, bool named) {
        if (named && m_request.into)
            m_selection.into[partKey("insight", change.id)] = *m_request.into;
        else
            needSection(change.parent);
    }

    /// The section that an insight stands in, without its other insights.
    void needSection(const std::string& id) {
        if (!id.empty() && m_now.find("section", id) == nullptr &&
            m_selection.added.insert(partKey("section", id)).second)
            m_selection.along.push_back({"section", id, {}});
    }

    void needInsight(const std::string& id) {
        const std::string key = partKey("insight", id);
        if (m_now.find("insight", id) != nullptr || !m_selection.added.insert(key).second)
            return;
        m_selection.bare.insert(key);
        m_selection.along.push_back({"insight", id, {}});
        needSection(m_version.find("insight", id)->parent);
    }

    void bringAlong(const char* what, const std::string& id) {
        const std::string key = partKey(what, id);
        if (isNamed(what, id))
            return;
        const bool isNew = !m_selection.added.contains(key);
        bringBack(*changesOf(key).front(), false);
        if (isNew)
            m_selection.along.push_back({what, id, {}});
    }

    [[nodiscard]] bool isNamed(std::string_view what, const std::string& id) const {
        return std::any_of(m_request.parts.begin(), m_request.parts.end(), [&](const PartChoice& part) {
            return part.what == what && part.id == id && part.field.empty();
        });
    }

    /// What stands in a section that is taken out: it goes too if the version doesn't have it, else to where
    /// the version has it.
    Status emptySection(const std::string& section) {
        for (const std::string& insight : m_now.in("insight", section)) {
            const std::string key = partKey("insight", insight);
            if (m_selection.removed.contains(key) || m_selection.moved.contains(key))
                continue;
            if (m_version.find("insight", insight) != nullptr) {
                for (const Change* change : changesOf(key))
                    if (change->kind == ChangeKind::moved)
                        moveBack(*change, false);
            } else if (m_request.into) {
                m_selection.moved.insert(key);
                m_selection.into[key] = *m_request.into;
            } else if (m_request.company == Company::alone) {
                return refuse(ErrorCode::usage, "section", section,
                              "that version has nothing of it, and the insight " + insight +
                                  " that stands in it would stand nowhere: name a section for it");
            } else {
                m_selection.removed.insert(key);
            }
            m_selection.along.push_back({"insight", insight, {}});
        }
        return {};
    }

    Status checkInto() {
        if (!m_request.into)
            return {};
        const std::string key = partKey("section", *m_request.into);
        if (m_now.find("section", *m_request.into) == nullptr || m_selection.removed.contains(key))
            return refuse(ErrorCode::notFound, "section", *m_request.into,
                          "the report has no such section for the insights to go to");
        if (m_selection.into.empty())
            return refuse(ErrorCode::usage, "section", *m_request.into,
                          "no insight is named that would go there");
        return {};
    }

    const PartIndex& m_now;
    const PartIndex& m_version;
    const RestorePartsRequest& m_request;
    std::unordered_map<std::string, std::vector<const Change*>> m_of;
    std::unordered_map<std::string, std::vector<std::string>> m_missing; ///< by kind and parent
    PartSelection m_selection;
};

} // namespace

Result<PartSelection> selectParts(const PartIndex& now, const PartIndex& version,
                                  const diff::Changes& differences, const RestorePartsRequest& request) {
    return Selecting(now, version, differences, request).run();
}

} // namespace stemma::report
