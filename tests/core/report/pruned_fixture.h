// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include <QTemporaryDir>
#include <QtGlobal>

#include "core/report/pruning.h"
#include "tests/core/report/operation_checks.h"

/// What the tests of pruning share.
namespace pruning {

inline stemma::history::RetentionPolicy keepNewest(std::size_t count) {
    stemma::history::RetentionPolicy policy;
    policy.keep = count;
    return policy;
}

/// A library with a report that was renamed by a person, then by an agent, then by a person.
struct Pruned : LibraryFixture {
    Pruned() {
        addReport(texts::reportId, checks::sampleText());
        for (const char* title : {"One", "Two", "Three"})
            rename(title);
        actor = stemma::history::Actor::agent;
        for (const char* title : {"Four", "Five"})
            rename(title);
        actor = stemma::history::Actor::human;
        for (const char* title : {"Six", "Seven"})
            rename(title);
        endLinger();
    }
    void rename(const std::string& title) const {
        const auto saved = stemma::report::renameReport(workspace(), checks::sampleId, title);
        if (!saved)
            qFatal("%s", describe(saved.error()).c_str());
    }
    [[nodiscard]] std::vector<std::string> backups() const {
        return names("by_id/" + texts::reportId + "/backups");
    }
    stemma::report::PrunePreview preview(const stemma::history::RetentionPolicy& policy) {
        auto planned = stemma::report::previewPrune(disk(), root, {}, policy, {&marks, nullptr},
                                                    workspace().environment.clock.now());
        if (!planned)
            qFatal("%s", describe(planned.error()).c_str());
        return *planned;
    }
    std::vector<stemma::report::PrunedReport> prune(const stemma::history::RetentionPolicy& policy) {
        auto done = stemma::report::prune(workspace(), preview(policy), &marks);
        if (!done)
            qFatal("%s", describe(done.error()).c_str());
        return *done;
    }
    /// A file of the report, by its name in `.stemma-pruned`.
    [[nodiscard]] static std::string inTrash(const std::string& name) {
        return "by_id/" + texts::reportId + "/.stemma-pruned/" + name;
    }

    QTemporaryDir state;
    stemma::marks::MarkStore marks{disk(), state.path().toStdString()};
};

inline std::set<std::string> goingOf(const stemma::report::PrunePreview& preview) {
    std::set<std::string> names;
    for (const stemma::report::ReportPruning& report : preview.reports)
        for (std::size_t at = 0; at < report.decisions.size(); ++at)
            if (report.decisions[at].goes)
                names.insert(report.census->rows[at].name);
    return names;
}

} // namespace pruning
