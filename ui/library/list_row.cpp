// SPDX-License-Identifier: MIT
#include "ui/library/list_row.h"

#include <algorithm>
#include <utility>

#include <QCollator>
#include <QLocale>

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

bool keyLess(const std::shared_ptr<const ListRow>& left, const std::shared_ptr<const ListRow>& right) {
    return left->key < right->key;
}

std::shared_ptr<const ListRow> findRow(const ListRows& rows, const QString& key) {
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), key,
        [](const std::shared_ptr<const ListRow>& row, const QString& wanted) { return row->key < wanted; });
    return found != rows.end() && (*found)->key == key ? *found : nullptr;
}

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

ListRows rowsOf(const report::LibrarySnapshot& snapshot, const ListRows& before) {
    // "C" knows no language, and puts week 10 before week 9.
    QCollator collator(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale());
    collator.setNumericMode(true);
    ListRows rows;
    rows.reserve(snapshot.reports.size() + snapshot.trash.size());
    const auto take = [&](ListRow row) {
        if (const auto known = findRow(before, row.key); known != nullptr && *known == row) {
            rows.push_back(known);
            return;
        }
        row.titleOrder.key = collator.sortKey(row.title);
        rows.push_back(std::make_shared<const ListRow>(std::move(row)));
    };
    for (const auto& summary : snapshot.reports) {
        if (summary.state != report::ReportState::stub)
            take(rowOf(summary));
    }
    for (const auto& trashed : snapshot.trash)
        take(rowOf(trashed));
    std::sort(rows.begin(), rows.end(), keyLess);
    return rows;
}

} // namespace stemma::ui
