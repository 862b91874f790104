// SPDX-License-Identifier: MIT
#include "ui/report/source_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QThread>

#include "ui/text/contrast.h"

namespace stemma::ui {
namespace {

class Numbers : public QWidget {
public:
    explicit Numbers(SourceView* view)
        : QWidget(view)
        , m_view(view) {}
    [[nodiscard]] QSize sizeHint() const override { return {m_view->numbersWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_view->paintNumbers(event); }

private:
    SourceView* m_view;
};

constexpr int padding = 6;

} // namespace

SourceView::SourceView(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_numbers(new Numbers(this)) {
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Source of the report"));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& area, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, area.y(), m_numbers->width(), area.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &SourceView::markCurrentLine);
    placeNumbers();
}

void SourceView::setShown(std::shared_ptr<QTextDocument> document) {
    const int line = textCursor().blockNumber();
    const int column = textCursor().positionInBlock();
    const int scroll = verticalScrollBar()->value();
    if (!document)
        document = std::make_shared<QTextDocument>();
    if (document->thread() == nullptr)
        document->moveToThread(thread());
    if (qobject_cast<QPlainTextDocumentLayout*>(document->documentLayout()) == nullptr)
        document->setDocumentLayout(new QPlainTextDocumentLayout(document.get()));
    const std::shared_ptr<QTextDocument> old = std::exchange(m_shown, std::move(document));
    setDocument(m_shown.get());
    const QTextBlock block = m_shown->findBlockByNumber(line);
    if (block.isValid()) {
        QTextCursor cursor(block);
        cursor.setPosition(block.position() + qMin(column, block.length() - 1));
        setTextCursor(cursor);
    }
    verticalScrollBar()->setValue(scroll);
    placeNumbers();
    markCurrentLine();
}

QString SourceView::findableText() const {
    return toPlainText();
}

int SourceView::findOrigin() const {
    return textCursor().selectionStart();
}

void SourceView::showFound(int position, int length) {
    QTextCursor cursor(document());
    cursor.setPosition(position);
    cursor.setPosition(position + length, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

int SourceView::numbersWidth() const {
    const int last = qMax(99, document()->lastBlock().blockNumber() + 1);
    return 2 * padding + fontMetrics().horizontalAdvance(QString::number(last));
}

void SourceView::placeNumbers() {
    const int width = numbersWidth();
    if (layoutDirection() == Qt::RightToLeft)
        setViewportMargins(0, 0, width, 0);
    else
        setViewportMargins(width, 0, 0, 0);
    const QRect area = contentsRect();
    const int left = layoutDirection() == Qt::RightToLeft ? area.right() - width + 1 : area.left();
    m_numbers->setGeometry(left, area.top(), width, area.height());
}

void SourceView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeNumbers();
}

void SourceView::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        placeNumbers();
    if (event->type() == QEvent::PaletteChange)
        markCurrentLine();
}

void SourceView::markCurrentLine() {
    QTextEdit::ExtraSelection line;
    line.format.setBackground(
        mixed(palette().color(QPalette::Base), palette().color(QPalette::Highlight), 0.08));
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    line.cursor = textCursor();
    line.cursor.clearSelection();
    setExtraSelections({line});
}

void SourceView::paintNumbers(QPaintEvent* event) {
    QPainter painter(m_numbers);
    painter.fillRect(event->rect(),
                     mixed(palette().color(QPalette::Base), palette().color(QPalette::Window), 0.6));
    painter.setPen(meaningColours(palette()).muted);
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > event->rect().bottom())
            break;
        if (block.isVisible() && block.userState() > 0 && area.bottom() >= event->rect().top())
            painter.drawText(QRectF(0, area.top(), m_numbers->width() - padding, fontMetrics().height()),
                             Qt::AlignRight | Qt::AlignVCenter, QString::number(block.userState()));
    }
}

} // namespace stemma::ui
