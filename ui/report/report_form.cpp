// SPDX-License-Identifier: MIT
#include "ui/report/report_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/report/metadata_table.h"
#include "ui/report/outline_plans.h"
#include "ui/report/part_facts.h"
#include "ui/report/prose_editor.h"
#include "ui/report/tag_field.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

TextField titleField() {
    return {QStringLiteral("report/title"),
            [](const report::LoadedReport& report) { return std::optional(report.outline.title); },
            [](const report::LoadedReport&, const std::string& text) {
                return Value::array({editOp("set-title", {{"title", Value::string(text)}})});
            },
            fieldRule("report", "title")};
}

TextField descriptionField() {
    return {QStringLiteral("report/description"),
            [](const report::LoadedReport& report) {
                return std::optional(report.outline.description.value_or(""));
            },
            [](const report::LoadedReport&, const std::string& text) {
                return Value::array({editOp(
                    "set-description", {{"description", text.empty() ? Value() : Value::string(text)}})});
            }};
}

} // namespace

ReportForm::ReportForm(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLineEdit(this))
    , m_titleBox(new LineBox(*m_title))
    , m_problem(problemLabel(this))
    , m_tags(new TagField(this))
    , m_status(new QComboBox(this))
    , m_description(new ProseEditor(tr("Description of the report"), this))
    , m_metadata(new MetadataTable(this))
    , m_facts(new PartFacts(this)) {
    m_title->setAccessibleName(tr("Title of the report"));
    for (const char* word : {"active", "archived", "deleted"})
        m_status->addItem(statusText(word), QString::fromLatin1(word));
    auto* fields = new QFormLayout;
    fields->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    fields->addRow(tr("&Title:"), m_title);
    fields->addRow(m_problem);
    fields->addRow(tr("Ta&gs:"), m_tags);
    fields->addRow(tr("&Status:"), m_status);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(fields);
    layout->addWidget(formHeading(tr("Description"), this));
    layout->addWidget(m_description, 1);
    layout->addWidget(m_metadata);
    layout->addWidget(m_facts);
    m_description->setFormat("plain");
    connectFields();
}

void ReportForm::connectFields() {
    connect(&m_titleBox->link(), &TextLink::problem, this,
            [this](const QString& why) { showProblem(*m_problem, why); });
    connect(m_tags, &TagField::addRequested, this, [this](const QStringList& tags) { tag("add", tags); });
    connect(m_tags, &TagField::removeRequested, this, [this](const QString& name) { tag("remove", {name}); });
    connect(m_status, &QComboBox::activated, this, [this](int at) {
        if (m_session != nullptr)
            m_session->apply(Value::array({editOp(
                "set-status", {{"status", Value::string(toUtf8(m_status->itemData(at).toString()))}})}));
    });
}

void ReportForm::tag(const char* key, const QStringList& tags) {
    if (m_session == nullptr)
        return;
    Value list = Value::array();
    for (const QString& name : tags)
        list.appendItem(Value::string(toUtf8(name)));
    m_session->apply(Value::array({editOp("tag", {{key, std::move(list)}})}));
}

void ReportForm::setSession(EditSession* session) {
    m_tags->setSession(session); // what was typed goes to the former one
    m_session = session;
    m_titleBox->link().setField(nullptr, {});
    m_description->link().setField(nullptr, {});
    m_metadata->setSession(session);
}

void ReportForm::showReport(const report::LoadedReport& report) {
    m_titleBox->link().setField(m_session, titleField());
    m_description->link().setField(m_session, descriptionField());
    QStringList tags;
    for (const std::string& name : report.outline.tags)
        tags.append(fromUtf8(name));
    m_tags->setTags(tags);
    m_status->setCurrentIndex(m_status->findData(fromUtf8(report.outline.status)));
    m_metadata->showMetadata({MetadataTable::Owner::report, {}}, report.document.find("metadata"),
                             {"tags", "status", "description"});
    m_facts->setFacts(report.outline.createdAt, report.outline.updatedAt, report.id.text());
}

} // namespace stemma::ui
