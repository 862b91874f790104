// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <QTemporaryDir>

#include "core/base/clock.h"
#include "core/graph/picture_places.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/layout/layout.h"
#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"

namespace bench {

/// The window and what it stands on, as the program makes them.
struct WholeProgram {
    QTemporaryDir place;
    std::unique_ptr<stemma::io::Disk> disk = stemma::io::makePosixDisk();
    stemma::SystemClock clock;
    stemma::io::LockKeeper locks;
    stemma::journal::Environment environment{*disk, clock, locks, {}};
    stemma::ui::Settings settings{place.filePath(QStringLiteral("settings.ini"))};
    stemma::ui::WindowState state{place.filePath(QStringLiteral("state.ini"))};
    stemma::ui::DesktopPrompts prompts;
    stemma::ui::TaskRunner runner;
    stemma::graph::PlaceStore pictures{*disk, place.filePath(QStringLiteral("pictures")).toStdString()};
    stemma::marks::MarkStore marks{*disk, place.filePath(QStringLiteral("marks")).toStdString()};
    stemma::marks::BaselineStore baselines{*disk, place.filePath(QStringLiteral("marks")).toStdString()};
    stemma::ui::MainWindow window{parts()};

private:
    stemma::ui::WindowParts parts() {
        stemma::ui::WindowParts parts{
            environment, runner, settings, state, prompts, [] {
                return stemma::Result<std::string>(
                    stemma::fail(stemma::ErrorCode::notFound, "make the sample library", {}, {}));
            }};
        parts.places = &pictures;
        parts.marks = &marks;
        parts.baselines = &baselines;
        parts.layoutProgram = stemma::layout::layoutProgram();
        return parts;
    }
};

} // namespace bench
