// SPDX-License-Identifier: MIT
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::TimeText)
};

QDateTime localTime(Timestamp moment) {
    return QDateTime::fromMSecsSinceEpoch(moment.micros / 1000, Qt::UTC).toLocalTime();
}

QString dateText(const QDateTime& moment, const QDateTime& now) {
    const QString format = moment.date().year() == now.date().year()
                               ? Words::tr("d MMM", "date of this year")
                               : Words::tr("d MMM yyyy", "date of another year");
    return QLocale().toString(moment.date(), format);
}

QString offsetText(const QDateTime& moment) {
    const int minutes = moment.offsetFromUtc() / 60;
    if (minutes == 0)
        return QStringLiteral("UTC");
    const int size = minutes < 0 ? -minutes : minutes;
    return QStringLiteral("UTC%1%2:%3")
        .arg(minutes < 0 ? QChar(u'\u2212') : QChar(u'+'))
        .arg(size / 60, 2, 10, QLatin1Char('0'))
        .arg(size % 60, 2, 10, QLatin1Char('0'));
}

/// Applies `text` to the time that `iso` says, or tells that it says none.
template <class Text>
QString ofIso(std::string_view iso, Text text) {
    if (const auto moment = parseIso(iso))
        return text(*moment);
    if (iso.empty())
        return Words::tr("unknown time");
    return Words::tr("“%1”", "a text where a time should be").arg(isolated(fromUtf8(iso)));
}

} // namespace

QString relativeTime(Timestamp moment, Timestamp now) {
    const QDateTime then = localTime(moment);
    const QDateTime today = localTime(now);
    const qint64 seconds = (now.micros - moment.micros) / 1'000'000;
    const qint64 days = then.date().daysTo(today.date());
    if (seconds < -60)
        return shortTime(moment, now);
    if (seconds < 45)
        return Words::tr("just now");
    if (seconds < 60 * 60)
        return Words::tr("%n min ago", nullptr, static_cast<int>(qMax<qint64>(1, (seconds + 30) / 60)));
    if (days == 0 || seconds < 6 * 60 * 60)
        return Words::tr("%n h ago", nullptr, static_cast<int>(seconds / 3600));
    if (days == 1)
        return Words::tr("yesterday");
    if (days < 7)
        return Words::tr("%n day(s) ago", nullptr, static_cast<int>(days));
    return dateText(then, today);
}

QString shortAge(Timestamp moment, Timestamp now) {
    constexpr qint64 minute = 60, hour = 60 * minute, day = 24 * hour, month = 30 * day;
    const qint64 seconds = (now.micros - moment.micros) / 1'000'000;
    if (seconds < -minute || seconds >= month)
        return dateText(localTime(moment), localTime(now));
    if (seconds < minute)
        return Words::tr("now", "how old something is");
    if (seconds < hour)
        return Words::tr("%1 min", "how old something is").arg(seconds / minute);
    if (seconds < day)
        return Words::tr("%1 h", "how old something is").arg(seconds / hour);
    return Words::tr("%1 d", "how old something is, in days").arg(seconds / day);
}

QString shortTime(Timestamp moment, Timestamp now) {
    const QDateTime then = localTime(moment);
    const QDateTime today = localTime(now);
    const QString time = QLocale().toString(then.time(), QStringLiteral("HH:mm"));
    if (then.date() == today.date())
        return time;
    return Words::tr("%1 %2", "date and time").arg(dateText(then, today), time);
}

QString exactTime(Timestamp moment) {
    const QDateTime then = localTime(moment);
    const QString day = QLocale().toString(then.date(), QLocale::LongFormat);
    const QString time = QLocale().toString(then.time(), QStringLiteral("HH:mm:ss"));
    const QString zone = then.timeZoneAbbreviation();
    const QString offset = offsetText(then);
    const QString both =
        zone.isEmpty() || zone == offset ? offset : Words::tr("%1 (%2)", "zone and offset").arg(zone, offset);
    return Words::tr("%1 %2 %3", "day, time, zone").arg(day, time, both);
}

QString relativeTime(std::string_view iso, Timestamp now) {
    return ofIso(iso, [now](Timestamp moment) { return relativeTime(moment, now); });
}

QString shortAge(std::string_view iso, Timestamp now) {
    return ofIso(iso, [now](Timestamp moment) { return shortAge(moment, now); });
}

QString shortTime(std::string_view iso, Timestamp now) {
    return ofIso(iso, [now](Timestamp moment) { return shortTime(moment, now); });
}

QString exactTime(std::string_view iso) {
    return ofIso(iso, [](Timestamp moment) { return exactTime(moment); });
}

} // namespace stemma::ui
