// SPDX-License-Identifier: MIT
// What the pages of a report show: made on the pool when they are looked at, and again when it changed.
#include <QEvent>
#include <QStackedWidget>
#include <QTimer>

#include "ui/report/find_bar.h"
#include "ui/report/outline_page.h"
#include "ui/report/read_document.h"
#include "ui/report/read_view.h"
#include "ui/report/report_page.h"
#include "ui/report/source_page.h"
#include "ui/report/source_view.h"

namespace stemma::ui {

void ReportPage::markStale() {
    ++m_generation;
    m_stale.fill(true);
    makeCurrent();
}

void ReportPage::makeCurrent() {
    const Page current = page();
    if (!m_session || !m_session->report() || !m_stale[static_cast<std::size_t>(current)])
        return;
    m_stale[static_cast<std::size_t>(current)] = false;
    switch (current) {
    case OutlineTab:
        return makeOutline();
    case ReadTab:
        return makeRead();
    case SourceTab:
        return makeSource();
    case PageCount:
        break;
    }
}

void ReportPage::makeOutline() {
    m_session->library().runner().run(
        this, [report = shownReport()] { return outlineItems(report->outline); },
        [this, report = shownReport(), generation = m_generation](OutlineItems items) {
            if (generation != m_generation || !m_session)
                return;
            m_outline->setNow(m_session->library().environment().clock.now());
            m_outline->setOutline(report, std::move(items),
                                  m_fresh[OutlineTab] ? OutlinePage::Content::another
                                                      : OutlinePage::Content::same);
            took(OutlineTab);
        });
}

void ReportPage::makeRead() {
    m_session->library().runner().run(
        this,
        [&disk = m_session->library().environment().disk, report = shownReport(),
         style = readStyle(m_read->palette(), m_read->font())] { return readDocument(disk, *report, style); },
        [this, generation = m_generation](std::shared_ptr<QTextDocument> document) {
            if (generation != m_generation)
                return;
            if (m_fresh[ReadTab])
                m_read->setShownFromTop(std::move(document));
            else
                m_read->setShown(std::move(document));
            if (const QString anchor = std::exchange(m_anchor, {}); !anchor.isEmpty())
                m_read->scrollToAnchor(anchor);
            took(ReadTab);
        });
}

void ReportPage::makeSource() {
    m_session->library().runner().run(
        this,
        [report = shownReport(), style = sourceStyle(m_source->palette(), m_source->view()->font())] {
            return SourcePage::prepare(report->bytes, style);
        },
        [this, generation = m_generation](const SourcePage::Content& content) {
            if (generation != m_generation)
                return;
            m_source->setContent(content);
            took(SourceTab);
        });
}

void ReportPage::took(Page page) {
    m_fresh[static_cast<std::size_t>(page)] = false;
    m_patience->stop();
    showHeader();
    m_whole->setCurrentWidget(m_content);
    if (page == this->page())
        m_find->contentChanged();
    Q_EMIT shown(page);
}

void ReportPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && m_session &&
        m_session->report())
        markStale(); // colours are part of what is made
}

} // namespace stemma::ui
