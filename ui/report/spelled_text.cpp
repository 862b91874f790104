// SPDX-License-Identifier: MIT
#include "ui/report/spelled_text.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTimer>

#include "ui/report/spelling.h"
#include "ui/report/spelling_marks.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
// A menu that comes later than this seems not to come.
constexpr int patienceMs = 400;
} // namespace

SpelledText::SpelledText(QPlainTextEdit& text)
    : QObject(&text)
    , m_text(text)
    , m_marks(new SpellingMarks(&text)) {
    text.installEventFilter(this);
}

void SpelledText::setSpelling(Spelling* spelling) {
    m_spelling = spelling;
    if (spelling == nullptr)
        return;
    connect(spelling, &Spelling::changed, this, &SpelledText::takeDictionary);
    connect(m_marks, &SpellingMarks::ignored, spelling, &Spelling::accept);
    takeDictionary();
}

void SpelledText::takeDictionary() {
    m_marks->setDictionary(m_spelling->dictionary());
}

bool SpelledText::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_marks->recheck(); // the marks have a colour of the palette
    return QObject::eventFilter(watched, event);
}

void SpelledText::addLanguages(QMenu& menu) {
    menu.addSeparator();
    const QString now = m_spelling->language();
    QMenu* languages =
        menu.addMenu(tr("S&pelling: %1").arg(now.isEmpty() ? tr("Off") : dictionaryName(toUtf8(now))));
    if (m_spelling->dictionaries().empty()) {
        languages->addAction(tr("No dictionary is installed (on Debian: hunspell-en-us, hunspell-de-de, …)"))
            ->setEnabled(false);
        return;
    }
    auto* group = new QActionGroup(languages);
    const auto add = [this, languages, group, &now](const QString& text, const QString& language) {
        QAction* action = group->addAction(languages->addAction(text));
        action->setCheckable(true);
        action->setChecked(language == now);
        connect(action, &QAction::triggered, m_spelling,
                [spelling = m_spelling, language] { spelling->choose(language); });
    };
    add(tr("&Off"), {});
    languages->addSeparator();
    for (const spelling::DictionaryFile& file : m_spelling->dictionaries())
        add(dictionaryName(file.language), fromUtf8(file.language));
}

void SpelledText::showMenu(QMenu* menu, const QContextMenuEvent& event) {
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_spelling == nullptr) {
        menu->popup(event.globalPos());
        return;
    }
    addLanguages(*menu);
    const QTextCursor cursor = event.reason() == QContextMenuEvent::Keyboard
                                   ? m_text.textCursor()
                                   : m_text.cursorForPosition(event.pos());
    if (m_waiting)
        m_waiting->deleteLater();
    m_waiting = menu;
    showWithWords(menu, cursor.position(), event.globalPos());
}

/// Other words for a long one take a tenth of a second and more to find: on the pool.
void SpelledText::showWithWords(const QPointer<QMenu>& menu, int position, QPoint at) {
    const QString word = m_marks->unknownAt(position);
    const auto show = [this, menu, word, position, at](const QStringList& others) {
        if (menu.isNull() || menu != m_waiting)
            return;
        m_waiting.clear();
        if (!word.isEmpty() && m_marks->unknownAt(position) == word)
            m_marks->offerIn(menu, position, others);
        menu->popup(at);
    };
    if (word.isEmpty()) {
        show({});
        return;
    }
    m_spelling->runner().run(
        this, [dictionary = m_spelling->dictionary(), word] { return dictionary->suggestions(toUtf8(word)); },
        [show](const std::vector<std::string>& found) {
            QStringList others;
            for (const std::string& other : found)
                others << fromUtf8(other);
            show(others);
        });
    QTimer::singleShot(patienceMs, this, [show] { show({}); });
}

} // namespace stemma::ui
