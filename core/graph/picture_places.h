// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "core/io/disk.h"
#include "core/layout/layout.h"

namespace stemma::graph {

/// Where the elements of a picture lie, by their ids, in each kind of layout.
struct PicturePlaces {
    std::map<layout::Kind, std::map<std::string, layout::Point>> kinds;
};

/// Keeps the places of pictures in the person's state directory, never in a library: one JSON file a graph,
/// named by the SHA-256 of the user's folder and the graph. Thread-safe.
class PlaceStore {
public:
    /// `directory`: `$XDG_STATE_HOME/stemma/pictures`; made when first written. `disk` outlives the store.
    PlaceStore(io::Disk& disk, std::string directory);

    /// Empty where nothing was kept yet. ErrorCode::damaged for a file that can't be read: it is left as it
    /// is until the next save.
    [[nodiscard]] Result<PicturePlaces> load(const std::string& userFolder, const std::string& graph);
    Status save(const std::string& userFolder, const std::string& graph, const PicturePlaces& places);

private:
    [[nodiscard]] std::string pathOf(const std::string& userFolder, const std::string& graph) const;

    io::Disk& m_disk;
    std::string m_directory;
};

} // namespace stemma::graph
