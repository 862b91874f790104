// SPDX-License-Identifier: MIT
#include "ui/library/list_row.h"

#include <algorithm>

#include "core/base/clock.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

std::int64_t momentOf(const std::string& iso) {
    const auto moment = parseIso(iso);
    return moment ? moment->micros : 0;
}

QString titleOr(const std::string& title, const ReportId& id) {
    const QString text = oneLine(fromUtf8(title));
    return text.isEmpty() ? fromUtf8(id.text()) : text;
}

QStringList textsOf(const std::vector<std::string>& texts) {
    QStringList list;
    list.reserve(static_cast<qsizetype>(texts.size()));
    for (const auto& text : texts)
        list.append(fromUtf8(text));
    return list;
}

void takeProblems(ListRow& row, const std::vector<report::Problem>& problems) {
    auto ordered = problems;
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& left, const auto& right) {
        return static_cast<int>(left.severity) > static_cast<int>(right.severity);
    });
    for (const auto& problem : ordered) {
        row.worst = std::max(row.worst, problem.severity);
        if (problem.severity != report::Severity::info)
            row.problems.append(fromUtf8(problem.message));
    }
}

QString haystackOf(const ListRow& row, const std::string& innerId) {
    QStringList parts{row.title, fromUtf8(row.id.text()), row.status};
    parts += row.tags;
    if (innerId != row.id.text())
        parts.append(fromUtf8(innerId));
    return foldedForSearch(parts.join(QLatin1Char('\n')));
}

ListRow rowOf(const report::ReportSummary& summary) {
    ListRow row;
    row.id = summary.id;
    row.key = fromUtf8(summary.id.text());
    row.title = titleOr(summary.title, summary.id);
    row.status = fromUtf8(summary.status);
    row.tags = textsOf(summary.tags);
    row.changedAt = summary.lastChange ? summary.lastChange->ts : summary.updatedAt;
    row.createdAt = summary.createdAt;
    if (summary.lastChange) {
        row.actor = summary.lastChange->actor;
        row.actionType = summary.lastChange->actionType;
    }
    row.sortMoment = momentOf(row.changedAt);
    row.sortCreated = momentOf(row.createdAt);
    row.outlineVersion = summary.outlineVersion;
    row.sections = summary.sections;
    row.insights = summary.insights;
    row.state = summary.state;
    takeProblems(row, summary.problems);
    row.haystack = haystackOf(row, summary.innerId);
    return row;
}

ListRow rowOf(const report::TrashedReport& trashed) {
    ListRow row;
    row.place = ListRow::Place::trash;
    row.id = trashed.id;
    row.trashName = fromUtf8(trashed.name);
    // No report can have that key: a directory's name has no slash.
    row.key = QLatin1String("trash/") + row.trashName;
    row.title = titleOr(trashed.title, trashed.id);
    row.status = fromUtf8(trashed.status);
    row.tags = textsOf(trashed.tags);
    row.changedAt = trashed.trashedAt;
    row.sortMoment = momentOf(row.changedAt);
    row.sortCreated = row.sortMoment;
    row.state = trashed.state;
    takeProblems(row, trashed.problems);
    row.haystack = haystackOf(row, trashed.id.text());
    return row;
}

} // namespace

QString foldedForSearch(const QString& text) {
    const QString folded = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    QString plain;
    plain.reserve(folded.size());
    for (const QChar character : folded) {
        if (character.category() != QChar::Mark_NonSpacing)
            plain.append(character);
    }
    return plain;
}

std::vector<ListRow> rowsOf(const report::LibrarySnapshot& snapshot) {
    std::vector<ListRow> rows;
    rows.reserve(snapshot.reports.size() + snapshot.trash.size());
    for (const auto& summary : snapshot.reports) {
        if (summary.state != report::ReportState::stub)
            rows.push_back(rowOf(summary));
    }
    for (const auto& trashed : snapshot.trash)
        rows.push_back(rowOf(trashed));
    std::sort(rows.begin(), rows.end(),
              [](const auto& left, const auto& right) { return left.key < right.key; });
    return rows;
}

} // namespace stemma::ui
