// SPDX-License-Identifier: MIT
#include "ui/library/report_import_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/library/bundle_files.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr qsizetype longestShown = 300; // characters of what a file says of itself

QString shownTitle(const exchange::ReportBundle& bundle) {
    const QString title = oneLine(fromUtf8(bundle.manifest.title), longestShown);
    return title.isEmpty() ? fromUtf8(bundle.manifest.report.text()) : title;
}

} // namespace

ReportImportDialog::ReportImportDialog(ReadReportBundle read, QWidget* parent)
    : QDialog(parent)
    , m_read(std::move(read)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import a Report"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 14);
    layout->setSpacing(12);
    buildFacts(*layout);
    buildFiles(*layout);
    buildChoice(*layout);
    buildButtons(*layout);
    showChoice();
    resize(640, 600);
}

void ReportImportDialog::addFact(QFormLayout& form, const QString& name, const QString& text) {
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addRow(name, label);
    m_facts << text;
}

void ReportImportDialog::buildFacts(QVBoxLayout& layout) {
    auto* title = new QLabel(shownTitle(bundle()), this);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont large = title->font();
    large.setBold(true);
    title->setFont(large);
    layout.addWidget(title);
    m_facts << title->text();
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addFact(*form, tr("Id:"), fromUtf8(bundle().manifest.report.text()));
    if (!bundle().manifest.made.empty())
        addFact(*form, tr("Exported:"),
                exactTime(std::string_view(bundle().manifest.made).substr(0, longestShown)));
    addFact(*form, tr("Holds:"), holdsText());
    addFact(*form, tr("Checked:"),
            tr("Every file is there and is what was exported, byte for byte; no other file is in it."));
    addFact(*form, tr("Outline:"), outlineText());
    addFact(*form, tr("Into:"), m_read.library);
    layout.addLayout(form);
}

QString ReportImportDialog::holdsText() const {
    return tr("%1, %2, %3; %4 together", "backups, changes, files; size")
        .arg(tr("%n earlier version(s)", nullptr, static_cast<int>(bundle().backups)),
             tr("%n change(s) in its log", nullptr, static_cast<int>(bundle().events)),
             tr("%n file(s)", nullptr, static_cast<int>(bundle().files.size())),
             QLocale().formattedDataSize(static_cast<qint64>(bundle().manifest.size())));
}

QString ReportImportDialog::outlineText() const {
    if (!damaged())
        return tr("It can be read.");
    const auto& problems = bundle().verdict.problems;
    return problems.empty() ? tr("It is damaged, and is imported as it is.")
                            : tr("It is damaged, and is imported as it is: %1")
                                  .arg(oneLine(fromUtf8(problems.front().message), longestShown));
}

void ReportImportDialog::buildFiles(QVBoxLayout& layout) {
    m_files = new QTreeView(this);
    m_files->setModel(new BundleFiles(m_read.bundle, m_files));
    m_files->setRootIsDecorated(false);
    m_files->setUniformRowHeights(true);
    m_files->setAlternatingRowColors(true);
    m_files->setAccessibleName(tr("Files of the bundle"));
    m_files->header()->setStretchLastSection(false);
    m_files->header()->setSectionResizeMode(BundleFiles::NameColumn, QHeaderView::Stretch);
    m_files->header()->setSectionResizeMode(BundleFiles::SizeColumn, QHeaderView::Interactive);
    m_files->setColumnWidth(BundleFiles::SizeColumn, fontMetrics().averageCharWidth() * 16);
    layout.addWidget(m_files, 1);
}

void ReportImportDialog::buildChoice(QVBoxLayout& layout) {
    m_asItWas = new QRadioButton(tr("As the &report that it was, with its id"), this);
    m_asCopy =
        new QRadioButton(tr("As a &new report with the same history, forked from it. Its title:"), this);
    m_title = new QLineEdit(freeTitle(), this);
    m_title->setAccessibleName(tr("Title of the new report"));
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_asItWas->setEnabled(!m_read.isThere);
    m_asCopy->setEnabled(!damaged());
    (m_read.isThere && !damaged() ? m_asCopy : m_asItWas)->setChecked(true);
    for (QWidget* each : {static_cast<QWidget*>(m_asItWas), static_cast<QWidget*>(m_asCopy),
                          static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_note)})
        layout.addWidget(each);
    for (const QRadioButton* button : {m_asItWas, m_asCopy})
        connect(button, &QRadioButton::toggled, this, &ReportImportDialog::showChoice);
    connect(m_title, &QLineEdit::textChanged, this, &ReportImportDialog::showChoice);
}

void ReportImportDialog::buildButtons(QVBoxLayout& layout) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_import = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const auto wish = copyTitle();
        accept();
        Q_EMIT wanted(wish);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout.addWidget(buttons);
}

/// One that no report of the library has: igloo-mcp finds reports by title too.
QString ReportImportDialog::freeTitle() const {
    const QString title = fromUtf8(bundle().manifest.title);
    return m_read.titles.contains(title, Qt::CaseInsensitive) ? titleOfCopy(title, m_read.titles) : title;
}

void ReportImportDialog::showChoice() {
    const QString title = m_title->text().trimmed();
    m_title->setEnabled(m_asCopy->isChecked());
    QString note;
    bool possible = true;
    if (m_read.isThere && damaged()) {
        note = tr("The library has this report already, and a damaged one can't become a new report: nothing "
                  "can be imported.");
        possible = false;
    } else if (m_asCopy->isChecked() && title.isEmpty()) {
        note = tr("Give the new report a title.");
        possible = false;
    } else if (m_asCopy->isChecked() && m_read.titles.contains(title, Qt::CaseInsensitive)) {
        note = tr("The library has a report of that title: igloo-mcp takes only one of them by its title.");
    } else if (m_read.isThere) {
        note = tr("The library has this report already. It stays as it is.");
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_import->setEnabled(possible);
}

std::optional<QString> ReportImportDialog::copyTitle() const {
    return m_asCopy->isChecked() ? std::optional(m_title->text().trimmed()) : std::nullopt;
}

QString ReportImportDialog::summary() const {
    QStringList lines = m_facts;
    if (!m_note->text().isEmpty())
        lines << m_note->text();
    return lines.join(QLatin1Char('\n'));
}

} // namespace stemma::ui
