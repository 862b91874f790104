// SPDX-License-Identifier: MIT
#include "ui/backups/backups_window.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/backups/backup_tree_model.h"
#include "ui/backups/pruned_model.h"
#include "ui/backups/retention_form.h"
#include "ui/session/library_session.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/prompts.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/error_text.h"

namespace stemma::ui {

namespace {

constexpr const char* staleSubject = "stale";

QTreeView* makeTree(QAbstractItemModel* model, const QString& name, QWidget* parent) {
    auto* view = new QTreeView(parent);
    view->setModel(model);
    view->setAccessibleName(name);
    view->setUniformRowHeights(true);
    view->setAlternatingRowColors(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setAllColumnsShowFocus(true);
    view->header()->setStretchLastSection(true);
    return view;
}

} // namespace

BackupsWindow::BackupsWindow(const Parts& parts, std::optional<ReportId> only, const QString& title,
                             QWidget* parent)
    : QDialog(parent)
    , m_prompts(parts.prompts)
    , m_session(new BackupSession(parts.library, parts.stores, std::move(only), this)) {
    setWindowTitle(m_session->only() ? tr("Backups of “%1”").arg(oneLine(title, 60))
                                     : tr("Backups of the Library “%1”").arg(title));
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    setSizeGripEnabled(true);
    m_messages = new MessageBar(this);
    m_summary = new QLabel(this);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_tabs = new QTabWidget(this);
    m_tabs->addTab(makeBackupsPage(), themeIcon(IconName::history), tr("&Backups"));
    m_tabs->addTab(makeTrashPage(), themeIcon(IconName::trash), tr("&Trash"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_messages);
    layout->addWidget(m_summary);
    layout->addWidget(m_tabs, 1);
    connectSession(parts.library);
    resize(1000, 680);
    showLooking();
    showPreview();
    showTrash();
}

QWidget* BackupsWindow::makeBackupsPage() {
    auto* page = new QWidget(this);
    m_form = new RetentionForm(page);
    m_pages = new QStackedWidget(page);
    m_pages->addWidget(makeListPage());
    m_pages->addWidget(makeBusyPage());
    m_empty = new QLabel(page);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_pages->addWidget(m_empty);
    m_sum = new QLabel(page);
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setWordWrap(true);
    m_lookAgain = new QPushButton(themeIcon(IconName::refresh), tr("&Look Again"), page);
    m_lookAgain->setAutoDefault(false);
    m_prune = new QPushButton(themeIcon(IconName::trash), QString(), page);
    m_prune->setAutoDefault(false);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_sum, 1);
    bottom->addWidget(m_lookAgain);
    bottom->addWidget(m_prune);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_form);
    layout->addWidget(m_pages, 1);
    layout->addLayout(bottom);
    connect(m_lookAgain, &QPushButton::clicked, m_session, &BackupSession::look);
    connect(m_prune, &QPushButton::clicked, m_session, &BackupSession::prune);
    connect(m_form, &RetentionForm::changed, m_session, &BackupSession::setPolicy);
    return page;
}

QWidget* BackupsWindow::makeListPage() {
    auto* page = new QWidget(this);
    m_filter = new QComboBox(page);
    m_filter->setAccessibleName(tr("Which backups are listed"));
    m_filter->addItem(tr("All backups"), static_cast<int>(BackupFilter::all));
    m_filter->addItem(tr("What would go"), static_cast<int>(BackupFilter::going));
    m_filter->addItem(tr("What can't be restored"), static_cast<int>(BackupFilter::unwell));
    auto* label = new QLabel(tr("&Show:"), page);
    label->setBuddy(m_filter);
    m_model = new BackupTreeModel(page);
    m_list = makeTree(m_model, tr("Backups"), page);
    m_list->setRootIsDecorated(!m_session->only());
    for (const auto& [column, width] :
         {std::pair(BackupTreeModel::NameColumn, 260), std::pair(BackupTreeModel::SizeColumn, 80),
          std::pair(BackupTreeModel::StateColumn, 170), std::pair(BackupTreeModel::FateColumn, 120)})
        m_list->setColumnWidth(column, width);
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(m_filter);
    m_nothing = new QLabel(page);
    top->addSpacing(12);
    top->addWidget(m_nothing);
    top->addStretch();
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    connect(m_filter, &QComboBox::currentIndexChanged, this, &BackupsWindow::fillList);
    return page;
}

QWidget* BackupsWindow::makeBusyPage() {
    auto* page = new QWidget(this);
    auto* label =
        new QLabel(tr("Looking through the backups: each is read and compared with its hash."), page);
    label->setWordWrap(true);
    m_progress = new QProgressBar(page);
    m_progress->setAccessibleName(tr("Backups that were looked through"));
    auto* cancel = new QPushButton(tr("&Cancel"), page);
    cancel->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_progress, 1);
    row->addWidget(cancel);
    auto* layout = new QVBoxLayout(page);
    layout->addStretch();
    layout->addWidget(label);
    layout->addLayout(row);
    layout->addStretch();
    connect(cancel, &QPushButton::clicked, m_session, &BackupSession::cancel);
    return page;
}

QWidget* BackupsWindow::makeTrashPage() {
    auto* page = new QWidget(this);
    auto* note =
        new QLabel(tr("Backups that were moved here lie in the folders of their reports, where no other "
                      "program looks. They take room until they are removed for good."),
                   page);
    note->setWordWrap(true);
    m_trashModel = new PrunedModel(page);
    m_trashList = makeTree(m_trashModel, tr("Pruned backups"), page);
    m_trashList->setRootIsDecorated(false);
    m_trashList->setSelectionMode(QAbstractItemView::ExtendedSelection);
    for (const auto& [column, width] :
         {std::pair(PrunedModel::WhenColumn, 120), std::pair(PrunedModel::ReportColumn, 250),
          std::pair(PrunedModel::RuleColumn, 220)})
        m_trashList->setColumnWidth(column, width);
    m_bringBack = new QPushButton(themeIcon(IconName::untrash), QString(), page);
    m_remove = new QPushButton(themeIcon(IconName::remove), QString(), page);
    m_bringBack->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_remove);
    bottom->addStretch();
    bottom->addWidget(m_bringBack);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(note);
    layout->addWidget(m_trashList, 1);
    layout->addLayout(bottom);
    connect(m_bringBack, &QPushButton::clicked, this, [this] { m_session->bringBack(chosenSets()); });
    connect(m_remove, &QPushButton::clicked, this, &BackupsWindow::removeForGood);
    connect(m_trashList->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &BackupsWindow::showTrashButtons);
    return page;
}

void BackupsWindow::connectSession(LibrarySession& library) {
    connect(m_session, &BackupSession::lookingChanged, this, &BackupsWindow::showLooking);
    connect(m_session, &BackupSession::progressed, m_progress, &QProgressBar::setValue);
    connect(m_session, &BackupSession::policyRead, this, [this] { m_form->setPolicy(m_session->policy()); });
    connect(m_session, &BackupSession::previewChanged, this, &BackupsWindow::showPreview);
    connect(m_session, &BackupSession::trashChanged, this, &BackupsWindow::showTrash);
    connect(m_session, &BackupSession::actingChanged, this, [this] {
        showPruneButton();
        showTrashButtons();
    });
    connect(m_session, &BackupSession::done, this,
            [this](const QString& what, const std::function<void()>& undo) {
                Message message{Message::Kind::done, what};
                if (undo)
                    message.actions.push_back({tr("Undo"), undo});
                m_messages->show(std::move(message));
            });
    connect(m_session, &BackupSession::stale, this,
            [this](const Error& error) { tellStale(errorText(error)); });
    connect(m_session, &BackupSession::failed, this, [this](const Error& error) {
        m_messages->show({Message::Kind::error, errorText(error)});
    });
    connect(m_session, &BackupSession::leftAsTheyWere, this, [this](const std::vector<Error>& reasons) {
        QStringList texts;
        for (const Error& reason : reasons)
            texts << errorText(reason);
        m_messages->show(
            {Message::Kind::warning,
             tr("%n report(s) were left as they were. %1", nullptr, static_cast<int>(reasons.size()))
                 .arg(texts.front()),
             {},
             {},
             texts.join(QLatin1Char('\n'))});
    });
    connect(m_session, &BackupSession::warned, this, [this](const QString& text) {
        m_messages->show({Message::Kind::warning, text});
    });
    connect(m_session, &BackupSession::outdated, this, [this] {
        m_messages->show({Message::Kind::information,
                          tr("Backups or reports have changed since they were looked at."),
                          {{tr("Look Again"), [this] { m_session->look(); }}},
                          QLatin1String(staleSubject)});
    });
    connect(&library, &LibrarySession::snapshotChanged, m_session, &BackupSession::check);
}

void BackupsWindow::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (!std::exchange(m_begun, true))
        m_session->look();
}

void BackupsWindow::tellStale(const QString& text) {
    m_messages->show({Message::Kind::warning,
                      text,
                      {{tr("Look Again"), [this] { m_session->look(); }}},
                      QLatin1String(staleSubject)});
}

void BackupsWindow::showLooking() {
    if (m_session->isLooking()) {
        m_messages->dismiss(QLatin1String(staleSubject));
        m_progress->setRange(0, 100);
        m_progress->setValue(0);
    }
    m_lookAgain->setEnabled(!m_session->isLooking());
    showPreview();
}

void BackupsWindow::showPreview() {
    fillList();
    showSummary();
    showPruneButton();
}

void BackupsWindow::fillList() {
    const auto preview = m_session->preview();
    if (m_session->isLooking()) {
        m_pages->setCurrentIndex(1);
        return;
    }
    if (!preview) { // another rule is being planned: what is shown stays for that moment
        if (m_model->rowCount() == 0) {
            m_empty->setText(tr("The backups have not been looked through yet."));
            m_pages->setCurrentWidget(m_empty);
        }
        return;
    }
    m_model->setNow(m_session->now());
    m_model->setItems(backupItems(*preview, static_cast<BackupFilter>(m_filter->currentData().toInt())));
    m_pages->setCurrentIndex(0);
    // The place of a filter that finds nothing says so; its box stays in reach.
    m_nothing->setVisible(m_model->rowCount() == 0);
    m_nothing->setText(m_filter->currentIndex() == 0 ? tr("There are no backups.")
                                                     : tr("No backup is of that kind."));
}

void BackupsWindow::showSummary() {
    const auto preview = m_session->preview();
    if (!preview)
        return;
    std::size_t count = 0, unwell = 0;
    std::uint64_t bytes = 0, shared = 0;
    for (const report::ReportPruning& report : preview->reports) {
        count += report.census->count();
        bytes += report.census->bytes();
        shared += report.census->sharedBytes();
        for (const report::CensusRow& row : report.census->rows)
            unwell +=
                row.health == report::BackupHealth::restorable || row.health == report::BackupHealth::pruned
                    ? 0
                    : 1;
    }
    QStringList sentences;
    sentences << tr("%n backup(s), %1.", nullptr, static_cast<int>(count)).arg(backupSizeText(bytes));
    if (shared > 0)
        sentences << tr("%1 of it is content that stands there more than once.").arg(backupSizeText(shared));
    sentences << (unwell == 0 ? tr("Each was read, and can be restored.")
                              : tr("%n of them can't be restored as they are, or are missing.", nullptr,
                                   static_cast<int>(unwell)));
    m_summary->setText(sentences.join(QLatin1Char(' ')));
}

void BackupsWindow::showPruneButton() {
    const auto preview = m_session->preview();
    const bool ready = preview && !m_session->isLooking() && !m_session->isActing();
    const auto going = preview ? static_cast<int>(preview->plan.going) : 0;
    m_prune->setEnabled(ready && going > 0);
    m_prune->setText(going == 0 ? tr("&Move to the Trash")
                                : tr("&Move %n Backup(s) to the Trash (%1)", nullptr, going)
                                      .arg(backupSizeText(preview->plan.goingBytes)));
    if (!preview) {
        m_sum->clear();
        return;
    }
    if (!preview->policy.isOn()) {
        m_sum->setText(tr("Nothing goes: no rule is on. What you choose above is shown here first, and goes "
                          "only when you say so."));
        return;
    }
    QString text = going == 0 ? tr("Nothing would go by these rules.")
                              : tr("%1 of backups that can be restored would stay.")
                                    .arg(backupSizeText(preview->plan.stayingBytes));
    if (preview->plan.bytesOver > 0)
        text +=
            QLatin1Char(' ') + tr("That is %1 more than you want: the rest must stay, each for its reason.")
                                   .arg(backupSizeText(preview->plan.bytesOver));
    m_sum->setText(text);
}

void BackupsWindow::showTrash() {
    m_trashModel->setEntries(m_session->trash(), m_session->now());
    int kept = 0;
    for (const report::PrunedEntry& entry : m_session->trash())
        kept += history::isGoneForGood(entry.set.state) ? 0 : 1;
    m_tabs->setTabText(1, kept == 0 ? tr("&Trash") : tr("&Trash (%1)", "number of rows").arg(kept));
    if (m_trashModel->rowCount() > 0)
        m_trashList->setCurrentIndex(m_trashModel->index(0, 0));
    showTrashButtons();
}

std::vector<report::PrunedEntry> BackupsWindow::chosenSets() const {
    std::vector<report::PrunedEntry> sets;
    for (const QModelIndex& index : m_trashList->selectionModel()->selectedRows())
        if (const report::PrunedEntry* entry = m_trashModel->entry(index))
            if (!history::isGoneForGood(entry->set.state))
                sets.push_back(*entry);
    return sets;
}

void BackupsWindow::showTrashButtons() {
    const auto sets = chosenSets();
    int count = 0;
    std::uint64_t bytes = 0;
    for (const report::PrunedEntry& entry : sets) {
        count += static_cast<int>(entry.set.countOf(history::PrunedFate::there));
        bytes += entry.set.bytes();
    }
    const bool ready = !sets.empty() && !m_session->isActing();
    m_bringBack->setEnabled(ready);
    m_remove->setEnabled(ready && sets.size() == 1);
    m_bringBack->setText(count == 0 ? tr("B&ring Back") : tr("B&ring %n Backup(s) Back", nullptr, count));
    m_remove->setText(
        count == 0 || sets.size() != 1
            ? tr("&Remove for Good…")
            : tr("&Remove %n Backup(s) for Good (%1)…", nullptr, count).arg(backupSizeText(bytes)));
}

void BackupsWindow::removeForGood() {
    const auto sets = chosenSets();
    if (sets.size() != 1)
        return;
    const report::PrunedEntry set = sets.front();
    const int count = static_cast<int>(set.set.backups.size());
    m_prompts.confirm(
        this, tr("Remove for Good"),
        tr("%n backup(s) of “%1” would be gone for good (%2). That can't be undone. What they were "
           "stays on record in the history.",
           nullptr, count)
            .arg(fromUtf8(set.title), backupSizeText(set.set.bytes())),
        tr("Remove %n Backup(s) for Good", nullptr, count), [guard = QPointer(this), set] {
            if (guard)
                guard->m_session->removeForGood(set);
        });
}

} // namespace stemma::ui
