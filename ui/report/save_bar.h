// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;

namespace stemma::ui {

/// Asks for a note on why, to be kept with the save in the history. Return saves, Escape goes away.
class SaveBar : public QWidget {
    Q_OBJECT
public:
    explicit SaveBar(QWidget* parent = nullptr);
    void open();
    [[nodiscard]] QLineEdit* note() const { return m_note; }

Q_SIGNALS:
    void saveRequested(const QString& note);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void save();
    void close();
    QLineEdit* m_note = nullptr;
};

} // namespace stemma::ui
