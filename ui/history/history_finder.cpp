// SPDX-License-Identifier: MIT
#include "ui/history/history_finder.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <QAccessible>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/history/found_change_delegate.h"
#include "ui/history/found_changes.h"
#include "ui/report/elided_label.h"
#include "ui/session/library_session.h"
#include "ui/session/task_runner.h"
#include "ui/shell/quiet_selection.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr std::size_t mostHits = 10'000;
constexpr std::size_t mostGapsTold = 12; // a tool tip that fits on a screen
constexpr int fewestCharacters = 2;      // to be searched as one types
constexpr int mostRowsShown = 5;
constexpr std::chrono::milliseconds typingPause{500};

QToolButton* finderButton(QWidget* parent, IconName icon, const QString& text) {
    auto* made = new QToolButton(parent);
    made->setIcon(themeIcon(icon));
    made->setToolTip(text);
    made->setAccessibleName(text);
    made->setAutoRaise(true);
    return made;
}

/// Tells histories of one report apart by their ends; empty: none is known.
std::string endOf(const history::Timeline* timeline) {
    if (timeline == nullptr)
        return {};
    std::string end = timeline->live ? timeline->versions[*timeline->live].sha256 : "missing";
    if (!timeline->rows.empty()) {
        const history::TimelineRow& last = timeline->rows.back();
        end += last.ts + (last.event ? last.event->action.text() : std::string());
    }
    return end;
}

} // namespace

HistoryFinder::HistoryFinder(QWidget* parent)
    : QWidget(parent)
    , m_results(new FoundChanges(this))
    , m_text(new QLineEdit(this))
    , m_case(new QCheckBox(tr("Match case"), this))
    , m_status(new QLabel(this))
    , m_gaps(new ElidedLabel(this))
    , m_progress(new QProgressBar(this))
    , m_list(new QListView(this))
    , m_pause(new QTimer(this)) {
    buildList();
    buildRows();
    connectParts();
    setFocusProxy(m_text);
    hide();
}

void HistoryFinder::buildList() {
    m_list->setModel(m_results);
    m_list->setItemDelegate(new FoundChangeDelegate(m_list));
    new QuietSelection(*m_list);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Changes with which the text came or went, newest first"));
    m_list->hide();
}

void HistoryFinder::buildRows() {
    m_text->setPlaceholderText(tr("Find in history"));
    m_text->setAccessibleName(tr("Find in all versions of the report"));
    m_text->setToolTip(tr("Which change brought a text, or took it away"));
    m_text->setClearButtonEnabled(true);
    m_text->installEventFilter(this);
    m_case->setToolTip(tr("Take upper and lower case for different letters"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_gaps->hide();
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(fontMetrics().height());
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 18);
    m_progress->setAccessibleName(tr("How much of the history is searched"));
    m_cancel = finderButton(this, IconName::stop, tr("Cancel the search"));
    QToolButton* close = finderButton(this, IconName::close, tr("Close the search in the history"));
    connect(close, &QToolButton::clicked, this, &HistoryFinder::close);
    auto* first = new QHBoxLayout;
    first->addWidget(m_text, 1);
    first->addWidget(m_case);
    first->addWidget(close);
    auto* second = new QHBoxLayout;
    second->addWidget(m_status, 1);
    second->addWidget(m_progress);
    second->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 4, 4);
    layout->setSpacing(3);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addWidget(m_gaps);
    layout->addWidget(m_list);
    showRunning(false);
}

void HistoryFinder::connectParts() {
    m_pause->setSingleShot(true);
    m_pause->setInterval(typingPause);
    connect(m_pause, &QTimer::timeout, this, &HistoryFinder::search);
    connect(m_text, &QLineEdit::textEdited, this, [this](const QString& text) {
        forget();
        if (text.size() >= fewestCharacters)
            m_pause->start();
    });
    connect(m_case, &QCheckBox::toggled, this, &HistoryFinder::search);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        cancel();
        m_text->setFocus(Qt::OtherFocusReason);
    });
    const auto choose = [this](const QModelIndex& index) {
        if (const report::HistoryHit* hit = m_results->hit(index))
            Q_EMIT chosen(*hit);
    };
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, choose);
    connect(m_list, &QListView::clicked, this, choose); // again, after something else was chosen there
    connect(m_list, &QListView::activated, this, &HistoryFinder::entered);
}

void HistoryFinder::setSession(ReportSession* session) {
    m_session = session;
    forget();
}

void HistoryFinder::open() {
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void HistoryFinder::close() {
    cancel();
    hide();
    Q_EMIT closed();
}

void HistoryFinder::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (!event->spontaneous())
        cancel();
}

void HistoryFinder::cancel() {
    m_pause->stop();
    if (m_job)
        m_job->cancel();
    if (!std::exchange(m_job, {}).isNull()) {
        ++m_generation;
        showRunning(false);
        setStatus(tr("Cancelled."));
    }
}

/// What was found is of something else than is asked now.
void HistoryFinder::forget() {
    cancel();
    m_outdated = false;
    m_results->setSearch(nullptr);
    m_list->hide();
    m_gaps->hide();
    setStatus({});
}

/// Enter: searches; once that is done, goes on to the next that was found.
void HistoryFinder::enter() {
    if (m_job)
        return;
    if (m_outdated || m_results->search() == nullptr || m_pause->isActive()) {
        search();
        return;
    }
    const int next = m_list->currentIndex().row() + 1;
    if (m_results->rowCount() > 0)
        m_list->setCurrentIndex(m_results->index(next < m_results->rowCount() ? next : 0));
}

void HistoryFinder::search() {
    forget();
    if (!m_session || m_text->text().isEmpty())
        return;
    LibrarySession& library = m_session->library();
    const report::TextQuery query{toUtf8(m_text->text()), m_case->isChecked() ? report::LetterCase::counts
                                                                              : report::LetterCase::ignored};
    using Found = std::shared_ptr<const report::HistorySearch>;
    m_searched = endOf(m_session->timeline().get());
    setStatus(tr("Searching …"));
    showRunning(true);
    m_job = library.runner().runJob(
        this, tr("Searching the history for “%1”").arg(isolated(oneLine(m_text->text(), 40))),
        [&disk = library.environment().disk, &runner = library.runner(), root = toUtf8(library.root()), query,
         id = m_session->id()](const Progress& progress) -> Result<Found> {
            auto found = report::searchHistory(disk, root, query, {{id}, mostHits}, progress);
            if (!found)
                return fail(found.error());
            return runner.share(std::move(*found));
        },
        [this, generation = ++m_generation](const Result<Found>& found) { take(generation, found); });
    connect(m_job, &Job::percentChanged, m_progress, [this](int percent) {
        m_progress->setRange(0, percent < 0 ? 0 : 100);
        m_progress->setValue(percent);
    });
}

void HistoryFinder::take(quint64 generation,
                         const Result<std::shared_ptr<const report::HistorySearch>>& found) {
    if (generation != m_generation)
        return;
    m_job.clear();
    showRunning(false);
    if (!found) {
        setStatus(tr("The history could not be searched."));
        Q_EMIT failed(found.error());
        return;
    }
    if (m_session)
        m_results->setNow(m_session->library().environment().clock.now());
    m_results->setSearch(*found);
    showFound();
}

void HistoryFinder::showFound() {
    const report::HistorySearch& found = *m_results->search();
    const auto count = static_cast<int>(found.hits.size());
    const QString versions = tr("%n version(s) searched", nullptr, static_cast<int>(found.versions));
    if (count == 0)
        setStatus(tr("In none of them: %1.", "%1 is: 12 versions searched").arg(versions));
    else if (found.more)
        setStatus(tr("More than %n place(s), the oldest of them below: %1.", nullptr, count).arg(versions));
    else
        setStatus(tr("Came or went in %n place(s): %1.", nullptr, count).arg(versions));
    m_gaps->setVisible(!found.gaps.empty());
    m_gaps->setFullText(gapText());
    m_gaps->setToolTip(plainTip(gapDetails()));
    QPalette warned = palette();
    warned.setColor(QPalette::WindowText, toneColor(Tone::warning, palette()));
    m_gaps->setPalette(warned);
    m_list->setVisible(count > 0);
    const int rowHeight = count > 0 ? m_list->sizeHintForRow(0) : 0;
    m_list->setFixedHeight(rowHeight * std::min(count, mostRowsShown) + 2 * m_list->frameWidth());
    m_list->scrollToTop();
}

QString HistoryFinder::gapText() const {
    const report::HistorySearch& found = *m_results->search();
    if (found.gaps.empty())
        return {};
    const report::SearchGap& first = found.gaps.front();
    const auto others = static_cast<int>(found.gaps.size()) - 1;
    const QString one = (first.partly ? tr("Damaged, searched as far as it can be read: %1")
                                      : tr("Could not be searched: %1"))
                            .arg(isolated(fromUtf8(first.file)));
    return others == 0 ? one : tr("%1 and %n other(s)", nullptr, others).arg(one);
}

QString HistoryFinder::gapDetails() const {
    const report::HistorySearch& found = *m_results->search();
    QStringList lines;
    for (const report::SearchGap& gap : found.gaps) {
        if (static_cast<std::size_t>(lines.size()) == mostGapsTold) {
            lines << tr("… and %n more", nullptr, static_cast<int>(found.gaps.size() - mostGapsTold));
            break;
        }
        lines << (gap.why.empty() ? fromUtf8(gap.file)
                                  : tr("%1: %2", "a file, why").arg(fromUtf8(gap.file), fromUtf8(gap.why)));
    }
    return lines.join(QLatin1Char('\n'));
}

void HistoryFinder::historyChanged() {
    const std::string end = m_session ? endOf(m_session->timeline().get()) : std::string();
    if (m_searched.empty())
        m_searched = end; // it wasn't read yet
    if (m_searched == end || m_results->search() == nullptr || std::exchange(m_outdated, true))
        return;
    setStatus(tr("%1 The history has changed since: press Enter to search again.").arg(m_status->text()));
}

void HistoryFinder::tellOutdated() {
    m_outdated = true;
    setStatus(tr("That change is no longer in the history. Press Enter to search again."));
}

void HistoryFinder::showRunning(bool running) {
    m_progress->setRange(0, 0);
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
}

QString HistoryFinder::statusText() const {
    QStringList texts{m_status->text()};
    if (m_gaps->isVisibleTo(this))
        texts << m_gaps->fullText();
    return texts.join(QLatin1Char(' '));
}

void HistoryFinder::setStatus(const QString& text) {
    m_status->setText(text);
    m_status->setVisible(!text.isEmpty());
    if (!text.isEmpty()) {
        QAccessibleEvent told(m_status, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&told);
    }
}

bool HistoryFinder::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Down && m_results->rowCount() > 0) {
            m_list->setFocus(Qt::OtherFocusReason);
            if (!m_list->currentIndex().isValid())
                m_list->setCurrentIndex(m_results->index(0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void HistoryFinder::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_job) {
        cancel();
    } else if (event->key() == Qt::Key_Escape) {
        close();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_text->hasFocus()) {
        enter();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace stemma::ui
