// SPDX-License-Identifier: MIT
#include "core/report/version_texts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/json/json_document.h"
#include "core/report/outline.h"
#include "core/report/outline_texts.h"

namespace stemma::report {

namespace {

auto placeOf(const FoundText& found) {
    return std::tie(found.what, found.id, found.field);
}

/// Parts with the same id count as one: nothing else tells them apart from version to version.
void joinSamePlaces(std::vector<FoundText>& found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const FoundText& a, const FoundText& b) { return placeOf(a) < placeOf(b); });
    std::vector<FoundText> joined;
    for (FoundText& one : found) {
        if (joined.empty() || placeOf(joined.back()) != placeOf(one)) {
            joined.push_back(std::move(one));
            continue;
        }
        joined.back().matches += one.matches;
        std::move(one.excerpts.begin(), one.excerpts.end(), std::back_inserter(joined.back().excerpts));
    }
    found = std::move(joined);
}

std::string keyOf(const FoundText& found) {
    std::string key;
    const auto add = [&key](std::string_view text) {
        key += std::to_string(text.size());
        key += ':';
        key += text;
    };
    for (const std::string* text : {&found.what, &found.id, &found.field})
        add(*text);
    add(std::to_string(found.matches));
    for (const Excerpt& excerpt : found.excerpts) {
        for (const std::string* text : {&excerpt.before, &excerpt.match, &excerpt.after})
            add(*text);
        key += excerpt.cutBefore ? '<' : '|';
        key += excerpt.cutAfter ? '>' : '|';
    }
    return key;
}

history::Content contentOf(QuickOutline outline) {
    history::Content content;
    content.readable = true;
    content.reportId = std::move(outline.reportId);
    content.outlineVersion = outline.outlineVersion;
    content.updatedAt = std::move(outline.updatedAt);
    content.title = std::move(outline.title);
    return content;
}

} // namespace

history::Content VersionTexts::examine(std::string_view bytes, const std::string& sha256) {
    {
        const std::lock_guard lock(m_mutex);
        const auto known = m_known.find(sha256);
        if (known != m_known.end())
            return known->second.content;
    }
    Known known = look(bytes);
    history::Content content = known.content;
    const std::lock_guard lock(m_mutex);
    m_known.emplace(sha256, std::move(known));
    return content;
}

VersionTexts::Known VersionTexts::look(std::string_view bytes) {
    TextGatherer gatherer(m_matcher);
    auto outline = m_readers.with([&](QuickReader& reader) {
        return reader.outline(bytes, [&](std::string_view what, std::string_view id, std::string_view field,
                                         std::string_view text) { gatherer.look(what, id, field, text); });
    });
    if (!outline)
        return lookClosely(bytes);
    return {contentOf(std::move(*outline)), keep(gatherer.take())};
}

/// What is not as igloo-mcp writes it, or damaged.
VersionTexts::Known VersionTexts::lookClosely(std::string_view bytes) {
    Known known{interpretOutline(bytes), std::nullopt};
    known.content.tree.clear();
    const auto document = json::parse(bytes);
    if (!document || !document->isObject())
        return known;
    TextGatherer gatherer(m_matcher);
    forEachText(*document, [&](std::string_view what, std::string_view id, std::string_view field,
                               std::string_view text) { gatherer.look(what, id, field, text); });
    known.fields = keep(gatherer.take());
    return known;
}

VersionTexts::Fields VersionTexts::keep(std::vector<FoundText> found) {
    joinSamePlaces(found);
    std::vector<std::string> keys;
    for (const FoundText& one : found)
        keys.push_back(keyOf(one));
    Fields fields;
    const std::lock_guard lock(m_mutex);
    for (std::size_t at = 0; at < found.size(); ++at)
        fields.push_back(&m_fields.try_emplace(std::move(keys[at]), std::move(found[at])).first->second);
    return fields;
}

std::optional<VersionTexts::Fields> VersionTexts::fieldsOf(const history::Version& version) const {
    const auto known = m_known.find(version.sha256);
    return known == m_known.end() ? std::nullopt : known->second.fields;
}

std::size_t VersionTexts::searched() const {
    return static_cast<std::size_t>(std::count_if(
        m_known.begin(), m_known.end(), [](const auto& known) { return known.second.fields.has_value(); }));
}

} // namespace stemma::report
