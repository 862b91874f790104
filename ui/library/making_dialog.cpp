// SPDX-License-Identifier: MIT
#include "ui/library/making_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace stemma::ui {

MakingDialog::MakingDialog(const QString& heading, const QString& titleHint, QWidget* parent)
    : QDialog(parent)
    , m_layout(new QVBoxLayout(this))
    , m_form(new QFormLayout)
    , m_title(new QLineEdit(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(heading);
    m_layout->setContentsMargins(20, 20, 20, 14);
    m_layout->setSpacing(14);
    m_layout->addLayout(m_form);
    m_title->setPlaceholderText(titleHint);
    m_form->addRow(tr("&Title:"), m_title);
}

void MakingDialog::finish(QWidget* content) {
    m_layout->addWidget(content, 1);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_layout->addWidget(m_note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_create = buttons->addButton(tr("&Create"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &MakingDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &MakingDialog::reject);
    m_layout->addWidget(buttons);
    connect(m_title, &QLineEdit::textChanged, this, &MakingDialog::updateState);
    updateState();
}

void MakingDialog::setMissing(const QString& what) {
    m_missing = what;
    updateState();
}

void MakingDialog::updateState() {
    const bool named = !m_title->text().trimmed().isEmpty();
    m_create->setEnabled(named && m_missing.isEmpty());
    m_create->setToolTip(m_missing.isEmpty() && !named ? tr("A report needs a title.") : m_missing);
}

void MakingDialog::accept() {
    if (!m_create->isEnabled())
        return;
    make();
    QDialog::accept();
}

} // namespace stemma::ui
