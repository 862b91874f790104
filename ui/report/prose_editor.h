// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <QPlainTextEdit>
#include <QTimer>
#include <QWidget>

#include "ui/report/find_bar.h"
#include "ui/report/outline_plans.h"
#include "ui/report/text_link.h"

class QLabel;
class QSplitter;

namespace stemma::ui {

class ReadView;
class SpelledText;

/// Markdown as it is written, in plain text, with how it will be read below it. Tab leaves it.
class ProseEditor : public QWidget, public TextBox, public Findable {
    Q_OBJECT
public:
    explicit ProseEditor(const QString& name, QWidget* parent = nullptr);

    /// What the text is: "markdown", "html" or "plain"; decides what the preview makes of it.
    void setFormat(const std::string& format);
    void setPreviewShown(bool shown);
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }
    [[nodiscard]] SpelledText* spelled() const { return m_spelled; }
    [[nodiscard]] TextLink& link() { return *m_link; }
    /// The text as the cursor parts it, if there is something on both sides.
    [[nodiscard]] std::optional<TextCut> cut() const;
    /// Replaces what is selected if it is `needle`; then selects the next one. False if there is none.
    bool replaceNext(const QString& needle, const QString& by);
    /// All of them as one change; how many.
    int replaceAll(const QString& needle, const QString& by);

    [[nodiscard]] QString boxText() const override;
    void setBoxText(const QString& text) override;
    [[nodiscard]] QString asShown(const QString& text) const override;
    [[nodiscard]] QString findableText() const override { return boxText(); }
    [[nodiscard]] int findOrigin() const override;
    void showFound(int position, int length) override;
    void focusContent() override { m_text->setFocus(Qt::OtherFocusReason); }

Q_SIGNALS:
    void cursorMoved();

private:
    void connectText();
    void renderSoon();
    void render();

    QPlainTextEdit* m_text = nullptr;
    ReadView* m_preview = nullptr;
    QSplitter* m_splitter = nullptr;
    QLabel* m_problem = nullptr;
    TextLink* m_link = nullptr;
    SpelledText* m_spelled = nullptr;
    bool m_textChanged = false; ///< and not only its marks
    QTimer m_render;
    std::string m_format = "markdown";
};

} // namespace stemma::ui
