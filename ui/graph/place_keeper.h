// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "core/graph/picture_places.h"
#include "ui/graph/picture_scene.h"

namespace stemma::ui {

/// Places that are to be kept.
struct PlaceChange {
    std::string folder; ///< the user's
    std::string graph;
    layout::Kind kind = layout::Kind::force;
    /// The elements of a picture. The places of others stay, as they are hidden, perhaps, or can't be read
    /// just now; unless the picture was laid out anew: then theirs have nothing to do with it any more.
    std::shared_ptr<const PictureScene> scene;
    enum class Others { stay, go };
    Others others = Others::stay;
    /// Which of the elements; none: all.
    std::optional<std::uint32_t> element;
};

/// Where elements lie, between pictures and the disk: what was put in is what is loaded next, written or not,
/// and nothing is written over what another part of the program has kept meanwhile. Any thread.
class PlaceKeeper {
public:
    /// `store` outlives the keeper; null: nothing is kept.
    explicit PlaceKeeper(graph::PlaceStore* store)
        : m_store(store) {}

    /// Of what write() does next. Doesn't wait.
    void put(PlaceChange change);
    /// Writes what was put in, in its order; the first error, where there was one. What is the same already
    /// isn't written again. Blocks.
    Status write();
    /// What is kept of a graph with what was put in. Places that can't be read count as none. Blocks.
    [[nodiscard]] graph::PicturePlaces load(const std::string& folder, const std::string& graph);

private:
    graph::PlaceStore* m_store;
    std::mutex m_queueMutex; ///< held for a moment only
    std::deque<PlaceChange> m_queue;
    std::mutex m_diskMutex; ///< held while the disk works; taken first
};

} // namespace stemma::ui
