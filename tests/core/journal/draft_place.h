// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <QTemporaryDir>

#include "core/io/posix_disk.h"
#include "core/journal/draft_file.h"
#include "core/journal/draft_store.h"

namespace stemma::test {

inline const std::string library = "/home/ana/reports";
inline const ReportId report("1b4e28ba-2fa1-41d2-883f-0016d3cca427");

inline journal::Draft draftOf(const std::string& working, std::int64_t second = 0) {
    journal::Draft draft;
    draft.library = library;
    draft.report = report;
    draft.title = "Churn – „Q3“";
    draft.written = {1'746'000'000'000'000 + second * 1'000'000};
    draft.base = "{\"title\": \"Churn\"}";
    draft.working = working;
    return draft;
}

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// A store of drafts on the real disk, and one window that writes to it.
class DraftPlace {
public:
    [[nodiscard]] std::string path() const { return m_place.path().toStdString(); }
    [[nodiscard]] const std::string& directory() const { return m_directory; }
    [[nodiscard]] journal::DraftStore& store() { return m_store; }
    [[nodiscard]] const std::string& owner() const { return m_owner; }
    /// Of the window's draft of `report`.
    [[nodiscard]] std::string ownName() const {
        return journal::draftFileName(
            {journal::libraryKey(library), journal::reportKey(report), ::getpid(), m_owner});
    }
    /// An empty one if there is not just one.
    [[nodiscard]] journal::Draft onlyDraft() {
        auto found = m_store.find(library, report);
        return found && found->drafts.size() == 1 ? found->drafts.front() : journal::Draft();
    }
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_directory))
            names.push_back(entry.path().filename());
        return names;
    }

private:
    QTemporaryDir m_place;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    const std::string m_directory = path() + "/state/drafts";
    journal::DraftStore m_store{*m_disk, m_directory};
    const std::string m_owner = journal::DraftStore::newOwner();
};

} // namespace stemma::test
