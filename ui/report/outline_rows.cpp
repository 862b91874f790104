// SPDX-License-Identifier: MIT
#include "ui/report/outline_rows.h"

#include <algorithm>
#include <unordered_map>

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::OutlineRows)
};

using Item = KeyedItem<OutlineRow>;

/// Text for a row, made of the beginning only: contents may have megabytes.
QString rowText(const std::string& utf8) {
    constexpr std::size_t enough = 2048;
    std::size_t size = std::min(utf8.size(), enough);
    while (size > 0 && size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0U) == 0x80U)
        --size;
    return oneLine(fromUtf8(std::string_view(utf8).substr(0, size)));
}

/// Keys for parts: the same id may stand in an outline twice, also where it must not.
class Keys {
public:
    std::string next(const std::string& name) {
        const int n = ++m_counts[name];
        return n == 1 ? name : name + "#" + std::to_string(n);
    }

private:
    std::unordered_map<std::string, int> m_counts;
};

std::string identityOf(const report::Citation& citation) {
    std::string identity = citation.source;
    for (const auto* part : {&citation.executionId, &citation.queryId, &citation.url, &citation.path,
                             &citation.endpoint, &citation.title, &citation.description})
        identity += "\n" + part->value_or("");
    return identity;
}

Item insightItem(const report::Insight& insight, Keys& keys) {
    Item item;
    item.key = keys.next("insight:" + insight.id.text());
    item.data.kind = OutlineKind::insight;
    item.data.text = rowText(insight.summary);
    item.data.id = insight.id.text();
    item.data.importance = static_cast<int>(std::clamp<std::int64_t>(insight.importance, 0, 99));
    item.data.status = insight.status;
    item.data.count = static_cast<int>(insight.citations.size());
    item.data.updatedAt = insight.updatedAt;
    Keys citations;
    for (std::size_t i = 0; i < insight.citations.size(); ++i) {
        Item below;
        below.key = item.key + "/" + citations.next(identityOf(insight.citations[i]));
        below.data.kind = OutlineKind::citation;
        below.data.text = citationLine(insight.citations[i]);
        below.data.id = insight.id.text();
        below.data.citation = i;
        item.children.push_back(std::move(below));
    }
    return item;
}

Item danglingItem(const report::Section& section, const InsightId& id, Keys& keys) {
    Item item;
    item.key = keys.next("dangling:" + section.id.text() + "/" + id.text());
    item.data.kind = OutlineKind::dangling;
    item.data.id = id.text();
    item.data.text = Words::tr("Missing insight %1, named by section “%2”")
                         .arg(isolated(fromUtf8(id.text())), isolated(rowText(section.title)));
    item.data.note =
        Words::tr("The section refers to an insight that the report does not have. Renderers may refuse the "
                  "report until the reference is removed or the insight is back.");
    return item;
}

} // namespace

OutlineItems outlineItems(const report::Outline& outline) {
    std::unordered_map<std::string, const report::Insight*> byId;
    for (const report::Insight& insight : outline.insights)
        byId.emplace(insight.id.text(), &insight);

    Keys keys;
    OutlineItems items;
    Item unplaced{"unplaced", {}, {}};
    for (const report::Section& section : outline.sections) {
        Item item;
        item.key = keys.next("section:" + section.id.text());
        item.data.kind = OutlineKind::section;
        item.data.text = rowText(section.title);
        item.data.id = section.id.text();
        item.data.updatedAt = section.updatedAt;
        for (const InsightId& id : section.insightIds) {
            const auto found = byId.find(id.text());
            if (found == byId.end())
                unplaced.children.push_back(danglingItem(section, id, keys));
            else
                item.children.push_back(insightItem(*found->second, keys));
        }
        item.data.count = static_cast<int>(item.children.size());
        items.push_back(std::move(item));
    }
    for (const report::Insight* orphan : outline.orphans()) {
        unplaced.children.push_back(insightItem(*orphan, keys));
        unplaced.children.back().data.note =
            Words::tr("No section shows this insight: readers of the report don’t see it.");
    }
    if (!unplaced.children.empty()) {
        unplaced.data.kind = OutlineKind::unplaced;
        unplaced.data.text = Words::tr("Unplaced");
        unplaced.data.count = static_cast<int>(unplaced.children.size());
        unplaced.data.note =
            Words::tr("What no section shows: insights that no section names, and references to insights "
                      "that are not in the report. It does not appear when the report is published.");
        items.push_back(std::move(unplaced));
    }
    return items;
}

QString citationLine(const report::Citation& citation) {
    QString kind = fromUtf8(citation.source);
    if (citation.source == "query")
        kind = Words::tr("Query");
    else if (citation.source == "api")
        kind = Words::tr("API");
    else if (citation.source == "url")
        kind = Words::tr("Web page");
    else if (citation.source == "observation")
        kind = Words::tr("Observation");
    else if (citation.source == "document")
        kind = Words::tr("Document");
    for (const auto* part :
         {&citation.description, &citation.title, &citation.url, &citation.path, &citation.endpoint,
          &citation.executionId, &citation.queryId, &citation.provider})
        if (part->has_value() && !(*part)->empty())
            return Words::tr("%1: %2", "kind of citation: what").arg(kind, isolated(rowText(**part)));
    return kind;
}

std::vector<std::pair<QString, QString>> citationFields(const report::Citation& citation) {
    const std::pair<QString, const std::optional<std::string>*> all[] = {
        {Words::tr("Provider"), &citation.provider},
        {Words::tr("Description"), &citation.description},
        {Words::tr("Execution id"), &citation.executionId},
        {Words::tr("Query id"), &citation.queryId},
        {Words::tr("SQL SHA-256"), &citation.sqlSha256},
        {Words::tr("Cache manifest"), &citation.cacheManifest},
        {Words::tr("URL"), &citation.url},
        {Words::tr("Title"), &citation.title},
        {Words::tr("Accessed"), &citation.accessedAt},
        {Words::tr("Endpoint"), &citation.endpoint},
        {Words::tr("Response hash"), &citation.responseHash},
        {Words::tr("Path"), &citation.path},
        {Words::tr("Page"), &citation.page},
        {Words::tr("Observed"), &citation.observedAt},
    };
    std::vector<std::pair<QString, QString>> fields{{Words::tr("Source"), fromUtf8(citation.source)}};
    for (const auto& [name, value] : all)
        if (value->has_value())
            fields.emplace_back(name, fromUtf8(**value));
    return fields;
}

} // namespace stemma::ui
