// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/base/clock.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace stemma::ui {

struct PartMark;

/// Who made each field of the chosen part what it is, below its inspector. A row leads to the change.
class FieldBlame : public QWidget {
    Q_OBJECT
public:
    explicit FieldBlame(QWidget* parent = nullptr);

    /// Null: nothing is known of it, and it is hidden.
    void showPart(const PartMark* part, Timestamp now);
    [[nodiscard]] QTreeWidget* list() const { return m_list; }

Q_SIGNALS:
    /// The person wants to see the change with that key in the timeline.
    void changeWanted(const std::string& key);

private:
    QTreeWidget* m_list = nullptr;
};

} // namespace stemma::ui
