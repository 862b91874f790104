// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

#include "core/report/outline.h"
#include "core/report/outline_merge.h"
#include "ui/merge/conflict_text.h"

namespace stemma::ui {

class EditSession;
class MergeView;

/// What the parts of an outline are called.
[[nodiscard]] PartNames partNames(const report::Outline& outline);

/// Brings the conflicts of the open report to the merge view and the person's decisions back. Never comes
/// between the person and what they type: the view opens by itself only when they asked for a save; else
/// noticed() tells what there is to decide.
class MergeDesk : public QObject {
    Q_OBJECT
public:
    /// `view` outlives it.
    explicit MergeDesk(MergeView& view, QObject* parent = nullptr);

    /// Not owned; null: nothing is edited.
    void setSession(EditSession* session);
    [[nodiscard]] bool hasConflicts() const;

public Q_SLOTS:
    /// Shows what is to be decided, if there is something.
    void decide();

Q_SIGNALS:
    /// The view is to be shown, or to go.
    void viewWanted(bool wanted);
    /// Others and the person changed the same: a sentence for a bar that offers decide().
    void noticed(const QString& text);
    /// No more conflicts, or no report that they are of.
    void settled();
    /// The person's version became a report of its own.
    void copied(const QString& text);
    void failed(const stemma::Error& error);

private:
    void onConflicts(const std::vector<report::MergeConflict>& conflicts);
    void onChanged();
    void keepCopy();
    [[nodiscard]] QString who() const;

    MergeView& m_view;
    QPointer<EditSession> m_session;
    bool m_shown = false;
    bool m_told = false;
};

} // namespace stemma::ui
