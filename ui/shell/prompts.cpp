// SPDX-License-Identifier: MIT
#include "ui/shell/prompts.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace stemma::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Prompts)
};
} // namespace

void DesktopPrompts::chooseLibrary(QWidget* parent, const QString& start,
                                   std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, Words::tr("Open a Report Library"), start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void DesktopPrompts::confirm(QWidget* parent, const QString& title, const QString& text, const QString& yes,
                             std::function<void()> confirmed) {
    auto* box = new QMessageBox(QMessageBox::Question, title, text, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    const QPushButton* agree = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(agree, &QPushButton::clicked, parent, std::move(confirmed));
    box->open();
}

void DesktopPrompts::decideUnsaved(QWidget* parent, const QStringList& titles,
                                   std::function<void(Unsaved)> decided) {
    constexpr qsizetype named = 5;
    QStringList lines;
    for (const QString& title : titles.mid(0, named))
        lines.append(Words::tr("• %1", "item of a list").arg(title));
    if (titles.size() > named)
        lines.append(Words::tr("… and %n more", nullptr, static_cast<int>(titles.size() - named)));
    auto* box = new QMessageBox(
        QMessageBox::Question, Words::tr("Unsaved Edits"),
        Words::tr("There are unsaved edits in %n place(s):", nullptr, static_cast<int>(titles.size())) +
            QLatin1Char('\n') + lines.join(QLatin1Char('\n')),
        QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        Words::tr("A draft is kept on this machine and offered when it is opened again."));
    QPushButton* save = box->addButton(Words::tr("&Save"), QMessageBox::AcceptRole);
    const QPushButton* keep = box->addButton(Words::tr("&Keep as Draft"), QMessageBox::AcceptRole);
    const QPushButton* discard = box->addButton(Words::tr("&Discard"), QMessageBox::DestructiveRole);
    box->setDefaultButton(save);
    QObject::connect(save, &QPushButton::clicked, parent, [decided] { decided(Unsaved::save); });
    QObject::connect(keep, &QPushButton::clicked, parent, [decided] { decided(Unsaved::keep); });
    QObject::connect(discard, &QPushButton::clicked, parent, [decided] { decided(Unsaved::discard); });
    box->open();
}

void DesktopPrompts::chooseMarkdown(QWidget* parent, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, Words::tr("Read a Markdown File"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({Words::tr("Markdown (*.md *.markdown *.txt)"), Words::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void DesktopPrompts::chooseOutline(QWidget* parent, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, Words::tr("Compare with a File"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({Words::tr("Outlines (*.json)"), Words::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void DesktopPrompts::chooseExport(QWidget* parent, const QString& suggested, const QString& format,
                                  const QString& ending, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, Words::tr("Export"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(format, ending));
    dialog->setDefaultSuffix(ending);
    if (suggested.contains(QLatin1Char('/')))
        dialog->setDirectory(suggested.section(QLatin1Char('/'), 0, -2));
    dialog->selectFile(suggested.section(QLatin1Char('/'), -1));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void DesktopPrompts::chooseBundle(QWidget* parent, const QString& folder, const QString& format,
                                  const QString& ending, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, Words::tr("Import"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({QStringLiteral("%1 (*.%2)").arg(format, ending), Words::tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void DesktopPrompts::askText(QWidget* parent, const QString& title, const QString& label, const QString& text,
                             const QString& yes, std::function<void(const QString&)> answered) {
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setTextValue(text);
    dialog->setOkButtonText(yes);
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent,
                     [answered = std::move(answered)](const QString& typed) {
                         if (!typed.trimmed().isEmpty())
                             answered(typed.trimmed());
                     });
    dialog->open();
}

bool DesktopPrompts::openOutside(const QUrl& url) {
    return QDesktopServices::openUrl(url);
}

} // namespace stemma::ui
