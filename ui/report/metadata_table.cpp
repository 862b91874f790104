// SPDX-License-Identifier: MIT
#include "ui/report/metadata_table.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/json/json_document.h"
#include "core/json/python_format.h"
#include "ui/report/in_place_delegate.h"
#include "ui/report/outline_plans.h"
#include "ui/report/part_facts.h"
#include "ui/session/edit_session.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;
enum Column { NameColumn, ValueColumn, ColumnCount };
constexpr int nameRole = Qt::UserRole;     ///< the name as it is in the report
constexpr int seenRole = Qt::UserRole + 1; ///< the value as it was shown when it was filled in
constexpr int shownRows = 4;

Value metadataOf(const report::LoadedReport& report, const MetadataTable::Place& place) {
    const Value* owner = &report.document;
    if (place.owner == MetadataTable::Owner::section)
        owner = documentPart(report.document, "sections", "section_id", place.id);
    else if (place.owner == MetadataTable::Owner::insight)
        owner = documentPart(report.document, "insights", "insight_id", place.id);
    const Value* metadata = owner == nullptr ? nullptr : owner->find("metadata");
    return metadata != nullptr && metadata->isObject() ? *metadata : Value::object();
}

Value keyEdit(const MetadataTable::Place& place, const std::string& key, const Value& value) {
    std::vector<std::pair<std::string, Value>> keys{{"key", Value::string(key)}, {"value", value}};
    if (place.owner == MetadataTable::Owner::section)
        keys.emplace_back("section_id", Value::string(place.id));
    else if (place.owner == MetadataTable::Owner::insight)
        keys.emplace_back("insight_id", Value::string(place.id));
    return editOp("set-metadata", std::move(keys));
}

} // namespace

std::optional<Value> typedJson(const QString& text, QString& why) {
    auto parsed = json::parse(toUtf8(text.trimmed()));
    if (parsed) {
        why.clear();
        return std::move(*parsed);
    }
    why = text.trimmed().isEmpty()
              ? MetadataTable::tr("A value is needed: text in quotes, a number, true, false, a list or an "
                                  "object.")
              : MetadataTable::tr("This is not JSON (%1). Text stands in quotes: \"%2\".")
                    .arg(fromUtf8(parsed.error().message), text.trimmed().left(40));
    return std::nullopt;
}

MetadataTable::MetadataTable(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QToolButton(this))
    , m_table(new QTableWidget(0, ColumnCount, this))
    , m_problem(problemLabel(this)) {
    m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_heading->setAutoRaise(true);
    m_heading->setCheckable(true);
    connect(m_heading, &QToolButton::toggled, this, &MetadataTable::setOpen);
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Value (JSON)")});
    m_table->horizontalHeader()->setSectionResizeMode(NameColumn, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ValueColumn, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Metadata"));
    m_delegate = new InPlaceDelegate(
        QStringLiteral("metadata/%1").arg(reinterpret_cast<quintptr>(this), 0, 16), m_table);
    m_table->setItemDelegate(m_delegate);
    connect(m_delegate, &InPlaceDelegate::typed, this, [this](const QString& text) {
        if (text.isEmpty() ? m_marked.empty() : m_table->currentColumn() == ValueColumn)
            check(text);
    });
    m_table->installEventFilter(this);
    connect(m_table, &QTableWidget::cellChanged, this, &MetadataTable::take);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(m_table);
    layout->addWidget(m_problem);
    m_table->setFixedHeight(m_table->verticalHeader()->defaultSectionSize() * shownRows +
                            m_table->horizontalHeader()->sizeHint().height());
    setOpen(false);
}

/// An editor that is open goes after us, and would still tell what is typed.
MetadataTable::~MetadataTable() {
    m_delegate->disconnect(this);
}

void MetadataTable::setOpen(bool open) {
    m_heading->setChecked(open);
    m_heading->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_table->setVisible(open);
    if (!open)
        showProblem(*m_problem, {});
}

void MetadataTable::showMetadata(const Place& place, const Value* metadata,
                                 const std::vector<std::string>& hidden) {
    const QWidget* focus = QApplication::focusWidget();
    if (place == m_place && focus != m_table && m_table->isAncestorOf(focus))
        return; // not under the person's hands; what was typed comes first
    if (!(place == m_place)) {
        m_delegate->flush(); // to the place where it was typed
        m_filling = true;
        m_table->setRowCount(0);
        m_filling = false;
        showProblem(*m_problem, {});
    }
    unmark();
    m_place = place;
    m_hidden = hidden;
    fill(metadata);
}

void MetadataTable::fill(const Value* metadata) {
    m_filling = true;
    const int current = m_table->currentRow();
    std::vector<const json::Member*> members;
    if (metadata != nullptr)
        for (const json::Member& member : metadata->members())
            if (std::find(m_hidden.begin(), m_hidden.end(), member.key) == m_hidden.end())
                members.push_back(&member);
    m_table->setRowCount(static_cast<int>(members.size()) + 1);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const bool isNew = row == m_table->rowCount() - 1;
        const json::Member* member = isNew ? nullptr : members[static_cast<std::size_t>(row)];
        const QString name = isNew ? QString() : fromUtf8(member->key);
        const QString value = isNew ? QString() : fromUtf8(json::pythonLine(member->value));
        auto* nameItem = new QTableWidgetItem(name);
        nameItem->setData(nameRole, name);
        if (isNew)
            nameItem->setToolTip(tr("A name here adds a value."));
        auto* valueItem = new QTableWidgetItem(value);
        valueItem->setData(seenRole, value);
        m_table->setItem(row, NameColumn, nameItem);
        m_table->setItem(row, ValueColumn, valueItem);
    }
    if (current >= 0 && current < m_table->rowCount())
        m_table->setCurrentCell(current, std::max(0, m_table->currentColumn()));
    m_heading->setText(tr("Metadata (%1)").arg(members.size()));
    m_filling = false;
}

void MetadataTable::setSession(EditSession* session) {
    if (session == m_session)
        return;
    m_delegate->flush();
    unmark();
    m_session = session;
    m_delegate->setSession(session);
}

/// A value that is no JSON is in the table, and would be passed over by a save.
void MetadataTable::mark(const std::string& name, const QString& why) {
    const QString field = QStringLiteral("metadata/%1/%2").arg(fromUtf8(m_place.id), fromUtf8(name));
    m_session->setInvalid(field, why,
                          m_place.owner == Owner::report ? QString()
                          : m_place.owner == Owner::section
                              ? QStringLiteral("section:") + fromUtf8(m_place.id)
                              : QStringLiteral("insight:") + fromUtf8(m_place.id));
    if (why.isEmpty())
        m_marked.erase(field);
    else
        m_marked.insert(field);
}

void MetadataTable::unmark() {
    for (const QString& field : std::exchange(m_marked, {}))
        if (m_session)
            m_session->setInvalid(field, {});
}

QString MetadataTable::seenAt(int row) const {
    const QTableWidgetItem* item = m_table->item(row, ValueColumn);
    return item == nullptr ? QString() : item->data(seenRole).toString();
}

std::string MetadataTable::nameAt(int row) const {
    return toUtf8(m_table->item(row, NameColumn)->data(nameRole).toString());
}

void MetadataTable::check(const QString& text) {
    QString why;
    if (!text.isEmpty())
        (void)typedJson(text, why);
    showProblem(*m_problem, why);
}

void MetadataTable::take(int row, int column) {
    if (m_filling || !m_session)
        return;
    const std::string before = nameAt(row);
    const std::string name = toUtf8(m_table->item(row, NameColumn)->text().trimmed());
    const QString text = m_table->item(row, ValueColumn)->text();
    if (name.empty()) {
        if (!before.empty())
            set(before, seenAt(row), std::nullopt);
        return;
    }
    if (column == NameColumn && !before.empty()) {
        if (before != name)
            rename(before, name);
        return;
    }
    QString why;
    auto value = typedJson(text, why);
    showProblem(*m_problem, column == ValueColumn ? why : QString());
    mark(name, column == ValueColumn && !value ? tr("The metadata “%1” is not JSON.").arg(fromUtf8(name))
                                               : QString());
    if (value)
        set(name, before.empty() ? QString() : seenAt(row), std::move(value));
    else if (column == NameColumn)
        m_table->setCurrentCell(row, ValueColumn);
}

void MetadataTable::set(const std::string& key, const QString& seen, std::optional<Value> value) {
    if (!value)
        mark(key, {});
    else
        noteSeen(fromUtf8(key), fromUtf8(json::pythonLine(*value)));
    const auto overtaken = std::make_shared<bool>(false);
    m_session->apply(
        [place = m_place, key, seen, value, overtaken](const report::LoadedReport& report) {
            const Value metadata = metadataOf(report, place);
            const Value* now = metadata.find(key);
            if (now == nullptr ? !value : value && *now == *value)
                return Value::array();
            *overtaken = (now == nullptr ? QString() : fromUtf8(json::pythonLine(*now))) != seen;
            return *overtaken ? Value::array() : Value::array({keyEdit(place, key, value.value_or(Value()))});
        },
        {},
        [guard = QPointer(this), session = m_session, place = m_place, key, overtaken](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            if (guard && guard->m_session == session && (*overtaken || !status))
                guard->tellOvertaken(place, *overtaken ? key : std::string());
        });
}

/// What is typed next is a change of this one.
void MetadataTable::noteSeen(const QString& name, const QString& value) {
    m_filling = true;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QTableWidgetItem* item = m_table->item(row, NameColumn);
        if (item->text().trimmed() != name)
            continue;
        item->setData(nameRole, name);
        m_table->item(row, ValueColumn)->setData(seenRole, value);
    }
    m_filling = false;
}

void MetadataTable::tellOvertaken(const Place& place, const std::string& key) {
    const auto report = m_session ? m_session->report() : nullptr;
    if (!report || !(place == m_place))
        return;
    const Value metadata = metadataOf(*report, place);
    unmark();
    fill(&metadata);
    if (key.empty())
        return;
    showProblem(*m_problem, tr("The metadata “%1” was changed by somebody else meanwhile. What is there now "
                               "is shown; what you did was not taken.")
                                .arg(fromUtf8(key)));
}

void MetadataTable::rename(const std::string& from, const std::string& to) {
    mark(from, {});
    const auto overtaken = std::make_shared<bool>(false);
    m_session->apply(
        [place = m_place, from, to, overtaken](const report::LoadedReport& report) {
            const Value metadata = metadataOf(report, place);
            const Value* old = metadata.find(from);
            *overtaken = old == nullptr || metadata.find(to) != nullptr;
            if (*overtaken)
                return Value::array(); // it went, or would take another's place
            return Value::array({keyEdit(place, from, Value()), keyEdit(place, to, *old)});
        },
        {},
        [guard = QPointer(this), session = m_session, place = m_place, to, overtaken](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            if (guard && guard->m_session == session && (*overtaken || !status))
                guard->tellOvertaken(place, *overtaken ? to : std::string());
        });
}

bool MetadataTable::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && m_session &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete && m_table->currentRow() >= 0) {
        if (const std::string name = nameAt(m_table->currentRow()); !name.empty())
            set(name, seenAt(m_table->currentRow()), std::nullopt);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stemma::ui
