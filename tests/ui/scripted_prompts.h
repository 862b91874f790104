// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>

#include <QTest>

#include "ui/shell/prompts.h"

namespace stemma::tests {

/// Answers as the test says; a question that nobody expects fails the test.
class ScriptedPrompts final : public ui::Prompts {
public:
    QString library;   ///< the folder to choose; empty: no such question is expected
    QString markdown;  ///< the Markdown file to choose; empty: no such question is expected
    QString exported;  ///< the file to export to; empty: no such question is expected
    QString bundle;    ///< the exported graph to choose; empty: no such question is expected
    QString suggested; ///< what was suggested last as the file to export to
    QString text;      ///< what to answer when asked for a text; empty: no such question is expected
    QList<QUrl> opened;
    bool agrees = false;             ///< to what is to be confirmed; else no such question is expected
    QStringList asked;               ///< those questions
    std::function<void()> meanwhile; ///< what happens before that answer
    std::optional<Unsaved> unsaved;  ///< what to do with unsaved edits; none: no such question is expected

    void chooseLibrary(QWidget*, const QString&, std::function<void(const QString&)> chosen) override {
        if (library.isEmpty())
            QTest::qFail("nobody expects to be asked for a folder", __FILE__, __LINE__);
        else
            chosen(library);
    }
    void confirm(QWidget*, const QString& title, const QString& question, const QString&,
                 std::function<void()> confirmed) override {
        asked.append(question);
        if (meanwhile)
            meanwhile();
        if (agrees)
            confirmed();
        else
            QTest::qFail(qPrintable(title), __FILE__, __LINE__);
    }
    void chooseExport(QWidget*, const QString& beginning, const QString&, const QString&,
                      std::function<void(const QString&)> chosen) override {
        suggested = beginning;
        if (exported.isEmpty())
            QTest::qFail("nobody expects to be asked where to export", __FILE__, __LINE__);
        else
            chosen(exported);
    }
    void chooseBundle(QWidget*, const QString&, const QString&, const QString&,
                      std::function<void(const QString&)> chosen) override {
        if (bundle.isEmpty())
            QTest::qFail("nobody expects to be asked for an exported graph", __FILE__, __LINE__);
        else
            chosen(bundle);
    }
    void decideUnsaved(QWidget*, const QStringList& titles, std::function<void(Unsaved)> decided) override {
        if (unsaved)
            decided(*unsaved);
        else
            QTest::qFail(qPrintable(titles.join(QLatin1Char(','))), __FILE__, __LINE__);
    }
    void chooseOutline(QWidget*, std::function<void(const QString&)>) override {
        QTest::qFail("nobody expects to be asked for an outline", __FILE__, __LINE__);
    }
    void chooseMarkdown(QWidget*, std::function<void(const QString&)> chosen) override {
        if (markdown.isEmpty())
            QTest::qFail("nobody expects to be asked for a Markdown file", __FILE__, __LINE__);
        else
            chosen(markdown);
    }
    void askText(QWidget*, const QString& title, const QString&, const QString&, const QString&,
                 std::function<void(const QString&)> answered) override {
        if (text.isEmpty())
            QTest::qFail(qPrintable(title), __FILE__, __LINE__);
        else
            answered(text);
    }
    bool openOutside(const QUrl& url) override {
        opened.append(url);
        return true;
    }
};

} // namespace stemma::tests
