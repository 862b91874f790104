// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/io/disk.h"
#include "core/json/json_document.h"

namespace stemma::graph {

struct UserFile;
using UserFilePtr = std::shared_ptr<const UserFile>;

/// One file of a user's data. A value that is shared and never changed.
struct UserFile {
    std::string bytes;                   ///< exactly; empty of one that wasn't or can't be read
    std::optional<json::Value> document; ///< of a `*.json` that is JSON
    std::string problem; ///< why it can't be read ("line 3, column 7: …", "a symbolic link"); empty: it can
    bool read = true; ///< false: there are no bytes, only a stamp (composed files that weren't asked for, and
                      ///< what can't be read from the disk)
    io::FileStamp stamp;  ///< all zero of one that isn't on disk yet
    bool settled = false; ///< it was old enough when it was read for its stamp to tell every later change

    /// A new file, parsed if its name ends in `.json`.
    [[nodiscard]] static UserFilePtr ofBytes(const std::string& path, std::string bytes);
    [[nodiscard]] static UserFilePtr ofDisk(const std::string& path, std::string bytes,
                                            const io::FileStamp& stamp, bool settled);
};
/// Whether two states of a file hold the same bytes; of what wasn't read the stamps decide.
[[nodiscard]] bool sameContent(const UserFile& a, const UserFile& b);

/// What a user's folder holds, by path relative to it (`node_registry.json`, `nodes/oxygen.json`,
/// `graphs/x/metadata.yaml`). A plain value: copies share the files, an edit of one replaces it there alone.
/// Edits happen here, in memory; a transaction (graph_operations.h) brings what differs to the disk.
class UserFiles {
public:
    [[nodiscard]] UserFilePtr find(const std::string& path) const;            ///< null pointer: there is none
    [[nodiscard]] const json::Value* document(const std::string& path) const; ///< null if none, or unreadable
    [[nodiscard]] const std::map<std::string, UserFilePtr>& all() const { return m_files; }
    /// The paths below `folder/`, sub-folders included, in the order of their names.
    [[nodiscard]] std::vector<std::string> below(const std::string& folder) const;
    /// Folders of `graphs/`, with or without files in them, in the order of their names.
    [[nodiscard]] const std::vector<std::string>& graphFolders() const { return m_graphFolders; }
    /// Left-overs of other programs: `*.tmp`, `*.lock`, `*.backup`.
    [[nodiscard]] const std::vector<std::string>& strays() const { return m_strays; }

    void put(const std::string& path, UserFilePtr file); ///< quick for paths that come in their order
    void setBytes(const std::string& path, std::string bytes);
    /// The document in the format's own style: where the file was parsed, what isn't touched keeps its bytes.
    void setDocument(const std::string& path, const json::Value& document);
    void remove(const std::string& path);
    void addGraphFolder(const std::string& name);
    void removeGraphFolder(const std::string& name); ///< with all that is below it
    void addStray(const std::string& path);

    /// A transaction of ours was on its way to the disk, or was cut off there, in all the time that was
    /// given: the files may be of two states. Writers recover first (file_transaction.h).
    [[nodiscard]] bool mayBeMixed() const { return m_mayBeMixed; }
    void setMayBeMixed(bool mayBeMixed) { m_mayBeMixed = mayBeMixed; }

private:
    std::map<std::string, UserFilePtr> m_files;
    std::vector<std::string> m_graphFolders;
    std::vector<std::string> m_strays;
    bool m_mayBeMixed = false;
};

/// A path whose bytes differ between two states of a folder; no bytes: the file isn't there.
struct FileDifference {
    std::string path;
    UserFilePtr before;
    UserFilePtr after;
};
/// What differs, in the order of the paths. Files that are shared are not compared.
[[nodiscard]] std::vector<FileDifference> differences(const UserFiles& before, const UserFiles& after);

enum class ReadComposed {
    no, ///< the three composed files of each graph: their stamps only
    yes,
};

/// Reads a user's folder: registries and types, `nodes/`, `relationNodes/`, `attributeNodes/`,
/// `transitions/`, `functions/` (sub-folders too) and `graphs/`. Writes nothing. `backups/` and `.stemma/`
/// are not looked into. A file that can't be read is told in UserFile::problem and never an error; links,
/// FIFOs and the like are not followed and told so. `previous`: files with the same stamp are taken over.
/// Retries while a transaction of ours is being brought to the disk, so that no mix of two states is seen
/// (UserFiles::mayBeMixed). Left-overs are told as strays, by their paths. Takes several threads for much to
/// read. ErrorCode::notFound if the folder is missing, cancelled.
[[nodiscard]] Result<UserFiles> readUserFiles(io::Disk& disk, const std::string& userFolder,
                                              ReadComposed composed, const UserFiles* previous = nullptr,
                                              const Progress& progress = {});

} // namespace stemma::graph
