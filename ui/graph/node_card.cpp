// SPDX-License-Identifier: MIT
#include "ui/graph/node_card.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/graph/card_html.h"
#include "ui/report/elided_label.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr const char* valuePrefix = "attrval_";
constexpr const char* transitionPrefix = "transition_";

/// Text of others: nothing is loaded for it, from nowhere.
class CardText final : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

} // namespace

NodeCard::NodeCard(QWidget* parent)
    : QWidget(parent) {
    m_kind = new QLabel(this);
    m_title = new ElidedLabel(this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_title->setFont(large);
    m_morphRow = new QWidget(this);
    auto* morphLabel = new QLabel(tr("&Morph:"), m_morphRow);
    m_morphs = new QComboBox(m_morphRow);
    m_morphs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_morphs->setToolTip(tr("Shows the node with another of its morphs. Nothing is changed by it."));
    morphLabel->setBuddy(m_morphs);
    auto* morphLayout = new QHBoxLayout(m_morphRow);
    morphLayout->setContentsMargins(0, 0, 0, 0);
    morphLayout->addWidget(morphLabel);
    morphLayout->addWidget(m_morphs, 1);
    m_try = new QToolButton(this);
    m_try->setText(tr("Try This Transition"));
    m_try->setToolTip(tr("Gives its outputs the morphs that it leads to, in the picture only."));
    m_try->setIcon(themeIcon(IconName::forward));
    m_try->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_text = new CardText(this);
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("What is known of it"));
    auto* layout = new QVBoxLayout(this);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_kind, m_title, m_morphRow, m_try, m_text})
        layout->addWidget(widget);
    layout->setStretchFactor(m_text, 1);
    connect(m_text, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& url) { follow(QString::fromLatin1(url.toEncoded())); });
    connect(m_morphs, &QComboBox::activated, this,
            [this] { Q_EMIT morphChosen(m_element, m_morphs->currentData().toString()); });
    connect(m_try, &QToolButton::clicked, this, [this] {
        Q_EMIT transitionTried(m_element.mid(static_cast<qsizetype>(qstrlen(transitionPrefix))));
    });
    showNothing();
}

void NodeCard::show(std::shared_ptr<const UserGraphs> graphs, const QString& element,
                    const std::string& morph) {
    m_graphs = std::move(graphs);
    m_element = element;
    m_morph = morph;
    if (!m_graphs || element.isEmpty())
        return showNothing();
    const std::string id = toUtf8(element);
    if (const graph::Node* node = m_graphs->store.node(id))
        return showNode(*node, morph);
    const auto below = [&](const char* prefix) { return id.substr(std::min(qstrlen(prefix), id.size())); };
    if (element.startsWith(QLatin1String(valuePrefix))) {
        const graph::Attribute* attribute = m_graphs->store.attribute(below(valuePrefix));
        const graph::Node* owner = attribute ? m_graphs->store.node(attribute->source) : nullptr;
        return owner ? showNode(*owner, morph) : showNothing();
    }
    const graph::Transition* transition = element.startsWith(QLatin1String(transitionPrefix))
                                              ? m_graphs->store.transition(below(transitionPrefix))
                                              : nullptr;
    if (transition)
        return showTransition(*transition);
    showNothing();
    m_title->setFullText(element);
    m_kind->setText(tr("Missing node"));
    setContent(tr("Something leads to this node, but nothing is known of it."));
}

void NodeCard::showNothing() {
    m_kind->setText(tr("Nothing is chosen"));
    m_title->setFullText({});
    m_morphRow->hide();
    m_try->hide();
    setContent(
        tr("Choose a node in the picture or in the table to read what is known of it.").toHtmlEscaped());
}

void NodeCard::showNode(const graph::Node& node, const std::string& wanted) {
    m_kind->setText(node.role && !node.role->empty() ? tr("Node, %1").arg(fromUtf8(*node.role)) : tr("Node"));
    m_title->setFullText(fromUtf8(node.label()));
    m_try->hide();
    const graph::Morph* shown = node.shownMorph();
    const QSignalBlocker quiet(m_morphs);
    m_morphs->clear();
    for (const graph::Morph& morph : node.morphs) {
        const bool active = node.shownMorph() == &morph;
        const QString name = fromUtf8(morph.name.empty() ? morph.id : morph.name);
        m_morphs->addItem(active ? tr("%1 (active)").arg(name) : name, fromUtf8(morph.id));
        if (morph.id == wanted)
            shown = &morph;
    }
    if (shown)
        m_morphs->setCurrentIndex(m_morphs->findData(fromUtf8(shown->id)));
    m_morphRow->setVisible(node.morphs.size() > 1);
    setContent(nodeCardHtml(*m_graphs, node, shown));
}

void NodeCard::showTransition(const graph::Transition& transition) {
    m_kind->setText(tr("Transition"));
    m_title->setFullText(fromUtf8(transition.name.value_or(transition.id)));
    m_morphRow->hide();
    m_try->show();
    setContent(transitionCardHtml(*m_graphs, transition));
}

/// Text that stays what it was keeps its place.
void NodeCard::setContent(const QString& html) {
    if (html == m_html)
        return;
    m_html = html;
    m_text->setHtml(html);
}

void NodeCard::follow(const QString& link) {
    if (const std::string node = linkTarget(link, QStringLiteral("node")); !node.empty())
        Q_EMIT nodeWanted(fromUtf8(node));
    else if (const std::string graph = linkTarget(link, QStringLiteral("graph")); !graph.empty())
        Q_EMIT graphWanted(fromUtf8(graph));
}

void NodeCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_text->setHtml(m_html); // its colours are those of the palette that it was laid out with
}

} // namespace stemma::ui
