// SPDX-License-Identifier: MIT
#include "ui/report/part_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/report/citation_list.h"
#include "ui/report/insight_form.h"
#include "ui/report/outline_plans.h"
#include "ui/report/part_facts.h"
#include "ui/report/prose_editor.h"
#include "ui/report/report_form.h"
#include "ui/report/section_form.h"
#include "ui/report/spelled_text.h"
#include "ui/report/spelling.h"
#include "ui/session/edit_session.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
enum Form { ReportPart, SectionPart, InsightPart };
} // namespace

PartEditor::PartEditor(QWidget* parent)
    : QWidget(parent)
    , m_forms(new QStackedWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHeading();
    auto* top = new QHBoxLayout;
    top->setContentsMargins(11, 6, 11, 0);
    top->addWidget(m_heading, 1);
    top->addWidget(m_previewButton);
    layout->addLayout(top);
    layout->addWidget(m_note);
    buildForms();
    layout->addWidget(m_forms, 1);
    setMinimumWidth(240);
}

void PartEditor::buildHeading() {
    m_heading = formHeading({}, this);
    m_heading->setTextFormat(Qt::PlainText);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setContentsMargins(11, 4, 11, 0);
    m_previewButton = new QToolButton(this);
    m_previewButton->setIcon(themeIcon(IconName::read));
    m_previewButton->setText(tr("Preview"));
    m_previewButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_previewButton->setToolTip(tr("Show how the text will be read"));
    m_previewButton->setCheckable(true);
    m_previewButton->setAutoRaise(true);
    connect(m_previewButton, &QToolButton::toggled, this, &PartEditor::setPreviewShown);
}

QScrollArea* PartEditor::scrolled(QWidget* form) {
    auto* area = new QScrollArea(m_forms);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(form);
    m_forms->addWidget(area);
    return area;
}

void PartEditor::buildForms() {
    m_report = new ReportForm;
    m_section = new SectionForm;
    m_insight = new InsightForm;
    scrolled(m_report);
    scrolled(m_section);
    scrolled(m_insight);
    connect(m_insight->prose(), &ProseEditor::cursorMoved, this, &PartEditor::cursorMoved);
}

void PartEditor::setSession(EditSession* session) {
    m_session = session;
    m_report->setSession(session);
    m_section->setSession(session);
    m_insight->setSession(session);
    if (m_spelling != nullptr)
        m_spelling->setReport(session == nullptr ? ReportId() : session->session().id());
}

void PartEditor::setSpelling(Spelling* spelling) {
    m_spelling = spelling;
    for (const ProseEditor* each :
         {m_report->prose(), m_section->content(), m_section->notes(), m_insight->prose()})
        each->spelled()->setSpelling(spelling);
}

void PartEditor::showPart(const std::shared_ptr<const report::LoadedReport>& report,
                          const std::optional<OutlineRow>& row) {
    if (!report || m_session == nullptr)
        return;
    m_note->setText(row ? row->note : QString());
    m_note->setVisible(!m_note->text().isEmpty());
    const report::Section* section =
        row && row->kind == OutlineKind::section ? sectionById(report->outline, row->id) : nullptr;
    const bool ofInsight = row && (row->kind == OutlineKind::insight || row->kind == OutlineKind::citation);
    const report::Insight* insight = ofInsight ? report->outline.insight(InsightId(row->id)) : nullptr;
    if (section != nullptr) {
        m_heading->setText(tr("Section"));
        m_section->showSection(*report, *section);
        m_forms->setCurrentIndex(SectionPart);
    } else if (insight != nullptr) {
        m_heading->setText(tr("Insight"));
        m_insight->showInsight(*report, *insight,
                               row->kind == OutlineKind::citation ? std::optional(row->citation)
                                                                  : std::nullopt);
        m_forms->setCurrentIndex(InsightPart);
    } else {
        m_heading->setText(tr("About this report"));
        m_report->showReport(*report);
        m_forms->setCurrentIndex(ReportPart);
    }
}

ProseEditor* PartEditor::prose() const {
    switch (m_forms->currentIndex()) {
    case SectionPart:
        return m_section->prose();
    case InsightPart:
        return m_insight->prose();
    default:
        return m_report->prose();
    }
}

void PartEditor::focusText(Selection selection) {
    if (!isVisible())
        return;
    QPlainTextEdit* text = prose()->text();
    if (selection == Selection::all)
        text->selectAll();
    else if (selection == Selection::start)
        text->moveCursor(QTextCursor::Start);
    text->setFocus(Qt::OtherFocusReason);
}

void PartEditor::focusFirst() {
    if (m_forms->currentIndex() == SectionPart)
        m_section->title()->setFocus(Qt::OtherFocusReason);
    else if (m_forms->currentIndex() == ReportPart)
        m_report->title()->setFocus(Qt::OtherFocusReason);
    else
        focusText(Selection::keep);
}

void PartEditor::addCitation() {
    if (m_forms->currentIndex() == InsightPart)
        m_insight->citations()->add("query");
}

std::optional<TextCut> PartEditor::insightCut() const {
    return m_forms->currentIndex() == InsightPart ? m_insight->prose()->cut() : std::nullopt;
}

void PartEditor::setPreviewShown(bool shown) {
    if (m_preview == shown)
        return;
    m_preview = shown;
    m_previewButton->setChecked(shown);
    m_report->prose()->setPreviewShown(shown);
    m_section->setPreviewShown(shown);
    m_insight->prose()->setPreviewShown(shown);
    Q_EMIT previewToggled(shown);
}

} // namespace stemma::ui
