// SPDX-License-Identifier: MIT
// What a person notes on the versions of a report: names, notes, pins.
#include <utility>

#include <QLabel>
#include <QToolButton>
#include <QTreeView>

#include "ui/history/history_pane.h"
#include "ui/history/part_scope_bar.h"
#include "ui/history/timeline_model.h"
#include "ui/history/version_note.h"
#include "ui/session/version_marks.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// Hidden as long as nothing can be noted.
QToolButton* markedOnlyButton() {
    auto* button = new QToolButton;
    button->setIcon(themeIcon(IconName::star));
    button->setCheckable(true);
    button->setAccessibleName(HistoryPane::tr("Only named or pinned versions"));
    button->setToolTip(button->accessibleName());
    button->hide();
    return button;
}

} // namespace

void HistoryPane::buildMarking() {
    m_versionNote = new VersionNote;
    addAboveDifference(m_versionNote);
    connect(m_versionNote, &VersionNote::entered, this, [this](const QString& note) {
        if (m_marks)
            m_marks->edit(m_noted, {{}, toUtf8(note), {}},
                          note.isEmpty() ? tr("Took the note of the version %1 away.").arg(m_notedText)
                                         : tr("Noted on the version %1.").arg(m_notedText));
    });
    connect(m_versionNote, &VersionNote::ended, this, [this] {
        timelineView()->setFocus(Qt::OtherFocusReason);
        showMarks();
    });
    m_markedOnly = markedOnlyButton();
    addHeadTool(m_markedOnly);
    connect(m_markedOnly, &QToolButton::toggled, this, [this] {
        list([this] {
            if (selectedEntries().empty() && model()->rowCount() > 0)
                chooseOnly(model()->index(model()->rowCount() > 1 ? 1 : 0, 0));
            else
                choose();
        });
    });
    m_listNote = new QLabel;
    m_listNote->setWordWrap(true);
    m_listNote->setTextFormat(Qt::PlainText);
    m_listNote->hide();
    addRow(m_listNote);
    connect(model(), &TimelineModel::nameEntered, this,
            [this](const QModelIndex& index, const QString& name) {
                const TimelineEntry* entry = model()->rowData(index);
                if (!m_marks || entry == nullptr || !m_shown || !entry->after)
                    return;
                const std::string& content = m_shown->versions[*entry->after].sha256;
                m_marks->edit(content, {toUtf8(name), {}, {}},
                              name.isEmpty() ? tr("Took the name “%1” of a version away.").arg(entry->name)
                                             : tr("Named a version “%1”.").arg(name));
            });
}

void HistoryPane::setMarks(VersionMarks* marks) {
    m_marks = marks;
    m_markedOnly->setVisible(marks != nullptr);
    model()->setNaming(marks != nullptr ? TimelineModel::Naming::yes : TimelineModel::Naming::no);
    if (marks == nullptr)
        return;
    connect(marks, &VersionMarks::changed, this, [this] { list([this] { choose(); }); });
    marks->setReport(m_session ? m_session->id() : ReportId());
}

std::string HistoryPane::chosenContent() const {
    const std::vector<TimelineEntry> entries = selectedEntries();
    if (!m_marks || !m_shown || entries.size() != 1 || !entries.front().after)
        return {};
    return m_shown->versions[*entries.front().after].sha256;
}

QString HistoryPane::chosenText() const {
    const std::vector<TimelineEntry> entries = selectedEntries();
    return entries.size() == 1 ? afterText(entries.front(), now()) : QString();
}

HistoryAbility HistoryPane::ability() const {
    const std::string content = chosenContent();
    const auto& part = m_scopeBar->chosen();
    return {!content.empty(), !content.empty() && m_marks->of(content).pinned, m_markedOnly->isChecked(),
            part && part->question.what != "report"};
}

void HistoryPane::nameVersion() {
    const QModelIndex index = timelineView()->currentIndex();
    if (chosenContent().empty() || !index.isValid())
        return;
    timelineView()->scrollTo(index);
    timelineView()->edit(index);
}

void HistoryPane::noteVersion() {
    if (chosenContent().empty())
        return;
    m_versionNote->keep();
    m_noted = chosenContent();
    m_notedText = chosenText();
    m_versionNote->edit();
}

void HistoryPane::togglePin() {
    const std::string content = chosenContent();
    if (content.empty())
        return;
    const bool pinned = m_marks->of(content).pinned;
    m_marks->edit(content, {{}, {}, !pinned},
                  pinned ? tr("Took the pin of the version %1 away.").arg(chosenText())
                         : tr("Pinned the version %1: it is never pruned.").arg(chosenText()));
}

void HistoryPane::setMarkedOnly(bool only) {
    m_markedOnly->setChecked(only);
}

QString HistoryPane::listNote() const {
    return m_listNote->text();
}

/// What is noted on the version that is chosen, and what else could be.
void HistoryPane::showMarks() {
    const std::string content = chosenContent();
    const marks::VersionMark mark = content.empty() ? marks::VersionMark() : m_marks->of(content);
    QStringList title;
    if (!mark.name.empty())
        title << tr("★ %1", "the name that a person gave a version").arg(fromUtf8(mark.name).simplified());
    if (mark.pinned)
        title << tr("pinned");
    m_versionNote->showNote(title.join(QStringLiteral(" · ")), fromUtf8(mark.note));
    if (const HistoryAbility now = ability(); !(std::exchange(m_ability, now) == now))
        Q_EMIT abilityChanged();
}

} // namespace stemma::ui
