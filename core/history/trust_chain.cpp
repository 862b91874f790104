// SPDX-License-Identifier: MIT
#include "core/history/trust_chain.h"

#include <algorithm>
#include <map>

#include "core/base/sha256.h"
#include "core/history/audit_log.h"
#include "core/json/jsonl.h"
#include "core/json/python_format.h"

namespace stemma::history {

namespace {

using json::Value;

/// The lines of a log as they stand, by where they begin.
std::map<std::size_t, ChainLink> linesOf(std::string_view log) {
    const json::JsonLines read = json::readJsonLines(log);
    const std::size_t end = read.tornTail ? read.tailOffset : log.size();
    std::map<std::size_t, ChainLink> lines;
    const auto add = [&](std::size_t offset, std::size_t length, std::string action) {
        if (offset < end)
            lines[offset] = {std::move(action), sha256(log.substr(offset, length)), {}, {}};
    };
    for (const json::LineProblem& problem : read.problems)
        add(problem.offset, problem.length, {});
    for (const json::JsonLine& line : read.lines)
        add(line.offset, line.length, line.value.stringAt("action_id").value_or(""));
    return lines;
}

Value linkBody(const ChainLink& link) {
    return Value::object({{"action", Value::string(link.action)},
                          {"line_sha256", Value::string(link.lineSha256)},
                          {"backup", Value::string(link.backup)},
                          {"before_sha256", Value::string(link.before)}});
}

std::string bound(const std::string& previous, const ChainLink& link) {
    return sha256(previous + json::pythonLine(linkBody(link)));
}

ChainVerdict brokenAt(std::size_t links, std::string at, std::string message) {
    return {ChainVerdict::State::broken, links, 0, std::move(at), std::move(message), {}};
}

std::string nameOf(const ChainLink& link, std::size_t number) {
    return link.action.empty() ? "line " + std::to_string(number) : link.action;
}

/// What became of a line that isn't in its place.
std::string fateOf(const ChainLink& link, const Chain& now) {
    for (const ChainLink& one : now.links)
        if (one.lineSha256 == link.lineSha256)
            return "its event stands in another place of the log than it did: lines before it went or came";
    for (const ChainLink& one : now.links)
        if (!link.action.empty() && one.action == link.action)
            return "its line in the log was changed since it was written";
    return "its event is no longer in the log";
}

/// What is wrong with the backup of a link; empty if nothing is.
std::string flawOfBackup(const ChainLink& link, const ChainLink& now) {
    if (link.before.empty() || now.before == link.before)
        return {};
    return now.before.empty() ? "the backup is missing that holds what was there before"
                              : "the backup was changed since it was made";
}

/// Whether what is live was reached by events alone. A program writes the outline before its event: what was
/// live when it was looked at may be what an event made that came into the log later.
std::string flawOfLive(const Chain& remembered, const Chain& now) {
    if (remembered.live.empty() || remembered.live == now.live)
        return {};
    bool told = false; // a later event says what it replaced
    for (std::size_t i = remembered.links.size(); i < now.links.size(); ++i) {
        if (now.links[i].before == remembered.live)
            return {};
        told = told || !now.links[i].before.empty();
    }
    if (told)
        return "the report was changed after " + remembered.seen +
               " outside of any event: none of those that came since replaced what was there then";
    return now.links.size() > remembered.links.size()
               ? std::string()
               : "the report was changed after " + remembered.seen + ", and no event says so";
}

} // namespace

Chain chainOf(const Timeline& timeline, std::string_view log, std::string seen) {
    Chain chain;
    chain.seen = std::move(seen);
    if (timeline.live)
        chain.live = timeline.versions[*timeline.live].sha256;
    std::map<std::string, const TimelineRow*> rows;
    for (const TimelineRow& row : timeline.rows)
        if (row.event)
            rows[row.event->action.text()] = &row;
    for (auto& [offset, link] : linesOf(log)) {
        const auto row = rows.find(link.action);
        if (row != rows.end() && !row->second->backup.empty()) {
            link.backup = row->second->backup;
            const auto version =
                std::find_if(timeline.versions.begin(), timeline.versions.end(),
                             [&](const Version& one) { return one.file == row->second->backup; });
            const auto pruned = timeline.pruned.find(row->second->backup);
            if (version != timeline.versions.end())
                link.before = version->sha256;
            else if (pruned != timeline.pruned.end())
                link.before = pruned->second.sha256;
        }
        chain.links.push_back(std::move(link));
    }
    return chain;
}

ChainVerdict compareChains(const Chain& remembered, const Chain& now) {
    for (std::size_t i = 0; i < remembered.links.size(); ++i) {
        const ChainLink& link = remembered.links[i];
        const bool there = i < now.links.size() && now.links[i].lineSha256 == link.lineSha256;
        if (!there)
            return brokenAt(i, nameOf(link, i + 1), fateOf(link, now));
        if (std::string flaw = flawOfBackup(link, now.links[i]); !flaw.empty())
            return brokenAt(i, link.backup, std::move(flaw));
    }
    if (std::string flaw = flawOfLive(remembered, now); !flaw.empty())
        return brokenAt(remembered.links.size(), "outline.json", std::move(flaw));
    return {ChainVerdict::State::whole,
            remembered.links.size(),
            now.links.size() - remembered.links.size(),
            {},
            {},
            {}};
}

std::string fingerprintOf(const Chain& chain) {
    std::string hash;
    for (const ChainLink& link : chain.links)
        hash = bound(hash, link);
    return sha256(hash + ' ' + chain.live);
}

Value chainValue(const Chain& chain) {
    std::vector<Value> links;
    std::string hash;
    for (const ChainLink& link : chain.links) {
        hash = bound(hash, link);
        Value value = linkBody(link);
        value.set("hash", Value::string(hash));
        links.push_back(std::move(value));
    }
    return Value::object({{"links", Value::array(std::move(links))},
                          {"live_sha256", Value::string(chain.live)},
                          {"seen", Value::string(chain.seen)},
                          {"hash", Value::string(sha256(hash + chain.live + ' ' + chain.seen))}});
}

Result<Chain> chainFrom(const Value& value) {
    const auto changed = [](std::size_t number) {
        return fail(ErrorCode::damaged, "read what is remembered of the report", {},
                    "it was itself changed, at link " + std::to_string(number));
    };
    Chain chain;
    std::string hash;
    const Value* links = value.find("links");
    if (links == nullptr || !links->isArray())
        return changed(0);
    for (const Value& each : links->items()) {
        ChainLink link{each.stringAt("action").value_or(""), each.stringAt("line_sha256").value_or(""),
                       each.stringAt("backup").value_or(""), each.stringAt("before_sha256").value_or("")};
        hash = bound(hash, link);
        if (each.stringAt("hash") != hash)
            return changed(chain.links.size() + 1);
        chain.links.push_back(std::move(link));
    }
    chain.live = value.stringAt("live_sha256").value_or("");
    chain.seen = value.stringAt("seen").value_or("");
    if (value.stringAt("hash") != sha256(hash + chain.live + ' ' + chain.seen))
        return changed(chain.links.size() + 1);
    return chain;
}

} // namespace stemma::history
