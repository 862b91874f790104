// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/diff/tree_diff.h"
#include "core/history/audit_log.h"
#include "core/io/disk.h"
#include "core/json/json_value.h"

/// The changes that a report's log tells of, and the outlines around them. Private to core/report.
namespace stemma::report {

/// An outline's parts by kind and id.
class OutlineParts {
public:
    explicit OutlineParts(std::string_view bytes);
    OutlineParts(const OutlineParts&) = delete;
    OutlineParts& operator=(const OutlineParts&) = delete;

    [[nodiscard]] const diff::Tree& tree() const { return m_tree; }
    /// The part that a change is of; null if it isn't there.
    [[nodiscard]] const diff::Part* find(const diff::Change& change) const;
    /// Whether that part has the field at this value; without a value: whether it lacks it.
    [[nodiscard]] bool hasField(const diff::Change& change, const std::string& name,
                                const json::Value* value) const;

private:
    diff::Tree m_tree;
    std::map<std::string, const diff::Part*> m_byId;
};

/// One change of the log with the outlines around it: the backup that it names, and the one that the next
/// change names. Cheaper than the whole history, and enough: what no event tells of has no person's edit.
struct ChangeStep {
    history::AuditEvent event;
    std::string before; ///< a backup's name
    std::string after;  ///< a backup's name; empty: the live outline
};

/// The changes of this report whose versions are named, oldest first: those that the end of a long log tells
/// of.
[[nodiscard]] Result<std::vector<ChangeStep>> stepsOf(io::Disk& disk, const std::string& directory,
                                                      const ReportId& id);

/// The outlines around the steps, read when they are wanted; those of steps long past are dropped.
class StepOutlines {
public:
    StepOutlines(io::Disk& disk, std::string directory)
        : m_disk(disk)
        , m_directory(std::move(directory)) {}

    /// The bytes of a backup, or of the live outline for an empty name; nothing if they can't be read.
    [[nodiscard]] std::optional<std::string> bytes(const std::string& name) const;
    /// Null if it can't be read.
    const OutlineParts* parts(const std::string& name);
    void forget(const std::string& name) { m_parts.erase(name); }

private:
    io::Disk& m_disk;
    std::string m_directory;
    std::map<std::string, std::unique_ptr<OutlineParts>> m_parts;
};

/// Whether the outline after a person's edit is there: a program that wrote past the log may have replaced
/// it.
[[nodiscard]] bool hasItsResult(const StepOutlines& outlines, const ChangeStep& step);

} // namespace stemma::report
