// SPDX-License-Identifier: MIT
#include "ui/backups/retention_form.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSpinBox>

namespace stemma::ui {

namespace {

constexpr std::int64_t secondsOfDay = 24 * 3600;
constexpr std::int64_t kilo = 1000;

/// The largest unit of which it is a whole number.
void showMeasure(std::int64_t value, QSpinBox* count, QComboBox* unit) {
    int chosen = 0;
    for (int at = 0; at < unit->count(); ++at)
        if (value % unit->itemData(at).toLongLong() == 0)
            chosen = at;
    const qint64 factor = unit->itemData(chosen).toLongLong();
    unit->setCurrentIndex(chosen);
    count->setValue(static_cast<int>(std::min<qint64>(value / factor, count->maximum())));
}

std::int64_t shown(const QSpinBox* count, const QComboBox* unit) {
    return std::int64_t{count->value()} * unit->currentData().toLongLong();
}

QSpinBox* makeCount(int value, int most, const QString& name, QWidget* parent) {
    auto* count = new QSpinBox(parent);
    count->setRange(0, most);
    count->setValue(value);
    count->setAccessibleName(name);
    count->setKeyboardTracking(false);
    return count;
}

} // namespace

RetentionForm::RetentionForm(QWidget* parent)
    : QGroupBox(tr("What may go"), parent) {
    makeMeasures();
    m_thin = new QCheckBox(
        tr("All but one an &hour of the last week, one a day of 60 days, one a week before"), this);
    m_thin->setToolTip(tr("What is of the last day stays. Of each hour, day or week the newest stays."));
    m_keep = new QCheckBox(tr("But &never the newest of each report:"), this);
    m_keep->setToolTip(tr("If no other rule is on, all others may go."));
    m_keepCount = makeCount(20, 9999, tr("How many of the newest stay"), this);
    layOut();
    for (QCheckBox* box : {m_older, m_size, m_thin, m_keep})
        connect(box, &QCheckBox::toggled, this, &RetentionForm::follow);
    for (QSpinBox* count : {m_olderCount, m_sizeCount, m_keepCount})
        connect(count, &QSpinBox::valueChanged, this, &RetentionForm::follow);
    for (QComboBox* unit : {m_olderUnit, m_sizeUnit})
        connect(unit, &QComboBox::currentIndexChanged, this, &RetentionForm::follow);
    enableFields();
}

void RetentionForm::makeMeasures() {
    m_older = new QCheckBox(tr("What is &older than"), this);
    m_olderCount = makeCount(90, 9999, tr("Age"), this);
    m_olderUnit = new QComboBox(this);
    m_olderUnit->setAccessibleName(tr("Unit of the age"));
    m_olderUnit->addItem(tr("hours"), qint64{3600});
    m_olderUnit->addItem(tr("days"), qint64{secondsOfDay});
    m_olderUnit->addItem(tr("years"), qint64{365 * secondsOfDay});
    m_olderUnit->setCurrentIndex(1);
    m_size = new QCheckBox(tr("The oldest, until all take no &more than"), this);
    m_sizeCount = makeCount(500, 999'999, tr("Room"), this);
    m_sizeUnit = new QComboBox(this);
    m_sizeUnit->setAccessibleName(tr("Unit of the room"));
    m_sizeUnit->addItem(tr("kB"), qint64{kilo});
    m_sizeUnit->addItem(tr("MB"), qint64{kilo * kilo});
    m_sizeUnit->addItem(tr("GB"), qint64{kilo * kilo * kilo});
    m_sizeUnit->setCurrentIndex(1);
}

void RetentionForm::layOut() {
    auto* grid = new QGridLayout(this);
    grid->addWidget(m_older, 0, 0);
    grid->addWidget(m_olderCount, 0, 1);
    grid->addWidget(m_olderUnit, 0, 2);
    grid->addWidget(m_size, 1, 0);
    grid->addWidget(m_sizeCount, 1, 1);
    grid->addWidget(m_sizeUnit, 1, 2);
    grid->addWidget(m_thin, 0, 4);
    auto* keepRow = new QHBoxLayout;
    keepRow->addWidget(m_keep);
    keepRow->addWidget(m_keepCount);
    keepRow->addStretch();
    grid->addLayout(keepRow, 1, 4);
    grid->setColumnMinimumWidth(3, 24);
    grid->setColumnStretch(4, 1);
}

void RetentionForm::enableFields() {
    m_olderCount->setEnabled(m_older->isChecked());
    m_olderUnit->setEnabled(m_older->isChecked());
    m_sizeCount->setEnabled(m_size->isChecked());
    m_sizeUnit->setEnabled(m_size->isChecked());
    m_keepCount->setEnabled(m_keep->isChecked());
}

void RetentionForm::follow() {
    enableFields();
    if (!m_showing)
        Q_EMIT changed(policy());
}

void RetentionForm::setPolicy(const history::RetentionPolicy& policy) {
    m_showing = true;
    m_older->setChecked(policy.olderThan.has_value());
    if (policy.olderThan)
        showMeasure(*policy.olderThan, m_olderCount, m_olderUnit);
    m_size->setChecked(policy.mostBytes.has_value());
    if (policy.mostBytes)
        showMeasure(static_cast<std::int64_t>(*policy.mostBytes), m_sizeCount, m_sizeUnit);
    m_thin->setChecked(policy.thin);
    m_keep->setChecked(policy.keep.has_value());
    if (policy.keep)
        m_keepCount->setValue(static_cast<int>(std::min<std::size_t>(*policy.keep, 9999)));
    m_showing = false;
    enableFields();
}

history::RetentionPolicy RetentionForm::policy() const {
    history::RetentionPolicy policy;
    if (m_older->isChecked())
        policy.olderThan = shown(m_olderCount, m_olderUnit);
    if (m_size->isChecked())
        policy.mostBytes = static_cast<std::uint64_t>(shown(m_sizeCount, m_sizeUnit));
    policy.thin = m_thin->isChecked();
    if (m_keep->isChecked())
        policy.keep = static_cast<std::size_t>(m_keepCount->value());
    return policy;
}

} // namespace stemma::ui
