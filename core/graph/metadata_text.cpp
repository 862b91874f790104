// SPDX-License-Identifier: MIT
#include "core/graph/metadata_text.h"

#include <algorithm>
#include <utility>

#include "core/yaml/yaml_text.h"

namespace stemma::graph {

namespace {

using json::Value;

std::string lineOf(const std::string& key, const Value& value) {
    return yaml::text(Value::object({{key, value}}), yaml::Unicode::escaped);
}

/// Where the lines of a top-level key stand: from the key to the next line that begins in the first column.
struct Lines {
    std::size_t begin = std::string::npos, end = 0;
};
Lines linesOf(const std::string& bytes, const std::string& key) {
    Lines lines;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t next = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
        const bool starts = bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\n' && bytes[at] != '\r';
        if (lines.begin == std::string::npos && bytes.compare(at, key.size() + 1, key + ':') == 0)
            lines.begin = at;
        else if (lines.begin != std::string::npos && starts)
            return {lines.begin, at};
        at = next;
    }
    lines.end = bytes.size();
    return lines;
}

/// The bytes with one key set, and nothing else touched; the reader must agree.
std::string spliced(const std::string& bytes, const std::string& key, const Value& value) {
    const Lines lines = linesOf(bytes, key);
    std::string changed = bytes;
    if (lines.begin != std::string::npos)
        return changed.replace(lines.begin, lines.end - lines.begin, lineOf(key, value));
    if (!changed.empty() && changed.back() != '\n')
        changed += '\n';
    return changed + lineOf(key, value);
}

Result<std::string> withKey(const std::string& bytes, const std::string& path, const std::string& key,
                            const Value& value) {
    auto wanted = yaml::parse(bytes, path);
    if (!wanted)
        return fail(wanted.error());
    if (const Value* present = wanted->find(key); present != nullptr && *present == value)
        return bytes;
    wanted->set(key, value);
    std::string changed = spliced(bytes, key, value);
    const auto read = yaml::parse(changed, path);
    if (read && *read == *wanted)
        return changed;
    return yaml::text(*wanted, yaml::Unicode::escaped);
}

} // namespace

std::string newMetadata(const std::string& title, const std::string& description,
                        const std::string& modified) {
    return yaml::text(Value::object({{"title", Value::string(title)},
                                     {"description", Value::string(description)},
                                     {"created", Value::string("")},
                                     {"modified", Value::string(modified)}}),
                      yaml::Unicode::escaped);
}

Result<std::string> changedMetadata(const std::string& bytes, const std::string& path,
                                    const std::optional<std::string>& title,
                                    const std::optional<std::string>& description) {
    const auto present = yaml::parse(bytes, path);
    if (!present)
        return fail(present.error());
    if (!present->isObject())
        return fail(ErrorCode::damaged, "change the graph's title", path, "it holds no keys and values",
                    "Restore an older version of it first.");
    Result<std::string> changed = bytes;
    if (title) {
        const bool named = present->find("title") == nullptr && present->find("name") != nullptr;
        changed = withKey(bytes, path, named ? "name" : "title", Value::string(*title));
    }
    if (changed && description)
        changed = withKey(*changed, path, "description", Value::string(*description));
    return changed;
}

} // namespace stemma::graph
