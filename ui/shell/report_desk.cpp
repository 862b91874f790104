// SPDX-License-Identifier: MIT
#include "ui/shell/report_desk.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/history/diff_view.h"
#include "ui/history/history_pane.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_page.h"
#include "ui/report/report_page.h"
#include "ui/session/auto_save.h"
#include "ui/session/draft_keeper.h"
#include "ui/session/edit_session.h"
#include "ui/session/overwrite_guard.h"
#include "ui/session/report_session.h"
#include "ui/session/trust_check.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {
// Rows passed by a held arrow key come quicker than this.
constexpr int passingMs = 120;

/// What the person asked for is not in the working text, or not on disk, yet.
bool isUnderWay(const EditSession& edit) {
    return edit.isEditing() || edit.isSaving();
}
} // namespace

ReportDesk::ReportDesk(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent) {
    setChildrenCollapsible(false);
    setHandleWidth(1);
    m_stack = new QStackedWidget(this);
    m_page = new ReportPage(m_stack);
    m_stack->addWidget(m_page);
    m_stack->addWidget(m_notePage = makeNotePage());
    m_history = new HistoryPane(this);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    setSizes({560, 360});
    m_wait.setSingleShot(true);
    m_wait.setInterval(passingMs);
    connect(&m_wait, &QTimer::timeout, this, &ReportDesk::openNow);
    connect(m_page, &ReportPage::historyRequested, this, [this] { setHistoryShown(true); });
    connect(m_page, &ReportPage::shown, this, &ReportDesk::stateChanged);
    connect(m_history, &HistoryPane::closeRequested, this, &ReportDesk::leaveHistory);
    connect(m_history, &HistoryPane::restorableChanged, this, &ReportDesk::stateChanged);
    connect(m_history, &HistoryPane::abilityChanged, this, &ReportDesk::stateChanged);
    connect(m_history->diffView(), &DiffView::shown, this, &ReportDesk::stateChanged);
    connect(m_page, &ReportPage::pageChanged, this, &ReportDesk::stateChanged);
    connect(m_page->editing(), &OutlineEditing::abilityChanged, this, &ReportDesk::stateChanged);
    connect(m_page->editing(), &OutlineEditing::deleted, this, &ReportDesk::tellDeleted);
    connect(m_page->editing(), &OutlineEditing::typingLost, this, &ReportDesk::tellTypingLost);
    connect(m_page->editing(), &OutlineEditing::moveWanted, this, &ReportDesk::moveHere);
    connect(m_page->editing(), &OutlineEditing::noticed, this, [this](const QString& why) {
        Q_EMIT message({Message::Kind::warning, why, {}, QStringLiteral("edit")});
    });
    connectMerging();
    connectParts();
}

ReportDesk::~ReportDesk() {
    closeAll();
}

void ReportDesk::setTrust(marks::TrustStore& store) {
    m_history->setTrust(new TrustCheck(store, this));
}

void ReportDesk::open(LibrarySession& library, const ListRow& row) {
    if (row.key == m_key && &library == m_library) {
        m_waiting.reset();
        m_wait.stop();
        return;
    }
    m_library = &library;
    m_waiting = row;
    const bool passing = m_lastOpened.isValid() && m_lastOpened.elapsed() < passingMs;
    m_lastOpened.start();
    if (passing)
        m_wait.start();
    else
        openNow();
}

void ReportDesk::openNow() {
    m_wait.stop();
    if (!m_waiting)
        return;
    const ListRow row = *std::exchange(m_waiting, std::nullopt);
    LibrarySession* library = m_library;
    leave();
    m_library = library;
    m_key = row.key;
    if (row.place == ListRow::Place::trash) {
        showTrashNote(row);
    } else {
        m_open = take(*library, row);
        m_page->setSession(m_open.session.get(), m_open.edit.get());
        m_history->setSession(m_open.session.get());
        m_stack->setCurrentWidget(m_page);
        showHistoryPane();
        Q_EMIT modifiedChanged(m_open.edit->isModified());
        if (m_open.drafts)
            offerDraft(m_open.drafts.get());
        if (const auto parts = std::exchange(m_pendingParts, std::nullopt); parts && parts->key == m_key) {
            setHistoryShown(true);
            m_history->offerParts(parts->origin);
        }
    }
    goToWanted();
    Q_EMIT stateChanged();
}

/// One that was left with unsaved edits, or a new one.
ReportDesk::OpenReport ReportDesk::take(LibrarySession& library, const ListRow& row) {
    if (auto kept = m_kept.extract(row.key); !kept.empty())
        return std::move(kept.mapped());
    OpenReport opened;
    opened.session = std::make_unique<ReportSession>(library, row.id);
    opened.edit = std::make_unique<EditSession>(*opened.session);
    opened.autoSave = new AutoSave(*opened.edit);
    opened.autoSave->setPause(m_autoSave);
    connectSession(opened);
    connectEdit(opened);
    keepDrafts(opened);
    return opened;
}

void ReportDesk::leave() {
    m_waiting.reset();
    m_wait.stop();
    m_page->setSession(nullptr); // what was typed is on its way now
    m_history->setSession(nullptr);
    OpenReport left =
        std::exchange(m_open, OpenReport()); // goes in its order: nothing outlives what it looks at
    if (left.edit && (left.edit->isModified() || isUnderWay(*left.edit)))
        m_kept.insert_or_assign(m_key, std::move(left));
    m_key.clear();
    m_library = nullptr;
    m_stack->setCurrentWidget(m_page);
}

void ReportDesk::close() {
    leave();
    Q_EMIT modifiedChanged(false);
    Q_EMIT stateChanged();
}

void ReportDesk::closeAll() {
    leave();
    m_kept.clear();
    Q_EMIT modifiedChanged(false);
    Q_EMIT stateChanged();
}

std::vector<EditSession*> ReportDesk::unsaved() const {
    std::vector<EditSession*> sessions;
    if (m_open.edit && m_open.edit->isModified())
        sessions.push_back(m_open.edit.get());
    for (const auto& [key, kept] : m_kept)
        if (kept.edit->isModified())
            sessions.push_back(kept.edit.get());
    return sessions;
}

EditSession* ReportDesk::underWay() const {
    if (m_open.edit && isUnderWay(*m_open.edit))
        return m_open.edit.get();
    for (const auto& [key, kept] : m_kept)
        if (isUnderWay(*kept.edit))
            return kept.edit.get();
    return nullptr;
}

QString ReportDesk::keyOf(const EditSession* edit) const {
    if (edit == m_open.edit.get())
        return m_key;
    for (const auto& [key, kept] : m_kept)
        if (kept.edit.get() == edit)
            return key;
    return {};
}

/// What was saved meanwhile needs no session any more.
void ReportDesk::dropSettled() {
    std::erase_if(m_kept, [](const auto& entry) {
        return entry.second.edit->isIdle() && !entry.second.edit->isModified();
    });
}

void ReportDesk::connectSession(OpenReport& opened) {
    ReportSession* session = opened.session.get();
    connect(session, &ReportSession::reportChanged, this, &ReportDesk::stateChanged);
    connect(session, &ReportSession::timelineChanged, this, &ReportDesk::stateChanged);
    connect(session, &ReportSession::undoChanged, this, &ReportDesk::stateChanged);
    connect(session, &ReportSession::failed, this,
            [this, edit = opened.edit.get()](const Error& error) { tellFailed(edit, error); });
    auto* guard = new OverwriteGuard(*session);
    connect(guard, &OverwriteGuard::found, this,
            [this, session](const std::vector<ActionId>& edits, const QString& text) {
                Q_EMIT message({Message::Kind::warning,
                                text,
                                {{tr("Put It Back"),
                                  [session = QPointer(session), edits] {
                                      if (!session.isNull())
                                          session->putBackEdits(edits);
                                  }},
                                 {tr("Show the History"), [this] { setHistoryShown(true); }}},
                                QStringLiteral("overwritten")});
            });
    connect(session, &ReportSession::changedByOthers, this,
            [this, edit = opened.edit.get()](const QString& text, const QString& action) {
                tellOthers(edit, text, action);
            });
    connect(session, &ReportSession::undoOverlaps, this,
            [this, session](const ActionId& action) { decideOverlaps(session, action); });
    connect(session, &ReportSession::restored, this, [this, session](const QString& what) {
        Q_EMIT changedReport();
        Message told{Message::Kind::done, what, {}, QStringLiteral("done")};
        if (session->canUndo())
            told.actions.push_back({tr("Undo"), [guard = QPointer(session)] {
                                        if (!guard.isNull())
                                            guard->undoLast();
                                    }});
        Q_EMIT message(told);
    });
}

QWidget* ReportDesk::makeNotePage() {
    auto* page = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    m_note = new QLabel(page);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_untrash = new QPushButton(themeIcon(IconName::untrash), tr("Take Out of &Trash"), page);
    connect(m_untrash, &QPushButton::clicked, this, &ReportDesk::untrashRequested);
    layout->addStretch(1);
    layout->addWidget(m_note);
    layout->addWidget(m_untrash, 0, Qt::AlignHCenter);
    auto* parts = new QPushButton(themeIcon(IconName::restore), tr("&Restore Parts of It into …"), page);
    parts->setToolTip(tr("Ticks what of it comes into another report; what lies in the trash stays there"));
    connect(parts, &QPushButton::clicked, this, [this] {
        Q_EMIT partsWanted({"now", toUtf8(m_trashName),
                            tr("of “%1” in the trash", "a version").arg(isolated(oneLine(m_trashTitle, 60)))},
                           m_trashTitle);
    });
    layout->addWidget(parts, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

void ReportDesk::showTrashNote(const ListRow& row) {
    m_trashName = row.trashName;
    m_trashTitle = row.title;
    m_note->setText(tr("“%1” was moved to the trash on %2. Nothing of it is deleted: take it out to read it "
                       "and its history.")
                        .arg(isolated(row.title), exactTime(row.changedAt)));
    m_stack->setCurrentWidget(m_notePage);
    showHistoryPane();
}

void ReportDesk::setHistoryShown(bool shown) {
    m_historyShown = shown;
    showHistoryPane();
    Q_EMIT stateChanged();
}

/// The history of a report that isn't on the page is nobody's: for a report in the trash the pane stays away.
void ReportDesk::showHistoryPane() {
    m_history->setVisible(m_historyShown && m_stack->currentWidget() == m_page);
}

void ReportDesk::toggleHistory() {
    setHistoryShown(!m_historyShown);
    if (m_historyShown)
        m_history->timelineView()->setFocus(Qt::ShortcutFocusReason);
    else
        focusPage();
}

void ReportDesk::leaveHistory() {
    setHistoryShown(false);
    focusPage();
}

QList<QWidget*> ReportDesk::panes() const {
    if (!m_open.session)
        return {};
    if (!m_historyShown)
        return {m_page};
    return {m_page, m_history->timelineView()};
}

void ReportDesk::refresh() {
    if (m_open.session)
        m_open.session->refresh(ReportSession::Force::yes);
}

void ReportDesk::showOutline() {
    m_page->showOutline();
}
void ReportDesk::showRead() {
    m_page->showRead();
}
void ReportDesk::showSource() {
    m_page->showSource();
}

bool ReportDesk::findText() {
    if (!m_open.session)
        return false;
    m_page->findText();
    return true;
}

void ReportDesk::findNext() {
    m_page->findNext();
}
void ReportDesk::findPrevious() {
    m_page->findPrevious();
}

void ReportDesk::comparePrevious() {
    setHistoryShown(true);
    m_history->compareWithPrevious();
}

void ReportDesk::findInHistory() {
    setHistoryShown(true);
    m_history->findInHistory();
}

void ReportDesk::restore() {
    m_history->offerRestore();
}
void ReportDesk::undoChange() {
    m_history->undoChange();
}
void ReportDesk::previousChange() {
    m_history->previousChange();
}
void ReportDesk::nextChange() {
    m_history->nextChange();
}

void ReportDesk::focusPane(QWidget* pane) {
    if (pane == m_page)
        focusPage();
    else
        pane->setFocus(Qt::ShortcutFocusReason);
}

void ReportDesk::focusPage() {
    m_page->showPage(m_page->page());
}

} // namespace stemma::ui
