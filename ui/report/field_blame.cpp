// SPDX-License-Identifier: MIT
#include "ui/report/field_blame.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/history/field_text.h"
#include "ui/report/blame_book.h"
#include "ui/shell/quiet_selection.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int mostRows = 6;
constexpr int keyRole = Qt::UserRole;
} // namespace

FieldBlame::FieldBlame(QWidget* parent)
    : QWidget(parent)
    , m_list(new QTreeWidget(this)) {
    auto* title = new QLabel(tr("Who wrote it"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_list->setAccessibleName(tr("Who wrote each field of the chosen part"));
    m_list->setRootIsDecorated(false);
    m_list->setHeaderHidden(true);
    m_list->setColumnCount(2);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(true);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    new QuietSelection(*m_list);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(9, 4, 9, 6);
    layout->setSpacing(2);
    layout->addWidget(title);
    layout->addWidget(m_list);
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const QString key = item->data(0, keyRole).toString(); !key.isEmpty())
            Q_EMIT changeWanted(toUtf8(key));
    });
    hide();
}

void FieldBlame::showPart(const PartMark* part, Timestamp now) {
    m_list->clear();
    setVisible(part != nullptr);
    if (part == nullptr)
        return;
    const auto add = [this, now](const QString& name, const BlameMark& mark) {
        auto* item = new QTreeWidgetItem(m_list, {name, blameText(mark, now)});
        item->setData(0, keyRole, fromUtf8(mark.row));
        for (const int column : {0, 1})
            item->setToolTip(column, plainTip(blameDetail(mark)));
        item->setData(1, Qt::AccessibleDescriptionRole, blameDetail(mark));
    };
    for (const auto& [name, mark] : part->fields)
        if (!isTimeStamp(name))
            add(fieldName(name), mark);
    const int rows = std::clamp(m_list->topLevelItemCount(), 1, mostRows);
    const int height = m_list->sizeHintForRow(0) > 0 ? m_list->sizeHintForRow(0) : fontMetrics().height() + 4;
    m_list->setFixedHeight(rows * height + 2 * m_list->frameWidth() + 2);
}

} // namespace stemma::ui
