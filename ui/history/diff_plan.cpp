// SPDX-License-Identifier: MIT
#include "ui/history/diff_plan.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QCoreApplication>

#include "core/diff/text_diff.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Difference)
};

using diff::ChangeKind;

constexpr qsizetype contextLines = 3;
constexpr qsizetype linesABlock = 200; // what is laid out at once
constexpr int rawLineLimit = 20'000;

QStringList linesOf(const std::string& utf8) {
    QString text = fromUtf8(utf8);
    if (text.endsWith(QLatin1Char('\n')))
        text.chop(1);
    return text.split(QLatin1Char('\n'));
}

/// Lines of two files, on their way to a plan.
class RawPlanner {
public:
    explicit RawPlanner(Unchanged unchanged)
        : m_unchanged(unchanged) {}

    DiffPlan plan(const std::vector<diff::Segment>& segments) {
        for (std::size_t i = 0; i < segments.size() && m_lines < rawLineLimit; ++i) {
            QStringList lines = linesOf(segments[i].text);
            if (segments[i].kind == diff::SegmentKind::same) {
                addChange();
                addContext(lines, i == 0, i + 1 == segments.size());
                continue;
            }
            m_lines += lines.size();
            (segments[i].kind == diff::SegmentKind::added ? m_added : m_removed) << lines;
        }
        addChange();
        if (m_plan.changes == 0)
            note({Words::tr("The two files are the same, byte for byte."), DiffTone::muted});
        if (m_lines >= rawLineLimit)
            note({Words::tr("There are more changes than can be shown line by line."), DiffTone::strong});
        return std::move(m_plan);
    }

private:
    void note(DiffRun run) { m_plan.blocks.push_back({DiffBlock::Kind::note, {std::move(run)}}); }

    static void put(DiffBlock& block, const QStringList& lines, const QString& sign, DiffTone tone,
                    DiffSide side) {
        for (const QString& line : lines) {
            block.runs.push_back({sign, tone, side, true});
            block.runs.push_back({line + QLatin1Char('\n'), tone, side});
        }
    }

    /// The lines that went and those that came, beside each other.
    void addChange() {
        if (m_removed.isEmpty() && m_added.isEmpty())
            return;
        ++m_plan.changes;
        const ChangeKind kind = m_removed.isEmpty() ? ChangeKind::added
                                : m_added.isEmpty() ? ChangeKind::removed
                                                    : ChangeKind::edited;
        bool first = true;
        for (qsizetype from = 0; from < std::max(m_removed.size(), m_added.size()); from += linesABlock) {
            DiffBlock block{DiffBlock::Kind::code, {}};
            if (std::exchange(first, false))
                block.change = kind;
            const QStringList gone = m_removed.mid(from, linesABlock);
            const QStringList come = m_added.mid(from, linesABlock);
            put(block, gone, QStringLiteral("− "), DiffTone::removed, DiffSide::before);
            put(block, come, QStringLiteral("+ "), DiffTone::added, DiffSide::after);
            block.runs.back().text.chop(1);
            m_plan.blocks.push_back(std::move(block));
        }
        m_removed.clear();
        m_added.clear();
    }

    void addSame(const QStringList& lines, int fold) {
        for (qsizetype from = 0; from < lines.size(); from += linesABlock) {
            DiffBlock block{DiffBlock::Kind::code, {}};
            block.fold = fold;
            put(block, lines.mid(from, linesABlock), QStringLiteral("  "), DiffTone::plain, DiffSide::both);
            block.runs.back().text.chop(1);
            m_plan.blocks.push_back(std::move(block));
        }
    }

    /// Unchanged lines: those that are not next to a change in a fold.
    void addContext(const QStringList& lines, bool first, bool last) {
        const qsizetype head = first ? 0 : contextLines;
        const qsizetype tail = last ? 0 : contextLines;
        if (m_unchanged == Unchanged::show || lines.size() <= head + tail + 1)
            return addSame(lines, -1);
        addSame(lines.mid(0, head), -1);
        const qsizetype folded = lines.size() - head - tail;
        DiffBlock fold{
            DiffBlock::Kind::fold,
            {{Words::tr("%n unchanged line(s)", nullptr, static_cast<int>(folded)), DiffTone::muted}}};
        fold.fold = m_plan.folds++;
        m_plan.blocks.push_back(fold);
        addSame(lines.mid(head, folded), fold.fold);
        addSame(lines.mid(lines.size() - tail), -1);
    }

    Unchanged m_unchanged;
    DiffPlan m_plan;
    QStringList m_removed, m_added;
    qsizetype m_lines = 0;
};

} // namespace

std::string partKey(const std::string& what, const std::string& id) {
    return what == "report" ? what : what + ':' + id;
}

DiffSide sideOf(const DiffRun& run) {
    if (run.side != DiffSide::both)
        return run.side;
    return run.tone == DiffTone::added     ? DiffSide::after
           : run.tone == DiffTone::removed ? DiffSide::before
                                           : DiffSide::both;
}

DiffRun signOf(ChangeKind kind) {
    const auto sign = [](const QString& text) {
        return DiffRun{text, DiffTone::strong, DiffSide::both, true};
    };
    switch (kind) {
    case ChangeKind::added:
        return sign(QStringLiteral("+ "));
    case ChangeKind::removed:
        return sign(QStringLiteral("− "));
    case ChangeKind::moved:
        return sign(QStringLiteral("↕ "));
    case ChangeKind::edited:
        break;
    }
    return sign(QStringLiteral("~ "));
}

DiffBlock changeBlock(ChangeKind kind, const QString& text, const QString& title) {
    DiffBlock block{DiffBlock::Kind::change, {signOf(kind), {text, DiffTone::strong}}};
    block.change = kind;
    if (!title.isEmpty())
        block.runs.push_back({QStringLiteral("  ") + isolated(title), DiffTone::muted});
    return block;
}

DiffPlan planRawDifference(std::string_view before, std::string_view after, Unchanged unchanged) {
    return RawPlanner(unchanged).plan(diff::lineDifference(before, after));
}

void appendPlan(DiffPlan& plan, DiffPlan more) {
    const auto shift = [](int& number, std::size_t by) {
        if (number >= 0)
            number += static_cast<int>(by);
    };
    for (DiffBlock& block : more.blocks) {
        shift(block.fold, static_cast<std::size_t>(plan.folds));
        shift(block.twin, plan.blocks.size());
        shift(block.part, plan.parts.size());
    }
    for (DiffPart& part : more.parts)
        shift(part.parent, plan.parts.size());
    plan.changes += more.changes;
    plan.folds += more.folds;
    std::move(more.blocks.begin(), more.blocks.end(), std::back_inserter(plan.blocks));
    std::move(more.parts.begin(), more.parts.end(), std::back_inserter(plan.parts));
}

} // namespace stemma::ui
