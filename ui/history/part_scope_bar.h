// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/history/part_rows.h"

class QComboBox;
class QToolButton;

namespace stemma::ui {

/// Says of what the history is told: of the whole report, or of one part of it. What can be chosen is the
/// part that is chosen in the outline, its fields, and the parts that the compared versions differ in, also
/// those that are gone. The part follows the outline, unless it is kept.
class PartScopeBar : public QWidget {
    Q_OBJECT
public:
    explicit PartScopeBar(QWidget* parent = nullptr);

    /// What is chosen in the outline; none: nothing.
    void setChosen(std::optional<HistoryPart> part);
    [[nodiscard]] const std::optional<HistoryPart>& chosen() const { return m_chosen; }
    /// What the compared versions differ in.
    void setTouched(std::vector<HistoryPart> parts);
    /// None: the whole report.
    void setScope(std::optional<HistoryPart> part);
    [[nodiscard]] const std::optional<HistoryPart>& scope() const { return m_scope; }
    void setKept(bool kept);
    [[nodiscard]] QComboBox* box() const { return m_of; }
    [[nodiscard]] QToolButton* contentsButton() const { return m_contents; }
    [[nodiscard]] QToolButton* keepButton() const { return m_keep; }

Q_SIGNALS:
    /// scope() is another one.
    void scopeChanged();

private:
    void take(std::optional<HistoryPart> scope);
    void fill();
    void add(const HistoryPart& part, const QString& text);

    std::optional<HistoryPart> m_chosen, m_scope;
    std::vector<HistoryPart> m_touched;
    std::vector<std::optional<HistoryPart>> m_parts; ///< of the rows of the box
    QComboBox* m_of = nullptr;
    QToolButton* m_contents = nullptr;
    QToolButton* m_keep = nullptr;
};

} // namespace stemma::ui
