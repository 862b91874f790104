// SPDX-License-Identifier: MIT
#include "core/report/outline_rules.h"

#include <algorithm>
#include <utility>

#include "core/base/ids.h"
#include "core/json/json_document.h"
#include "core/report/outline_checks.h"
#include "core/report/outline_schema.h"

namespace stemma::report {

namespace {

using json::Kind;
using json::Value;

constexpr const char* mendFix = "Restore a version from before, or mend the file by hand.";

std::string kindText(const Value& value) {
    switch (value.kind()) {
    case Kind::null:
        return "null";
    case Kind::boolean:
        return "a truth value";
    case Kind::number:
        return "the number " + (value.text().size() > 40 ? value.text().substr(0, 40) + "…" : value.text());
    case Kind::string:
        return "text";
    case Kind::array:
        return "a list";
    case Kind::object:
        return "an object";
    }
    return "something else";
}

/// `"text"`, cut where it is long.
std::string quoted(const std::string& text) {
    if (text.size() <= 60)
        return "“" + text + "”";
    std::size_t end = 60;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return "“" + text.substr(0, end) + "…”";
}

/// Says no where igloo-mcp's models say no.
class Judge {
public:
    explicit Judge(ProblemList& problems)
        : m_problems(problems) {}

    [[nodiscard]] bool reads() const { return m_reads; }

    void object(const Value& value, std::span<const FieldRule> fields, const std::string& where,
                bool unknownKeys) {
        for (const FieldRule& rule : fields) {
            const Value* given = value.find(rule.name);
            const std::string path =
                where.empty() ? std::string(rule.name) : where + '.' + std::string(rule.name);
            if (given)
                field(*given, rule, path);
            else if (rule.presence == Presence::required)
                no("field-missing",
                   where + (where.empty() ? "" : " ") + "has no “" + std::string(rule.name) + "”");
        }
        if (unknownKeys)
            return;
        for (const json::Member& member : value.members()) {
            if (!findField(fields, member.key))
                no("field-unknown",
                   where + " has the key " + quoted(member.key) + ", which igloo-mcp forbids there");
        }
    }

private:
    void no(const char* rule, std::string message) {
        m_reads = false;
        if (!message.empty() && message.starts_with("has no"))
            message = "the outline " + message;
        m_problems.add(rule, Severity::error, std::move(message), mendFix);
    }
    void wrongKind(const Value& value, const std::string& path, const char* wanted) {
        no("field-type", path + " must be " + wanted + ", and is " + kindText(value));
    }

    void field(const Value& value, const FieldRule& rule, const std::string& path);
    void text(const Value& value, const FieldRule& rule, const std::string& path);
    void integer(const Value& value, const FieldRule& rule, const std::string& path);
    void word(const Value& value, const std::string& path, std::span<const std::string_view> words);
    void list(const Value& value, const std::string& path, std::span<const FieldRule> fields);
    void texts(const Value& value, const std::string& path);

    ProblemList& m_problems;
    bool m_reads = true;
};

void Judge::text(const Value& value, const FieldRule& rule, const std::string& path) {
    if (!value.isString())
        return wrongKind(value, path, rule.type == FieldType::textOrNull ? "text or null" : "text");
    if (value.hasLoneSurrogate())
        no("field-value", path + " holds half of a character (a lone surrogate), which is no text");
    else if (value.text().size() < rule.minimumLength)
        no("field-value", path + " must not be empty");
    else if (rule.type == FieldType::uuid && !isUuid(value.text()))
        no("field-value", path + " is no UUID: " + quoted(value.text()));
}

void Judge::integer(const Value& value, const FieldRule& rule, const std::string& path) {
    const auto number = laxInteger(value);
    if (!number)
        return no("field-type", path + " must be a whole number, and is " +
                                    (value.isString() ? quoted(value.text()) : kindText(value)));
    const bool low = rule.minimum && compareIntegers(*number, std::to_string(*rule.minimum)) < 0;
    const bool high = rule.maximum && compareIntegers(*number, std::to_string(*rule.maximum)) > 0;
    if (low || high)
        no("field-value", path + " must be at " + (low ? "least " : "most ") +
                              std::to_string(low ? *rule.minimum : *rule.maximum) + ", and is " +
                              number->substr(0, 40));
}

void Judge::word(const Value& value, const std::string& path, std::span<const std::string_view> words) {
    if (value.isString() && std::find(words.begin(), words.end(), value.text()) != words.end())
        return;
    std::string known;
    for (const std::string_view one : words)
        known += (known.empty() ? "" : ", ") + std::string(one);
    no("field-value", path + " must be one of " + known + ", and is " +
                          (value.isString() ? quoted(value.text()) : kindText(value)));
}

void Judge::texts(const Value& value, const std::string& path) {
    if (!value.isArray())
        return wrongKind(value, path, "a list of texts");
    const FieldRule item{"", FieldType::text};
    for (std::size_t i = 0; i < value.items().size(); ++i)
        text(value.items()[i], item, path + '[' + std::to_string(i) + ']');
}

void Judge::list(const Value& value, const std::string& path, std::span<const FieldRule> fields) {
    if (!value.isArray())
        return wrongKind(value, path, "a list");
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        const Value& item = value.items()[i];
        const std::string where = path + '[' + std::to_string(i) + ']';
        if (item.isObject())
            object(item, fields, where, false);
        else
            wrongKind(item, where, "an object");
    }
}

void Judge::field(const Value& value, const FieldRule& rule, const std::string& path) {
    switch (rule.type) {
    case FieldType::textOrNull:
        return value.isNull() ? void() : text(value, rule, path);
    case FieldType::text:
    case FieldType::uuid:
        return text(value, rule, path);
    case FieldType::integer:
        return integer(value, rule, path);
    case FieldType::boolean:
        return laxBoolean(value) ? void() : wrongKind(value, path, "true or false");
    case FieldType::status:
        return word(value, path, wordsOf(rule.type));
    case FieldType::format:
        return value.isNull() ? void() : word(value, path, wordsOf(rule.type));
    case FieldType::source:
        return word(value, path, wordsOf(rule.type));
    case FieldType::texts:
        return texts(value, path);
    case FieldType::object:
        return value.isObject() ? void() : wrongKind(value, path, "an object");
    case FieldType::objectOrNull:
        return value.isObject() || value.isNull() ? void() : wrongKind(value, path, "an object or null");
    case FieldType::sections:
        return list(value, path, sectionFields());
    case FieldType::insights:
        return list(value, path, insightFields());
    case FieldType::citations:
        return list(value, path, citationFields());
    case FieldType::datasets:
        return list(value, path, datasetFields());
    }
}

void addByteProblems(std::string_view bytes, ProblemList& problems) {
    const bool returns = bytes.find("\r\n") != std::string_view::npos;
    if (returns)
        problems.add("line-endings", Severity::info,
                     "the file has Windows line endings; the next save of igloo-mcp makes them plain");
}

Verdict unreadable(const char* rule, std::string message, std::size_t line = 0) {
    Verdict verdict;
    verdict.peerReads = false;
    verdict.problems.push_back({rule, Severity::error, std::move(message), line, mendFix});
    return verdict;
}

} // namespace

Verdict judgeOutline(const Value& document) {
    if (!document.isObject())
        return unreadable("outline-unreadable",
                          "the file holds " + kindText(document) + " instead of an outline");
    Verdict verdict;
    ProblemList problems;
    Judge judge(problems);
    judge.object(document, outlineFields(), {}, true);
    const bool values = checkValues(document, problems);
    verdict.peerReads = judge.reads() && values;
    checkHarm(document, problems);
    checkCare(document, problems);
    verdict.problems = problems.take();
    return verdict;
}

Verdict judgeOutlineBytes(std::string_view bytes) {
    if (bytes.empty())
        return unreadable("outline-empty", "the file is empty");
    if (bytes.starts_with("\xEF\xBB\xBF"))
        return unreadable("outline-bom",
                          "the file begins with a byte order mark, which igloo-mcp doesn't read", 1);
    if (bytes.find_first_not_of('\0') == std::string_view::npos)
        return unreadable("outline-unreadable", "the file is full of zero bytes, as after a power failure");
    auto document = json::parse(bytes);
    if (!document) {
        const json::ParseProblem& problem = document.error();
        return unreadable("outline-unreadable",
                          "the file is no JSON: line " + std::to_string(problem.line) + ", column " +
                              std::to_string(problem.column) + ": " + problem.message,
                          problem.line);
    }
    Verdict verdict = judgeOutline(*document);
    ProblemList extra;
    addByteProblems(bytes, extra);
    for (Problem& problem : extra.take())
        verdict.problems.push_back(std::move(problem));
    verdict.document = std::move(*document);
    return verdict;
}

std::string whyNotWritable(const Value& document) {
    const Verdict verdict = judgeOutline(document);
    for (const Problem& problem : verdict.problems) {
        if (problem.severity == Severity::error)
            return problem.message;
    }
    return {};
}

} // namespace stemma::report
