// SPDX-License-Identifier: MIT
#include "ui/report/citation_form.h"

#include <algorithm>
#include <tuple>

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLineEdit>

#include "ui/report/outline_plans.h"
#include "ui/report/text_link.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;
using report::Citation;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::CitationForm)
};

struct FieldKind {
    const char* key;
    std::optional<std::string> Citation::*member;
    const char* label;
    const char* sources; ///< that have it
    const char* hint;
};

constexpr FieldKind kinds[] = {
    {"description", &Citation::description, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Description:"),
     "query api url observation document", ""},
    {"execution_id", &Citation::executionId, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Execution id:"),
     "query", ""},
    {"query_id", &Citation::queryId, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Query id:"), "query", ""},
    {"sql_sha256", &Citation::sqlSha256, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "SQL SHA-256:"),
     "query", ""},
    {"cache_manifest", &Citation::cacheManifest,
     QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Cache manifest:"), "query", ""},
    {"url", &Citation::url, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Address:"), "url",
     "https://example.org/page"},
    {"title", &Citation::title, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Title:"), "url document", ""},
    {"path", &Citation::path, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Path:"), "document", ""},
    {"page", &Citation::page, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Page:"), "document", ""},
    {"endpoint", &Citation::endpoint, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Endpoint:"), "api", ""},
    {"response_hash", &Citation::responseHash,
     QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Response hash:"), "api", ""},
    {"accessed_at", &Citation::accessedAt, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Accessed:"),
     "api url", "2025-03-11T14:02:00+00:00"},
    {"observed_at", &Citation::observedAt, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Observed:"),
     "observation", "2025-03-11T14:02:00+00:00"},
    {"provider", &Citation::provider, QT_TRANSLATE_NOOP("stemma::ui::CitationForm", "Provider:"), "query api",
     ""},
};

bool has(const FieldKind& kind, const std::string& source) {
    const QStringList sources = QString::fromLatin1(kind.sources).split(QLatin1Char(' '));
    return sources.contains(fromUtf8(source));
}

auto fieldsOf(const Citation& c) {
    return std::tie(c.source, c.provider, c.description, c.executionId, c.queryId, c.sqlSha256,
                    c.cacheManifest, c.url, c.title, c.accessedAt, c.endpoint, c.responseHash, c.path, c.page,
                    c.observedAt);
}

bool same(const Citation& a, const Citation& b) {
    return fieldsOf(a) == fieldsOf(b);
}

bool holds(const std::vector<Citation>& list, const Citation& citation) {
    return std::any_of(list.begin(), list.end(), [&](const Citation& one) { return same(one, citation); });
}

Value citationEdit(const Shown& shown, std::size_t at, const report::LoadedReport& report,
                   const std::string& key, Value value) {
    const auto place = shown->placeOf(at, report);
    if (!place)
        return Value::array();
    return Value::array({editOp("edit-citation", {{"insight_id", Value::string(shown->insight)},
                                                  {"at", Value::integer(static_cast<std::int64_t>(*place))},
                                                  {"fields", Value::object({{key, std::move(value)}})}})});
}

TextField citationField(const Shown& shown, std::size_t at, const char* key,
                        std::optional<std::string> Citation::*member) {
    return {
        QStringLiteral("insight/%1/citation/%2/%3")
            .arg(fromUtf8(shown->insight), QString::number(at), QLatin1String(key)),
        [shown, at, member](const report::LoadedReport& report) -> std::optional<std::string> {
            const auto place = shown->placeOf(at, report);
            if (!place)
                return std::nullopt;
            const report::Insight* part = report.outline.insight(InsightId(shown->insight));
            return (part->citations[*place].*member).value_or("");
        },
        [shown, at, name = std::string(key)](const report::LoadedReport& report, const std::string& text) {
            return citationEdit(shown, at, report, name, text.empty() ? Value() : Value::string(text));
        }};
}

} // namespace

std::optional<std::size_t> ShownCitations::placeOf(std::size_t at, const std::vector<Citation>& now) const {
    if (at >= citations.size())
        return std::nullopt;
    const Citation& meant = citations[at];
    if (at < now.size() && same(now[at], meant))
        return at;
    for (std::size_t i = 0; i < now.size(); ++i)
        if (same(now[i], meant))
            return i;
    if (now.size() != citations.size() || holds(citations, now[at]))
        return std::nullopt; // it went: another one stands there
    return at;
}

std::optional<std::size_t> ShownCitations::placeOf(std::size_t at, const report::LoadedReport& report) const {
    const report::Insight* part = report.outline.insight(InsightId(insight));
    return part == nullptr ? std::nullopt : placeOf(at, part->citations);
}

const std::vector<std::string>& citationSources() {
    static const std::vector<std::string> sources{"query", "api", "url", "observation", "document"};
    return sources;
}

QString sourceText(const std::string& source) {
    if (source == "query")
        return Words::tr("Query");
    if (source == "api")
        return Words::tr("API");
    if (source == "url")
        return Words::tr("Web page");
    if (source == "observation")
        return Words::tr("Observation");
    if (source == "document")
        return Words::tr("Document");
    return fromUtf8(source);
}

CitationForm::CitationForm(QWidget* parent)
    : QWidget(parent)
    , m_source(new QComboBox(this))
    , m_layout(new QFormLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const std::string& source : citationSources())
        m_source->addItem(sourceText(source), fromUtf8(source));
    m_layout->addRow(tr("S&ource:"), m_source);
    connect(m_source, &QComboBox::activated, this, &CitationForm::setSource);
    for (const FieldKind& kind : kinds) {
        auto* edit = new QLineEdit(this);
        edit->setPlaceholderText(QString::fromLatin1(kind.hint));
        m_layout->addRow(Words::tr(kind.label), edit);
        m_rows.push_back({kind.key, kind.member, edit, new LineBox(*edit)});
    }
}

void CitationForm::setSession(EditSession* session) {
    m_session = session;
    m_shown.reset();
    for (const Row& row : m_rows)
        row.box->link().setField(nullptr, {});
}

void CitationForm::showCitation(const Shown& shown, std::size_t at) {
    const bool another =
        !m_shown || m_shown->insight != shown->insight || m_shown->placeOf(m_at, shown->citations) != at;
    if (another || m_at != at) // what was typed belongs to the one that was shown before
        for (const Row& row : m_rows)
            row.box->link().setField(nullptr, {});
    m_shown = shown;
    m_at = at;
    const Citation& citation = shown->citations[at];
    m_source->setCurrentIndex(m_source->findData(fromUtf8(citation.source)));
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const bool filled = !(citation.*row.member).value_or("").empty();
        m_layout->setRowVisible(row.edit, filled || row.edit->hasFocus() || has(kinds[i], citation.source));
        row.box->link().setField(m_session, citationField(shown, at, row.key, row.member));
    }
}

void CitationForm::focusFirst() {
    for (const Row& row : m_rows)
        if (row.edit->isVisibleTo(this))
            return row.edit->setFocus(Qt::OtherFocusReason);
}

void CitationForm::setSource(int at) {
    if (m_session == nullptr || !m_shown)
        return;
    m_session->apply([shown = m_shown, row = m_at, source = toUtf8(m_source->itemData(at).toString())](
                         const report::LoadedReport& report) {
        return citationEdit(shown, row, report, "source", Value::string(source));
    });
}

} // namespace stemma::ui
