// SPDX-License-Identifier: MIT
#include "ui/report/chart_view.h"

#include <algorithm>
#include <filesystem>

#include <QLabel>
#include <QVBoxLayout>

#include "core/io/disk.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {
namespace {

constexpr std::uint64_t largestFile = std::uint64_t{32} << 20;
constexpr int largestSide = 1600; // pixels that are kept of a picture
constexpr int tallest = 320;      // pixels on the screen

const json::Value* chartOf(const report::LoadedReport& report, const std::string& id) {
    const json::Value* metadata = report.document.find("metadata");
    const json::Value* charts = metadata != nullptr ? metadata->find("charts") : nullptr;
    return charts != nullptr ? charts->find(id) : nullptr;
}

/// What reading a picture came to.
struct Picture {
    QImage image;
    QString problem;
};

Picture readPicture(io::Disk& disk, const std::string& path) {
    const auto content = io::readFile(disk, path, largestFile);
    if (!content)
        return {{}, errorText(content.error())};
    const auto* bytes = reinterpret_cast<const uchar*>(content->bytes.data());
    const QImage image = QImage::fromData(bytes, static_cast<int>(content->bytes.size()));
    if (image.isNull())
        return {{}, ChartView::tr("It is no picture that can be shown here.")};
    if (std::max(image.width(), image.height()) <= largestSide)
        return {image, {}};
    return {image.scaled(largestSide, largestSide, Qt::KeepAspectRatio, Qt::SmoothTransformation), {}};
}

} // namespace

std::string chartPath(const std::string& reportDirectory, const std::string& path) {
    const std::filesystem::path given(path);
    if (given.is_absolute())
        return path;
    const std::filesystem::path normal = given.lexically_normal();
    const bool leadsOut =
        std::any_of(normal.begin(), normal.end(), [](const auto& part) { return part == ".."; });
    return leadsOut || normal.empty() ? std::string() : io::joinPath(reportDirectory, normal.string());
}

ChartView::ChartView(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_picture(new QLabel(this))
    , m_note(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    for (QLabel* label : {m_title, m_picture, m_note}) {
        label->setTextFormat(Qt::PlainText);
        layout->addWidget(label);
    }
    m_title->setWordWrap(true);
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    hide();
}

void ChartView::showChart(const report::LoadedReport& report, const report::Insight& insight) {
    setVisible(insight.chartId.has_value());
    if (!insight.chartId) {
        m_path.clear();
        return;
    }
    const json::Value* chart = chartOf(report, *insight.chartId);
    const QString name = fromUtf8(chart != nullptr ? chart->stringAt("description").value_or("") : "");
    m_title->setText(tr("Chart: %1").arg(isolated(name.isEmpty() ? fromUtf8(*insight.chartId) : name)));
    const std::string given = chart != nullptr ? chart->stringAt("path").value_or("") : std::string();
    const std::string path = given.empty() ? std::string() : chartPath(report.directory, given);
    m_picture->setAccessibleName(m_title->text());
    if (chart == nullptr || path.empty()) {
        ++m_generation;
        m_path.clear();
        m_image = {};
        paintPicture();
        m_note->setText(chart == nullptr
                            ? tr("The insight names this chart, but the report has none of that name.")
                            : tr("Its file lies outside the report: %1").arg(fromUtf8(given)));
        m_note->show();
        return;
    }
    load(path);
}

void ChartView::load(const std::string& path) {
    if (path == m_path || m_session == nullptr)
        return;
    m_path = path;
    m_image = {};
    paintPicture();
    m_note->setText(fromUtf8(path));
    LibrarySession& library = m_session->session().library();
    library.runner().run(
        this, [&disk = library.environment().disk, path] { return readPicture(disk, path); },
        [this, generation = ++m_generation](const Picture& picture) {
            if (generation != m_generation)
                return;
            m_image = picture.image;
            if (!picture.problem.isEmpty())
                m_note->setText(picture.problem);
            m_note->setVisible(!picture.problem.isEmpty());
            m_picture->setToolTip(plainTip(fromUtf8(m_path)));
            paintPicture();
        });
}

void ChartView::paintPicture() {
    m_picture->setVisible(!m_image.isNull());
    if (m_image.isNull())
        return;
    const qreal ratio = devicePixelRatioF();
    const QSize room(std::max(width() - 4, 40), tallest);
    QSize size = m_image.size() / ratio;
    if (size.width() > room.width() || size.height() > room.height())
        size.scale(room, Qt::KeepAspectRatio);
    QPixmap pixmap =
        QPixmap::fromImage(m_image.scaled(size * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_picture->setPixmap(pixmap);
}

void ChartView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    paintPicture();
}

} // namespace stemma::ui
