// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPoint>
#include <QPointer>

class QContextMenuEvent;
class QMenu;
class QPlainTextEdit;

namespace stemma::ui {

class Spelling;
class SpellingMarks;

/// A text whose spelling is marked as it was chosen for the report. Its context menu offers other words for
/// an unknown one, and the choice of the language.
class SpelledText : public QObject {
    Q_OBJECT
public:
    /// A child of the text.
    explicit SpelledText(QPlainTextEdit& text);

    /// Outlives the text; null: there is no spelling.
    void setSpelling(Spelling* spelling);
    [[nodiscard]] SpellingMarks* marks() const { return m_marks; }
    /// Fills the standard context menu up and shows it: at once, or as soon as the other words for the one
    /// under the mouse are known. The menu deletes itself.
    void showMenu(QMenu* menu, const QContextMenuEvent& event);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeDictionary();
    void addLanguages(QMenu& menu);
    void showWithWords(const QPointer<QMenu>& menu, int position, QPoint at);

    QPlainTextEdit& m_text;
    SpellingMarks* m_marks = nullptr;
    Spelling* m_spelling = nullptr;
    QPointer<QMenu> m_waiting; ///< until the other words are known
};

} // namespace stemma::ui
