// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/report/report_library.h"
#include "ui/report/outline_rows.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTreeWidget;

namespace stemma::ui {

class ImportanceBar;
class ReadView;

/// Everything about one part of the outline, beside the tree. Nothing selected: about the report itself.
class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    /// `row`: what is selected, none for the report. Null report: nothing.
    void showPart(std::shared_ptr<const report::LoadedReport> report, const std::optional<OutlineRow>& row);

private:
    void buildFields();
    void buildLists();
    void clear();
    void showReport();
    void showSection(const report::Section& section);
    void showInsight(const report::Insight& insight, std::optional<std::size_t> citation);
    void showNote(const QString& heading, const QString& note);
    void showText(const std::string& text, const std::string& format);
    void showCitations(const std::vector<report::Citation>& citations, std::optional<std::size_t> current);
    void showMetadata(const json::Value* part);
    void setField(QLineEdit* field, const QString& text);
    void setId(const std::string& id);
    void setTimes(const std::string& created, const std::string& updated);

    std::shared_ptr<const report::LoadedReport> m_report;
    QLabel* m_heading = nullptr;
    QLabel* m_note = nullptr;
    ReadView* m_text = nullptr;
    QWidget* m_fieldsBox = nullptr;
    QFormLayout* m_fields = nullptr;
    ImportanceBar* m_importance = nullptr;
    QLineEdit* m_status = nullptr;
    QLineEdit* m_order = nullptr;
    QLineEdit* m_tags = nullptr;
    QLineEdit* m_created = nullptr;
    QLineEdit* m_updated = nullptr;
    QWidget* m_idBox = nullptr;
    QLineEdit* m_id = nullptr;
    QLabel* m_citationsHeading = nullptr;
    QTreeWidget* m_citations = nullptr;
    QLabel* m_metadataHeading = nullptr;
    QPlainTextEdit* m_metadata = nullptr;
};

} // namespace stemma::ui
