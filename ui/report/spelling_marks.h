// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QElapsedTimer>
#include <QHash>
#include <QSyntaxHighlighter>
#include <QTextCursor>
#include <QTimer>

#include "core/spelling/dictionary.h"

class QMenu;
class QPlainTextEdit;

namespace stemma::ui {

/// Underlines the words of a text that a dictionary doesn't know, and offers others for them. Without a
/// dictionary it marks nothing. Words that it meets for the first time are looked up for a few milliseconds
/// at a time, so that a long text doesn't hold up the window.
class SpellingMarks : public QSyntaxHighlighter {
    Q_OBJECT
public:
    /// A child of the editor whose text it marks.
    explicit SpellingMarks(QPlainTextEdit* editor);

    void setDictionary(std::shared_ptr<spelling::Dictionary> dictionary);
    /// The dictionary knows other words, or the colours changed.
    void recheck();
    [[nodiscard]] bool isOn() const { return m_dictionary != nullptr; }
    /// The unknown word at a position of the text; empty if there is none.
    [[nodiscard]] QString unknownAt(int position) const;
    /// Puts what can be done about the word at that position on top of a context menu: `others`, and
    /// "ignore".
    void offerIn(QMenu* menu, int position, const QStringList& others);

Q_SIGNALS:
    /// The person wants that word to count as known. Its marks stay until recheck().
    void ignored(const QString& word);

protected:
    void highlightBlock(const QString& text) override;

private:
    struct Found {
        int position = 0;
        int length = 0;
    };
    [[nodiscard]] Found wordAt(int position) const;
    [[nodiscard]] bool isUnknown(const QString& word) const;
    [[nodiscard]] std::optional<bool> lookUp(const QString& word);
    void leaveForLater();
    void goOn();

    QPlainTextEdit* m_editor;
    std::shared_ptr<spelling::Dictionary> m_dictionary;
    QHash<QString, bool> m_unknown; ///< what was looked up
    QTimer m_turn;                  ///< the next turn of the event loop
    qint64 m_spent = 0;             ///< in this turn, in nanoseconds
    QElapsedTimer m_clock;
    QTextCursor m_from; ///< where words were left for later; null: nowhere
};

} // namespace stemma::ui
