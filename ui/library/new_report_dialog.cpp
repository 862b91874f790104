// SPDX-License-Identifier: MIT
#include "ui/library/new_report_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

#include "core/json/python_format.h"
#include "core/report/outline.h"
#include "core/report/templates.h"
#include "ui/session/task_runner.h"
#include "ui/shell/prompts.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

constexpr int markdownData = -1;

QString templateName(report::Template which) {
    switch (which) {
    case report::Template::standard:
        return NewReportDialog::tr("Summary, analysis, recommendations");
    case report::Template::deepDive:
        return NewReportDialog::tr("Deep dive");
    case report::Template::analyst:
        return NewReportDialog::tr("Analyst report");
    case report::Template::empty:
        return NewReportDialog::tr("Empty");
    }
    return {};
}

} // namespace

NewReportDialog::NewReportDialog(const Parts& parts, QWidget* parent)
    : MakingDialog(tr("New Report"), tr("What it is about"), parent)
    , m_parts(parts) {
    m_tags = new QLineEdit(this);
    m_tags->setPlaceholderText(tr("Separated by commas"));
    form()->addRow(tr("Ta&gs:"), m_tags);
    m_beginning = new QComboBox(this);
    for (const report::Template each : report::allTemplates())
        m_beginning->addItem(themeIcon(IconName::outline), templateName(each), static_cast<int>(each));
    form()->addRow(tr("&Begin with:"), m_beginning);
    form()->addRow(QString(), buildSources());
    buildPreview();
    finish(m_preview);
    connect(m_beginning, &QComboBox::currentIndexChanged, this, &NewReportDialog::showBeginning);
    resize(560, 520);
    showBeginning();
}

QWidget* NewReportDialog::buildSources() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* file = new QPushButton(themeIcon(IconName::open), tr("Markdown &File…"), row);
    auto* clipboard = new QPushButton(themeIcon(IconName::paste), tr("Markdown from Clip&board"), row);
    connect(file, &QPushButton::clicked, this, &NewReportDialog::chooseMarkdownFile);
    connect(clipboard, &QPushButton::clicked, this, &NewReportDialog::takeClipboard);
    for (QPushButton* button : {file, clipboard}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    layout->addStretch(1);
    return row;
}

void NewReportDialog::buildPreview() {
    m_preview = new QTreeWidget(this);
    m_preview->setAccessibleName(tr("The sections that it begins with"));
    m_preview->setHeaderLabels({tr("Section"), tr("Content")});
    m_preview->setRootIsDecorated(false);
    m_preview->setUniformRowHeights(true);
    m_preview->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_preview->setSelectionMode(QAbstractItemView::SingleSelection);
}

bool NewReportDialog::isMarkdown() const {
    return m_beginning->currentData().toInt() == markdownData;
}

void NewReportDialog::addRow(const QString& title, const QString& content, const QString& tip) {
    auto* item = new QTreeWidgetItem(m_preview, {oneLine(title), oneLine(content)});
    item->setIcon(0, themeIcon(IconName::outline));
    item->setToolTip(1, plainTip(tip));
}

void NewReportDialog::showBeginning() {
    m_preview->clear();
    if (isMarkdown()) {
        showMarkdown();
    } else {
        const auto which = static_cast<report::Template>(m_beginning->currentData().toInt());
        for (const report::TemplateSection& section : report::templateSections(which))
            addRow(fromUtf8(section.title), fromUtf8(section.notes), fromUtf8(section.notes));
        note()->setText(m_preview->topLevelItemCount() > 0
                            ? tr("%n section(s), each with a note on what belongs there.", nullptr,
                                 m_preview->topLevelItemCount())
                            : tr("No sections yet."));
    }
}

void NewReportDialog::showMarkdown() {
    const report::Outline outline = report::outlineFrom(m_markdown->outline);
    for (const report::Section& section : outline.sections) {
        const QString insights = tr("%n insight(s)", nullptr, static_cast<int>(section.insightIds.size()));
        const QString text = fromUtf8(section.content.value_or(""));
        addRow(fromUtf8(section.title),
               text.isEmpty() ? insights : tr("%1 · %2", "insights, text").arg(insights, text),
               text.left(2000));
    }
    QStringList notes{
        tr("%n section(s)", nullptr, static_cast<int>(outline.sections.size())) + QStringLiteral(", ") +
        tr("%n insight(s)", nullptr, static_cast<int>(outline.insights.size())) + QLatin1Char('.')};
    for (const std::string& note : m_markdown->notes)
        notes.append(fromUtf8(note));
    note()->setText(notes.join(QLatin1Char('\n')));
}

void NewReportDialog::chooseMarkdownFile() {
    m_parts.prompts.chooseMarkdown(this, [this](const QString& path) {
        readMarkdown(path.section(QLatin1Char('/'), -1),
                     [&disk = m_parts.disk, file = toUtf8(path)]() -> Result<std::string> {
                         auto content = io::readFile(disk, file, report::largestMarkdown);
                         if (!content)
                             return fail(std::move(content.error()));
                         return std::move(content->bytes);
                     });
    });
}

void NewReportDialog::takeClipboard() {
    const std::string text = toUtf8(QApplication::clipboard()->text());
    readMarkdown(tr("clipboard"), [text]() -> Result<std::string> { return text; });
}

void NewReportDialog::readMarkdown(const QString& name, std::function<Result<std::string>()> read) {
    const quint64 generation = ++m_generation;
    m_parts.runner.run(
        this,
        [read = std::move(read)]() -> Result<report::MarkdownReport> {
            const auto text = read();
            return text ? report::importMarkdown(*text) : fail(text.error());
        },
        [this, name, generation](Result<report::MarkdownReport> markdown) {
            if (generation == m_generation)
                takeMarkdown(name, std::move(markdown));
        });
}

void NewReportDialog::takeMarkdown(const QString& name, Result<report::MarkdownReport> read) {
    if (!read) {
        note()->setText(errorText(read.error()));
        return;
    }
    m_markdown = std::move(*read);
    const QString title = fromUtf8(m_markdown->title);
    if (titleEdit()->text().isEmpty() || titleEdit()->text() == m_suggested)
        titleEdit()->setText(title);
    m_suggested = title;
    if (m_tags->text().isEmpty()) {
        QStringList tags;
        for (const std::string& tag : m_markdown->tags)
            tags.append(fromUtf8(tag));
        m_tags->setText(tags.join(QStringLiteral(", ")));
    }
    const QString text = tr("Markdown: %1", "a file's name").arg(name);
    int at = m_beginning->findData(markdownData);
    if (at < 0) {
        m_beginning->addItem(themeIcon(IconName::source), text, markdownData);
        at = m_beginning->count() - 1;
    }
    m_beginning->setItemText(at, text);
    m_beginning->setCurrentIndex(at);
    showBeginning();
}

QStringList NewReportDialog::typedTags() const {
    QStringList tags;
    for (const QString& tag : m_tags->text().split(QLatin1Char(',')))
        if (!tag.trimmed().isEmpty() && !tags.contains(tag.trimmed()))
            tags.append(tag.trimmed());
    return tags;
}

void NewReportDialog::make() {
    json::Value outline =
        isMarkdown()
            ? m_markdown->outline
            : report::templateOutline(static_cast<report::Template>(m_beginning->currentData().toInt()), {});
    const QStringList tags = typedTags();
    if (isMarkdown() && tags.isEmpty()) // the person took those of the text out
        outline.edit("metadata")->set("tags", json::Value::array());
    Q_EMIT wanted(titleEdit()->text().trimmed(), tags, json::pythonText(outline));
}

} // namespace stemma::ui
