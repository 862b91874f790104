// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QFrame>

#include "ui/session/report_session.h"

class QLabel;
class QPushButton;

namespace stemma::ui {

/// Asks, in its place and not in a dialog, whether to restore a version: what that changes, and what it
/// loses.
class RestorePanel : public QFrame {
    Q_OBJECT
public:
    explicit RestorePanel(QWidget* parent = nullptr);

    enum class Made { first, again };
    /// `again`: the report changed since the person last looked.
    void setOffer(std::shared_ptr<const RestoreOffer> offer, Made made);
    [[nodiscard]] std::shared_ptr<const RestoreOffer> offer() const { return m_offer; }
    /// While the restore is being written.
    void setBusy(bool busy);
    [[nodiscard]] QString bodyText() const;

Q_SIGNALS:
    void accepted();
    void rejected();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    std::shared_ptr<const RestoreOffer> m_offer;
    QLabel* m_question = nullptr;
    QLabel* m_body = nullptr;
    QPushButton* m_restore = nullptr;
    QPushButton* m_cancel = nullptr;
};

/// What a restore does and loses, one sentence a line. Pure.
[[nodiscard]] QString restoreText(const report::RestorePreview& preview);

} // namespace stemma::ui
