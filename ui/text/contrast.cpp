// SPDX-License-Identifier: MIT
#include "ui/text/contrast.h"

#include <algorithm>
#include <cmath>

namespace stemma::ui {
namespace {

double luminance(const QColor& colour) {
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(static_cast<double>(colour.redF())) +
           0.7152 * linear(static_cast<double>(colour.greenF())) +
           0.0722 * linear(static_cast<double>(colour.blueF()));
}

} // namespace

double contrastOf(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixed(const QColor& base, const QColor& over, double share) {
    const auto mix = [share](float from, float to) {
        return static_cast<float>(static_cast<double>(from) * (1 - share) + static_cast<double>(to) * share);
    };
    return QColor::fromRgbF(mix(base.redF(), over.redF()), mix(base.greenF(), over.greenF()),
                            mix(base.blueF(), over.blueF()));
}

QColor readableOn(const QColor& wanted, const QColor& base) {
    constexpr double enough = 4.5;
    const QColor end = luminance(base) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    for (double share = 0; share < 1; share += 0.05)
        if (const QColor colour = mixed(wanted, end, share); contrastOf(colour, base) >= enough)
            return colour;
    return end;
}

MeaningColours meaningColours(const QPalette& palette) {
    const QColor base = palette.color(QPalette::Base);
    const QColor green(0x1a, 0x8f, 0x3c);
    const QColor red(0xd0, 0x2f, 0x3a);
    const QColor blue(0x2f, 0x6f, 0xd0);
    const QColor amber(0xd9, 0x8e, 0x04);
    constexpr double tint = 0.16;
    const auto readable = [&](const QColor& hue) { return readableOn(hue, mixed(base, hue, tint)); };
    MeaningColours colours;
    colours.added = readable(green);
    colours.addedBackground = mixed(base, green, tint);
    colours.removed = readable(red);
    colours.removedBackground = mixed(base, red, tint);
    colours.moved = readable(blue);
    colours.movedBackground = mixed(base, blue, tint);
    colours.warning = readable(amber);
    colours.warningBackground = mixed(base, amber, tint);
    colours.error = colours.removed;
    colours.errorBackground = colours.removedBackground;
    colours.muted = readableOn(mixed(palette.color(QPalette::Text), base, 0.4), base);
    colours.rule = mixed(base, palette.color(QPalette::Text), 0.2);
    return colours;
}

} // namespace stemma::ui
