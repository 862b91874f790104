// SPDX-License-Identifier: MIT
#include "core/marks/retention_store.h"

#include <utility>

#include "core/base/sha256.h"

namespace stemma::marks {

namespace {

using json::Value;

std::string retentionFile(const std::string& library) {
    constexpr std::size_t digits = 32;
    return sha256(library).substr(0, digits) + ".retention";
}

std::string anyRetention(const Value&) {
    return {};
}

template <class Number>
std::optional<Number> countAt(const Value& value, const char* key) {
    const Value* found = value.find(key);
    const auto number = found != nullptr ? found->asInteger() : std::nullopt;
    if (!number || *number < 0)
        return std::nullopt;
    return static_cast<Number>(*number);
}

Value countOrNull(const std::optional<std::int64_t>& number) {
    return number ? Value::integer(*number) : Value();
}

} // namespace

RetentionStore::RetentionStore(io::Disk& disk, std::string directory)
    : m_disk(disk)
    , m_folder(disk, std::move(directory), "stemma-retention") {}

std::string RetentionStore::realPath(const std::string& library) const {
    return m_disk.resolve(library).value_or(library);
}

FoundRetention RetentionStore::find(const std::string& library) const {
    MarkFolder::Content content = m_folder.read(retentionFile(realPath(library)), anyRetention);
    FoundRetention found;
    found.problems = std::move(content.problems);
    const Value& value = content.value;
    found.policy.olderThan = countAt<std::int64_t>(value, "older_than");
    found.policy.mostBytes = countAt<std::uint64_t>(value, "most_bytes");
    found.policy.keep = countAt<std::size_t>(value, "keep");
    const Value* thin = value.find("thin");
    found.policy.thin = thin != nullptr && thin->isBoolean() && thin->asBoolean();
    return found;
}

Status RetentionStore::set(const std::string& library, const history::RetentionPolicy& policy,
                           const io::LockOptions& lock) {
    const std::string path = realPath(library);
    const auto signedOf = [](const auto& number) {
        return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
    };
    const auto written = m_folder.update(
        retentionFile(path), anyRetention,
        [&](Value& value) {
            value.set("library", Value::string(path));
            value.set("older_than", countOrNull(policy.olderThan));
            value.set("most_bytes", countOrNull(signedOf(policy.mostBytes)));
            value.set("keep", countOrNull(signedOf(policy.keep)));
            value.set("thin", Value::boolean(policy.thin));
            return true;
        },
        lock);
    return written ? Status() : fail(written.error());
}

} // namespace stemma::marks
