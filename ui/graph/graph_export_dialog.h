// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QDialog>

#include "core/exporting/graph_export.h"
#include "ui/graph/picture_rendering.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace stemma::ui {

/// As what a graph is to be exported: a picture, or data.
struct ExportWish {
    std::optional<PictureFormat> picture;
    exporting::GraphFormat data = exporting::GraphFormat::graphml; ///< if it is no picture
    double scale = 1;                                              ///< of PNG
    bool onWhite = true;                                           ///< of pictures, as the next two
    bool title = true;
    bool legend = true;
    exporting::Formulas formulas = exporting::Formulas::disarmed; ///< of tables

    /// `png`, `graphml` …: also the ending of the file.
    [[nodiscard]] QString word() const;
};
/// The words of all formats, in the order in which the dialog has them.
[[nodiscard]] QStringList exportWords();
/// What files of that format are called: "PNG image".
[[nodiscard]] QString exportFormatName(const QString& word);

/// What of a graph there is to export.
struct ExportSubject {
    QString title;
    std::shared_ptr<const PictureScene> scene; ///< null: there is no picture yet
    graph::PictureChanges changes;             ///< of a picture of two states
    bool whole = true;                         ///< the picture shows the whole graph
    bool unsaved = false;                      ///< the person's edits are on show, and not saved
    QFont font;
    QPalette palette; ///< of the window
};

/// Asks as what a graph is to be exported. Doesn't block; wanted() is the answer.
class GraphExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `format`: a word of exportWords() to begin with.
    GraphExportDialog(ExportSubject subject, const QString& format, QWidget* parent = nullptr);

    [[nodiscard]] ExportWish wish() const;
    [[nodiscard]] QComboBox* formats() const { return m_format; }
    [[nodiscard]] QDoubleSpinBox* scale() const { return m_scale; }
    [[nodiscard]] QCheckBox* onWhite() const { return m_onWhite; }

Q_SIGNALS:
    void wanted(const stemma::ui::ExportWish& wish);

private:
    void build();
    [[nodiscard]] QWidget* buildPicture();
    void showFormat();
    void showSize();
    [[nodiscard]] QString describe(const QString& word) const;

    ExportSubject m_subject;
    QComboBox* m_format = nullptr;
    QLabel* m_about = nullptr;
    QWidget* m_picture = nullptr;
    QLabel* m_scaleLabel = nullptr;
    QDoubleSpinBox* m_scale = nullptr;
    QLabel* m_size = nullptr;
    QCheckBox* m_onWhite = nullptr;
    QCheckBox* m_title = nullptr;
    QCheckBox* m_legend = nullptr;
    QCheckBox* m_formulas = nullptr;
};

/// The wish for a picture as the dialog's choice has it.
[[nodiscard]] RenderingWish renderingWish(const ExportSubject& subject, const ExportWish& wish);

} // namespace stemma::ui
