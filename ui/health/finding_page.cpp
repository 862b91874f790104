// SPDX-License-Identifier: MIT
#include "ui/health/finding_page.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QTextCursor>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/health/finding_words.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::size_t mostEvidence = 300; // lines; more of the same tell nothing more
constexpr int iconSize = 22;

/// Writes headings and what stands below them. What others wrote is never taken for HTML.
class PageWriter {
public:
    explicit PageWriter(QTextEdit& view)
        : m_cursor(view.textCursor()) {
        m_heading.setFontWeight(QFont::DemiBold);
        m_cursor.select(QTextCursor::Document);
        m_cursor.removeSelectedText();
        m_cursor.setBlockFormat({});
    }
    void heading(const QString& text) {
        QTextBlockFormat format;
        format.setTopMargin(m_empty ? 0 : 14);
        format.setBottomMargin(3);
        format.setHeadingLevel(2);
        write(text, format, m_heading);
    }
    void paragraph(const QString& text, qreal indent = 0) {
        QTextBlockFormat format;
        format.setLeftMargin(indent);
        format.setBottomMargin(2);
        write(text, format, {});
    }
    void bullet(const QString& text) { paragraph(QStringLiteral("•  ") + text, 6); }

private:
    void write(const QString& text, const QTextBlockFormat& format, const QTextCharFormat& letters) {
        if (m_empty) {
            m_cursor.setBlockFormat(format);
            m_cursor.setBlockCharFormat(letters);
        } else {
            m_cursor.insertBlock(format, letters);
        }
        m_empty = false;
        m_cursor.insertText(text, letters);
    }

    QTextCursor m_cursor;
    QTextCharFormat m_heading;
    bool m_empty = true;
};

} // namespace

FindingPage::FindingPage(QWidget* parent)
    : QWidget(parent)
    , m_text(new QTextEdit(this))
    , m_nothing(new QLabel(this)) {
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(12);
    m_text->setAccessibleName(tr("The finding"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(24);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_text, 1);
    layout->addWidget(m_nothing, 1);
    setFocusProxy(m_text);
    showNothing({});
}

QWidget* FindingPage::makeHeader() {
    m_header = new QWidget(this);
    m_icon = new QLabel(m_header);
    m_title = new QLabel(m_header);
    QFont font = m_title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_title->setFont(font);
    m_facts = new QLabel(m_header);
    for (QLabel* label : {m_title, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_first = new QHBoxLayout;
    m_first->setSpacing(8);
    m_first->addWidget(m_icon, 0, Qt::AlignTop);
    m_first->addWidget(m_title, 1);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(4);
    m_buttons->addStretch(1);
    auto* layout = new QVBoxLayout(m_header);
    layout->setContentsMargins(12, 8, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(m_first);
    layout->addWidget(m_facts);
    layout->addLayout(m_buttons);
    return m_header;
}

void FindingPage::setActions(QAction* fix, QAction* subject, QAction* history) {
    const auto add = [this](QAction* action) {
        auto* button = new QToolButton(m_header);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        m_buttons->insertWidget(m_buttons->count() - 1, button);
        return button;
    };
    m_fix = add(fix);
    m_subject = add(subject);
    m_history = add(history);
}

void FindingPage::setPathActions(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(m_header);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_first->addWidget(button, 0, Qt::AlignTop);
    }
}

void FindingPage::showFinding(const HealthRow& row) {
    m_header->show();
    m_text->show();
    m_nothing->hide();
    m_severity = row.finding.severity;
    showIcon();
    m_title->setText(whereText(row));
    m_facts->setText(findingFacts(row.finding));
    const bool graphs = row.finding.kind == health::FindingKind::graphs ||
                        row.finding.kind == health::FindingKind::interruptedTransaction;
    m_fix->setVisible(!row.finding.fix.empty());
    m_subject->setVisible(!row.finding.subject.empty());
    m_history->setVisible(!row.finding.subject.empty() && !graphs);
    fill(row);
}

void FindingPage::showIcon() {
    m_icon->setPixmap(severityIcon(m_severity).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
}

void FindingPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_icon != nullptr)
        showIcon();
    QWidget::changeEvent(event);
}

void FindingPage::fill(const HealthRow& row) {
    const health::Finding& finding = row.finding;
    QStringList evidence;
    for (std::size_t at = 0; at < std::min(finding.evidence.size(), mostEvidence); ++at)
        evidence << fromUtf8(finding.evidence[at]);
    const QString content = (QStringList{fromUtf8(finding.id), fromUtf8(finding.message),
                                         fromUtf8(finding.fix), fromUtf8(finding.path)} +
                             evidence)
                                .join(QLatin1Char('\n'));
    if (std::exchange(m_shown, content) == content)
        return; // who reads or selects in it isn't disturbed
    PageWriter page(*m_text);
    page.heading(tr("What is wrong"));
    page.paragraph(messageText(finding));
    const bool advice = finding.kind == health::FindingKind::outlineProblem; // is all that it has
    if (!evidence.isEmpty() && !advice)
        page.heading(tr("What shows it"));
    for (const QString& line : advice ? QStringList() : evidence)
        page.bullet(line);
    if (finding.evidence.size() > mostEvidence)
        page.bullet(
            tr("and %n more of the kind", nullptr, static_cast<int>(finding.evidence.size() - mostEvidence)));
    page.heading(finding.fix.empty() ? tr("What to do") : tr("What the fix does"));
    if (!finding.fix.empty()) {
        page.paragraph(fixSentence(finding));
        page.paragraph(takingBackText(finding));
    } else {
        page.paragraph(advice && !evidence.isEmpty() ? evidence.join(QLatin1Char('\n')) : toDoText(finding));
    }
    page.heading(tr("Where it is"));
    page.paragraph(fromUtf8(finding.path));
    if (!finding.subject.empty() && fromUtf8(finding.subject) != row.where)
        page.paragraph(tr("Id: %1").arg(isolated(fromUtf8(finding.subject))));
    m_text->moveCursor(QTextCursor::Start);
}

void FindingPage::showNothing(const QString& text) {
    m_header->hide();
    m_text->hide();
    m_nothing->setText(text);
    m_nothing->show();
    m_title->clear();
    m_facts->clear();
    m_shown.clear();
    m_text->clear();
}

QString FindingPage::title() const {
    return m_title->text();
}

QString FindingPage::text() const {
    return m_text->toPlainText();
}

void FindingPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT leaveRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
