// SPDX-License-Identifier: MIT
#include "core/report/quick_outline.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <span>
#include <utility>

#include <simdjson.h>

#include "core/report/outline_schema.h"
#include "core/report/quick_care.h"

namespace stemma::report {

namespace {

namespace dom = simdjson::dom;

/// Half of what the whole parser allows: deeper ones are its business.
constexpr std::size_t depthLimit = 256;

std::optional<std::string_view> textOf(dom::element value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

constexpr std::array<bool, 256> hexDigits = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("0123456789abcdef"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

/// As Python writes them.
bool isUsualUuid(std::string_view text) {
    constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.size() != shape.size())
        return false;
    bool good = true; // looked at to the end, as nearly all are good
    for (std::size_t i = 0; i < shape.size(); ++i)
        good &= shape[i] == 'x' ? hexDigits[static_cast<unsigned char>(text[i])] : text[i] == '-';
    return good;
}

bool isPlainText(dom::element value, const FieldRule& rule) {
    const auto text = textOf(value);
    return text && text->size() >= rule.minimumLength && (rule.type != FieldType::uuid || isUsualUuid(*text));
}

bool isPlainInteger(dom::element value, const FieldRule& rule) {
    std::int64_t number = 0;
    return value.is_int64() && value.get(number) == simdjson::SUCCESS &&
           (!rule.minimum || number >= *rule.minimum) && (!rule.maximum || number <= *rule.maximum);
}

bool isPlainWord(dom::element value, FieldType type) {
    const auto text = textOf(value);
    const auto words = wordsOf(type);
    return text && std::find(words.begin(), words.end(), *text) != words.end();
}

bool arePlainTexts(dom::element value) {
    dom::array items;
    if (value.get(items) != simdjson::SUCCESS)
        return false;
    return std::all_of(items.begin(), items.end(), [](dom::element item) { return item.is_string(); });
}

bool isPlainObject(dom::object object, std::span<const FieldRule> fields, bool unknownKeys);

bool isPlainList(dom::element value, std::span<const FieldRule> fields) {
    dom::array items;
    if (value.get(items) != simdjson::SUCCESS)
        return false;
    for (const dom::element item : items) {
        dom::object object;
        if (item.get(object) != simdjson::SUCCESS || !isPlainObject(object, fields, false))
            return false;
    }
    return true;
}

bool isPlain(dom::element value, const FieldRule& rule) {
    switch (rule.type) {
    case FieldType::textOrNull:
        return value.is_null() || isPlainText(value, rule);
    case FieldType::text:
    case FieldType::uuid:
        return isPlainText(value, rule);
    case FieldType::integer:
        return isPlainInteger(value, rule);
    case FieldType::boolean:
        return value.is_bool();
    case FieldType::status:
    case FieldType::source:
        return isPlainWord(value, rule.type);
    case FieldType::format:
        return value.is_null() || isPlainWord(value, rule.type);
    case FieldType::texts:
        return arePlainTexts(value);
    case FieldType::object:
        return value.is_object();
    case FieldType::objectOrNull:
        return value.is_object() || value.is_null();
    case FieldType::sections:
        return isPlainList(value, sectionFields());
    case FieldType::insights:
        return isPlainList(value, insightFields());
    case FieldType::citations:
        return isPlainList(value, citationFields());
    case FieldType::datasets:
        return isPlainList(value, datasetFields());
    }
    return false;
}

/// Where a key stands in a table; files have their keys in its order, so the next one is tried first.
std::size_t placeOf(std::string_view key, std::span<const FieldRule> fields, std::size_t likely) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t at = (likely + i) % fields.size();
        if (fields[at].name == key)
            return at;
    }
    return fields.size();
}

bool isPlainObject(dom::object object, std::span<const FieldRule> fields, bool unknownKeys) {
    std::bitset<32> seen;
    std::size_t next = 0;
    for (const dom::key_value_pair member : object) {
        const std::size_t at = placeOf(member.key, fields, next);
        if (at == fields.size()) {
            if (!unknownKeys)
                return false;
            continue;
        }
        if (seen.test(at) || !isPlain(member.value, fields[at]))
            return false;
        seen.set(at);
        next = at + 1;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].presence == Presence::required && !seen.test(i))
            return false;
    }
    return true;
}

/// The status and the tags; false where they would harm igloo-mcp's index, or stand there twice.
bool readMetadata(dom::object metadata, QuickOutline& outline) {
    bool hasStatus = false;
    bool hasTags = false;
    for (const dom::key_value_pair member : metadata) {
        if (member.key == "status") {
            const auto status = textOf(member.value);
            if (std::exchange(hasStatus, true) || !status || !isIndexStatus(*status))
                return false;
            outline.status = *status;
        } else if (member.key == "tags") {
            if (std::exchange(hasTags, true) || !arePlainTexts(member.value))
                return false;
            for (const dom::element tag : dom::array(member.value))
                outline.tags.emplace_back(*textOf(tag));
        }
    }
    return true;
}

std::string copyOf(dom::element value) {
    return std::string(textOf(value).value_or(std::string_view()));
}

std::size_t sizeOf(dom::element value) {
    dom::array items;
    return value.get(items) == simdjson::SUCCESS ? items.size() : 0;
}

bool readHead(dom::object object, QuickOutline& outline) {
    for (const auto& [key, value] : object) {
        if (key == "report_id")
            outline.reportId = copyOf(value);
        else if (key == "title")
            outline.title = copyOf(value);
        else if (key == "created_at")
            outline.createdAt = copyOf(value);
        else if (key == "updated_at")
            outline.updatedAt = copyOf(value);
        else if (key == "outline_version")
            outline.outlineVersion = value.get_int64().value_unsafe();
        else if (key == "sections")
            outline.sections = sizeOf(value);
        else if (key == "insights")
            outline.insights = sizeOf(value);
        else if (key == "metadata" && !readMetadata(value.get_object().value_unsafe(), outline))
            return false;
    }
    return true;
}

constexpr std::array indexTable{
    FieldRule{"report_id", FieldType::uuid, Presence::required},
    FieldRule{"current_title", FieldType::text, Presence::required, 1},
    FieldRule{"created_at", FieldType::text, Presence::required},
    FieldRule{"updated_at", FieldType::text, Presence::required},
    FieldRule{"tags", FieldType::texts},
    FieldRule{"status", FieldType::text},
    FieldRule{"path", FieldType::text, Presence::required},
};

bool readEntry(dom::object object, IndexEntry& entry) {
    if (!isPlainObject(object, indexTable, false))
        return false;
    for (const auto& [key, value] : object) {
        if (key == "report_id")
            entry.reportId = copyOf(value);
        else if (key == "current_title")
            entry.currentTitle = copyOf(value);
        else if (key == "created_at")
            entry.createdAt = copyOf(value);
        else if (key == "updated_at")
            entry.updatedAt = copyOf(value);
        else if (key == "status")
            entry.status = copyOf(value);
        else if (key == "path")
            entry.path = copyOf(value);
        else
            for (const dom::element tag : dom::array(value))
                entry.tags.emplace_back(*textOf(tag));
    }
    return isIndexStatus(entry.status);
}

/// As forEachText() walks.
class DomNode {
public:
    explicit DomNode(dom::element element)
        : m_element(element) {}

    [[nodiscard]] bool isObject() const { return m_element.is_object(); }
    [[nodiscard]] bool isArray() const { return m_element.is_array(); }
    [[nodiscard]] std::optional<std::string_view> text() const { return textOf(m_element); }
    template <class Visit>
    void members(const Visit& visit) const {
        dom::object object;
        if (m_element.get(object) != simdjson::SUCCESS)
            return;
        for (const dom::key_value_pair member : object)
            visit(member.key, DomNode(member.value));
    }
    template <class Visit>
    void items(const Visit& visit) const {
        dom::array list;
        if (m_element.get(list) != simdjson::SUCCESS)
            return;
        for (const dom::element item : list)
            visit(DomNode(item));
    }

private:
    dom::element m_element;
};

} // namespace

struct QuickReader::State {
    dom::parser parser;
    bool works = false;

    enum class Behind { nothing, padding };

    std::optional<dom::object> parse(std::string_view bytes, Behind behind = Behind::nothing) {
        dom::object object;
        const bool copied = behind == Behind::nothing;
        if (!works || bytes.starts_with("\xEF\xBB\xBF") ||
            parser.parse(bytes.data(), bytes.size(), copied).get(object) != simdjson::SUCCESS)
            return std::nullopt;
        return object;
    }

    static std::optional<QuickOutline> read(const std::optional<dom::object>& object, std::string_view bytes,
                                            Wanted wanted) {
        QuickOutline outline;
        if (!object || !isPlainObject(*object, outlineFields(), true) || !readHead(*object, outline))
            return std::nullopt;
        if (wanted == Wanted::spotless &&
            (bytes.find('\r') != std::string_view::npos || !needsNoCare(*object)))
            return std::nullopt;
        return outline;
    }

    std::optional<QuickOutline> readTexts(const std::optional<dom::object>& object, std::string_view bytes,
                                          const TextSink& texts) {
        auto outline = read(object, bytes, Wanted::listed);
        if (outline)
            OutlineTexts<DomNode>(texts).walk(DomNode(parser.doc.root()));
        return outline;
    }
};

QuickReader::QuickReader()
    : m_state(std::make_unique<State>()) {
    constexpr std::size_t usualSize = std::size_t{64} << 10;
    m_state->works = m_state->parser.allocate(usualSize, depthLimit) == simdjson::SUCCESS;
}

QuickReader::~QuickReader() = default;

std::optional<QuickOutline> QuickReader::outline(std::string_view bytes, Wanted wanted) {
    return State::read(m_state->parse(bytes), bytes, wanted);
}

std::optional<QuickOutline> QuickReader::outline(const io::FileBuffer& file, Wanted wanted) {
    static_assert(io::FileBuffer::padding >= simdjson::SIMDJSON_PADDING);
    return State::read(m_state->parse(file.bytes(), State::Behind::padding), file.bytes(), wanted);
}

std::optional<QuickOutline> QuickReader::outline(std::string_view bytes, const TextSink& texts) {
    return m_state->readTexts(m_state->parse(bytes), bytes, texts);
}

std::optional<QuickOutline> QuickReader::outline(const io::FileBuffer& file, const TextSink& texts) {
    return m_state->readTexts(m_state->parse(file.bytes(), State::Behind::padding), file.bytes(), texts);
}

std::optional<std::vector<IndexEntry>> QuickReader::indexLines(std::string_view bytes) {
    std::vector<IndexEntry> entries;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos || end == 0)
            return std::nullopt;
        const auto object = m_state->parse(bytes.substr(0, end));
        IndexEntry entry;
        if (!object || !readEntry(*object, entry))
            return std::nullopt;
        entries.push_back(std::move(entry));
        bytes.remove_prefix(end + 1);
    }
    return entries;
}

} // namespace stemma::report
