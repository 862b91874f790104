// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stemma {

/// A moment: microseconds since 1970-01-01 UTC.
struct Timestamp {
    std::int64_t micros = 0;
    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// Tells the time. Tests use their own (tests/support/fake_clock.h). Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// The system's clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
};

/// `2025-03-11T10:12:02.743707+00:00`; the fraction is absent when it is 0, as Python's isoformat() has it.
[[nodiscard]] std::string isoText(Timestamp moment);

/// `20250311T101202_743707`, the stamp in a backup's name.
[[nodiscard]] std::string backupStamp(Timestamp moment);

/// `20250311T101202`, the stamp in the name of a trashed report.
[[nodiscard]] std::string compactStamp(Timestamp moment);

/// Reads ISO 8601 as Python writes it (fraction of 1–6 digits optional, offset `Z` or ±HH:MM optional: none
/// means UTC). Nothing for any other text.
[[nodiscard]] std::optional<Timestamp> parseIso(std::string_view text);

/// Reads what backupStamp() wrote.
[[nodiscard]] std::optional<Timestamp> parseBackupStamp(std::string_view text);

} // namespace stemma
