// SPDX-License-Identifier: MIT
#include "ui/history/parts_options.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/text/content_text.h"

namespace stemma::ui {

PartsOptions::PartsOptions(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(tr("&Where insights go whose section is gone:"), this))
    , m_places(new QComboBox(this))
    , m_result(new QCheckBox(tr("Show the &result instead of the choice"), this)) {
    m_label->setWordWrap(true);
    m_label->setBuddy(m_places);
    m_places->setAccessibleName(tr("Where insights go whose section is gone"));
    m_places->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_places->setMinimumContentsLength(12);
    m_result->setToolTip(tr("What the report will be, byte for byte, compared with what it is now"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_label);
    layout->addWidget(m_places);
    layout->addWidget(m_result);
    connect(m_places, &QComboBox::activated, this, &PartsOptions::placeChanged);
    connect(m_result, &QCheckBox::toggled, this, &PartsOptions::resultToggled);
    reset();
}

void PartsOptions::setSections(const std::vector<report::Section>& sections, const QString& broughtBack) {
    const QSignalBlocker quiet(m_places);
    const std::string chosen = into();
    const bool wanted = !broughtBack.isEmpty() || !chosen.empty();
    const QString back = broughtBack.isEmpty() && m_places->count() > 0 ? m_places->itemText(0) : broughtBack;
    m_places->clear();
    m_places->addItem(back, QByteArray());
    for (const report::Section& section : sections) {
        const std::string& id = section.id.text();
        m_places->addItem(tr("Into “%1”").arg(isolated(oneLine(fromUtf8(section.title), 60))),
                          QByteArray::fromStdString(id));
        if (id == chosen)
            m_places->setCurrentIndex(m_places->count() - 1);
    }
    m_label->setVisible(wanted);
    m_places->setVisible(wanted);
}

void PartsOptions::setResultPossible(bool possible) {
    m_result->setEnabled(possible);
}

void PartsOptions::reset() {
    const QSignalBlocker quiet(m_places), still(m_result);
    m_places->clear();
    m_label->hide();
    m_places->hide();
    m_result->setChecked(false);
    m_result->setEnabled(false);
}

void PartsOptions::showChoice() {
    m_result->setChecked(false);
}

std::string PartsOptions::into() const {
    return m_places->currentData().toByteArray().toStdString();
}

bool PartsOptions::resultWanted() const {
    return m_result->isChecked();
}

} // namespace stemma::ui
