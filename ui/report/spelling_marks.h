// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QSyntaxHighlighter>

#include "core/spelling/dictionary.h"

class QMenu;
class QPlainTextEdit;

namespace stemma::ui {

/// Underlines the words of a text that a dictionary doesn't know, and offers others for them. Without a
/// dictionary it marks nothing.
class SpellingMarks : public QSyntaxHighlighter {
    Q_OBJECT
public:
    /// A child of the editor whose text it marks.
    explicit SpellingMarks(QPlainTextEdit* editor);

    void setDictionary(std::shared_ptr<spelling::Dictionary> dictionary);
    [[nodiscard]] bool isOn() const { return m_dictionary != nullptr; }
    /// The unknown word at a position of the text; empty if there is none.
    [[nodiscard]] QString unknownAt(int position) const;
    /// Puts what can be done about the word at that position on top of a context menu: other words, and
    /// "ignore".
    void offerIn(QMenu* menu, int position);

protected:
    void highlightBlock(const QString& text) override;

private:
    struct Found {
        int position = 0;
        int length = 0;
    };
    [[nodiscard]] Found wordAt(int position) const;
    [[nodiscard]] bool isUnknown(const QString& word) const;
    void replace(Found where, const QString& with);

    QPlainTextEdit* m_editor;
    std::shared_ptr<spelling::Dictionary> m_dictionary;
};

} // namespace stemma::ui
