// SPDX-License-Identifier: MIT
#include "ui/graph/node_card.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/graph/edit_form.h"
#include "ui/report/elided_label.h"
#include "ui/session/task_runner.h"
#include "ui/shell/action_table.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr const char* valuePrefix = "attrval_";
constexpr const char* transitionPrefix = "transition_";

QToolButton* menuButton(QWidget* parent, IconName icon, const QString& text) {
    auto* button = new QToolButton(parent);
    button->setIcon(themeIcon(icon));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->hide(); // until there are commands
    return button;
}

/// Text of others: nothing is loaded for it, from nowhere.
class CardText final : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int, const QUrl&) override { return {}; }

protected:
    /// Before a link is reached, too, it is to be seen that the keys go here.
    void paintEvent(QPaintEvent* event) override {
        QTextBrowser::paintEvent(event);
        if (!hasFocus())
            return;
        QPainter painter(viewport());
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
    void focusInEvent(QFocusEvent* event) override {
        QTextBrowser::focusInEvent(event);
        viewport()->update();
    }
    void focusOutEvent(QFocusEvent* event) override {
        QTextBrowser::focusOutEvent(event);
        viewport()->update();
    }
    void scrollContentsBy(int dx, int dy) override {
        QTextBrowser::scrollContentsBy(dx, dy);
        viewport()->update(); // the frame doesn't scroll
    }
};

} // namespace

NodeCard::NodeCard(TaskRunner& runner, QWidget* parent)
    : QWidget(parent)
    , m_runner(runner) {
    build();
    connectParts();
    showNothing();
}

void NodeCard::build() {
    m_content = new QWidget(this);
    m_form = new EditForm(this);
    m_kind = new QLabel(m_content);
    m_kind->setTextFormat(Qt::PlainText);
    m_title = new ElidedLabel(m_content);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_title->setFont(large);
    QLayout* buttons = makeButtons();
    m_morphRow = makeMorphRow();
    m_try = new QToolButton(m_content);
    m_try->setText(tr("Try This Transition"));
    m_try->setToolTip(tr("Gives its outputs the morphs that it leads to, in the picture only."));
    m_try->setIcon(themeIcon(IconName::forward));
    m_try->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_text = new CardText(m_content);
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("What is known of it"));
    setFocusProxy(m_text);
    auto* layout = new QVBoxLayout(m_content);
    layout->addWidget(m_kind);
    layout->addWidget(m_title);
    layout->addLayout(buttons);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_morphRow, m_try, m_text})
        layout->addWidget(widget);
    layout->setStretchFactor(m_text, 1);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_content);
    whole->addWidget(m_form);
}

QWidget* NodeCard::makeMorphRow() {
    auto* row = new QWidget(m_content);
    auto* label = new QLabel(tr("&Morph:"), row);
    m_morphs = new QComboBox(row);
    m_morphs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_morphs->setToolTip(tr("Shows the node with another of its morphs. Nothing is changed by it."));
    label->setBuddy(m_morphs);
    m_morphMenu = menuButton(row, IconName::edit, tr("Edit morphs"));
    m_morphMenu->setToolButtonStyle(Qt::ToolButtonIconOnly);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_morphs, 1);
    layout->addWidget(m_morphMenu);
    return row;
}

QLayout* NodeCard::makeButtons() {
    m_edit = new QToolButton(m_content);
    m_edit->hide(); // until there are commands
    m_add = menuButton(m_content, IconName::plus, tr("Add"));
    m_remove = menuButton(m_content, IconName::remove, tr("Remove"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_edit);
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    return buttons;
}

void NodeCard::setCommands(const ActionTable& actions) {
    const auto fill = [&](QToolButton* button, std::initializer_list<Command> commands) {
        auto* menu = new QMenu(button);
        menu->setToolTipsVisible(true);
        for (const Command command : commands)
            menu->addAction(actions.action(command));
        button->setMenu(menu);
        button->show();
    };
    m_edit->setDefaultAction(actions.action(Command::editElement));
    m_edit->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_edit->show();
    fill(m_add, {Command::addRelation, Command::addAttribute, Command::addMorph, Command::addNode,
                 Command::addExistingNode, Command::addTransition});
    fill(m_remove, {Command::deleteElement, Command::takeFromGraph});
    fill(m_morphMenu, {Command::activateMorph, Command::addMorph, Command::renameMorph,
                       Command::assignMembers, Command::deleteMorph});
}

QWidget* NodeCard::text() const {
    return m_text;
}

void NodeCard::setEditable(bool editable) {
    const CardLinks links = editable ? CardLinks::edit : CardLinks::read;
    if (std::exchange(m_links, links) != links)
        showElement();
}

void NodeCard::takeForm() {
    m_content->setVisible(!m_form->isOpen());
}

void NodeCard::connectParts() {
    connect(m_form, &EditForm::changed, this, &NodeCard::takeForm);
    connect(m_text, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& url) { follow(QString::fromLatin1(url.toEncoded())); });
    connect(m_morphs, &QComboBox::activated, this,
            [this] { Q_EMIT morphChosen(m_element, m_morphs->currentData().toString()); });
    connect(m_try, &QToolButton::clicked, this, [this] {
        Q_EMIT transitionTried(m_element.mid(static_cast<qsizetype>(qstrlen(transitionPrefix))));
    });
}

void NodeCard::show(std::shared_ptr<const UserGraphs> graphs, const QString& element,
                    const std::string& morph) {
    m_runner.discard(std::exchange(m_graphs, std::move(graphs)));
    if (element != m_element)
        m_starts.clear();
    m_element = element;
    m_wanted = morph;
    showElement();
}

void NodeCard::showElement() {
    ++m_generation; // what is being made isn't wanted any more
    if (!m_graphs || m_element.isEmpty())
        return showNothing();
    const std::string id = toUtf8(m_element);
    if (const graph::Node* node = m_graphs->store.node(id))
        return showNode(*node);
    const auto below = [&](const char* prefix) { return id.substr(std::min(qstrlen(prefix), id.size())); };
    if (m_element.startsWith(QLatin1String(valuePrefix))) {
        const graph::Attribute* attribute = m_graphs->store.attribute(below(valuePrefix));
        if (const graph::Node* owner = attribute ? m_graphs->store.node(attribute->source) : nullptr)
            return showNode(*owner);
    }
    const graph::Transition* transition = m_element.startsWith(QLatin1String(transitionPrefix))
                                              ? m_graphs->store.transition(below(transitionPrefix))
                                              : nullptr;
    return transition ? showTransition(*transition) : showUnknown(id);
}

void NodeCard::showNothing() {
    m_kind->setText(tr("Nothing is chosen"));
    m_title->setFullText({});
    m_morphRow->hide();
    m_try->hide();
    setContent(
        tr("Choose a node in the picture or in the table to read what is known of it.").toHtmlEscaped());
}

/// Something may lead to it, or it went while it was chosen.
void NodeCard::showUnknown(const std::string& id) {
    const bool wanted = !m_graphs->relationsInto(id).empty();
    m_kind->setText(wanted ? tr("Missing node") : tr("Gone"));
    m_title->setFullText(m_element);
    m_morphRow->hide();
    m_try->hide();
    setContent(wanted ? tr("Something leads to this node, but nothing is known of it.").toHtmlEscaped()
                      : tr("It isn't in the library any more.").toHtmlEscaped());
}

void NodeCard::showNode(const graph::Node& node) {
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
        if (morph.id == m_wanted)
            shown = &morph;
    }
    if (shown)
        m_morphs->setCurrentIndex(m_morphs->findData(fromUtf8(shown->id)));
    m_morphRow->setVisible(node.morphs.size() > 1 || m_links == CardLinks::edit);
    makeContent([graphs = m_graphs, &node, shown, starts = m_starts, links = m_links] {
        return nodeCardHtml(*graphs, node, shown, starts, links);
    });
}

void NodeCard::showTransition(const graph::Transition& transition) {
    m_kind->setText(tr("Transition"));
    m_title->setFullText(fromUtf8(transition.name.value_or(transition.id)));
    m_morphRow->hide();
    m_try->show();
    makeContent([graphs = m_graphs, &transition, starts = m_starts] {
        return transitionCardHtml(*graphs, transition, starts);
    });
}

/// `html` holds the graphs that its references are of.
template <class Html>
void NodeCard::makeContent(Html html) {
    m_runner.run(this, std::move(html), [this, generation = m_generation](const QString& made) {
        if (generation == m_generation)
            setContent(made);
    });
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
    else if (const std::string relation = linkTarget(link, QStringLiteral("relation")); !relation.empty())
        Q_EMIT relationWanted(fromUtf8(relation));
    else if (const std::string own = linkTarget(link, QStringLiteral("attribute")); !own.empty())
        Q_EMIT attributeWanted(fromUtf8(own));
    else if (link == QLatin1String("new:relation"))
        Q_EMIT newRelationWanted();
    else if (link == QLatin1String("new:attribute"))
        Q_EMIT newAttributeWanted();
    else if (turnRows(m_starts, link))
        showElement();
}

void NodeCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_text->setHtml(m_html); // its colours are those of the palette that it was laid out with
}

} // namespace stemma::ui
