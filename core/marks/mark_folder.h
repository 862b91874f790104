// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/disk.h"
#include "core/io/file_lock.h"
#include "core/json/json_value.h"

namespace stemma::marks {

/// A file of marks that could not be used. It costs the marks that were in it, and nothing else.
struct MarkProblem {
    std::string path;
    std::string message; ///< one sentence: what it is, and why
    std::string movedTo; ///< where a damaged one, or one of a later version, lies now; empty: it was left
    std::optional<Error> refusal = {}; ///< the system refused to read it: what it holds is unknown
};

/// The folder in the person's state directory that holds marks (0700, its files 0600), whatever they are:
/// each file is one JSON object under a checksum (sealed_text.h). A file is replaced atomically and synced,
/// under `<file>.lock`: what two programs add at the same time both stays, and after a power cut at any
/// moment the last content that was acknowledged, or a later one, is there whole. What can't be read, or is
/// of a later version, is set aside (`set-aside/<UTC stamp>.<name>.damaged`, or `.later`), never deleted.
/// Thread-safe; all calls block on the disk.
class MarkFolder {
public:
    /// `directory` is made when first written. `format` is what the files say of themselves. `disk` outlives
    /// the folder.
    MarkFolder(io::Disk& disk, std::string directory, std::string format);

    [[nodiscard]] const std::string& directory() const { return m_directory; }

    struct Content {
        json::Value value = json::Value::object(); ///< empty where there is no file, or none that can be used
        std::vector<MarkProblem> problems;
    };
    /// Whether a content is the one that belongs into the file; empty if it is, else why not.
    using Check = std::function<std::string(const json::Value&)>;
    /// Never fails: what can't be read is a problem, and an empty content. Writes nothing, but for what it
    /// sets aside.
    [[nodiscard]] Content read(const std::string& name, const Check& check) const;

    /// Changes a content under the lock: true to write it. Quick, and without side effects.
    using Edit = std::function<bool(json::Value&)>;
    /// Answers the content as it is now. What `edit` doesn't touch stays, unknown keys too. Where a file that
    /// can't be used can't be set aside either, nothing is written: its bytes would be lost.
    [[nodiscard]] Result<Content> update(const std::string& name, const Check& check, const Edit& edit,
                                         const io::LockOptions& lock) const;

    /// What was set aside of a file, the oldest first by when it was written: whole paths. Not those that
    /// acceptLost() was told.
    [[nodiscard]] Result<std::vector<std::string>> lost(const std::string& name) const;
    /// Notes that the person knows of these: they stay, as `<its name>.known`. Answers those.
    [[nodiscard]] Result<std::vector<std::string>> acceptLost(const std::string& name) const;

    /// The names of all files that end so.
    [[nodiscard]] std::vector<std::string> names(const std::string& ending) const;

private:
    struct Loaded;
    [[nodiscard]] Loaded load(const io::Open& folder, const std::string& name, const Check& check) const;
    [[nodiscard]] Result<std::string> setAside(const io::Open& folder, const std::string& name,
                                               const Loaded& loaded) const;
    [[nodiscard]] MarkProblem problemOf(const std::string& name, const Loaded& loaded,
                                        const Result<std::string>& moved) const;
    Status write(const io::Open& folder, const std::string& name, const json::Value& content) const;

    io::Disk& m_disk;
    const std::string m_directory;
    const std::string m_format;
};

} // namespace stemma::marks
