// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "core/base/sha256.h"
#include "core/io/posix_disk.h"
#include "core/journal/intent.h"
#include "core/journal/recovery.h"
#include "core/journal/save_unit.h"

namespace stemma::test {

inline constexpr const char* reportId = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

/// The staged outline of a process that is no more.
inline constexpr const char* deadTemporary = ".outline.json.2147480000-abcdef0123456789.new";

inline std::string outlineOf(int n, std::size_t padding = 0) {
    return "{\n  \"n\": " + std::to_string(n) + ",\n  \"text\": \"" + std::string(padding, 'x') + "\"\n}";
}

inline std::string eventLine(const ActionId& action, const std::string& backup, const std::string& after) {
    return R"({"action_id": ")" + action.text() + R"(", "payload": {"backup_filename": ")" + backup +
           R"(", "sha256": ")" + after + R"("}})";
}

/// A compose function that writes `bytes`.
inline journal::Compose composing(std::string bytes) {
    return [bytes = std::move(bytes)](
               const journal::UnitInput& input) -> Result<std::optional<journal::UnitContent>> {
        journal::UnitContent content;
        content.outlineBytes = bytes;
        content.auditLine = eventLine(input.action, input.backupName, sha256(bytes));
        return std::optional(std::move(content));
    };
}

inline std::string told(const Error& error) {
    return describe(error);
}

/// Runs something at the moment when the new content is made: under the lock, before anything is staged.
inline journal::Compose whileComposing(const std::string& bytes, std::function<void()> act) {
    return [compose = composing(bytes), act = std::move(act)](const journal::UnitInput& input) {
        act();
        return compose(input);
    };
}

/// A library with one report on the real disk, and raw access to its files.
class JournalFixture {
public:
    JournalFixture() { std::filesystem::create_directories(std::filesystem::path(report()) / "backups"); }

    [[nodiscard]] std::string root() const { return m_root.path().toStdString(); }
    [[nodiscard]] std::string report() const { return root() + "/by_id/" + reportId; }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(report()) / name;
    }

    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << bytes;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(path(name)); }
    [[nodiscard]] std::vector<std::string> names(const std::string& folder = ".") const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path(folder)))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] std::vector<std::string> namesWith(const std::string& part,
                                                     const std::string& folder) const {
        std::vector<std::string> found;
        for (const std::string& name : names(folder))
            if (name.find(part) != std::string::npos)
                found.push_back(name);
        return found;
    }
    [[nodiscard]] std::vector<std::string> log() const {
        std::vector<std::string> lines;
        std::ifstream in(path("audit.jsonl"), std::ios::binary);
        for (std::string line; std::getline(in, line);)
            lines.push_back(line);
        return lines;
    }

    /// The intent of an interrupted save from `before` to `after`, with its staged outline's name.
    [[nodiscard]] journal::Intent intentFor(const std::string& before, const std::string& after) const {
        journal::Intent intent;
        intent.action = ActionId(newUuid());
        intent.oldSha256 = before.empty() ? std::string() : sha256(before);
        intent.newSha256 = sha256(after);
        intent.temporary = deadTemporary;
        intent.backupName = before.empty() ? std::string() : "outline.json.20240102T030405_000006.bak";
        intent.auditLine = eventLine(intent.action, intent.backupName, intent.newSha256);
        intent.logSize = read("audit.jsonl").size();
        return intent;
    }
    void writeIntent(const journal::Intent& intent) const {
        write("backups/" + journal::intentFileName(intent.action), journal::intentText(intent));
    }

    Result<journal::UnitResult> save(const std::string& bytes,
                                     const journal::UnitOptions& options = {}) const {
        return journal::saveUnit(environment(), report(), composing(bytes), options);
    }
    [[nodiscard]] Result<journal::RecoveryReport> recover() const {
        return journal::recoverReport(environment(), report(), quick());
    }
    [[nodiscard]] Result<journal::RecoveryReport> recoverAll() const {
        return journal::recoverLibrary(environment(), root(), quick());
    }
    [[nodiscard]] static io::LockOptions quick() {
        io::LockOptions options;
        options.timeout = std::chrono::milliseconds(300);
        return options;
    }
    /// Nothing of ours but what belongs there.
    [[nodiscard]] std::vector<std::string> strays() const {
        std::vector<std::string> strays;
        for (const char* folder : {".", "backups"})
            for (const std::string& name : names(folder))
                if (name.starts_with('.') && name != ".lock")
                    strays.push_back(name);
        return strays;
    }

    [[nodiscard]] io::Disk& disk() const { return *m_disk; }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }

private:
    QTemporaryDir m_root;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    SystemClock m_clock;
    mutable io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
};

} // namespace stemma::test
