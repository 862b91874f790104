// SPDX-License-Identifier: MIT
#include "ui/shell/prompts.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileDialog>
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

bool DesktopPrompts::openOutside(const QUrl& url) {
    return QDesktopServices::openUrl(url);
}

} // namespace stemma::ui
