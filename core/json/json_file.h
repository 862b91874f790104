// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/io/atomic_write.h"
#include "core/io/file_lock.h"
#include "core/json/json_document.h"

namespace stemma::json {

/// Reads a whole JSON file. ErrorCode::damaged with line and column if it is none; nothing is ever written.
[[nodiscard]] Result<Value> readJsonFile(io::Disk& disk, const std::string& path, const Limits& limits = {});

/// Changes a document in place: true to write it, false to leave the file as it is. Called under the lock,
/// perhaps more than once (a program that walks in makes the update start again): quick and without side
/// effects.
using Change = std::function<Result<bool>(Value&)>;

struct Updated {
    bool written = false; ///< false: the file had this content already
    std::string sha256;   ///< of the file now
    std::vector<std::string> warnings;
};

/// Reads, changes and replaces a JSON file under `<file>.lock`, so that no update of another program that
/// locks is lost (durability.md, Locks). What the change doesn't touch keeps its bytes; a missing file starts
/// as `missing`, in the format of Python's `json.dump(indent=2, ensure_ascii=False)`, or is
/// ErrorCode::notFound where there is none. A damaged file is ErrorCode::damaged and stays as it is. Blocks.
[[nodiscard]] Result<Updated> updateJsonFile(io::Disk& disk, const std::string& path, const Change& change,
                                             const std::optional<Value>& missing,
                                             const io::LockOptions& options);

} // namespace stemma::json
