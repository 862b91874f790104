// SPDX-License-Identifier: MIT
#include "ui/report/spelling_marks.h"

#include <optional>
#include <utility>

#include <QMenu>
#include <QPlainTextEdit>
#include <QTextBlock>

#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/prose_words.h"

namespace stemma::ui {

namespace {
constexpr qint64 turnNs = 5'000'000;
constexpr qsizetype mostRemembered = 100'000; // words

/// Dictionaries have the plain apostrophe.
QString asInDictionaries(const QString& word) {
    QString straight = word;
    return straight.replace(QChar(0x2019), QLatin1Char('\''));
}
} // namespace

SpellingMarks::SpellingMarks(QPlainTextEdit* editor)
    : QSyntaxHighlighter(editor)
    , m_editor(editor) {
    m_turn.setSingleShot(true);
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &SpellingMarks::goOn);
    setDocument(editor->document());
}

void SpellingMarks::setDictionary(std::shared_ptr<spelling::Dictionary> dictionary) {
    if (!m_dictionary && !dictionary)
        return;
    m_dictionary = std::move(dictionary);
    recheck();
}

void SpellingMarks::recheck() {
    m_unknown.clear();
    m_from = QTextCursor();
    rehighlight();
}

bool SpellingMarks::isUnknown(const QString& word) const {
    return !m_dictionary->knows(toUtf8(asInDictionaries(word)));
}

/// Whether the word is unknown; nothing if there is no time left to look it up.
std::optional<bool> SpellingMarks::lookUp(const QString& word) {
    if (const auto known = m_unknown.constFind(word); known != m_unknown.cend())
        return *known;
    if (m_clock.nsecsElapsed() > turnNs)
        return std::nullopt;
    if (m_unknown.size() >= mostRemembered)
        m_unknown.clear();
    return *m_unknown.insert(word, isUnknown(word));
}

void SpellingMarks::highlightBlock(const QString& text) {
    if (!m_dictionary)
        return;
    if (!m_turn.isActive())
        m_turn.start();
    if (m_spent > turnNs) {
        leaveForLater();
        return;
    }
    QTextCharFormat wrong;
    wrong.setUnderlineStyle(QTextCharFormat::SpellCheckUnderline);
    wrong.setUnderlineColor(meaningColours(m_editor->palette()).error);
    QElapsedTimer whole;
    whole.start();
    const std::vector<ProseWord> words = proseWords(text);
    m_clock.start(); // not earlier: each turn looks some words up, however long the block is
    bool all = true;
    for (const ProseWord& word : words) {
        const auto unknown = lookUp(text.mid(word.position, word.length));
        all = all && unknown.has_value();
        if (unknown.value_or(false))
            setFormat(static_cast<int>(word.position), static_cast<int>(word.length), wrong);
    }
    m_spent += whole.nsecsElapsed();
    if (!all)
        leaveForLater();
}

void SpellingMarks::leaveForLater() {
    if (m_from.isNull() || currentBlock().position() < m_from.position())
        m_from = QTextCursor(currentBlock());
}

/// Another turn of the event loop: looks words up that were left.
void SpellingMarks::goOn() {
    m_spent = 0;
    if (m_from.isNull())
        return;
    QTextBlock block = std::exchange(m_from, QTextCursor()).block();
    for (; block.isValid() && m_from.isNull(); block = block.next())
        rehighlightBlock(block);
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

void SpellingMarks::offerIn(QMenu* menu, int position, const QStringList& others) {
    const QString word = unknownAt(position);
    if (word.isEmpty())
        return;
    const Found found = wordAt(position);
    QTextCursor where(document()); // follows what others change while the menu is open
    where.setPosition(found.position);
    where.setPosition(found.position + found.length, QTextCursor::KeepAnchor);
    QAction* before = menu->actions().isEmpty() ? nullptr : menu->actions().first();
    for (const QString& other : others) {
        auto* action = new QAction(QString(other).replace(QLatin1Char('&'), QLatin1String("&&")), menu);
        QFont bold = action->font();
        bold.setBold(true);
        action->setFont(bold);
        connect(action, &QAction::triggered, this, [where, word, other]() mutable {
            if (where.selectedText() == word)
                where.insertText(other);
        });
        menu->insertAction(before, action);
    }
    auto* ignore = new QAction(tr("Ignore “%1”").arg(isolated(word)), menu);
    connect(ignore, &QAction::triggered, this, [this, word] { Q_EMIT ignored(asInDictionaries(word)); });
    menu->insertAction(before, ignore);
    menu->insertSeparator(before);
}

} // namespace stemma::ui
