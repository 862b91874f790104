// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "core/exchange/ndf_bundle.h"
#include "core/graph/graph_import.h"
#include "ui/graph/import_items.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QTreeView;

namespace stemma::ui {

/// Shows what importing a graph would do, before it is done, and asks for the graph's id and for whose is to
/// stay where something is here already. Doesn't block: lookWanted() is to be answered by setPreview() or
/// setRefusal(), and wanted() is the answer.
class GraphImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `user`: whose data it becomes.
    GraphImportDialog(const exchange::Bundle& bundle, const QString& user, QWidget* parent = nullptr);

    void setPreview(std::shared_ptr<const ShownImport> look);
    /// It can't be imported like that.
    void setRefusal(const QString& why);

    [[nodiscard]] graph::ImportChoices choices() const;
    [[nodiscard]] ImportItems* items() const { return m_items; }
    [[nodiscard]] QLineEdit* id() const { return m_id; }
    [[nodiscard]] QRadioButton* ours() const { return m_ours; }
    [[nodiscard]] QRadioButton* theirs() const { return m_theirs; }
    [[nodiscard]] QPushButton* importButton() const { return m_import; }
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void lookWanted(const stemma::graph::ImportChoices& choices);
    void wanted(const stemma::graph::ImportChoices& choices);

private:
    void build(const exchange::Bundle& bundle, const QString& user);
    void buildChoices();
    void buildItems();
    void buildButtons();
    void look();

    std::string m_ownId;
    QStringList m_bundleNotes; ///< as many as are shown at most
    std::size_t m_noteCount = 0;
    std::shared_ptr<const ShownImport> m_look; ///< what is shown; null pointer: nothing
    ImportItems* m_items = nullptr;
    QTreeView* m_view = nullptr;
    QLineEdit* m_id = nullptr;
    QWidget* m_clashes = nullptr;
    QLabel* m_clashText = nullptr;
    QRadioButton* m_ours = nullptr;
    QRadioButton* m_theirs = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_notes = nullptr;
    QPushButton* m_import = nullptr;
};

} // namespace stemma::ui
