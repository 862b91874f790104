// SPDX-License-Identifier: MIT
#include "ui/session/joint_edit.h"

#include <array>

#include <QPointer>

#include "ui/session/edit_session.h"

namespace stemma::ui {

namespace {

constexpr const char* action = "edit both reports";

struct Outcome {
    Status status;
    std::shared_ptr<const EditState> first, second;
};

Status applyPlan(EditWork& first, EditWork& second, const JointPlan& plan) {
    for (EditWork* work : {&first, &second}) {
        const auto state = work->state();
        if (!state || (state->diskUnreadable && !state->modified))
            return fail(ErrorCode::damaged, action, work->directory(), "one of them can't be read",
                        "Restore a good version of it from its history first.");
    }
    auto edits = plan(*first.state()->report, *second.state()->report);
    if (!edits)
        return fail(edits.error());
    if (edits->first.edits.items().empty() || edits->second.edits.items().empty())
        return fail(ErrorCode::notFound, action, first.directory(), "what was meant is not there any more");
    return EditWork::applyToBoth(first, edits->first, second, edits->second);
}

/// One such edit on its way. Deletes itself.
class JointEdit : public QObject {
public:
    JointEdit(EditSession& first, EditSession& second, JointPlan plan,
              std::function<void(const Result<JointGenerations>&)> done)
        : QObject(&first.session().library())
        , m_sessions{&first, &second}
        , m_plan(std::move(plan))
        , m_done(std::move(done)) {}

    /// Both wait from now on, so that two of these never wait for each other.
    void begin() {
        for (std::size_t i = 0; i < m_sessions.size(); ++i) {
            connect(m_sessions[i], &QObject::destroyed, this, &JointEdit::giveUp);
            m_sessions[i]->hold(this, [this, i](const std::shared_ptr<EditWork>& work) {
                m_works[i] = work;
                if (!m_done)
                    letGo(i, nullptr); // the other one was closed meanwhile
                else if (m_works[0] && m_works[1])
                    run();
            });
        }
    }

private:
    void run() {
        m_running = true;
        m_sessions[0]->session().library().runner().run(
            this,
            [first = m_works[0], second = m_works[1], plan = m_plan] {
                Outcome outcome{applyPlan(*first, *second, plan), nullptr, nullptr};
                outcome.first = first->state();
                outcome.second = second->state();
                return outcome;
            },
            [this](const Outcome& outcome) {
                letGo(0, outcome.first);
                letGo(1, outcome.second);
                end(outcome.status
                        ? Result<JointGenerations>({outcome.first->generation, outcome.second->generation})
                        : fail(outcome.status.error()));
            });
    }
    /// A session goes: the other one is not to wait for it.
    void giveUp() {
        if (m_running)
            return; // it was done, or was not, before that is seen
        for (std::size_t i = 0; i < m_sessions.size(); ++i)
            if (m_sessions[i] && m_works[i])
                letGo(i, nullptr);
        end(fail(ErrorCode::notFound, action, {}, "one of them was closed"));
    }
    void letGo(std::size_t i, std::shared_ptr<const EditState> state) {
        m_works[i].reset();
        if (m_sessions[i])
            m_sessions[i]->release(std::move(state));
    }
    void end(const Result<JointGenerations>& result) {
        m_running = true;
        if (const auto done = std::exchange(m_done, nullptr))
            done(result);
        deleteLater();
    }

    std::array<QPointer<EditSession>, 2> m_sessions;
    std::array<std::shared_ptr<EditWork>, 2> m_works;
    JointPlan m_plan;
    std::function<void(const Result<JointGenerations>&)> m_done;
    bool m_running = false;
};

} // namespace

void editJointly(EditSession& first, EditSession& second, JointPlan plan,
                 std::function<void(const Result<JointGenerations>&)> done) {
    (new JointEdit(first, second, std::move(plan), std::move(done)))->begin();
}

} // namespace stemma::ui
