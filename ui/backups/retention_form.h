// SPDX-License-Identifier: MIT
#pragma once

#include <QGroupBox>

#include "core/history/retention.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace stemma::ui {

/// What may go of backups: a rule a line, each off until it is checked.
class RetentionForm : public QGroupBox {
    Q_OBJECT
public:
    explicit RetentionForm(QWidget* parent = nullptr);

    /// Shows it; tells nothing.
    void setPolicy(const history::RetentionPolicy& policy);
    [[nodiscard]] history::RetentionPolicy policy() const;

    [[nodiscard]] QCheckBox* olderBox() const { return m_older; }
    [[nodiscard]] QCheckBox* thinBox() const { return m_thin; }
    [[nodiscard]] QCheckBox* sizeBox() const { return m_size; }
    [[nodiscard]] QCheckBox* keepBox() const { return m_keep; }
    [[nodiscard]] QSpinBox* keepCount() const { return m_keepCount; }

Q_SIGNALS:
    /// The person changed something.
    void changed(const stemma::history::RetentionPolicy& policy);

private:
    void makeMeasures();
    void layOut();
    void follow();
    void enableFields();

    QCheckBox* m_older = nullptr;
    QSpinBox* m_olderCount = nullptr;
    QComboBox* m_olderUnit = nullptr;
    QCheckBox* m_thin = nullptr;
    QCheckBox* m_size = nullptr;
    QSpinBox* m_sizeCount = nullptr;
    QComboBox* m_sizeUnit = nullptr;
    QCheckBox* m_keep = nullptr;
    QSpinBox* m_keepCount = nullptr;
    bool m_showing = false; ///< what changes now is not the person's doing
};

} // namespace stemma::ui
