// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <QWidget>

class QFormLayout;
class QLabel;
class QLineEdit;

namespace stemma::ui {

/// What of a part nobody edits: when it was made and changed, and its id.
class PartFacts : public QWidget {
    Q_OBJECT
public:
    explicit PartFacts(QWidget* parent = nullptr);
    void setFacts(const std::string& created, const std::string& updated, const std::string& id);

private:
    QLineEdit* addField(QFormLayout& layout, const QString& label);
    QLineEdit* m_created = nullptr;
    QLineEdit* m_updated = nullptr;
    QLineEdit* m_id = nullptr;
};

/// A heading above a group of fields, bold.
[[nodiscard]] QLabel* formHeading(const QString& text, QWidget* parent);
/// The place for why a field's text can't be; hidden while it can.
[[nodiscard]] QLabel* problemLabel(QWidget* parent);
void showProblem(QLabel& label, const QString& why);

} // namespace stemma::ui
