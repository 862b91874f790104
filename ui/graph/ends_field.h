// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QWidget>

#include "ui/graph/form_spec.h"

class QCompleter;
class QComboBox;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace stemma::ui {

/// Completes a line by words that hold what is typed, whatever its case.
[[nodiscard]] QCompleter* wordCompleter(const QStringList& words, QObject* parent);

/// Nodes, each with one of its morphs: a row for each, and a button for another.
class EndsField : public QWidget {
    Q_OBJECT
public:
    /// `field.list`: the rows as "node TAB morph"; `field.choices`: for each node "text of the node TAB id of
    /// a morph" and the morph's name.
    EndsField(const FormField& field, QWidget* parent);

    /// As they were given; rows without a node are left out.
    [[nodiscard]] QStringList values() const;
    [[nodiscard]] QToolButton* addButton() const { return m_add; }

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QWidget* box;
        QLineEdit* node;
        QComboBox* morph;
    };
    void addRow(const QString& node, const QString& morph);
    void fillMorphs(const Row& row, const QString& chosen) const;

    FormField m_field;
    std::vector<Row> m_rows;
    QVBoxLayout* m_layout = nullptr;
    QToolButton* m_add = nullptr;
};

} // namespace stemma::ui
