// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "core/report/report_library.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTabWidget;

namespace stemma::ui {

class EditSession;
class LineBox;
class MetadataTable;
class PartFacts;
class ProseEditor;

/// A section to be edited: title, content with its format, notes, metadata.
class SectionForm : public QWidget {
    Q_OBJECT
public:
    explicit SectionForm(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    void showSection(const report::LoadedReport& report, const report::Section& section);
    /// The one that is in sight.
    [[nodiscard]] ProseEditor* prose() const;
    [[nodiscard]] ProseEditor* content() const { return m_content; }
    [[nodiscard]] ProseEditor* notes() const { return m_notes; }
    [[nodiscard]] QLineEdit* title() const { return m_title; }
    void setPreviewShown(bool shown);

private:
    void buildTexts();
    EditSession* m_session = nullptr;
    std::string m_id;
    QLineEdit* m_title = nullptr;
    LineBox* m_titleBox = nullptr;
    QLabel* m_problem = nullptr;
    QTabWidget* m_tabs = nullptr;
    ProseEditor* m_content = nullptr;
    ProseEditor* m_notes = nullptr;
    QLabel* m_hint = nullptr;
    QComboBox* m_format = nullptr;
    MetadataTable* m_metadata = nullptr;
    PartFacts* m_facts = nullptr;
};

} // namespace stemma::ui
