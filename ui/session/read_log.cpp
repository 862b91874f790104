// SPDX-License-Identifier: MIT
#include "ui/session/read_log.h"

namespace stemma::ui {

Result<ReadLog> readLog(io::Disk& disk, const std::string& directory) {
    const auto content = io::readFile(disk, io::joinPath(directory, "audit.jsonl"));
    if (!content && content.error().code == ErrorCode::notFound)
        return ReadLog{};
    if (!content)
        return fail(content.error());
    return ReadLog{history::readAuditLog(content->bytes), content->stamp};
}

} // namespace stemma::ui
