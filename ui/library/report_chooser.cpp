// SPDX-License-Identifier: MIT
#include "ui/library/report_chooser.h"

#include <algorithm>
#include <vector>

#include <QDialogButtonBox>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "ui/text/content_text.h"

namespace stemma::ui {

ReportChooser::ReportChooser(const report::LibrarySnapshot& snapshot, const QString& purpose,
                             const QString& act, QWidget* parent)
    : QDialog(parent)
    , m_filter(new QLineEdit(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_list(new QListView(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Choose a Report"));
    auto* label = new QLabel(purpose, this);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    m_filter->setPlaceholderText(tr("Filter by title"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_shown);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Reports"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_act = buttons->addButton(act, QDialogButtonBox::AcceptRole);
    m_act->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    for (QWidget* part : std::initializer_list<QWidget*>{label, m_filter, m_list, buttons})
        layout->addWidget(part);
    connect(m_filter, &QLineEdit::textChanged, this, &ReportChooser::filter);
    connect(m_list, &QListView::activated, this, &ReportChooser::accept);
    connect(buttons, &QDialogButtonBox::accepted, this, &ReportChooser::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fill(snapshot);
    filter({});
    resize(460, 420);
}

/// What can be read, the newest change first, as the list has it.
void ReportChooser::fill(const report::LibrarySnapshot& snapshot) {
    std::vector<const report::ReportSummary*> reports;
    for (const report::ReportSummary& each : snapshot.reports)
        if (each.state == report::ReportState::ok)
            reports.push_back(&each);
    std::stable_sort(reports.begin(), reports.end(),
                     [](const auto* a, const auto* b) { return a->updatedAt > b->updatedAt; });
    auto* model = new QStandardItemModel(this);
    for (const report::ReportSummary* each : reports) {
        auto* item = new QStandardItem(oneLine(fromUtf8(each->title)));
        item->setData(fromUtf8(each->id.text()));
        model->appendRow(item);
    }
    m_shown->setSourceModel(model);
}

void ReportChooser::filter(const QString& words) {
    m_shown->setFilterFixedString(words.trimmed());
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_shown->index(0, 0));
    m_act->setEnabled(m_list->currentIndex().isValid());
}

void ReportChooser::accept() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    Q_EMIT chosen(ReportId(toUtf8(index.data(Qt::UserRole + 1).toString())));
    QDialog::accept();
}

} // namespace stemma::ui
