// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/report/outline_plans.h"
#include "ui/report/outline_rows.h"

class QLabel;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace stemma::ui {

class EditSession;
class InsightForm;
class ProseEditor;
class ReportForm;
class SectionForm;
class Spelling;

/// The chosen part of the outline to be edited, beside the tree. Nothing chosen: the report itself.
class PartEditor : public QWidget {
    Q_OBJECT
public:
    explicit PartEditor(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    /// The spelling of all texts; it is told which report is shown. Outlives the editor.
    void setSpelling(Spelling* spelling);
    void showPart(const std::shared_ptr<const report::LoadedReport>& report,
                  const std::optional<OutlineRow>& row);

    enum class Selection { keep, all, start };
    void focusText(Selection selection);
    /// The first field: the title, or the text where there is none.
    void focusFirst();
    /// Adds a citation to the insight that is shown, and opens it.
    void addCitation();
    /// The insight's text as the cursor parts it, if there is something on both sides.
    [[nodiscard]] std::optional<TextCut> insightCut() const;
    /// The prose in sight.
    [[nodiscard]] ProseEditor* prose() const;
    [[nodiscard]] InsightForm* insightForm() const { return m_insight; }
    [[nodiscard]] SectionForm* sectionForm() const { return m_section; }
    [[nodiscard]] ReportForm* reportForm() const { return m_report; }
    void setPreviewShown(bool shown);
    [[nodiscard]] bool isPreviewShown() const { return m_preview; }

Q_SIGNALS:
    void cursorMoved();
    void previewToggled(bool shown);

private:
    void buildHeading();
    void buildForms();
    QScrollArea* scrolled(QWidget* form);

    EditSession* m_session = nullptr;
    Spelling* m_spelling = nullptr;
    QLabel* m_heading = nullptr;
    QLabel* m_note = nullptr;
    QToolButton* m_previewButton = nullptr;
    QStackedWidget* m_forms = nullptr;
    ReportForm* m_report = nullptr;
    SectionForm* m_section = nullptr;
    InsightForm* m_insight = nullptr;
    bool m_preview = false;
};

} // namespace stemma::ui
