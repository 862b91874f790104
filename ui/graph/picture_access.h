// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <unordered_map>

#include <QAccessibleWidget>
#include <QString>

#include "core/graph/graph_picture.h"

namespace stemma::ui {

class PictureView;

/// What a screen reader is told of a picture: the view is a list whose rows are its elements, each with its
/// kind, its label and what it is connected with; the chosen one has the focus.
class PictureAccess : public QAccessibleWidget {
public:
    explicit PictureAccess(PictureView* view);
    ~PictureAccess() override;
    PictureAccess(const PictureAccess&) = delete;
    PictureAccess& operator=(const PictureAccess&) = delete;

    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface* child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override;
    [[nodiscard]] QAccessibleInterface* focusChild() const override;
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override;

    /// Makes pictures known to screen readers. Once, at the start of the program.
    static void install();
    /// The chosen element of the view has changed, or the view got the focus; told while it has it.
    static void tellCurrent(PictureView& view);
    /// "Node oxygen, 3 connections: …".
    [[nodiscard]] static QString describe(const graph::Picture& picture, std::uint32_t element);
    /// "oxygen – part of → water".
    [[nodiscard]] static QString sentence(const graph::Picture& picture, std::uint32_t edge);

private:
    [[nodiscard]] PictureView* view() const;

    /// Of elements that were asked for, by their places in the picture; they go with this, or when another
    /// element is in that place.
    mutable std::unordered_map<std::uint32_t, QAccessible::Id> m_known;
};

} // namespace stemma::ui
