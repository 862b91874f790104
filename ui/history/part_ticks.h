// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <Qt>

#include "core/report/restore_parts.h"
#include "ui/history/diff_plan.h"

namespace stemma::ui {

/// Marks the parts of a difference that are among those that people changed.
void markPeoplesParts(DiffPlan& plan, const std::vector<report::PartChoice>& byPeople);

/// Which parts of a difference are ticked. What has others in it is ticked as far as they are.
class PartTicks {
public:
    PartTicks() = default;
    explicit PartTicks(std::vector<DiffPart> parts);

    [[nodiscard]] const std::vector<DiffPart>& parts() const { return m_parts; }
    [[nodiscard]] Qt::CheckState state(int part) const;
    /// Ticks it with all that is in it, or, if all of it is ticked, nothing of it. While what people changed
    /// is kept, that is ticked by itself only.
    void toggle(int part);
    /// Whether what people changed is kept; if so, none of it stays ticked.
    void setKeeping(bool keeping);
    [[nodiscard]] bool none() const;
    /// The ticked ones that have no others in them.
    [[nodiscard]] std::vector<int> ticked() const;
    /// As what is to be restored.
    [[nodiscard]] std::vector<report::PartChoice> choices() const;
    /// The same parts of another difference are ticked in it, too; while what people changed is kept, but for
    /// what they changed only now.
    void takeFrom(const PartTicks& other);
    /// “insight “Revenue grew …””, “section “Risks” and 2 insights”.
    [[nodiscard]] QString text() const;

    /// Whether nothing else is in it.
    [[nodiscard]] bool isLeaf(int part) const { return m_leaf[static_cast<std::size_t>(part)]; }

private:
    [[nodiscard]] bool isIn(int part, int other) const;
    [[nodiscard]] std::vector<int> leavesOf(int part) const;

    std::vector<DiffPart> m_parts;
    std::vector<bool> m_leaf, m_ticked; ///< the latter of leaves
    bool m_keeping = false;
};

} // namespace stemma::ui
