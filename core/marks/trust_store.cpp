// SPDX-License-Identifier: MIT
#include "core/marks/trust_store.h"

#include <utility>

#include "core/base/sha256.h"

namespace stemma::marks {

namespace {

using json::Value;

constexpr const char* format = "stemma-chain";
constexpr const char* ending = ".chain";
constexpr std::size_t mostFormer = 8;

std::string beginningOf(const ReportId& report) {
    constexpr std::size_t digits = 32;
    return sha256(report.text()).substr(0, digits) + "-";
}

std::string fileName(const std::string& library, const ReportId& report) {
    constexpr std::size_t digits = 16;
    return beginningOf(report) + sha256(library).substr(0, digits) + ending;
}

MarkFolder::Check belongsTo(const ReportId& report) {
    return [report](const Value& content) {
        return content.stringAt("report") == report.text() ? std::string()
                                                           : std::string("it belongs to another report");
    };
}

/// The former ones with one more, without the oldest if they are many.
Value withFormer(const Value& content, const std::string& ended) {
    const Value* there = content.find("former");
    std::vector<Value> former = there != nullptr && there->isArray() ? there->items() : std::vector<Value>();
    if (const Value* chain = content.find("chain"))
        former.push_back(Value::object({{"ended", Value::string(ended)}, {"chain", *chain}}));
    if (former.size() > mostFormer)
        former.erase(former.begin(), former.end() - static_cast<std::ptrdiff_t>(mostFormer));
    return Value::array(std::move(former));
}

} // namespace

TrustStore::TrustStore(io::Disk& disk, std::string directory)
    : m_disk(disk)
    , m_folder(disk, std::move(directory), format) {}

FoundChain TrustStore::find(const std::string& library, const ReportId& report) const {
    auto content = m_folder.read(fileName(library, report), belongsTo(report));
    FoundChain found{{}, {}, {}, std::move(content.problems)};
    const Value* kept = content.value.find("chain");
    if (kept == nullptr) {
        if (!found.problems.empty())
            found.refusal = found.problems.front().refusal;
        if (!found.problems.empty() && !found.refusal)
            found.broken = found.problems.front().message;
        return found;
    }
    auto chain = history::chainFrom(*kept);
    if (chain)
        found.chain = std::move(*chain);
    else
        found.broken = chain.error().detail;
    return found;
}

std::vector<history::Chain> TrustStore::elsewhere(const std::string& library, const ReportId& report) const {
    std::vector<history::Chain> chains;
    const std::string own = fileName(library, report);
    for (const std::string& name : m_folder.names(ending)) {
        if (name == own || !name.starts_with(beginningOf(report)))
            continue;
        const auto content = m_folder.read(name, belongsTo(report));
        const Value* kept = content.value.find("chain");
        if (auto chain = kept != nullptr ? history::chainFrom(*kept) : fail(ErrorCode::notFound, {}, {}, {}))
            chains.push_back(std::move(*chain));
    }
    return chains;
}

Status TrustStore::remember(const std::string& library, const ReportId& report, const history::Chain& chain,
                            const std::string& ended, const io::LockOptions& lock) {
    const auto done = m_folder.update(
        fileName(library, report), belongsTo(report),
        [&](Value& content) {
            content.set("report", Value::string(report.text()));
            content.set("library", Value::string(library));
            if (!ended.empty())
                content.set("former", withFormer(content, ended));
            content.set("chain", history::chainValue(chain));
            return true;
        },
        lock);
    return done ? Status() : fail(done.error());
}

} // namespace stemma::marks
