// SPDX-License-Identifier: MIT
#include "ui/history/found_changes.h"

#include "ui/history/field_text.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr int beforeInTip = 400;

QString onOneLine(const std::string& text) {
    QString line = fromUtf8(text);
    for (QChar& character : line)
        if (character.isSpace() || character.category() == QChar::Other_Control)
            character = QLatin1Char(' ');
    return line;
}

/// "“edited” by agent, 14:02".
QString changeText(const report::HistoryHit& hit, Timestamp now) {
    return FoundChanges::tr("“%1” by %2, %3", "a change: what, who, when")
        .arg(actionText(hit.actionType), actorText(hit.actor), shortTime(hit.ts, now));
}

} // namespace

ShownExcerpt shownExcerpt(const report::Excerpt& excerpt, int most) {
    QString before = onOneLine(excerpt.before);
    bool cut = excerpt.cutBefore;
    if (before.size() > most) {
        before = before.right(most);
        if (before.front().isLowSurrogate())
            before.remove(0, 1);
        cut = true;
    }
    if (cut)
        before.prepend(QChar(0x2026));
    const QString match = onOneLine(excerpt.match);
    QString text = before + match + onOneLine(excerpt.after);
    if (excerpt.cutAfter)
        text += QChar(0x2026);
    return {text, static_cast<int>(before.size()), static_cast<int>(match.size())};
}

void FoundChanges::setSearch(std::shared_ptr<const report::HistorySearch> search) {
    beginResetModel();
    m_search = std::move(search);
    endResetModel();
}

int FoundChanges::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_search ? 0 : static_cast<int>(m_search->hits.size());
}

const report::HistoryHit* FoundChanges::hit(const QModelIndex& index) const {
    if (!index.isValid() || index.model() != this || index.row() >= rowCount())
        return nullptr;
    return &m_search->hits[m_search->hits.size() - 1 - static_cast<std::size_t>(index.row())];
}

QString FoundChanges::rowLine(const report::HistoryHit& hit, Timestamp now) {
    return hit.exact && !hit.actionType.empty() ? changeText(hit, now) : changeLine(hit, now);
}

QString FoundChanges::changeLine(const report::HistoryHit& hit, Timestamp now) {
    const bool came = hit.change == report::TextChange::came;
    const QString when = shortTime(hit.ts, now);
    if (hit.actionType.empty()) {
        if (!hit.exact)
            return came ? tr("came until %1; versions before are lost").arg(when)
                        : tr("went until %1; versions before are lost").arg(when);
        return came ? tr("came %1, with no entry in the history").arg(when)
                    : tr("went %1, with no entry in the history").arg(when);
    }
    const QString change = changeText(hit, now);
    if (hit.exact)
        return came ? tr("came with %1", "“edited” by agent, 14:02").arg(change)
                    : tr("went with %1", "“edited” by agent, 14:02").arg(change);
    if (hit.since == 0 && came)
        return tr("was there by %1; versions before are lost", "“edited” by agent, 14:02").arg(change);
    return came ? tr("came with %1, or before: versions are lost", "“edited” by agent, 14:02").arg(change)
                : tr("went with %1, or before: versions are lost", "“edited” by agent, 14:02").arg(change);
}

QString FoundChanges::placeText(const report::FoundText& found) {
    const QString part = found.what == "section"    ? tr("Section")
                         : found.what == "insight"  ? tr("Insight")
                         : found.what == "citation" ? tr("Citation")
                                                    : tr("Report");
    const QString field = fieldName(found.field);
    return tr("%1, %2", "a part and its field").arg(part, field.left(1).toLower() + field.mid(1));
}

QVariant FoundChanges::data(const QModelIndex& index, int role) const {
    const report::HistoryHit* found = hit(index);
    if (found == nullptr)
        return {};
    const auto excerpt = [&] {
        return found->found.excerpts.empty() ? QString()
                                             : shownExcerpt(found->found.excerpts.front(), beforeInTip).text;
    };
    switch (role) {
    case Qt::DisplayRole:
        return excerpt();
    case Qt::ToolTipRole:
        return plainTip(QStringList{excerpt(), changeLine(*found, m_now), placeText(found->found),
                                    found->ts.empty() ? QString() : exactTime(found->ts)}
                            .join(QLatin1Char('\n'))
                            .trimmed());
    case Qt::AccessibleTextRole:
        return tr("%1: %2; %3", "which change, where, the text")
            .arg(changeLine(*found, m_now), placeText(found->found), excerpt());
    case SortRole:
        return QVariant::fromValue(static_cast<qulonglong>(found->n));
    case IdRole:
        return fromUtf8(found->action);
    default:
        return {};
    }
}

} // namespace stemma::ui
