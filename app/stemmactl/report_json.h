// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/timeline.h"
#include "core/journal/recovery.h"
#include "core/json/json_value.h"
#include "core/marks/mark_store.h"
#include "core/report/blame.h"
#include "core/report/part_history.h"
#include "core/report/report_index.h"
#include "core/report/report_library.h"
#include "core/report/report_operations.h"
#include "core/report/store_feed.h"

namespace stemma::ctl {

/// The shapes that `--json` prints. They are a contract: change them only on purpose.
[[nodiscard]] json::Value summaryValue(const report::ReportSummary& summary);
[[nodiscard]] json::Value trashedValue(const report::TrashedReport& trashed);
/// `{id,action_id,backup,outline_version,sha256}`, `unchanged` and `warnings` only where there is something
/// to say.
[[nodiscard]] json::Value savedValue(const report::Saved& saved);
[[nodiscard]] json::Value rowValue(const history::Timeline& timeline, const history::TimelineRow& row);
/// Adds `name`, `note` and `pinned`, each only where there is one.
void addMark(json::Value& value, const marks::VersionMark& mark);
/// `“name”, pinned, with a note`.
[[nodiscard]] std::string markText(const marks::VersionMark& mark);
[[nodiscard]] json::Value countsValue(const std::optional<history::ChangeCounts>& counts);
[[nodiscard]] json::Value problemsValue(const std::vector<history::RowProblem>& problems);
[[nodiscard]] json::Value changesValue(const diff::Changes& changes);
/// One of a part: `changes` as changesValue() has them, and `certain`.
[[nodiscard]] json::Value partRowValue(const history::Timeline& timeline, const report::PartRow& row);
/// `{action_id,ts,actor,request_id,n,before_row}`, all null but for the last where the history doesn't tell.
[[nodiscard]] json::Value originValue(const history::Timeline& timeline, const report::Origin& origin);
/// `{what,id,parent,title}`, `field` if there is one, the origin of its value, `made_by`, `human`.
[[nodiscard]] json::Value blameValue(const history::Timeline& timeline, const report::PartBlame& part,
                                     const report::FieldBlame* field);
/// `{report,title,trashed,kind,action_id,action_type,actor,ts,request_id,line}`, as `feed` and `watch` print
/// it.
[[nodiscard]] json::Value feedEntryValue(const report::FeedEntry& entry);
[[nodiscard]] json::Value verifyValue(const report::VerifyRow& row);
[[nodiscard]] json::Value findingValue(const report::IndexFinding& finding);
[[nodiscard]] json::Value stepValue(const journal::RecoveryStep& step);

[[nodiscard]] json::Value textList(const std::vector<std::string>& texts);
[[nodiscard]] json::Value numberValue(std::size_t number);
/// The text, or null where it is empty.
[[nodiscard]] json::Value textOrNull(const std::string& text);

} // namespace stemma::ctl
