// SPDX-License-Identifier: MIT
// The commands that take parts out of the outline or put parts in: the clipboard, copies, drops, deleting.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTreeView>

#include "core/json/json_document.h"
#include "ui/report/citation_form.h"
#include "ui/report/outline_editing.h"
#include "ui/report/outline_model.h"
#include "ui/report/outline_page.h"
#include "ui/report/part_copies.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

QString titleOf(const report::LoadedReport& report, const PartSet& parts) {
    if (!parts.sections.empty()) {
        const report::Section* section = sectionById(report.outline, parts.sections.front());
        return section == nullptr ? QString() : oneLine(fromUtf8(section->title), 60);
    }
    const report::Insight* insight = report.outline.insight(InsightId(parts.insights.front()));
    return insight == nullptr ? QString() : oneLine(fromUtf8(insight->summary), 60);
}

} // namespace

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
    const QModelIndexList rows = m_page.tree()->selectionModel()->selectedRows();
    if (shown && (!parts.empty() || !m_page.model()->citationsOf(rows).empty()))
        QGuiApplication::clipboard()->setMimeData(m_page.model()->mimeData(rows));
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
        if (copies && hasCitations(*copies))
            pasteCitations(*copies);
        else if (copies && copies->isObject())
            pasteAt(*copies, placeForNew());
    } else if (data->hasText()) {
        pasteAt(copyFromText(data->text()), placeForNew());
    }
}

/// Citations go behind those of the chosen insight.
void OutlineEditing::pasteCitations(const Value& copies) {
    const OutlineRow* row = m_page.currentRow();
    if (row == nullptr || (row->kind != OutlineKind::insight && row->kind != OutlineKind::citation)) {
        Q_EMIT noticed(tr("Choose the insight first that the citations are to be pasted into."));
        return;
    }
    m_session->apply([copies, id = row->id](const report::LoadedReport& report) {
        return pasteCitationEdits(report, copies, {{id, {}}, 0});
    });
}

void OutlineEditing::pasteAt(const Value& copies, const PartPlace& place) {
    Q_EMIT m_session->flushRequested();
    auto made = std::make_shared<std::vector<std::string>>();
    applyMeant(
        [copies, place, made, title = toUtf8(tr("New section"))](const report::LoadedReport& report) {
            made->clear();
            return pasteEdits(report, copies, place, title, *made);
        },
        [this, made](Came) { m_page.selectWhenThere(*made, OutlinePage::Then::nothing); });
}

void OutlineEditing::duplicate() {
    const PartSet parts = m_page.selectedParts();
    if (!editable() || parts.empty())
        return;
    Q_EMIT m_session->flushRequested();
    auto made = std::make_shared<std::vector<std::string>>();
    applyMeant(
        [parts, made](const report::LoadedReport& report) {
            made->clear();
            return duplicateEdits(report, parts, *made);
        },
        [this, made](Came) { m_page.selectWhenThere(*made, OutlinePage::Then::nothing); });
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
    applyMeant(
        [parts, copies, removal](const report::LoadedReport& report) {
            if (removal == Removal::cut)
                *copies = copyOf(report, parts);
            return deleteEdits(report, parts);
        },
        [this, copies, what = deletedText(parts)](Came came) {
            if (came == Came::toNothing)
                return; // somebody else deleted them: what was copied before stays on the clipboard
            if (copies->isObject())
                QGuiApplication::clipboard()->setMimeData(mimeDataOf(*copies));
            Q_EMIT deleted(what);
        });
}

void OutlineEditing::removeCitation() {
    const OutlineRow* row = m_page.currentRow();
    const auto shown = m_page.report();
    if (row == nullptr || row->kind != OutlineKind::citation || !shown)
        return;
    const report::Insight* insight = shown->outline.insight(InsightId(row->id));
    if (insight == nullptr)
        return;
    applyMeant(
        [meant = ShownCitations{row->id, insight->citations},
         at = row->citation](const report::LoadedReport& report) {
            const auto place = meant.placeOf(at, report);
            if (!place)
                return Value::array();
            return Value::array(
                {editOp("delete-citation", {{"insight_id", Value::string(meant.insight)},
                                            {"at", Value::integer(static_cast<std::int64_t>(*place))}})});
        },
        [this, what = tr("Deleted the citation “%1”.").arg(isolated(row->text))](Came came) {
            if (came == Came::toPass) // else somebody else deleted it
                Q_EMIT deleted(what);
        });
}

void OutlineEditing::takeDrop(const Dropped& drop) {
    if (!editable())
        return;
    Q_EMIT m_session->flushRequested();
    if (drop.way == DropWay::moveAcross)
        Q_EMIT moveWanted(drop);
    else if (drop.citations)
        m_session->apply([drop](const report::LoadedReport& report) {
            return drop.way == DropWay::copy ? pasteCitationEdits(report, drop.copies, *drop.citations)
                                             : carryCitationEdits(report, drop.copies, *drop.citations);
        });
    else if (drop.way == DropWay::copy)
        pasteAt(drop.copies, drop.place);
    else
        m_session->apply([parts = partsIn(drop.copies), place = drop.place](
                             const report::LoadedReport& report) { return moveEdits(report, parts, place); });
}

} // namespace stemma::ui
