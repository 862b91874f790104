// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <QStringList>

#include "core/base/result.h"
#include "core/io/disk.h"
#include "core/report/markdown_import.h"
#include "ui/library/making_dialog.h"

class QComboBox;
class QLineEdit;
class QTreeWidget;

namespace stemma::ui {

class Prompts;
class TaskRunner;

/// Asks what a new report is to be: title, tags, and what it begins with, a template or a Markdown text, with
/// its sections on show before it is made. Doesn't block; wanted() is the answer.
class NewReportDialog : public MakingDialog {
    Q_OBJECT
public:
    struct Parts {
        Prompts& prompts;
        TaskRunner& runner;
        io::Disk& disk;
    };
    /// What `parts` name outlives the dialog.
    explicit NewReportDialog(const Parts& parts, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* tagsEdit() const { return m_tags; }
    [[nodiscard]] QComboBox* beginning() const { return m_beginning; }
    [[nodiscard]] QTreeWidget* preview() const { return m_preview; }

public Q_SLOTS:
    void chooseMarkdownFile();
    void takeClipboard();

Q_SIGNALS:
    void wanted(const QString& title, const QStringList& tags, const std::string& outline);

protected:
    void make() override;

private:
    [[nodiscard]] QWidget* buildSources();
    void buildPreview();
    /// `name`: what the text is called among the beginnings.
    void readMarkdown(const QString& name, std::function<Result<std::string>()> read);
    void takeMarkdown(const QString& name, Result<report::MarkdownReport> read);
    void showBeginning();
    void showMarkdown();
    void addRow(const QString& title, const QString& content, const QString& tip);
    [[nodiscard]] bool isMarkdown() const;
    [[nodiscard]] QStringList typedTags() const;

    Parts m_parts;
    std::optional<report::MarkdownReport> m_markdown;
    QString m_suggested; ///< the title that the Markdown text brought along
    quint64 m_generation = 0;
    QLineEdit* m_tags = nullptr;
    QComboBox* m_beginning = nullptr;
    QTreeWidget* m_preview = nullptr;
};

} // namespace stemma::ui
