// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/report/store_feed.h"

namespace stemma::report {

/// What a watch has to tell.
struct WatchNews {
    std::vector<FeedEntry> entries; ///< in the order of their logs, reports one after the other
    std::vector<Problem> problems;  ///< histories that can't be read, or not wholly: each is told once
};

/// Tells every change of a library as it happens. Waits for notices of the directories, and looks every two
/// seconds where there are none (network file systems, limits); what changed is read from the logs, so that
/// nothing is told by a notice alone, and nothing is missed by one that was lost. One thread at a time;
/// writes nothing.
class ChangeWatch {
public:
    /// `disk` outlives the watch.
    ChangeWatch(io::Disk& disk, std::string root);
    ~ChangeWatch();
    ChangeWatch(const ChangeWatch&) = delete;
    ChangeWatch& operator=(const ChangeWatch&) = delete;

    /// Everything before this is past and won't be told; changes from here on will. ErrorCode::notFound
    /// without the folder.
    [[nodiscard]] Status begin(const Progress& progress = {});

    /// Waits for the next changes; what can't be read is told with the first of them, and from then on as it
    /// is found. A change without an event, and a line that can't be read, may be one that is being written:
    /// they are told when they have stayed so for a while. ErrorCode::cancelled when `stop` is requested,
    /// notFound when the folder is gone.
    [[nodiscard]] Result<WatchNews> next(const std::stop_token& stop);

    /// What the last look found; after begin() never null.
    [[nodiscard]] const LibrarySnapshot& library() const;
    /// Whether it looks every two seconds, as some directory gives no notices.
    [[nodiscard]] bool polling() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace stemma::report
