// SPDX-License-Identifier: MIT
#include "ui/health/fix_plan_page.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/health/finding_words.h"
#include "ui/inbox/change_delegate.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

QIcon iconOf(const FixPlanModel::Row& row) {
    if (!row.outcome)
        return severityIcon(row.finding.finding.severity);
    switch (row.outcome->state) {
    case FixOutcome::State::done:
        return toneIcon(IconName::ok, Tone::good);
    case FixOutcome::State::failed:
        return toneIcon(IconName::error, Tone::bad);
    default:
        return toneIcon(IconName::information, Tone::accent);
    }
}

ChangeDelegate* makePlanDelegate(FixPlanModel& model, QObject* parent) {
    return new ChangeDelegate(
        ChangeDelegate::Lines::three,
        [&model](const QModelIndex& index) {
            const FixPlanModel::Row& row = *model.rowAt(index);
            ChangeLines lines{whereText(row.finding), {}, oneLine(FixPlanModel::sentence(row))};
            lines.remarks = findingKindText(row.finding.finding.kind);
            lines.icon = iconOf(row);
            return lines;
        },
        parent);
}

} // namespace

FixPlanPage::FixPlanPage(QWidget* parent)
    : QWidget(parent)
    , m_model(new FixPlanModel(this))
    , m_title(new QLabel(this))
    , m_lead(new QLabel(this))
    , m_view(new QListView(this)) {
    QFont font = m_title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_title->setFont(font);
    for (QLabel* label : {m_title, m_lead}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(12, label == m_title ? 8 : 0, 12, 6);
    }
    m_view->setModel(m_model);
    m_view->setItemDelegate(makePlanDelegate(*m_model, m_view));
    new QuietSelection(*m_view);
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setAccessibleName(tr("What will be fixed, in this order"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_lead);
    layout->addWidget(m_view, 1);
    layout->addWidget(makeFooter());
    setFocusProxy(m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &FixPlanPage::showDetail);
    setStage(Stage::offered);
}

QWidget* FixPlanPage::makeFooter() {
    auto* footer = new QWidget(this);
    m_detail = new QLabel(footer);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_progress = new QProgressBar(footer);
    m_progress->setAccessibleName(tr("How far the fixing is"));
    m_fix = new QPushButton(footer);
    m_fix->setIcon(themeIcon(IconName::ok));
    m_leave = new QPushButton(footer);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_fix);
    buttons->addWidget(m_leave);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch(0);
    auto* layout = new QVBoxLayout(footer);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_detail);
    layout->addLayout(buttons);
    connect(m_fix, &QPushButton::clicked, this, &FixPlanPage::accepted);
    connect(m_leave, &QPushButton::clicked, this, &FixPlanPage::leaveRequested);
    return footer;
}

void FixPlanPage::offer(std::vector<FixPlanModel::Row> rows) {
    m_model->setRows(std::move(rows));
    setStage(Stage::offered);
    m_view->setCurrentIndex(m_model->index(0));
}

void FixPlanPage::setRunning() {
    m_progress->setValue(0);
    setStage(Stage::running);
    m_leave->setFocus(Qt::OtherFocusReason);
}

void FixPlanPage::setPercent(int percent) {
    m_progress->setRange(0, percent < 0 ? 0 : 100);
    m_progress->setValue(std::max(0, percent));
}

void FixPlanPage::tell(const std::vector<FixOutcome>& outcomes) {
    m_model->setOutcomes(outcomes);
    setStage(Stage::told);
    const auto& rows = m_model->rows();
    const auto first = std::find_if(rows.begin(), rows.end(), [](const FixPlanModel::Row& row) {
        return row.outcome && row.outcome->state != FixOutcome::State::done;
    });
    m_view->setCurrentIndex(m_model->index(first == rows.end() ? 0 : static_cast<int>(first - rows.begin())));
    showDetail();
}

void FixPlanPage::setStage(Stage stage) {
    m_stage = stage;
    const auto& rows = m_model->rows();
    const int all = static_cast<int>(rows.size());
    const int done = static_cast<int>(std::count_if(rows.begin(), rows.end(), [](const auto& row) {
        return row.outcome && row.outcome->state == FixOutcome::State::done;
    }));
    m_title->setText(stage == Stage::offered   ? tr("%n finding(s) can be fixed", nullptr, all)
                     : stage == Stage::running ? tr("Fixing %n finding(s)…", nullptr, all)
                                               : tr("Fixed %1 of %n finding(s)", nullptr, all).arg(done));
    m_lead->setText(stage == Stage::told && done == all
                        ? tr("All of it was done. Stemma looks again at what is left.")
                    : stage == Stage::told
                        ? tr("What could not be done says why. Stemma looks again at what is left.")
                        : tr("This is what will be done, one after the other. Nothing else is touched."));
    m_fix->setText(tr("&Fix %n Finding(s)", nullptr, all));
    m_fix->setVisible(stage == Stage::offered);
    m_leave->setText(stage == Stage::told ? tr("&Close") : tr("&Cancel"));
    m_progress->setVisible(stage == Stage::running);
    if (stage == Stage::told)
        m_leave->setFocus(Qt::OtherFocusReason);
}

void FixPlanPage::showDetail() {
    const FixPlanModel::Row* row = m_model->rowAt(m_view->currentIndex());
    QString text;
    if (row != nullptr) {
        text = FixPlanModel::sentence(*row);
        if (!row->outcome)
            text += QLatin1Char('\n') + takingBackText(row->finding.finding);
    }
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
}

QString FixPlanPage::title() const {
    return m_title->text();
}

void FixPlanPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
