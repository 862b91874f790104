// SPDX-License-Identifier: MIT
#include "ui/library/synthesis_dialog.h"

#include <algorithm>

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

#include "ui/shell/choice_delegate.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

SynthesisDialog::SynthesisDialog(const report::LibrarySnapshot& snapshot, const ReportId& first,
                                 QWidget* parent)
    : MakingDialog(tr("Synthesize Reports"), tr("Of the new report"), parent) {
    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Filter by title"));
    m_filter->setClearButtonEnabled(true);
    form()->addRow(tr("&Reports:"), m_filter);
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Reports to put together"));
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new ChoiceDelegate(m_list));
    finish(m_list);
    fill(snapshot, first);
    connect(m_list, &QListWidget::itemChanged, this, &SynthesisDialog::follow);
    connect(m_filter, &QLineEdit::textChanged, this, &SynthesisDialog::filter);
    resize(520, 480);
    updateState();
}

/// What can be read, the newest change first, as the list has it.
void SynthesisDialog::fill(const report::LibrarySnapshot& snapshot, const ReportId& first) {
    std::vector<const report::ReportSummary*> reports;
    for (const report::ReportSummary& each : snapshot.reports)
        if (each.state == report::ReportState::ok)
            reports.push_back(&each);
    std::stable_sort(reports.begin(), reports.end(),
                     [](const auto* a, const auto* b) { return a->updatedAt > b->updatedAt; });
    for (const report::ReportSummary* each : reports) {
        auto* item = new QListWidgetItem(oneLine(fromUtf8(each->title)), m_list);
        item->setData(Qt::UserRole, fromUtf8(each->id.text()));
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(each->id == first ? Qt::Checked : Qt::Unchecked);
        if (each->id == first) {
            m_chosen.push_back(item);
            m_list->setCurrentItem(item);
        }
    }
}

void SynthesisDialog::filter(const QString& words) {
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        // What is chosen stays in sight.
        item->setHidden(item->checkState() != Qt::Checked &&
                        !item->text().contains(words.trimmed(), Qt::CaseInsensitive));
    }
}

void SynthesisDialog::follow(QListWidgetItem* item) {
    const auto known = std::find(m_chosen.begin(), m_chosen.end(), item);
    const bool chosen = item->checkState() == Qt::Checked;
    if (chosen && known == m_chosen.end())
        m_chosen.push_back(item);
    else if (!chosen && known != m_chosen.end())
        m_chosen.erase(known);
    updateState();
}

void SynthesisDialog::updateState() {
    QStringList titles;
    for (const QListWidgetItem* item : m_chosen)
        titles.append(isolated(item->text()));
    const bool enough = m_chosen.size() >= 2;
    note()->setText(enough
                        ? tr("In this order: %1", "titles of reports").arg(titles.join(QStringLiteral(" · ")))
                        : tr("Choose two reports or more. They stay as they are; the new one begins with all "
                             "their sections and insights."));
    setMissing(enough ? QString() : tr("Choose two reports or more."));
}

void SynthesisDialog::make() {
    std::vector<ReportId> sources;
    for (const QListWidgetItem* item : m_chosen)
        sources.emplace_back(toUtf8(item->data(Qt::UserRole).toString()));
    Q_EMIT wanted(titleEdit()->text().trimmed(), sources);
}

} // namespace stemma::ui
