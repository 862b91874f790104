// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>

#include <QStringList>

#include "core/history/timeline.h"
#include "core/io/posix_disk.h"
#include "core/report/outline.h"
#include "tests/support/store_builder.h"

/// What the timeline tests share: loading, and rows as texts that a failed comparison shows whole.
namespace checks {

/// Rows to compare with.
inline QStringList texts(std::initializer_list<const char*> rows) {
    QStringList list;
    for (const char* row : rows)
        list << QString::fromLatin1(row);
    return list;
}

inline stemma::history::Timeline load(const std::string& directory,
                                      stemma::history::Counts counts = stemma::history::Counts::compute) {
    const auto disk = stemma::io::makePosixDisk();
    auto timeline = stemma::history::loadTimeline(*disk, directory, stemma::report::interpretOutline, counts);
    return timeline ? std::move(*timeline) : stemma::history::Timeline{};
}

inline QString state(const stemma::history::Timeline& timeline, std::optional<std::size_t> version) {
    if (!version)
        return QStringLiteral("?");
    const auto& found = timeline.versions[*version];
    return found.readable ? QStringLiteral("v%1").arg(found.outlineVersion) : QStringLiteral("broken");
}

/// "change evolve v1>v2", "inherited create ?>v1" …
inline QStringList shape(const stemma::history::Timeline& timeline) {
    QStringList rows;
    for (const auto& row : timeline.rows) {
        QString text = QString::fromLatin1(rowKindWord(row.kind));
        if (row.event)
            text += QLatin1Char(' ') + QString::fromStdString(row.event->type);
        rows << text + QLatin1Char(' ') + state(timeline, row.before) + QLatin1Char('>') +
                    state(timeline, row.after);
    }
    return rows;
}

/// The rules of all problems, of rows and of the log.
inline QStringList rules(const stemma::history::Timeline& timeline) {
    QStringList found;
    for (const auto& row : timeline.rows)
        for (const auto& problem : row.problems)
            found << QString::fromStdString(problem.rule);
    for (const auto& problem : timeline.problems)
        found << QString::fromStdString(problem.rule);
    return found;
}

inline std::size_t currentRow(const stemma::history::Timeline& timeline) {
    std::size_t found = 0;
    for (const auto& row : timeline.rows)
        if (row.current)
            found = found == 0 ? row.n : 999;
    return found;
}

inline stemma::tests::ReportBuilder::Edit write(const std::string& content, int section = 0) {
    return [content, section](stemma::json::Value& outline) {
        outline.edit("sections")
            ->editItem(static_cast<std::size_t>(section))
            .set("content", stemma::json::Value::string(content));
    };
}

inline stemma::tests::ReportBuilder::Edit addSection(int number) {
    return [number](stemma::json::Value& outline) {
        outline.edit("sections")->appendItem(stemma::tests::sectionValue(number, "New."));
    };
}

} // namespace checks
