// SPDX-License-Identifier: MIT
#include "ui/past/past_page.h"

#include <utility>

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/past/past_blame.h"
#include "ui/report/outline_page.h"
#include "ui/report/read_document.h"
#include "ui/report/read_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

PastPage::PastPage(TaskRunner& runner, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_runner(runner)
    , m_clock(clock)
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
    , m_whole(new QStackedWidget(this))
    , m_note(new QLabel)
    , m_shown(new QWidget)
    , m_outline(new OutlinePage)
    , m_blame(new PastBlame(*m_outline, runner, this))
    , m_read(new ReadView) {
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setMargin(24);
    m_note->setTextFormat(Qt::PlainText);
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Pages of the report as it was"));
    m_tabs->addTab(tr("Outline"));
    m_tabs->addTab(tr("Read"));
    m_pages->addWidget(m_outline);
    m_pages->addWidget(m_read);
    auto* content = new QVBoxLayout(m_shown);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(makeHeader());
    content->addWidget(m_tabs);
    content->addWidget(m_pages, 1);
    m_whole->addWidget(m_note);
    m_whole->addWidget(m_shown);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_whole);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        m_pages->setCurrentIndex(page);
        make();
    });
}

QWidget* PastPage::makeHeader() {
    auto* header = new QWidget;
    m_title = new QLabel(header);
    QFont font = m_title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_title->setFont(font);
    m_facts = new QLabel(header);
    for (QLabel* label : {m_title, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_buttons = new QHBoxLayout;
    m_buttons->addStretch(1);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(10, 8, 8, 4);
    layout->setSpacing(3);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addLayout(m_buttons);
    return header;
}

void PastPage::setActions(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        m_buttons->insertWidget(m_buttons->count() - 1, button);
    }
}

void PastPage::showNothing(const QString& text) {
    ++m_generation;
    m_content.reset();
    m_blame->setContent(nullptr, nullptr);
    m_note->setText(text);
    m_whole->setCurrentWidget(m_note);
}

void PastPage::showContent(io::Disk& disk, const std::shared_ptr<const PastContent>& content) {
    if (!content->report) {
        showNothing(content->why);
        m_content = content;
        return;
    }
    m_disk = &disk;
    m_content = content;
    showFacts();
    m_whole->setCurrentWidget(m_shown);
    make();
}

void PastPage::showFacts() {
    const report::Outline& outline = m_content->report->outline;
    m_title->setText(fromUtf8(outline.title.empty() ? m_content->report->id.text() : outline.title));
    const auto& change = m_content->past.lastChange;
    m_facts->setText(change ? tr("After “%1” by %2, %3", "what was done, who, when")
                                  .arg(actionText(change->actionType), actorText(change->actor),
                                       shortTime(change->ts, m_clock.now()))
                            : tr("Before the first change that its history tells"));
    m_facts->setToolTip(change ? plainTip(exactTime(change->ts)) : QString());
}

/// What is on show is made on the pool; the other page when it is gone to.
void PastPage::make() {
    if (!m_content || !m_content->report)
        return;
    const auto loaded = m_content->report;
    const quint64 generation = ++m_generation;
    if (m_tabs->currentIndex() == 0) {
        m_runner.run(
            this, [loaded] { return outlineItems(loaded->outline); },
            [this, loaded, generation](OutlineItems items) {
                if (generation != m_generation)
                    return;
                const bool same = std::exchange(m_outlineOf, loaded->id.text()) == loaded->id.text();
                m_outline->setNow(m_clock.now());
                m_outline->setOutline(loaded, std::move(items),
                                      same ? OutlinePage::Content::same : OutlinePage::Content::another);
                m_blame->setContent(m_disk, m_content);
            });
        return;
    }
    m_runner.run(
        this,
        [&disk = *m_disk, loaded, style = readStyle(m_read->palette(), m_read->font())] {
            return readDocument(disk, *loaded, style);
        },
        [this, loaded, generation](std::shared_ptr<QTextDocument> document) {
            if (generation != m_generation)
                return;
            if (std::exchange(m_readOf, loaded->id.text()) == loaded->id.text())
                m_read->setShown(std::move(document));
            else
                m_read->setShownFromTop(std::move(document));
        });
}

QString PastPage::title() const {
    return m_whole->currentWidget() == m_shown ? m_title->text() : QString();
}

QString PastPage::note() const {
    return m_whole->currentWidget() == m_note ? m_note->text() : QString();
}

void PastPage::setBlameShown(bool shown) {
    m_blame->setWanted(shown);
}

void PastPage::focusContent() {
    if (m_tabs->currentIndex() == 0)
        m_outline->focusContent();
    else
        m_read->focusContent();
}

} // namespace stemma::ui
