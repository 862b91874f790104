// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "core/base/result.h"
#include "ui/session/edit_work.h"

namespace stemma::ui {

class EditSession;

/// The edits of two reports, made of both as they are when their turn has come. An error, or no edits at all
/// for one of them: nothing is done to either. Pure; runs on the pool.
using JointPlan = std::function<Result<std::pair<NamedEdits, NamedEdits>>(
    const report::LoadedReport& first, const report::LoadedReport& second)>;

/// The generations (EditState) that the two reports have after it.
using JointGenerations = std::pair<std::uint64_t, std::uint64_t>;

/// Edits two reports of one library as one: a step in the undo list of each, or nothing in either. It waits
/// for its turn in both, and what is asked of them later waits for it. `done` is told in the window's thread;
/// ErrorCode::damaged if one of them can't be read, ErrorCode::notFound if there was nothing to do or a
/// session went meanwhile. Any number of them may be on their way at once.
void editJointly(EditSession& first, EditSession& second, JointPlan plan,
                 std::function<void(const Result<JointGenerations>&)> done);

} // namespace stemma::ui
