// SPDX-License-Identifier: MIT
#include "ui/report/spelling_marks.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QTextBlock>

#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/prose_words.h"

namespace stemma::ui {

SpellingMarks::SpellingMarks(QPlainTextEdit* editor)
    : QSyntaxHighlighter(editor)
    , m_editor(editor) {
    setDocument(editor->document());
}

void SpellingMarks::setDictionary(std::shared_ptr<spelling::Dictionary> dictionary) {
    if (m_dictionary == dictionary)
        return;
    m_dictionary = std::move(dictionary);
    rehighlight();
}

bool SpellingMarks::isUnknown(const QString& word) const {
    QString straight = word;
    straight.replace(QChar(0x2019), QLatin1Char('\'')); // dictionaries have the plain apostrophe
    return !m_dictionary->knows(toUtf8(straight));
}

void SpellingMarks::highlightBlock(const QString& text) {
    if (!m_dictionary)
        return;
    QTextCharFormat wrong;
    wrong.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
    wrong.setUnderlineColor(meaningColours(m_editor->palette()).error);
    for (const ProseWord& word : proseWords(text)) {
        if (isUnknown(text.mid(word.position, word.length)))
            setFormat(static_cast<int>(word.position), static_cast<int>(word.length), wrong);
    }
}

SpellingMarks::Found SpellingMarks::wordAt(int position) const {
    const QTextBlock block = document()->findBlock(position);
    for (const ProseWord& word : proseWords(block.text())) {
        const int from = block.position() + static_cast<int>(word.position);
        if (position >= from && position <= from + word.length)
            return {from, static_cast<int>(word.length)};
    }
    return {};
}

QString SpellingMarks::unknownAt(int position) const {
    const Found found = wordAt(position);
    if (!m_dictionary || found.length == 0)
        return {};
    const QTextBlock block = document()->findBlock(position);
    const QString word = block.text().mid(found.position - block.position(), found.length);
    return isUnknown(word) ? word : QString();
}

void SpellingMarks::replace(Found where, const QString& with) {
    QTextCursor cursor(document());
    cursor.setPosition(where.position);
    cursor.setPosition(where.position + where.length, QTextCursor::KeepAnchor);
    cursor.insertText(with);
}

void SpellingMarks::offerIn(QMenu* menu, int position) {
    const QString word = unknownAt(position);
    if (word.isEmpty())
        return;
    const Found where = wordAt(position);
    QAction* before = menu->actions().isEmpty() ? nullptr : menu->actions().first();
    for (const std::string& other : m_dictionary->suggestions(toUtf8(word))) {
        auto* action = new QAction(fromUtf8(other), menu);
        QFont bold = action->font();
        bold.setBold(true);
        action->setFont(bold);
        connect(action, &QAction::triggered, this,
                [this, where, text = fromUtf8(other)] { replace(where, text); });
        menu->insertAction(before, action);
    }
    auto* ignore = new QAction(tr("Ignore “%1”").arg(isolated(word)), menu);
    connect(ignore, &QAction::triggered, this, [this, word] {
        m_dictionary->accept(toUtf8(word));
        rehighlight();
    });
    menu->insertAction(before, ignore);
    menu->insertSeparator(before);
}

} // namespace stemma::ui
