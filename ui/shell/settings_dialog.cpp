// SPDX-License-Identifier: MIT
#include "ui/shell/settings_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/shell/settings.h"

namespace stemma::ui {

namespace {

QSpinBox* spinBox(const Setting<int>& setting, const Settings& settings, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(setting.least, setting.most);
    box->setValue(settings.get(setting));
    return box;
}

} // namespace

SettingsDialog::SettingsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 14);
    layout->setSpacing(14);
    auto* form = new QFormLayout;
    m_reopen = new QCheckBox(tr("&Open the last library again"), this);
    m_reopen->setChecked(settings.get(setting::reopenLibrary));
    form->addRow(tr("At start:"), m_reopen);
    m_recent = spinBox(setting::recentLibraries, settings, this);
    form->addRow(tr("&Recent libraries to remember:"), m_recent);
    m_seconds = spinBox(setting::messageSeconds, settings, this);
    m_seconds->setSuffix(tr(" s", "seconds, after a number"));
    m_seconds->setToolTip(tr("Errors and warnings stay until you close them."));
    form->addRow(tr("&Keep messages of what was done for:"), m_seconds);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    layout->addWidget(buttons);
}

void SettingsDialog::accept() {
    m_settings.set(setting::reopenLibrary, m_reopen->isChecked());
    m_settings.set(setting::recentLibraries, m_recent->value());
    m_settings.set(setting::messageSeconds, m_seconds->value());
    QDialog::accept();
}

} // namespace stemma::ui
