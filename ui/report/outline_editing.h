// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>

#include <QObject>
#include <QPointer>
#include <QString>

#include "ui/report/outline_rows.h"
#include "ui/report/part_moves.h"
#include "ui/session/edit_work.h"

class QModelIndex;

namespace stemma::ui {

class EditSession;
class OutlinePage;

/// What can be done to the outline now.
struct EditAbility {
    bool shown = false;   ///< a report is on the page
    bool outline = false; ///< and its outline in sight
    QString whyNot;       ///< why it can't be edited; empty if it can
    bool modified = false;
    bool hasSections = false;
    std::size_t sections = 0, insights = 0; ///< chosen
    bool citation = false;                  ///< a citation is the chosen row
    bool canSplit = false;                  ///< the cursor stands within the text of an insight
    bool canJoin = false;
    bool preview = false;
};

/// What the commands of the outline page do: each is one step of the report's undo list. Commands that can't
/// be done now do nothing.
class OutlineEditing : public QObject {
    Q_OBJECT
public:
    explicit OutlineEditing(OutlinePage& page);

    /// Not owned; null: nothing can be edited.
    void setSession(EditSession* session);
    [[nodiscard]] EditAbility ability() const;

    void addSection();
    void addInsight();
    void addCitation();
    void rename();
    void editText();
    void split();
    void join();
    void cut();
    void copy() const;
    void paste();
    void duplicate();
    void remove();
    void move(Direction direction);
    void moveToSection(Direction direction);
    void setImportance(int importance);
    void changeImportance(int by);
    void setStatus(const char* status);
    void copyId() const;

Q_SIGNALS:
    void abilityChanged();
    /// Parts were deleted: what to say, with undo.
    void deleted(const QString& what);
    /// Parts of another report were dropped, to be moved here from there.
    void moveWanted(const stemma::ui::Dropped& drop);
    /// What was typed into a row that somebody else deleted.
    void typingLost(const QString& text);
    /// Something was not done: what, and why.
    void noticed(const QString& why);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] std::shared_ptr<const report::LoadedReport> report() const;
    [[nodiscard]] bool editable() const;
    [[nodiscard]] PartPlace placeForNew() const;
    enum class Came { toPass, toNothing };
    /// Applies a plan for what the person saw. `done` hears whether there was anything to do, unless another
    /// report is edited by then.
    void applyMeant(EditPlan plan, std::function<void(Came)> done);
    void takeText(const QModelIndex& index, const QString& text);
    void takeDrop(const Dropped& drop);
    void pasteCitations(const json::Value& copies);
    void pasteAt(const json::Value& copies, const PartPlace& place);
    enum class Removal { remove, cut };
    void removeParts(const PartSet& parts, Removal removal);
    void removeCitation();
    [[nodiscard]] QString deletedText(const PartSet& parts) const;

    OutlinePage& m_page;
    QPointer<EditSession> m_session;
    std::optional<QString> m_begun; ///< the text that is edited in its place, as it was when that began
    QString m_digits;               ///< of an importance that is being typed
    qint64 m_digitTime = 0;
};

} // namespace stemma::ui
