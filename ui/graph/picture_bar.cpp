// SPDX-License-Identifier: MIT
#include "ui/graph/picture_bar.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr int mostDepth = 9;

QToolButton* makeButton(QWidget* parent, IconName icon, const QString& text, const QString& tip) {
    auto* button = new QToolButton(parent);
    button->setIcon(themeIcon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

PictureBar::PictureBar(QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 4);
    row->setSpacing(4);
    buildExtent();
    buildFilters();
    row->addStretch(1);
    m_reset = makeButton(this, IconName::undo, tr("Reset"), tr("Gives all nodes their active morph again"));
    m_reset->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_reset, &QToolButton::clicked, this, &PictureBar::triedReset);
    row->addWidget(m_reset);
    m_reset->hide();
    buildZoom();
    enable();
}

void PictureBar::buildExtent() {
    auto* row = static_cast<QHBoxLayout*>(layout());
    m_extent = new QComboBox(this);
    m_extent->addItem(tr("Whole graph"), true);
    m_extent->addItem(tr("Around the chosen node"), false);
    m_extent->setAccessibleName(tr("How much of the graph"));
    auto* depthLabel = new QLabel(tr("&Depth:"), this);
    m_depth = new QSpinBox(this);
    m_depth->setRange(1, mostDepth);
    m_depth->setValue(static_cast<int>(PictureChoice{}.depth));
    m_depth->setToolTip(tr("How many steps away from the chosen node"));
    depthLabel->setBuddy(m_depth);
    m_direction = new QComboBox(this);
    m_direction->addItem(tr("Both ways"), static_cast<int>(graph::Direction::both));
    m_direction->addItem(tr("Outwards"), static_cast<int>(graph::Direction::out));
    m_direction->addItem(tr("Inwards"), static_cast<int>(graph::Direction::in));
    m_direction->setAccessibleName(tr("Which way relations are followed"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_extent, depthLabel, m_depth, m_direction})
        row->addWidget(widget);
    connect(m_extent, &QComboBox::activated, this, &PictureBar::changed);
    connect(m_extent, &QComboBox::currentIndexChanged, this, &PictureBar::enable);
    connect(m_depth, &QSpinBox::valueChanged, this, &PictureBar::changed);
    connect(m_direction, &QComboBox::activated, this, &PictureBar::changed);
}

void PictureBar::buildFilters() {
    auto* row = static_cast<QHBoxLayout*>(layout());
    m_relations = makeButton(this, IconName::link, tr("Relations"), tr("Which relations are shown"));
    m_relations->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_relations->setPopupMode(QToolButton::InstantPopup);
    m_relationMenu = new QMenu(m_relations);
    m_relations->setMenu(m_relationMenu);
    connect(m_relationMenu, &QMenu::aboutToShow, this, &PictureBar::fillRelations);
    m_attributes = makeButton(this, IconName::tag, tr("Attributes"), tr("Shows the values of attributes"));
    m_transitions = makeButton(this, IconName::swap, tr("Transitions"), tr("Shows transitions"));
    for (QToolButton* button : {m_attributes, m_transitions}) {
        button->setCheckable(true);
        button->setChecked(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        connect(button, &QToolButton::toggled, this, &PictureBar::changed);
    }
    m_kind = new QComboBox(this);
    m_kind->addItem(tr("Force"), static_cast<int>(layout::Kind::force));
    m_kind->addItem(tr("Layered"), static_cast<int>(layout::Kind::layered));
    m_kind->addItem(tr("Radial"), static_cast<int>(layout::Kind::radial));
    m_kind->addItem(tr("Grid"), static_cast<int>(layout::Kind::grid));
    m_kind->setAccessibleName(tr("How the graph is laid out"));
    m_kind->setToolTip(m_kind->accessibleName());
    QToolButton* again = makeButton(this, IconName::refresh, tr("Lay Out Again"),
                                    tr("Lays the picture out anew: places of your own are given up"));
    connect(m_kind, &QComboBox::activated, this, &PictureBar::changed);
    connect(again, &QToolButton::clicked, this, &PictureBar::layOutAgain);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_relations, m_attributes, m_transitions, m_kind, again})
        row->addWidget(widget);
}

void PictureBar::buildZoom() {
    auto* row = static_cast<QHBoxLayout*>(layout());
    QToolButton* smaller = makeButton(this, IconName::zoomOut, tr("Zoom Out"), tr("Zoom out (-)"));
    QToolButton* larger = makeButton(this, IconName::zoomIn, tr("Zoom In"), tr("Zoom in (+)"));
    QToolButton* fit =
        makeButton(this, IconName::zoomFit, tr("Show Everything"), tr("Show everything (Home)"));
    connect(smaller, &QToolButton::clicked, this, [this] { Q_EMIT zoomWanted(-1); });
    connect(larger, &QToolButton::clicked, this, [this] { Q_EMIT zoomWanted(1); });
    connect(fit, &QToolButton::clicked, this, &PictureBar::fitWanted);
    for (QToolButton* button : {smaller, larger, fit})
        row->addWidget(button);
}

void PictureBar::enable() {
    const bool part = !m_extent->currentData().toBool();
    m_depth->setEnabled(part);
    m_direction->setEnabled(part);
}

PictureChoice PictureBar::choice() const {
    PictureChoice choice;
    choice.whole = m_extent->currentData().toBool();
    choice.depth = static_cast<unsigned>(m_depth->value());
    choice.direction = static_cast<graph::Direction>(m_direction->currentData().toInt());
    choice.relations = m_chosen;
    choice.kind = static_cast<layout::Kind>(m_kind->currentData().toInt());
    choice.attributes = m_attributes->isChecked();
    choice.transitions = m_transitions->isChecked();
    return choice;
}

void PictureBar::setChoice(const PictureChoice& choice) {
    const QSignalBlocker quiet(this);
    m_extent->setCurrentIndex(m_extent->findData(choice.whole));
    m_depth->setValue(static_cast<int>(choice.depth));
    m_direction->setCurrentIndex(m_direction->findData(static_cast<int>(choice.direction)));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(choice.kind)));
    m_attributes->setChecked(choice.attributes);
    m_transitions->setChecked(choice.transitions);
    m_chosen = choice.relations;
    setRelations(m_names);
    enable();
}

void PictureBar::setRelations(const std::map<std::string, std::size_t>& names) {
    m_names = names;
    const auto shown = std::count_if(names.begin(), names.end(), [this](const auto& name) {
        return !m_chosen || m_chosen->count(name.first) > 0;
    });
    m_relations->setText(m_chosen ? tr("Relations: %1 of %2").arg(shown).arg(names.size()) : tr("Relations"));
    m_relations->setEnabled(!names.empty());
}

/// When it is opened: a new picture must not change a menu that a person looks at.
void PictureBar::fillRelations() {
    m_relationMenu->clear();
    QAction* all = m_relationMenu->addAction(tr("&All Relations"));
    connect(all, &QAction::triggered, this, [this] { showRelations(std::nullopt); });
    QAction* none = m_relationMenu->addAction(tr("&No Relations"));
    connect(none, &QAction::triggered, this, [this] { showRelations(std::set<std::string>()); });
    m_relationMenu->addSeparator();
    for (const auto& [name, count] : m_names) {
        QString text = name.empty() ? tr("(without a name)") : oneLine(fromUtf8(name), 80);
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* one = m_relationMenu->addAction(
            tr("%1 (%2)").arg(text, QLocale().toString(static_cast<qulonglong>(count))));
        one->setCheckable(true);
        one->setChecked(!m_chosen || m_chosen->count(name) > 0);
        connect(one, &QAction::triggered, this, [this, name = name](bool wanted) {
            std::set<std::string> chosen;
            for (const auto& [other, times] : m_names) {
                if (other == name ? wanted : !m_chosen || m_chosen->count(other) > 0)
                    chosen.insert(other);
            }
            showRelations(chosen.size() == m_names.size() ? std::nullopt : std::optional(chosen));
        });
    }
}

void PictureBar::showRelations(std::optional<std::set<std::string>> chosen) {
    m_chosen = std::move(chosen);
    setRelations(m_names);
    Q_EMIT changed();
}

void PictureBar::setTried(bool tried) {
    m_reset->setVisible(tried);
}

} // namespace stemma::ui
