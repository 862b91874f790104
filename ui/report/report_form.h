// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "core/report/report_library.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace stemma::ui {

class EditSession;
class LineBox;
class MetadataTable;
class PartFacts;
class ProseEditor;
class TagField;

/// What is said of a report as a whole, to be edited: title, tags, status, description, metadata.
class ReportForm : public QWidget {
    Q_OBJECT
public:
    explicit ReportForm(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    void showReport(const report::LoadedReport& report);
    [[nodiscard]] ProseEditor* prose() const { return m_description; }
    [[nodiscard]] QLineEdit* title() const { return m_title; }
    [[nodiscard]] TagField* tags() const { return m_tags; }

private:
    void connectFields();
    void tag(const char* key, const QStringList& tags);

    EditSession* m_session = nullptr;
    QLineEdit* m_title = nullptr;
    LineBox* m_titleBox = nullptr;
    QLabel* m_problem = nullptr;
    TagField* m_tags = nullptr;
    QComboBox* m_status = nullptr;
    ProseEditor* m_description = nullptr;
    MetadataTable* m_metadata = nullptr;
    PartFacts* m_facts = nullptr;
};

} // namespace stemma::ui
