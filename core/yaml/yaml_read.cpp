// SPDX-License-Identifier: MIT
// YAML by yaml-cpp's events. Aliases are followed here, so that what they copy can be counted.
#include <algorithm>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "core/json/python_format.h"
#include "core/json/utf8.h"
#include "core/yaml/yaml_scalar.h"
#include "core/yaml/yaml_text.h"

namespace stemma::yaml {

namespace {

constexpr std::size_t deepest = 500; ///< yaml-cpp's own limit too
constexpr std::size_t largest = std::size_t{64} << 20;
constexpr std::size_t mostCopied = std::size_t{16} << 20;

constexpr std::string_view standardTag = "tag:yaml.org,2002:";
constexpr std::size_t nodeCost = 64; ///< what a value takes beside its text

/// A value, and what copying it costs.
struct Part {
    json::Value value;
    std::size_t cost = 0;
    std::size_t height = 0; ///< levels of containers in it
};

[[noreturn]] void refuse(const YAML::Mark& mark, const std::string& why) {
    throw YAML::ParserException(mark, why);
}

/// Makes a value of a document's events. What it throws never leaves parse().
class Builder final : public YAML::EventHandler {
public:
    json::Value take() { return std::move(m_document.value); }

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        put(mark, {{}, nodeCost, 0}, anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            refuse(mark, "an alias that stands for what it is part of");
        countCopy(mark, known->second.cost);
        put(mark, known->second, YAML::NullAnchor);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        const std::string value = mended(text);
        const ScalarType type = typeOf(mark, tag, value);
        auto read = valueOfPlain(value, type);
        if (!read)
            refuse(mark, "a number that can't be read: " + value.substr(0, 40));
        if (type == ScalarType::merge && !m_open.empty() && m_open.back().takesKey()) {
            m_open.back().key.emplace();
            m_open.back().merges = true;
            return;
        }
        put(mark, {std::move(*read), nodeCost + value.size(), 0}, anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override {
        checkTag(mark, tag);
        open(mark, anchor, false);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override {
        checkTag(mark, tag);
        open(mark, anchor, true);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

private:
    using Members = std::vector<std::pair<std::string, json::Value>>;

    /// A container that is being read.
    struct Frame {
        YAML::Mark mark;
        YAML::anchor_t anchor = YAML::NullAnchor;
        bool isMap = false;
        std::vector<json::Value> items;
        Members members;
        Members merged; ///< of `<<`: what the map's own keys go before
        std::optional<std::string> key;
        bool merges = false; ///< the value to come is that of `<<`
        std::size_t cost = nodeCost;
        std::size_t height = 1;

        [[nodiscard]] bool takesKey() const { return isMap && !key; }
    };

    /// A type that only a program could make sense of is refused, as safe_load does.
    static void checkTag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!" && !tag.starts_with(standardTag))
            refuse(mark, "a type that isn't known: " + tag.substr(0, 40));
    }

    static ScalarType typeOf(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
        if (tag == "?" || tag.empty())
            return typeOfPlain(value);
        if (tag == "!")
            return ScalarType::text;
        checkTag(mark, tag);
        const std::string_view name = std::string_view(tag).substr(standardTag.size());
        const ScalarType plain = typeOfPlain(value);
        if (name == "float" && plain == ScalarType::integer)
            return ScalarType::real;
        const bool asItLooks = (name == "int" && plain == ScalarType::integer) ||
                               (name == "float" && plain == ScalarType::real) || name == "null" ||
                               (name == "bool" && plain == ScalarType::boolean);
        return asItLooks && plain != ScalarType::merge ? plain : ScalarType::text;
    }

    /// yaml-cpp 0.7 gives `\N` and `\_` as one byte of Latin-1. No other byte can be wrong in what was UTF-8.
    static std::string mended(const std::string& text) {
        if (json::firstBadByte(text, json::Surrogates::refused) == std::string::npos)
            return text;
        std::string whole;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t length = json::sequenceLength(text, at, json::Surrogates::refused);
            if (length == 0)
                whole += '\xC2';
            whole.append(text, at, std::max<std::size_t>(length, 1));
            at += std::max<std::size_t>(length, 1);
        }
        return whole;
    }

    static std::string keyText(const json::Value& key) {
        return key.isString() ? key.text() : json::pythonLine(key);
    }

    void countCopy(const YAML::Mark& mark, std::size_t cost) {
        m_copied += cost;
        if (m_copied > mostCopied)
            refuse(mark, "its aliases grow beyond 16 MiB");
    }

    void open(const YAML::Mark& mark, YAML::anchor_t anchor, bool isMap) {
        if (m_open.size() >= deepest)
            refuse(mark, "it is nested too deep");
        if (!m_open.empty() && m_open.back().takesKey())
            refuse(mark, "a list or a mapping as a key");
        Frame frame;
        frame.mark = mark;
        frame.anchor = anchor;
        frame.isMap = isMap;
        m_open.push_back(std::move(frame));
    }

    void close() {
        Frame frame = std::move(m_open.back());
        m_open.pop_back();
        Part part;
        part.cost = frame.cost;
        part.height = frame.height;
        if (frame.isMap) {
            std::move(frame.members.begin(), frame.members.end(), std::back_inserter(frame.merged));
            part.value = json::Value::object(withoutDoubled(std::move(frame.merged)));
        } else {
            part.value = json::Value::array(std::move(frame.items));
        }
        put(frame.mark, std::move(part), frame.anchor);
    }

    /// As in a Python dict: the first place, the last value.
    static Members withoutDoubled(Members members) {
        std::unordered_map<std::string, std::size_t> places;
        Members kept;
        for (auto& member : members) {
            const auto [place, isNew] = places.emplace(member.first, kept.size());
            if (isNew)
                kept.push_back(std::move(member));
            else
                kept[place->second].second = std::move(member.second);
        }
        return kept;
    }

    void put(const YAML::Mark& mark, Part part, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            countCopy(mark, part.cost);
            m_anchors.insert_or_assign(anchor, part);
        }
        if (m_open.empty()) {
            m_document = std::move(part);
            return;
        }
        Frame& frame = m_open.back();
        frame.cost += part.cost;
        frame.height = std::max(frame.height, part.height + 1);
        if (m_open.size() + part.height > deepest)
            refuse(mark, "it is nested too deep");
        if (frame.takesKey()) {
            if (part.value.isArray() || part.value.isObject())
                refuse(mark, "a list or a mapping as a key");
            frame.key = keyText(part.value);
        } else if (frame.isMap) {
            putMember(mark, frame, std::move(part.value));
        } else {
            frame.items.push_back(std::move(part.value));
        }
    }

    static void putMember(const YAML::Mark& mark, Frame& frame, json::Value value) {
        const std::string key = std::move(*frame.key);
        frame.key.reset();
        if (std::exchange(frame.merges, false))
            merge(mark, frame.merged, value);
        else
            frame.members.emplace_back(key, std::move(value));
    }

    /// A mapping, or a list of them, of which the first counts most.
    static void merge(const YAML::Mark& mark, Members& merged, const json::Value& value) {
        const auto add = [&](const json::Value& map) {
            if (!map.isObject())
                refuse(mark, "‘<<’ needs a mapping, or a list of them");
            for (const json::Member& member : map.members())
                merged.emplace_back(member.key, member.value);
        };
        if (!value.isArray())
            return add(value);
        for (auto item = value.items().rbegin(); item != value.items().rend(); ++item)
            add(*item);
    }

    std::vector<Frame> m_open;
    std::unordered_map<YAML::anchor_t, Part> m_anchors;
    Part m_document;
    std::size_t m_copied = 0; ///< for aliases
};

Unexpected damaged(const std::string& path, std::size_t line, std::size_t column, const std::string& why) {
    return fail(ErrorCode::damaged, "read the YAML file", path,
                "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + why,
                "Mend it in a text editor.");
}

/// Where the first byte is that YAML doesn't allow raw, UTF-8 or not; npos if there is none.
std::size_t firstRefused(std::string_view text) {
    const std::size_t bad = json::firstBadByte(text, json::Surrogates::refused);
    for (std::size_t at = 0; at < std::min(text.size(), bad); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool blank = byte == '\t' || byte == '\n' || byte == '\r';
        const bool latinControl = byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0 &&
                                  static_cast<unsigned char>(text[at + 1]) != 0x85;
        if ((byte < 0x20 && !blank) || byte == 0x7F || latinControl)
            return at;
    }
    return bad;
}

/// yaml-cpp takes a line break at the end of the file for the end of a quoted text that has none: the sign of
/// a torn file. Within the quotes a comment is none, and the same text ends in the middle of a line.
void refuseOpenQuotes(std::string_view text) {
    if (text.find_first_of("'\"") == std::string_view::npos)
        return;
    const std::string_view ended = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    std::istringstream in{std::string(ended) + " #"};
    YAML::Parser parser(in);
    Builder builder;
    parser.HandleNextDocument(builder);
}

Result<json::Value> parsed(std::string_view text, const std::string& path) {
    refuseOpenQuotes(text);
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    Builder builder;
    if (!parser.HandleNextDocument(builder))
        return json::Value();
    Builder second;
    if (parser.HandleNextDocument(second))
        return damaged(path, 1, 1, "more than one document");
    return builder.take();
}

} // namespace

Result<json::Value> parse(std::string_view text, const std::string& path) {
    if (text.size() > largest)
        return damaged(path, 1, 1, "it is larger than 64 MiB");
    if (const std::size_t bad = firstRefused(text); bad != std::string_view::npos) {
        const std::string_view before = text.substr(0, bad);
        const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        return damaged(path, static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
                       bad - lineStart + 1, "a character that YAML doesn't allow");
    }
    try {
        return parsed(text, path);
    } catch (const YAML::Exception& problem) {
        return damaged(path, static_cast<std::size_t>(std::max(problem.mark.line, 0)) + 1,
                       static_cast<std::size_t>(std::max(problem.mark.column, 0)) + 1, problem.msg);
    } catch (const std::exception& problem) {
        return damaged(path, 1, 1, problem.what());
    }
}

} // namespace stemma::yaml
