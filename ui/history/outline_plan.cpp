// SPDX-License-Identifier: MIT
// The difference of two outlines, as it is to be shown.
#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <QCoreApplication>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/restore_parts.h"
#include "ui/history/change_words.h"
#include "ui/history/diff_plan.h"
#include "ui/history/field_text.h"
#include "ui/history/outline_order.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Difference)
};

using diff::Change;
using diff::ChangeKind;
using Kind = DiffBlock::Kind;

constexpr qsizetype titleLength = 90;

QString titleText(const std::string& title) {
    return oneLine(fromUtf8(title), titleLength);
}

/// What can't be restored by itself.
bool isChoosable(const Change& change, const std::string& field) {
    return field != "updated_at" && field != "outline_version" &&
           !(change.what == "report" && field == "report_id");
}

/// What isn't told to have changed: the same, or nothing to say of.
enum class Rest { fold, leaveOut };

/// Turns two outlines and the changes between them into blocks.
class OutlinePlanner {
public:
    OutlinePlanner(const OutlineOrder& order, Unchanged unchanged, Stamps stamps, Rest rest)
        : m_order(order)
        , m_unchanged(unchanged)
        , m_stamps(stamps)
        , m_rest(rest) {}

    DiffPlan plan(const diff::Tree& after) {
        for (const diff::Part& part : after)
            if (part.what == "report")
                addReport(part);
        for (const OrderedPart& section : m_order.in("section", {}))
            addSection(section);
        flushSections();
        addUnplaced();
        if (m_plan.changes == 0)
            note(Words::tr("The two versions say the same."));
        if (m_stampsOnly > 0)
            note(Words::tr("In %n part(s) only the time of writing differs.", nullptr, m_stampsOnly));
        joinTwins();
        return std::move(m_plan);
    }

private:
    using Blocks = std::vector<DiffBlock>;

    void note(const QString& text) { m_plan.blocks.push_back({Kind::note, {{text, DiffTone::muted}}}); }

    int addPart(DiffPart part) {
        m_plan.parts.push_back(std::move(part));
        return static_cast<int>(m_plan.parts.size()) - 1;
    }

    bool saysOnlyWhen(const Change& change) const {
        return m_stamps == Stamps::leaveOut && change.kind == ChangeKind::edited &&
               std::all_of(change.fields.begin(), change.fields.end(),
                           [](const diff::FieldChange& field) { return isTimeStamp(field.name); });
    }

    // Groups: a heading, and what changed under it.

    void addReport(const diff::Part& part) {
        beginGroup(Words::tr("Report"));
        for (const Change* change : m_order.changesOf(part))
            add(*change, m_body);
        endGroup(true);
    }

    void addSection(const OrderedPart& section) {
        const QString title = titleText(section.part->title);
        const QString heading = Words::tr("Section “%1”").arg(isolated(title));
        if (section.state == OrderedPart::State::was) {
            flushSections();
            m_plan.blocks.push_back(wasBlock(*section.part, title));
            return;
        }
        beginGroup(heading, title);
        for (const Change* change : m_order.changesOf(*section.part))
            add(*change, m_body);
        for (const OrderedPart& insight : m_order.in("insight", section.part->id))
            addInsight(insight);
        endGroup();
    }

    void addUnplaced() {
        const auto unplaced = m_order.in("insight", {});
        if (unplaced.empty())
            return;
        beginGroup(Words::tr("In no section"));
        for (const OrderedPart& insight : unplaced)
            addInsight(insight);
        endGroup();
        flushSections();
    }

    void beginGroup(const QString& heading, const QString& title = {}) {
        m_heading = {Kind::heading, {{heading, DiffTone::strong}}};
        m_body.clear();
        m_same.clear();
        m_firstPart = m_plan.parts.size();
        m_group = addPart({{}, {}, {}, -1, title});
    }

    /// A group in which nothing differs goes into a fold with its neighbours.
    void endGroup(bool isReport = false) {
        const bool differs = std::any_of(m_body.begin(), m_body.end(), [](const DiffBlock& block) {
            return block.kind == Kind::change || block.kind == Kind::was;
        });
        if (!differs) {
            m_plan.parts.resize(m_firstPart);
            if (isReport || m_rest == Rest::leaveOut)
                return;
            m_sameGroups.push_back(m_heading);
            std::move(m_same.begin(), m_same.end(), std::back_inserter(m_sameGroups));
            ++m_sameCount;
            return;
        }
        flushSame();
        flushSections();
        if (m_plan.parts.size() > m_firstPart + 1)
            m_heading.part = m_group;
        m_plan.blocks.push_back(m_heading);
        std::move(m_body.begin(), m_body.end(), std::back_inserter(m_plan.blocks));
    }

    DiffBlock foldBlock(const QString& text) {
        DiffBlock fold{Kind::fold, {{text, DiffTone::muted}}};
        fold.fold = m_plan.folds++;
        return fold;
    }

    static void putInto(Blocks& blocks, DiffBlock fold, Blocks& inside) {
        const int number = fold.fold;
        blocks.push_back(std::move(fold));
        for (DiffBlock& block : inside) {
            block.fold = number;
            blocks.push_back(std::move(block));
        }
        inside.clear();
    }

    void flushSections() {
        if (m_sameCount > 0)
            putInto(m_plan.blocks, foldBlock(Words::tr("%n unchanged section(s)", nullptr, m_sameCount)),
                    m_sameGroups);
        m_sameGroups.clear();
        m_sameCount = 0;
    }

    void flushSame() {
        if (!m_same.empty())
            putInto(m_body,
                    foldBlock(Words::tr("%n unchanged insight(s)", nullptr, static_cast<int>(m_same.size()))),
                    m_same);
    }

    // What stands in a group.

    void addInsight(const OrderedPart& insight) {
        if (insight.state == OrderedPart::State::was) {
            flushSame();
            m_body.push_back(wasBlock(*insight.part, titleText(insight.part->title)));
            return;
        }
        Blocks own, cited;
        for (const Change* change : m_order.changesOf(*insight.part))
            add(*change, own);
        const auto kind = own.empty() ? std::nullopt : own.front().change;
        if (kind != ChangeKind::added && kind != ChangeKind::removed) // else they come and go with it
            for (const OrderedPart& citation : m_order.in("citation", insight.part->id))
                if (citation.state != OrderedPart::State::was)
                    for (const Change* change : m_order.changesOf(*citation.part))
                        add(*change, cited);
        if (own.empty() && cited.empty()) {
            if (m_rest == Rest::fold)
                m_same.push_back(sameBlock(*insight.part));
            return;
        }
        flushSame();
        if (own.empty()) // else one wouldn't know whose citations
            m_body.push_back({Kind::same, {{titleText(insight.part->title), DiffTone::muted}}});
        std::move(own.begin(), own.end(), std::back_inserter(m_body));
        std::move(cited.begin(), cited.end(), std::back_inserter(m_body));
    }

    static DiffBlock sameBlock(const diff::Part& part) {
        return {Kind::same, {{fromUtf8(part.title), DiffTone::plain}}};
    }

    DiffBlock wasBlock(const diff::Part& part, const QString& title) {
        const Change& change = *m_order.changesOf(part).front();
        const QString place = QString::number(change.newPosition + 1);
        const QString where =
            change.parent == change.oldParent
                ? Words::tr("moved to place %1").arg(place)
                : Words::tr("moved to “%1”, place %2")
                      .arg(isolated(titleText(m_order.titleOf("section", change.parent))), place);
        DiffBlock block{Kind::was,
                        {signOf(ChangeKind::moved),
                         {isolated(title), DiffTone::muted, DiffSide::before},
                         {QStringLiteral("  "), DiffTone::muted, DiffSide::joined},
                         {where, DiffTone::moved, DiffSide::after}}};
        block.change = ChangeKind::moved;
        block.twin = moveNumber(change);
        return block;
    }

    /// The same for both ends of a move, until their blocks are known.
    int moveNumber(const Change& change) {
        const int next = static_cast<int>(m_moves.size());
        return m_moves.emplace(change.what + ':' + change.id, next).first->second;
    }

    void add(const Change& change, Blocks& out) {
        if (saysOnlyWhen(change)) {
            ++m_stampsOnly;
            return;
        }
        const QString title = titleText(change.title);
        const bool whole = change.kind == ChangeKind::added || change.kind == ChangeKind::removed;
        const bool named = change.what != "report" && !(whole && change.what != "citation");
        DiffBlock begin = changeBlock(change.kind, changeWords(change), named ? title : QString());
        const bool choosable =
            change.kind != ChangeKind::edited ||
            std::any_of(change.fields.begin(), change.fields.end(), [&](const diff::FieldChange& field) {
                return isChoosable(change, field.name) &&
                       (m_stamps == Stamps::show || !isTimeStamp(field.name));
            });
        if (choosable)
            begin.part = addPart({change.what, change.id,
                                  change.kind == ChangeKind::moved ? report::placeField : std::string(),
                                  m_group, title});
        const int node = begin.part;
        ++m_plan.changes;
        if (change.kind == ChangeKind::moved && change.what != "citation")
            begin.twin = moveNumber(change);
        out.push_back(std::move(begin));
        if (change.kind == ChangeKind::moved)
            addMove(change, out);
        else if (change.kind == ChangeKind::edited)
            addFields(change, node, out);
        else
            addWhole(change, out);
    }

    void addMove(const Change& change, Blocks& out) const {
        const QString from = QString::number(change.oldPosition + 1);
        const QString to = QString::number(change.newPosition + 1);
        const auto section = [this](const std::string& id) {
            return isolated(titleText(m_order.titleOf("section", id)));
        };
        const QString text = change.parent == change.oldParent
                                 ? Words::tr("from place %1 to place %2").arg(from, to)
                                 : Words::tr("from “%1”, place %2, to “%3”, place %4")
                                       .arg(section(change.oldParent), from, section(change.parent), to);
        out.push_back({Kind::field, {{text, DiffTone::moved, DiffSide::after}}});
    }

    void addFields(const Change& change, int node, Blocks& out) {
        for (const diff::FieldChange& field : change.fields) {
            if (m_stamps == Stamps::leaveOut && isTimeStamp(field.name))
                continue;
            std::vector<DiffBlock> blocks = fieldBlocks(field, m_unchanged);
            if (isChoosable(change, field.name))
                blocks.front().part = addPart({change.what, change.id, field.name, node,
                                               m_plan.parts[static_cast<std::size_t>(node)].title});
            std::move(blocks.begin(), blocks.end(), std::back_inserter(out));
        }
    }

    /// What came or went: its text in full, what else it says in one line.
    void addWhole(const Change& change, Blocks& out) const {
        const bool added = change.kind == ChangeKind::added;
        const DiffTone tone = added ? DiffTone::added : DiffTone::removed;
        const DiffSide side = added ? DiffSide::after : DiffSide::before;
        QStringList others;
        for (const diff::FieldChange& field : change.fields) {
            const json::Value& value = added ? field.after : field.before;
            if ((m_stamps == Stamps::leaveOut && isTimeStamp(field.name)) || value.isNull() ||
                (!value.isString() && value.size() == 0 && !value.isNumber() && !value.isBoolean()))
                continue;
            const bool text = field.name == "summary" || field.name == "content" || field.name == "notes" ||
                              (field.name == "title" && change.what == "section");
            if (text && value.isString())
                out.push_back({Kind::prose, {{fromUtf8(value.text()), tone}}});
            else
                others << Words::tr("%1: %2", "field: value")
                              .arg(fieldName(field.name), isolated(oneLine(fieldValue(value), 160)));
        }
        if (change.what == "insight")
            addCitationCount(change, others);
        if (!others.isEmpty())
            out.push_back({Kind::field, {{others.join(QStringLiteral(" · ")), DiffTone::muted, side}}});
    }

    void addCitationCount(const Change& change, QStringList& others) const {
        int citations = 0;
        for (const OrderedPart& citation : m_order.in("citation", change.id))
            citations += citation.state == OrderedPart::State::was ? 0 : 1;
        if (citations > 0)
            others << Words::tr("%n citation(s)", nullptr, citations);
    }

    /// The two ends of every move get to know each other.
    void joinTwins() {
        std::vector<int> first(m_moves.size(), -1);
        for (std::size_t i = 0; i < m_plan.blocks.size(); ++i) {
            DiffBlock& block = m_plan.blocks[i];
            if (block.twin < 0)
                continue;
            int& other = first[static_cast<std::size_t>(std::exchange(block.twin, -1))];
            if (other < 0) {
                other = static_cast<int>(i);
                continue;
            }
            block.twin = other;
            m_plan.blocks[static_cast<std::size_t>(other)].twin = static_cast<int>(i);
        }
        for (std::size_t i = 1; i < m_plan.blocks.size(); ++i) // the line that says from where to where
            if (m_plan.blocks[i].kind == Kind::field && m_plan.blocks[i - 1].kind == Kind::change)
                m_plan.blocks[i].twin = m_plan.blocks[i - 1].twin;
    }

    const OutlineOrder& m_order;
    const Unchanged m_unchanged;
    const Stamps m_stamps;
    const Rest m_rest;
    DiffPlan m_plan;
    DiffBlock m_heading;
    Blocks m_body, m_same; ///< of the group; what is the same and may come into a fold
    Blocks m_sameGroups;   ///< whole groups that are the same
    int m_sameCount = 0;   ///< how many
    int m_group = -1;      ///< the part of the group
    int m_stampsOnly = 0;
    std::size_t m_firstPart = 0;
    std::unordered_map<std::string, int> m_moves;
};

DiffPlan planDamaged(std::string_view before, std::string_view after, Unchanged unchanged, bool older) {
    const QString why = older
                            ? Words::tr("The older version is damaged: the files are compared line by line.")
                            : Words::tr("The newer version is damaged: the files are compared line by line.");
    DiffPlan plan;
    plan.blocks.push_back({Kind::note, {{why, DiffTone::strong}}});
    appendPlan(plan, planRawDifference(before, after, unchanged));
    return plan;
}

} // namespace

DiffPlan planDifference(std::string_view before, std::string_view after, Unchanged unchanged, Stamps stamps,
                        const KeepChanges& keep) {
    const auto old = json::parse(before);
    const auto young = json::parse(after);
    if (!old || !old->isObject() || !young || !young->isObject())
        return planDamaged(before, after, unchanged, !old || !old->isObject());
    const report::SaveStamps saved =
        stamps == Stamps::show ? report::SaveStamps::include : report::SaveStamps::leaveOut;
    const diff::Tree oldTree = report::outlineTree(*old, saved);
    const diff::Tree youngTree = report::outlineTree(*young, saved);
    diff::Changes changes = diff::difference(oldTree, youngTree);
    if (keep)
        changes = keep({{}, {}, oldTree, youngTree, changes});
    const OutlineOrder order(oldTree, youngTree, changes);
    return OutlinePlanner(order, unchanged, stamps, keep ? Rest::leaveOut : Rest::fold).plan(youngTree);
}

} // namespace stemma::ui
