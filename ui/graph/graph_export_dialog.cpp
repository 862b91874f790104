// SPDX-License-Identifier: MIT
#include "ui/graph/graph_export_dialog.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr double percent = 100;
constexpr double usualPercent = 200;
constexpr double largestPercent = 400;

struct FormatRow {
    const char* word;
    const char* name;
    std::optional<PictureFormat> picture;
    exporting::GraphFormat data = exporting::GraphFormat::graphml;
};
const FormatRow formatRows[] = {
    {"png", QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "PNG image"), PictureFormat::png},
    {"svg", QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "SVG drawing"), PictureFormat::svg},
    {"pdf", QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "PDF page"), PictureFormat::pdf},
    {"graphml",
     QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "GraphML"),
     {},
     exporting::GraphFormat::graphml},
    {"csv",
     QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "CSV tables"),
     {},
     exporting::GraphFormat::csv},
    {"dot",
     QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "DOT for Graphviz"),
     {},
     exporting::GraphFormat::dot},
    {"json", QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "JSON"), {}, exporting::GraphFormat::json},
    {"ndf",
     QT_TRANSLATE_NOOP("stemma::ui::GraphExportDialog", "NDF Studio graph"),
     {},
     exporting::GraphFormat::ndf},
};

const FormatRow& rowOf(const QString& word) {
    const auto* found = std::find_if(std::begin(formatRows), std::end(formatRows),
                                     [&](const FormatRow& row) { return word == QLatin1String(row.word); });
    return found == std::end(formatRows) ? formatRows[0] : *found;
}

} // namespace

QString ExportWish::word() const {
    for (const FormatRow& row : formatRows)
        if (row.picture == picture && (picture || row.data == data))
            return QLatin1String(row.word);
    return {};
}

QStringList exportWords() {
    QStringList words;
    for (const FormatRow& row : formatRows)
        words.append(QLatin1String(row.word));
    return words;
}

QString exportFormatName(const QString& word) {
    return QCoreApplication::translate("stemma::ui::GraphExportDialog", rowOf(word).name);
}

RenderingWish renderingWish(const ExportSubject& subject, const ExportWish& wish) {
    RenderingWish rendering;
    rendering.format = wish.picture.value_or(PictureFormat::png);
    rendering.scale = wish.scale;
    rendering.style = renderingStyle(wish.onWhite ? paperPalette() : subject.palette, subject.font);
    if (wish.title)
        rendering.title = subject.title;
    rendering.legend = wish.legend;
    rendering.changes = subject.changes;
    return rendering;
}

GraphExportDialog::GraphExportDialog(ExportSubject subject, const QString& format, QWidget* parent)
    : QDialog(parent)
    , m_subject(std::move(subject)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export the Graph"));
    build();
    for (const QString& word : exportWords())
        if (m_subject.scene || !rowOf(word).picture)
            m_format->addItem(exportFormatName(word), word);
    m_format->setCurrentIndex(std::max(m_format->findData(format), 0));
    showFormat();
    connect(m_format, &QComboBox::currentIndexChanged, this, &GraphExportDialog::showFormat);
    for (const QCheckBox* box : {m_title, m_legend})
        connect(box, &QCheckBox::toggled, this, &GraphExportDialog::showSize);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &GraphExportDialog::showSize);
    resize(460, sizeHint().height());
}

void GraphExportDialog::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 14);
    layout->setSpacing(14);
    auto* form = new QFormLayout;
    m_format = new QComboBox(this);
    form->addRow(tr("&Format:"), m_format);
    m_about = new QLabel(this);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setMinimumHeight(m_about->fontMetrics().height() * 2);
    m_about->setAlignment(Qt::AlignTop);
    form->addRow(QString(), m_about);
    layout->addLayout(form);
    layout->addWidget(buildPicture());
    m_formulas = new QCheckBox(tr("&Leave texts as they are that a spreadsheet takes for a formula"), this);
    m_formulas->setToolTip(
        tr("Otherwise they get an apostrophe in front: what an agent copied from somewhere "
           "could do harm where the table is opened."));
    layout->addWidget(m_formulas);
    layout->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* go = buttons->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole);
    go->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const ExportWish wish = this->wish();
        accept();
        Q_EMIT wanted(wish);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

QWidget* GraphExportDialog::buildPicture() {
    m_picture = new QWidget(this);
    auto* form = new QFormLayout(m_picture);
    form->setContentsMargins(0, 0, 0, 0);
    m_scale = new QDoubleSpinBox(m_picture);
    m_scale->setDecimals(0);
    m_scale->setSingleStep(50);
    m_scale->setRange(1, largestPercent);
    m_scale->setValue(usualPercent);
    m_scale->setSuffix(tr(" %", "percent, after a number"));
    m_scaleLabel = new QLabel(tr("&Scale:"), m_picture);
    m_scaleLabel->setBuddy(m_scale);
    form->addRow(m_scaleLabel, m_scale);
    m_size = new QLabel(m_picture);
    form->addRow(tr("Size:"), m_size);
    m_onWhite = new QCheckBox(tr("On a &white background"), m_picture);
    m_onWhite->setToolTip(tr("Otherwise in the colours of the window."));
    m_title = new QCheckBox(tr("With its &title"), m_picture);
    m_legend = new QCheckBox(tr("With the &legend"), m_picture);
    for (QCheckBox* box : {m_onWhite, m_title, m_legend}) {
        box->setChecked(true);
        form->addRow(QString(), box);
    }
    return m_picture;
}

QString GraphExportDialog::describe(const QString& word) const {
    if (rowOf(word).picture) {
        const QString what =
            m_subject.whole ? tr("The whole picture, not only what the window shows of it.")
                            : tr("The part of the graph that is pictured now. To have all of it, choose the "
                                 "whole graph above the picture first.");
        if (word == QLatin1String("png"))
            return what;
        return what + QLatin1Char(' ') + tr("Sharp at any size; texts can be searched and selected.");
    }
    if (word == QLatin1String("graphml"))
        return tr("Nodes, relations and attributes of all morphs, for programs that analyse graphs: Gephi, "
                  "yEd, NetworkX, Cytoscape …");
    if (word == QLatin1String("csv"))
        return tr("Three files: nodes, relations, attributes. For spreadsheets and statistics.");
    if (word == QLatin1String("dot"))
        return tr("The picture as Graphviz lays it out.");
    if (word == QLatin1String("json"))
        return tr("Everything, in the words of the library’s own composed file.");
    return tr("One file with the whole graph, which NDF Studio and Stemma can import.");
}

void GraphExportDialog::showFormat() {
    const QString word = m_format->currentData().toString();
    const auto picture = rowOf(word).picture;
    const QString unsaved = m_subject.unsaved && !picture
                                ? QLatin1Char(' ') + tr("Unsaved edits are not in it: save them first.")
                                : QString();
    m_about->setText(describe(word) + unsaved);
    m_picture->setVisible(picture.has_value());
    m_formulas->setVisible(word == QLatin1String("csv"));
    m_scale->setVisible(picture == PictureFormat::png);
    m_scaleLabel->setVisible(picture == PictureFormat::png);
    showSize();
}

void GraphExportDialog::showSize() {
    const ExportWish now = wish();
    if (!now.picture || !m_subject.scene)
        return;
    const QSizeF size = renderedSize(*m_subject.scene, renderingWish(m_subject, now));
    const double most = std::floor(std::min(largestScale(size) * percent, largestPercent));
    m_scale->setRange(std::min(10.0, most), most);
    const QLocale locale;
    const bool image = now.picture == PictureFormat::png;
    const QSize shown = (size * (image ? m_scale->value() / percent : 0.75)).toSize();
    m_size->setText((image ? tr("%1 × %2 pixels") : tr("%1 × %2 points"))
                        .arg(locale.toString(shown.width()), locale.toString(shown.height())));
}

ExportWish GraphExportDialog::wish() const {
    const FormatRow& row = rowOf(m_format->currentData().toString());
    ExportWish wish;
    wish.picture = row.picture;
    wish.data = row.data;
    wish.scale = m_scale->value() / percent;
    wish.onWhite = m_onWhite->isChecked();
    wish.title = m_title->isChecked();
    wish.legend = m_legend->isChecked();
    wish.formulas = m_formulas->isChecked() ? exporting::Formulas::asTheyAre : exporting::Formulas::disarmed;
    return wish;
}

} // namespace stemma::ui
