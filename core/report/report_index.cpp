// SPDX-License-Identifier: MIT
#include "core/report/report_index.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/base/ids.h"
#include "core/io/atomic_write.h"
#include "core/json/python_format.h"
#include "core/report/outline_rules.h"
#include "core/report/outline_schema.h"
#include "core/report/quick_outline.h"

namespace stemma::report {

namespace {

using json::Value;

constexpr std::array<std::string_view, 7> entryKeys{"report_id", "current_title", "created_at", "updated_at",
                                                    "tags",      "status",        "path"};

/// Why igloo-mcp would call the whole index corrupted for this line; empty if it takes it.
std::string objectionTo(const Value& line) {
    for (const json::Member& member : line.members()) {
        if (std::find(entryKeys.begin(), entryKeys.end(), member.key) == entryKeys.end())
            return "unknown key “" + member.key + "”";
    }
    for (const std::string_view key : {"report_id", "current_title", "created_at", "updated_at", "path"}) {
        if (!line.stringAt(key))
            return "“" + std::string(key) + "” is missing or no text";
    }
    if (!isUuid(*line.stringAt("report_id")))
        return "the report id is no UUID";
    if (line.stringAt("current_title")->empty())
        return "the title is empty";
    if (const Value* status = line.find("status"); status && !isIndexStatus(status->text()))
        return "the status is not active, archived or deleted";
    if (const Value* tags = line.find("tags");
        tags && !(tags->isArray() && std::all_of(tags->items().begin(), tags->items().end(),
                                                 [](const Value& tag) { return tag.isString(); })))
        return "the tags are no list of texts";
    return {};
}

IndexEntry entryFrom(const Value& line) {
    IndexEntry entry{line.stringAt("report_id").value_or(""),
                     line.stringAt("current_title").value_or(""),
                     line.stringAt("created_at").value_or(""),
                     line.stringAt("updated_at").value_or(""),
                     {},
                     line.stringAt("status").value_or("active"),
                     line.stringAt("path").value_or("")};
    for (const Value& tag : itemsAt(line, "tags"))
        entry.tags.push_back(tag.text());
    return entry;
}

/// The last entry of each report counts.
class EntryList {
public:
    explicit EntryList(Index& index)
        : m_index(index) {}

    void add(IndexEntry entry, std::size_t line, std::size_t offset, std::size_t length) {
        const auto [place, isNew] = m_places.try_emplace(entry.reportId, m_index.entries.size());
        if (isNew) {
            m_index.entries.push_back(std::move(entry));
            return;
        }
        IndexEntry& standing = m_index.entries[place->second];
        if (standing.updatedAt > entry.updatedAt)
            m_index.setBack.push_back({line, offset, length, entry.reportId});
        standing = std::move(entry);
    }

private:
    Index& m_index;
    std::unordered_map<std::string, std::size_t> m_places;
};

/// An index in which all is well.
std::optional<Index> quickIndexFrom(std::string_view bytes) {
    QuickReader reader;
    auto entries = reader.indexLines(bytes);
    if (!entries)
        return std::nullopt;
    Index index;
    index.exists = true;
    EntryList list(index);
    std::size_t offset = 0;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const std::size_t length = bytes.find('\n', offset) - offset;
        list.add(std::move((*entries)[i]), i + 1, offset, length);
        offset += length + 1;
    }
    return index;
}

/// The file without the lines of one report; nothing if there are none.
std::optional<std::string> without(const std::string& bytes, const std::string& reportId) {
    std::string kept;
    std::size_t copied = 0;
    bool found = false;
    for (const json::JsonLine& line : json::readJsonLines(bytes).lines) {
        if (line.value.stringAt("report_id") != reportId)
            continue;
        found = true;
        kept.append(bytes, copied, line.offset - copied);
        copied = std::min(bytes.size(), line.offset + line.length + 1); // and its newline
    }
    if (!found)
        return std::nullopt;
    kept.append(bytes, copied);
    return kept;
}

} // namespace

Index indexFrom(std::string_view bytes) {
    if (auto quick = quickIndexFrom(bytes))
        return std::move(*quick);
    Index index;
    index.exists = true;
    json::JsonLines lines = json::readJsonLines(bytes);
    for (json::LineProblem& problem : lines.problems) {
        const bool whole =
            std::any_of(lines.lines.begin(), lines.lines.end(),
                        [&](const json::JsonLine& line) { return line.offset == problem.offset; });
        if (!whole) // a last line without a newline is one all the same
            index.problems.push_back(std::move(problem));
    }
    EntryList list(index);
    for (const json::JsonLine& line : lines.lines) {
        const std::string objection = objectionTo(line.value);
        if (!objection.empty()) {
            index.problems.push_back({line.line, line.offset, line.length, objection});
            continue;
        }
        list.add(entryFrom(line.value), line.line, line.offset, line.length);
    }
    return index;
}

Result<Index> readIndex(io::Disk& disk, const std::string& root) {
    const auto content = io::readFile(disk, io::joinPath(root, indexName));
    if (content)
        return indexFrom(content->bytes);
    if (content.error().code == ErrorCode::notFound)
        return Index{};
    return tl::unexpected(content.error());
}

std::string indexLine(const IndexEntry& entry) {
    constexpr std::size_t usualSize = 384;
    std::string line;
    line.reserve(usualSize);
    const auto add = [&line](std::string_view key, std::string_view text) {
        line += key;
        json::appendPythonString(line, text);
    };
    add("{\"report_id\": ", entry.reportId);
    add(", \"current_title\": ", entry.currentTitle);
    add(", \"created_at\": ", entry.createdAt);
    add(", \"updated_at\": ", entry.updatedAt);
    line += ", \"tags\": [";
    for (std::size_t i = 0; i < entry.tags.size(); ++i)
        add(i > 0 ? ", " : "", entry.tags[i]);
    add("], \"status\": ", entry.status);
    add(", \"path\": ", entry.path);
    return line += '}';
}

std::optional<IndexEntry> indexEntryOf(const json::Value& document, const std::string& directoryName) {
    const Verdict verdict = judgeOutline(document);
    const bool harmful = std::any_of(verdict.problems.begin(), verdict.problems.end(), [](const Problem& p) {
        return p.severity == Severity::error && p.rule.starts_with("metadata-");
    });
    if (!verdict.peerReads || harmful)
        return std::nullopt;
    const Outline outline = outlineHead(document);
    return IndexEntry{outline.id.text(), outline.title,  outline.createdAt,       outline.updatedAt,
                      outline.tags,      outline.status, "by_id/" + directoryName};
}

Status appendIndexEntry(io::Disk& disk, const std::string& root, const IndexEntry& entry) {
    const auto directory = io::openDirectory(disk, root);
    if (!directory)
        return tl::unexpected(directory.error());
    auto file = io::openFile(disk, *directory, indexName, io::OpenMode::append);
    if (!file) {
        if (file.error().code == ErrorCode::notFound)
            return {};
        return tl::unexpected(file.error());
    }
    const auto stamp = disk.stat(file->get());
    if (!stamp)
        return tl::unexpected(stamp.error());
    std::string line = indexLine(entry) + '\n';
    if (stamp->size > 0) {
        // The handle can't read: look at the last byte through another.
        const auto reader = io::openFile(disk, *directory, indexName, io::OpenMode::read);
        if (!reader)
            return tl::unexpected(reader.error());
        const auto last = disk.read(reader->get(), stamp->size - 1, 1);
        if (last && *last != "\n")
            line.insert(0, 1, '\n');
    }
    if (auto written = disk.write(file->get(), line); !written)
        return written;
    return file->close();
}

Status removeIndexEntry(io::Disk& disk, const std::string& root, const std::string& reportId) {
    const std::string path = io::joinPath(root, indexName);
    const auto content = io::readFile(disk, path);
    if (!content) {
        if (content.error().code == ErrorCode::notFound)
            return {};
        return tl::unexpected(content.error());
    }
    const auto kept = without(content->bytes, reportId);
    if (!kept)
        return {};
    return io::atomicWrite(disk, path, *kept, io::MissingFolders::refuse);
}

} // namespace stemma::report
