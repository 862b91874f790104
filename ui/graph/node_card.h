// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QWidget>

#include "ui/graph/card_html.h"

class QComboBox;
class QLayout;
class QLabel;
class QTextBrowser;
class QToolButton;

namespace stemma::ui {

class ActionTable;
class EditForm;
class ElidedLabel;
class TaskRunner;

/// What is known of the chosen node or transition: its morphs to switch between, its description, attributes,
/// relations both ways and the graphs that it is in. Links lead to other nodes and graphs. A transition can
/// be tried.
class NodeCard : public QWidget {
    Q_OBJECT
public:
    /// `runner` outlives it.
    explicit NodeCard(TaskRunner& runner, QWidget* parent = nullptr);

    /// `element`: an id of the picture; empty: nothing. `morph`: the one to be shown; empty: the active one.
    /// The text is made on the pool and comes a moment later.
    void show(std::shared_ptr<const UserGraphs> graphs, const QString& element, const std::string& morph);
    /// The form that takes the card's place while something is edited.
    [[nodiscard]] EditForm* form() const { return m_form; }
    /// The text with its links.
    [[nodiscard]] QWidget* text() const;
    /// Puts the commands that edit what is shown on its buttons.
    void setCommands(const ActionTable& actions);
    /// Whether relations and attributes are links to their forms.
    void setEditable(bool editable);

Q_SIGNALS:
    void nodeWanted(const QString& id);
    void graphWanted(const QString& id);
    /// Another morph is to be shown, only here and now.
    void morphChosen(const QString& node, const QString& morph);
    void transitionTried(const QString& transition);
    void relationWanted(const QString& id);
    void attributeWanted(const QString& id);
    /// A new one of the shown node's.
    void newRelationWanted();
    void newAttributeWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* makeMorphRow();
    [[nodiscard]] QLayout* makeButtons();
    void takeForm();
    void connectParts();
    void showElement();
    void showNothing();
    void showUnknown(const std::string& id);
    void showNode(const graph::Node& node);
    void showTransition(const graph::Transition& transition);
    template <class Html>
    void makeContent(Html html);
    void setContent(const QString& html);
    void follow(const QString& link);

    TaskRunner& m_runner;
    std::shared_ptr<const UserGraphs> m_graphs;
    QString m_element;
    std::string m_wanted; ///< the morph to be shown; empty: the active one
    CardStarts m_starts;
    quint64 m_generation = 0;
    QString m_html;
    QLabel* m_kind = nullptr;
    ElidedLabel* m_title = nullptr;
    QWidget* m_morphRow = nullptr;
    QComboBox* m_morphs = nullptr;
    QToolButton* m_morphMenu = nullptr;
    QToolButton* m_try = nullptr;
    QToolButton* m_edit = nullptr;
    QToolButton* m_add = nullptr;
    QToolButton* m_remove = nullptr;
    QWidget* m_content = nullptr; ///< all that the form takes the place of
    EditForm* m_form = nullptr;
    CardLinks m_links = CardLinks::read;
    QTextBrowser* m_text = nullptr;
};

} // namespace stemma::ui
