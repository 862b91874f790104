// SPDX-License-Identifier: MIT
#include "core/base/clock.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace stemma {

namespace {

using namespace std::chrono;
using Micros = sys_time<microseconds>;

struct Fields {
    int year, month, day, hour, minute, second, micro;
};

Fields split(Timestamp moment) {
    const Micros point{microseconds{moment.micros}};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const hh_mm_ss time{point - day};
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count())};
}

/// Takes exactly `count` digits off the front of `text`.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count)
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Timestamp> join(const Fields& f) {
    const year_month_day date{year{f.year}, month{static_cast<unsigned>(f.month)},
                              day{static_cast<unsigned>(f.day)}};
    if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 59)
        return std::nullopt;
    const Micros point = sys_days{date} + hours{f.hour} + minutes{f.minute} + seconds{f.second} +
                         microseconds{f.micro};
    return Timestamp{point.time_since_epoch().count()};
}

std::optional<int> fraction(std::string_view& text) {
    int value = 0;
    int count = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && count < 6) {
        value = value * 10 + (text.front() - '0');
        text.remove_prefix(1);
        ++count;
    }
    if (count == 0)
        return std::nullopt;
    for (; count < 6; ++count)
        value *= 10;
    return value;
}

/// The offset in minutes, if the rest of the text is one.
std::optional<int> offset(std::string_view text) {
    if (text.empty() || text == "Z")
        return 0;
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-'))
        return std::nullopt;
    const auto hour = digits(text, 2);
    take(text, ':');
    const auto minute = digits(text, 2);
    if (!hour || !minute || !text.empty())
        return std::nullopt;
    return sign * (*hour * 60 + *minute);
}

/// `YYYY?MM?DD` `between` `HH?MM?SS`, where ? is `-` and `:` if `separators`.
bool dateAndTime(std::string_view& text, bool separators, Fields& f) {
    const auto number = [&text](std::size_t count, int& out) {
        const auto value = digits(text, count);
        out = value.value_or(0);
        return value.has_value();
    };
    const auto mark = [&](char c) { return !separators || take(text, c); };
    return number(4, f.year) && mark('-') && number(2, f.month) && mark('-') && number(2, f.day) &&
           (take(text, 'T') || take(text, ' ')) && number(2, f.hour) && mark(':') && number(2, f.minute) &&
           mark(':') && number(2, f.second);
}

} // namespace

Timestamp SystemClock::now() const {
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

std::string isoText(Timestamp moment) {
    const Fields f = split(moment);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", f.year, f.month, f.day, f.hour,
                  f.minute, f.second);
    std::string out = text.data();
    if (f.micro != 0) {
        std::snprintf(text.data(), text.size(), ".%06d", f.micro);
        out += text.data();
    }
    return out + "+00:00";
}

std::string compactStamp(Timestamp moment) {
    const Fields f = split(moment);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d%02d%02dT%02d%02d%02d", f.year, f.month, f.day, f.hour,
                  f.minute, f.second);
    return text.data();
}

std::string backupStamp(Timestamp moment) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "_%06d", split(moment).micro);
    return compactStamp(moment) + text.data();
}

std::optional<Timestamp> parseIso(std::string_view text) {
    Fields f{};
    if (!dateAndTime(text, true, f))
        return std::nullopt;
    if (take(text, '.')) {
        const auto micro = fraction(text);
        if (!micro)
            return std::nullopt;
        f.micro = *micro;
    }
    const auto minutesEast = offset(text);
    auto moment = join(f);
    if (!minutesEast || !moment)
        return std::nullopt;
    moment->micros -= std::int64_t{*minutesEast} * 60'000'000;
    return moment;
}

std::optional<Timestamp> parseBackupStamp(std::string_view text) {
    Fields f{};
    if (!dateAndTime(text, false, f) || !take(text, '_'))
        return std::nullopt;
    const auto micro = digits(text, 6);
    if (!micro || !text.empty())
        return std::nullopt;
    f.micro = *micro;
    return join(f);
}

} // namespace stemma
