// SPDX-License-Identifier: MIT
#include "ui/history/taken_out.h"

#include <vector>

#include <QCoreApplication>

#include "ui/session/undo_steps.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::TakenOut)
};

} // namespace

TakenOut::TakenOut(const history::Timeline& timeline)
    : m_timeline(timeline) {
    for (std::size_t i = 0; i < timeline.rows.size(); ++i)
        if (timeline.rows[i].event)
            m_rows.emplace(timeline.rows[i].event->action.text(), i);
    // From the newest: what was undone itself takes nothing out any more.
    for (std::size_t i = timeline.rows.size(); i-- > 0;) {
        const auto& event = timeline.rows[i].event;
        if (!event || isOut(*event))
            continue;
        for (std::string& change :
             tookOnlyParts(*event) ? std::vector<std::string>() : changesTakenOut(*event))
            m_out.insert(std::move(change));
        if (std::string undone = changeUndoneBy(*event); !undone.empty())
            m_out.insert(std::move(undone));
    }
}

bool TakenOut::isOut(const history::AuditEvent& event) const {
    return m_out.contains(event.action.text());
}

const history::TimelineRow* TakenOut::rowOf(const std::string& action) const {
    const auto found = m_rows.find(action);
    return found == m_rows.end() ? nullptr : &m_timeline.rows[found->second];
}

QString TakenOut::actionText(const history::AuditEvent& event) const {
    const std::vector<std::string> changes = changesTakenOut(event);
    const history::TimelineRow* row = changes.size() == 1 ? rowOf(changes.front()) : nullptr;
    if (partsRestoredBy(event) > 0)
        return doneText(event);
    if (changes.empty() || row == nullptr)
        return changes.empty() ? QString() : doneText(event);
    const QString who = actorText(row->actor);
    if (!changesTakenOut(*row->event).empty())
        return Words::tr("took back what %1 had taken out").arg(who);
    if (tookOnlyParts(event))
        return Words::tr("took out parts of ‘%1’ by %2", "what was done, who did it")
            .arg(doneText(*row->event), who);
    return Words::tr("took out ‘%1’ by %2", "what was done, who did it").arg(doneText(*row->event), who);
}

QString TakenOut::remark(const history::AuditEvent& event) const {
    const std::vector<std::string> changes = changesTakenOut(event);
    const history::TimelineRow* first = changes.empty() ? nullptr : rowOf(changes.front());
    const history::TimelineRow* last = changes.empty() ? nullptr : rowOf(changes.back());
    if (first == nullptr || last == nullptr)
        return {};
    if (first == last)
        return Words::tr("The change that it took out: %1.").arg(exactTime(first->ts));
    return Words::tr("The changes that it took out: from %1 to %2.")
        .arg(exactTime(first->ts), exactTime(last->ts));
}

} // namespace stemma::ui
