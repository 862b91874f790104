// SPDX-License-Identifier: MIT
#include "ui/graph/graph_import_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/graph/import_items.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr qsizetype mostNotes = 4;
constexpr std::chrono::milliseconds typingPause{250};

QLabel* plainLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString sizeText(const ShownImport& shown) {
    return GraphImportDialog::tr("%1, %2, %3", "nodes, relations, attributes")
        .arg(GraphImportDialog::tr("%n node(s)", nullptr, shown.nodes),
             GraphImportDialog::tr("%n relation(s)", nullptr, shown.relations),
             GraphImportDialog::tr("%n attribute(s)", nullptr, shown.attributes));
}

} // namespace

GraphImportDialog::GraphImportDialog(const exchange::Bundle& bundle, const QString& user, QWidget* parent)
    : QDialog(parent)
    , m_ownId(bundle.graph.id) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import a Graph"));
    for (const std::string& note : bundle.notes)
        if (m_bundleNotes.size() <= mostNotes)
            m_bundleNotes.append(shortText(note));
    m_noteCount = bundle.notes.size();
    build(bundle, user);
    resize(640, 560);
}

void GraphImportDialog::build(const exchange::Bundle& bundle, const QString& user) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 14);
    layout->setSpacing(12);
    m_summary = plainLabel(this);
    layout->addWidget(m_summary);
    auto* form = new QFormLayout;
    auto* whose = plainLabel(this);
    whose->setText(isolated(user));
    form->addRow(tr("Into the data of:"), whose);
    if (!bundle.exportedBy.empty() || !bundle.exportedAt.empty()) {
        auto* from = plainLabel(this);
        from->setText(
            tr("%1, %2", "who exported it, when")
                .arg(isolated(shortText(bundle.exportedBy)),
                     shortText(toUtf8(exactTime(std::string_view(bundle.exportedAt).substr(0, 200))))));
        form->addRow(tr("Exported by:"), from);
    }
    m_id = new QLineEdit(fromUtf8(bundle.graph.id), this);
    m_id->setToolTip(tr("The name of its folder. Another one than any graph has makes a graph of its own."));
    form->addRow(tr("As the &graph:"), m_id);
    layout->addLayout(form);
    buildChoices();
    layout->addWidget(m_clashes);
    buildItems();
    layout->addWidget(m_view, 1);
    m_notes = plainLabel(this);
    layout->addWidget(m_notes);
    buildButtons();
    // A look reads all of the user's data: not at each key.
    auto* pause = new QTimer(this);
    pause->setSingleShot(true);
    pause->setInterval(typingPause);
    connect(pause, &QTimer::timeout, this, &GraphImportDialog::look);
    connect(m_id, &QLineEdit::textEdited, pause, [this, pause] {
        m_import->setEnabled(false);
        pause->start();
    });
}

void GraphImportDialog::buildChoices() {
    m_clashes = new QWidget(this);
    auto* layout = new QVBoxLayout(m_clashes);
    layout->setContentsMargins(0, 0, 0, 0);
    m_clashText = plainLabel(m_clashes);
    m_ours = new QRadioButton(tr("&Keep what is here"), m_clashes);
    m_theirs = new QRadioButton(tr("&Replace it by what is in the file (the history keeps it)"), m_clashes);
    for (QWidget* each :
         {static_cast<QWidget*>(m_clashText), static_cast<QWidget*>(m_ours), static_cast<QWidget*>(m_theirs)})
        layout->addWidget(each);
    for (const QRadioButton* button : {m_ours, m_theirs})
        connect(button, &QRadioButton::clicked, this, &GraphImportDialog::look);
    m_clashes->hide();
}

void GraphImportDialog::buildItems() {
    m_items = new ImportItems(this);
    m_view = new QTreeView(this);
    m_view->setModel(m_items);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setAccessibleName(tr("What the import does"));
    m_view->header()->setStretchLastSection(true);
    const int digit = fontMetrics().averageCharWidth();
    m_view->setColumnWidth(ImportItems::FateColumn, 22 * digit);
    m_view->setColumnWidth(ImportItems::WhatColumn, 20 * digit);
}

void GraphImportDialog::buildButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_import = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
    m_import->setDefault(true);
    m_import->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        graph::ImportChoices wish = choices();
        wish.agreed = m_look->taken; // what comes to differ after this look is nobody's wish to replace
        accept();
        Q_EMIT wanted(wish);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout()->addWidget(buttons);
}

graph::ImportChoices GraphImportDialog::choices() const {
    graph::ImportChoices choices;
    choices.graph = toUtf8(m_id->text().trimmed());
    if (choices.graph.empty())
        choices.graph = m_ownId;
    if (m_ours->isChecked())
        choices.clash = graph::Clash::keepOurs;
    else if (m_theirs->isChecked())
        choices.clash = graph::Clash::takeTheirs;
    return choices;
}

QString GraphImportDialog::summary() const {
    return m_summary->text();
}

/// What was shown isn't right any more: until the answer comes nothing can be imported.
void GraphImportDialog::look() {
    m_import->setEnabled(false);
    Q_EMIT lookWanted(choices());
}

void GraphImportDialog::setPreview(std::shared_ptr<const ShownImport> look) {
    m_look = std::move(look);
    const ShownImport& shown = *m_look;
    const graph::ImportPreview& preview = shown.preview;
    const bool allHere = preview.graphIsThere && shown.allSame;
    m_summary->setText((allHere                ? tr("All of “%1” is here already: %2.")
                        : preview.graphIsThere ? tr("“%1” joins a graph that is here: %2.")
                                               : tr("“%1” becomes a new graph: %2."))
                           .arg(isolated(shortText(preview.title)), sizeText(shown)));
    m_clashText->setText(
        tr("%n thing(s) are here already and say something else than the file:", nullptr, shown.differing));
    m_clashes->setVisible(shown.differing > 0);
    QStringList notes = m_bundleNotes;
    for (const std::string& note : preview.notes)
        notes.append(shortText(note));
    const auto all = static_cast<qsizetype>(m_noteCount + preview.notes.size());
    if (all > mostNotes)
        notes = notes.mid(0, mostNotes) + QStringList{tr("… and %n more", nullptr, int(all - mostNotes))};
    m_items->setLook(m_look);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
    m_import->setEnabled(!shown.open);
    m_import->setToolTip(shown.open ? tr("Say first whose is to stay.") : QString());
}

void GraphImportDialog::setRefusal(const QString& why) {
    m_look.reset();
    m_notes->setText(oneLine(why, 1000));
    m_notes->show();
    m_items->setLook(nullptr);
    m_import->setEnabled(false);
    m_import->setToolTip(why);
}

} // namespace stemma::ui
