// SPDX-License-Identifier: MIT
#include "ui/report/citation_copies.h"

#include <algorithm>
#include <map>

#include "core/report/citation_twins.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

Value position(std::size_t at) {
    return Value::integer(static_cast<std::int64_t>(at));
}

const std::vector<Value>& copiesIn(const Value& copies) {
    static const std::vector<Value> none;
    const Value* list = copies.find("citations");
    return list == nullptr ? none : list->items();
}

/// The citations of an insight as they are shown, with all their fields.
std::vector<Value> citationsOf(const report::LoadedReport& report, const std::string& insight) {
    const Value* part = documentPart(report.document, "insights", "insight_id", insight);
    if (part == nullptr)
        return {};
    Value copy = *part;
    return report::CitationTwins(copy).citations();
}

/// Which citation it was before any edit of the list.
using Token = std::pair<std::string, std::size_t>;

/// The citations of the insights while edits are made one after the other.
class Lists {
public:
    explicit Lists(const report::LoadedReport& report)
        : m_report(report) {}

    /// The citation that a copy was made of: that at its place if it is the same one, else the first such.
    [[nodiscard]] std::optional<Token> find(const Value& copy, const std::vector<Token>& taken) {
        const std::string insight = copy.stringAt("insight_id").value_or("");
        const Value* meant = copy.find("citation");
        if (meant == nullptr)
            return std::nullopt;
        const std::vector<Value> now = citationsOf(m_report, insight);
        const Value* given = copy.find("at");
        const auto at = given == nullptr ? std::nullopt : given->asInteger();
        const auto is = [&](std::size_t i) {
            const Token token(insight, i);
            return now[i] == *meant && std::find(taken.begin(), taken.end(), token) == taken.end();
        };
        if (at && *at >= 0 && static_cast<std::size_t>(*at) < now.size() && is(static_cast<std::size_t>(*at)))
            return Token(insight, static_cast<std::size_t>(*at));
        for (std::size_t i = 0; i < now.size(); ++i)
            if (is(i))
                return Token(insight, i);
        return std::nullopt;
    }
    [[nodiscard]] std::vector<Token> all(const Value& copies) {
        std::vector<Token> found;
        for (const Value& copy : copiesIn(copies))
            if (auto token = find(copy, found))
                found.push_back(std::move(*token));
        return found;
    }
    std::vector<Token>& of(const std::string& insight) {
        const auto [entry, made] = m_lists.try_emplace(insight);
        if (made)
            for (std::size_t i = 0, count = citationsOf(m_report, insight).size(); i < count; ++i)
                entry->second.emplace_back(insight, i);
        return entry->second;
    }
    std::size_t takeOut(const Token& token) {
        std::vector<Token>& list = of(token.first);
        const auto found = std::find(list.begin(), list.end(), token);
        const auto at = static_cast<std::size_t>(found - list.begin());
        list.erase(found);
        return at;
    }

private:
    const report::LoadedReport& m_report;
    std::map<std::string, std::vector<Token>> m_lists;
};

std::size_t indexOf(const std::vector<Token>& list, const std::optional<Token>& token) {
    const auto found = token ? std::find(list.begin(), list.end(), *token) : list.end();
    return static_cast<std::size_t>(found - list.begin());
}

} // namespace

Value copyOfCitations(const report::LoadedReport& report, const std::vector<CitationRef>& citations) {
    Value copies = Value::array();
    for (const CitationRef& ref : citations) {
        const std::vector<Value> all = citationsOf(report, ref.insight);
        if (ref.at < all.size())
            copies.appendItem(Value::object({{"insight_id", Value::string(ref.insight)},
                                             {"at", position(ref.at)},
                                             {"citation", all[ref.at]}}));
    }
    return Value::object({{"report", Value::string(report.id.text())},
                          {"directory", Value::string(report.directory)},
                          {"citations", std::move(copies)}});
}

bool hasCitations(const Value& copies) {
    return !copiesIn(copies).empty();
}

QString citationsText(const Value& copies) {
    QStringList lines;
    for (const Value& copy : copiesIn(copies)) {
        const Value* citation = copy.find("citation");
        for (const char* key : {"description", "title", "url", "path", "endpoint", "execution_id", "query_id",
                                "provider", "source"})
            if (const auto text = citation == nullptr ? std::nullopt : citation->stringAt(key);
                text && !text->empty()) {
                lines.append(fromUtf8(*text));
                break;
            }
    }
    return lines.join(QLatin1Char('\n'));
}

Value pasteCitationEdits(const report::LoadedReport& report, const Value& copies,
                         const CitationPlace& place) {
    const report::Insight* insight = report.outline.insight(InsightId(place.shown.insight));
    Value edits = Value::array();
    if (insight == nullptr)
        return edits;
    std::size_t at = place.shown.placeOf(place.before, report).value_or(insight->citations.size());
    for (const Value& copy : copiesIn(copies))
        if (const Value* citation = copy.find("citation"))
            edits.appendItem(editOp("add-citation", {{"insight_id", Value::string(place.shown.insight)},
                                                     {"citation", *citation},
                                                     {"at", position(at++)}}));
    return edits;
}

Value carryCitationEdits(const report::LoadedReport& report, const Value& copies,
                         const CitationPlace& place) {
    const std::string& goal = place.shown.insight;
    Value edits = Value::array();
    if (report.outline.insight(InsightId(goal)) == nullptr)
        return edits;
    Lists lists(report);
    const std::vector<Token> carried = lists.all(copies);
    // Before the next of its neighbours that isn't carried along.
    std::optional<Token> before;
    if (const auto at = place.shown.placeOf(place.before, report))
        for (std::size_t i = *at; i < lists.of(goal).size() && !before; ++i)
            if (const Token token(goal, i); std::find(carried.begin(), carried.end(), token) == carried.end())
                before = token;
    for (const Token& token : carried) {
        const std::size_t from = lists.takeOut(token);
        std::vector<Token>& list = lists.of(goal);
        const std::size_t to = indexOf(list, before);
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(to), token);
        if (token.first == goal && from == to)
            continue;
        std::vector<std::pair<std::string, Value>> keys{
            {"insight_id", Value::string(token.first)}, {"at", position(from)}, {"to", position(to)}};
        if (token.first != goal)
            keys.emplace_back("to_insight_id", Value::string(goal));
        edits.appendItem(editOp("move-citation", std::move(keys)));
    }
    return edits;
}

Value deleteCitationEdits(const report::LoadedReport& report, const Value& copies) {
    Lists lists(report);
    Value edits = Value::array();
    for (const Token& token : lists.all(copies))
        edits.appendItem(editOp("delete-citation", {{"insight_id", Value::string(token.first)},
                                                    {"at", position(lists.takeOut(token))}}));
    return edits;
}

} // namespace stemma::ui
