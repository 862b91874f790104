// SPDX-License-Identifier: MIT
#pragma once

#include <unordered_map>

#include <QAccessibleWidget>

namespace stemma::ui {

class DiffCanvas;

/// What a screen reader is told of a difference: a list whose rows say in words what was removed and added;
/// the current row has the focus, folds are expandable, parts that can be chosen are check boxes.
class DiffAccess : public QAccessibleWidget {
public:
    explicit DiffAccess(DiffCanvas* canvas);
    ~DiffAccess() override;
    DiffAccess(const DiffAccess&) = delete;
    DiffAccess& operator=(const DiffAccess&) = delete;

    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface* child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
    [[nodiscard]] QAccessibleInterface* focusChild() const override;
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;

    /// Makes differences known to screen readers. Once, at the start of the program.
    static void install();
    /// Another row is the current one, or the list got the focus; told while it has it.
    static void tellCurrent(DiffCanvas& canvas);
    /// A row was ticked, or no longer is.
    static void tellTick(DiffCanvas& canvas, int row);

private:
    [[nodiscard]] DiffCanvas* canvas() const;

    mutable std::unordered_map<int, QAccessible::Id> m_known; ///< rows that were asked for
};

} // namespace stemma::ui
