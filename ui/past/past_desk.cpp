// SPDX-License-Identifier: MIT
#include "ui/past/past_desk.h"

#include <algorithm>
#include <utility>

#include "ui/past/past_bar.h"
#include "ui/past/past_page.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

PastDesk::PastDesk(TaskRunner& runner, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_runner(runner)
    , m_bar(new PastBar)
    , m_page(new PastPage(runner, clock)) {
    m_bar->hide();
    connect(m_bar, &PastBar::backRequested, this, &PastDesk::backRequested);
    connect(m_bar, &PastBar::momentChanged, this, [this](Timestamp moment) {
        if (m_session)
            m_session->goTo(moment);
        showRow();
        Q_EMIT stateChanged();
    });
}

PastDesk::~PastDesk() = default;

void PastDesk::enter(LibrarySession& library) {
    if (isOn())
        return;
    m_begun = false;
    m_row.reset();
    m_session = std::make_unique<PastSession>(library);
    connectSession();
    m_bar->setMoments(nullptr);
    m_bar->show();
    m_page->showNothing(tr("Reading the histories…"));
    Q_EMIT stateChanged();
}

void PastDesk::leave() {
    if (!isOn())
        return;
    m_session.reset();
    m_bar->hide();
    m_page->showNothing({});
    Q_EMIT stateChanged();
}

void PastDesk::connectSession() {
    connect(m_session.get(), &PastSession::momentsChanged, this, [this] {
        const auto moments = m_session->moments();
        m_bar->setMoments(moments);
        if (!std::exchange(m_begun, true)) {
            m_bar->setMoment(moments->empty() ? Timestamp() : moments->back());
            m_session->goTo(m_bar->moment());
            showRow();
        }
        Q_EMIT stateChanged();
    });
    connect(m_session.get(), &PastSession::shown, this,
            [this](const std::shared_ptr<const report::LibrarySnapshot>& library, Timestamp moment) {
                if (moment == m_bar->moment())
                    Q_EMIT listMade(library);
            });
    connect(m_session.get(), &PastSession::reportShown, this,
            [this](const std::shared_ptr<const PastContent>& content) {
                m_page->showContent(m_session->library().environment().disk, content);
                Q_EMIT stateChanged();
            });
    connect(m_session.get(), &PastSession::failed, this, &PastDesk::failed);
    // Not from inside a signal of the session that is to go.
    connect(m_session.get(), &PastSession::abandoned, this, &PastDesk::backRequested, Qt::QueuedConnection);
}

void PastDesk::setRow(const std::optional<ListRow>& row) {
    if (!isOn())
        return;
    const bool same = row && m_row && row->id == m_row->id;
    m_row = row;
    if (!same)
        showRow();
}

/// Where the report lies now: it may have been in the trash then, or since.
std::optional<QString> PastDesk::directoryNow() const {
    const auto snapshot = m_session->library().snapshot();
    if (!m_row || !snapshot)
        return std::nullopt;
    const QString root = m_session->library().root();
    const auto hasId = [this](const auto& each) { return each.id == m_row->id; };
    if (std::any_of(snapshot->reports.begin(), snapshot->reports.end(), hasId))
        return QStringLiteral("%1/by_id/%2").arg(root, fromUtf8(m_row->id.text()));
    const auto trashed = std::find_if(snapshot->trash.begin(), snapshot->trash.end(), hasId);
    if (trashed == snapshot->trash.end())
        return std::nullopt;
    return QStringLiteral("%1/.trash/%2").arg(root, fromUtf8(trashed->name));
}

bool PastDesk::isInTrashNow() const {
    const auto directory = directoryNow();
    return directory && directory->contains(QLatin1String("/.trash/"));
}

void PastDesk::showRow() {
    if (!isOn() || !m_begun)
        return;
    if (const auto directory = directoryNow())
        m_session->showReport(m_row->id, *directory, m_bar->moment());
    else
        m_page->showNothing(tr("Choose a report in the list to see it as it was."));
}

void PastDesk::step(int changes) {
    m_bar->step(changes);
}

bool PastDesk::canStep(int changes) const {
    return isOn() && m_bar->canStep(changes);
}

QString PastDesk::whyNoRestore() const {
    const auto& content = m_page->content();
    if (!isOn() || !content || !content->report)
        return tr("There is no version of a report on show.");
    if (content->past.version == "now")
        return tr("The report still is as it was then.");
    if (isInTrashNow())
        return tr("The report is in the trash now: take it out first.");
    return {};
}

void PastDesk::restore() {
    if (!whyNoRestore().isEmpty())
        return;
    const auto content = m_page->content();
    Q_EMIT restoreWanted(fromUtf8(content->report->id.text()), content->past.version);
}

} // namespace stemma::ui
