// SPDX-License-Identifier: MIT
#include "ui/shell/theme.h"

#include <array>

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QResource>
#include <QSvgRenderer>

// Outside every namespace, as Qt asks: it names the resource of a static library so that it is linked.
static void nameResources() {
    Q_INIT_RESOURCE(resources);
}

namespace stemma::ui {

namespace {

struct IconFile {
    IconName name;
    const char* file;
};

constexpr std::array iconFiles{
    IconFile{IconName::about, "help-about"},
    IconFile{IconName::addCitation, "citation-add"},
    IconFile{IconName::addInsight, "insight-add"},
    IconFile{IconName::addSection, "section-add"},
    IconFile{IconName::agent, "agent"},
    IconFile{IconName::application, "io.github.stemma_desktop.Stemma"},
    IconFile{IconName::archive, "archive"},
    IconFile{IconName::back, "go-previous"},
    IconFile{IconName::clear, "edit-clear"},
    IconFile{IconName::close, "window-close"},
    IconFile{IconName::compare, "vcs-diff"},
    IconFile{IconName::configure, "configure"},
    IconFile{IconName::copy, "edit-copy"},
    IconFile{IconName::cut, "edit-cut"},
    IconFile{IconName::damagedReport, "report-damaged"},
    IconFile{IconName::down, "go-down"},
    IconFile{IconName::duplicate, "edit-duplicate"},
    IconFile{IconName::edit, "document-edit"},
    IconFile{IconName::error, "dialog-error"},
    IconFile{IconName::feed, "feed"},
    IconFile{IconName::find, "edit-find"},
    IconFile{IconName::folder, "folder"},
    IconFile{IconName::forward, "go-next"},
    IconFile{IconName::graph, "graph"},
    IconFile{IconName::health, "health"},
    IconFile{IconName::help, "help-contents"},
    IconFile{IconName::history, "view-history"},
    IconFile{IconName::human, "user-identity"},
    IconFile{IconName::inbox, "inbox"},
    IconFile{IconName::information, "dialog-information"},
    IconFile{IconName::join, "insight-join"},
    IconFile{IconName::keyboard, "input-keyboard"},
    IconFile{IconName::library, "library"},
    IconFile{IconName::link, "insert-link"},
    IconFile{IconName::locked, "object-locked"},
    IconFile{IconName::minus, "list-remove"},
    IconFile{IconName::moved, "object-move"},
    IconFile{IconName::newReport, "report-new"},
    IconFile{IconName::ok, "dialog-ok"},
    IconFile{IconName::open, "folder-open"},
    IconFile{IconName::outline, "view-list-tree"},
    IconFile{IconName::paste, "edit-paste"},
    IconFile{IconName::plus, "list-add"},
    IconFile{IconName::polling, "network-poll"},
    IconFile{IconName::print, "print"},
    IconFile{IconName::quit, "application-exit"},
    IconFile{IconName::read, "document-preview"},
    IconFile{IconName::rebuild, "index-rebuild"},
    IconFile{IconName::redo, "edit-redo"},
    IconFile{IconName::refresh, "view-refresh"},
    IconFile{IconName::remove, "edit-delete"},
    IconFile{IconName::rename, "edit-rename"},
    IconFile{IconName::report, "report"},
    IconFile{IconName::restore, "document-revert"},
    IconFile{IconName::save, "document-save"},
    IconFile{IconName::sidebar, "sidebar-show"},
    IconFile{IconName::sort, "view-sort"},
    IconFile{IconName::source, "text-x-script"},
    IconFile{IconName::split, "insight-split"},
    IconFile{IconName::star, "starred"},
    IconFile{IconName::stop, "process-stop"},
    IconFile{IconName::swap, "swap"},
    IconFile{IconName::tag, "tag"},
    IconFile{IconName::tags, "tags"},
    IconFile{IconName::terminal, "terminal"},
    IconFile{IconName::trash, "user-trash"},
    IconFile{IconName::unarchive, "archive-extract"},
    IconFile{IconName::undo, "edit-undo"},
    IconFile{IconName::untrash, "edit-undelete"},
    IconFile{IconName::up, "go-up"},
    IconFile{IconName::warning, "dialog-warning"},
    IconFile{IconName::zoomFit, "zoom-fit-best"},
    IconFile{IconName::zoomIn, "zoom-in"},
    IconFile{IconName::zoomOut, "zoom-out"},
};

QString resourceOf(IconName name) {
    for (const auto& entry : iconFiles) {
        if (entry.name == name)
            return QStringLiteral(":/icons/%1.svg").arg(QLatin1String(entry.file));
    }
    return {};
}

QByteArray drawingOf(const QString& resource, const QColor& color) {
    QByteArray drawing = QResource(resource).uncompressedData();
    drawing.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    return drawing;
}

QColor mixed(const QColor& one, const QColor& other, qreal share) {
    return QColor::fromRgbF(static_cast<float>(one.redF() * (1 - share) + other.redF() * share),
                            static_cast<float>(one.greenF() * (1 - share) + other.greenF() * share),
                            static_cast<float>(one.blueF() * (1 - share) + other.blueF() * share));
}

/// Draws one SVG in the colour that the palette has at that moment: nothing is to be told when the palette
/// changes.
class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString resource, Tone tone)
        : m_resource(std::move(resource))
        , m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QColor color = colorFor(mode);
        QSvgRenderer renderer(drawingOf(m_resource, color));
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setOpacity(painter->opacity() * color.alphaF());
        renderer.render(painter, QRectF(rect));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        const QString key = QStringLiteral("stemma-icon/%1/%2x%3/%4")
                                .arg(m_resource)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(colorFor(mode).rgba(), 0, 16);
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return pixmap(size, mode, state);
    }

    QIconEngine* clone() const override { return new SvgIconEngine(*this); }
    QString key() const override { return QStringLiteral("stemma-svg"); }

private:
    QColor colorFor(QIcon::Mode mode) const {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        if (mode == QIcon::Disabled) {
            QColor dimmed = palette.color(QPalette::Active, QPalette::WindowText);
            dimmed.setAlphaF(0.35F);
            return dimmed;
        }
        return m_tone == Tone::neutral ? palette.color(QPalette::WindowText) : toneColor(m_tone, palette);
    }

    QString m_resource;
    Tone m_tone;
};

} // namespace

QIcon themeIcon(IconName name) {
    return toneIcon(name, Tone::neutral);
}

QIcon toneIcon(IconName name, Tone tone) {
    static const bool loaded = (nameResources(), true);
    Q_UNUSED(loaded)
    return QIcon(new SvgIconEngine(resourceOf(name), tone));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
}

QColor toneColor(Tone tone, const QPalette& palette) {
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::neutral:
        return palette.color(QPalette::Text);
    case Tone::good:
        return dark ? QColor(0x7f, 0xd1, 0x8c) : QColor(0x1b, 0x6e, 0x33);
    case Tone::warning:
        return dark ? QColor(0xf0, 0xc0, 0x5a) : QColor(0x8a, 0x55, 0x00);
    case Tone::bad:
        return dark ? QColor(0xff, 0x97, 0x8f) : QColor(0xb0, 0x1c, 0x1c);
    case Tone::accent:
        break;
    }
    return dark ? palette.color(QPalette::Highlight).lighter(150)
                : palette.color(QPalette::Highlight).darker(120);
}

QColor toneGround(Tone tone, const QPalette& palette) {
    const QColor ground = palette.color(QPalette::Window);
    if (tone == Tone::neutral)
        return mixed(ground, palette.color(QPalette::WindowText), 0.07);
    return mixed(ground, toneColor(tone, palette), isDark(palette) ? 0.20 : 0.14);
}

QColor quietText(const QPalette& palette, QPalette::ColorGroup group) {
    return mixed(palette.color(group, QPalette::Text), palette.color(group, QPalette::Base), 0.30);
}

} // namespace stemma::ui
