// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include <QString>
#include <QStringList>
#include <QUrl>

class QWidget;

namespace stemma::ui {

/// Everything that the window asks of the person or of the desktop outside of itself. Answers come later,
/// through the function given; no answer comes when the person cancels. Tests use a scripted one.
class Prompts {
public:
    virtual ~Prompts() = default;

    /// Which folder to open, beginning at `start`.
    virtual void chooseLibrary(QWidget* parent, const QString& start,
                               std::function<void(const QString&)> chosen) = 0;
    /// A question that must be decided now. `yes` names the act ("Set the lock aside").
    virtual void confirm(QWidget* parent, const QString& title, const QString& text, const QString& yes,
                         std::function<void()> confirmed) = 0;
    /// What to do with unsaved edits of these reports before they are closed.
    enum class Unsaved { save, keep, discard };
    virtual void decideUnsaved(QWidget* parent, const QStringList& titles,
                               std::function<void(Unsaved)> decided) = 0;
    /// Which Markdown file to read.
    virtual void chooseMarkdown(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    /// Which outline (a JSON file) to compare with.
    virtual void chooseOutline(QWidget* parent, std::function<void(const QString&)> chosen) = 0;
    /// Where to write a file, beginning with `suggested` (a path, or a name alone); files of that format are
    /// called `format` and end in `ending` (without a dot), which is added where it is missing. The person
    /// has agreed to replace it if it is there.
    virtual void chooseExport(QWidget* parent, const QString& suggested, const QString& format,
                              const QString& ending, std::function<void(const QString&)> chosen) = 0;
    /// Which exported file to read, beginning in `folder` (empty: anywhere); files of that format are called
    /// `format` and end in `ending` (without a dot).
    virtual void chooseBundle(QWidget* parent, const QString& folder, const QString& format,
                              const QString& ending, std::function<void(const QString&)> chosen) = 0;
    /// A line of text, beginning with `text`; `yes` names the act. Never answered with blanks only.
    virtual void askText(QWidget* parent, const QString& title, const QString& label, const QString& text,
                         const QString& yes, std::function<void(const QString&)> answered) = 0;
    /// Opens a folder or page with the desktop's own program; false if the desktop has none.
    virtual bool openOutside(const QUrl& url) = 0;
};

/// The real thing: the desktop's dialogs, non-blocking.
class DesktopPrompts final : public Prompts {
public:
    void chooseLibrary(QWidget* parent, const QString& start,
                       std::function<void(const QString&)> chosen) override;
    void confirm(QWidget* parent, const QString& title, const QString& text, const QString& yes,
                 std::function<void()> confirmed) override;
    void decideUnsaved(QWidget* parent, const QStringList& titles,
                       std::function<void(Unsaved)> decided) override;
    void chooseMarkdown(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void chooseOutline(QWidget* parent, std::function<void(const QString&)> chosen) override;
    void chooseExport(QWidget* parent, const QString& suggested, const QString& format, const QString& ending,
                      std::function<void(const QString&)> chosen) override;
    void chooseBundle(QWidget* parent, const QString& folder, const QString& format, const QString& ending,
                      std::function<void(const QString&)> chosen) override;
    void askText(QWidget* parent, const QString& title, const QString& label, const QString& text,
                 const QString& yes, std::function<void(const QString&)> answered) override;
    bool openOutside(const QUrl& url) override;
};

} // namespace stemma::ui
