// SPDX-License-Identifier: MIT
#include "ui/inbox/change_page.h"

#include <utility>

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/history/diff_view.h"
#include "ui/history/overlap_chooser.h"
#include "ui/history/restore_panel.h"
#include "ui/inbox/card_text.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

ChangePage::ChangePage(QWidget* parent)
    : QWidget(parent)
    , m_panel(new RestorePanel(this))
    , m_overlaps(new OverlapChooser)
    , m_diff(new DiffView(this)) {
    m_panel->addPart(m_overlaps);
    m_diff->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // what is asked has the room first
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_panel);
    layout->addWidget(m_diff, 1);
    setFocusProxy(m_diff);
    constexpr int lateMs = 100;
    m_late.setSingleShot(true);
    m_late.setInterval(lateMs);
    connect(&m_late, &QTimer::timeout, this, [this] { m_diff->showMessage(tr("Reading the change…")); });
    showNothing({});
}

QWidget* ChangePage::makeHeader() {
    m_header = new QWidget(this);
    m_title = new QLabel(m_header);
    QFont font = m_title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_title->setFont(font);
    m_facts = new QLabel(m_header);
    m_remarks = new QLabel(m_header);
    for (QLabel* label : {m_title, m_facts, m_remarks}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(4);
    m_buttons->addStretch(1);
    auto* layout = new QVBoxLayout(m_header);
    layout->setContentsMargins(10, 8, 8, 4);
    layout->setSpacing(3);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_remarks);
    layout->addLayout(m_buttons);
    return m_header;
}

void ChangePage::setRunner(TaskRunner* runner) {
    m_diff->setRunner(runner);
}

void ChangePage::setActions(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(m_header);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        m_buttons->insertWidget(m_buttons->count() - 1, button);
    }
}

void ChangePage::showFacts(const ChangeLines& lines, const QString& exact) {
    m_header->show();
    m_title->setText(lines.title);
    QString facts = tr("%1 · %2", "who did what, when").arg(lines.deed, lines.when);
    if (lines.counts)
        facts = tr("%1 · %2", "facts, counts").arg(facts, countsInWords(*lines.counts));
    m_facts->setText(facts);
    m_facts->setToolTip(plainTip(exact));
    m_remarks->setText(lines.remarks);
    m_remarks->setVisible(!lines.remarks.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     lines.odd ? toneColor(Tone::warning, palette()) : quietText(palette()));
    m_remarks->setPalette(colours);
}

void ChangePage::showNothing(const QString& text) {
    m_header->hide();
    m_title->clear();
    m_facts->clear();
    m_late.stop();
    m_diff->showMessage(text);
}

void ChangePage::awaitChange() {
    m_late.start();
}

void ChangePage::showDifference(std::shared_ptr<DiffSource> source) {
    m_late.stop();
    m_diff->showDifference(std::move(source));
}

void ChangePage::showChange(ReadChange change) {
    m_late.stop();
    if (!change.why.isEmpty()) {
        m_diff->showMessage(change.why);
        return;
    }
    auto source = std::make_shared<DiffSource>();
    source->beforeText = change.before == "{}" ? tr("nothing") : tr("before this change");
    source->afterText = tr("after it");
    source->afterAlone = tr("after this change");
    source->before = std::move(change.before);
    source->after = std::move(change.after);
    m_diff->showDifference(std::move(source));
}

QString ChangePage::title() const {
    return m_title->text();
}

QString ChangePage::facts() const {
    return m_facts->text();
}

void ChangePage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
