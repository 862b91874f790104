// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace stemma::ui {

/// As what a report is exported.
enum class ReportFormat { markdown, html, json, bundle };

/// What a format is called: for settings (`md`, `html` …), for the person ("HTML page"), and what its files
/// end in.
[[nodiscard]] QString reportFormatWord(ReportFormat format);
[[nodiscard]] QString reportFormatName(ReportFormat format);
[[nodiscard]] QString reportFormatEnding(ReportFormat format);

/// What of a report there is to export.
struct ReportExportSubject {
    QString title;
    bool readable = true; ///< its outline
    bool unsaved = false; ///< the person's edits are on show, and not saved
};

/// Asks as what a report is to be exported. Doesn't block; wanted() is the answer.
class ReportExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `format`: the word of the format to begin with.
    ReportExportDialog(ReportExportSubject subject, const QString& format, QWidget* parent = nullptr);

    [[nodiscard]] ReportFormat format() const;
    [[nodiscard]] QComboBox* formats() const { return m_format; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }

Q_SIGNALS:
    void wanted(stemma::ui::ReportFormat format);

private:
    void build();
    void showFormat();

    ReportExportSubject m_subject;
    QComboBox* m_format = nullptr;
    QLabel* m_about = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace stemma::ui
