// SPDX-License-Identifier: MIT
#include "app/stemmactl/prune_options.h"

#include <charconv>
#include <cstdio>
#include <limits>

#include "app/stemmactl/library_access.h"
#include "app/stemmactl/report_json.h"

namespace stemma::ctl {

namespace {

struct RetentionUnit {
    const char* word;
    std::int64_t factor;
};
constexpr RetentionUnit ageUnits[] = {
    {"h", 3600}, {"d", 24 * 3600}, {"w", 7 * 24 * 3600}, {"y", 365 * 24 * 3600}};
constexpr RetentionUnit sizeUnits[] = {{"", 1},
                                       {"B", 1},
                                       {"K", 1000},
                                       {"KB", 1000},
                                       {"M", 1'000'000},
                                       {"MB", 1'000'000},
                                       {"G", 1'000'000'000},
                                       {"GB", 1'000'000'000},
                                       {"KiB", std::int64_t{1} << 10},
                                       {"MiB", std::int64_t{1} << 20},
                                       {"GiB", std::int64_t{1} << 30}};

/// A whole number with a unit behind it.
template <std::size_t N>
Result<std::int64_t> measureOf(const std::string& text, const RetentionUnit (&units)[N], const char* what) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    const std::string unit(rest, end);
    for (const RetentionUnit& each : units)
        if (error == std::errc() && number >= 0 && unit == each.word &&
            number <= std::numeric_limits<std::int64_t>::max() / each.factor)
            return number * each.factor;
    return fail(ErrorCode::usage, "understand what may go", text, what);
}

} // namespace

void declareRetention(CLI::App& command, RetentionOptions& options) {
    command.add_option("--older-than", options.olderThan, "those that are older go: 90d, 12h, 6w, 2y")
        ->type_name("AGE");
    command
        .add_option(
            "--max-bytes", options.maxBytes,
            "the oldest go until the rest is no more than that: 500M, 2GiB; of the whole library where "
            "no report is named")
        ->type_name("SIZE");
    command.add_flag("--thin", options.thin,
                     "all of the last day stay, one an hour of the last week, one a day of the last 60 days, "
                     "one a week of what is older");
    command
        .add_option("--keep", options.keep,
                    "the newest N of each report stay, whatever else says; alone: all others go")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
}

Result<history::RetentionPolicy> policyOf(const RetentionOptions& options) {
    history::RetentionPolicy policy;
    if (!options.olderThan.empty()) {
        const auto age = measureOf(options.olderThan, ageUnits, "an age is a number and h, d, w or y: 90d");
        if (!age)
            return fail(age.error());
        policy.olderThan = *age;
    }
    if (!options.maxBytes.empty()) {
        const auto size =
            measureOf(options.maxBytes, sizeUnits, "a size is a number and K, M, G, KiB, MiB or GiB: 500M");
        if (!size)
            return fail(size.error());
        policy.mostBytes = static_cast<std::uint64_t>(*size);
    }
    if (options.keep >= 0)
        policy.keep = static_cast<std::size_t>(options.keep);
    policy.thin = options.thin;
    return policy;
}

Result<marks::RetentionStore> retentionStore(const Context& context) {
    const std::string state = logging::stateDirectory();
    if (state.empty())
        return fail(ErrorCode::notFound, "find what may go", {}, "no home folder is known",
                    "Name a folder in $XDG_STATE_HOME.");
    return marks::RetentionStore(context.disk(), io::joinPath(state, "marks"));
}

std::string sizeText(std::uint64_t bytes) {
    const char* const units[] = {"kB", "MB", "GB", "TB"};
    constexpr double thousand = 1000;
    if (bytes < 1000)
        return std::to_string(bytes) + " B";
    double size = static_cast<double>(bytes) / thousand;
    std::size_t unit = 0;
    for (; size >= 999.95 && unit + 1 < std::size(units); ++unit)
        size /= thousand;
    char text[48];
    std::snprintf(text, sizeof text, "%.1f %s", size, units[unit]);
    return text;
}

json::Value bytesValue(std::uint64_t bytes) {
    return json::Value::integer(static_cast<std::int64_t>(bytes));
}

std::string backupsText(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " backup" : " backups");
}

Result<report::PruneScope> pruneScope(const Context& context, const std::string& root,
                                      const std::string& id) {
    if (id.empty())
        return report::PruneScope();
    const auto found = findReport(context, root, id);
    if (!found)
        return fail(found.error());
    return report::PruneScope{{*found}};
}

json::Value prunedSetValue(const ReportId& id, const history::PrunedSet& set) {
    std::vector<json::Value> names, lost;
    for (const history::PrunedBackup& backup : set.backups)
        if (backup.fate != history::PrunedFate::back)
            (backup.fate == history::PrunedFate::lost ? lost : names)
                .push_back(json::Value::string(backup.name));
    const bool gone = history::isGoneForGood(set.state);
    return json::Value::object({{"id", json::Value::string(id.text())},
                                {"set", json::Value::string(set.id)},
                                {"state", json::Value::string(gone ? "emptied" : "kept")},
                                {"ts", json::Value::string(set.ts)},
                                {"actor", json::Value::string(set.actor)},
                                {"rule", json::Value::string(set.rule)},
                                {"bytes", bytesValue(set.bytes())},
                                {"backups", json::Value::array(std::move(names))},
                                {"lost", json::Value::array(std::move(lost))}});
}

} // namespace stemma::ctl
