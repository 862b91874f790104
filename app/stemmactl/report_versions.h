// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/stemmactl/context.h"
#include "core/history/timeline.h"
#include "core/json/json_value.h"

namespace stemma::ctl {

/// The versions of one report by the names that a person gives: `now`, `before:ACTION`, `after:ACTION`,
/// `backup:FILENAME`,
/// `@N`, or a path to a file. The history is read when the first name needs it.
class ReportVersions {
public:
    ReportVersions(const Context& context, std::string directory);

    /// The bytes of one.
    [[nodiscard]] Result<std::string> bytes(const std::string& name);
    /// The document; ErrorCode::damaged where the bytes are no JSON object.
    [[nodiscard]] Result<json::Value> document(const std::string& name);
    [[nodiscard]] Result<json::Value> document(const history::Version& version);

    [[nodiscard]] Result<const history::Timeline*> timeline();

private:
    const Context& m_context;
    std::string m_directory;
    std::optional<history::Timeline> m_timeline;
};

} // namespace stemma::ctl
