// SPDX-License-Identifier: MIT
#include "ui/report/report_page.h"

#include <QEvent>
#include <QFontDatabase>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/merge/merge_desk.h"
#include "ui/merge/merge_view.h"
#include "ui/report/blame_margin.h"
#include "ui/report/find_bar.h"
#include "ui/report/lock_bar.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_editor.h"
#include "ui/report/prose_editor.h"
#include "ui/report/read_document.h"
#include "ui/report/read_view.h"
#include "ui/report/replace_bar.h"
#include "ui/report/report_header.h"
#include "ui/report/save_bar.h"
#include "ui/report/source_page.h"
#include "ui/report/source_view.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {
namespace {

constexpr int tickMs = 30'000;
constexpr int patienceMs = 150; // what is there sooner needs no word that it is being read

std::optional<report::LastChange> lastChangeOf(const ReportSession& session) {
    const auto snapshot = session.library().snapshot();
    if (snapshot)
        for (const report::ReportSummary& summary : snapshot->reports)
            if (summary.id == session.id())
                return summary.lastChange;
    return std::nullopt;
}

} // namespace

ReportPage::ReportPage(QWidget* parent)
    : QWidget(parent)
    , m_header(new ReportHeader)
    , m_lock(new LockBar)
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
    , m_whole(new QStackedWidget(this))
    , m_placeholder(new QLabel)
    , m_content(new QWidget)
    , m_find(new FindBar)
    , m_replace(new ReplaceBar)
    , m_save(new SaveBar)
    , m_merge(new MergeView)
    , m_patience(new QTimer(this)) {
    m_placeholder->setAlignment(Qt::AlignCenter);
    m_placeholder->setWordWrap(true);
    m_placeholder->setMargin(24);
    m_placeholder->setTextFormat(Qt::PlainText);
    buildPages();
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(m_header);
    content->addWidget(m_lock);
    content->addWidget(m_tabs);
    content->addWidget(m_pages, 1);
    content->addWidget(m_merge, 1);
    content->addWidget(m_find);
    content->addWidget(m_replace);
    content->addWidget(m_save);
    m_whole->addWidget(m_placeholder);
    m_whole->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_whole);
    m_patience->setSingleShot(true);
    m_patience->setInterval(patienceMs);
    connect(m_patience, &QTimer::timeout, this, [this] { showPlaceholder(tr("Reading the report …")); });
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &ReportPage::tick);
    timer->start(tickMs);
    connect(m_header, &ReportHeader::historyRequested, this, &ReportPage::historyRequested);
    buildBars();
    buildMerging();
    setSession(nullptr);
}

void ReportPage::buildBars() {
    m_editing = new OutlineEditing(*m_outline);
    m_blame = new BlameMargin(*m_outline);
    connect(m_save, &SaveBar::saveRequested, this, [this](const QString& note) {
        if (m_edit)
            m_edit->save(note);
    });
    connect(m_save, &SaveBar::closed, this, [this] {
        if (Findable* shown = findable())
            shown->focusContent();
    });
}

/// What is to be decided stands in the place of the pages, which are where they were afterwards.
void ReportPage::buildMerging() {
    m_merging = new MergeDesk(*m_merge, this);
    m_merge->hide();
    connect(m_merging, &MergeDesk::viewWanted, this, [this](bool wanted) {
        m_merge->setVisible(wanted);
        m_tabs->setVisible(!wanted);
        m_pages->setVisible(!wanted);
        if (wanted)
            m_merge->setFocus(Qt::OtherFocusReason);
        else if (Findable* shown = findable(); shown != nullptr && m_session)
            shown->focusContent();
    });
}

void ReportPage::buildPages() {
    m_outline = new OutlinePage;
    m_read = new ReadView;
    m_source = new SourcePage;
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(true);
    m_tabs->setAccessibleName(tr("Pages of the report"));
    const std::pair<QString, QWidget*> pages[] = {
        {tr("Outline"), m_outline}, {tr("Read"), m_read}, {tr("Source"), m_source}};
    for (const auto& [text, widget] : pages) {
        m_tabs->addTab(text);
        m_pages->addWidget(widget);
    }
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        m_pages->setCurrentIndex(page);
        m_find->setTarget(findable(), m_session ? &m_session->library().runner() : nullptr);
        makeCurrent();
        Q_EMIT pageChanged(page);
    });
    connect(m_outline, &OutlinePage::readRequested, this, &ReportPage::readAt);
}

ReportPage::Page ReportPage::page() const {
    return static_cast<Page>(m_tabs->currentIndex());
}

void ReportPage::showPage(Page page) {
    m_tabs->setCurrentIndex(page);
    if (Findable* shown = findable(); shown != nullptr && m_session)
        shown->focusContent();
}

Findable* ReportPage::findable() const {
    switch (page()) {
    case OutlineTab:
        return m_outline;
    case ReadTab:
        return m_read;
    case SourceTab:
        return m_source->view();
    case PageCount:
        break;
    }
    return nullptr;
}

std::shared_ptr<const report::LoadedReport> ReportPage::shownReport() const {
    if (m_edit)
        return m_edit->report();
    return m_session ? m_session->report() : nullptr;
}

void ReportPage::setSession(ReportSession* session, EditSession* edit) {
    disconnectSession();
    m_outline->setEditSession(edit); // what was typed goes to the former one
    m_editing->setSession(edit);
    m_merging->setSession(edit);
    m_blame->setSession(session, edit);
    m_session = session;
    m_edit = edit;
    m_shownReport.reset();
    m_replace->hide();
    m_save->hide();
    m_lock->setSession(session);
    m_fresh.fill(true);
    m_anchor.clear();
    m_find->setTarget(findable(), session != nullptr ? &session->library().runner() : nullptr);
    if (session == nullptr) {
        ++m_generation;
        m_find->hide();
        showPlaceholder(tr("Choose a report in the list to read it here."));
        return;
    }
    connect(session, &ReportSession::reportChanged, this, &ReportPage::onReport);
    connect(session, &ReportSession::failed, this, &ReportPage::onFailed);
    connect(session, &QObject::destroyed, this, [this] { setSession(nullptr); });
    if (edit != nullptr) {
        connect(edit, &EditSession::changed, this, &ReportPage::onReport);
        connect(edit, &EditSession::modifiedChanged, m_header, &ReportHeader::setModified);
        m_header->setModified(edit->isModified());
    } else {
        m_header->setModified(false);
    }
    connect(&session->library(), &LibrarySession::snapshotChanged, this, &ReportPage::showHeader);
    clearHiddenPages();
    if (session->report())
        onReport();
    else
        m_patience->start();
}

/// What is not in sight is emptied at once; what is stays until its successor is there, so that nothing
/// flickers.
void ReportPage::clearHiddenPages() {
    if (page() != OutlineTab)
        m_outline->setOutline(nullptr, {}, OutlinePage::Content::another);
    if (page() != ReadTab)
        m_read->setShownFromTop(nullptr);
    if (page() != SourceTab)
        m_source->setContent({});
}

void ReportPage::disconnectSession() {
    if (!m_session)
        return;
    if (m_edit) {
        disconnect(m_edit, nullptr, this, nullptr);
        disconnect(m_edit, nullptr, m_header, nullptr);
    }
    disconnect(m_session, nullptr, this, nullptr);
    disconnect(&m_session->library(), nullptr, this, nullptr);
}

void ReportPage::showPlaceholder(const QString& text) {
    m_patience->stop();
    m_placeholder->setText(text);
    m_whole->setCurrentWidget(m_placeholder);
}

void ReportPage::onReport() {
    if (!m_session->report()) {
        showPlaceholder(tr("This report is no longer in the library. It may have been moved to the trash."));
        return;
    }
    if (m_edit && m_edit->isOpening())
        return; // its changed() follows
    if (!m_fresh[static_cast<std::size_t>(page())])
        showHeader();
    const bool editable = m_edit && m_edit->isEditable();
    const auto now = shownReport();
    if (now == m_shownReport && editable == m_shownEditable)
        return;
    m_shownReport = now;
    m_shownEditable = editable;
    markStale();
}

void ReportPage::onFailed(const Error& error) {
    if (!m_session->report())
        showPlaceholder(errorText(error));
}

void ReportPage::showHeader() {
    if (m_session && m_session->report())
        m_header->showReport(shownReport(), lastChangeOf(*m_session),
                             m_session->library().environment().clock.now());
}

void ReportPage::tick() {
    if (!m_session || !isVisible())
        return;
    showHeader();
    m_outline->setNow(m_session->library().environment().clock.now());
}

void ReportPage::readAt(const QString& anchor) {
    const bool ready = !m_stale[ReadTab] && !m_fresh[ReadTab];
    m_anchor = ready ? QString() : anchor;
    showPage(ReadTab);
    if (ready)
        m_read->scrollToAnchor(anchor);
}

void ReportPage::findText() {
    if (!m_session || !m_session->report())
        return;
    ProseEditor* prose = m_outline->editor()->prose();
    const bool inProse = page() == OutlineTab && prose->text()->hasFocus();
    m_find->setTarget(inProse ? prose : findable(), &m_session->library().runner());
    m_find->open();
}

void ReportPage::replaceText() {
    if (!m_edit || !m_edit->isEditable() || page() != OutlineTab)
        return;
    m_find->hide();
    m_replace->open(m_outline->editor()->prose());
}

void ReportPage::saveWithNote() {
    if (m_edit)
        m_save->open();
}

void ReportPage::findNext() {
    if (m_find->isVisible())
        m_find->next();
    else
        findText();
}

void ReportPage::findPrevious() {
    if (m_find->isVisible())
        m_find->previous();
    else
        findText();
}

} // namespace stemma::ui
