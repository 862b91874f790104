// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/history/audit_log.h"
#include "core/json/json_value.h"

/// Report libraries for tests, written as igloo-mcp writes them (reports-format.md), its habits and gaps
/// included.
namespace stemma::tests {

/// An id that looks like the real ones and can be told apart in a failed test: `kind` is one hexadecimal
/// digit.
[[nodiscard]] std::string fixedUuid(char kind, int number);

/// A section and an insight with every field, for outlines made piece by piece.
[[nodiscard]] json::Value sectionValue(int number, const std::string& content,
                                       const std::vector<int>& insights = {});
[[nodiscard]] json::Value insightValue(int number, const std::string& summary);

/// One report's directory, changed step by step as igloo-mcp would do it. Its clock stands still but for one
/// second a step, so that every byte is the same each time. Failures of the file system throw: a test has no
/// use for them.
class ReportBuilder {
public:
    using Edit = std::function<void(json::Value& outline)>;

    /// `<root>/by_id/<id>/`; nothing is written yet.
    ReportBuilder(std::filesystem::path root, std::string id);

    // What igloo-mcp does; each gives the action id of its event.
    std::string create(const std::string& title);
    std::string evolve(const Edit& edit, const std::string& actor = "agent",
                       const std::string& requestId = {});
    std::string tagUpdate(const std::vector<std::string>& tags);
    std::string archive();
    std::string statusChange(const std::string& status); ///< the event only: it comes after an evolve
    std::string render();
    std::string lowLevelSave(const Edit& edit);
    std::string revert(const std::string& action, const std::string& actor = "cli");
    /// A copy of the whole directory under a new id; this report stays as it is.
    ReportBuilder fork(const std::string& id, const std::string& title, std::string* action = nullptr) const;

    // What goes wrong, and what others do.
    void editByHand(const Edit& edit); ///< the outline changes and nothing says so
    std::string
    changeWithoutEvent(const Edit& edit); ///< an igloo-mcp that died before its event; gives the backup
    /// Another process writes on what it had read: backup, outline and event are as the real program makes
    /// them.
    void writeOn(json::Value stale, const std::string& type);
    void writeOutline(const std::string& bytes);
    void writeBackup(const std::string& name, const std::string& bytes);
    void removeBackup(const std::string& name);
    void appendRaw(const std::string& bytes); ///< to audit.jsonl, as it stands
    void append(const history::AuditEvent& event);
    void setClock(Timestamp now) { m_now = now; }

    [[nodiscard]] const std::string& id() const { return m_id; }
    [[nodiscard]] std::string directory() const { return m_directory.string(); }
    [[nodiscard]] std::string outlineBytes() const;
    [[nodiscard]] json::Value outline() const;
    [[nodiscard]] const std::string& lastBackup() const { return m_lastBackup; }
    [[nodiscard]] Timestamp now() const { return m_now; }
    [[nodiscard]] std::string backupBytes(const std::string& name) const;
    /// An event of this report at the clock's time, with a new id, to append().
    [[nodiscard]] history::AuditEvent event(const std::string& type, const std::string& actor,
                                            json::Value payload);

private:
    void tick() { m_now.micros += 1'000'123; }
    std::string makeBackup();
    void save(json::Value outline, bool bumpVersion);
    std::string log(const std::string& type, const std::string& actor, json::Value payload,
                    const std::string& requestId = {});
    [[nodiscard]] history::AuditEvent eventOf(const std::string& action) const;

    std::filesystem::path m_root;
    std::filesystem::path m_directory;
    std::string m_id;
    std::string m_lastBackup;
    Timestamp m_now{1'741'687'922'743'707}; ///< 2025-03-11T10:12:02.743707
    int m_actions = 0;
};

} // namespace stemma::tests
