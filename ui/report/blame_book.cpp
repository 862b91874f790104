// SPDX-License-Identifier: MIT
#include "ui/report/blame_book.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>

#include "core/history/audit_log.h"
#include "core/report/outline.h"
#include "ui/history/timeline_entries.h"
#include "ui/session/undo_steps.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Blame)
};

std::string keyOf(const std::string& what, const std::string& id) {
    return what == "report" ? what : what + ':' + id;
}

BlameMark markOf(const history::Timeline& timeline, const report::Origin& origin, bool human) {
    BlameMark mark;
    mark.human = human;
    if (!origin.row || *origin.row >= timeline.rows.size())
        return mark;
    const history::TimelineRow& row = timeline.rows[*origin.row];
    mark.state = BlameMark::State::known;
    mark.actor = row.actor;
    mark.ts = row.ts;
    mark.row = timelineKey(timeline, row);
    if (row.event) {
        mark.action = doneText(*row.event);
        mark.request = row.event->requestId.value_or("");
    }
    return mark;
}

BlameMark unsavedMark() {
    BlameMark mark;
    mark.state = BlameMark::State::unsaved;
    mark.actor = history::actorWord(history::Actor::human);
    mark.human = true;
    return mark;
}

} // namespace

BlameBook::BlameBook(const report::Blame& blame, const report::LoadedReport& saved,
                     const report::LoadedReport& shown) {
    for (const report::PartBlame& part : blame.parts) {
        PartMark mark{markOf(blame.timeline, part.changed, part.human), {}};
        for (const report::FieldBlame& field : part.fields)
            mark.fields.emplace_back(field.name, markOf(blame.timeline, field.changed, field.human));
        m_marks.emplace(keyOf(part.what, part.id), std::move(mark));
    }
    addUnsaved(saved, shown);
    for (const diff::Part& part : report::outlineTree(shown.document))
        if (part.what == "citation")
            m_citations[part.parent].push_back(keyOf(part.what, part.id));
    count(shown);
}

void BlameBook::touch(const std::string& key, const std::vector<std::string>& fields) {
    PartMark& mark = m_marks[key];
    mark.changed = unsavedMark();
    for (const std::string& name : fields) {
        const auto known = std::find_if(mark.fields.begin(), mark.fields.end(),
                                        [&name](const auto& field) { return field.first == name; });
        if (known == mark.fields.end())
            mark.fields.emplace_back(name, unsavedMark());
        else
            known->second = unsavedMark();
    }
}

void BlameBook::addUnsaved(const report::LoadedReport& saved, const report::LoadedReport& shown) {
    if (saved.sha256 == shown.sha256 && saved.bytes == shown.bytes)
        return;
    const auto touchHolder = [this](const std::string& key) {
        if (const auto holder = m_marks.find(key); holder != m_marks.end())
            holder->second.changed.human = true;
    };
    for (const diff::Change& change : report::outlineDifference(saved.document, shown.document)) {
        if (change.kind != diff::ChangeKind::removed) {
            std::vector<std::string> fields;
            for (const diff::FieldChange& field : change.fields)
                fields.push_back(field.name);
            touch(keyOf(change.what, change.id), fields);
        }
        const std::string what = change.what == "citation" ? "insight" : "section";
        touchHolder(keyOf(what, change.parent));
        touchHolder(keyOf(what, change.oldParent));
    }
}

void BlameBook::count(const report::LoadedReport& shown) {
    const auto countOne = [this](const std::string& key) {
        ++m_parts;
        if (const auto found = m_marks.find(key); found != m_marks.end() && !found->second.changed.human)
            ++m_neverHuman;
    };
    for (const report::Section& section : shown.outline.sections)
        countOne(keyOf("section", section.id.text()));
    for (const report::Insight& insight : shown.outline.insights)
        countOne(keyOf("insight", insight.id.text()));
}

const PartMark* BlameBook::of(const OutlineRow& row) const {
    std::string key;
    if (row.kind == OutlineKind::section)
        key = keyOf("section", row.id);
    else if (row.kind == OutlineKind::insight)
        key = keyOf("insight", row.id);
    else if (const auto cited = m_citations.find(row.id); row.kind == OutlineKind::citation &&
                                                          cited != m_citations.end() &&
                                                          row.citation < cited->second.size())
        key = cited->second[row.citation];
    const auto found = m_marks.find(key);
    return found == m_marks.end() ? nullptr : &found->second;
}

const PartMark* BlameBook::ofReport() const {
    const auto found = m_marks.find("report");
    return found == m_marks.end() ? nullptr : &found->second;
}

QString blameText(const BlameMark& mark, Timestamp now) {
    switch (mark.state) {
    case BlameMark::State::unsaved:
        return Words::tr("you, unsaved");
    case BlameMark::State::unknown:
        return Words::tr("unknown", "who made a part");
    case BlameMark::State::known:
        break;
    }
    return Words::tr("%1 · %2", "who, how long ago").arg(actorText(mark.actor), shortAge(mark.ts, now));
}

QString blameDetail(const BlameMark& mark) {
    if (mark.state == BlameMark::State::unsaved)
        return Words::tr("You changed this, and it isn't saved yet.");
    if (mark.state == BlameMark::State::unknown)
        return Words::tr("The history doesn't tell who made this what it is.");
    QStringList lines{Words::tr("%1 %2", "who did what").arg(actorTitle(mark.actor), mark.action).trimmed(),
                      exactTime(mark.ts)};
    if (!mark.request.empty())
        lines << Words::tr("Request: %1").arg(isolated(fromUtf8(mark.request)));
    if (!mark.human)
        lines << Words::tr("No person is known to have made or changed anything in it.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace stemma::ui
