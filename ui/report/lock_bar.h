// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <QPointer>
#include <QWidget>

#include "core/io/lock_holder.h"
#include "ui/session/report_session.h"

class QFrame;
class QLabel;
class QPushButton;
class QTimer;

namespace stemma::ui {

/// Says above a report that it is locked, by whom and for how long, once that lasts longer than a save does.
/// When nobody seems to be writing any more it offers to break the lock, and asks once more in the same
/// place. It looks from time to time while it can be seen, on the pool, and never takes the focus.
class LockBar : public QWidget {
    Q_OBJECT
public:
    explicit LockBar(QWidget* parent = nullptr);

    /// Not owned; null: nothing is open.
    void setSession(ReportSession* session);

    enum class State { hidden, busy, stale, asking, blocked };
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString text() const;

public Q_SLOTS:
    /// Looks at the lock now, without waiting for it.
    void look();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const Result<std::optional<io::LockHolder>>& seen);
    void set(State state, const QString& text);
    void ask();
    void breakIt();
    void paint();

    QPointer<ReportSession> m_session;
    QFrame* m_frame = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_offer = nullptr; ///< "Break lock…"
    QPushButton* m_yes = nullptr;
    QPushButton* m_no = nullptr;
    QTimer* m_timer = nullptr;
    State m_state = State::hidden;
    bool m_looking = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
