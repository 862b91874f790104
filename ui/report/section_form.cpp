// SPDX-License-Identifier: MIT
#include "ui/report/section_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/report/metadata_table.h"
#include "ui/report/outline_plans.h"
#include "ui/report/part_facts.h"
#include "ui/report/prose_editor.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

TextField titleField(const std::string& id) {
    return {QStringLiteral("section/%1/title").arg(fromUtf8(id)),
            [id](const report::LoadedReport& report) -> std::optional<std::string> {
                const report::Section* section = sectionById(report.outline, id);
                return section == nullptr ? std::nullopt : std::optional(section->title);
            },
            [id](const report::LoadedReport&, const std::string& text) {
                return sectionFieldEdits(id, "title", Value::string(text));
            },
            fieldRule("section", "title")};
}

/// `content` or `notes`: an empty text is none.
TextField proseField(const std::string& id, const char* key,
                     std::optional<std::string> report::Section::*member) {
    return {QStringLiteral("section/%1/%2").arg(fromUtf8(id), QLatin1String(key)),
            [id, member](const report::LoadedReport& report) -> std::optional<std::string> {
                const report::Section* section = sectionById(report.outline, id);
                return section == nullptr ? std::nullopt : std::optional((section->*member).value_or(""));
            },
            [id, key](const report::LoadedReport&, const std::string& text) {
                return sectionFieldEdits(id, key, text.empty() ? Value() : Value::string(text));
            }};
}

} // namespace

SectionForm::SectionForm(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLineEdit(this))
    , m_titleBox(new LineBox(*m_title))
    , m_problem(problemLabel(this))
    , m_metadata(new MetadataTable(this))
    , m_facts(new PartFacts(this)) {
    m_title->setAccessibleName(tr("Title of the section"));
    auto* titleRow = new QFormLayout;
    titleRow->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    titleRow->addRow(tr("&Title:"), m_title);
    buildTexts();
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(titleRow);
    layout->addWidget(m_problem);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_hint);
    layout->addWidget(m_metadata);
    layout->addWidget(m_facts);
    connect(&m_titleBox->link(), &TextLink::problem, this,
            [this](const QString& why) { showProblem(*m_problem, why); });
}

void SectionForm::buildTexts() {
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_content = new ProseEditor(tr("Content of the section"), m_tabs);
    m_notes = new ProseEditor(tr("Notes on the section"), m_tabs);
    m_tabs->addTab(m_content, tr("&Content"));
    m_tabs->addTab(m_notes, tr("&Notes"));
    m_format = new QComboBox(m_tabs);
    m_format->setAccessibleName(tr("Format of the content"));
    m_format->setToolTip(m_format->accessibleName());
    m_format->addItem(tr("Markdown"), QStringLiteral("markdown"));
    m_format->addItem(tr("HTML"), QStringLiteral("html"));
    m_format->addItem(tr("Plain text"), QStringLiteral("plain"));
    m_tabs->setCornerWidget(m_format);
    m_hint = new QLabel(tr("Readers see the content; the notes only where there is no content."), this);
    m_hint->setWordWrap(true);
    connect(m_format, &QComboBox::activated, this, [this](int at) {
        if (m_session != nullptr)
            m_session->apply(sectionFieldEdits(m_id, "content_format",
                                               Value::string(toUtf8(m_format->itemData(at).toString()))));
    });
}

ProseEditor* SectionForm::prose() const {
    return m_tabs->currentIndex() == 1 ? m_notes : m_content;
}

void SectionForm::setPreviewShown(bool shown) {
    m_content->setPreviewShown(shown);
    m_notes->setPreviewShown(shown);
}

void SectionForm::setSession(EditSession* session) {
    m_session = session;
    m_id.clear();
    m_titleBox->link().setField(nullptr, {});
    m_content->link().setField(nullptr, {});
    m_notes->link().setField(nullptr, {});
    m_metadata->setSession(session);
}

void SectionForm::showSection(const report::LoadedReport& report, const report::Section& section) {
    const bool another = m_id != section.id.text();
    m_id = section.id.text();
    m_titleBox->link().setField(m_session, titleField(m_id));
    m_content->link().setField(m_session, proseField(m_id, "content", &report::Section::content));
    m_notes->link().setField(m_session, proseField(m_id, "notes", &report::Section::notes));
    m_content->setFormat(section.contentFormat);
    m_format->setCurrentIndex(m_format->findData(fromUtf8(section.contentFormat)));
    const bool content = section.content && !section.content->empty();
    const bool notes = section.notes && !section.notes->empty();
    if (another)
        m_tabs->setCurrentIndex(!content && notes ? 1 : 0);
    m_hint->setVisible(content && notes);
    const Value* part = documentPart(report.document, "sections", "section_id", m_id);
    m_metadata->showMetadata({MetadataTable::Owner::section, m_id},
                             part == nullptr ? nullptr : part->find("metadata"));
    m_facts->setFacts(section.createdAt, section.updatedAt, m_id);
}

} // namespace stemma::ui
