// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>

/// The threads of this process take turns at one lock file. Private to core/io.
namespace stemma::io {

/// Which lock file: two handles of one directory are the same turn.
struct TurnKey {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::string name;
    friend auto operator<=>(const TurnKey&, const TurnKey&) = default;
};

/// The right to work on a lock file, until destroyed. Move-only. It may end on another thread than it began
/// on.
class Turn {
public:
    /// Waits for it; nothing if the time is over or `stop` was asked for.
    [[nodiscard]] static std::optional<Turn>
    wait(const TurnKey& key, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop);
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&& other) noexcept;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

private:
    explicit Turn(TurnKey key)
        : m_key(std::move(key)) {}
    std::optional<TurnKey> m_key;
};

/// Sleeps until `until`; earlier when `stop` is asked for.
void sleepUntil(std::chrono::steady_clock::time_point until, const std::stop_token& stop);

} // namespace stemma::io
