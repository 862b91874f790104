// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "ui/library/list_row.h"
#include "ui/session/past_session.h"

namespace stemma::ui {

class PastBar;
class PastPage;

/// The library as it was: the bar that goes through time, and the page of the chosen report as it was. All of
/// it is only looked at.
class PastDesk : public QObject {
    Q_OBJECT
public:
    /// Both outlive it. Its bar and its page belong to whoever shows them.
    PastDesk(TaskRunner& runner, const Clock& clock, QObject* parent = nullptr);
    ~PastDesk() override;

    [[nodiscard]] PastBar* bar() const { return m_bar; }
    [[nodiscard]] PastPage* page() const { return m_page; }
    /// Begins at the last change.
    void enter(LibrarySession& library);
    void leave();
    [[nodiscard]] bool isOn() const { return m_session != nullptr; }
    /// The row that is chosen in the list as it was.
    void setRow(const std::optional<ListRow>& row);
    void step(int changes);
    [[nodiscard]] bool canStep(int changes) const;
    /// Why what is on show can't be restored; empty: it can.
    [[nodiscard]] QString whyNoRestore() const;
    /// Leads to the restore of what is on show.
    void restore();

Q_SIGNALS:
    void stateChanged();
    /// The list as it was then.
    void listMade(const std::shared_ptr<const stemma::report::LibrarySnapshot>& library);
    /// Esc, or the button.
    void backRequested();
    /// That version of the report, as findVersion() takes it, is to be restored.
    void restoreWanted(const QString& key, const std::string& version);
    void failed(const stemma::Error& error);

private:
    void connectSession();
    void showRow();
    [[nodiscard]] std::optional<QString> directoryNow() const;
    [[nodiscard]] bool isInTrashNow() const;

    TaskRunner& m_runner;
    PastBar* m_bar = nullptr;
    PastPage* m_page = nullptr;
    std::unique_ptr<PastSession> m_session;
    std::optional<ListRow> m_row;
    bool m_begun = false; ///< a moment was chosen
};

} // namespace stemma::ui
