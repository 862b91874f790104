// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include "core/graph/picture_difference.h"

namespace stemma::ui {

/// The colours of a picture, made of the palette, so that they follow light, dark and high contrast.
struct PictureStyle {
    QFont font;
    QColor ground, text, quiet;
    QColor nodeFill, nodeLine;
    QColor valueFill, valueLine;
    QColor transitionFill, transitionLine;
    QColor relation, attribute, input, output;
    QColor selection;
    QColor missing;
    QColor added, edited, removed;
};
[[nodiscard]] PictureStyle pictureStyle(const QPalette& palette, const QFont& font);

/// What stands beside what became of something: "+", "~", "−".
[[nodiscard]] QString changeSign(graph::Became became);
[[nodiscard]] QColor changeColour(const PictureStyle& style, graph::Became became);
[[nodiscard]] QColor edgeColour(const PictureStyle& style, graph::EdgeKind kind);
/// How the line of an edge is drawn: kinds differ in shape, too, not in colour alone.
[[nodiscard]] Qt::PenStyle edgeLine(graph::EdgeKind kind);

} // namespace stemma::ui
