// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QDialog>
#include <QStringList>

#include "core/exchange/report_bundle.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QTreeView;
class QVBoxLayout;

namespace stemma::ui {

/// A bundle that was read and checked, and the library that it may go to.
struct ReadReportBundle {
    std::shared_ptr<const exchange::ReportBundle> bundle;
    bool isThere = false; ///< the library has a report with its id
    QString library;      ///< its folder
    QStringList titles;   ///< those of its reports
};

/// Shows what a bundle holds and what was checked, before anything is written, and asks whether it becomes
/// the report that it was or a new one. Doesn't block; wanted() is the answer.
class ReportImportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ReportImportDialog(ReadReportBundle read, QWidget* parent = nullptr);

    /// The title of the copy; none: as the report that it was.
    [[nodiscard]] std::optional<QString> copyTitle() const;
    [[nodiscard]] QRadioButton* asItWas() const { return m_asItWas; }
    [[nodiscard]] QRadioButton* asCopy() const { return m_asCopy; }
    [[nodiscard]] QLineEdit* titleEdit() const { return m_title; }
    [[nodiscard]] QTreeView* fileView() const { return m_files; }
    [[nodiscard]] QPushButton* importButton() const { return m_import; }
    /// All that it says about the bundle, a line each.
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void wanted(const std::optional<QString>& copyTitle);

private:
    [[nodiscard]] const exchange::ReportBundle& bundle() const { return *m_read.bundle; }
    [[nodiscard]] bool damaged() const { return !bundle().verdict.peerReads; }
    void addFact(QFormLayout& form, const QString& name, const QString& text);
    void buildFacts(QVBoxLayout& layout);
    void buildFiles(QVBoxLayout& layout);
    void buildChoice(QVBoxLayout& layout);
    void buildButtons(QVBoxLayout& layout);
    [[nodiscard]] QString holdsText() const;
    [[nodiscard]] QString outlineText() const;
    [[nodiscard]] QString freeTitle() const;
    void showChoice();

    ReadReportBundle m_read;
    QStringList m_facts;
    QTreeView* m_files = nullptr;
    QRadioButton* m_asItWas = nullptr;
    QRadioButton* m_asCopy = nullptr;
    QLineEdit* m_title = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_import = nullptr;
};

} // namespace stemma::ui
