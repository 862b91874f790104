// SPDX-License-Identifier: MIT
#include "ui/graph/ends_field.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/theme.h"

namespace stemma::ui {

namespace {
constexpr QChar tab = u'\t';
}

QCompleter* wordCompleter(const QStringList& words, QObject* parent) {
    auto* completer = new QCompleter(words, parent);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    completer->setMaxVisibleItems(12);
    return completer;
}

EndsField::EndsField(const FormField& field, QWidget* parent)
    : QWidget(parent)
    , m_field(field)
    , m_layout(new QVBoxLayout(this))
    , m_add(new QToolButton(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    m_add->setIcon(themeIcon(IconName::plus));
    m_add->setText(tr("Add a node"));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setAutoRaise(true);
    m_layout->addWidget(m_add);
    for (const QString& end : field.list)
        addRow(end.section(tab, 0, 0), end.section(tab, 1));
    setFocusProxy(m_rows.empty() ? static_cast<QWidget*>(m_add) : m_rows.front().node);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addRow({}, {});
        m_rows.back().node->setFocus(Qt::OtherFocusReason);
        Q_EMIT edited();
    });
}

void EndsField::addRow(const QString& node, const QString& morph) {
    Row row{new QWidget(this), nullptr, nullptr};
    row.node = new QLineEdit(node, row.box);
    row.node->setPlaceholderText(tr("Node"));
    row.node->setAccessibleName(tr("Node"));
    row.node->setCompleter(wordCompleter(m_field.words, row.node));
    row.morph = new QComboBox(row.box);
    row.morph->setAccessibleName(tr("Morph"));
    row.morph->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* remove = new QToolButton(row.box);
    remove->setIcon(themeIcon(IconName::remove));
    remove->setToolTip(tr("Take this node out"));
    remove->setAccessibleName(remove->toolTip());
    remove->setAutoRaise(true);
    auto* layout = new QHBoxLayout(row.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(row.node, 2);
    layout->addWidget(row.morph, 1);
    layout->addWidget(remove);
    m_layout->insertWidget(static_cast<int>(m_rows.size()), row.box);
    fillMorphs(row, morph);
    connect(row.node, &QLineEdit::textChanged, this, [this, row] {
        fillMorphs(row, row.morph->currentData().toString());
        Q_EMIT edited();
    });
    connect(row.morph, &QComboBox::currentIndexChanged, this, &EndsField::edited);
    connect(remove, &QToolButton::clicked, this, [this, row] {
        std::erase_if(m_rows, [&](const Row& each) { return each.box == row.box; });
        row.box->deleteLater();
        m_add->setFocus(Qt::OtherFocusReason);
        Q_EMIT edited();
    });
    m_rows.push_back(row);
}

/// The morphs of the node that is named; whatever is given stays a choice.
void EndsField::fillMorphs(const Row& row, const QString& chosen) const {
    const QSignalBlocker quiet(row.morph);
    row.morph->clear();
    row.morph->addItem(tr("any morph"), QString());
    const QString prefix = row.node->text().trimmed() + tab;
    for (const auto& [value, text] : m_field.choices)
        if (value.startsWith(prefix))
            row.morph->addItem(text, value.mid(prefix.size()));
    if (!chosen.isEmpty() && row.morph->findData(chosen) < 0 && m_field.list.contains(prefix + chosen))
        row.morph->addItem(chosen, chosen);
    row.morph->setCurrentIndex(std::max(0, row.morph->findData(chosen)));
}

QStringList EndsField::values() const {
    QStringList values;
    for (const Row& row : m_rows)
        if (const QString node = row.node->text().trimmed(); !node.isEmpty())
            values << node + tab + row.morph->currentData().toString();
    return values;
}

} // namespace stemma::ui
