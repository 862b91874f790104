// SPDX-License-Identifier: MIT
#include "ui/report/insight_form.h"

#include <algorithm>

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/report/chart_view.h"
#include "ui/report/citation_list.h"
#include "ui/report/metadata_table.h"
#include "ui/report/outline_plans.h"
#include "ui/report/part_facts.h"
#include "ui/report/prose_editor.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

TextField summaryField(const std::string& id) {
    return {QStringLiteral("insight/%1/summary").arg(fromUtf8(id)),
            [id](const report::LoadedReport& report) -> std::optional<std::string> {
                const report::Insight* insight = report.outline.insight(InsightId(id));
                return insight == nullptr ? std::nullopt : std::optional(insight->summary);
            },
            [id](const report::LoadedReport& report, const std::string& text) {
                return fieldEdits(report, {id}, "summary", Value::string(text));
            },
            fieldRule("insight", "summary")};
}

} // namespace

InsightForm::InsightForm(QWidget* parent)
    : QWidget(parent)
    , m_prose(new ProseEditor(tr("Text of the insight"), this))
    , m_fields(new QWidget(this))
    , m_chart(new ChartView(this))
    , m_citations(new CitationList(this))
    , m_metadata(new MetadataTable(this))
    , m_facts(new PartFacts(this)) {
    buildFields();
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_prose, 1);
    layout->addWidget(m_fields);
    layout->addWidget(m_chart);
    layout->addWidget(m_citations);
    layout->addWidget(m_metadata);
    layout->addWidget(m_facts);
}

void InsightForm::buildFields() {
    auto* layout = new QFormLayout(m_fields);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto* box = new QWidget(m_fields);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_importance = new QSlider(Qt::Horizontal, box);
    m_importance->setRange(0, 10);
    m_importance->setPageStep(1);
    m_importance->setTickPosition(QSlider::TicksBelow);
    m_importance->setTickInterval(5);
    m_importance->setAccessibleName(tr("Importance, from 0 to 10"));
    m_number = new QLabel(box);
    m_number->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("10")) + 4);
    row->addWidget(m_number);
    row->addWidget(m_importance, 1);
    m_status = new QComboBox(m_fields);
    for (const char* word : {"active", "archived", "killed"})
        m_status->addItem(statusText(word), QString::fromLatin1(word));
    auto* importance = new QLabel(tr("&Importance:"), m_fields);
    importance->setBuddy(m_importance);
    layout->addRow(importance, box);
    layout->addRow(tr("&Status:"), m_status);
    connect(m_importance, &QSlider::valueChanged, this, [this](int value) {
        m_number->setText(QString::number(value));
        if (!m_showing)
            setField("importance", Value::integer(value));
    });
    connect(m_status, &QComboBox::activated, this,
            [this](int at) { setField("status", Value::string(toUtf8(m_status->itemData(at).toString()))); });
}

void InsightForm::setSession(EditSession* session) {
    m_session = session;
    m_id.clear();
    m_prose->link().setField(nullptr, {});
    m_chart->setSession(session);
    m_citations->setSession(session);
    m_metadata->setSession(session);
}

void InsightForm::setField(const char* field, Value value) {
    if (m_session == nullptr)
        return;
    m_session->apply(
        [id = m_id, name = std::string(field), value = std::move(value)](const report::LoadedReport& report) {
            return fieldEdits(report, {id}, name.c_str(), value);
        },
        QStringLiteral("insight/%1/%2").arg(fromUtf8(m_id), QLatin1String(field)));
}

void InsightForm::showImportance(int importance) {
    m_showing = true;
    m_importance->setValue(std::clamp(importance, 0, 10));
    m_number->setText(QString::number(importance));
    m_showing = false;
}

void InsightForm::showInsight(const report::LoadedReport& report, const report::Insight& insight,
                              std::optional<std::size_t> citation) {
    m_id = insight.id.text();
    m_prose->link().setField(m_session, summaryField(m_id));
    showImportance(static_cast<int>(std::clamp<std::int64_t>(insight.importance, -9, 99)));
    m_status->setCurrentIndex(m_status->findData(fromUtf8(insight.status)));
    m_chart->showChart(report, insight);
    m_citations->showCitations(insight, citation);
    const Value* part = documentPart(report.document, "insights", "insight_id", m_id);
    m_metadata->showMetadata({MetadataTable::Owner::insight, m_id},
                             part == nullptr ? nullptr : part->find("metadata"));
    m_facts->setFacts(insight.createdAt, insight.updatedAt, m_id);
}

} // namespace stemma::ui
