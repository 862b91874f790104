// SPDX-License-Identifier: MIT
#include "ui/report/outline_editing.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QTreeView>

#include "core/base/ids.h"
#include "core/json/json_document.h"
#include "ui/report/in_place_delegate.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_copies.h"
#include "ui/report/part_editor.h"
#include "ui/report/text_link.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

constexpr qint64 typingMs = 900; // "1" and "0" within that are ten

QString titleOf(const report::LoadedReport& report, const PartSet& parts) {
    if (!parts.sections.empty()) {
        const report::Section* section = sectionById(report.outline, parts.sections.front());
        return section == nullptr ? QString() : oneLine(fromUtf8(section->title), 60);
    }
    const report::Insight* insight = report.outline.insight(InsightId(parts.insights.front()));
    return insight == nullptr ? QString() : oneLine(fromUtf8(insight->summary), 60);
}

void addIds(const Value& copies, const char* list, const char* idKey, std::vector<std::string>& ids) {
    if (const Value* parts = copies.find(list))
        for (const Value& part : parts->items())
            if (auto id = part.stringAt(idKey))
                ids.push_back(std::move(*id));
}

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
    connect(page.model(), &OutlineModel::partsDropped, this, &OutlineEditing::takeDrop);
    connect(page.editor(), &PartEditor::cursorMoved, this, &OutlineEditing::abilityChanged);
}

void OutlineEditing::setSession(EditSession* session) {
    m_session = session;
    Q_EMIT abilityChanged();
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
        ability.canSplit = one && m_page.editor()->splitText().has_value();
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
    const auto halves = m_page.editor()->splitText();
    if (!editable() || row == nullptr || !halves)
        return;
    Q_EMIT m_session->flushRequested();
    const std::string id = newUuid();
    m_page.selectWhenThere({"insight:" + id}, OutlinePage::Then::editFromStart);
    m_session->apply(
        [insight = row->id, left = toUtf8(halves->first), right = toUtf8(halves->second),
         id](const report::LoadedReport& report) { return splitEdits(report, insight, left, right, id); });
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

void OutlineEditing::cut() {
    copy(); // what is pasted before the cut came to its end
    const PartSet parts = m_page.selectedParts();
    if (editable() && !parts.empty())
        removeParts(parts, Removal::cut);
    else
        remove();
}

void OutlineEditing::copy() const {
    const PartSet parts = m_page.selectedParts();
    const auto shown = report();
    if (shown && !parts.empty())
        QGuiApplication::clipboard()->setMimeData(
            m_page.model()->mimeData(m_page.tree()->selectionModel()->selectedRows()));
    else if (const OutlineRow* row = m_page.currentRow())
        QGuiApplication::clipboard()->setText(row->text);
}

void OutlineEditing::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (!editable() || data == nullptr)
        return;
    const QString format = QString::fromLatin1(partsMimeType);
    if (data->hasFormat(format)) {
        auto copies = json::parse(data->data(format).toStdString());
        if (copies && copies->isObject())
            pasteAt(*copies, placeForNew());
    } else if (data->hasText()) {
        pasteAt(copyFromText(data->text()), placeForNew());
    }
}

void OutlineEditing::pasteAt(const Value& copies, const PartPlace& place) {
    Q_EMIT m_session->flushRequested();
    auto made = std::make_shared<std::vector<std::string>>();
    m_session->apply(
        [copies, place, made, title = toUtf8(tr("New section"))](const report::LoadedReport& report) {
            made->clear();
            return pasteEdits(report, copies, place, title, *made);
        },
        {},
        [page = QPointer(&m_page), session = m_session, made](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            else if (page && !made->empty())
                page->selectWhenThere(*made, OutlinePage::Then::nothing);
        });
}

void OutlineEditing::duplicate() {
    const PartSet parts = m_page.selectedParts();
    if (!editable() || parts.empty())
        return;
    Q_EMIT m_session->flushRequested();
    auto made = std::make_shared<std::vector<std::string>>();
    m_session->apply(
        [parts, made](const report::LoadedReport& report) {
            made->clear();
            return duplicateEdits(report, parts, *made);
        },
        {},
        [page = QPointer(&m_page), session = m_session, made](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            else if (page && !made->empty())
                page->selectWhenThere(*made, OutlinePage::Then::nothing);
        });
}

QString OutlineEditing::deletedText(const PartSet& parts) const {
    if (parts.size() > 1)
        return tr("Deleted %n part(s).", nullptr, static_cast<int>(parts.size()));
    return tr("Deleted “%1”.").arg(isolated(titleOf(*report(), parts)));
}

void OutlineEditing::remove() {
    if (!editable())
        return;
    const PartSet parts = m_page.selectedParts();
    if (parts.empty())
        return removeCitation();
    removeParts(parts, Removal::remove);
}

void OutlineEditing::removeParts(const PartSet& parts, Removal removal) {
    Q_EMIT m_session->flushRequested();
    // What is cut is what goes, text that was typed just now included.
    auto copies = std::make_shared<Value>();
    m_session->apply(
        [parts, copies, removal](const report::LoadedReport& report) {
            if (removal == Removal::cut)
                *copies = copyOf(report, parts);
            return deleteEdits(report, parts);
        },
        {},
        [guard = QPointer(this), session = m_session, copies,
         what = deletedText(parts)](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            if (!status)
                return;
            if (copies->isObject())
                QGuiApplication::clipboard()->setMimeData(mimeDataOf(*copies));
            if (guard)
                Q_EMIT guard->deleted(what);
        });
}

void OutlineEditing::removeCitation() {
    const OutlineRow* row = m_page.currentRow();
    if (row == nullptr || row->kind != OutlineKind::citation)
        return;
    const QString what = tr("Deleted the citation “%1”.").arg(isolated(row->text));
    m_session->apply(
        [id = row->id, at = row->citation](const report::LoadedReport&) {
            return Value::array(
                {editOp("delete-citation", {{"insight_id", Value::string(id)},
                                            {"at", Value::integer(static_cast<std::int64_t>(at))}})});
        },
        {},
        [guard = QPointer(this), session = m_session, what](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            else if (guard)
                Q_EMIT guard->deleted(what);
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

void OutlineEditing::takeDrop(const Value& copies, const PartPlace& place, bool move) {
    if (!editable())
        return;
    Q_EMIT m_session->flushRequested();
    if (!move)
        return pasteAt(copies, place);
    PartSet parts;
    addIds(copies, "sections", "section_id", parts.sections); // others' drags may lack anything
    addIds(copies, "insights", "insight_id", parts.insights);
    m_session->apply(
        [parts, place](const report::LoadedReport& report) { return moveEdits(report, parts, place); });
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
