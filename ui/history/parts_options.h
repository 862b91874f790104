// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/report/outline.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace stemma::ui {

/// How parts are restored: where insights go whose section is gone, and whether the choice or its result is
/// on show.
class PartsOptions : public QWidget {
    Q_OBJECT
public:
    explicit PartsOptions(QWidget* parent = nullptr);

    /// The sections that there are now, and what is to be brought back for the insights otherwise. Hidden
    /// where nothing is, unless another one was chosen.
    void setSections(const std::vector<report::Section>& sections, const QString& broughtBack);
    void setResultPossible(bool possible);
    void reset();
    /// The choice is on show again.
    void showChoice();
    /// The id of the section that insights go to; empty: to their own.
    [[nodiscard]] std::string into() const;
    [[nodiscard]] bool resultWanted() const;
    [[nodiscard]] QComboBox* places() const { return m_places; }
    [[nodiscard]] QCheckBox* resultBox() const { return m_result; }

Q_SIGNALS:
    void placeChanged();
    void resultToggled();

private:
    QLabel* m_label = nullptr;
    QComboBox* m_places = nullptr;
    QCheckBox* m_result = nullptr;
};

} // namespace stemma::ui
