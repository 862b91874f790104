// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "core/report/report_library.h"

class QComboBox;
class QSlider;
class QLabel;

namespace stemma::ui {

class ChartView;
class CitationList;
class EditSession;
class MetadataTable;
class PartFacts;
class ProseEditor;

/// An insight to be edited: its text, importance, status, citations and metadata.
class InsightForm : public QWidget {
    Q_OBJECT
public:
    explicit InsightForm(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    /// `citation`: which one is to be opened.
    void showInsight(const report::LoadedReport& report, const report::Insight& insight,
                     std::optional<std::size_t> citation);
    [[nodiscard]] ProseEditor* prose() const { return m_prose; }
    [[nodiscard]] ChartView* chart() const { return m_chart; }
    [[nodiscard]] CitationList* citations() const { return m_citations; }
    [[nodiscard]] const std::string& id() const { return m_id; }

private:
    void buildFields();
    void setField(const char* field, json::Value value);
    void showImportance(int importance);

    EditSession* m_session = nullptr;
    std::string m_id;
    ProseEditor* m_prose = nullptr;
    QSlider* m_importance = nullptr;
    QLabel* m_number = nullptr;
    QComboBox* m_status = nullptr;
    QWidget* m_fields = nullptr;
    ChartView* m_chart = nullptr;
    CitationList* m_citations = nullptr;
    MetadataTable* m_metadata = nullptr;
    PartFacts* m_facts = nullptr;
    bool m_showing = false;
};

} // namespace stemma::ui
