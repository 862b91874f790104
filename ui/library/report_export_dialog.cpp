// SPDX-License-Identifier: MIT
#include "ui/library/report_export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/exchange/report_bundle.h"
#include "ui/report/elided_label.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr ReportFormat allFormats[] = {ReportFormat::bundle, ReportFormat::markdown, ReportFormat::html,
                                       ReportFormat::json};

bool needsOutline(ReportFormat format) {
    return format == ReportFormat::markdown || format == ReportFormat::html;
}

QString aboutFormat(ReportFormat format) {
    switch (format) {
    case ReportFormat::markdown:
        return ReportExportDialog::tr("The report as it reads now, as a text file.");
    case ReportFormat::html:
        return ReportExportDialog::tr("The report as it reads now, as one page for browsers. Nothing in it "
                                      "runs, and nothing is loaded from elsewhere.");
    case ReportFormat::json:
        return ReportExportDialog::tr("The file of the report as it is now, byte for byte.");
    case ReportFormat::bundle:
        break;
    }
    return ReportExportDialog::tr("One file with the report, every version of it, its log and its charts. "
                                  "Stemma can import it, and checks then that nothing of it was changed.");
}

} // namespace

QString reportFormatWord(ReportFormat format) {
    switch (format) {
    case ReportFormat::markdown:
        return QStringLiteral("md");
    case ReportFormat::html:
        return QStringLiteral("html");
    case ReportFormat::json:
        return QStringLiteral("json");
    case ReportFormat::bundle:
        break;
    }
    return QStringLiteral("bundle");
}

QString reportFormatEnding(ReportFormat format) {
    return format == ReportFormat::bundle ? QLatin1String(exchange::bundleEnding) : reportFormatWord(format);
}

QString reportFormatName(ReportFormat format) {
    switch (format) {
    case ReportFormat::markdown:
        return ReportExportDialog::tr("Markdown text");
    case ReportFormat::html:
        return ReportExportDialog::tr("HTML page");
    case ReportFormat::json:
        return ReportExportDialog::tr("JSON outline");
    case ReportFormat::bundle:
        break;
    }
    return ReportExportDialog::tr("Report with its whole history");
}

ReportExportDialog::ReportExportDialog(ReportExportSubject subject, const QString& format, QWidget* parent)
    : QDialog(parent)
    , m_subject(std::move(subject)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export the Report"));
    build();
    for (const ReportFormat each : allFormats)
        if (m_subject.readable || !needsOutline(each))
            m_format->addItem(reportFormatName(each), QVariant::fromValue(static_cast<int>(each)));
    for (int row = 0; row < m_format->count(); ++row)
        if (reportFormatWord(static_cast<ReportFormat>(m_format->itemData(row).toInt())) == format)
            m_format->setCurrentIndex(row);
    showFormat();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReportExportDialog::showFormat);
    resize(480, sizeHint().height());
}

void ReportExportDialog::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 14);
    layout->setSpacing(14);
    auto* form = new QFormLayout;
    auto* title = new ElidedLabel(this);
    title->setFullText(m_subject.title);
    form->addRow(tr("Report:"), title);
    m_format = new QComboBox(this);
    form->addRow(tr("&Format:"), m_format);
    m_about = new QLabel(this);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setMinimumHeight(m_about->fontMetrics().lineSpacing() * 4);
    m_about->setAlignment(Qt::AlignTop);
    form->addRow(QString(), m_about);
    layout->addLayout(form);
    layout->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole);
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const ReportFormat chosen = format();
        accept();
        Q_EMIT wanted(chosen);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

ReportFormat ReportExportDialog::format() const {
    return static_cast<ReportFormat>(m_format->currentData().toInt());
}

void ReportExportDialog::showFormat() {
    QStringList texts{aboutFormat(format())};
    if (m_subject.unsaved)
        texts << tr("Unsaved edits are not in it: save them first.");
    if (!m_subject.readable)
        texts << tr("The report is damaged: it is exported as it is.");
    m_about->setText(texts.join(QLatin1Char(' ')));
}

} // namespace stemma::ui
