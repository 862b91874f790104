// SPDX-License-Identifier: MIT
#include "ui/report/outline_editing.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QTreeView>

#include "core/base/ids.h"
#include "ui/report/in_place_delegate.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_editor.h"
#include "ui/report/text_link.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

constexpr qint64 typingMs = 900; // "1" and "0" within that are ten

} // namespace

OutlineEditing::OutlineEditing(OutlinePage& page)
    : QObject(&page)
    , m_page(page) {
    page.tree()->installEventFilter(this);
    connect(page.tree()->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OutlineEditing::abilityChanged);
    connect(page.model(), &OutlineModel::textEntered, this, &OutlineEditing::takeText);
    connect(page.inPlace(), &InPlaceDelegate::entered, this,
            [this](const QModelIndex&, const QString& begun) { m_begun = begun; });
    connect(page.inPlace(), &InPlaceDelegate::lost, this, &OutlineEditing::typingLost);
    connect(page.model(), &OutlineModel::dropped, this, &OutlineEditing::takeDrop);
    connect(page.editor(), &PartEditor::cursorMoved, this, &OutlineEditing::abilityChanged);
}

void OutlineEditing::setSession(EditSession* session) {
    m_session = session;
    Q_EMIT abilityChanged();
}

void OutlineEditing::applyMeant(EditPlan plan, std::function<void(Came)> done) {
    auto came = std::make_shared<Came>(Came::toNothing);
    m_session->apply(
        [plan = std::move(plan), came](const report::LoadedReport& report) {
            Value edits = plan(report);
            *came = edits.size() > 0 ? Came::toPass : Came::toNothing;
            return edits;
        },
        {},
        [guard = QPointer(this), session = m_session, came, done = std::move(done)](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            else if (status && guard && guard->m_session == session)
                done(*came);
        });
}

std::shared_ptr<const report::LoadedReport> OutlineEditing::report() const {
    return m_session ? m_session->report() : nullptr;
}

bool OutlineEditing::editable() const {
    return m_session && m_session->isEditable() && m_session->state();
}

EditAbility OutlineEditing::ability() const {
    EditAbility ability;
    ability.shown = m_session != nullptr;
    if (!m_session)
        return ability;
    ability.outline = m_page.isVisible();
    ability.whyNot = m_session->whyNotEditable();
    ability.modified = m_session->isModified();
    const PartSet parts = m_page.selectedParts();
    ability.sections = parts.sections.size();
    ability.insights = parts.insights.size();
    const OutlineRow* row = m_page.currentRow();
    ability.citation = row != nullptr && row->kind == OutlineKind::citation && parts.empty();
    ability.preview = m_page.editor()->isPreviewShown();
    if (const auto shown = report()) {
        ability.hasSections = !shown->outline.sections.empty();
        const bool one = parts.sections.empty() && parts.insights.size() == 1;
        ability.canJoin = one && !nextInsight(shown->outline, parts.insights.front()).empty();
        ability.canSplit = one && m_page.editor()->insightCut().has_value();
    }
    return ability;
}

/// After the chosen insight; at the end of the chosen section; else at the end of the last one.
PartPlace OutlineEditing::placeForNew() const {
    const auto shown = report();
    const OutlineRow* row = m_page.currentRow();
    if (row != nullptr && row->kind == OutlineKind::section)
        return {row->id, {}};
    if (row != nullptr && (row->kind == OutlineKind::insight || row->kind == OutlineKind::citation))
        if (const std::string section = sectionOf(shown->outline, row->id); !section.empty())
            return {section, nextInsight(shown->outline, row->id)};
    const auto& sections = shown->outline.sections;
    return {sections.empty() ? std::string() : sections.back().id.text(), {}};
}

void OutlineEditing::addSection() {
    if (!editable())
        return;
    const std::string id = newUuid();
    const std::string after = placeForNew().section;
    m_page.selectWhenThere({"section:" + id}, OutlinePage::Then::rename);
    m_session->apply([id, after, title = toUtf8(tr("New section"))](const report::LoadedReport& report) {
        return addSectionEdits(report, after, id, title);
    });
}

void OutlineEditing::addInsight() {
    if (!editable())
        return;
    const std::string id = newUuid();
    const std::string section = newUuid();
    m_page.selectWhenThere({"insight:" + id}, OutlinePage::Then::editText);
    m_session->apply([id, section, place = placeForNew(), title = toUtf8(tr("New section")),
                      text = toUtf8(tr("New insight"))](const report::LoadedReport& report) {
        if (!place.section.empty())
            return addInsightEdits(report, place, id, text);
        Value edits = addSectionEdits(report, {}, section, title); // there is none yet
        edits.appendItem(
            editOp("add-insight", {{"section_id", Value::string(section)},
                                   {"insight", Value::object({{"insight_id", Value::string(id)},
                                                              {"summary", Value::string(text)}})}}));
        return edits;
    });
}

void OutlineEditing::addCitation() {
    if (editable())
        m_page.editor()->addCitation();
}

void OutlineEditing::rename() {
    const QModelIndex index = m_page.tree()->currentIndex().siblingAtColumn(OutlineModel::TextColumn);
    if (!editable() || !index.isValid())
        return;
    if (index.flags().testFlag(Qt::ItemIsEditable))
        m_page.tree()->edit(index);
    else
        editText();
}

void OutlineEditing::editText() {
    m_page.editor()->focusText(PartEditor::Selection::keep);
}

void OutlineEditing::split() {
    const OutlineRow* row = m_page.currentRow();
    const auto cut = m_page.editor()->insightCut();
    if (!editable() || row == nullptr || !cut)
        return;
    Q_EMIT m_session->flushRequested();
    const std::string id = newUuid();
    applyMeant([insight = row->id, cut = *cut,
                id](const report::LoadedReport& report) { return splitEdits(report, insight, cut, id); },
               [this, id](Came came) {
                   if (came == Came::toNothing)
                       Q_EMIT noticed(
                           tr("The insight was not split: another program changed its text just now. Look "
                              "at the text, and split it again."));
                   else
                       m_page.selectWhenThere({"insight:" + id}, OutlinePage::Then::editFromStart);
               });
}

void OutlineEditing::join() {
    const PartSet parts = m_page.selectedParts();
    if (!editable() || parts.insights.size() != 1)
        return;
    Q_EMIT m_session->flushRequested();
    m_session->apply([insight = parts.insights.front()](const report::LoadedReport& report) {
        return joinEdits(report, insight);
    });
}

void OutlineEditing::move(Direction direction) {
    const PartSet parts = m_page.selectedParts();
    if (editable() && !parts.empty())
        m_session->apply([parts, direction](const report::LoadedReport& report) {
            return stepEdits(report, parts, direction);
        });
}

void OutlineEditing::moveToSection(Direction direction) {
    const PartSet parts = m_page.selectedParts();
    if (editable() && !parts.insights.empty())
        m_session->apply([parts, direction](const report::LoadedReport& report) {
            return stepSectionEdits(report, parts, direction);
        });
}

void OutlineEditing::setImportance(int importance) {
    const PartSet parts = m_page.selectedParts();
    if (editable() && !parts.insights.empty())
        m_session->apply([ids = parts.insights, importance](const report::LoadedReport& report) {
            return fieldEdits(report, ids, "importance", Value::integer(importance));
        });
}

void OutlineEditing::changeImportance(int by) {
    const PartSet parts = m_page.selectedParts();
    if (!editable() || parts.insights.empty())
        return;
    m_session->apply([ids = parts.insights, by](const report::LoadedReport& report) {
        Value edits = Value::array();
        for (const std::string& id : ids)
            if (const report::Insight* insight = report.outline.insight(InsightId(id))) {
                const auto wanted = std::clamp<std::int64_t>(insight->importance + by, 0, 10);
                for (const Value& edit :
                     fieldEdits(report, {id}, "importance", Value::integer(wanted)).items())
                    edits.appendItem(edit);
            }
        return edits;
    });
}

void OutlineEditing::setStatus(const char* status) {
    const PartSet parts = m_page.selectedParts();
    if (editable() && !parts.insights.empty())
        m_session->apply(
            [ids = parts.insights, word = std::string(status)](const report::LoadedReport& report) {
                return fieldEdits(report, ids, "status", Value::string(word));
            });
}

void OutlineEditing::copyId() const {
    QGuiApplication::clipboard()->setText(
        m_page.tree()->currentIndex().data(OutlineModel::IdRole).toString());
}

void OutlineEditing::takeText(const QModelIndex& index, const QString& text) {
    const OutlineRow* row = m_page.model()->rowData(index);
    if (!editable() || row == nullptr)
        return;
    if (text.trimmed().isEmpty()) {
        Q_EMIT m_session->refused(row->kind == OutlineKind::section
                                      ? tr("A section’s title can’t be empty: it stays as it was.")
                                      : tr("An insight’s text can’t be empty: it stays as it was."),
                                  {});
        return;
    }
    const std::string id = row->id;
    const std::string entered = toUtf8(text);
    const bool section = row->kind == OutlineKind::section;
    const std::string begun =
        toUtf8(std::exchange(m_begun, std::nullopt).value_or(index.data(Qt::EditRole).toString()));
    m_session->apply([id, begun, entered, section](const report::LoadedReport& report) {
        const char* field = section ? "title" : "summary";
        const Value* part = section ? documentPart(report.document, "sections", "section_id", id)
                                    : documentPart(report.document, "insights", "insight_id", id);
        if (part == nullptr)
            return Value::array();
        const std::string now = part->stringAt(field).value_or("");
        const std::string merged = mergedText(begun, entered, now);
        if (merged == now)
            return Value::array();
        return section ? sectionFieldEdits(id, field, Value::string(merged))
                       : fieldEdits(report, {id}, field, Value::string(merged));
    });
}

/// Digits typed on the tree are the importance of what is chosen.
bool OutlineEditing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool digit = key->text().size() == 1 && key->text().at(0).isDigit() &&
                       (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!digit || m_page.selectedParts().insights.empty())
        return QObject::eventFilter(watched, event);
    const auto now = static_cast<qint64>(key->timestamp());
    const int number = key->text().at(0).digitValue();
    const bool ten = m_digits == QLatin1String("1") && number == 0 && now - m_digitTime < typingMs;
    m_digits = key->text();
    m_digitTime = now;
    setImportance(ten ? 10 : number);
    return true;
}

} // namespace stemma::ui
