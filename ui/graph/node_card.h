// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QWidget>

#include "ui/session/graph_session.h"

class QComboBox;
class QLabel;
class QTextBrowser;
class QToolButton;

namespace stemma::ui {

class ElidedLabel;

/// What is known of the chosen node or transition: its morphs to switch between, its description, attributes,
/// relations both ways and the graphs that it is in. Links lead to other nodes and graphs. A transition can
/// be tried.
class NodeCard : public QWidget {
    Q_OBJECT
public:
    explicit NodeCard(QWidget* parent = nullptr);

    /// `element`: an id of the picture; empty: nothing. `morph`: the one to be shown; empty: the active one.
    void show(std::shared_ptr<const UserGraphs> graphs, const QString& element, const std::string& morph);

Q_SIGNALS:
    void nodeWanted(const QString& id);
    void graphWanted(const QString& id);
    /// Another morph is to be shown, only here and now.
    void morphChosen(const QString& node, const QString& morph);
    void transitionTried(const QString& transition);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showNothing();
    void showNode(const graph::Node& node, const std::string& morph);
    void showTransition(const graph::Transition& transition);
    void setContent(const QString& html);
    void follow(const QString& link);

    std::shared_ptr<const UserGraphs> m_graphs;
    QString m_element;
    std::string m_morph;
    QString m_html;
    QLabel* m_kind = nullptr;
    ElidedLabel* m_title = nullptr;
    QWidget* m_morphRow = nullptr;
    QComboBox* m_morphs = nullptr;
    QToolButton* m_try = nullptr;
    QTextBrowser* m_text = nullptr;
};

} // namespace stemma::ui
