// SPDX-License-Identifier: MIT
#include "ui/report/report_header.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/report/chip_row.h"
#include "ui/report/elided_label.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/time_text.h"

namespace stemma::ui {
namespace {

constexpr std::size_t shownProblems = 4;

/// What the banner tells: the lock has a bar of its own, which says more of it.
std::vector<report::Problem> toTell(const std::vector<report::Problem>& problems) {
    std::vector<report::Problem> told;
    std::copy_if(problems.begin(), problems.end(), std::back_inserter(told),
                 [](const report::Problem& problem) { return problem.rule != "stale-lock"; });
    return told;
}

report::Severity worstOf(const std::vector<report::Problem>& problems) {
    report::Severity worst = report::Severity::info;
    for (const report::Problem& problem : problems)
        worst = std::max(worst, problem.severity);
    return worst;
}

} // namespace

ReportHeader::ReportHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(this))
    , m_chips(new ChipRow(this))
    , m_change(new ElidedLabel(this)) {
    QFont big = m_title->font();
    big.setPointSizeF(big.pointSizeF() * 1.4);
    big.setWeight(QFont::DemiBold);
    m_title->setFont(big);
    buildBanner();
    auto* second = new QHBoxLayout;
    second->addWidget(m_chips);
    second->addWidget(m_change, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 8);
    layout->addWidget(m_title);
    layout->addLayout(second);
    layout->addWidget(m_banner);
}

void ReportHeader::buildBanner() {
    m_banner = new QFrame(this);
    m_banner->setObjectName(QStringLiteral("problemsBanner"));
    m_banner->setAutoFillBackground(true);
    m_banner->setFrameShape(QFrame::StyledPanel);
    m_bannerIcon = new QLabel(m_banner);
    m_bannerText = new QLabel(m_banner);
    m_bannerText->setTextFormat(Qt::PlainText);
    m_bannerText->setWordWrap(true);
    m_bannerText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_bannerButton = new QPushButton(tr("Show history"), m_banner);
    connect(m_bannerButton, &QPushButton::clicked, this, &ReportHeader::historyRequested);
    auto* layout = new QHBoxLayout(m_banner);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addWidget(m_bannerIcon, 0, Qt::AlignTop);
    layout->addWidget(m_bannerText, 1);
    layout->addWidget(m_bannerButton, 0, Qt::AlignTop);
    m_banner->hide();
}

void ReportHeader::showReport(std::shared_ptr<const report::LoadedReport> report,
                              const std::optional<report::LastChange>& lastChange, Timestamp now) {
    m_report = std::move(report);
    setVisible(m_report != nullptr);
    if (!m_report)
        return;
    const report::Outline& outline = m_report->outline;
    showTitle();
    QList<ChipRow::Chip> chips;
    if (m_report->state == report::ReportState::damaged)
        chips.append({tr("damaged"), ChipRow::Tone::error});
    else if (m_report->state == report::ReportState::missing)
        chips.append({tr("outline missing"), ChipRow::Tone::error});
    else if (outline.status != "active")
        chips.append({statusText(outline.status), ChipRow::Tone::warning});
    for (const std::string& tag : outline.tags)
        chips.append({fromUtf8(tag), ChipRow::Tone::plain});
    m_chips->setChips(chips);
    m_change->setFullText(changeText(lastChange, now));
    if (lastChange)
        m_change->setToolTip(exactTime(lastChange->ts));
    showBanner();
}

void ReportHeader::setModified(bool modified) {
    m_modified = modified;
    if (m_report)
        showTitle();
}

void ReportHeader::showTitle() {
    QString title = fromUtf8(m_report->outline.title);
    if (title.trimmed().isEmpty())
        title = tr("Report %1").arg(isolated(fromUtf8(m_report->id.text())));
    m_title->setFullText(m_modified ? tr("● %1", "title of a report with unsaved edits").arg(title) : title);
    m_title->setAccessibleDescription(m_modified ? tr("with unsaved edits") : QString());
}

QString ReportHeader::changeText(const std::optional<report::LastChange>& lastChange, Timestamp now) const {
    const report::Outline& outline = m_report->outline;
    const QString size = tr("%1, %2", "sections, insights")
                             .arg(tr("%n section(s)", nullptr, static_cast<int>(outline.sections.size())),
                                  tr("%n insight(s)", nullptr, static_cast<int>(outline.insights.size())));
    if (m_report->document.isNull())
        return {};
    if (!lastChange)
        return size;
    const QString when = relativeTime(lastChange->ts, now);
    const QString what = lastChange->actor.empty() ? tr("changed %1", "when").arg(when)
                                                   : tr("%1 by %2 %3", "edited by agent 2 min ago")
                                                         .arg(actionText(lastChange->actionType),
                                                              actorText(lastChange->actor), when);
    return tr("%1 · %2", "last change · size").arg(what, size);
}

void ReportHeader::showBanner() {
    const std::vector<report::Problem> problems = toTell(m_report->problems);
    const bool damaged = m_report->state != report::ReportState::ok;
    m_banner->setVisible(damaged || worstOf(problems) != report::Severity::info);
    QStringList lines;
    if (m_report->state == report::ReportState::damaged)
        lines << (m_report->document.isNull()
                      ? tr("This report is damaged: nobody can read it. The Source page shows its file.")
                      : tr("This report is damaged: igloo-mcp can't read it. What can be read of it is shown "
                           "below."));
    else if (m_report->state == report::ReportState::missing)
        lines << tr("The outline of this report is missing.");
    const auto heading = lines.size();
    std::size_t shown = 0;
    for (const report::Problem& problem : problems) {
        if (problem.severity == report::Severity::info)
            continue;
        if (++shown > shownProblems)
            continue;
        QString line = fromUtf8(problem.message);
        if (problem.line > 0 && problem.message.find("line ") == std::string::npos)
            line = tr("Line %1: %2").arg(QString::number(problem.line), line);
        if (!problem.fix.empty())
            line = tr("%1 → %2", "problem → what mends it").arg(line, fromUtf8(problem.fix));
        lines << line;
    }
    for (auto at = heading; lines.size() > 1 && at < lines.size(); ++at)
        lines[at] = tr("• %1", "item of a list").arg(lines[at]);
    if (shown > shownProblems)
        lines << tr("… and %n more", nullptr, static_cast<int>(shown - shownProblems));
    if (damaged)
        lines << tr("To repair it, restore a good version from its history.");
    m_bannerText->setText(lines.join(QLatin1Char('\n')));
    m_banner->setAccessibleName(m_bannerText->text());
    m_bannerButton->setVisible(damaged);
    paintBanner();
}

void ReportHeader::paintBanner() {
    if (!m_report)
        return;
    const bool error = m_report->state != report::ReportState::ok ||
                       worstOf(toTell(m_report->problems)) == report::Severity::error;
    const MeaningColours meaning = meaningColours(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::Window, error ? meaning.errorBackground : meaning.warningBackground);
    m_banner->setPalette(colours);
    const int size = fontMetrics().height() + 4;
    const QIcon icon = themeIcon(error ? IconName::error : IconName::warning);
    m_bannerIcon->setPixmap(icon.pixmap(QSize(size, size), devicePixelRatioF()));
}

void ReportHeader::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintBanner();
}

} // namespace stemma::ui
