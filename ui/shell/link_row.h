// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include <QAbstractButton>
#include <QIcon>

namespace stemma::ui {

/// A wide button with an icon, a name and below it a quieter line that is cut in its middle where room is
/// short: one place to go to.
class LinkRow : public QAbstractButton {
    Q_OBJECT
public:
    LinkRow(const QIcon& icon, const QString& name, const QString& detail, QWidget* parent = nullptr);

    /// A small button at the end of the row. `text` says what it does.
    void addButton(const QIcon& icon, const QString& text, std::function<void()> pressed);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_name, m_detail;
    QAbstractButton* m_button = nullptr;
};

} // namespace stemma::ui
