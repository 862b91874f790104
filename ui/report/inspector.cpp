// SPDX-License-Identifier: MIT
#include "ui/report/inspector.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/exporting/html.h"
#include "core/json/python_format.h"
#include "ui/report/importance.h"
#include "ui/report/read_view.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

// Longer texts are shown as they stand: laying them out as rich text would hold up the window.
constexpr std::size_t renderedTextLimit = 64 * 1024;
constexpr std::size_t shownTextLimit = 512 * 1024;

QLineEdit* valueField(QWidget* parent) {
    auto* field = new QLineEdit(parent);
    field->setReadOnly(true);
    field->setFrame(false);
    return field;
}

QLabel* smallHeading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

const json::Value* partById(const json::Value& document, std::string_view list, std::string_view key,
                            const std::string& id) {
    const json::Value* parts = document.find(list);
    if (parts == nullptr)
        return nullptr;
    for (const json::Value& part : parts->items())
        if (part.stringAt(key) == id)
            return &part;
    return nullptr;
}

} // namespace

Inspector::Inspector(QWidget* parent)
    : QWidget(parent)
    , m_text(new ReadView(this)) {
    m_heading = smallHeading({}, this);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_text->setAccessibleName(tr("Text of the selected part"));
    m_text->setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(m_note);
    layout->addWidget(m_text, 3);
    buildFields();
    layout->addWidget(m_fieldsBox);
    buildLists();
    layout->addWidget(m_citationsHeading);
    layout->addWidget(m_citations, 2);
    layout->addWidget(m_metadataHeading);
    layout->addWidget(m_metadata, 1);
    setMinimumWidth(240);
    clear();
}

void Inspector::buildFields() {
    m_fieldsBox = new QWidget(this);
    m_fields = new QFormLayout(m_fieldsBox);
    m_fields->setContentsMargins(0, 0, 0, 0);
    m_fields->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_importance = new ImportanceBar(m_fieldsBox);
    m_status = valueField(m_fieldsBox);
    m_order = valueField(m_fieldsBox);
    m_tags = valueField(m_fieldsBox);
    m_created = valueField(m_fieldsBox);
    m_updated = valueField(m_fieldsBox);
    m_idBox = new QWidget(m_fieldsBox);
    m_id = valueField(m_idBox);
    m_id->setLayoutDirection(Qt::LeftToRight);
    m_id->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_id->setAccessibleName(tr("Id"));
    auto* copy = new QToolButton(m_idBox);
    copy->setIcon(themeIcon(IconName::copy));
    copy->setText(tr("Copy"));
    copy->setToolTip(tr("Copy the id"));
    copy->setAccessibleName(tr("Copy the id"));
    copy->setAutoRaise(true);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_id->text()); });
    auto* idLayout = new QHBoxLayout(m_idBox);
    idLayout->setContentsMargins(0, 0, 0, 0);
    idLayout->addWidget(m_id, 1);
    idLayout->addWidget(copy);
    m_fields->addRow(tr("Importance:"), m_importance);
    m_fields->addRow(tr("Status:"), m_status);
    m_fields->addRow(tr("Position:"), m_order);
    m_fields->addRow(tr("Tags:"), m_tags);
    m_fields->addRow(tr("Created:"), m_created);
    m_fields->addRow(tr("Updated:"), m_updated);
    m_fields->addRow(tr("Id:"), m_idBox);
}

void Inspector::buildLists() {
    m_citationsHeading = smallHeading({}, this);
    m_citations = new QTreeWidget(this);
    m_citations->setColumnCount(2);
    m_citations->setHeaderHidden(true);
    m_citations->setWordWrap(true);
    m_citations->setAccessibleName(tr("Citations of the selected insight"));
    m_citations->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_citations->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* copy = new QAction(tr("Copy value"), m_citations);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] {
        if (const QTreeWidgetItem* item = m_citations->currentItem())
            QGuiApplication::clipboard()->setText(item->text(item->columnCount() > 1 ? 1 : 0));
    });
    m_citations->addAction(copy);
    m_metadataHeading = smallHeading(tr("Metadata"), this);
    m_metadata = new QPlainTextEdit(this);
    m_metadata->setReadOnly(true);
    m_metadata->setTabChangesFocus(true);
    m_metadata->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_metadata->setAccessibleName(tr("Metadata of the selected part"));
}

void Inspector::clear() {
    for (QWidget* part :
         {static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_note), static_cast<QWidget*>(m_text),
          static_cast<QWidget*>(m_citationsHeading), static_cast<QWidget*>(m_citations),
          static_cast<QWidget*>(m_metadataHeading), static_cast<QWidget*>(m_metadata)})
        part->hide();
    for (QWidget* field : {static_cast<QWidget*>(m_importance), static_cast<QWidget*>(m_status),
                           static_cast<QWidget*>(m_order), static_cast<QWidget*>(m_tags),
                           static_cast<QWidget*>(m_created), static_cast<QWidget*>(m_updated), m_idBox}) {
        field->hide();
        m_fields->labelForField(field)->hide();
    }
}

void Inspector::setField(QLineEdit* field, const QString& text) {
    field->setText(text);
    field->setCursorPosition(0);
    field->setToolTip(plainTip(text));
    field->setVisible(!text.isEmpty());
    QWidget* label = m_fields->labelForField(field);
    label->setVisible(!text.isEmpty());
    if (const auto* name = qobject_cast<QLabel*>(label))
        field->setAccessibleName(name->text());
}

void Inspector::setId(const std::string& id) {
    m_id->setText(fromUtf8(id));
    m_id->setCursorPosition(0);
    m_idBox->setVisible(!id.empty());
    m_fields->labelForField(m_idBox)->setVisible(!id.empty());
}

void Inspector::setTimes(const std::string& created, const std::string& updated) {
    setField(m_created, created.empty() ? QString() : exactTime(created));
    setField(m_updated, updated.empty() ? QString() : exactTime(updated));
}

void Inspector::showPart(std::shared_ptr<const report::LoadedReport> report,
                         const std::optional<OutlineRow>& row) {
    m_report = std::move(report);
    clear();
    if (!m_report)
        return;
    const report::Outline& outline = m_report->outline;
    if (!row) {
        showReport();
    } else if (row->kind == OutlineKind::section) {
        for (const report::Section& section : outline.sections)
            if (section.id.text() == row->id)
                return showSection(section);
    } else if (row->kind == OutlineKind::insight || row->kind == OutlineKind::citation) {
        if (const report::Insight* insight = outline.insight(InsightId(row->id)))
            showInsight(*insight,
                        row->kind == OutlineKind::citation ? std::optional(row->citation) : std::nullopt);
    } else {
        showNote(row->text, row->note);
        if (row->kind == OutlineKind::dangling)
            setId(row->id);
    }
    if (row && !row->note.isEmpty()) {
        m_note->setText(row->note);
        m_note->show();
    }
}

void Inspector::showNote(const QString& heading, const QString& note) {
    m_heading->setText(heading);
    m_heading->show();
    m_note->setText(note);
    m_note->show();
}

void Inspector::showReport() {
    const report::Outline& outline = m_report->outline;
    m_heading->setText(tr("About this report"));
    m_heading->show();
    if (outline.description && !outline.description->empty())
        showText(*outline.description, "plain");
    QStringList tags;
    for (const std::string& tag : outline.tags)
        tags << isolated(fromUtf8(tag));
    setField(m_tags, tags.join(QStringLiteral(", ")));
    setField(m_status, statusText(outline.status));
    setTimes(outline.createdAt, outline.updatedAt);
    setId(m_report->id.text());
    showMetadata(&m_report->document);
}

void Inspector::showSection(const report::Section& section) {
    m_heading->setText(tr("Section “%1”").arg(isolated(fromUtf8(section.title))));
    m_heading->show();
    if (section.content && !fromUtf8(*section.content).trimmed().isEmpty())
        showText(*section.content, section.contentFormat);
    else if (section.notes && !section.notes->empty())
        showText(*section.notes, "markdown");
    setField(m_order, isolated(fromUtf8(section.order)));
    setTimes(section.createdAt, section.updatedAt);
    setId(section.id.text());
    showMetadata(partById(m_report->document, "sections", "section_id", section.id.text()));
}

void Inspector::showInsight(const report::Insight& insight, std::optional<std::size_t> citation) {
    m_heading->setText(tr("Insight"));
    m_heading->show();
    showText(insight.summary, "markdown");
    m_importance->setImportance(static_cast<int>(std::clamp<std::int64_t>(insight.importance, -9, 99)));
    m_importance->show();
    m_fields->labelForField(m_importance)->show();
    setField(m_status, statusText(insight.status));
    setTimes(insight.createdAt, insight.updatedAt);
    setId(insight.id.text());
    showCitations(insight.citations, citation);
    showMetadata(partById(m_report->document, "insights", "insight_id", insight.id.text()));
}

void Inspector::showText(const std::string& text, const std::string& format) {
    if (text.size() > renderedTextLimit || format == "plain")
        m_text->setPlainText(fromUtf8(std::string_view(text).substr(0, shownTextLimit)));
    else if (format == "html")
        m_text->setHtml(fromUtf8(exporting::safeHtml(text)));
    else
        m_text->setHtml(fromUtf8(exporting::markdownHtml(text)));
    m_text->show();
}

void Inspector::showCitations(const std::vector<report::Citation>& citations,
                              std::optional<std::size_t> current) {
    m_citationsHeading->setText(citations.empty()
                                    ? tr("No citations")
                                    : tr("%n citation(s)", nullptr, static_cast<int>(citations.size())));
    m_citationsHeading->show();
    m_citations->setVisible(!citations.empty());
    m_citations->clear();
    for (std::size_t i = 0; i < citations.size(); ++i) {
        auto* top = new QTreeWidgetItem(m_citations, {citationLine(citations[i])});
        top->setFirstColumnSpanned(true);
        top->setToolTip(0, plainTip(citationLine(citations[i])));
        for (const auto& [name, value] : citationFields(citations[i])) {
            auto* field = new QTreeWidgetItem(top, {name, value});
            field->setToolTip(1, plainTip(value));
        }
        top->setExpanded(citations.size() <= 3 || current == i);
        if (current == i)
            m_citations->setCurrentItem(top);
    }
}

void Inspector::showMetadata(const json::Value* part) {
    const json::Value* metadata = part == nullptr ? nullptr : part->find("metadata");
    const bool any = metadata != nullptr && metadata->size() > 0;
    m_metadataHeading->setVisible(any);
    m_metadata->setVisible(any);
    if (any)
        m_metadata->setPlainText(
            fromUtf8(json::pythonText(*metadata)).left(static_cast<qsizetype>(shownTextLimit)));
}

} // namespace stemma::ui
