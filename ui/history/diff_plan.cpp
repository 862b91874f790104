// SPDX-License-Identifier: MIT
#include "ui/history/diff_plan.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <QCoreApplication>

#include "core/diff/text_diff.h"
#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "ui/history/field_text.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Difference)
};

using diff::Change;
using diff::ChangeKind;

constexpr qsizetype contextLines = 3;
constexpr int rawLineLimit = 20'000;

/// The parts of both sides, to say where a change belongs.
class Places {
public:
    void add(const diff::Tree& tree) {
        for (const diff::Part& part : tree)
            m_parts.emplace(part.what + ":" + part.id, std::pair(part.parent, part.title));
    }
    /// The section that a change is told under: its id; empty for what no section has; "report" for the
    /// report.
    [[nodiscard]] std::string sectionOf(const Change& change) const {
        if (change.what == "report")
            return "report";
        if (change.what == "section")
            return "section:" + change.id;
        std::string parent = change.parent;
        if (change.what == "citation")
            parent = find("insight:" + change.parent).first;
        return parent.empty() ? std::string() : "section:" + parent;
    }
    [[nodiscard]] QString titleOf(const std::string& key) const {
        return oneLine(fromUtf8(find(key).second), 90);
    }

private:
    [[nodiscard]] std::pair<std::string, std::string> find(const std::string& key) const {
        const auto found = m_parts.find(key);
        return found == m_parts.end() ? std::pair<std::string, std::string>() : found->second;
    }
    std::unordered_map<std::string, std::pair<std::string, std::string>> m_parts;
};

/// Turns changes into blocks.
class Planner {
public:
    Planner(const Places& places, Unchanged unchanged)
        : m_places(places)
        , m_unchanged(unchanged) {}

    DiffPlan plan(const diff::Changes& changes) {
        std::vector<std::pair<std::string, std::vector<const Change*>>> groups;
        std::unordered_map<std::string, std::size_t> known;
        int timeStamps = 0;
        for (const Change& change : changes)
            if (change.what == "insight")
                m_insights.emplace(change.id, change.kind);
        for (const Change& change : changes) {
            if (goesWithItsInsight(change)) {
                ++m_citations[change.parent];
                continue;
            }
            if (saysOnlyWhen(change)) {
                ++timeStamps;
                continue;
            }
            const std::string section = m_places.sectionOf(change);
            const auto [at, isNew] = known.emplace(section, groups.size());
            if (isNew)
                groups.push_back({section, {}});
            groups[at->second].second.push_back(&change);
        }
        for (const auto& [section, members] : groups) {
            m_plan.blocks.push_back({DiffBlock::Kind::heading, {{heading(section), DiffTone::strong}}});
            for (const Change* change : members)
                add(*change);
        }
        if (groups.empty())
            note(Words::tr("The two versions say the same."));
        if (timeStamps > 0)
            note(Words::tr("In %n part(s) only the time of writing differs.", nullptr, timeStamps));
        return std::move(m_plan);
    }

private:
    static bool saysOnlyWhen(const Change& change) {
        return change.kind == ChangeKind::edited &&
               std::all_of(change.fields.begin(), change.fields.end(),
                           [](const diff::FieldChange& field) { return isTimeStamp(field.name); });
    }
    /// The citations of an insight that came or went say nothing of their own.
    [[nodiscard]] bool goesWithItsInsight(const Change& change) const {
        const auto insight = m_insights.find(change.parent);
        return change.what == "citation" && insight != m_insights.end() && insight->second == change.kind &&
               (change.kind == ChangeKind::added || change.kind == ChangeKind::removed);
    }
    [[nodiscard]] QString heading(const std::string& section) const {
        if (section == "report")
            return Words::tr("Report");
        if (section.empty())
            return Words::tr("In no section");
        return Words::tr("Section “%1”").arg(isolated(m_places.titleOf(section)));
    }
    static QString kindText(const Change& change) {
        const bool section = change.what == "section";
        const bool insight = change.what == "insight";
        const bool citation = change.what == "citation";
        switch (change.kind) {
        case ChangeKind::added:
            return section    ? Words::tr("Added section")
                   : insight  ? Words::tr("Added insight")
                   : citation ? Words::tr("Added citation")
                              : Words::tr("Added");
        case ChangeKind::removed:
            return section    ? Words::tr("Removed section")
                   : insight  ? Words::tr("Removed insight")
                   : citation ? Words::tr("Removed citation")
                              : Words::tr("Removed");
        case ChangeKind::moved:
            return section    ? Words::tr("Moved section")
                   : insight  ? Words::tr("Moved insight")
                   : citation ? Words::tr("Moved citation")
                              : Words::tr("Moved");
        case ChangeKind::edited:
            break;
        }
        return section    ? Words::tr("Edited section")
               : insight  ? Words::tr("Edited insight")
               : citation ? Words::tr("Edited citation")
                          : Words::tr("Edited");
    }
    void note(const QString& text) {
        m_plan.blocks.push_back({DiffBlock::Kind::note, {{text, DiffTone::muted}}});
    }

    void add(const Change& change) {
        DiffBlock begin{DiffBlock::Kind::change, {signOf(change.kind), {kindText(change), DiffTone::strong}}};
        const QString title = oneLine(fromUtf8(change.title), 90);
        begin.part = partKey(change.what, change.what == "citation" ? change.parent : change.id);
        const bool whole = change.kind == ChangeKind::added || change.kind == ChangeKind::removed;
        const bool named =
            !title.isEmpty() && change.what != "report" && !(whole && change.what != "citation");
        if (named)
            begin.runs.push_back({QStringLiteral("  ") + isolated(title), DiffTone::muted});
        m_plan.blocks.push_back(std::move(begin));
        ++m_plan.changes;
        if (change.kind == ChangeKind::moved)
            addMove(change);
        else if (change.kind == ChangeKind::edited)
            addFields(change);
        else
            addWhole(change);
    }
    void addMove(const Change& change) {
        const QString from = QString::number(change.oldPosition + 1);
        const QString to = QString::number(change.newPosition + 1);
        const QString text = change.parent == change.oldParent
                                 ? Words::tr("from place %1 to place %2").arg(from, to)
                                 : Words::tr("from “%1”, place %2, to “%3”, place %4")
                                       .arg(isolated(m_places.titleOf("section:" + change.oldParent)), from,
                                            isolated(m_places.titleOf("section:" + change.parent)), to);
        m_plan.blocks.push_back({DiffBlock::Kind::field, {{text, DiffTone::moved}}});
    }
    void addFields(const Change& change) {
        for (const diff::FieldChange& field : change.fields)
            if (!isTimeStamp(field.name))
                for (DiffBlock& block : fieldBlocks(field, m_unchanged))
                    m_plan.blocks.push_back(std::move(block));
    }
    /// What came or went: its text in full, and what else is worth telling in one line.
    void addWhole(const Change& change) {
        const bool added = change.kind == ChangeKind::added;
        const DiffTone tone = added ? DiffTone::added : DiffTone::removed;
        QStringList others;
        for (const diff::FieldChange& field : change.fields) {
            const json::Value& value = added ? field.after : field.before;
            if (isTimeStamp(field.name) || value.isNull() ||
                (!value.isString() && value.size() == 0 && !value.isNumber() && !value.isBoolean()))
                continue;
            const bool text = field.name == "summary" || field.name == "content" || field.name == "notes" ||
                              (field.name == "title" && change.what == "section");
            if (text && value.isString())
                m_plan.blocks.push_back({DiffBlock::Kind::prose, {{fromUtf8(value.text()), tone}}});
            else
                others << Words::tr("%1: %2", "field: value")
                              .arg(fieldName(field.name), isolated(oneLine(fieldValue(value), 160)));
        }
        if (const auto citations = m_citations.find(change.id);
            change.what == "insight" && citations != m_citations.end())
            others << Words::tr("%n citation(s)", nullptr, citations->second);
        if (!others.isEmpty())
            m_plan.blocks.push_back(
                {DiffBlock::Kind::field, {{others.join(QStringLiteral(" · ")), DiffTone::muted}}});
    }

    const Places& m_places;
    std::unordered_map<std::string, ChangeKind> m_insights;
    std::unordered_map<std::string, int> m_citations; ///< of insights that came or went
    Unchanged m_unchanged;
    DiffPlan m_plan;
};

/// Puts a block of lines into the plan; the end of the block is the end of its last line.
void putCode(DiffPlan& plan, DiffBlock& code) {
    if (!code.runs.empty()) {
        code.runs.back().text.chop(1);
        plan.blocks.push_back(std::move(code));
    }
    code = {DiffBlock::Kind::code, {}};
}

/// Adds unchanged lines: all of them, or those next to what changed.
void addContext(DiffBlock& code, DiffPlan& plan, QStringList lines, bool first, bool last,
                Unchanged unchanged) {
    const auto put = [&code](const QStringList& some) {
        for (const QString& line : some)
            code.runs.push_back({QStringLiteral("  ") + line + QLatin1Char('\n'), DiffTone::plain});
    };
    const qsizetype head = first ? 0 : contextLines;
    const qsizetype tail = last ? 0 : contextLines;
    if (unchanged == Unchanged::show || lines.size() <= head + tail + 1)
        return put(lines);
    put(lines.mid(0, head));
    putCode(plan, code);
    plan.blocks.push_back(
        {DiffBlock::Kind::note,
         {{Words::tr("… %n unchanged line(s) …", nullptr, static_cast<int>(lines.size() - head - tail)),
           DiffTone::muted}}});
    put(lines.mid(lines.size() - tail));
}

} // namespace

std::string partKey(const std::string& what, const std::string& id) {
    return what == "report" ? what : what + ":" + id;
}

DiffRun signOf(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::added:
        return {QStringLiteral("+ "), DiffTone::strong};
    case ChangeKind::removed:
        return {QStringLiteral("− "), DiffTone::strong};
    case ChangeKind::moved:
        return {QStringLiteral("↕ "), DiffTone::strong};
    case ChangeKind::edited:
        break;
    }
    return {QStringLiteral("~ "), DiffTone::strong};
}

DiffPlan planDifference(std::string_view before, std::string_view after, Unchanged unchanged,
                        const KeepChanges& keep) {
    const auto old = json::parse(before);
    const auto young = json::parse(after);
    if (!old || !old->isObject() || !young || !young->isObject()) {
        DiffPlan plan = planRawDifference(before, after, unchanged);
        const QString why =
            (!old || !old->isObject())
                ? Words::tr("The older version is damaged: the files are compared line by line.")
                : Words::tr("The newer version is damaged: the files are compared line by line.");
        plan.blocks.insert(plan.blocks.begin(), {DiffBlock::Kind::note, {{why, DiffTone::strong}}});
        return plan;
    }
    const diff::Tree oldTree = report::outlineTree(*old);
    const diff::Tree youngTree = report::outlineTree(*young);
    Places places;
    places.add(youngTree);
    places.add(oldTree);
    diff::Changes changes = diff::difference(oldTree, youngTree);
    if (keep)
        changes = keep({{}, {}, oldTree, youngTree, changes});
    return Planner(places, unchanged).plan(changes);
}

DiffPlan filteredPlan(DiffPlan plan, const QString& text) {
    const QString wanted = text.trimmed().toCaseFolded();
    if (wanted.isEmpty())
        return plan;
    DiffPlan found;
    std::optional<DiffBlock> heading;
    std::vector<DiffBlock> change; // being collected, with what belongs to it
    bool holds = false;
    const auto close = [&] {
        if (holds && heading)
            found.blocks.push_back(*std::exchange(heading, std::nullopt));
        if (holds) {
            ++found.changes;
            std::move(change.begin(), change.end(), std::back_inserter(found.blocks));
        }
        change.clear();
        holds = false;
    };
    for (DiffBlock& block : plan.blocks) {
        const bool begins = block.kind == DiffBlock::Kind::change;
        if (begins || block.kind == DiffBlock::Kind::heading)
            close();
        QString line;
        for (const DiffRun& run : block.runs)
            line += run.text;
        if (block.kind == DiffBlock::Kind::heading) {
            heading = std::move(block);
        } else if (begins || !change.empty()) {
            holds = holds || line.toCaseFolded().contains(wanted);
            change.push_back(std::move(block));
        }
    }
    close();
    if (found.changes == 0)
        found.blocks.push_back(
            {DiffBlock::Kind::note,
             {{Words::tr("No change holds “%1”.").arg(isolated(text.trimmed())), DiffTone::muted}}});
    return found;
}

DiffPlan planRawDifference(std::string_view before, std::string_view after, Unchanged unchanged) {
    DiffPlan plan;
    const std::vector<diff::Segment> segments = diff::lineDifference(before, after);
    DiffBlock code{DiffBlock::Kind::code, {}};
    int lineCount = 0;
    bool inChange = false;
    for (std::size_t i = 0; i < segments.size() && lineCount < rawLineLimit; ++i) {
        QString text = fromUtf8(segments[i].text);
        if (text.endsWith(QLatin1Char('\n')))
            text.chop(1);
        const QStringList lines = text.split(QLatin1Char('\n'));
        if (segments[i].kind == diff::SegmentKind::same) {
            addContext(code, plan, lines, i == 0, i + 1 == segments.size(), unchanged);
            inChange = false;
            continue;
        }
        const bool added = segments[i].kind == diff::SegmentKind::added;
        if (!std::exchange(inChange, true)) {
            putCode(plan, code);
            plan.blocks.push_back({DiffBlock::Kind::change, {}});
            ++plan.changes;
        }
        for (const QString& line : lines) {
            code.runs.push_back(
                {(added ? QStringLiteral("+ ") : QStringLiteral("− ")) + line + QLatin1Char('\n'),
                 added ? DiffTone::added : DiffTone::removed});
            ++lineCount;
        }
    }
    putCode(plan, code);
    if (plan.changes == 0)
        plan.blocks.push_back({DiffBlock::Kind::note,
                               {{Words::tr("The two files are the same, byte for byte."), DiffTone::muted}}});
    if (lineCount >= rawLineLimit)
        plan.blocks.push_back(
            {DiffBlock::Kind::note,
             {{Words::tr("There are more changes than can be shown line by line."), DiffTone::strong}}});
    return plan;
}

} // namespace stemma::ui
