// SPDX-License-Identifier: MIT
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace stemma::ui {

class ProseEditor;

/// Finds and replaces in the prose that is edited.
class ReplaceBar : public QWidget {
    Q_OBJECT
public:
    explicit ReplaceBar(QWidget* parent = nullptr);
    void open(ProseEditor* prose);
    void close();
    [[nodiscard]] QLineEdit* needle() const { return m_needle; }
    [[nodiscard]] QLineEdit* replacement() const { return m_by; }
    void replaceNext();
    void replaceAll();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QPointer<ProseEditor> m_prose;
    QLineEdit* m_needle = nullptr;
    QLineEdit* m_by = nullptr;
    QLabel* m_told = nullptr;
};

} // namespace stemma::ui
