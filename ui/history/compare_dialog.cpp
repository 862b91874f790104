// SPDX-License-Identifier: MIT
#include "ui/history/compare_dialog.h"

#include <QDialogButtonBox>
#include <QGroupBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace stemma::ui {

CompareDialog::CompareDialog(LibrarySession& library, const ReportId& report,
                             const std::optional<std::string>& unsaved, const VersionPicker::AskFile& askFile,
                             QWidget* parent)
    : QDialog(parent)
    , m_from(new VersionPicker(library, report, unsaved, askFile, this))
    , m_to(new VersionPicker(library, report, unsaved, askFile, this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Compare Two Versions"));
    m_from->preferEarlier();
    auto* layout = new QVBoxLayout(this);
    const std::pair<QString, VersionPicker*> sides[]{{tr("From"), m_from}, {tr("To"), m_to}};
    for (const auto& [title, picker] : sides) {
        auto* box = new QGroupBox(title, this);
        (new QVBoxLayout(box))->addWidget(picker);
        layout->addWidget(box);
        connect(picker, &VersionPicker::changed, this,
                [this] { m_compare->setEnabled(m_from->place() && m_to->place()); });
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_compare = buttons->addButton(tr("Compare"), QDialogButtonBox::AcceptRole);
    m_compare->setEnabled(false);
    m_compare->setDefault(true);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &CompareDialog::compare);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void CompareDialog::compare() {
    const auto from = m_from->place(), to = m_to->place();
    if (!from || !to)
        return;
    Q_EMIT wanted(*from, *to);
    accept();
}

} // namespace stemma::ui
