// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "core/marks/trust_store.h"
#include "core/report/report_trust.h"
#include "ui/session/report_session.h"

namespace stemma::ui {

/// Compares the history of the open report with what is remembered of it (core/report/report_trust.h), on the
/// pool: by itself while the history is shown, as long as that costs little; else when it is asked to.
class TrustCheck : public QObject {
    Q_OBJECT
public:
    enum class State {
        none,  ///< no history is there to be checked
        asked, ///< it is long: it is checked when the person asks for it
        running,
        done,   ///< verdict() tells
        failed, ///< error() tells
    };

    /// `store` outlives it.
    explicit TrustCheck(marks::TrustStore& store, QObject* parent = nullptr);

    /// Not owned; null: none.
    void setSession(ReportSession* session);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<history::ChainVerdict>& verdict() const { return m_verdict; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// The moment that times are told from.
    [[nodiscard]] Timestamp now() const;
    /// The time of the last change that was there when it was checked; empty: there was none.
    [[nodiscard]] const std::string& upTo() const { return m_upTo; }

    void check();
    /// The person has seen what is wrong: what was there then is remembered from now on. If anything was
    /// changed since, that is told first.
    void accept();

Q_SIGNALS:
    void changed();

private:
    void onTimeline();
    void run(report::OnBreak onBreak);
    void take(const Result<history::ChainVerdict>& verdict);
    void set(State state);

    marks::TrustStore& m_store;
    QPointer<ReportSession> m_session;
    State m_state = State::none;
    std::optional<history::ChainVerdict> m_verdict;
    std::optional<Error> m_error;
    std::string m_upTo;
    QTimer m_pause;
    QElapsedTimer m_begun;
    bool m_again = false;
    quint64 m_generation = 0;
};

} // namespace stemma::ui
