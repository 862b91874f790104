// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>

#include "ui/health/health_ability.h"
#include "ui/session/health_session.h"

class QAction;
class QStackedWidget;

namespace stemma::ui {

class FindingPage;
class FixPlanPage;
class HealthList;
class HealthModel;
struct Message;

/// The health of the open library as a place in the window: the findings, the page of the chosen one, and the
/// fixing of one or of all.
class HealthDesk : public QObject {
    Q_OBJECT
public:
    /// `clock` outlives it. Its list and its page belong to whoever shows them.
    explicit HealthDesk(const Clock& clock, QObject* parent = nullptr);
    ~HealthDesk() override;

    /// `titles`: asked for at every look, in the window's thread.
    void open(HealthSession::Host host, std::function<HealthSession::Titles()> titles);
    void close();
    /// Looks when nobody waits for it: the library has just been opened.
    void lookWhenIdle();
    /// Looks again because the person wants it.
    void lookAgain();
    /// Other programs, or the person, wrote something.
    void onLibraryChanged();

    [[nodiscard]] HealthList* list() const { return m_list; }
    [[nodiscard]] QStackedWidget* page() const { return m_page; }
    [[nodiscard]] FindingPage* findingPage() const { return m_finding; }
    [[nodiscard]] FixPlanPage* planPage() const { return m_plan; }
    [[nodiscard]] HealthModel* model() const { return m_model.get(); }
    [[nodiscard]] HealthSession* session() const { return m_session.get(); }

    /// The person goes to the place, or leaves it.
    void setShown(bool shown);
    [[nodiscard]] bool isShown() const { return m_shown; }
    [[nodiscard]] HealthAbility ability() const;
    /// Of the chosen finding; null if none is.
    [[nodiscard]] const HealthRow* current() const;
    void focusList();

    void fixCurrent();
    /// Shows what fixing all will do, to be accepted there.
    void offerFixAll();
    void copyPath();

Q_SIGNALS:
    void stateChanged();
    /// Warnings and errors of the last look; -1: there was none.
    void countChanged(int findings);
    /// Something was done; `undo` takes it back (may be empty).
    void done(const QString& what, const std::function<void()>& undo);
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);

private:
    void connectSession();
    void look(HealthSession::Look how);
    void takeRows();
    void showCurrent();
    void updateTexts();
    void fixAll();
    void leavePlan();
    void tellFixed(const std::vector<FixOutcome>& outcomes, bool canTakeBack);
    void tellOne(const FixOutcome& outcome, const std::function<void()>& undo);

    const Clock& m_clock;
    std::unique_ptr<HealthModel> m_model;
    HealthList* m_list = nullptr;
    QStackedWidget* m_page = nullptr;
    FindingPage* m_finding = nullptr;
    FixPlanPage* m_plan = nullptr;
    std::unique_ptr<HealthSession> m_session;
    std::function<HealthSession::Titles()> m_titles;
    bool m_shown = false;
    bool m_stale = true; ///< something was written since the last look
    bool m_fixingAll = false;
    QString m_fixingWhere; ///< of the one that is being fixed
};

} // namespace stemma::ui
