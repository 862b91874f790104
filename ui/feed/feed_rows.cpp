// SPDX-License-Identifier: MIT
#include "ui/feed/feed_rows.h"

#include <unordered_map>
#include <utility>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "ui/library/list_row.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::Feed)
};

std::int32_t dayOf(Timestamp moment) {
    return moment.micros <= 0
               ? 0
               : static_cast<std::int32_t>(
                     QDateTime::fromMSecsSinceEpoch(moment.micros / 1000).date().toJulianDay());
}

/// Looks in what a person sees of an entry. Titles and deeds come again and again.
class TextSearch {
public:
    explicit TextSearch(const QString& text)
        : m_text(foldedForSearch(text.trimmed())) {}

    [[nodiscard]] bool finds(const report::FeedEntry& entry) {
        return m_text.isEmpty() || isIn(feedTitle(entry)) || isIn(fromUtf8(entry.report.text())) ||
               isIn(feedDeed(entry)) || (entry.requestId && isIn(fromUtf8(*entry.requestId))) ||
               (!entry.action.empty() && entry.action.starts_with(toUtf8(m_text)));
    }

private:
    bool isIn(const QString& words) {
        const auto known = m_known.find(words);
        if (known != m_known.end())
            return known->second;
        return m_known[words] = foldedForSearch(words).contains(m_text);
    }

    QString m_text;
    std::unordered_map<QString, bool> m_known;
};

} // namespace

FeedRows feedRows(std::shared_ptr<const report::Feed> feed, const FeedWish& wish) {
    FeedRows made{std::move(feed), {}, 0};
    TextSearch search(wish.text);
    std::int32_t day = -1;
    for (std::size_t at = 0; at < made.feed->entries.size(); ++at) {
        const report::FeedEntry& entry = made.feed->entries[at];
        if (!report::passes(entry, wish.filter) || !search.finds(entry))
            continue;
        const auto index = static_cast<std::uint32_t>(at);
        if (const std::int32_t its = dayOf(entry.moment); std::exchange(day, its) != its)
            made.rows.push_back({index, its, true});
        made.rows.push_back({index, day, false});
        ++made.entries;
    }
    return made;
}

std::string feedKey(const report::FeedEntry& entry) {
    return entry.directory + '\n' + std::to_string(entry.line) + '\n' + entry.action;
}

QString dayText(std::int32_t day, Timestamp now) {
    if (day == 0)
        return Words::tr("At an unknown time");
    const std::int32_t today = dayOf(now);
    if (day == today)
        return Words::tr("Today");
    if (day == today - 1)
        return Words::tr("Yesterday");
    return QLocale().toString(QDate::fromJulianDay(day), QLocale::LongFormat);
}

QString feedDeed(const report::FeedEntry& entry) {
    switch (entry.kind) {
    case history::RowKind::unreadableLine:
        return Words::tr("A line of the history that can't be read");
    case history::RowKind::unrecordedChange:
        return Words::tr("Changed without a note in the history");
    default:
        return Words::tr("%1 %2", "who, what was done: agent edited")
            .arg(actorText(entry.actor), actionText(entry.type));
    }
}

QString feedTitle(const report::FeedEntry& entry) {
    return fromUtf8(entry.title.empty() ? entry.report.text() : entry.title);
}

QString feedRemarks(const report::FeedEntry& entry) {
    const QString request =
        entry.requestId && !entry.requestId->empty() ? oneLine(fromUtf8(*entry.requestId), 60) : QString();
    if (!entry.trashed)
        return request;
    const QString trashed = Words::tr("in the trash");
    return request.isEmpty() ? trashed : Words::tr("%1 · %2", "facts").arg(request, trashed);
}

} // namespace stemma::ui
