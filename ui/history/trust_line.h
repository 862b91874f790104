// SPDX-License-Identifier: MIT
#pragma once

#include <QPointer>
#include <QWidget>

#include "core/base/clock.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace stemma::ui {

class ElidedLabel;
class TrustCheck;

/// Says whether a history is still what it was: up to which change that is known, or the first thing that was
/// altered; and what that can't show. What is wrong can be accepted, after a second look.
class TrustLine : public QWidget {
    Q_OBJECT
public:
    explicit TrustLine(QWidget* parent = nullptr);

    /// Not owned; null: nothing is said.
    void setCheck(TrustCheck* check);
    [[nodiscard]] QString text() const;
    /// What is wrong, if something is, and what the verdict leaves open.
    [[nodiscard]] QString details() const;
    [[nodiscard]] QPushButton* checkButton() const { return m_check; }
    [[nodiscard]] QPushButton* showButton() const { return m_show; }
    [[nodiscard]] QPushButton* acceptButton() const { return m_accept; }
    [[nodiscard]] QPushButton* sureButton() const { return m_sure; }
    [[nodiscard]] QToolButton* detailsButton() const { return m_about; }

Q_SIGNALS:
    /// The person wants to see where it is broken: an action id, a backup's name, or "outline.json".
    void placeWanted(const std::string& place);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void say(const QString& text, const QString& wrong = {});
    void showState();
    void showVerdict();
    void askAgain(bool ask);
    void fill();

    QPointer<TrustCheck> m_trust;
    QLabel* m_icon = nullptr;
    ElidedLabel* m_text = nullptr;
    QLabel* m_why = nullptr; ///< what is wrong, or is to be decided
    QLabel* m_details = nullptr;
    QToolButton* m_about = nullptr;
    QPushButton* m_check = nullptr;
    QPushButton* m_show = nullptr;
    QPushButton* m_accept = nullptr;
    QPushButton* m_sure = nullptr;
    QPushButton* m_back = nullptr;
    bool m_asking = false; ///< whether the person really accepts it
};

} // namespace stemma::ui
