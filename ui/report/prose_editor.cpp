// SPDX-License-Identifier: MIT
#include "ui/report/prose_editor.h"

#include <algorithm>

#include <QAction>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

#include "core/exporting/html.h"
#include "ui/report/line_ends.h"
#include "ui/report/read_view.h"
#include "ui/report/spelled_text.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"

namespace stemma::ui {

namespace {

constexpr int renderAfterMs = 200;
// Longer texts are shown as they stand: laying them out as rich text would hold up the window.
constexpr qsizetype renderedLimit = 64 * 1024;

/// Takes plain text only, and leaves undo to the report.
class ProseText : public QPlainTextEdit {
public:
    explicit ProseText(QWidget* parent)
        : QPlainTextEdit(parent) {
        setTabChangesFocus(true);
        setUndoRedoEnabled(false);
        setLineWrapMode(QPlainTextEdit::WidgetWidth);
        new SharedUndo(*this);
        m_spelled = new SpelledText(*this);
    }
    [[nodiscard]] SpelledText* spelled() const { return m_spelled; }

protected:
    void insertFromMimeData(const QMimeData* source) override {
        if (source->hasText())
            insertPlainText(source->text());
    }
    void contextMenuEvent(QContextMenuEvent* event) override {
        QMenu* menu = createStandardContextMenu();
        // What the text itself would undo: nothing, ever.
        for (const QLatin1String name : {QLatin1String("edit-undo"), QLatin1String("edit-redo")})
            if (auto* action = menu->findChild<QAction*>(name))
                menu->removeAction(action);
        m_spelled->showMenu(menu, *event);
    }

private:
    SpelledText* m_spelled = nullptr;
};

/// Each paragraph runs the way its own text does.
void setDirections(QTextDocument& document, Qt::LayoutDirection otherwise) {
    QTextCursor cursor(&document);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const Qt::LayoutDirection direction = directionOf(block.text(), otherwise);
        if (block.blockFormat().layoutDirection() == direction)
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setLayoutDirection(direction);
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
}

} // namespace

ProseEditor::ProseEditor(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_preview(new ReadView(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_problem(new QLabel(this))
    , m_link(new TextLink(*this, this)) {
    auto* prose = new ProseText(this);
    m_text = prose;
    m_spelled = prose->spelled();
    m_text->setAccessibleName(name);
    m_preview->setAccessibleName(tr("Preview: %1").arg(name));
    m_preview->setFrameShape(QFrame::StyledPanel);
    m_splitter->addWidget(m_text);
    m_splitter->addWidget(m_preview);
    m_splitter->setChildrenCollapsible(false);
    m_preview->hide();
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_problem);
    setFocusProxy(m_text);
    m_text->setMinimumHeight(fontMetrics().height() * 4);
    m_render.setSingleShot(true);
    m_render.setInterval(renderAfterMs);
    connect(&m_render, &QTimer::timeout, this, &ProseEditor::render);
    connectText();
    connect(m_text, &QPlainTextEdit::cursorPositionChanged, this, &ProseEditor::cursorMoved);
    connect(m_link, &TextLink::problem, this, [this](const QString& why) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, meaningColours(palette()).error);
        m_problem->setPalette(colours);
        m_problem->setText(why);
        m_problem->setVisible(!why.isEmpty());
    });
}

void ProseEditor::connectText() {
    connect(m_text->document(), &QTextDocument::contentsChange, this,
            [this](int, int removed, int added) { m_textChanged |= removed > 0 || added > 0; });
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (!std::exchange(m_textChanged, false))
            return; // marks of the spelling came or went
        renderSoon();
        m_link->onTyped();
    });
}

void ProseEditor::setFormat(const std::string& format) {
    if (m_format == format)
        return;
    m_format = format;
    renderSoon();
}

void ProseEditor::setPreviewShown(bool shown) {
    m_preview->setVisible(shown);
    if (shown)
        render();
}

std::optional<TextCut> ProseEditor::cut() const {
    TextCut cut{boxText(), m_text->textCursor().position()};
    if (cut.left().isEmpty() || cut.right().isEmpty())
        return std::nullopt;
    return cut;
}

QString ProseEditor::boxText() const {
    return textOfBox(*m_text->document());
}

QString ProseEditor::asShown(const QString& text) const {
    return withPlainLineEnds(text);
}

/// Changes only what differs, so that the cursor, the selection and the place stay.
void ProseEditor::setBoxText(const QString& wanted) {
    const QString text = asShown(wanted);
    const QString old = boxText();
    const auto least = std::min(old.size(), text.size());
    qsizetype before = 0, after = 0;
    while (before < least && old.at(before) == text.at(before))
        ++before;
    while (after < least - before && old.at(old.size() - 1 - after) == text.at(text.size() - 1 - after))
        ++after;
    QTextCursor cursor(m_text->document());
    cursor.setPosition(static_cast<int>(before));
    cursor.setPosition(static_cast<int>(old.size() - after), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(before, text.size() - before - after));
    setDirections(*m_text->document(), layoutDirection());
}

int ProseEditor::findOrigin() const {
    return m_text->textCursor().selectionStart();
}

void ProseEditor::showFound(int position, int length) {
    QTextCursor cursor(m_text->document());
    cursor.setPosition(position);
    cursor.setPosition(position + length, QTextCursor::KeepAnchor);
    m_text->setTextCursor(cursor);
    m_text->ensureCursorVisible();
}

bool ProseEditor::replaceNext(const QString& needle, const QString& by) {
    QTextCursor cursor = m_text->textCursor();
    if (cursor.selectedText().compare(needle, Qt::CaseInsensitive) == 0 && !needle.isEmpty()) {
        cursor.insertText(by);
        m_text->setTextCursor(cursor);
    }
    const std::vector<int> places = findAll(boxText(), needle, 10'000);
    if (places.empty())
        return false;
    const auto next = std::lower_bound(places.begin(), places.end(), m_text->textCursor().position());
    showFound(next == places.end() ? places.front() : *next, static_cast<int>(needle.size()));
    return true;
}

int ProseEditor::replaceAll(const QString& needle, const QString& by) {
    const std::vector<int> places = findAll(boxText(), needle, 1'000'000);
    QTextCursor cursor(m_text->document());
    cursor.beginEditBlock();
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        cursor.setPosition(*place);
        cursor.setPosition(*place + static_cast<int>(needle.size()), QTextCursor::KeepAnchor);
        cursor.insertText(by);
    }
    cursor.endEditBlock();
    return static_cast<int>(places.size());
}

void ProseEditor::renderSoon() {
    if (m_preview->isVisibleTo(this) && !m_render.isActive())
        m_render.start();
}

void ProseEditor::render() {
    m_render.stop();
    if (!m_preview->isVisibleTo(this))
        return;
    const QString text = boxText();
    if (m_format == "plain" || text.size() > renderedLimit)
        m_preview->setPlainText(text);
    else if (m_format == "html")
        m_preview->setHtml(fromUtf8(exporting::safeHtml(toUtf8(text))));
    else
        m_preview->setHtml(fromUtf8(exporting::markdownHtml(toUtf8(text))));
}

} // namespace stemma::ui
