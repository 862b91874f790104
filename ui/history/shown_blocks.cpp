// SPDX-License-Identifier: MIT
#include "ui/history/shown_blocks.h"

#include <algorithm>

namespace stemma::ui {
namespace {

using Kind = DiffBlock::Kind;

bool holds(const DiffBlock& block, const QString& text) {
    QString line;
    for (const DiffRun& run : block.runs)
        if (!run.isMark)
            line += run.folded.isEmpty() ? run.text : run.folded;
    return line.contains(text, Qt::CaseInsensitive);
}

/// Changes that are wanted, under their headings.
std::vector<int> filteredBlocks(const DiffPlan& plan, const DiffWish& wish) {
    const QString text = wish.text.trimmed();
    std::vector<int> shown, change; // the latter: being collected
    int heading = -1;
    bool found = false;
    const auto close = [&] {
        if (found) {
            if (heading >= 0)
                shown.push_back(heading);
            heading = -1;
            shown.insert(shown.end(), change.begin(), change.end());
        }
        change.clear();
        found = false;
    };
    for (std::size_t i = 0; i < plan.blocks.size(); ++i) {
        const DiffBlock& block = plan.blocks[i];
        const auto at = static_cast<int>(i);
        const bool belongs =
            block.kind == Kind::field || block.kind == Kind::prose || block.kind == Kind::code;
        if (block.kind == Kind::heading) {
            close();
            heading = block.fold < 0 ? at : -1;
        } else if (beginsChange(block)) {
            close();
            if (wish.shows(*block.change)) {
                change.push_back(at);
                found = text.isEmpty() || holds(block, text);
            }
        } else if (!belongs || block.fold >= 0) {
            close();
        } else if (!change.empty()) {
            change.push_back(at);
            found = found || holds(block, text);
        }
    }
    close();
    return shown;
}

} // namespace

bool DiffWish::filters() const {
    return !text.trimmed().isEmpty() || std::find(kinds.begin(), kinds.end(), false) != kinds.end();
}

bool beginsChange(const DiffBlock& block) {
    return block.change && block.kind != Kind::was;
}

std::array<int, 4> countKinds(const DiffPlan& plan) {
    std::array<int, 4> counts{};
    for (const DiffBlock& block : plan.blocks)
        if (beginsChange(block))
            ++counts[static_cast<std::size_t>(*block.change)];
    return counts;
}

std::vector<int> shownBlocks(const DiffPlan& plan, const DiffWish& wish) {
    if (wish.filters())
        return filteredBlocks(plan, wish);
    std::vector<int> shown;
    for (std::size_t i = 0; i < plan.blocks.size(); ++i) {
        const DiffBlock& block = plan.blocks[i];
        const bool open = wish.unchanged || wish.open.contains(block.fold);
        if (!block.runs.empty() && (block.fold < 0 || block.kind == Kind::fold || open))
            shown.push_back(static_cast<int>(i));
    }
    return shown;
}

DiffPlan shownPlan(const DiffPlan& plan, const DiffWish& wish) {
    DiffPlan shown;
    for (const int at : shownBlocks(plan, wish)) {
        const DiffBlock& block = plan.blocks[static_cast<std::size_t>(at)];
        const bool isFold = block.kind == Kind::fold;
        if (isFold && (wish.unchanged || wish.open.contains(block.fold)))
            continue;
        shown.blocks.push_back(block);
        if (!isFold)
            shown.blocks.back().fold = -1;
    }
    return shown;
}

} // namespace stemma::ui
