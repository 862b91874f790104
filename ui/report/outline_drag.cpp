// SPDX-License-Identifier: MIT
// The outline model's side of editing: titles in place, and dragging parts.
#include <algorithm>
#include <unordered_set>

#include <QCoreApplication>
#include <QMimeData>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "ui/report/outline_model.h"
#include "ui/report/part_copies.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

const QString& partsFormat() {
    static const QString name = QString::fromLatin1(partsMimeType);
    return name;
}

/// Is there beside the parts when sections are among them: what can be dropped where is asked at each move of
/// the mouse, and the parts may be long.
const QString& sectionsFormat() {
    static const QString name = QStringLiteral("application/x-stemma-sections");
    return name;
}

const QString& citationsFormat() {
    static const QString name = QStringLiteral("application/x-stemma-citations");
    return name;
}

/// Names the report that the parts are of, and the program that they are dragged from: only that one can take
/// them out of there.
const QString& originFormat() {
    static const QString name = QStringLiteral("application/x-stemma-origin");
    return name;
}

QByteArray processName() {
    return QByteArray::number(QCoreApplication::applicationPid());
}

std::optional<json::Value> copiesIn(const QMimeData& data) {
    if (data.hasFormat(partsFormat())) {
        if (auto parsed = json::parse(data.data(partsFormat()).toStdString()); parsed && parsed->isObject())
            return std::move(*parsed);
        return std::nullopt;
    }
    if (data.hasText())
        return copyFromText(data.text());
    return std::nullopt;
}

bool hasSections(const json::Value& copies) {
    const json::Value* sections = copies.find("sections");
    return sections != nullptr && sections->size() > 0;
}

} // namespace

QMimeData* mimeDataOf(const json::Value& copies) {
    auto* data = new QMimeData;
    data->setData(partsFormat(), QByteArray::fromStdString(json::pythonLine(copies)));
    if (hasSections(copies))
        data->setData(sectionsFormat(), QByteArrayLiteral("1"));
    if (hasCitations(copies))
        data->setData(citationsFormat(), QByteArrayLiteral("1"));
    data->setData(originFormat(),
                  processName() + ' ' + QByteArray::fromStdString(copies.stringAt("directory").value_or("")));
    data->setText(hasCitations(copies) ? citationsText(copies) : markdownOf(copies));
    return data;
}

void OutlineModel::setReport(std::shared_ptr<const report::LoadedReport> report, Editing editing) {
    m_report = std::move(report);
    m_editing = editing == Editing::yes && m_report;
}

QString OutlineModel::wholeText(const OutlineRow& row) const {
    if (!m_report)
        return row.text;
    if (row.kind == OutlineKind::section) {
        const report::Section* section = sectionById(m_report->outline, row.id);
        return section == nullptr ? row.text : fromUtf8(section->title);
    }
    const report::Insight* insight = m_report->outline.insight(InsightId(row.id));
    return row.kind != OutlineKind::insight || insight == nullptr ? row.text : fromUtf8(insight->summary);
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex& index) const {
    const OutlineRow* row = rowData(index);
    if (row == nullptr)
        return m_editing ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool part = row->kind == OutlineKind::section || row->kind == OutlineKind::insight;
    if (part || row->kind == OutlineKind::citation)
        flags |= Qt::ItemIsDragEnabled; // also to be copied from what can't be edited
    if (!m_editing || !part)
        return flags;
    // What has several lines is edited beside the tree: a line editor would join them.
    if (index.column() == TextColumn && !wholeText(*row).contains(QLatin1Char('\n')))
        flags |= Qt::ItemIsEditable;
    // What can't be dropped into an insight is dropped above or below it, wherever on it.
    if (row->kind == (m_dragged == Dragged::citations ? OutlineKind::insight : OutlineKind::section))
        flags |= Qt::ItemIsDropEnabled;
    return flags;
}

bool OutlineModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const OutlineRow* row = rowData(index);
    if (row == nullptr || role != Qt::EditRole || index.column() != TextColumn)
        return false;
    const QString text = value.toString();
    if (text != wholeText(*row))
        Q_EMIT textEntered(index, text);
    return true;
}

PartSet OutlineModel::partsOf(const QModelIndexList& rows) const {
    std::vector<std::pair<std::pair<int, int>, QModelIndex>> ordered; // section's row, row in it
    for (const QModelIndex& index : rows) {
        if (index.column() != TextColumn)
            continue;
        const QModelIndex above = index.parent();
        ordered.push_back(
            {above.isValid() ? std::pair(above.row(), index.row()) : std::pair(index.row(), -1), index});
    }
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    PartSet parts;
    std::unordered_set<std::string> taken;
    int whole = -1; // the section that is taken as a whole
    for (const auto& [place, index] : ordered) {
        const OutlineRow* row = rowData(index);
        if (row == nullptr)
            continue;
        if (row->kind == OutlineKind::section) {
            parts.sections.push_back(row->id);
            whole = place.first;
        } else if (row->kind == OutlineKind::insight && place.first != whole &&
                   taken.insert(row->id).second) {
            parts.insights.push_back(row->id);
        }
    }
    return parts;
}

std::vector<CitationRef> OutlineModel::citationsOf(const QModelIndexList& rows) const {
    std::vector<CitationRef> citations;
    for (const QModelIndex& index : rows) {
        const OutlineRow* row = index.column() == TextColumn ? rowData(index) : nullptr;
        if (row != nullptr && row->kind == OutlineKind::citation)
            citations.push_back({row->id, row->citation});
    }
    return citations;
}

std::optional<CitationPlace> OutlineModel::citationPlaceAt(int row, const QModelIndex& parent) const {
    const OutlineRow* into = rowData(parent);
    if (into == nullptr || into->kind != OutlineKind::insight || !m_report)
        return std::nullopt;
    const report::Insight* insight = m_report->outline.insight(InsightId(into->id));
    if (insight == nullptr)
        return std::nullopt;
    const std::size_t count = insight->citations.size();
    return CitationPlace{{into->id, insight->citations}, row < 0 ? count : static_cast<std::size_t>(row)};
}

std::optional<PartPlace> OutlineModel::placeAt(int row, const QModelIndex& parent, bool sections) const {
    const OutlineRow* into = rowData(parent);
    if (into == nullptr) { // between sections, or below all
        const OutlineRow* next = row < 0 ? nullptr : rowData(index(row, 0));
        const bool isSection = next != nullptr && next->kind == OutlineKind::section;
        if (sections)
            return PartPlace{{}, isSection ? next->id : std::string()};
        // The line above a section is the end of the one before it.
        const int before = (row < 0 ? rowCount() : row) - 1;
        for (int at = std::min(before, rowCount() - 1); at >= 0; --at)
            if (const OutlineRow* section = rowData(index(at, 0)); section->kind == OutlineKind::section)
                return PartPlace{section->id, {}};
        return rowCount() == 0 ? std::optional(PartPlace()) : std::nullopt; // a section is made for them
    }
    if (into->kind != OutlineKind::section)
        return std::nullopt;
    const OutlineRow* next = row < 0 ? nullptr : rowData(index(row, 0, parent));
    if (!sections)
        return PartPlace{into->id, next != nullptr ? next->id : std::string()};
    if (next != nullptr && row > 0)
        return std::nullopt; // a section can't stand among insights
    return placeAt(next != nullptr ? parent.row() : parent.row() + 1, {}, true);
}

QStringList OutlineModel::mimeTypes() const {
    return {partsFormat(), QStringLiteral("text/plain")};
}

QMimeData* OutlineModel::mimeData(const QModelIndexList& indexes) const {
    if (!m_report)
        return nullptr;
    const PartSet parts = partsOf(indexes);
    return mimeDataOf(parts.empty() ? copyOfCitations(*m_report, citationsOf(indexes))
                                    : copyOf(*m_report, parts));
}

Qt::DropActions OutlineModel::supportedDropActions() const {
    return Qt::MoveAction | Qt::CopyAction;
}

void OutlineModel::setDragged(const QMimeData* data) {
    m_dragged = data != nullptr && data->hasFormat(citationsFormat()) ? Dragged::citations : Dragged::parts;
}

OutlineModel::Origin OutlineModel::originOf(const QMimeData& data) const {
    const QByteArray origin = data.data(originFormat());
    const qsizetype blank = origin.indexOf(' ');
    if (blank < 0 || !m_report)
        return Origin::elsewhere;
    if (origin.mid(blank + 1).toStdString() == m_report->directory)
        return Origin::thisReport;
    return origin.left(blank) == processName() ? Origin::otherReport : Origin::elsewhere;
}

bool OutlineModel::canDropMimeData(const QMimeData* data, Qt::DropAction, int row, int,
                                   const QModelIndex& parent) const {
    if (!m_editing || data == nullptr)
        return false;
    if (!data->hasFormat(partsFormat()) && !data->hasText())
        return false;
    if (data->hasFormat(citationsFormat()))
        return citationPlaceAt(row, parent).has_value();
    return placeAt(row, parent, data->hasFormat(sectionsFormat())).has_value();
}

bool OutlineModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                const QModelIndex& parent) {
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    auto copies = copiesIn(*data);
    if (!copies)
        return false;
    Dropped drop;
    if (hasCitations(*copies))
        drop.citations = citationPlaceAt(row, parent);
    const auto place =
        drop.citations ? std::optional(PartPlace()) : placeAt(row, parent, hasSections(*copies));
    if (!place)
        return false;
    drop.place = *place;
    drop.copies = std::move(*copies);
    const Origin origin = originOf(*data);
    if (action == Qt::MoveAction && origin != Origin::elsewhere)
        drop.way = origin == Origin::thisReport ? DropWay::moveWithin : DropWay::moveAcross;
    Q_EMIT dropped(drop);
    return true; // the rows move when the report did
}

} // namespace stemma::ui
