// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

namespace stemma::ui {

/// What the program is, its version and licence.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace stemma::ui
