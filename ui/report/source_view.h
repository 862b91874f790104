// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QPlainTextEdit>

#include "ui/report/find_bar.h"

namespace stemma::ui {

/// A read-only text with line numbers at its side: those of the file, which its blocks carry as their user
/// state.
class SourceView : public QPlainTextEdit, public Findable {
    Q_OBJECT
public:
    explicit SourceView(QWidget* parent = nullptr);

    /// Shows another document, keeping the cursor's line and the scroll position; null shows nothing.
    void setShown(std::shared_ptr<QTextDocument> document);

    [[nodiscard]] QString findableText() const override;
    [[nodiscard]] int findOrigin() const override;
    void showFound(int position, int length) override;
    void focusContent() override { setFocus(Qt::OtherFocusReason); }

    /// For the gutter, which is no class of its own for anybody else.
    void paintNumbers(QPaintEvent* event);
    [[nodiscard]] int numbersWidth() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void placeNumbers();
    void markCurrentLine();

    std::shared_ptr<QTextDocument> m_shown;
    QWidget* m_numbers = nullptr;
};

} // namespace stemma::ui
