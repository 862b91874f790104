// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QTemporaryDir>

#include "core/base/clock.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/json/json_value.h"
#include "core/report/report_operations.h"

/// A clock that moves on by a second whenever it is asked.
class SteppingClock final : public stemma::Clock {
public:
    [[nodiscard]] stemma::Timestamp now() const override {
        m_now.micros += 1'000'001;
        return m_now;
    }

private:
    mutable stemma::Timestamp m_now{1'746'000'000'000'000};
};

/// A private library on the real disk, with what operations need.
class LibraryFixture {
public:
    LibraryFixture();

    [[nodiscard]] stemma::report::Workspace workspace() const {
        return {*m_environment, root, actor, {}, {}};
    }
    [[nodiscard]] stemma::io::Disk& disk() const { return *m_disk; }

    [[nodiscard]] std::string path(const std::string& relative) const { return root + '/' + relative; }
    [[nodiscard]] std::string reportPath(const std::string& id, const std::string& name) const {
        return path("by_id/" + id + '/' + name);
    }
    void write(const std::string& relative, const std::string& bytes) const;
    [[nodiscard]] std::string read(const std::string& relative) const;
    [[nodiscard]] bool exists(const std::string& relative) const;
    [[nodiscard]] std::vector<std::string> names(const std::string& relative) const;
    /// Every path below the library with its bytes, to tell that nothing was written.
    [[nodiscard]] std::vector<std::string> picture() const;

    /// Ends the linger of the locks, and with it all that still watches over what was written.
    void endLinger();

    /// A report with that outline and an empty history.
    void addReport(const std::string& id, const std::string& outline) const;
    [[nodiscard]] std::string outline(const std::string& id) const {
        return read("by_id/" + id + "/outline.json");
    }
    [[nodiscard]] stemma::json::Value lastEvent(const std::string& id) const;

    QTemporaryDir directory;
    std::string root;
    stemma::history::Actor actor = stemma::history::Actor::human;

private:
    std::unique_ptr<stemma::io::Disk> m_disk;
    SteppingClock m_clock;
    std::unique_ptr<stemma::io::LockKeeper> m_locks;
    std::unique_ptr<stemma::journal::Environment> m_environment;
};
