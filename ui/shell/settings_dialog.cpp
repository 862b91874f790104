// SPDX-License-Identifier: MIT
#include "ui/shell/settings_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
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
    buildEditing(*form);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);
    layout->addWidget(buttons);
}

void SettingsDialog::buildEditing(QFormLayout& form) {
    m_autoSave = new QCheckBox(tr("&Save edits by themselves after a pause of"), this);
    m_autoSave->setChecked(m_settings.get(setting::autoSave));
    m_autoSave->setToolTip(tr("Each such save is a version of its own in the history. What can’t be saved as "
                              "it is waits until you save."));
    m_autoSaveSeconds = spinBox(setting::autoSaveSeconds, m_settings, this);
    m_autoSaveSeconds->setSuffix(tr(" s", "seconds, after a number"));
    m_autoSaveSeconds->setAccessibleName(tr("Seconds of the pause"));
    m_autoSaveSeconds->setEnabled(m_autoSave->isChecked());
    connect(m_autoSave, &QCheckBox::toggled, m_autoSaveSeconds, &QWidget::setEnabled);
    auto* row = new QHBoxLayout;
    row->addWidget(m_autoSave);
    row->addWidget(m_autoSaveSeconds);
    form.addRow(tr("Editing:"), row);
    m_spelling = new QCheckBox(tr("&Check spelling in the language of the system"), this);
    m_spelling->setChecked(m_settings.get(setting::checkSpelling));
    m_spelling->setToolTip(tr("A report can have another choice: see the context menu of a text."));
    form.addRow(QString(), m_spelling);
}

void SettingsDialog::accept() {
    m_settings.set(setting::reopenLibrary, m_reopen->isChecked());
    m_settings.set(setting::recentLibraries, m_recent->value());
    m_settings.set(setting::messageSeconds, m_seconds->value());
    m_settings.set(setting::autoSave, m_autoSave->isChecked());
    m_settings.set(setting::autoSaveSeconds, m_autoSaveSeconds->value());
    m_settings.set(setting::checkSpelling, m_spelling->isChecked());
    QDialog::accept();
}

} // namespace stemma::ui
