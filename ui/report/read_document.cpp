// SPDX-License-Identifier: MIT
#include "ui/report/read_document.h"

#include <QBuffer>
#include <QImageReader>
#include <QRegularExpression>
#include <QUrl>

#include "core/exporting/html.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {
namespace {

constexpr std::uint64_t pictureFileLimit = std::uint64_t{32} << 20;
constexpr int widestPicture = 900;
constexpr int tallestPicture = 20'000;

/// Loads nothing by itself: what it may show was put into it.
class ClosedDocument : public QTextDocument {
protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

/// The picture, made smaller where it is wider than a page; null where it is none that can be shown.
QImage decodePicture(const std::string& bytes) {
    QByteArray raw(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&raw);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || size.height() > tallestPicture || size.width() > tallestPicture)
        return {};
    if (size.width() > widestPicture)
        reader.setScaledSize(size.scaled(widestPicture, size.height(), Qt::KeepAspectRatio));
    return reader.read();
}

void addPictures(QTextDocument& document, io::Disk& disk, const std::string& directory, const QString& html) {
    static const QRegularExpression source(QStringLiteral("src=\"(report_files/([^\"/]+))\""));
    auto places = source.globalMatch(html);
    if (!places.hasNext())
        return;
    const auto folder = io::openDirectory(disk, io::joinPath(directory, "report_files"));
    if (!folder)
        return;
    while (places.hasNext()) {
        const QRegularExpressionMatch place = places.next();
        const QUrl url(place.captured(1));
        const std::string name = toUtf8(QUrl::fromPercentEncoding(place.captured(2).toUtf8()));
        if (!isSafeName(name) || document.resource(QTextDocument::ImageResource, url).isValid())
            continue;
        const auto content = io::readFile(disk, *folder, name, pictureFileLimit);
        if (!content)
            continue;
        if (const QImage picture = decodePicture(content->bytes); !picture.isNull())
            document.addResource(QTextDocument::ImageResource, url, picture);
    }
}

QString styleSheet(const ReadStyle& style) {
    return QStringLiteral("a { color: %1; }"
                          "h1 { font-size: 170%; font-weight: 600; }"
                          "h2 { font-size: 135%; font-weight: 600; margin-top: 22px; }"
                          "h3 { font-size: 115%; font-weight: 600; margin-top: 14px; }"
                          "p, li { line-height: 140%; }"
                          "pre, code { font-family: monospace; background-color: %2; }"
                          "blockquote { color: %3; margin-left: 24px; }"
                          "th { background-color: %2; }"
                          "td, th { padding: 4px; border: 1px solid %4; }"
                          "sup { font-size: 75%; }")
        .arg(style.link.name(), style.block.name(), style.muted.name(), style.rule.name());
}

} // namespace

ReadStyle readStyle(const QPalette& palette, const QFont& font) {
    const QColor base = palette.color(QPalette::Base);
    const MeaningColours meaning = meaningColours(palette);
    return {font,          palette.color(QPalette::Text),
            meaning.muted, readableOn(palette.color(QPalette::Link), base),
            meaning.rule,  mixed(base, palette.color(QPalette::Text), 0.06)};
}

std::shared_ptr<QTextDocument> readDocument(io::Disk& disk, const report::LoadedReport& report,
                                            const ReadStyle& style) {
    const QString html = fromUtf8(exporting::reportHtml(report.outline));
    auto document = std::make_shared<ClosedDocument>();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(style.font);
    document->setDocumentMargin(24);
    document->setDefaultStyleSheet(styleSheet(style));
    addPictures(*document, disk, report.directory, html);
    document->setHtml(html);
    document->moveToThread(nullptr);
    return document;
}

} // namespace stemma::ui
