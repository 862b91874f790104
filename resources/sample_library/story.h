// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/json/json_value.h"
#include "core/report/report_operations.h"

namespace stemma::sample {

/// A clock that only moves when it is told to, so that a history of months is made in a second.
class StoryClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return m_now; }
    void set(Timestamp moment) { m_now = moment; }
    void advance(std::int64_t minutes) { m_now.micros += minutes * 60'000'000 + 7'131'427; }

private:
    Timestamp m_now;
};

/// Tells one story into the library: makes its report and then every change of it, each as the ordinary
/// operation that the window and `stemmactl` use. The story's format: README.md beside this file.
Status tellStory(const report::Workspace& workspace, StoryClock& clock, const json::Value& story);

} // namespace stemma::sample
