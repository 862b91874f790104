// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>

namespace stemma::ui {

/// The window's icons by what they mean; theme.cpp names the file of each.
enum class IconName {
    about,
    addCitation,
    addInsight,
    addSection,
    agent,
    application,
    archive,
    back,
    clear,
    close,
    compare,
    configure,
    copy,
    cut,
    damagedReport,
    down,
    duplicate,
    edit,
    error,
    feed,
    find,
    folder,
    forward,
    graph,
    health,
    help,
    history,
    human,
    inbox,
    information,
    join,
    keyboard,
    library,
    link,
    locked,
    minus,
    moved,
    newReport,
    ok,
    open,
    outline,
    paste,
    plus,
    polling,
    print,
    quit,
    read,
    rebuild,
    redo,
    refresh,
    remove,
    rename,
    report,
    restore,
    save,
    sidebar,
    sort,
    source,
    split,
    star,
    stop,
    swap,
    tag,
    tags,
    terminal,
    trash,
    unarchive,
    undo,
    untrash,
    up,
    warning,
    zoomFit,
    zoomIn,
    zoomOut,
};

/// An icon drawn from SVG in the colours of the palette: it follows light, dark and high contrast live, is
/// dimmed where disabled, takes the highlighted text's colour in a selected row, and is sharp at every scale.
[[nodiscard]] QIcon themeIcon(IconName name);

/// What a colour says beside a word or a shape (never alone).
enum class Tone { neutral, good, warning, bad, accent };

/// The tone's colour for text and marks on the palette's base: light on dark, dark on light.
[[nodiscard]] QColor toneColor(Tone tone, const QPalette& palette);
/// The same as a quiet background behind the palette's text.
[[nodiscard]] QColor toneGround(Tone tone, const QPalette& palette);
/// An icon in the tone's colour.
[[nodiscard]] QIcon toneIcon(IconName name, Tone tone);

/// Whether the palette is light writing on a dark ground.
[[nodiscard]] bool isDark(const QPalette& palette);
/// Text that stands back: as far from the ground as is still easy to read (contrast 4.5 or more on usual
/// palettes).
[[nodiscard]] QColor quietText(const QPalette& palette, QPalette::ColorGroup group = QPalette::Active);

} // namespace stemma::ui
