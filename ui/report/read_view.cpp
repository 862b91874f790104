// SPDX-License-Identifier: MIT
#include "ui/report/read_view.h"

#include "ui/text/content_text.h"

#include <QAbstractTextDocumentLayout>
#include <QDesktopServices>
#include <QScrollBar>
#include <QTextBlock>
#include <QUrl>

namespace stemma::ui {
namespace {

QString firstAnchor(const QTextBlock& block) {
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const QStringList names = it.fragment().charFormat().anchorNames();
        if (!names.isEmpty())
            return names.first();
    }
    const QStringList names = block.charFormat().anchorNames();
    return names.isEmpty() ? QString() : names.first();
}

} // namespace

ReadView::ReadView(QWidget* parent)
    : QTextBrowser(parent) {
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("The report as it will be published"));
    connect(this, &QTextBrowser::anchorClicked, this, &ReadView::follow);
    connect(this, &QTextBrowser::highlighted, this, [this](const QUrl& link) {
        viewport()->setToolTip(link.isRelative() ? QString() : plainTip(link.toDisplayString()));
    });
}

void ReadView::setShown(std::shared_ptr<QTextDocument> document) {
    const Place where = place();
    const int scroll = verticalScrollBar()->value();
    setShownFromTop(std::move(document));
    if (where.anchor.isEmpty())
        verticalScrollBar()->setValue(scroll);
    else
        goTo(where);
}

void ReadView::setShownFromTop(std::shared_ptr<QTextDocument> document) {
    if (!document)
        document = std::make_shared<QTextDocument>();
    if (document->thread() == nullptr)
        document->moveToThread(thread());
    const std::shared_ptr<QTextDocument> old = std::exchange(m_shown, std::move(document));
    setDocument(m_shown.get());
}

QVariant ReadView::loadResource(int, const QUrl&) {
    return {};
}

ReadView::Place ReadView::place() const {
    if (!m_shown || verticalScrollBar()->value() == 0)
        return {};
    Place where;
    for (QTextBlock block = cursorForPosition({0, 0}).block(); block.isValid(); block = block.previous()) {
        where.anchor = firstAnchor(block);
        if (!where.anchor.isEmpty()) {
            where.below = verticalScrollBar()->value() -
                          qRound(m_shown->documentLayout()->blockBoundingRect(block).top());
            break;
        }
    }
    return where;
}

int ReadView::anchorTop(const QString& anchor) const {
    for (QTextBlock block = m_shown->begin(); block.isValid(); block = block.next())
        if (firstAnchor(block) == anchor)
            return qRound(m_shown->documentLayout()->blockBoundingRect(block).top());
    return -1;
}

void ReadView::goTo(const Place& place) {
    if (const int top = anchorTop(place.anchor); top >= 0)
        verticalScrollBar()->setValue(top + place.below);
}

void ReadView::follow(const QUrl& link) {
    if (link.isRelative() && link.hasFragment()) {
        scrollToAnchor(link.fragment(QUrl::FullyDecoded));
        return;
    }
    static const QStringList schemes{QStringLiteral("http"), QStringLiteral("https"),
                                     QStringLiteral("mailto")};
    if (schemes.contains(link.scheme()))
        QDesktopServices::openUrl(link);
}

QString ReadView::findableText() const {
    return toPlainText();
}

int ReadView::findOrigin() const {
    return textCursor().selectionStart();
}

void ReadView::showFound(int position, int length) {
    QTextCursor cursor(document());
    cursor.setPosition(position);
    cursor.setPosition(position + length, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

} // namespace stemma::ui
