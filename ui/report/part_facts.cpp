// SPDX-License-Identifier: MIT
#include "ui/report/part_facts.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

PartFacts::PartFacts(QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QFormLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_created = addField(*layout, tr("Created:"));
    m_updated = addField(*layout, tr("Updated:"));
    m_id = addField(*layout, tr("Id:"));
    m_id->setLayoutDirection(Qt::LeftToRight);
    m_id->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
}

QLineEdit* PartFacts::addField(QFormLayout& layout, const QString& label) {
    auto* field = new QLineEdit(this);
    field->setReadOnly(true);
    field->setFrame(false);
    QPalette colours = field->palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    field->setPalette(colours);
    layout.addRow(label, field);
    return field;
}

void PartFacts::setFacts(const std::string& created, const std::string& updated, const std::string& id) {
    m_created->setText(created.empty() ? QString() : exactTime(created));
    m_updated->setText(updated.empty() ? QString() : exactTime(updated));
    m_id->setText(fromUtf8(id));
    for (QLineEdit* field : {m_created, m_updated, m_id})
        field->setCursorPosition(0);
}

QLabel* formHeading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QLabel* problemLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->hide();
    return label;
}

void showProblem(QLabel& label, const QString& why) {
    QPalette colours = label.parentWidget() ? label.parentWidget()->palette() : label.palette();
    colours.setColor(QPalette::WindowText, meaningColours(colours).error);
    label.setPalette(colours);
    label.setText(why);
    label.setAccessibleName(why);
    label.setVisible(!why.isEmpty());
}

} // namespace stemma::ui
