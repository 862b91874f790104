// SPDX-License-Identifier: MIT
#include "ui/shell/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/library/list_row.h"
#include "ui/shell/action_table.h"
#include "ui/shell/settings.h"

namespace stemma::ui {

namespace {

constexpr int commandRole = Qt::UserRole + 1;

const CommandRow& rowOf(int command) {
    return commandRows()[static_cast<std::size_t>(command)];
}

QString keysText(const QList<QKeySequence>& keys) {
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String("   "));
}

} // namespace

ShortcutsDialog::ShortcutsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard Shortcuts"));
    auto* layout = new QVBoxLayout(this);
    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Find a command or a key"));
    m_filter->setAccessibleName(tr("Find a command or a key"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themeIcon(IconName::find), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    layout->addWidget(m_filter);
    buildList();
    layout->addWidget(m_list, 1);
    m_clash = new QLabel(this);
    m_clash->setWordWrap(true);
    layout->addWidget(m_clash);
    buildEditor();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    fill();
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 34);
}

void ShortcutsDialog::buildList() {
    m_list = new QTreeWidget(this);
    m_list->setHeaderLabels({tr("Command"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setAccessibleName(tr("Commands and their keys"));
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsDialog::showCurrent);
}

void ShortcutsDialog::buildEditor() {
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("&New keys:"), this);
    m_edit = new QKeySequenceEdit(this);
    m_edit->setAccessibleName(tr("New keys for the chosen command"));
    label->setBuddy(m_edit);
    m_assign = new QPushButton(tr("&Assign"), this);
    m_reset = new QPushButton(tr("&Default"), this);
    for (QPushButton* button : {m_assign, m_reset})
        button->setAutoDefault(false);
    connect(m_edit, &QKeySequenceEdit::keySequenceChanged, this, [this](const QKeySequence& keys) {
        m_assign->setEnabled(!keys.isEmpty() && currentCommand() >= 0);
    });
    connect(m_assign, &QPushButton::clicked, this, &ShortcutsDialog::setKeys);
    connect(m_reset, &QPushButton::clicked, this, &ShortcutsDialog::resetKeys);
    row->addWidget(label);
    row->addWidget(m_edit, 1);
    row->addWidget(m_assign);
    row->addWidget(m_reset);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

int ShortcutsDialog::currentCommand() const {
    const QTreeWidgetItem* item = m_list->currentItem();
    return item == nullptr ? -1 : item->data(0, commandRole).toInt();
}

void ShortcutsDialog::fill() {
    const int current = currentCommand();
    m_list->clear();
    for (const CommandRow& row : commandRows()) {
        const auto keys = m_settings.shortcuts(QLatin1String(row.id), ActionTable::standardKeys(row));
        auto* item = new QTreeWidgetItem(m_list, {ActionTable::plainText(row), keysText(keys)});
        item->setIcon(0, themeIcon(row.icon));
        item->setData(0, commandRole, static_cast<int>(row.command));
        if (static_cast<int>(row.command) == current)
            m_list->setCurrentItem(item);
    }
    filter(m_filter->text());
    showClashes();
    showCurrent();
}

void ShortcutsDialog::filter(const QString& text) {
    const QString wanted = foldedForSearch(text.trimmed());
    for (int at = 0; at < m_list->topLevelItemCount(); ++at) {
        QTreeWidgetItem* item = m_list->topLevelItem(at);
        const QString hay = foldedForSearch(item->text(0) + QLatin1Char('\n') + item->text(1));
        item->setHidden(!hay.contains(wanted));
    }
}

void ShortcutsDialog::showCurrent() {
    m_edit->clear();
    m_edit->setEnabled(currentCommand() >= 0);
    m_assign->setEnabled(false);
    m_reset->setEnabled(currentCommand() >= 0);
}

void ShortcutsDialog::setKeys() {
    const CommandRow& row = rowOf(currentCommand());
    m_settings.setShortcuts(QLatin1String(row.id), {m_edit->keySequence()});
    fill();
}

void ShortcutsDialog::resetKeys() {
    m_settings.resetShortcuts(QLatin1String(rowOf(currentCommand()).id));
    fill();
}

void ShortcutsDialog::showClashes() {
    QStringList texts;
    for (const auto& clash : shortcutClashes(m_settings)) {
        texts.append(tr("%1 is claimed by both “%2” and “%3”: neither will hear it.")
                         .arg(clash.keys.toString(QKeySequence::NativeText),
                              ActionTable::plainText(rowOf(static_cast<int>(clash.first))),
                              ActionTable::plainText(rowOf(static_cast<int>(clash.second)))));
    }
    m_clash->setText(texts.join(QLatin1Char('\n')));
    m_clash->setVisible(!texts.isEmpty());
}

} // namespace stemma::ui
