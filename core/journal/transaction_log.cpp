// SPDX-License-Identifier: MIT
#include "core/journal/transaction_log.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/json/json_document.h"

namespace stemma::journal {

namespace {

/// The last line that can be read, of those at the end.
std::optional<Timestamp> lastEventTime(std::string_view tail) {
    while (!tail.empty()) {
        const std::size_t end = tail.find_last_not_of('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        tail = tail.substr(0, end + 1);
        const std::size_t begin = tail.rfind('\n') + 1; // 0 if there is none
        const auto event = json::parse(tail.substr(begin));
        const auto text = event && event->isObject() ? event->stringAt("ts") : std::nullopt;
        if (const auto moment = text ? parseIso(*text) : std::nullopt)
            return moment;
        tail = tail.substr(0, begin);
    }
    return std::nullopt;
}

/// Cuts the log where the event begins. One with a second name can't be written anew: it is shortened, which
/// nobody but us minds.
Status cutLogTo(io::Disk& disk, TransactionRoot& root, const AuditFile& audit, std::uint64_t size) {
    Status cut = replaceAudit(disk, root.ours, {size, audit.size});
    if (cut || cut.error().code != ErrorCode::unsafe)
        return cut;
    cut = disk.truncate(audit.file.get(), size);
    return cut ? disk.sync(audit.file.get(), io::Durability::everything) : cut;
}

} // namespace

Timestamp afterLastEvent(io::Disk& disk, const AuditFile& audit, Timestamp now) {
    constexpr std::uint64_t enough = 64 << 10;
    constexpr std::int64_t year = std::int64_t{366} * 24 * 3600 * 1'000'000;
    if (!audit.file)
        return now;
    const std::uint64_t from = audit.size > enough ? audit.size - enough : 0;
    const auto tail = disk.read(audit.file.get(), from, enough);
    const auto last = tail ? lastEventTime(*tail) : std::nullopt;
    return last && last->micros >= now.micros && last->micros < now.micros + year
               ? Timestamp{last->micros + 1}
               : now;
}

Result<bool> hasTransactionEvent(io::Disk& disk, const TransactionRoot& root, const TransactionPlan& plan) {
    const auto audit = openAudit(disk, root.ours);
    if (!audit)
        return fail(audit.error());
    const std::string event = plan.auditLine + "\n";
    if (!audit->file || audit->size != plan.logSize + event.size())
        return false;
    const auto bytes = disk.read(audit->file.get(), plan.logSize, event.size());
    if (!bytes)
        return fail(bytes.error());
    return *bytes == event;
}

Status settleTransactionEvent(io::Disk& disk, TransactionRoot& root, const TransactionPlan& plan) {
    auto audit = openAudit(disk, root.ours);
    if (!audit)
        return fail(std::move(audit.error()));
    if (audit->size > plan.logSize) {
        if (Status cut = cutLogTo(disk, root, *audit, plan.logSize); !cut)
            return cut;
        audit = openAudit(disk, root.ours);
        if (!audit)
            return fail(std::move(audit.error()));
    }
    return appendAudit(disk, root.ours, *audit, plan.auditLine + "\n");
}

Status removeTransactionEvent(io::Disk& disk, TransactionRoot& root, const TransactionPlan& plan) {
    const auto audit = openAudit(disk, root.ours);
    if (!audit)
        return fail(audit.error());
    const io::Handle ours = root.ours.directory.get();
    if (audit->file && plan.logSize == 0) { // it was made for this event
        Status gone = disk.unlinkAt(ours, auditName);
        return gone && !root.keepsOrder ? disk.sync(ours, io::Durability::everything) : gone;
    }
    return audit->size > plan.logSize ? cutLogTo(disk, root, *audit, plan.logSize) : Status();
}

} // namespace stemma::journal
