// SPDX-License-Identifier: MIT
#include "core/exporting/export_file.h"

#include <cerrno>

#include "core/exporting/html_text.h"
#include "core/io/atomic_write.h"
#include "core/io/folders.h"

namespace stemma::exporting {

namespace {

constexpr const char* writing = "write the export";
constexpr std::size_t longestName = 120; ///< in bytes: room for what is added

Unexpected isThere(const std::string& path) {
    return fail(ErrorCode::conflict, writing, path, "there is a file of that name already",
                "Choose another name, or allow that it is replaced.");
}

Unexpected exportFailed(Error error) {
    error.action = writing;
    return fail(std::move(error));
}

/// The file gets its name at last, unless somebody else has taken it.
Status putInPlace(io::Disk& disk, const io::Open& folder, const std::string& temporary,
                  const std::string& path) {
    const std::string name = io::splitPath(path).name;
    const Status renamed =
        disk.renameAt(folder.get(), temporary, folder.get(), name, io::RenameMode::noReplace);
    if (!renamed) {
        const Status removed = disk.unlinkAt(folder.get(), temporary);
        if (renamed.error().osErrno == EEXIST)
            return isThere(path);
        Error error = renamed.error();
        error.path = path;
        if (!removed)
            error.detail += "; " + temporary + " was left beside it";
        return exportFailed(std::move(error));
    }
    if (Status synced = disk.sync(folder.get(), io::Durability::everything); !synced) {
        Error error = synced.error();
        error.path = path;
        error.committed = Committed::unknown;
        return exportFailed(std::move(error));
    }
    return {};
}

} // namespace

Status checkExportPlace(io::Disk& disk, const std::string& path, Existing existing) {
    const auto place = io::splitFilePath(path);
    if (!place)
        return exportFailed(place.error());
    const auto folder = io::openDirectory(disk, place->directory);
    if (!folder)
        return exportFailed(folder.error());
    const auto stamp = disk.statAt(folder->get(), place->name);
    if (stamp && existing == Existing::keep)
        return isThere(path);
    if (!stamp && stamp.error().code != ErrorCode::notFound)
        return exportFailed(stamp.error());
    return {};
}

Result<std::vector<std::string>> takenPlaces(io::Disk& disk, const std::vector<std::string>& paths) {
    std::vector<std::string> taken;
    for (const std::string& path : paths) {
        const Status place = checkExportPlace(disk, path, Existing::keep);
        if (!place && place.error().code != ErrorCode::conflict)
            return fail(place.error());
        if (!place)
            taken.push_back(path);
    }
    return taken;
}

namespace {

/// Outputs that are staged one inside the other: the last gets its name first.
class Staging {
public:
    Staging(io::Disk& disk, const std::vector<ExportOutput>& outputs, Existing existing)
        : m_disk(disk)
        , m_outputs(outputs)
        , m_existing(existing) {}

    Status write(std::size_t at) {
        if (at == m_outputs.size())
            return {};
        Status written = m_existing == Existing::keep ? make(at) : replace(at);
        if (written)
            m_named.push_back(m_outputs[at].path);
        return written;
    }

    /// What became of those that have their names where another couldn't get its own.
    void settle(Error& error) {
        for (const std::string& path : m_named) {
            const bool removed =
                m_existing == Existing::keep && error.committed == Committed::no && remove(path);
            if (removed)
                continue;
            error.committed = Committed::unknown;
            error.detail += "; " + path + " is written already";
        }
    }

private:
    bool remove(const std::string& path) {
        const io::Place place = io::splitPath(path);
        const auto folder = io::openDirectory(m_disk, place.directory);
        return folder && m_disk.unlinkAt(folder->get(), place.name);
    }

    Status replace(std::size_t at) {
        return io::atomicWrite(m_disk, m_outputs[at].path, m_outputs[at].bytes, io::MissingFolders::refuse,
                               [this, at] { return write(at + 1); });
    }

    Status make(std::size_t at) {
        const std::string& path = m_outputs[at].path;
        const io::Place place = io::splitPath(path);
        const auto folder = io::openDirectory(m_disk, place.directory);
        if (!folder)
            return fail(folder.error());
        const std::string temporary = io::temporaryName(place.name);
        if (Status staged = io::writeNewFile(m_disk, *folder, temporary, m_outputs[at].bytes); !staged) {
            staged.error().path = path; // a person knows the file, not its temporary name
            return staged;
        }
        if (Status others = write(at + 1); !others) {
            m_disk.unlinkAt(folder->get(), temporary); // the first error is the one that matters
            return others;
        }
        return putInPlace(m_disk, *folder, temporary, path);
    }

    io::Disk& m_disk;
    const std::vector<ExportOutput>& m_outputs;
    Existing m_existing;
    std::vector<std::string> m_named;
};

} // namespace

Status writeExports(io::Disk& disk, const std::vector<ExportOutput>& outputs, Existing existing) {
    for (const ExportOutput& output : outputs)
        if (Status place = checkExportPlace(disk, output.path, existing); !place)
            return place;
    Staging staging(disk, outputs, existing);
    if (Status written = staging.write(0); !written) {
        staging.settle(written.error());
        return exportFailed(written.error());
    }
    return {};
}

Status writeExport(io::Disk& disk, const std::string& path, std::string_view bytes, Existing existing) {
    return writeExports(disk, {{path, std::string(bytes)}}, existing);
}

std::string exportName(const std::string& title, const std::string& id) {
    std::string name;
    for (const char byte : cleanText(title.empty() ? id : title)) {
        const bool barred = static_cast<unsigned char>(byte) < 0x20 ||
                            std::string_view("/\\:*?\"<>|").find(byte) != std::string_view::npos;
        name += barred ? '_' : byte;
    }
    if (name.size() > longestName) {
        name.resize(longestName);
        while (!name.empty() && cleanText(name) != name)
            name.pop_back();
    }
    const std::size_t begin = name.find_first_not_of(" .");
    const std::size_t end = name.find_last_not_of(" .");
    return begin == std::string::npos ? "graph" : name.substr(begin, end - begin + 1);
}

} // namespace stemma::exporting
