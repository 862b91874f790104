// SPDX-License-Identifier: MIT
#include "ui/report/source_page.h"

#include <QFontDatabase>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/report/source_view.h"

namespace stemma::ui {

SourcePage::SourcePage(QWidget* parent)
    : QWidget(parent)
    , m_view(new SourceView(this))
    , m_note(new QLabel(this)) {
    m_view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_note->setWordWrap(true);
    m_note->setMargin(6);
    m_note->setTextFormat(Qt::PlainText);
    m_note->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_note);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
}

SourcePage::Content SourcePage::prepare(const std::string& bytes, const SourceStyle& style) {
    const SourceText text = sourceText(bytes);
    const bool coloured = bytes.size() <= colouredSizeLimit;
    return {sourceDocument(text, style, coloured ? Colours::yes : Colours::no), text.cut, text.split,
            text.notUtf8, coloured};
}

void SourcePage::setContent(const Content& content) {
    QStringList notes;
    if (content.cut)
        notes << tr("The file is too large to be shown whole: this is its beginning.");
    if (content.split)
        notes << tr("Very long lines are shown in pieces; only their first piece has a line number.");
    if (content.notUtf8)
        notes
            << tr("Some bytes are not UTF-8: they are shown as %1.").arg(QChar(QChar::ReplacementCharacter));
    if (content.document && !content.coloured)
        notes << tr("The file is large: it is shown without colours.");
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());
    m_view->setShown(content.document);
}

} // namespace stemma::ui
