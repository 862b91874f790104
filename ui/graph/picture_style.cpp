// SPDX-License-Identifier: MIT
#include "ui/graph/picture_style.h"

#include "ui/text/contrast.h"

namespace stemma::ui {

using graph::Became;
using graph::EdgeKind;

PictureStyle pictureStyle(const QPalette& palette, const QFont& font) {
    PictureStyle style;
    style.font = font;
    style.ground = palette.color(QPalette::Base);
    style.text = palette.color(QPalette::Text);
    const MeaningColours meaning = meaningColours(palette);
    style.quiet = meaning.muted;
    style.selection = palette.color(QPalette::Highlight);
    style.missing = meaning.error;
    style.added = meaning.added;
    style.edited = meaning.warning;
    style.removed = meaning.removed;
    const auto line = [&](const char* wanted) {
        return readableOn(QColor(QLatin1String(wanted)), style.ground);
    };
    style.nodeLine = line("#5b6b8c");
    style.nodeFill = mixed(style.ground, style.nodeLine, 0.12);
    style.valueLine = line("#a87400");
    style.valueFill = mixed(style.ground, style.valueLine, 0.14);
    style.transitionLine = line("#2a6fc9");
    style.transitionFill = mixed(style.ground, style.transitionLine, 0.16);
    style.relation = line("#5b6b8c");
    style.attribute = style.valueLine;
    style.input = style.transitionLine;
    style.output = line("#1d8a3f");
    return style;
}

QString changeSign(Became became) {
    switch (became) {
    case Became::added:
        return QStringLiteral("+");
    case Became::edited:
        return QStringLiteral("~");
    case Became::removed:
        return QStringLiteral("−");
    case Became::same:
        break;
    }
    return {};
}

QColor changeColour(const PictureStyle& style, Became became) {
    switch (became) {
    case Became::added:
        return style.added;
    case Became::edited:
        return style.edited;
    case Became::removed:
        return style.removed;
    case Became::same:
        break;
    }
    return style.text;
}

QColor edgeColour(const PictureStyle& style, EdgeKind kind) {
    switch (kind) {
    case EdgeKind::relation:
        return style.relation;
    case EdgeKind::attribute:
        return style.attribute;
    case EdgeKind::transitionInput:
        return style.input;
    case EdgeKind::transitionOutput:
        return style.output;
    }
    return style.relation;
}

Qt::PenStyle edgeLine(EdgeKind kind) {
    switch (kind) {
    case EdgeKind::relation:
        return Qt::SolidLine;
    case EdgeKind::attribute:
        return Qt::DotLine;
    case EdgeKind::transitionInput:
        return Qt::DashLine;
    case EdgeKind::transitionOutput:
        return Qt::DashDotLine;
    }
    return Qt::SolidLine;
}

} // namespace stemma::ui
